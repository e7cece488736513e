"""From a schedule to dates: expand the segments, let holidays have their say, then fold the single changes in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from server.office.rules.schedule.courses import families
from server.office.rules.schedule.folding import CALENDARS, Fold, Reason, State
from server.office.rules.schedule.model import Block, Form, Move, Policy, Rule, Schedule, Target
from server.office.rules.schedule.moments import Wall
from server.office.rules.schedule.reading import read_schedule
from server.office.rules.schedule.segments import ADDED, Segment, with_target

Status = Literal["planned", "moved", "added"]
Day = date


class HeldRoom(NamedTuple):
    """One of linked rooms, with its own times."""

    name: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A date that is held. (rule, original) identifies it for as long as it is in the schedule."""

    date: date
    start: datetime
    end: datetime | None
    """None is an open end."""
    rule: str
    form: Form
    venue: str | None
    rooms: tuple[HeldRoom, ...]
    blocks: tuple[Block, ...]
    status: Status
    original: Day
    holiday: str | None
    note: str = ""


class Left(NamedTuple):
    """A date of the pattern that is not held, and why."""

    date: date
    rule: str
    reason: Reason
    why: str = ""
    """What the calendar has on that day, where it leaves the date out: 年末年始, the holiday's name."""
    note: str = ""
    instead: Held | None = None
    """For cancelled dates: what would have been held, so that it can be shown as 中止."""


class Preview(NamedTuple):
    reading: str
    dates: tuple[Held, ...]
    not_held: tuple[Left, ...]


class TooManyDates(Exception):
    """More dates, held or left out, than were asked for at most."""


class Occurrences:
    """The dates of one schedule."""

    def __init__(self, schedule: Schedule) -> None:
        self._fold = Fold(schedule)
        self._families = families(self._fold)
        self._wall = Wall(schedule.timezone)

    def between(self, first: date, last: date, most: int | None = None) -> tuple[list[Held], list[Left]]:
        reach = self._fold.reach
        moved_in = {
            day
            for day, changes in self._fold.singles.items()
            for _, change in changes
            if isinstance(change, Move) and first <= change.to.date <= last
        }
        held: list[Held] = []
        left: list[Left] = []
        begin, end = _minus(first, reach), _plus(last, reach)
        seen: set[tuple[str, date]] = set()
        for segment in reversed(self._fold.segments):  # of two parts of a rule that come to name one day, the younger
            for day, state in self._states(segment, begin, end, moved_in):
                if (segment.rule.id, day) in seen:
                    continue
                seen.add((segment.rule.id, day))
                if state.left is None:
                    if first <= state.day <= last:
                        held.append(self._held(segment.rule, day, state))
                elif first <= day <= last:
                    instead = self._held(segment.rule, day, state) if state.left == "cancelled" else None
                    left.append(Left(day, segment.rule.id, state.left, state.why, state.note, instead))
                if most is not None and len(held) + len(left) > most:
                    raise TooManyDates
        held.sort(key=lambda each: (each.start, each.rule))
        left.sort(key=lambda each: (each.date, each.rule))
        return held, left

    def _states(
        self,
        segment: Segment,
        begin: date,
        end: date,
        moved_in: Collection[date],
        among: Collection[date] | None = None,
    ) -> Iterator[tuple[date, State]]:
        """The original dates of a segment within a span (of some days alone, if given), and a few others, with what becomes
        of them."""
        family = self._families.get(segment.family)
        if family is None:
            strangers = [pair for day in moved_in if not begin <= day <= end for pair in segment.originals(day, day)]
            for index, day in [*segment.originals(begin, end), *strangers]:
                if among is None or day in among:
                    yield day, self._fold.state(segment, day, segment.turn + index)
            return
        for day, turn in family.turns(segment, max([end, *moved_in])).items():
            if (begin <= day <= end or day in moved_in) and (among is None or day in among):
                yield day, self._fold.state(segment, day, turn)

    def left_by_calendar(self, first: date, last: date) -> list[Left]:
        """The dates between two days that holidays and closed days leave out. Costs little where there are few such days."""
        off = self._fold.off_days(first, last)
        left = []
        for segment in self._fold.segments if off else ():
            for day, state in self._states(segment, off[0], off[-1], (), off):
                if state.left in CALENDARS:
                    left.append(Left(day, segment.rule.id, state.left, state.why))
        return sorted(left, key=lambda each: (each.date, each.rule))

    def named(self, day: date, rule: str | None) -> Segment | None:
        """The segment of which a day is a date, by the pattern's own day; the youngest, if it is one of several."""
        for segment in reversed(self._fold.segments):
            if rule in (None, segment.rule.id) and segment.names(day):
                family = self._families.get(segment.family)
                if family is None or day in family.turns(segment, day):  # a course of dates that are held has an end
                    return segment
        return None

    def _held(self, rule: Rule, original: date, state: State) -> Held:
        start, end = self._wall.span(state.day, state.start, state.end, elapsed=rule.elapsed)
        rooms = []
        # Not validated: holidays may put a date of 2100 off to 2101.
        to = Target.model_construct(date=state.day, start=state.start, end=state.end or rule.end)
        told = with_target(rule, to)
        for room in told.rooms:
            begins, ends = self._wall.span(
                state.day, room.start or state.start, room.end or state.end, elapsed=rule.elapsed
            )
            rooms.append(HeldRoom(room.name, begins, ends))
        status: Status = "added" if rule.id == ADDED and not state.moved else "moved" if state.moved else "planned"
        return Held(
            date=state.day,
            start=start,
            end=end,
            rule=rule.id,
            form=state.place.form,
            venue=state.place.venue,
            rooms=tuple(rooms),
            blocks=told.blocks,
            status=status,
            original=original,
            holiday=self._fold.open.holiday(state.day),
            note=state.note,
        )


def _minus(day: date, reach: timedelta) -> date:
    return day - reach if day - date.min > reach else date.min


def _plus(day: date, reach: timedelta) -> date:
    return day + reach if date.max - day > reach else date.max


def preview(schedule: Schedule, first: date, last: date, most: int | None = None) -> Preview:
    """The dates that begin between two local days, both included, in order of time; and those left out, with why.

    Raises TooManyDates for more than `most` of both together.
    """
    held, left = Occurrences(schedule).between(first, last, most)
    return Preview(read_schedule(schedule), tuple(held), tuple(left))


def dates_between(schedule: Schedule, first: date, last: date) -> tuple[list[Held], list[Left]]:
    """Like `preview`, without the reading."""
    return Occurrences(schedule).between(first, last)


def left_by_calendar(schedule: Schedule, first: date, last: date) -> list[Left]:
    """The dates between two days that holidays, closed days and weekends leave out: 「1月2日 年末年始で休み」."""
    closed = Policy.HOLD if not schedule.closed else schedule.on_closed
    if {schedule.weekends, schedule.holidays, closed} == {Policy.HOLD}:
        return []
    return Occurrences(schedule).left_by_calendar(first, last)


def next_dates(schedule: Schedule, first: date, count: int, years: int = 4) -> list[Held]:
    """The next `count` dates from a day on, looking ahead some years at most."""
    found: list[Held] = []
    begin = first
    folding = Occurrences(schedule)
    while len(found) < count and begin < _plus(first, timedelta(days=366 * years)):
        end = begin + timedelta(days=120)
        found += folding.between(begin, end)[0]
        begin = end + timedelta(days=1)
    return found[:count]
