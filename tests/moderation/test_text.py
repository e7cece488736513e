"""Nicknames and messages as they may be shown."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from moderation import patterns, text, typed
from rooms import commands as c
from rooms.activities.cards import LONGEST, DeckCard
from rooms.activities.prompt import StartPrompt
from rooms.refusals import Code
from rooms.texts import MAX_TEXT
from tests.moderation.asking import enter, verdict
from tests.rooms.helpers import World

FIXTURE = json.loads((Path(__file__).parents[1] / "fixtures/texts/counts.json").read_text(encoding="utf-8"))
COUNTS, BOXES = FIXTURE["texts"], FIXTURE["boxes"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("さくら", "さくら"),
        ("  さく　ら ", "さく ら"),
        ("ｻｸﾗ", "サクラ"),
        ("が", "が"),
        ("は゜", "ぱ"),
        ("a‮bc", "abc"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("", "nickname_empty"),
        ("   ", "nickname_empty"),
        ("　\u3164\u200b", "nickname_empty"),
        ("あ" * 21, "nickname_too_long"),
        ("あ" * 200, "nickname_too_long"),
        ("。。。", "nickname_unreadable"),
        ("スタッフ", "nickname_of_staff"),
        ("すたっふ", "nickname_of_staff"),
        ("進行役さん", "nickname_of_staff"),
        ("Ｓｔａｆｆ", "nickname_of_staff"),
    ],
)
def test_nicknames(typed: str, shown: str) -> None:
    assert verdict(World(), enter(typed)) == unicodedata.normalize("NFC", shown)


def test_stacked_marks_are_cut_to_what_stays_in_its_line() -> None:
    result = verdict(World(), enter("Z" + "\u0335\u0327\u0321\u0322\u0301" * 4 + "a"))
    assert sum(1 for character in result if unicodedata.combining(character)) <= text.MAX_MARKS


@given(st.text(max_size=60))
def test_any_nickname_is_fit_to_be_shown_or_refused(typed: str) -> None:
    result = text.nickname(typed, c.MAX_NICKNAME)
    if not isinstance(result, Code):
        assert 1 <= text.count(result) <= c.MAX_NICKNAME
        assert result == result.strip()
        assert not any(unicodedata.category(ch) in ("Cc", "Co", "Cs") for ch in result)
        assert "\u202e" not in result
        assert text.nickname(result, c.MAX_NICKNAME) == result


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a" + "\n \n" * 150 + "b", "a\n\nb"),
        ("a" + "\n\u3000\u00a0\n\u3164\n" * 80 + "b", "a\n\nb"),
        ("a" + "\u2028" * 400 + "b", "a\n\nb"),
        ("a\n \nb", "a\n \nb"),
        ("a\n" * 39 + "a", "a\n" * 39 + "a"),
        ("a\n" * 40 + "a", "text_too_long"),
        (".\u2028" * 200, "text_too_long"),
        (" \n ", "text_empty"),
        ("\u200b", "text_empty"),
        ("あ" * 501, "text_too_long"),
        ("あ" * 500, "あ" * 500),
        ("x\u202ey", "xy"),
    ],
)
def test_messages(typed: str, shown: str) -> None:
    assert verdict(World(), c.Say(id="message-0001", text=typed)) == shown


@given(st.text(max_size=40))
def test_a_plain_message_is_one_that_loses_nothing(words: str) -> None:
    """Most messages take the short way past the patterns; it must give what the long way gives."""
    normal = unicodedata.normalize("NFC", words)
    if text._PLAIN.fullmatch(normal):
        assert text._without_the_invisible(normal) == normal
        assert text._BLANK.sub("", normal) == normal
    for dangerous in ("\u202e", "\u200b", "a\u0301\u0301\u0301", "\u3164", "\n", "\ue000", "\ud800"):
        assert not text._PLAIN.fullmatch(words + dangerous)


@given(st.from_regex(text._ORDINARY, fullmatch=True))
def test_an_ordinary_message_is_what_the_long_way_makes_of_it(words: str) -> None:
    assert text._fit_to_see(words).strip() == words.strip()


@given(st.text(max_size=40))
def test_a_text_has_no_more_characters_than_code_points(words: str) -> None:
    assert text.count(words) <= len(words)


@pytest.mark.parametrize("each", COUNTS, ids=[each["what"] for each in COUNTS])
def test_characters_are_counted_as_people_count_them(each: dict[str, str | int]) -> None:
    """The same texts and numbers are the client's."""
    assert text.count(str(each["text"])) == each["count"]


