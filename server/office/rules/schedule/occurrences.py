"""From a schedule to dates: expand the segments, let holidays have their say, then fold the single changes in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from server.office.rules.schedule.calendars import OpenDays, open_day_near
from server.office.rules.schedule.model import (
    Add,
    Block,
    Cancel,
    Change,
    Form,
    Move,
    Place,
    Policy,
    Restore,
    Rule,
    Schedule,
    Scope,
    Skip,
    Target,
)
from server.office.rules.schedule.reading import read_schedule
from server.office.rules.schedule.segments import ADDED, Segment, minutes, moved_hours, segments_of, with_target

Reason = Literal["skipped", "cancelled", "holiday", "closed", "taken"]
Status = Literal["planned", "moved", "added"]
Day = date
_STEPS = {Policy.NEXT_DAY: 1, Policy.PREVIOUS_DAY: -1, Policy.NEXT_WEEK: 7, Policy.PREVIOUS_WEEK: -7}
_REACH_DAYS, _REACH_WEEKS = timedelta(days=31), timedelta(days=217)


@dataclass(frozen=True, slots=True)
class HeldRoom:
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


@dataclass(frozen=True, slots=True)
class Left:
    """A date of the pattern that is not held, and why."""

    date: date
    rule: str
    reason: Reason
    note: str = ""
    instead: Held | None = None
    """For cancelled dates: what would have been held, so that it can be shown as 中止."""


@dataclass(frozen=True, slots=True)
class Preview:
    reading: str
    dates: tuple[Held, ...]
    not_held: tuple[Left, ...]


class TooManyDates(Exception):
    """More dates, held or left out, than were asked for at most."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is known about one original date while the changes are folded."""

    day: date
    start: str
    end: str | None
    place: Place
    left: Reason | None = None
    moved: bool = False
    note: str = ""


