"""Every rhythm that the municipalities' report names, over three financial years, against plain loops over days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import cycle

import pytest

from tests.office.rules.asking import leaflet, left_out, listing, looked_at, rule, schedule
from tests.office.rules.independent import (
    FIRST,
    FR,
    HOLIDAYS,
    HOLIDAYS_BY_HAND,
    LAST,
    MO,
    ONE_WEEK,
    SA,
    SU,
    TH,
    TU,
    WE,
    Want,
    at_new_year,
    every,
    is_last_of_its_name,
    length,
    listed,
    monthly,
    nth,
    weekly,
)

WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
NEW_YEAR = ["12-29/01-03"]
ONLINE, REAL = {"form": "online"}, {"form": "venue", "venue": "タワーホール"}
HALLS = [{"form": "venue", "venue": f"地域センター{number}"} for number in range(1, 11)]
OFFICE_DAYS = every(lambda day: day.weekday() < SA and day not in HOLIDAYS and not at_new_year(day))
SEVEN = ("2026-05-10", "2026-06-14", "2026-07-12", "2026-09-13", "2026-10-11", "2026-12-13", "2027-02-14")
TEN = ("2026-06-13", "2026-07-04", "2026-08-08", "2026-09-05", "2026-10-10",
       "2026-11-14", "2026-12-05", "2027-01-16", "2027-02-13", "2027-03-06")  # fmt: skip
Row = tuple[str, dict[str, object], list[Want]]


def plan(*rules: dict[str, object], **more: object) -> dict[str, object]:
    return {"rules": rules, **more}


def at(
    days: Iterable[date],
    begins: str = "10:00",
    ends: str = "12:00",
    *,
    id: str = "a",
    places: Sequence[dict[str, str]] = (),
) -> list[Want]:
    turns = cycle(places or [{"form": "hybrid"}])
    return [
        Want(day, begins, ends, id, place["form"], place.get("venue")) for day, place in zip(days, turns, strict=False)
    ]


def by_text(text: str, days: list[date]) -> Row:
    return text, plan(rule(text)), at(days)


def alternate_weeks(weekday: int) -> list[date]:
    """Weeks run from Monday; the week of the first day is the first."""
    monday = FIRST - timedelta(days=FIRST.weekday())
    return [day for day in weekly(weekday) if (day - monday).days // 7 % 2 == 0]


def last_office_like_day(day: date) -> bool:
    """The last Monday to Friday of its month."""
    rest = [date(day.year, day.month, number) for number in range(day.day, length(day) + 1)]
    return day.weekday() < SA and all(other.weekday() >= SA for other in rest[1:])


HACHIHIRO, HONJO = {"form": "venue", "venue": "八広"}, {"form": "venue", "venue": "本所"}
IN_THE_REPORT: list[Row] = [
    ("墨田 出張対面相談 第1・第3木曜(八広) 第2・第4月曜(本所)",
     plan(rule("FREQ=MONTHLY;BYDAY=1TH,3TH", "12:00", "16:00", places=[HACHIHIRO]),
          rule("FREQ=MONTHLY;BYDAY=2MO,4MO", "12:00", "16:00", places=[HONJO])),
     at(monthly(TH, 1, 3), "12:00", "16:00", places=[HACHIHIRO])
     + at(monthly(MO, 2, 4), "12:00", "16:00", id="b", places=[HONJO])),
    ("墨田 電話・メール 平日 祝日・年末年始を除く",
     plan(rule(WEEKDAYS, "12:00", "18:00"), holidays="skip", closed=NEW_YEAR), at(OFFICE_DAYS, "12:00", "18:00")),
    ("墨田 家族会 毎月第3日曜", plan(rule("FREQ=MONTHLY;BYDAY=3SU")), at(monthly(SU, 3))),
    ("墨田 プラットフォームの相談員 週1回", plan(rule("FREQ=WEEKLY;BYDAY=TU", "13:00", "17:00")),
     at(weekly(TU), "13:00", "17:00")),
    ("世田谷 検討会 毎週", plan(rule("FREQ=WEEKLY;BYDAY=FR")), at(weekly(FR))),
    ("世田谷 部会 年3回 代表者会議 年2回",
     plan(listing(["2026-06-10", "2026-10-14", "2027-02-10"], "14:00", "16:00"),
          listing(["2026-07-22", "2027-03-17"], "18:30", "20:30")),
     at(listed("2026-06-10", "2026-10-14", "2027-02-10"), "14:00", "16:00")
     + at(listed("2026-07-22", "2027-03-17"), "18:30", "20:30", id="b")),
    ("世田谷 ケース会議 随時",
     plan(changes=[{"kind": "add", "date": "2026-08-19", "start": "15:00", "end": "16:00"}]),
     at(listed("2026-08-19"), "15:00", "16:00", id="added")),
    ("豊島 窓口 平日 祝日・年末年始を除く 休日窓口 不定期",
     plan(rule(WEEKDAYS, "08:30", "16:30"), listing(["2026-06-28", "2026-11-15"]), holidays="skip", closed=NEW_YEAR),
     at(OFFICE_DAYS, "08:30", "16:30") + at(listed("2026-06-28", "2026-11-15"), id="b")),
    ("豊島 メール 24時間", plan(rule("FREQ=DAILY", "00:00", None)), at(every(lambda _: True), "00:00", "")),
    ("足立 総合相談会 年5回 日付の順でない一覧",
     plan(listing(["2026-09-12", "2026-05-23", "2026-07-11", "2027-01-23", "2026-11-21"], "13:00", "16:00")),
     at(listed("2026-05-23", "2026-07-11", "2026-09-12", "2026-11-21", "2027-01-23"), "13:00", "16:00")),
    ("江戸川 ふらっと 毎月オンライン1回とリアル1回",
     plan(rule("FREQ=MONTHLY;BYDAY=2SA", "14:00", "16:00", places=[ONLINE]),
          rule("FREQ=MONTHLY;BYDAY=4SA", "14:00", "16:00", places=[REAL])),
     at(monthly(SA, 2), "14:00", "16:00", places=[ONLINE])
     + at(monthly(SA, 4), "14:00", "16:00", id="b", places=[REAL])),
    ("江戸川 毎月決まった曜日 オンラインとリアルを交互に",
     plan(rule("FREQ=MONTHLY;BYDAY=2SA", places=[ONLINE, REAL])), at(monthly(SA, 2), places=[ONLINE, REAL])),
    ("江戸川 よりみち屋 利用者ミーティング 月2回", plan(rule("FREQ=MONTHLY;BYDAY=1WE,3WE")), at(monthly(WE, 1, 3))),
    ("武蔵野 フットサル 月1回", plan(rule("FREQ=MONTHLY;BYDAY=4TU")), at(monthly(TU, 4))),
    ("武蔵野 家族セミナー 年7回", plan(listing(SEVEN)), at(listed(*SEVEN))),
    ("武蔵野 フォーラム 年2回", plan(rule("FREQ=MONTHLY;BYMONTH=7,12;BYDAY=2SU")), at(monthly(SU, 2, months=(7, 12)))),
    ("武蔵野 講演会 年1回", plan(rule("FREQ=YEARLY;BYMONTH=2;BYDAY=3SA")), at(monthly(SA, 3, months=[2]))),
    ("調布 本会議 年3回", plan(rule("FREQ=YEARLY;BYMONTH=2,6,10;BYDAY=2WE")), at(monthly(WE, 2, months=(2, 6, 10)))),
    ("調布 講演会・見学会 毎年", plan(rule("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=3")),
     at(listed("2026-11-03", "2027-11-03", "2028-11-03"))),
    ("日野 セミナー 年2回", plan(listing(["2026-06-20", "2026-11-07"])), at(listed("2026-06-20", "2026-11-07"))),
    ("日野 出張個別相談会 土曜", plan(rule("FREQ=WEEKLY;BYDAY=SA")), at(weekly(SA))),
    ("日野 たきあいあい 週2回", plan(rule("FREQ=WEEKLY;BYDAY=TU,TH")), at(weekly(TU, TH))),
    ("日野 みらいと高幡 週5回 年末年始を除く", plan(rule("FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA"), closed=NEW_YEAR),
     at([day for day in weekly(TU, WE, TH, FR, SA) if not at_new_year(day)])),
    ("国立 夕方の居場所 毎月最終木曜17時〜", plan(rule("FREQ=MONTHLY;BYDAY=-1TH", "17:00", None)),
     at(every(lambda day: day.weekday() == TH and is_last_of_its_name(day)), "17:00", "")),
    ("狛江 若者相談 月2回程度", plan(rule("FREQ=MONTHLY;BYDAY=2TH,4TH")), at(monthly(TH, 2, 4))),
    ("狛江 おしゃべり会・刺繍・おかえり 毎月1回",
     plan(rule("FREQ=MONTHLY;BYDAY=2FR"), rule("FREQ=MONTHLY;BYDAY=3MO"), rule("FREQ=MONTHLY;BYDAY=4SU")),
     at(monthly(FR, 2)) + at(monthly(MO, 3), id="b") + at(monthly(SU, 4), id="c")),
    ("狛江 勉強会 年4回程度", plan(rule("FREQ=MONTHLY;INTERVAL=3;BYDAY=3SA")),
     at(monthly(SA, 3, months=(4, 7, 10, 1)))),
    ("狛江 かめのよりみち 偶数月第3金曜", plan(rule("FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYDAY=3FR", "13:30", "15:30")),
     at(monthly(FR, 3, months=range(2, 13, 2)), "13:30", "15:30")),
    ("狛江 タルトタタン 毎週水曜12–17時", plan(rule("FREQ=WEEKLY;BYDAY=WE", "12:00", "17:00")),
     at(weekly(WE), "12:00", "17:00")),
    ("大島 毎週", plan(rule("FREQ=WEEKLY;BYDAY=SU")), at(weekly(SU))),
    ("新宿 おはなしサロン 10会場", plan(listing(TEN, places=HALLS)), at(listed(*TEN), places=HALLS)),
]  # fmt: skip
OF_CALENDARS: list[Row] = [
    by_text("FREQ=MONTHLY;BYDAY=5SA", monthly(SA, 5)),
    by_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", alternate_weeks(MO)),
    by_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", alternate_weeks(WE)),
    by_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", alternate_weeks(SU)),
    by_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", sorted(alternate_weeks(TU) + alternate_weeks(SU))),
    # Weeks from Sunday: Sunday 5 April opens the second week and is left out.
    by_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", sorted({date(2026, 4, 12) + 2 * n * ONE_WEEK for n in range(78)}
            | {date(2026, 4, 14) + 2 * n * ONE_WEEK for n in range(78)})),
    by_text("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", every(last_office_like_day)),
    by_text("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", every(lambda day: day.weekday() >= SA and day.day <= 7 and not any(
        date(day.year, day.month, number).weekday() >= SA for number in range(1, day.day)))),
    by_text("FREQ=MONTHLY;BYMONTHDAY=15", every(lambda day: day.day == 15)),
    by_text("FREQ=MONTHLY;BYMONTHDAY=31", every(lambda day: day.day == 31)),
    by_text("FREQ=MONTHLY;BYMONTHDAY=-1", every(lambda day: day.day == length(day))),
    by_text("FREQ=MONTHLY;BYMONTHDAY=5,20", every(lambda day: day.day in (5, 20))),
    by_text("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", every(lambda day: day.day == 13 and day.weekday() == FR)),
    by_text("FREQ=MONTHLY;BYDAY=1MO,-1MO", every(lambda day: day.weekday() == MO and (
        nth(day) == 1 or is_last_of_its_name(day)))),
    by_text("FREQ=MONTHLY;BYDAY=-2TU", every(lambda day: day.weekday() == TU and is_last_of_its_name(day + ONE_WEEK)
                                             and not is_last_of_its_name(day))),
    by_text("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", listed("2028-02-29")),
    by_text("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", listed("2026-06-01", "2027-06-01", "2028-06-01")),
    by_text("FREQ=YEARLY;INTERVAL=2;BYMONTH=9;BYDAY=-1SU", listed("2026-09-27", "2028-09-24")),
    by_text("FREQ=WEEKLY;BYDAY=SU;COUNT=6", weekly(SU)[:6]),
    by_text("FREQ=MONTHLY;BYDAY=1TH,3TH;COUNT=5", monthly(TH, 1, 3)[:5]),
    by_text("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261227", weekly(SU, last=date(2026, 12, 27))),
    by_text("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261226", weekly(SU, last=date(2026, 12, 20))),
    by_text("FREQ=DAILY", every(lambda _: True)),
    # What a rule leaves open comes from the first day, Wednesday 1 April.
    by_text("FREQ=WEEKLY", weekly(WE)),
    by_text("FREQ=MONTHLY", every(lambda day: day.day == 1)),
    by_text("FREQ=YEARLY", listed("2026-04-01", "2027-04-01", "2028-04-01")),
    by_text("FREQ=DAILY;INTERVAL=10", [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, 10)]),
    by_text("FREQ=DAILY;BYDAY=SA,SU", weekly(SA, SU)),
    ("夜から翌朝まで", plan(rule("FREQ=WEEKLY;BYDAY=FR", "22:00", "02:00")), at(weekly(FR), "22:00", "翌02:00")),
    ("4月半ばから年度末まで", plan(rule("FREQ=WEEKLY;BYDAY=WE"), starts_on="2026-04-16", ends_on="2027-03-31"),
     at(weekly(WE, first=date(2026, 4, 16), last=date(2027, 3, 31)))),
    ("範囲より前からの隔週", plan(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"), starts_on="2026-03-25"),
     at(day for day in weekly(WE) if (day - date(2026, 3, 25)).days % 14 == 0)),
    ("範囲より前からの8回", plan(rule("FREQ=WEEKLY;BYDAY=WE;COUNT=8"), starts_on="2026-03-18"), at(weekly(WE)[:6])),
    ("範囲より前からの交互", plan(rule("FREQ=WEEKLY;BYDAY=WE", places=[ONLINE, REAL]), starts_on="2026-03-25"),
     at(weekly(WE), places=[REAL, ONLINE])),
    ("休みの回にも順番は進む", plan(rule("FREQ=WEEKLY;BYDAY=WE", places=[ONLINE, REAL]), holidays="skip"),
     [want for want in at(weekly(WE), places=[ONLINE, REAL]) if want.on not in HOLIDAYS]),
]  # fmt: skip


def test_the_table_of_holidays_is_written_without_slips() -> None:
    for line in HOLIDAYS_BY_HAND.strip().splitlines():
        assert "月火水木金土日"[date.fromisoformat(line[:10]).weekday()] == line[11]
    assert [sum(day.year == year for day in HOLIDAYS) for year in (2026, 2027, 2028)] == [18, 17, 16]
    for day, name in HOLIDAYS.items():
        if day.weekday() == SU:  # 振替休日: the first day after it that is none itself
            after = min(
                other
                for other in every(lambda _: True, day, day + ONE_WEEK)
                if HOLIDAYS.get(other) in (None, "振替休日")
            )
            assert after in HOLIDAYS, name


@pytest.mark.parametrize(("fields", "wanted"), [row[1:] for row in [*IN_THE_REPORT, *OF_CALENDARS]],
                         ids=[row[0] for row in [*IN_THE_REPORT, *OF_CALENDARS]])  # fmt: skip
def test_the_dates_are_those_of_the_leaflet(fields: dict[str, object], wanted: list[Want]) -> None:
    given = dict(fields)
    rules = given.pop("rules")
    assert isinstance(rules, tuple)
    assert wanted
    assert leaflet(schedule(*rules, **given)) == sorted(wanted)


def test_what_is_planned_is_called_planned_and_what_is_added_added() -> None:
    changes = [{"kind": "add", "date": "2026-04-08", "start": "15:00", "end": "16:00"}]
    seen = looked_at(schedule(rule("FREQ=WEEKLY;BYDAY=SU"), changes=changes), FIRST, date(2026, 4, 12))
    assert [(held.date.day, str(held.status)) for held in seen.dates] == [(5, "planned"), (8, "added"), (12, "planned")]
    assert not seen.not_held
    assert seen.reading


def test_the_left_out_office_days_say_whether_holiday_or_new_year() -> None:
    seen = left_out(schedule(rule(WEEKDAYS), holidays="skip", closed=NEW_YEAR), "2026-11-20", "2027-01-10")
    assert [day for day, reason in seen if reason == "holiday" and day != "1/1"] == ["11/23"]
    assert [day for day, reason in seen if reason == "closed" and day != "1/1"] == ["12/29", "12/30", "12/31"]
    assert "1/1" in [day for day, _ in seen]


def test_two_rooms_at_one_time() -> None:
    """日野 UX女子会 with つながる待合室 beside it."""
    rooms = [{"name": "UX女子会"}, {"name": "つながる待合室", "start": "14:30", "end": "16:00"}]
    seen = looked_at(schedule(rule("FREQ=MONTHLY;BYDAY=3SA", "14:00", "16:30", rooms=rooms)))
    assert [held.date for held in seen.dates] == monthly(SA, 3)
    for held in seen.dates:
        times = [(room.name, f"{room.start:%H:%M}", f"{room.end:%H:%M}") for room in held.rooms if room.end]
        assert times == [("UX女子会", "14:00", "16:30"), ("つながる待合室", "14:30", "16:00")]
        assert {room.start.date() for room in held.rooms} == {held.date}


def test_lecture_then_groups_then_booths() -> None:
    """新宿 おはなしサロン: 講話, グループトーク, 個別相談会, and the day is still one date."""
    blocks = [
        {"name": "講話", "mode": "lecture", "start": "10:00", "end": "10:40"},
        {"name": "グループトーク", "mode": "groups", "start": "10:50", "end": "11:40"},
        {"name": "個別相談会", "mode": "booths", "start": "11:45", "end": "12:30"},
    ]
    seen = looked_at(schedule(listing(TEN, "10:00", "12:30", blocks=blocks)))
    assert [held.date for held in seen.dates] == listed(*TEN)
    for held in seen.dates:
        assert [block.model_dump(mode="json") for block in held.blocks] == blocks
