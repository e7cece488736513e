"""The facilitator's guide calls every button as the screen does, and shows all of its pictures, none of them heavy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))
PICTURES = ROOT / "docs" / "images" / "guide"
MOST, MANY = 120_000, 12
"""Bytes of a picture, and pictures."""
SOURCES = ROOT / "web_client" / "src"
NAMED = re.compile(r"「\*\*(.+?)\*\*」", re.DOTALL)
"""A word of the screen, as the guide marks it."""
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)+)"|`((?:[^`\\]|\\.)+)`')
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE)
OTHERS = re.compile(r"^const (?:simple|en)\b.*", re.DOTALL | re.MULTILINE)
"""Where a file of words has said all in Japanese."""
LED = (
    "扉をひらく",
    "次へ",
    "声であいさつした",
    "お題を出す",
    "マイクを休ませる",
    "部屋を出てもらう",
    "全員に話す",
    "終わる",
)
"""Of the fixed labels (docs/words.md) those without which nobody leads a session."""


def named(text: str) -> set[str]:
    """What a page says stands on the screen; a line that ends within it is no part of it."""
    return {"".join(each.split("\n")) for each in NAMED.findall(text)}


def words(source: str) -> set[str]:
    """The Japanese words of one file, as patterns: a number may stand where they have something of their own."""
    text = COMMENT.sub("", OTHERS.sub("", source))
    return {
        re.escape(plain) if plain else r"(?: ?\d+)?".join(map(re.escape, re.split(r"\$\{[^}]*\}", template)))
        for plain, template in LITERAL.findall(text)
    }


def on_screen() -> re.Pattern[str]:
    files = [
        file for file in SOURCES.rglob("*.ts") if file.name.endswith("words.ts") or file.name in ("ja.ts", "name.ts")
    ]
    found = {each for file in files for each in words(file.read_text(encoding="utf-8"))}
    return re.compile("|".join(each for each in found if re.search(r"[^\x00-\x7f]", each)))


def unknown(text: str) -> set[str]:
    screen = on_screen()
    return {each for each in named(text) if not screen.fullmatch(each)}


def test_every_button_that_the_guide_names_is_on_the_screen() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(LED) <= named(text)
    assert unknown(text) == set()


@pytest.mark.parametrize("name", ["つぎへ行く", "扉をひらくと", "相談ブース 1へどうぞ", "Next", "すべてのボタン"])
def test_a_button_that_is_called_otherwise_is_found(name: str) -> None:
    text = f"まず「**次へ**」、それから「**{name}**」、「**相談ブース 1へ**」、「**全員に\n話す**」。"
    assert unknown(text) == {name}


def test_the_guide_shows_its_pictures_and_they_are_light() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    there = {file.name: file.stat().st_size for file in PICTURES.iterdir()}
    assert set(re.findall(r"\(\.\./images/guide/([\w.-]+)\)", text)) == set(there)
    assert 0 < len(there) <= MANY
    assert {name: size for name, size in there.items() if size > MOST} == {}
