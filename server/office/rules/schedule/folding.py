"""What becomes of one date of the pattern: the calendar has its say, then the single changes in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from server.office.rules.schedule.calendars import open_day_near, open_days
from server.office.rules.schedule.model import Cancel, Change, Move, Place, Policy, Restore, Schedule, Scope, Skip
from server.office.rules.schedule.segments import ADDED, Segment, moved_hours, segments_of

ByCalendar = Literal["weekend", "holiday", "closed", "taken"]
"""The reasons that nobody gave by hand."""
Reason = Literal["skipped", "cancelled"] | ByCalendar
CALENDARS: tuple[ByCalendar, ...] = ("weekend", "holiday", "closed", "taken")
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


@cache
def _anywhere() -> Place:
    """The place of whoever names none."""
    return Place()


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
        self.open = open_days(schedule.closed, schedule.timezone, weekends=schedule.weekends is Policy.HOLD)
        self.singles: dict[date, list[tuple[int, Skip | Cancel | Restore | Move]]] = {}
        self._shifts: dict[date, date | None] = {}
        self._ranges: list[tuple[int, Skip | Cancel | Restore]] = []
        self._reaching: dict[tuple[str, int], list[tuple[int, Skip | Cancel | Restore]]] = {}
        self._alike: dict[str, list[Segment]] = {}
        for segment in self.segments:
            self._alike.setdefault(segment.rule.id, []).append(segment)
        for index, change in enumerate(schedule.changes):
            self._tell(index, change)
        policies = {schedule.weekends, schedule.holidays, schedule.on_closed}
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
        place = rule.places[turn % len(rule.places)] if rule.places else _anywhere()
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

    def outcome(self, segment: Segment, day: date) -> tuple[bool, bool]:
        """(whether a day that a segment names is held, whether a course has one less to go): `state` for less."""
        if day not in self.singles and self.open(day) and not self._wide(segment):
            return True, True
        state = self.state(segment, day, 0)
        return state.left is None, state.counts

    def _telling(self, segment: Segment, day: date) -> list[Skip | Cancel | Restore | Move]:
        """The changes that reach this date, in order. An added date is reached only by what was said after it."""
        rule = segment.rule.id
        told: list[tuple[int, Skip | Cancel | Restore | Move]] = [
            (index, change)
            for index, change in self.singles.get(day, ())
            if change.rule in (None, rule) and (rule != ADDED or index >= segment.since)
        ]
        wide = self._wide(segment)
        if not told:  # the last of them says all, as long as nothing was moved
            last = next((each for _, each in reversed(wide) if each.scope is Scope.ALL or day >= each.date), None)
            return [] if last is None else [last]
        told += [pair for pair in wide if pair[1].scope is Scope.ALL or day >= pair[1].date]
        told.sort(key=lambda pair: pair[0])
        return [change for _, change in told]

    def _wide(self, segment: Segment) -> list[tuple[int, Skip | Cancel | Restore]]:
        """What was said of many dates at once and may reach a segment, in order."""
        known = self._reaching.get(segment.family)
        if known is None:
            rule, since = segment.family
            known = [pair for pair in self._ranges if pair[0] >= since and pair[1].rule in (None, rule)]
            self._reaching[segment.family] = known
        return known

    def off_days(self, first: date, last: date) -> list[date]:
        """The days of a span on which the calendar does not let everything stay."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self._shifted(day) != day]

    def _by_calendar(self, segment: Segment, state: State) -> State:
        """Holidays, closed days and weekends, before anybody changed anything."""
        day = state.day
        if self.open(day):
            return state
        reason, policy = self._says(day)
        if policy is Policy.HOLD:
            return state
        why = (
            self.open.closure(day)
            if reason == "closed"
            else "土日"
            if reason == "weekend"
            else self.open.holiday(day) or ""
        )
        to = self._shifted(day)
        ends = self.schedule.ends_on
        if to is None or to < self.schedule.starts_on or (ends is not None and to > ends):
            return replace(state, left=reason, why=why)
        if self._taken(segment, day, to):
            return replace(state, left="taken", why=why)
        return replace(state, day=to, moved=True)

    def _says(self, day: date) -> tuple[Reason, Policy]:
        """What of the calendar decides on a day that is not open: the town's own days before all others."""
        if self.open.closed(day):
            return "closed", self.schedule.on_closed
        if self.open.weekend(day):
            return "weekend", self.schedule.weekends
        return "holiday", self.schedule.holidays

    def _shifted(self, day: date) -> date | None:
        """Where the calendar moves a day; the day itself if it may stay, None if it is left out."""
        if day not in self._shifts:
            self._shifts[day] = self._shift(day)
        return self._shifts[day]

    def _shift(self, day: date) -> date | None:
        if self.open(day):
            return day
        _, policy = self._says(day)
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
        # Whatever else lands there was shifted there, from near by or by whole weeks.
        before = (day - timedelta(days=distance) for distance in range(1, _REACH_WEEKS.days + 1))
        near = (other for other in before if day - other <= _REACH_DAYS or other.weekday() == to.weekday())
        return any(self._shifted(other) == to and any(each.names(other) for each in alike) for other in near)


def _moved(state: State, change: Move) -> State:
    """Moved by hand: held wherever the calendar had put or left it."""
    start, end = moved_hours(state.start, state.end, change.to)
    place = change.to.place or state.place
    return replace(
        state, day=change.to.date, start=start, end=end, place=place, left=None, why="", moved=True, note=change.note
    )
