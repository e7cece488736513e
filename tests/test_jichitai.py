"""The pages for town halls: every criterion is answered once, sums are right, and what they name exists in the program."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "jichitai"
A = [
    "1.1.1", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3", "1.4.1", "1.4.2",
    "2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4",
    "3.1.1", "3.2.1", "3.2.2", "3.3.1", "3.3.2", "4.1.1", "4.1.2",
]  # fmt: skip
AA = [
    "1.2.4", "1.2.5", "1.4.3", "1.4.4", "1.4.5", "2.4.5", "2.4.6", "2.4.7", "3.1.2",
    "3.2.3", "3.2.4", "3.3.3", "3.3.4",
]  # fmt: skip
"""JIS X 8341-3:2016 is WCAG 2.0: 25 and 13."""
ROW = re.compile(r"^\| (\d\.\d\.\d+) \| ([^|]+) \| (A|AA) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)


def rows(heading: str) -> list[tuple[str, ...]]:
    text = (PAGES / "accessibility.md").read_text(encoding="utf-8")
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [tuple(cell.strip() for cell in found) for found in ROW.findall(part)]


def test_every_criterion_of_the_standard_is_answered_once() -> None:
    found = rows("JIS X 8341-3:2016 の達成基準")
    assert sorted((row[0], row[2]) for row in found) == sorted([(n, "A") for n in A] + [(n, "AA") for n in AA])


def test_answers_say_how_they_were_found_and_are_counted() -> None:
    found = rows("JIS X 8341-3:2016 の達成基準")
    for number, _, _, state, how, note in found + rows("WCAG 2.1 と 2.2 で足された基準(A と AA)"):
        assert state in {"適合", "注記", "対象外", "未試験"}, number
        assert (how == "—") == (state in {"対象外", "未試験"}) or number == "1.2.4", number
        assert note or state in {"適合", "未試験"}, number
    count = Counter(row[3] for row in found)
    told = "、".join(f"{state} {count[state]}" for state in ("適合", "注記", "対象外", "未試験"))
    assert told in (PAGES / "accessibility.md").read_text(encoding="utf-8")


def test_files_and_commands_that_the_pages_name_are_there() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    command_line = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "server" / "cli").glob("*.py"))
    named = set(re.findall(r"`engawa ([a-z]+)", text))
    assert named >= {"doctor", "session", "link", "staff"}
    for word in named:
        assert f'"{word}"' in command_line or f"def {word}(" in command_line, word
    assert "UDP 40000" in text
    for unit in re.findall(r"`deploy/([\w.-]+)`", text):
        assert (ROOT / "deploy" / unit).is_file(), unit
