"""What becomes of one date of the pattern: the calendar has its say, then the single changes in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from server.office.rules.schedule.calendars import OpenDays, open_day_near
from server.office.rules.schedule.model import Cancel, Change, Move, Place, Policy, Restore, Schedule, Scope, Skip
from server.office.rules.schedule.segments import ADDED, Segment, moved_hours, segments_of

Reason = Literal["skipped", "cancelled", "holiday", "closed", "taken"]
_STEPS = {
    Policy.NEXT_DAY: 1,
    Policy.PREVIOUS_DAY: -1,
    Policy.NEXT_WEEK: 7,
    Policy.PREVIOUS_WEEK: -7,
    Policy.DAY_AFTER: 1,
    Policy.DAY_BEFORE: -1,
}
_WEEKENDS_TOO = (Policy.DAY_AFTER, Policy.DAY_BEFORE)
_REACH_DAYS, _REACH_WEEKS = timedelta(days=31), timedelta(days=217)


@dataclass(frozen=True, slots=True)
class State:
    """What is known about one original date while the changes are folded."""

    day: date
    start: str
    end: str | None
    place: Place
    left: Reason | None = None
    why: str = ""
    """What the calendar has on its original day, where that is why it is left out."""
    moved: bool = False
    note: str = ""
    make_up: bool = False
    """For a cancelled date: a course has one more for it."""

    @property
    def counts(self) -> bool:
        """Whether a course of dates that are held has one less to go."""
        return self.left is None or (self.left == "cancelled" and not self.make_up)


class Fold:
    """Answers for one schedule what becomes of its dates."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.segments = segments_of(schedule)
        self.open = OpenDays(schedule.closed, schedule.timezone)
        self.singles: dict[date, list[tuple[int, Skip | Cancel | Restore | Move]]] = {}
        self._shifts: dict[date, date | None] = {}
        self._ranges: list[tuple[int, Skip | Cancel | Restore]] = []
        self._alike: dict[str, list[Segment]] = {}
        for segment in self.segments:
            self._alike.setdefault(segment.rule.id, []).append(segment)
        for index, change in enumerate(schedule.changes):
            self._tell(index, change)
        policies = {schedule.holidays, schedule.on_closed}
        weeks = {Policy.NEXT_WEEK, Policy.PREVIOUS_WEEK} & policies
        self.reach = _REACH_WEEKS if weeks else _REACH_DAYS if policies & _STEPS.keys() else timedelta(0)
        """How far the calendar may carry a date."""

    def _tell(self, index: int, change: Change) -> None:
        if isinstance(change, Skip | Cancel | Restore) and change.scope is not Scope.THIS:
            self._ranges.append((index, change))
        elif isinstance(change, Skip | Cancel | Restore | Move) and change.scope is Scope.THIS:
            self.singles.setdefault(change.date, []).append((index, change))

    def state(self, segment: Segment, day: date, turn: int) -> State:
        """What becomes of a day that a segment names; `turn` says whose turn it is."""
        rule = segment.rule
        place = rule.places[turn % len(rule.places)] if rule.places else Place()
        plain = State(day, rule.start, rule.end, place)
        base = plain if rule.id == ADDED else self._by_calendar(segment, plain)
        state = base
        for change in self._telling(segment, day):
            match change:
                case Skip():
                    state = replace(state, left="skipped", why="", note=change.note)
                case Cancel():
                    state = replace(state, left="cancelled", why="", note=change.note, make_up=change.make_up)
                case Restore():
                    state = base
                case Move():
                    state = _moved(state, change)
        return state

    def _telling(self, segment: Segment, day: date) -> list[Skip | Cancel | Restore | Move]:
        """The changes that reach this date, in order. An added date is reached only by what was said after it."""
        rule = segment.rule.id
        told: list[tuple[int, Skip | Cancel | Restore | Move]] = [
            (index, change) for index, change in self.singles.get(day, ()) if rule != ADDED or index >= segment.since
        ]
        for index, ranged in self._ranges:
            if index >= segment.since and (ranged.scope is Scope.ALL or day >= ranged.date):
                told.append((index, ranged))
        told.sort(key=lambda pair: pair[0])
        return [change for _, change in told if change.rule in (None, rule)]

    def off_days(self, first: date, last: date) -> list[date]:
        """The days of a span on which the calendar does not let everything stay."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self._shifted(day) != day]

    def _by_calendar(self, segment: Segment, state: State) -> State:
        """Holidays and closed days, before anybody changed anything."""
        day = state.day
        closed = self.open.closed(day)
        holiday = self.open.holiday(day)
        if not closed and holiday is None:
            return state
        policy = self.schedule.on_closed if closed else self.schedule.holidays
        reason: Reason = "closed" if closed else "holiday"
        why = self.open.closure(day) if closed else holiday or ""
        if policy is Policy.HOLD:
            return state
        to = self._shifted(day)
        ends = self.schedule.ends_on
        if to is None or to < self.schedule.starts_on or (ends is not None and to > ends):
            return replace(state, left=reason, why=why)
        if self._taken(segment, day, to):
            return replace(state, left="taken", why=why)
        return replace(state, day=to, moved=True)

    def _shifted(self, day: date) -> date | None:
        """Where the calendar moves a day; the day itself if it may stay, None if it is left out."""
        if day not in self._shifts:
            self._shifts[day] = self._shift(day)
        return self._shifts[day]

    def _shift(self, day: date) -> date | None:
        closed = self.open.closed(day)
        if not closed and self.open.holiday(day) is None:
            return day
        policy = self.schedule.on_closed if closed else self.schedule.holidays
        if policy is Policy.HOLD:
            return day
        if policy is Policy.SKIP:
            return None
        return open_day_near(day, _STEPS[policy], self.open, weekends=policy in _WEEKENDS_TOO)

    def _taken(self, segment: Segment, day: date, to: date) -> bool:
        """Whether another date of the rule is there already, or was moved there before this one."""
        alike = self._alike[segment.rule.id]
        if any(each.names(to) for each in alike):
            return True
        # Whatever else lands there was shifted there, so it stood on a day that is not open itself.
        return any(
            self._shifted(other) == to and any(each.names(other) for each in alike)
            for other in (day - timedelta(days=distance) for distance in range(1, _REACH_WEEKS.days + 1))
        )


def _moved(state: State, change: Move) -> State:
    """Moved by hand: held wherever the calendar had put or left it."""
    start, end = moved_hours(state.start, state.end, change.to)
    place = change.to.place or state.place
    return replace(
        state, day=change.to.date, start=start, end=end, place=place, left=None, why="", moved=True, note=change.note
    )
