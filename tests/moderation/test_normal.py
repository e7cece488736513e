"""Normal forms and counting of texts that are made to take long. What is told of time is told by processor time, with much
to spare: what is meant to fail takes minutes."""

from __future__ import annotations

import time
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from moderation import disguises, normal, text, typed
from tests.moderation.heavy import MANY

ENOUGH = 15.0
"""Seconds of the processor for one of them through everything that reads texts."""
READERS = (
    typed.plain, typed.solid, typed.code, typed.digits, typed.mail, typed.word, typed.slug, typed.telephone, typed.number,
    typed.clock, typed.day, typed.month_day, typed.days, text.line, text.lines, text.count, text.skeleton,
    disguises.likeness, disguises.sounds_like_staff,
)  # fmt: skip


@pytest.mark.parametrize("kind", MANY)
def test_no_text_takes_the_square_of_its_length(kind: str) -> None:
    made, began = MANY[kind], time.process_time()
    for read in READERS:
        read(made)
    text.nickname(made, 20)
    text.message(made, 500)
    assert time.process_time() - began < ENOUGH


WRITTEN = st.text(st.sampled_from("aカｶがﾞﾟ\u3099\u0301\u0316\u0335한각\u1100\u1161é①ﬁ👨\u200d\ufe0f"), max_size=200)


@given(WRITTEN)
def test_what_people_write_has_the_form_that_unicode_says(written: str) -> None:
    if max((len(each) for each in regex.findall(r"[\p{M}ﾞﾟ]+", written)), default=0) <= normal.MARKS:
        assert normal.nfc(written) == unicodedata.normalize("NFC", written)
        assert normal.nfkc(written) == unicodedata.normalize("NFKC", written)
        assert normal.nfkd(written) == unicodedata.normalize("NFKD", written)
        assert normal.is_nfc(written) == unicodedata.is_normalized("NFC", written)


@given(st.text(st.sampled_from("a\U0001f1ef\U0001f1f5\u200d\u0301👨\u0600\n"), max_size=30))
def test_flags_are_counted_as_unicode_says(written: str) -> None:
    assert text.count(written) == len(regex.findall(r"\X", written))
