"""Codes, addresses, hours and days, as hands at a Japanese keyboard give them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import typed

HYPHENS = "-－ーｰ−‐‑‒–—―─━﹣➖~～〜 　一"
"""What stands for a hyphen where a code is typed."""


@pytest.mark.parametrize(
    "hyphen", [each for each in HYPHENS if each != "➖"] + ["", "ーー", "\u200b", "\u00a0", "\ufeff"]
)
@pytest.mark.parametrize("code", ["F6M{}TM6", "Ｆ６Ｍ{}ＴＭ６", " f6m{}ｔｍ６\n", "F 6 M {} T M 6"])
def test_a_code_is_read_whatever_stands_between_its_parts(code: str, hyphen: str) -> None:
    assert typed.code(code.format(hyphen)) == "F6MTM6"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("yamada＠example.jp", "yamada@example.jp"),
        ("ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ", "yamada@example.jp"),
        ("　yamada@example。jp\u200b\n", "yamada@example.jp"),
        ("yama\u00adda@example｡jp", "yamada@example.jp"),
        ("yamada＠exーample.jp", "yamada@ex-ample.jp"),
        ("yamada ＠ example .jp ", "yamada@example.jp"),
        ("ya mada@example.jp", "ya mada@example.jp"),
        ("mailto:yamada@example.jp", "yamada@example.jp"),
        ("taro~1@example.jp", "taro~1@example.jp"),
        ("info@ラーメン.jp", "info@ラーメン.jp"),
    ],
)
def test_a_mail_address_is_read(written: str, read: str) -> None:
    assert typed.mail(written) == read


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("9:00", 540), ("09:00", 540), ("0900", 540), ("900", 540), ("9時", 540), ("９時半", 570), ("9時30分", 570),
        ("午後3時", 900), ("午後３：３０", 930), ("午前0時", 0), ("3pm", 900), ("12 PM", 720), ("12am", 0), ("正午", 720),
        ("１０：００", 600), ("14.30", 870), ("14:00:00", 840), ("24:00", 1440), ("25:00", 1500), ("翌1時", 1500),
        ("翌日の1時半", 1530), ("翌朝5時", 1740), ("2530", 1530), ("午後15時", 900), ("翌25時", 1500),
    ],
)  # fmt: skip
def test_an_hour_is_read(written: str, minutes: int) -> None:
    assert typed.clock(written) == typed.Clock(minutes)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9",
        "14",
        "9:60",
        "30:00",
        "99:99",
        "午後12時",
        "午前12時",
        "午後24時",
        "13pm",
        "0am",
        "ごご",
        "9:5",
        "-1:00",
        "1777593600",
        "午前9時pm",
    ],
)
def test_what_is_no_hour_or_two_is_none(written: str) -> None:
    assert typed.clock(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-01", "2026-4-1", "2026/04/01", "2026.4.1", "２０２６／４／１", "2026ー04ー01", "20260401", "2026年4月1日",
        "2026年 4月 1日 (水)", "2026年4月1日（水曜日）", "2026/4/1水", "令和8年4月1日", "R8.4.1", "令和８年４月１日",
    ],
)  # fmt: skip
def test_a_day_is_read(written: str) -> None:
    assert typed.day(written) == date(2026, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        "", "1777593600", "1", "2026-02-30", "2026-4", "4月1日", "2026年4月1日(木)", "2026-04/01", "26-4-1",
        "平成38年4月1日", "令和元年4月30日", "2026-04-01T00:00:00", "20261301", "2026040",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(written: str) -> None:
    assert typed.day(written) is None


@given(st.dates(date(1989, 1, 8), date(2100, 12, 31)))
def test_an_era_is_read_as_the_calendar_has_it(day: date) -> None:
    era, before = ("令和", 2018) if day >= date(2019, 5, 1) else ("平成", 1988)
    year = day.year - before
    assert typed.day(f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日") == day
    other = ("平成", day.year - 1988) if era == "令和" else ("令和", day.year - 2018)
    if 1 <= other[1] <= 99:
        assert typed.day(f"{other[0]}{other[1]}年{day.month}月{day.day}日") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12-29/01-03", "12-29/01-03"), ("12/29〜1/3", "12-29/01-03"), ("12/29～1/3", "12-29/01-03"),
        ("12/29-1/3", "12-29/01-03"), ("12月29日から1月3日まで", "12-29/01-03"), ("12月29日ー1月3日", "12-29/01-03"),
        ("12月29日", "12-29"), ("8/13", "08-13"), ("2026-08-13/2026-08-15", "2026-08-13/2026-08-15"),
        ("2026年8月13日〜2026年8月15日", "2026-08-13/2026-08-15"), ("2026/8/13", "2026-08-13"),
        ("2026/8/13-2026/8/15", "2026-08-13/2026-08-15"), ("お盆", "お盆"), ("02-30", "02-30"),
    ],
)  # fmt: skip
def test_closed_days_are_read(written: str, read: str) -> None:
    assert typed.days(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("１２", 12),
        (" 1,000 ", 1000),
        ("−5", -5),
        ("+3", 3),
        ("1,00", None),
        ("1.5", None),
        ("十", None),
        ("", None),
    ],
)
def test_a_number_is_read(written: str, read: int | None) -> None:
    assert typed.number(written) == read


def test_digits_secrets_telephones_and_slugs() -> None:
    assert typed.digits(" １２３ ４５６\n") == typed.digits("123ー456") == "123456"
    assert typed.solid(" abC_\n d-E\u200b ") == "abC_d-E"
    assert typed.telephone("０３ー１２３４―５６７８") == typed.telephone("03〜1234一5678") == "03-1234-5678"
    assert typed.slug(" Ｋitakubo　Ibasho ") == "kitakubo-ibasho"


@settings(max_examples=500)
@given(
    st.text(max_size=40)
    | st.text(st.sampled_from("Aーｰ- 　〜・゛\u3099\u0304\u200b\u3164\ud800か一.@。0１年月日時翌午後:/"), max_size=12)
)
def test_reading_twice_changes_nothing_and_nothing_raises(written: str) -> None:
    for read in (typed.plain, typed.solid, typed.code, typed.digits, typed.slug, typed.telephone, typed.days):
        once = read(written)
        assert read(once) == once
    typed.clock(written), typed.day(written), typed.number(written)


@given(st.integers(0, 1799))
def test_an_hour_as_it_is_stored_is_read_as_itself(minutes: int) -> None:
    found = typed.Clock(minutes)
    again = typed.clock(found.text)
    assert again is not None
    assert again.text == found.text


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 40))
def test_closed_days_as_they_are_stored_are_read_as_themselves(day: date, many: int) -> None:
    for text in (f"{day}/{day + timedelta(many)}", f"{day:%m-%d}", f"{day:%m-%d}/{day + timedelta(many):%m-%d}"):
        assert typed.days(text) == text
