"""Which rule holds from when until when: the base rules, cut and re-anchored by the changes that are about the pattern."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from server.office.rules.schedule.model import (
    Add,
    Block,
    LinkedRoom,
    Move,
    Place,
    Replace,
    Rule,
    Schedule,
    Scope,
    ShortMonths,
    Target,
    Turns,
)
from server.office.rules.schedule.parting import Part, parts
from server.office.rules.schedule.pattern import JAPAN, Calendar, Days, days_of, sieve_of
from server.office.rules.schedule.recurrence import Recurrence, RuleRefused
from server.office.rules.typed import FIRST_DAY, LAST_DAY

ADDED = "added"
"""The rule id of dates that were added one by one."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A rule during a time. `since` is the number of changes before it began: ranges told earlier do not reach it."""

    rule: Rule
    since: int
    anchor: date
    first: date
    last: date | None
    turn: int = 0
    """Where the turns of its places begin."""
    calendar: Calendar = JAPAN

    @property
    def family(self) -> tuple[str, int]:
        """Segments of one family are what became of one rule: they share a course and the turns that held dates use up."""
        return self.rule.id, self.since

    def originals(self, first: date, last: date) -> list[tuple[int, date]]:
        """(index, day) of the pattern's own days between two days, both included."""
        last = last if self.last is None else min(last, self.last)
        first = max(first, self.first)
        if last < first:
            return []
        recurrence = self.rule.recurrence
        if recurrence is None:
            listed = enumerate(sorted(set(self.rule.dates)))
            return [(index, day) for index, day in listed if first <= day <= last]
        return self._days(recurrence).between(first, last)

    def _days(self, recurrence: Recurrence) -> Days:
        return days_of(recurrence, self.anchor, sieve_of(self.rule, self.calendar))

    def names(self, day: date) -> bool:
        """Whether the pattern has this day."""
        if day < self.first or (self.last is not None and day > self.last):
            return False
        recurrence = self.rule.recurrence
        return day in (self.rule.dates if recurrence is None else self._days(recurrence))


def segments_of(schedule: Schedule, changes: int | None = None, *, strict: bool = False) -> tuple[Segment, ...]:
    """The segments after the first `changes` changes (all by default), in order of their beginning.

    A pattern that cannot be moved stays where it is: what is stored may have been said to an older version, which moved it
    otherwise. Where it is asked whether the last change can be made (`strict`), this raises RuleRefused.
    """
    begin, calendar = schedule.starts_on, Calendar(schedule.timezone, schedule.closed)
    segments = tuple(
        Segment(_local(rule, schedule), 0, begin, begin, schedule.ends_on, calendar=calendar) for rule in schedule.rules
    )
    for index, change in enumerate(schedule.changes[:changes]):
        match change:
            case Replace():
                segments = _replaced(segments, change, index + 1, schedule)
            case Move() if change.scope is not Scope.THIS:
                try:
                    segments = _moved(segments, change)
                except RuleRefused:
                    if strict and index == len(schedule.changes) - 1:
                        raise
            case Add():
                listed = Rule.model_construct(  # all of it was validated, as what is stored is
                    id=ADDED,
                    dates=(change.date,),
                    start=change.start,
                    end=change.end,
                    elapsed=change.elapsed,
                    places=() if change.place is None else (change.place,),
                    rooms=change.rooms,
                    blocks=change.blocks,
                )
                segments = (*segments, Segment(listed, index + 1, change.date, change.date, change.date))
            case _:
                pass
    return tuple(replace(each, first=max(each.first, begin)) if each.rule.id != ADDED else each for each in segments)


def _local(rule: Rule, schedule: Schedule) -> Rule:
    """A rule that ends at a moment in UTC, as other calendars write it, ends on a day of the schedule's zone."""
    recurrence = rule.recurrence
    if recurrence is None or recurrence.until_moment is None:
        return rule
    start = time.fromisoformat(rule.start)
    local = recurrence.until_moment.astimezone(ZoneInfo(schedule.timezone))
    until = local.date() if local.time() >= start else local.date() - _DAY
    return rule.model_copy(update={"rule": replace(recurrence, until=until, until_moment=None).text()})


def cut(segment: Segment, before: date) -> tuple[Segment, ...]:
    """The part of a segment before a day."""
    last = before - _DAY if segment.last is None else min(segment.last, before - _DAY)
    if last < segment.first:
        return ()
    rule = segment.rule
    if rule.dates:  # so that a list that was cut reads as what is left of it
        left = tuple(day for day in rule.dates if day <= last)
        return (replace(segment, last=last, rule=rule.model_copy(update={"dates": left})),) if left else ()
    return (replace(segment, last=last),)


