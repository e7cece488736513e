"""A third way to know the dates, for schedules of any kind: every day of twenty years is asked whether it is one.

Nothing here comes from server.office.rules.schedule nor from python-dateutil; public holidays come from the library. What it
is given is what is sent to the office: the JSON of a schedule with one rule.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import holidays

ONE = timedelta(days=1)
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
JSON = dict[str, Any]
LOOKED_AT = 5000
"""Of a course, as docs/schedule.md says."""


class Told(NamedTuple):
    """What becomes of one date of the pattern."""

    original: date
    held: date | None
    reason: str
    place: str
    begins: datetime | None = None
    ends: datetime | None = None


@lru_cache(maxsize=200)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


class Town:
    """The calendar of a schedule."""

    def __init__(self, plan: JSON) -> None:
        self.plan = plan
        self.known = plan.get("timezone", "Asia/Tokyo") == "Asia/Tokyo"

    def holiday(self, day: date) -> bool:
        return self.known and day in _holidays(day.year)

    def closed(self, day: date) -> bool:
        for span in self.plan.get("closed", []):
            first, _, last = span.partition("/")
            last = last or first
            today = day.isoformat() if len(first) == 10 else day.isoformat()[5:]
            if first <= last and first <= today <= last:
                return True
            if first > last and (today >= first or today <= last):
                return True
        return False

    def weekend(self, day: date) -> bool:
        return self.plan.get("weekends", "hold") != "hold" and day.weekday() >= 5

    def open(self, day: date) -> bool:
        return not self.holiday(day) and not self.closed(day) and not self.weekend(day)

    def passes(self, only: str | None, day: date) -> bool:
        workday = day.weekday() < 5 and not self.holiday(day)
        return {
            None: True,
            "workdays": workday,
            "days_off": not workday,
            "holidays": self.holiday(day),
            "open": workday and not self.closed(day),
        }[only]

    def goes_to(self, day: date) -> date | None:
        """Where the calendar puts a day: itself, another, or nowhere."""
        if self.open(day):
            return day
        policy = self.plan.get("holidays", "hold")
        if self.closed(day):
            policy = self.plan.get("on_closed", "skip")
        elif self.weekend(day):
            policy = self.plan["weekends"]
        if policy == "hold":
            return day
        if policy == "skip":
            return None
        step = {"next": 1, "previous": -1, "day": 1 if policy == "day_after" else -1}[policy.split("_")[0]]
        week = policy.endswith("week")
        for number in range(1, 31):
            other = day + timedelta(days=number * step * (7 if week else 1))
            needs_workday = policy in ("next_day", "previous_day") and day.weekday() < 5
            if self.open(other) and not (needs_workday and other.weekday() >= 5):
                return other
        return None


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _parts(rule: JSON) -> dict[str, str]:
    return dict(part.split("=") for part in rule["rule"].split(";"))


def _months_between(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month


def _month_named(parts: dict[str, str], start: date, day: date) -> bool:
    interval = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "MONTHLY" and _months_between(start, day) % interval:
        return False
    if parts["FREQ"] == "YEARLY" and (day.year - start.year) % interval:
        return False
    return "BYMONTH" not in parts or str(day.month) in parts["BYMONTH"].split(",")


def _day_of_month(parts: dict[str, str], short: str, start: date, day: date) -> bool:
    numbers = [int(number) for number in parts["BYMONTHDAY"].split(",")]
    if _month_named(parts, start, day):
        if day.day in numbers or day.day - _length(day) - 1 in numbers:
            return True
        if short == "last_day" and day.day == _length(day) and any(number > _length(day) for number in numbers):
            return True
    before = day - ONE
    gone = short == "next_month" and day.day == 1 and any(number > _length(before) for number in numbers)
    return gone and _month_named(parts, start, before)


def _nth_weekday(day: date, words: list[str]) -> bool:
    name = NAMES[day.weekday()]
    from_start, from_end = (day.day + 6) // 7, -((_length(day) - day.day) // 7 + 1)
    return name in words or f"{from_start}{name}" in words or f"{from_end}{name}" in words


def _raw(rule: JSON, start: date, day: date) -> bool:
    """Whether the recurrence names a day, be it before its beginning."""
    parts = _parts(rule)
    interval = int(parts.get("INTERVAL", "1"))
    words = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    match parts["FREQ"]:
        case "DAILY":
            in_phase = (day - start).days % interval == 0
            return in_phase and _month_named(parts, start, day) and (not words or NAMES[day.weekday()] in words)
        case "WEEKLY":
            weeks = ((day - timedelta(days=day.weekday())) - (start - timedelta(days=start.weekday()))).days // 7
            return weeks % interval == 0 and _month_named(parts, start, day) and NAMES[day.weekday()] in words
        case _:
            if "BYMONTHDAY" in parts:
                return _day_of_month(parts, rule.get("short_months", "skip"), start, day)
            return _month_named(parts, start, day) and _nth_weekday(day, words)


def pattern(plan: JSON, last: date) -> Iterator[date]:
    """The days of the pattern, from the first to a day."""
    rule, town = plan["rules"][0], Town(plan)
    start = date.fromisoformat(plan["starts_on"])
    if "dates" in rule:
        yield from sorted({date.fromisoformat(text) for text in rule["dates"] if plan["starts_on"] <= text})
        return
    parts, nth = _parts(rule), rule.get("nth", [])
    count, until = int(parts.get("COUNT", "100000")), parts.get("UNTIL", "99991231")
    day, number, month, of_month = start, 0, None, list[date]()
    while day <= last and number < count and f"{day:%Y%m%d}" <= until:
        named = _raw(rule, start, day) and town.passes(rule.get("only"), day)
        if nth:
            if month != (day.year, day.month):
                month = (day.year, day.month)
                whole = [day.replace(day=one) for one in range(1, _length(day) + 1)]
                of_month = [one for one in whole if _raw(rule, start, one) and town.passes(rule.get("only"), one)]
            named = named and {of_month.index(day) + 1, of_month.index(day) - len(of_month)} & set(nth) != set()
        if named:
            number += 1
            yield day
        day += ONE


def _clock(day: date, text: str, zone: ZoneInfo) -> datetime:
    """A moment in UTC; what the clocks leave out is an hour later, of what comes twice the first."""
    return datetime(day.year, day.month, day.day, int(text[:2]), int(text[3:]), tzinfo=zone).astimezone(UTC)


def _hours(plan: JSON, day: date) -> tuple[datetime, datetime | None]:
    rule, zone = plan["rules"][0], ZoneInfo(plan.get("timezone", "Asia/Tokyo"))
    start, end = rule["start"], rule.get("end")
    begins = _clock(day, start, zone)
    if end is None:
        return begins, None
    overnight = end <= start
    minutes = (int(end[:2]) - int(start[:2])) * 60 + int(end[3:]) - int(start[3:]) + overnight * 1440
    ends = _clock(day + ONE if overnight else day, end, zone)
    if rule.get("elapsed") or ends <= begins:
        ends = begins + timedelta(minutes=minutes)
    return begins, ends


def _told_singly(plan: JSON, day: date, base: date | None, reason: str) -> tuple[date | None, str, bool]:
    """(where it is held, why not, whether a course has one less to go), after what a clerk said."""
    held, why, counts = base, reason, base is not None
    for change in plan.get("changes", []):
        scope = change.get("scope", "this")
        reached = scope == "all" or change["date"] == str(day) or (scope == "later" and change["date"] <= str(day))
        if not reached:
            continue
        match change["kind"]:
            case "skip":
                held, why, counts = None, "skipped", False
            case "cancel":
                held, why, counts = None, "cancelled", not change.get("make_up", False)
            case "restore":
                held, why, counts = base, reason, base is not None
            case "move":
                held, why, counts = date.fromisoformat(change["to"]["date"]), "", True
    return held, why, counts


def told(plan: JSON, last: date) -> list[Told]:
    """What becomes of the dates of the pattern, in their order: to a day, and of those after it that may come before."""
    rule, town = plan["rules"][0], Town(plan)
    ends_on = plan.get("ends_on")
    own = [day for day in pattern(plan, last + timedelta(days=420)) if not ends_on or str(day) <= ends_on]
    whole, landed = set(own), set[date]()
    places = [place.get("venue") or place["form"] for place in rule.get("places", [])] or ["hybrid"]
    wanted, counted, turns, found = rule.get("held", 100000), 0, 0, list[Told]()
    for number, day in enumerate(own):
        if counted >= wanted or ("held" in rule and number >= LOOKED_AT):
            break
        to = town.goes_to(day)
        reason = "" if to == day else "closed" if town.closed(day) else "weekend" if town.weekend(day) else "holiday"
        base = to
        if to is not None and to != day:
            if not plan["starts_on"] <= str(to) <= (ends_on or "9999"):
                base = None
            elif to in whole or to in landed:
                base, reason = None, "taken"
            else:
                reason = ""
            landed.add(to)
        held, why, counts = _told_singly(plan, day, base, reason)
        counted += counts
        turn = turns if rule.get("turns") == "held" else number
        turns += held is not None
        hours: tuple[datetime | None, datetime | None] = (None, None) if held is None else _hours(plan, held)
        found.append(Told(day, held, why, places[turn % len(places)], *hours))
    return found