@pytest.mark.parametrize("each", BOXES, ids=[each["what"] for each in BOXES])
def test_a_box_may_hold_just_what_is_counted(each: dict[str, str | int]) -> None:
    """The same texts and numbers are the client's."""
    raw = str(each["text"])
    for many, read, code in (
        (each.get("message"), text.message, Code.TEXT_TOO_LONG),
        (each.get("nickname"), text.nickname, Code.NICKNAME_TOO_LONG),
    ):
        if many is not None:
            assert not isinstance(read(raw, int(many)), Code)
            assert read(raw, int(many) - 1) is code


FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def test_twenty_families_are_a_nickname_and_five_hundred_a_message_a_prompt_and_cards_of_them_a_deck() -> None:
    """No bound in code points comes before the one that people count."""
    assert verdict(World(), enter(FAMILY * c.MAX_NICKNAME)) == FAMILY * c.MAX_NICKNAME
    assert verdict(World(), enter(FAMILY * (c.MAX_NICKNAME + 1))) == "nickname_too_long"
    assert verdict(World(), c.Say(id="message-0001", text=FAMILY * MAX_TEXT)) == FAMILY * MAX_TEXT
    assert StartPrompt(text=FAMILY * MAX_TEXT).text == FAMILY * MAX_TEXT
    assert DeckCard(text=FAMILY * LONGEST).text == FAMILY * LONGEST


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  第１回　ひきこもり当事者会\t", "第１回　ひきこもり当事者会"),
        ("か\u3099っこう は゜ん", "がっこう ぱん"),
        ("きた\u200bくぼ\u202e会\u2066", "きたくぼ会"),
        ("一\n二\r\n三\u2028四\t五\x0b六", "一 二 三 四 五 六"),
        ("髙橋 ｶﾌｪ ①", "髙橋 ｶﾌｪ ①"),
        ("👨\u200d👩\u200d👧 の会", "👨\u200d👩\u200d👧 の会"),
        ("a\x00b\ud800c\ufffed\ue000", "abcd"),
        *(
            (each, "")
            for each in ("", " 　\t", "\u200b\u200d", "\u3164", "\u2800\uffa0", "\u0301\u0301", "\ufe0f", "\u202e")
        ),
    ],
)
def test_a_title_is_one_line_in_which_there_is_something_to_see(written: str, shown: str) -> None:
    assert text.line(written) == shown


def test_a_text_of_many_lines_keeps_them() -> None:
    assert text.lines(" 一\r\n二\u2029三\n\n\n\n\n四\u202e ") == "一\n二\n三\n\n四"
    assert text.lines("\n\u200b\n\u3164") == ""


NASTY = st.text(
    st.sampled_from(
        "あa \t\n\r\u2028\u200b\u200d\u202e\u3164\u0301\ufe0f\ud800\ufffe\ue000👩🏽👧🇯か゛\u3099\x00\x1f\u3000="
    ),
    max_size=30,
)


@given(st.text(max_size=30) | NASTY)
def test_a_title_is_clean_at_once_and_stays_so(written: str) -> None:
    for clean in (text.line, text.lines):
        once = clean(written)
        assert clean(once) == once
        once.encode()
        assert not any(unicodedata.category(each) in ("Cc", "Cs", "Co") and each != "\n" for each in once)
        assert len(once) <= 3 * len(written)
    assert "\n" not in text.line(written)
    assert text.lines(text.line(written)) == text.line(written), "the short way is no other way"


@pytest.mark.parametrize("module", [text, typed])
def test_every_pattern_that_waits_for_its_use_can_be_compiled(module: ModuleType) -> None:
    waiting = [each for each in vars(module).values() if isinstance(each, patterns._Waiting)]
    assert len(waiting) > 5
    for each in waiting:
        each.search("")
    with pytest.raises(regex.error):
        patterns.pattern("(").search("")
