"""Texts in pages: nothing is lost or added, lines end between phrases, and easy Japanese can be read aloud."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.public.said import readings, said
from server.http.public.steps import STEPS
from server.http.public.words import WORDS
from server.office.papers.words import Language
from tests.office.api.visiting import Read

KANJI = re.compile(r"[\u3400-\u9fff々]")


@given(
    st.text(alphabet=st.sampled_from("予約は日1220月(水)人の<&>'\" \nabいま時分後")) | st.text(),
    st.sampled_from(list(WORDS)),
)
def test_a_text_stays_what_it_is(text: str, language: Language) -> None:
    page = Read(str(said(text, language)).replace("\r", ""))
    page.close()
    assert page.said == text.replace("\r", "")
    assert {tag for tag, _ in page.tags} <= {"wbr", "ruby", "rt", "rp"}


def easy() -> list[str]:
    own = [words for key, words in WORDS["ja-simple"].items() if words != WORDS["ja"][key]]
    return [*own, *(words for step in STEPS["ja-simple"] for words in step)]


@pytest.mark.parametrize("text", easy())
def test_every_kanji_of_easy_japanese_has_a_reading(text: str) -> None:
    left = "".join(written for written, read in readings(text.replace("{minutes}", "5")) if not read)
    assert not KANJI.findall(left)


@pytest.mark.parametrize("text", easy())
def test_easy_sentences_are_short(text: str) -> None:
    assert max(len(re.sub(r"\(例.*?\)|\s", "", each)) for each in text.split("。")) <= 32


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12月2日(水)", [("月", "がつ"), ("2日", "ふつか"), ("水", "すい")]),
        ("20日", [("20日", "はつか")]),
        ("11日(日)", [("日", "にち"), ("日", "にち")]),
        ("10時30分", [("時", "じ"), ("分", "ぷん")]),
        ("6日後", [("6日", "むいか"), ("後", "ご")]),
        ("次の日に来ます", [("次", "つぎ"), ("日", "ひ"), ("来", "き")]),
        ("市民活動", []),
    ],
)
def test_days_and_hours_are_read_as_they_are_said(text: str, read: list[tuple[str, str]]) -> None:
    assert [each for each in readings(text) if each[1]] == read
    assert "".join(written for written, _ in readings(text)) == text


def test_lines_end_between_phrases_only() -> None:
    assert str(said("はい、取り消します", "ja")).split("<wbr>") == ["はい、", "取り消します"]
    assert "<wbr>" not in said("Yes, take it back", "en")
