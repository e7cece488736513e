"""A second, plain way to know the dates: loops over days, and the 祝日 written out by hand.

Nothing here comes from server.office.rules.schedule or from a library of recurrences or holidays, so that an error there is
not made here as well. It is slow and reads like the leaflet of the town hall, which is the point.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

FIRST, LAST = date(2026, 4, 1), date(2029, 3, 31)
"""Three financial years: two New Years' ends before a leap day and one after it."""
MO, TU, WE, TH, FR, SA, SU = range(7)
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)

HOLIDAYS_BY_HAND = """
2026-01-01 木 元日
2026-01-12 月 成人の日
2026-02-11 水 建国記念の日
2026-02-23 月 天皇誕生日
2026-03-20 金 春分の日
2026-04-29 水 昭和の日
2026-05-03 日 憲法記念日
2026-05-04 月 みどりの日
2026-05-05 火 こどもの日
2026-05-06 水 振替休日
2026-07-20 月 海の日
2026-08-11 火 山の日
2026-09-21 月 敬老の日
2026-09-22 火 国民の休日
2026-09-23 水 秋分の日
2026-10-12 月 スポーツの日
2026-11-03 火 文化の日
2026-11-23 月 勤労感謝の日
2027-01-01 金 元日
2027-01-11 月 成人の日
2027-02-11 木 建国記念の日
2027-02-23 火 天皇誕生日
2027-03-21 日 春分の日
2027-03-22 月 振替休日
2027-04-29 木 昭和の日
2027-05-03 月 憲法記念日
2027-05-04 火 みどりの日
2027-05-05 水 こどもの日
2027-07-19 月 海の日
2027-08-11 水 山の日
2027-09-20 月 敬老の日
2027-09-23 木 秋分の日
2027-10-11 月 スポーツの日
2027-11-03 水 文化の日
2027-11-23 火 勤労感謝の日
2028-01-01 土 元日
2028-01-10 月 成人の日
2028-02-11 金 建国記念の日
2028-02-23 水 天皇誕生日
2028-03-20 月 春分の日
2028-04-29 土 昭和の日
2028-05-03 水 憲法記念日
2028-05-04 木 みどりの日
2028-05-05 金 こどもの日
2028-07-17 月 海の日
2028-08-11 金 山の日
2028-09-18 月 敬老の日
2028-09-22 金 秋分の日
2028-10-09 月 スポーツの日
2028-11-03 金 文化の日
2028-11-23 木 勤労感謝の日
2029-01-01 月 元日
2029-01-08 月 成人の日
2029-02-11 日 建国記念の日
2029-02-12 月 振替休日
2029-02-23 金 天皇誕生日
2029-03-20 火 春分の日
2029-04-29 日 昭和の日
2029-04-30 月 振替休日
"""
HOLIDAYS: Mapping[date, str] = {
    date.fromisoformat(line[:10]): line[13:] for line in HOLIDAYS_BY_HAND.strip().splitlines()
}


class Want(NamedTuple):
    """One date as people would read it on the leaflet."""

    on: date
    begins: str
    ends: str
    """Empty for an open end, 「翌」 before it for the next day."""
    rule: str = "a"
    form: str = "hybrid"
    venue: str | None = None


def days(first: date = FIRST, last: date = LAST) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def every(keeps: Callable[[date], bool], first: date = FIRST, last: date = LAST) -> list[date]:
    return [day for day in days(first, last) if keeps(day)]


def nth(day: date) -> int:
    """Which Thursday of the month this Thursday is."""
    return sum(1 for number in range(1, day.day + 1) if date(day.year, day.month, number).weekday() == day.weekday())


def length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def is_last_of_its_name(day: date) -> bool:
    """最終木曜: a week later is another month."""
    return (day + ONE_WEEK).month != day.month


def monthly(weekday: int, *numbers: int, months: Iterable[int] = range(1, 13)) -> list[date]:
    """第1・第3木曜 is monthly(TH, 1, 3)."""
    chosen = set(months)
    return every(lambda day: day.weekday() == weekday and nth(day) in numbers and day.month in chosen)


def weekly(*weekdays: int, first: date = FIRST, last: date = LAST) -> list[date]:
    return every(lambda day: day.weekday() in weekdays, first, last)


def at_new_year(day: date) -> bool:
    """年末年始: 29 December to 3 January."""
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


def listed(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def shifted(
    pattern: list[date], policy: str, off: Callable[[date], bool], blocked: Callable[[date], bool]
) -> tuple[list[date], list[tuple[date, str]]]:
    """The dates held and those left out, when the days that are `off` are treated as `policy` says.

    `blocked` days cannot be moved to: holidays and closed days alike. The reason is "off" or "taken".
    """
    held = {day for day in pattern if policy == "hold" or not off(day)}
    left = []
    for day in sorted(set(pattern) - held):
        if policy == "skip":
            left.append((day, "off"))
            continue
        step = {"next_day": ONE_DAY, "previous_day": -ONE_DAY, "next_week": ONE_WEEK, "previous_week": -ONE_WEEK}[
            policy
        ]
        other = day + step
        while blocked(other) or (day.weekday() < SA <= other.weekday()):
            other += step
        if other in held:
            left.append((day, "taken"))
        else:
            held.add(other)
    return sorted(held), left
