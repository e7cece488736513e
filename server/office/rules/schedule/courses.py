"""Dates that depend on those before them: courses of n dates that are held, and turns that only held dates use up.

What becomes of each date does not depend on the course (`folding`); whether it still belongs to it does. So a course is
walked once from its beginning, and as far as anybody asks. A rule that was parted by a move stays one course (a family).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from server.office.rules.schedule.folding import Fold
from server.office.rules.schedule.model import Place, Replace, Rule, Schedule, Turns
from server.office.rules.schedule.segments import ADDED, Segment
from server.office.rules.typed import LAST_DAY

MAX_LOOKED_AT = 5000
"""Dates of the pattern among which a course is looked for."""
_STEP = timedelta(days=366)


class Course(NamedTuple):
    """How far a rule comes that asks for so many dates to be held."""

    rule: str
    since: date
    wanted: int
    held: int
    last: date | None
    """The pattern's day of the last that counts."""


def depends(rule: Rule) -> bool:
    """Whether a rule's dates depend on those before them."""
    return rule.id != ADDED and (rule.held is not None or (rule.turns is Turns.HELD and len(rule.places) > 1))


class Family:
    """The segments that came of one rule, walked together in the order of their days."""

    def __init__(self, fold: Fold, members: Sequence[Segment]) -> None:
        self._fold, self._members = fold, members
        self._wanted = next((each.rule.held for each in members if each.rule.held is not None), None)
        self._known: list[dict[date, int]] = [{} for _ in members]
        self._turns: dict[tuple[Place, ...], int] = {}
        self._next = min(each.first for each in members)
        self._looked_at = 0
        self.held = 0
        self.last: date | None = None

    def turns(self, segment: Segment, until: date) -> dict[date, int]:
        """The days of a segment that belong to the course, in order, and whose turn it is on each; to `until` at least."""
        while self._next <= min(until, LAST_DAY) and not self._over:
            self._walk(min(self._next + _STEP, LAST_DAY))
        return next(known for known, each in zip(self._known, self._members, strict=True) if each is segment)

    @property
    def _over(self) -> bool:
        if self._wanted is None:
            return False
        return self.held >= self._wanted or self._looked_at >= MAX_LOOKED_AT

    def _walk(self, last: date) -> None:
        coming = [
            (day, number, index)
            for number, segment in enumerate(self._members)
            for index, day in segment.originals(self._next, last)
        ]
        self._next = last + timedelta(days=1)
        seen: set[date] = set()
        for day, number, index in sorted(coming, key=lambda each: (each[0], -each[1])):
            if self._over:
                return
            if day in seen:  # of two parts that come to name one day, the younger
                continue
            seen.add(day)
            segment = self._members[number]
            places = segment.rule.places
            own = segment.rule.turns is Turns.HELD
            turn = self._turns.get(places, 0) if own else segment.turn + index
            self._known[number][day] = turn
            self._looked_at += 1
            held, counts = self._fold.outcome(segment, day)
            if own and held:
                self._turns[places] = turn + 1
            if counts:
                self.held += 1
                self.last = day

    def course(self) -> Course | None:
        """How far it comes; None where no number of dates is asked for."""
        if self._wanted is None:
            return None
        first = self._members[0]
        self.turns(first, LAST_DAY)
        since = min(each.first for each in self._members)
        return Course(first.rule.id, since, self._wanted, self.held, self.last)


def families(fold: Fold) -> dict[tuple[str, int], Family]:
    """By (rule, since), those whose dates depend on those before them."""
    members: dict[tuple[str, int], list[Segment]] = {}
    for segment in fold.segments:
        members.setdefault(segment.family, []).append(segment)
    return {key: Family(fold, each) for key, each in members.items() if any(depends(one.rule) for one in each)}


def courses(schedule: Schedule) -> list[Course]:
    """Those of all rules with `held`, in the order of their beginning; none of rules that were replaced on their way."""
    return list(_courses(schedule)) if any(rule.held is not None for rule in _rules(schedule)) else []


@lru_cache(maxsize=64)  # a preview asks it for its reading, too
def _courses(schedule: Schedule) -> tuple[Course, ...]:
    newest = max((index + 1 for index, each in enumerate(schedule.changes) if isinstance(each, Replace)), default=0)
    found = [family.course() for (_, since), family in families(Fold(schedule)).items() if since >= newest]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.since, each.rule)))


def _rules(schedule: Schedule) -> list[Rule]:
    replaced = [rule for change in schedule.changes if isinstance(change, Replace) for rule in change.rules]
    return [*schedule.rules, *replaced]
