"""The rules of a zone for a calendar file (VTIMEZONE, RFC 5545 3.6.5), found out from the zone's own clock.

What turns the clock every year on the same kind of day (the last Sunday of March) is a rule without an end, which Outlook
and Google read; what has no such rule is told by its dates. A turn is written as clocks show it before they are turned: the
icalendar library writes it an hour late in spring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
"""What is looked at: no feed goes further back, and rules go on."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What clocks do: all that is alike of one rule."""

    name: str
    before: timedelta
    after: timedelta
    summer: bool


@lru_cache(maxsize=64)
def zone(name: str) -> Timezone:
    """The component of a zone that the library of zones knows."""
    clock = ZoneInfo(name)
    made = Timezone()
    made.add("tzid", name)
    first = FIRST.astimezone(clock)
    offset = first.utcoffset() or timedelta()
    start = _Turn(first.tzname() or name, offset, offset, bool(first.dst()))
    made.add_component(_observance(start, [FIRST.replace(tzinfo=None)]))
    turns: dict[_Turn, list[datetime]] = {}
    for moment in _turns(clock):
        before, then = (moment - _SECOND).astimezone(clock), moment.astimezone(clock)
        was, is_now = before.utcoffset() or timedelta(), then.utcoffset() or timedelta()
        turn = _Turn(then.tzname() or name, was, is_now, bool(then.dst()))
        turns.setdefault(turn, []).append((moment + was).replace(tzinfo=None))
    for turn, moments in turns.items():
        made.add_component(_observance(turn, moments))
    return made


def _turns(clock: ZoneInfo) -> Iterator[datetime]:
    """The moments at which it is turned, to the second."""
    day = FIRST
    while day < LAST:
        low, high = day, day + _DAY
        if low.astimezone(clock).utcoffset() != high.astimezone(clock).utcoffset():
            while high - low > _SECOND:
                middle = low + (high - low) // 2 // _SECOND * _SECOND
                same = middle.astimezone(clock).utcoffset() == low.astimezone(clock).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        day += _DAY


def _observance(turn: _Turn, moments: list[datetime]) -> TimezoneDaylight | TimezoneStandard:
    """`moments` as clocks showed them before."""
    made = TimezoneDaylight() if turn.summer else TimezoneStandard()
    made.add("dtstart", moments[0])
    made.add("tzname", turn.name)
    made.add("tzoffsetfrom", turn.before)
    made.add("tzoffsetto", turn.after)
    rule = _rule(moments)
    if rule is not None:
        made.add("rrule", rule)
    elif moments[1:]:
        made.add("rdate", moments[1:])
    return made


def _rule(moments: list[datetime]) -> dict[str, object] | None:
    """The one rule by which these moments come each year until the last that is looked at; None where there is none."""
    yearly = [each.year for each in moments] == list(range(moments[0].year, LAST.year))
    alike = {(each.month, each.weekday(), each.time()) for each in moments}
    if len(moments) < 2 or not yearly or len(alike) > 1:
        return None
    month, weekday = moments[0].month, _WEEKDAYS[moments[0].weekday()]
    weeks = {(each.day - 1) // 7 + 1 for each in moments}
    if len(weeks) == 1:
        return {"freq": "yearly", "bymonth": month, "byday": f"{weeks.pop()}{weekday}"}
    if all((each + 7 * _DAY).month != month for each in moments):
        return {"freq": "yearly", "bymonth": month, "byday": f"-1{weekday}"}
    return None
