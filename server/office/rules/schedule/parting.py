"""A pattern that is moved: which part of it names the date that moves, and what that part becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from server.office.rules.schedule.model import Rule, ShortMonths
from server.office.rules.schedule.pattern import Calendar, Sieve, days_of, sieve_of, written_out
from server.office.rules.schedule.recurrence import Recurrence, RuleRefused, month_end, parted, re_anchored

LOOK_AHEAD = timedelta(days=366 * 12)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the days of a rule: of 第1・第3開庁日, the third."""

    recurrence: Recurrence
    sieve: Sieve

    def days(self, anchor: date, last: date) -> list[tuple[int, date]]:
        """Its days from the rule's anchor to a day."""
        return days_of(self.recurrence, anchor, self.sieve).between(anchor, last)

    def moved(self, was: date, to: date, anchor: date) -> Part:
        """What names `to`, from a new anchor on, where this named `was`. Raises RuleRefused where nothing does."""
        if was == to:
            return self
        sieve = self.sieve
        if len(sieve.nth) > 1 or (sieve.short_months is not ShortMonths.SKIP and len(self.recurrence.by_month_day) > 1):
            raise RuleRefused("この繰り返しの日は重なることがあり、まとめて移せません。規則を入れなおしてください")
        if sieve.nth:
            return replace(self, sieve=replace(sieve, nth=(self._number(to),)))
        if sieve.short_months is not ShortMonths.SKIP:
            number = -1 if self.recurrence.by_month_day[0] < 0 and to == month_end(to) else to.day
            months = re_anchored(replace(self.recurrence, by_month_day=()), was, to).by_month
            moved = replace(self, recurrence=replace(self.recurrence, by_month_day=(number,), by_month=months))
        else:
            moved = replace(self, recurrence=re_anchored(self.recurrence, was, to))
        endless = replace(moved.recurrence, count=None, until=None)
        if to not in days_of(endless, anchor, sieve):
            raise RuleRefused("移す先は、この繰り返しの日(平日・祝日など)にあたりません。規則を入れなおしてください")
        return moved

    def _number(self, to: date) -> int:
        """Which of the days of its month `to` is, counted from the end where this part counts so."""
        endless = replace(self.recurrence, count=None, until=None)
        sign = -1 if self.sieve.nth[0] < 0 else 1
        for number in range(1, 32):
            if to in days_of(endless, to.replace(day=1), replace(self.sieve, nth=(sign * number,))):
                return sign * number
        raise RuleRefused("移す先は、この繰り返しで数える日ではありません。規則を入れなおしてください")


def _apart(whole: Part, named: Part, rest: Part, anchor: date) -> tuple[Part, Part | None]:
    """Two parts, or the whole where both may name one day: of 最初と最後の祝日, in a month that has one."""
    far = anchor + LOOK_AHEAD
    mine = {day for _, day in named.days(anchor, far)}
    return (whole, None) if any(day in mine for _, day in rest.days(anchor, far)) else (named, rest)


def parts(rule: Rule, recurrence: Recurrence, anchor: date, calendar: Calendar, day: date) -> tuple[Part, Part | None]:
    """(the part of a rule that names a day, the rest). COUNT is left out where there are two."""
    sieve = sieve_of(rule, calendar)
    whole = replace(written_out(recurrence, anchor), until_moment=None)
    endless = replace(whole, count=None)
    if sieve.nth:
        numbers = [number for number in sieve.nth if day in days_of(endless, anchor, replace(sieve, nth=(number,)))]
        rest = tuple(number for number in sieve.nth if number not in numbers[:1])
        if not rest:
            return Part(whole, sieve), None
        return _apart(
            Part(whole, sieve),
            Part(endless, replace(sieve, nth=tuple(numbers[:1]))),
            Part(endless, replace(sieve, nth=rest)),
            anchor,
        )
    if sieve.short_months is not ShortMonths.SKIP:
        single = [replace(endless, by_month_day=(number,)) for number in whole.by_month_day]
        named = next(each for each in single if day in days_of(each, anchor, sieve))
        others = tuple(number for number in whole.by_month_day if number not in named.by_month_day)
        if not others:
            return Part(whole, sieve), None
        rest_part = Part(replace(endless, by_month_day=others), sieve)
        return _apart(Part(whole, sieve), Part(named, sieve), rest_part, anchor)
    only, without = parted(whole, day)
    return Part(only, sieve), None if without is None else Part(without, sieve)