class _Folding:
    """The dates of one schedule."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._segments = segments_of(schedule)
        self._open = OpenDays(schedule.closed, schedule.timezone)
        self._zone = ZoneInfo(schedule.timezone)
        self._days: dict[int, dict[date, int]] = {}
        """Of each segment: its own days and their numbers."""
        self._shifts: dict[date, date | None] = {}
        self._singles: dict[date, list[tuple[int, Change]]] = {}
        self._ranges: list[tuple[int, Skip | Cancel | Restore]] = []
        for index, change in enumerate(schedule.changes):
            if isinstance(change, Skip | Cancel | Restore) and change.scope is not Scope.THIS:
                self._ranges.append((index, change))
            elif isinstance(change, Skip | Cancel | Restore | Move) and change.scope is Scope.THIS:
                self._singles.setdefault(change.date, []).append((index, change))

    def between(self, first: date, last: date, most: int | None = None) -> tuple[list[Held], list[Left]]:
        weeks = {Policy.NEXT_WEEK, Policy.PREVIOUS_WEEK} & {self._schedule.holidays, self._schedule.on_closed}
        shifts = {self._schedule.holidays, self._schedule.on_closed} & _STEPS.keys()
        reach = _REACH_WEEKS if weeks else _REACH_DAYS if shifts else timedelta(0)
        moved_in = {
            day
            for day, changes in self._singles.items()
            for _, change in changes
            if isinstance(change, Move) and first <= change.to.date <= last
        }
        held: list[Held] = []
        left: list[Left] = []
        # Each segment is expanded once, wide enough for every question that a date can ask about its neighbours.
        earliest, latest = min([first, *moved_in]), max([last, *moved_in])
        span = (_minus(earliest, 2 * _REACH_WEEKS), _plus(latest, 2 * _REACH_WEEKS))
        self._days = {
            number: {day: index for index, day in segment.originals(*span)}
            for number, segment in enumerate(self._segments)
        }
        begin, end = _minus(first, reach), _plus(last, reach)
        for number, segment in enumerate(self._segments):
            days = self._days[number]
            originals = [(index, day) for day, index in days.items() if begin <= day <= end or day in moved_in]
            for index, day in originals:
                state = self._fold(segment, index, day)
                if state.left is None:
                    if first <= state.day <= last:
                        held.append(self._held(segment.rule, day, state))
                elif first <= day <= last:
                    instead = self._held(segment.rule, day, state) if state.left == "cancelled" else None
                    left.append(Left(day, segment.rule.id, state.left, state.note, instead))
                if most is not None and len(held) + len(left) > most:
                    raise TooManyDates
        held.sort(key=lambda each: (each.start, each.rule))
        left.sort(key=lambda each: (each.date, each.rule))
        return held, left

    def _fold(self, segment: Segment, index: int, day: date) -> _State:
        rule = segment.rule
        place = rule.places[(segment.turn + index) % len(rule.places)] if rule.places else Place()
        plain = _State(day, rule.start, rule.end, place)
        base = plain if rule.id == ADDED else self._by_calendar(segment, plain)
        state = base
        for _, change in self._telling(segment, day):
            if change.rule not in (None, rule.id):
                continue
            match change:
                case Skip():
                    state = replace(state, left="skipped", note=change.note)
                case Cancel():
                    state = replace(state, left="cancelled", note=change.note)
                case Restore():
                    state = base
                case Move():
                    state = _moved(state, change)
        return state

    def _telling(self, segment: Segment, day: date) -> list[tuple[int, Skip | Cancel | Restore | Move]]:
        """The changes that reach this date, in order. An added date is reached only by what was said after it."""
        told: list[tuple[int, Skip | Cancel | Restore | Move]] = []
        for index, change in self._singles.get(day, []):
            if isinstance(change, Skip | Cancel | Restore | Move) and (
                segment.rule.id != ADDED or index >= segment.since
            ):
                told.append((index, change))
        for index, ranged in self._ranges:
            if index >= segment.since and (ranged.scope is Scope.ALL or day >= ranged.date):
                told.append((index, ranged))
        return sorted(told, key=lambda pair: pair[0])

    def _by_calendar(self, segment: Segment, state: _State) -> _State:
        """Holidays and closed days, before anybody changed anything."""
        day = state.day
        closed = self._open.closed(day)
        if not closed and self._open.holiday(day) is None:
            return state
        policy = self._schedule.on_closed if closed else self._schedule.holidays
        reason: Reason = "closed" if closed else "holiday"
        if policy is Policy.HOLD:
            return state
        to = self._shifted(day)
        ends = self._schedule.ends_on
        if to is None or to < self._schedule.starts_on or (ends is not None and to > ends):
            return replace(state, left=reason)
        if self._taken(segment, day, to):
            return replace(state, left="taken")
        return replace(state, day=to, moved=True)

    def _shifted(self, day: date) -> date | None:
        """Where the calendar moves a day; the day itself if it may stay, None if it is left out."""
        if day not in self._shifts:
            self._shifts[day] = self._shift(day)
        return self._shifts[day]

    def _shift(self, day: date) -> date | None:
        closed = self._open.closed(day)
        if not closed and self._open.holiday(day) is None:
            return day
        policy = self._schedule.on_closed if closed else self._schedule.holidays
        if policy is Policy.HOLD:
            return day
        return None if policy is Policy.SKIP else open_day_near(day, _STEPS[policy], self._open)

    def _taken(self, segment: Segment, day: date, to: date) -> bool:
        """Whether another date of the rule is there already, or was moved there before this one."""
        alike = [self._days[number] for number, each in enumerate(self._segments) if each.rule.id == segment.rule.id]
        if any(to in days for days in alike):
            return True
        # Whatever else lands there was shifted there, so it stood on a day that is not open itself.
        for distance in range(1, _REACH_WEEKS.days + 1):
            other = day - timedelta(days=distance)
            if any(other in days for days in alike) and self._shifted(other) == to:
                return True
        return False

    def _moment(self, day: date, clock: str) -> datetime:
        """A wall-clock time in the schedule's zone. One that a change of the clocks leaves out is moved past it."""
        naive = datetime.combine(day, time.fromisoformat(clock))
        return datetime.fromtimestamp(naive.replace(tzinfo=self._zone).timestamp(), self._zone)

    def _span(self, day: date, start: str, end: str | None) -> tuple[datetime, datetime | None]:
        begins = self._moment(day, start)
        if end is None:
            return begins, None
        ends = self._moment(day if end > start else day + timedelta(days=1), end)
        if ends <= begins:  # both inside an hour that the clocks leave out
            ends = begins + timedelta(minutes=minutes(end) - minutes(start))
        return begins, ends

    def _held(self, rule: Rule, original: date, state: _State) -> Held:
        start, end = self._span(state.day, state.start, state.end)
        rooms = []
        # Not validated: holidays may put a date of 2100 off to 2101.
        to = Target.model_construct(date=state.day, start=state.start, end=state.end or rule.end)
        told = with_target(rule, to)
        for room in told.rooms:
            begins, ends = self._span(state.day, room.start or state.start, room.end or state.end)
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
            holiday=self._open.holiday(state.day),
            note=state.note,
        )


def _moved(state: _State, change: Move) -> _State:
    """Moved by hand: held wherever the calendar had put or left it."""
    start, end = moved_hours(state.start, state.end, change.to)
    place = change.to.place or state.place
    return replace(
        state, day=change.to.date, start=start, end=end, place=place, left=None, moved=True, note=change.note
    )


def _minus(day: date, reach: timedelta) -> date:
    return day - reach if day - date.min > reach else date.min


def _plus(day: date, reach: timedelta) -> date:
    return day + reach if date.max - day > reach else date.max


def preview(schedule: Schedule, first: date, last: date, most: int | None = None) -> Preview:
    """The dates that begin between two local days, both included, in order of time; and those left out, with why.

    Raises TooManyDates for more than `most` of both together.
    """
    held, left = _Folding(schedule).between(first, last, most)
    return Preview(read_schedule(schedule), tuple(held), tuple(left))


def dates_between(schedule: Schedule, first: date, last: date) -> tuple[list[Held], list[Left]]:
    """Like `preview`, without the reading."""
    return _Folding(schedule).between(first, last)


def next_dates(schedule: Schedule, first: date, count: int, years: int = 4) -> list[Held]:
    """The next `count` dates from a day on, looking ahead some years at most."""
    found: list[Held] = []
    begin = first
    folding = _Folding(schedule)
    while len(found) < count and begin < _plus(first, timedelta(days=366 * years)):
        end = begin + timedelta(days=120)
        found += folding.between(begin, end)[0]
        begin = end + timedelta(days=1)
    return found[:count]


def adds(schedule: Schedule) -> list[Add]:
    """The dates that were added one by one."""
    return [change for change in schedule.changes if isinstance(change, Add)]
