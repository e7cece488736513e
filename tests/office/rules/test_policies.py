"""What becomes of a date on a 祝日 or a closed day: held, left out, or put on another day that is nobody's holiday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from server.office.rules.schedule import Schedule
from tests.office.rules.asking import dates, left_out, listing, looked_at, rule, schedule
from tests.office.rules.independent import (
    FIRST,
    FR,
    HOLIDAYS,
    LAST,
    MO,
    SA,
    SU,
    TH,
    TU,
    WE,
    at_new_year,
    every,
    listed,
    monthly,
    shifted,
    weekly,
)

POLICIES = ("hold", "skip", "next_day", "previous_day", "next_week", "previous_week")
NEW_YEAR = ["12-29/01-03"]
# Patterns with their dates for three months more than is looked at, so that what moves in over the edge is known too.
AFTER = date(2029, 4, 28)
PATTERNS: dict[str, tuple[str, list[date]]] = {
    "第3月曜": ("FREQ=MONTHLY;BYDAY=3MO", monthly(MO, 3)),
    "毎週月曜": ("FREQ=WEEKLY;BYDAY=MO", weekly(MO, last=AFTER)),
    "毎週月・火曜": ("FREQ=WEEKLY;BYDAY=MO,TU", weekly(MO, TU, last=AFTER)),
    "毎週水・木曜": ("FREQ=WEEKLY;BYDAY=WE,TH", weekly(WE, TH, last=AFTER)),
    "毎週金曜": ("FREQ=WEEKLY;BYDAY=FR", weekly(FR, last=AFTER)),
    "第1・第3日曜": ("FREQ=MONTHLY;BYDAY=1SU,3SU", monthly(SU, 1, 3)),
    "毎週土曜": ("FREQ=WEEKLY;BYDAY=SA", weekly(SA, last=AFTER)),
    "平日": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", every(lambda day: day.weekday() < SA, last=AFTER)),
    "3日": ("FREQ=MONTHLY;BYMONTHDAY=3", every(lambda day: day.day == 3)),
    "毎日": ("FREQ=DAILY", every(lambda _: True, last=AFTER)),
}


def is_holiday(day: date) -> bool:
    return day in HOLIDAYS


def is_off(day: date) -> bool:
    return day in HOLIDAYS or at_new_year(day)


def agree(
    plan: Schedule,
    pattern: list[date],
    policy: str,
    off: Callable[[date], bool],
    reason: str,
    open_: Callable[[date], bool],
) -> None:
    held, left = shifted(pattern, policy, off, open_)
    seen = looked_at(plan)
    assert [one.date for one in seen.dates] == [day for day in held if FIRST <= day <= LAST]
    wanted = [(day, reason if why == "off" else why) for day, why in left if FIRST <= day <= LAST]
    assert [(one.date, str(one.reason)) for one in seen.not_held] == wanted
    moved = {one.original: one.date for one in seen.dates if one.status == "moved"}
    assert set(moved.values()) == {day for day in held if day not in pattern and FIRST <= day <= LAST}
    assert all(off(original) for original in moved)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", PATTERNS)
def test_holidays(name: str, policy: str) -> None:
    text, pattern = PATTERNS[name]
    agree(schedule(rule(text), holidays=policy), pattern, policy, is_holiday, "holiday", is_holiday)


@pytest.mark.parametrize("policy", POLICIES[1:])
@pytest.mark.parametrize("name", PATTERNS)
def test_closed_at_new_year(name: str, policy: str) -> None:
    """Holidays are held here, but nothing is moved onto one."""
    text, pattern = PATTERNS[name]
    plan = schedule(rule(text), closed=NEW_YEAR, on_closed=policy)
    agree(plan, pattern, policy, at_new_year, "closed", is_off)


@pytest.mark.parametrize("policy", POLICIES[1:])
@pytest.mark.parametrize("name", PATTERNS)
def test_both_at_once_hold_the_same_dates(name: str, policy: str) -> None:
    text, pattern = PATTERNS[name]
    held, left = shifted(pattern, policy, is_off, is_off)
    seen = looked_at(schedule(rule(text), holidays=policy, closed=NEW_YEAR, on_closed=policy))
    assert [one.date for one in seen.dates] == [day for day in held if FIRST <= day <= LAST]
    assert [one.date for one in seen.not_held] == [day for day, _ in left if FIRST <= day <= LAST]


def test_golden_week_by_hand() -> None:
    """2026: Sunday 3 May to Wednesday 6 May are holidays, 29 April as well."""
    month = ("2026-04-26", "2026-05-12")
    monday, wednesday = rule("FREQ=WEEKLY;BYDAY=MO"), rule("FREQ=WEEKLY;BYDAY=WE")
    assert dates(schedule(monday, holidays="next_day"), *month) == "4/27 5/7 5/11"
    assert dates(schedule(monday, holidays="previous_day"), *month) == "4/27 5/1 5/11"
    assert dates(schedule(wednesday, holidays="next_day"), *month) == "4/30 5/7"
    assert dates(schedule(wednesday, holidays="previous_day"), *month) == "4/28 5/1"
    sunday = rule("FREQ=WEEKLY;BYDAY=SU")
    assert dates(schedule(sunday, holidays="next_day"), *month) == "4/26 5/7 5/10"
    assert dates(schedule(sunday, holidays="previous_day"), *month) == "4/26 5/2 5/10"


def test_two_dates_do_not_share_a_day() -> None:
    """Monday 4 May and Wednesday 6 May would both come to Thursday 7 May."""
    plan = schedule(rule("FREQ=WEEKLY;BYDAY=MO,WE"), holidays="next_day")
    assert dates(plan, "2026-05-01", "2026-05-10") == "5/7"
    assert left_out(plan, "2026-05-01", "2026-05-10") == [("5/6", "taken")]


def test_next_week_goes_on_past_a_second_holiday() -> None:
    """The list has the single Wednesday 29 April; a week later is 6 May, a holiday too."""
    plan = schedule(listing(["2026-04-29"]), holidays="next_week")
    assert dates(plan, "2026-04-01", "2026-05-31") == "5/13"
    assert dates(schedule(listing(["2026-05-06"]), holidays="previous_week"), "2026-04-01", "2026-05-31") == "4/22"


def test_where_a_moved_date_came_from() -> None:
    seen = looked_at(schedule(rule("FREQ=MONTHLY;BYDAY=3MO"), holidays="next_day"), "2026-07-01", "2026-07-31")
    assert [(str(one.date), str(one.original), str(one.status)) for one in seen.dates] == [
        ("2026-07-21", "2026-07-20", "moved")
    ]
    assert not seen.not_held


def test_each_way_to_write_a_closed_day() -> None:
    closed = ["12-29/01-03", "2026-08-13/2026-08-15", "2026-10-01", "08-20"]
    plan = schedule(rule("FREQ=DAILY"), closed=closed)
    wanted = set(every(at_new_year)) | set(listed("2026-08-13", "2026-08-14", "2026-08-15", "2026-10-01"))
    wanted |= set(listed("2026-08-20", "2027-08-20", "2028-08-20"))
    seen = looked_at(plan)
    assert {left.date for left in seen.not_held} == wanted
    assert {str(left.reason) for left in seen.not_held} == {"closed"}
    assert {held.date for held in seen.dates} == {day for day in every(lambda _: True) if day not in wanted}


def test_closed_days_within_one_year_and_29_february() -> None:
    plan = schedule(rule("FREQ=DAILY"), closed=["02-29", "06-10/06-12"])
    seen = [str(left.date) for left in looked_at(plan).not_held if left.date.year == 2028]
    assert seen == ["2028-02-29", "2028-06-10", "2028-06-11", "2028-06-12"]
    assert len(looked_at(plan).not_held) == 3 * 3 + 1


def test_a_date_moves_over_new_year() -> None:
    """Thursday 31 December 2026: Monday 4 January is the next day that is open and no weekend."""
    thursdays = rule("FREQ=WEEKLY;BYDAY=TH")
    month = ("2026-12-20", "2027-01-14")
    assert dates(schedule(thursdays, closed=NEW_YEAR, on_closed="next_day"), *month) == "12/24 1/4 1/7 1/14"
    assert dates(schedule(thursdays, closed=NEW_YEAR, on_closed="previous_day"), *month) == "12/24 12/28 1/7 1/14"
    plan = schedule(thursdays, closed=NEW_YEAR, on_closed="next_week")
    assert (dates(plan, *month), left_out(plan, *month)) == ("12/24 1/7 1/14", [("12/31", "taken")])


def test_a_date_that_moves_shows_in_the_window_it_moves_to() -> None:
    plan = schedule(rule("FREQ=WEEKLY;BYDAY=TH"), closed=NEW_YEAR, on_closed="next_day")
    assert dates(plan, "2026-12-30", "2027-01-03") == ""
    assert dates(plan, "2027-01-04", "2027-01-04") == "1/4"


def test_the_turn_of_the_places_does_not_depend_on_holidays() -> None:
    places = [{"form": "online"}, {"form": "venue", "venue": "八広"}]
    for policy in POLICIES:
        seen = looked_at(schedule(rule("FREQ=MONTHLY;BYDAY=3MO", places=places), holidays=policy))
        turn = {day: number % 2 for number, day in enumerate(monthly(MO, 3))}
        for held in seen.dates:
            assert held.form == ("online", "venue")[turn[held.original]], (policy, held.date)


def test_no_date_before_the_first_day_nor_after_the_last() -> None:
    """29 April is a holiday and the first day, 6 May one and the last: there is nowhere to go."""
    wednesdays = rule("FREQ=WEEKLY;BYDAY=WE")
    for policy in ("previous_day", "previous_week"):
        plan = schedule(wednesdays, starts_on="2026-04-29", holidays=policy)
        assert dates(plan, "2026-04-01", "2026-05-13").split()[0] not in ("4/22", "4/28")
    for policy in ("next_day", "next_week"):
        plan = schedule(wednesdays, ends_on="2026-05-06", holidays=policy)
        assert dates(plan, "2026-04-01", "2026-05-31").split()[-1] not in ("5/7", "5/13")