def _replaced(segments: tuple[Segment, ...], change: Replace, since: int, schedule: Schedule) -> tuple[Segment, ...]:
    added = tuple(segment for segment in segments if segment.rule.id == ADDED)
    pattern = tuple(segment for segment in segments if segment.rule.id != ADDED)
    if change.scope is Scope.ALL:
        kept: tuple[Segment, ...] = ()
        first = schedule.starts_on
    else:
        kept = tuple(part for segment in pattern for part in cut(segment, change.date))
        first = max(change.date, schedule.starts_on)
    calendar = Calendar(schedule.timezone, schedule.closed)
    new = tuple(
        Segment(_local(rule, schedule), since, first, first, schedule.ends_on, calendar=calendar)
        for rule in change.rules
    )
    return (*kept, *new, *added)


def find(segments: tuple[Segment, ...], day: date, rule: str | None) -> Segment | None:
    """The segment that names a day; the youngest, if several do."""
    for segment in reversed(segments):
        if rule in (None, segment.rule.id) and segment.names(day):
            return segment
    return None


def _moved(segments: tuple[Segment, ...], change: Move) -> tuple[Segment, ...]:
    """The weekday (or day of the month, or list) that names the date goes with it; everything else of the rule stays.

    So what is moved becomes a segment of its own: no cut at a day can then lose a date before it or find one after it.
    """
    segment = find(segments, change.date, change.rule)
    if segment is None or segment.rule.id == ADDED:
        return segments
    others = tuple(each for each in segments if each is not segment)
    recurrence = segment.rule.recurrence
    if recurrence is None:
        return (*others, *_moved_list(segment, change))
    whole = change.scope is Scope.ALL
    before = () if whole else cut(segment, change.date)
    rest, moved = _parted(segment, recurrence, change)
    return (*others, *before, *rest, moved)


def _moved_list(segment: Segment, change: Move) -> tuple[Segment, ...]:
    """A free list: the date and those after it (or all) are put off by as many days."""
    delta = change.to.date - change.date
    whole = change.scope is Scope.ALL
    days_ = sorted(set(segment.rule.dates))
    moving = [day for day in days_ if whole or day >= change.date]
    rule = with_target(segment.rule, change.to).model_copy(update={"dates": tuple(day + delta for day in moving)})
    turn = segment.turn + days_.index(moving[0])
    moved = replace(segment, rule=rule, first=min(segment.first, moving[0] + delta), turn=turn)
    return moved, *(() if whole else cut(segment, change.date))


def with_target(rule: Rule, to: Target) -> Rule:
    """The rule with the hours and the place that a move gives; rooms and parts of the day go with a new beginning."""
    start, end = moved_hours(rule.start, rule.end, to)
    shift = minutes(start) - minutes(rule.start)
    update: dict[str, object] = {
        "start": start,
        "end": end,
        "rooms": tuple(_shifted(room, shift) for room in rule.rooms),
        "blocks": tuple(_shifted(block, shift) for block in rule.blocks),
    }
    if to.place is not None:
        update["places"] = (to.place,)
    return rule.model_copy(update=update)


T = TypeVar("T", LinkedRoom, Block)


def _shifted(part: T, by: int) -> T:
    times = {name: put_off(getattr(part, name), by) for name in ("start", "end") if getattr(part, name) is not None}
    return part.model_copy(update=times)


