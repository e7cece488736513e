"""Which rule holds from when until when: the base rules, cut and re-anchored by the changes that are about the pattern."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from rooms.schedule.model import Add, Move, Replace, Rule, Schedule, Scope
from rooms.schedule.recurrence import WEEKDAYS, days, re_anchored

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
        return [(index, day) for index, day in days(recurrence, self.anchor, last) if day >= first]

    def names(self, day: date) -> bool:
        return bool(self.originals(day, day))


def segments_of(schedule: Schedule, changes: int | None = None) -> tuple[Segment, ...]:
    """The segments after the first `changes` changes (all by default), in order of their beginning."""
    start = tuple(Segment(rule, 0, schedule.starts_on, schedule.starts_on, schedule.ends_on) for rule in schedule.rules)
    segments = start
    for index, change in enumerate(schedule.changes[:changes]):
        match change:
            case Replace():
                segments = _replaced(segments, change, index + 1, schedule)
            case Move() if change.scope is not Scope.THIS:
                segments = _moved(segments, change, index + 1)
            case Add():
                listed = Rule(
                    id=ADDED,
                    dates=(change.date,),
                    start=change.start,
                    end=change.end,
                    places=() if change.place is None else (change.place,),
                    rooms=change.rooms,
                    blocks=change.blocks,
                )
                segments = (*segments, Segment(listed, index + 1, change.date, change.date, change.date))
            case _:
                pass
    return segments


def cut(segment: Segment, before: date) -> tuple[Segment, ...]:
    """The part of a segment before a day."""
    last = before - _DAY if segment.last is None else min(segment.last, before - _DAY)
    return (replace(segment, last=last),) if last >= segment.first else ()


def _replaced(segments: tuple[Segment, ...], change: Replace, since: int, schedule: Schedule) -> tuple[Segment, ...]:
    added = tuple(segment for segment in segments if segment.rule.id == ADDED)
    pattern = tuple(segment for segment in segments if segment.rule.id != ADDED)
    if change.scope is Scope.ALL:
        kept: tuple[Segment, ...] = ()
        first = schedule.starts_on
    else:
        kept = tuple(part for segment in pattern for part in cut(segment, change.date))
        first = max(change.date, schedule.starts_on)
    new = tuple(Segment(rule, since, first, first, schedule.ends_on) for rule in change.rules)
    return (*kept, *new, *added)


def find(segments: tuple[Segment, ...], day: date, rule: str | None) -> Segment | None:
    """The segment that names a day; the youngest, if several do."""
    for segment in reversed(segments):
        if rule in (None, segment.rule.id) and segment.names(day):
            return segment
    return None


def _moved(segments: tuple[Segment, ...], change: Move, since: int) -> tuple[Segment, ...]:
    segment = find(segments, change.date, change.rule)
    if segment is None or segment.rule.id == ADDED:
        return segments
    others = tuple(each for each in segments if each is not segment)
    if change.scope is Scope.ALL:
        return (*others, _moved_whole(segment, change, since))
    return (*others, *cut(segment, min(change.date, change.to.date)), _moved_rest(segment, change, since))


def _with_target(rule: Rule, change: Move) -> Rule:
    update: dict[str, object] = {}
    if change.to.start is not None:
        update["start"] = change.to.start
    if change.to.end is not None:
        update["end"] = change.to.end
    if change.to.place is not None:
        update["places"] = (change.to.place,)
    return rule.model_copy(update=update)


def _single(rule: Rule) -> bool:
    """Whether the pattern names one weekday or day at a time, so that all of it moves with the one date."""
    recurrence = rule.recurrence
    return recurrence is None or len(recurrence.by_day) + len(recurrence.by_month_day) <= 1


def _shifted_dates(rule: Rule, change: Move, delta: timedelta, first: date) -> Rule:
    return rule.model_copy(update={"dates": tuple(sorted(day + delta for day in rule.dates if day >= first))})


def _moved_rest(segment: Segment, change: Move, since: int) -> Segment:
    """From the moved date on, with the pattern of the day it was moved to."""
    was, to = change.date, change.to.date
    delta, rule = to - was, _with_target(segment.rule, change)
    recurrence = rule.recurrence
    index = segment.originals(was, was)[0][0]
    if recurrence is None:
        rule = _shifted_dates(rule, change, delta, was)
        return Segment(rule, since, to, to, segment.last, (segment.turn + index) % max(1, len(rule.places)))
    single = _single(rule)
    first = to if single else min(was, to)
    if recurrence.count is not None:
        recurrence = replace(recurrence, count=max(1, recurrence.count - index))
    if single:
        recurrence = replace(recurrence, until=None if recurrence.until is None else recurrence.until + delta)
    rule = rule.model_copy(update={"rule": re_anchored(recurrence, was, to).text()})
    return Segment(rule, since, first, first, segment.last, (segment.turn + index) % max(1, len(rule.places)))


def _moved_whole(segment: Segment, change: Move, since: int) -> Segment:
    was, to = change.date, change.to.date
    delta, rule = to - was, _with_target(segment.rule, change)
    recurrence = rule.recurrence
    if recurrence is None:
        rule = _shifted_dates(rule, change, delta, date.min)
        return replace(segment, rule=rule, since=since, first=min(rule.dates))
    own = [day for _, day in segment.originals(segment.first, was)]
    alike = [day for day in own if WEEKDAYS[day.weekday()] == WEEKDAYS[was.weekday()]] or [was]
    single = _single(rule)
    anchor = own[0] + delta if single else min(own[0], alike[0] + delta)
    if single:
        recurrence = replace(recurrence, until=None if recurrence.until is None else recurrence.until + delta)
    rule = rule.model_copy(update={"rule": re_anchored(recurrence, was, to).text()})
    return Segment(rule, since, anchor, anchor, segment.last, segment.turn)
