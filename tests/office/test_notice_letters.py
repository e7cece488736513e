"""The letters of a printed notice: from one font or another, or seen to be missing and named before they are printed."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.office.papers.notice.fonts import FILES
from server.office.papers.notice.page import printed
from server.office.papers.notice.words import Notice, NoticeDate
from tests.office.letters import FAMILY, NAMED, PRINTED
from tests.office.notices import PLAIN, opened, overlapping, undrawn, words

ANY = {**{written: (drawn, []) for written, drawn in PRINTED.items()}, **NAMED}


def with_everywhere(written: str, **more: Any) -> Notice:
    """A notice in which it stands in every field that somebody can fill."""
    kept = {"url", "code", "language", "dates"}
    texts = {each.name: (written,) if each.name in SEVERAL else written for each in fields(Notice)}
    texts = {name: value for name, value in texts.items() if name not in kept}
    return replace(PLAIN, **{**texts, "dates": (NoticeDate(written, written),), **more})


SEVERAL = {"how", "conditions", "rests"}


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
@pytest.mark.parametrize("written", ANY)
def test_each_is_printed_or_named(fonts: Path, written: str, language: Any) -> None:
    drawn, named = ANY[written]
    pdf, lacking = printed(with_everywhere(written, language=language), fonts)
    assert lacking == named
    assert words(pdf).count(drawn.replace(" ", "")) >= 10
    assert opened(pdf).get_metadata_dict()["Title"] == drawn
    assert undrawn(pdf, fonts) == []


def test_undrawn_letters_would_be_found(fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.office.papers.notice.page.printable", lambda text, known: text)
    pdf, _ = printed(replace(PLAIN, title="𪚥한"), fonts)
    assert [each[0] for each in undrawn(pdf, fonts)] != []


ODD = "𠮷🙂葛\U000e0100\u3099\u309a\u200d\ufe0f\u20e3👩🏽🇯🇵漢か\0\r\n\t"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters() | st.sampled_from(ODD), max_size=40))
def test_whatever_is_written_no_empty_box_is_printed_and_all_that_is_lost_is_named(fonts: Path, written: str) -> None:
    pdf, lacking = printed(replace(PLAIN, title=f"会{written}", lead=written, contact=f"{written}会"), fonts)
    assert undrawn(pdf, fonts) == []
    assert ("〓" in words(pdf)) <= bool(lacking or "〓" in written)


def test_letters_of_another_font_are_measured_as_they_are_drawn(fonts: Path) -> None:
    pdf, _ = printed(replace(PLAIN, title="𠮷野🙂" * 12, lead=f"𠮷{FAMILY}" * 60), fonts)
    assert overlapping(pdf) == []


def test_letters_in_one_notice_leave_another_as_it_was(fonts: Path) -> None:
    before = printed(PLAIN, fonts)
    printed(with_everywhere("𠮷🙂"), fonts)
    assert printed(PLAIN, fonts) == before


def test_a_client_built_before_the_further_fonts_prints_and_names(fonts: Path, tmp_path: Path) -> None:
    for name in FILES.values():
        (tmp_path / name).symlink_to(fonts / name)
    pdf, lacking = printed(replace(PLAIN, title="髙𠮷"), tmp_path)
    assert lacking == ["𠮷"]
    assert "髙〓" in words(pdf)