def minutes(clock: str) -> int:
    """Minutes after midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def put_off(clock: str, by: int) -> str:
    """A wall-clock time some minutes later or earlier, round the clock."""
    total = (minutes(clock) + by) % 1440
    return f"{total // 60:02}:{total % 60:02}"


def moved_hours(start: str, end: str | None, to: Target) -> tuple[str, str | None]:
    """The hours after a move: a new beginning alone keeps the length."""
    begins = to.start or start
    if to.end is not None:
        return begins, to.end
    if to.start is None or end is None:
        return begins, end
    return begins, put_off(end, minutes(begins) - minutes(start))


@lru_cache(maxsize=4096)  # every question about a schedule asks it of each of its moves again
def _parted(segment: Segment, recurrence: Recurrence, change: Move) -> tuple[tuple[Segment, ...], Segment]:
    """What stays of a rule, and what moves, from the moved date on (or altogether)."""
    was, to = change.date, change.to.date
    whole = change.scope is Scope.ALL
    only, without = parts(segment.rule, recurrence, segment.anchor, segment.calendar, was)
    since = segment.first if whole else was
    own = replace(segment, since=0, turn=0)
    mine = {day for _, day in only.days(segment.anchor, _far(segment) if recurrence.count is None else LAST_DAY)}
    following = own.originals(since, _far(segment))[:CYCLE]
    places = _places(segment, [(index, day in mine) for index, day in following])
    rule = with_target(segment.rule, change.to)
    if change.to.place is None and places[True]:
        rule = rule.model_copy(update={"places": places[True]})
    first_own = next((day for _, day in following if day in mine), was)
    anchor = _anchor(segment, only, first_own, change)
    moved_part = only.moved(was, to, anchor)
    moved_rule = moved_part.recurrence
    if recurrence.count is not None:
        left = sum(1 for _, day in own.originals(since, LAST_DAY) if day in mine)
        moved_rule = replace(moved_rule, count=max(1, left))
    if recurrence.until is not None:
        until = min(max(recurrence.until + (to - was), FIRST_DAY), LAST_DAY)
        moved_rule = replace(moved_rule, until=until)
    update: dict[str, object] = {"rule": moved_rule.text(), "nth": moved_part.sieve.nth}
    moved = replace(segment, rule=rule.model_copy(update=update), anchor=anchor, first=anchor, turn=0)
    if without is None:
        return (), moved
    rest_rule = without.recurrence
    if recurrence.count is not None:
        total = sum(1 for _, day in own.originals(segment.anchor, LAST_DAY) if day not in mine)
        if total == 0:
            return (), moved
        rest_rule = replace(rest_rule, count=total)
    update = {"rule": rest_rule.text(), "nth": without.sieve.nth}
    if places[False]:
        update["places"] = places[False]
    rest = replace(segment, rule=segment.rule.model_copy(update=update), first=since, turn=0)
    # Turns are counted from the anchor, so that they begin where the first date that is left stands.
    passed = len(without.days(segment.anchor, since - _DAY)) if since > segment.anchor else 0
    return (replace(rest, turn=-passed),), moved


CYCLE = 144
"""Dates that are looked at to see whose turn is whose: twelve places times a dozen weekdays."""


def _far(segment: Segment) -> date:
    limit = segment.first + timedelta(days=366 * 12)
    return limit if segment.last is None else min(limit, segment.last)


def _places(segment: Segment, following: list[tuple[int, bool]]) -> dict[bool, tuple[Place, ...]]:
    """Whose turn it is on the dates that move, and on those that stay: (index, moves) in order to places by moves."""
    places = segment.rule.places
    if len(places) < 2 or segment.rule.turns is Turns.HELD:  # a family takes its turns together
        return {True: places, False: places}
    found: dict[bool, list[Place]] = {True: [], False: []}
    for index, moves in following:
        found[moves].append(places[(segment.turn + index) % len(places)])
    return {moves: _shortest(each) for moves, each in found.items()}


def _shortest(places: list[Place]) -> tuple[Place, ...]:
    """The shortest list whose repetition gives these."""
    for length in range(1, len(places) + 1):
        if all(place == places[index % length] for index, place in enumerate(places)):
            return tuple(places[:length])
    return tuple(places)


def _anchor(segment: Segment, part: Part, first_own: date, change: Move) -> date:
    """Where what moves begins to count. Whoever gives it other hours alone counts as before."""
    was, to = change.date, change.to.date
    if change.scope is Scope.ALL:
        if was == to:
            return segment.anchor
        return _begin(_period_start(part.recurrence, first_own, was, to), segment.first, part.recurrence.freq)
    gave_way = was == to and to.day == 1 and part.sieve.short_months is ShortMonths.NEXT_MONTH
    # What came from the month before is counted from there.
    return to - _DAY if gave_way and 1 not in part.recurrence.by_month_day else to


def _begin(period: date, first: date, freq: str) -> date:
    """No date of the first period may lie before the first day, and be counted."""
    same = period.year == first.year and (freq == "YEARLY" or period.month == first.month)
    return max(period, first) if same and freq in ("MONTHLY", "YEARLY") else period


def _period_start(rule: Recurrence, first: date, was: date, to: date) -> date:
    """Where a pattern that moves altogether begins: the period of its first date, moved as far as the named date was."""
    if rule.freq == "MONTHLY":
        months = first.year * 12 + first.month - 1 + (to.year * 12 + to.month) - (was.year * 12 + was.month)
        return date(months // 12, months % 12 + 1, 1)
    if rule.freq == "YEARLY":
        return date(first.year + to.year - was.year, 1, 1)
    return first + (to - was)
