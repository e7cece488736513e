"""Which days a rule names: its recurrence, then what becomes of the 31st, then which days `only` keeps, then their numbers.

Expanding is python-dateutil's work, but for the months that lack a day. A pattern's days are found once for the process, in
order and as far as anybody asked; what they are never depends on how far that was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice, takewhile
from typing import Literal

from dateutil import rrule as library

from server.office.rules.schedule.calendars import open_days
from server.office.rules.schedule.model import Only, Rule, ShortMonths
from server.office.rules.schedule.recurrence import HORIZON, WEEKDAYS, Recurrence, month_end, names_something

_LIBRARY: dict[str, Literal[0, 1, 2, 3]] = {"YEARLY": 0, "MONTHLY": 1, "WEEKLY": 2, "DAILY": 3}
MAX_DATES = 40_000
"""Days of one rule that are ever looked at: daily for a century."""
_ONE, _LEAST = timedelta(days=1), timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a schedule knows of days: where it is, and when it is closed."""

    timezone: str
    closed: tuple[str, ...] = ()


JAPAN = Calendar("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is done to the days that a recurrence names. Where nothing is, the calendar does not matter."""

    only: Only | None = None
    nth: tuple[int, ...] = ()
    short_months: ShortMonths = ShortMonths.SKIP
    calendar: Calendar | None = None


def sieve_of(rule: Rule, calendar: Calendar) -> Sieve:
    return Sieve(rule.only, rule.nth, rule.short_months, None if rule.only is None else calendar)


def _raw(rule: Recurrence, anchor: date, last: date) -> Iterator[date]:
    """The days of a rule from its anchor to a day; COUNT and UNTIL are not looked at."""
    found = library.rrule(
        _LIBRARY[rule.freq],
        dtstart=datetime(anchor.year, anchor.month, anchor.day),  # noqa: DTZ001 - days, without a zone
        interval=rule.interval,
        wkst=WEEKDAYS.index(rule.week_start),
        until=datetime(last.year, last.month, last.day),  # noqa: DTZ001
        bysetpos=rule.by_set_pos or None,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byyearday=rule.by_year_day or None,
        byweekno=rule.by_week or None,
        byweekday=tuple(
            library.weekday(WEEKDAYS.index(day), ordinal) if ordinal else library.weekday(WEEKDAYS.index(day))
            for ordinal, day in rule.by_day
        )
        or None,
    )
    return (moment.date() for moment in found)


def _never(rule: Recurrence, anchor: date) -> bool:
    """Whether a rule names no day at all, from this anchor: every seven days from a Tuesday there is no Monday."""
    weekdays = {day for _, day in rule.by_day}
    whole_weeks = rule.freq == "DAILY" and rule.interval % 7 == 0
    return (whole_weeks and bool(weekdays) and WEEKDAYS[anchor.weekday()] not in weekdays) or not names_something(rule)


def written_out(rule: Recurrence, anchor: date) -> Recurrence:
    """The rule with the days and months that it takes from its anchor written out."""
    if rule.freq not in ("MONTHLY", "YEARLY") or rule.by_day or rule.by_month_day or rule.by_year_day or rule.by_week:
        return rule
    months = rule.by_month if rule.by_month or rule.freq == "MONTHLY" else (anchor.month,)
    return replace(rule, by_month=months, by_month_day=(anchor.day,))


def _before(rule: Recurrence, anchor: date) -> tuple[Recurrence, date]:
    """The same rule from an earlier anchor, so that it also names the days of its first month that lie before."""
    match rule.freq:
        case "DAILY":
            return rule, anchor - timedelta(days=(anchor.day - 1) // rule.interval * rule.interval)
        case "WEEKLY":
            weeks = 7 * rule.interval
            named = rule if rule.by_day else replace(rule, by_day=((0, WEEKDAYS[anchor.weekday()]),))
            return named, anchor - timedelta(days=-(-anchor.day // weeks) * weeks)
        case "MONTHLY":
            return written_out(rule, anchor), anchor.replace(day=1)
        case _:
            return written_out(rule, anchor), anchor.replace(month=1, day=1)


def _giving_way(rule: Recurrence, anchor: date, short: ShortMonths) -> Iterator[date]:
    """The days of the months that a rule names, where a 31st that is missing goes to the last day or the next month."""
    named = written_out(rule, anchor)
    seen = date.min
    for first in _months(named, anchor):
        last = month_end(first)
        days = set()
        for number in named.by_month_day:
            if number > last.day:
                days.add(last if short is ShortMonths.LAST_DAY else last + _ONE)
            elif number > 0:
                days.add(first.replace(day=number))
            elif -number <= last.day:
                days.add(last + timedelta(days=number + 1))
        for day in sorted(days):
            if day > seen:
                seen = day
                yield day


def _months(rule: Recurrence, anchor: date) -> Iterator[date]:
    """The first day of each month that a rule names; of each month, the one before too: its 31st may come to the first."""
    if rule.freq == "MONTHLY":
        number, step = anchor.year * 12 + anchor.month - 1, rule.interval
        number -= step == 1
    else:
        number, step = anchor.year * 12, 1
    base = anchor.year
    while number // 12 <= HORIZON.year:
        year, month = number // 12, number % 12 + 1
        if (not rule.by_month or month in rule.by_month) and (
            rule.freq == "MONTHLY" or (year - base) % rule.interval == 0
        ):
            yield date(year, month, 1)
        number += step


def _source(rule: Recurrence, anchor: date, sieve: Sieve, last: date) -> Iterator[date]:
    """The days to a day, before any is sieved; with `nth`, also those of the first month before the anchor."""
    if sieve.short_months is not ShortMonths.SKIP:
        return takewhile(lambda day: day <= last, _giving_way(rule, anchor, sieve.short_months))
    if _never(rule, anchor):
        return iter(())
    return _raw(*(_before(rule, anchor) if sieve.nth else (rule, anchor)), last)


def _keeps(sieve: Sieve) -> Callable[[date], bool]:
    """Whether a day passes `only`."""
    calendar = sieve.calendar or JAPAN
    known = open_days(calendar.closed, calendar.timezone)

    def workday(day: date) -> bool:
        return day.weekday() < 5 and known.holiday(day) is None

    match sieve.only:
        case None:
            return lambda _: True
        case Only.WORKDAYS:
            return workday
        case Only.DAYS_OFF:
            return lambda day: not workday(day)
        case Only.HOLIDAYS:
            return lambda day: known.holiday(day) is not None
        case Only.OPEN:
            return lambda day: workday(day) and not known.closed(day)


def _numbered(days: Iterable[date], nth: Sequence[int]) -> Iterator[date]:
    """Of each month's days, the n-th."""
    for _, of_month in groupby(days, key=lambda day: (day.year, day.month)):
        month = list(of_month)
        numbers = {number - 1 if number > 0 else len(month) + number for number in nth}
        yield from (day for number, day in enumerate(month) if number in numbers)


class Days:
    """The days of one pattern, in order, numbered from 0. They are found anew when later ones are asked for than before."""

    def __init__(self, rule: Recurrence, anchor: date, sieve: Sieve) -> None:
        self._rule, self._anchor, self._sieve = rule, anchor, sieve
        self._known: tuple[date, list[date]] = (date.min, [])
        """(to which day, the days); replaced as one, since a schedule is looked at in threads."""

    def between(self, first: date, last: date) -> list[tuple[int, date]]:
        """(number, day) of every day between two days, both included."""
        found = self._up_to(last)
        begin = bisect_left(found, first)
        return list(enumerate(found[begin : bisect_right(found, last)], begin))

    def __contains__(self, day: date) -> bool:
        found = self._up_to(day)
        at = bisect_left(found, day)
        return at < len(found) and found[at] == day

    def _up_to(self, last: date) -> list[date]:
        known, found = self._known
        if known < min(last, HORIZON):
            further = (
                max(last - self._anchor, _LEAST) / 2
            )  # so that going on by days costs no more than going far at once
            known = HORIZON if HORIZON - further <= last else month_end(last + further)
            found = list(self._find(known))
            count = self._rule.count
            self._known = (HORIZON if count is not None and len(found) >= count else known, found)
        return found

    def _find(self, last: date) -> Iterator[date]:
        """The days to the end of a month."""
        raw = islice(_source(self._rule, self._anchor, self._sieve, last), MAX_DATES)
        days: Iterable[date] = filter(_keeps(self._sieve), raw)
        if self._sieve.nth:
            days = _numbered(days, self._sieve.nth)
        until = self._rule.until or HORIZON
        own = takewhile(lambda day: day <= until, (day for day in days if day >= self._anchor))
        return islice(own, self._rule.count)


@lru_cache(maxsize=512)
def days_of(rule: Recurrence, anchor: date, sieve: Sieve = Sieve()) -> Days:
    """The days that a rule names from its anchor (DTSTART) on.

    Unlike RFC 5545's DTSTART the anchor itself is no date unless the rule names it: nobody is surprised by a Wednesday in
    a series of Sundays.
    """
    return Days(rule, anchor, sieve)
