"""Whether a change can be made, and the schedule after it. Every refusal names the place, a code and a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from server.office.rules.schedule.model import (
    MAX_CHANGES,
    Add,
    Cancel,
    Change,
    Move,
    Replace,
    Restore,
    Schedule,
    Scope,
    Skip,
)
from server.office.rules.schedule.occurrences import Held, Occurrences, dates_between
from server.office.rules.schedule.recurrence import RuleRefused
from server.office.rules.schedule.segments import ADDED, find, segments_of


class Problem(NamedTuple):
    """Something in a schedule that cannot be: `at` is the path of the field."""

    at: str
    code: str
    words: str


class ScheduleRefused(ValueError):
    """A change that cannot be made."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.words)
        self.problem = problem


def _refuse(at: str, code: str, words: str) -> ScheduleRefused:
    return ScheduleRefused(Problem(at, code, words))


def changed(schedule: Schedule, change: Change) -> Schedule:
    """The schedule after one more change. Raises ScheduleRefused; nothing is changed then."""
    if len(schedule.changes) >= MAX_CHANGES:
        raise _refuse("kind", "changes_full", f"変更は {MAX_CHANGES} 件までです")
    after = schedule.model_copy(update={"changes": (*schedule.changes, change)})
    match change:
        case Skip() | Cancel() | Restore() if change.scope is Scope.THIS:
            _must_name(schedule, change)
        case Move():
            _must_name(schedule, change)
            _must_be_free(schedule, after, change)
        case Add():
            if find(segments_of(schedule), change.date, ADDED) is not None:
                raise _refuse("date", "date_taken", f"{change.date} はもう加えてあります")
            _must_be_single(after, change.date, change.date)
        case Replace():
            pass
        case _:
            pass
    return after


def _must_name(schedule: Schedule, change: Skip | Cancel | Restore | Move) -> None:
    if Occurrences(schedule).named(change.date, change.rule) is None:
        raise _refuse("date", "no_such_date", f"{change.date} はこの予定の日ではありません")


def _must_be_free(schedule: Schedule, after: Schedule, change: Move) -> None:
    naming = {each.rule.id for each in segments_of(schedule) if each.names(change.date)}
    if change.rule is None and len(naming) > 1:
        raise _refuse("rule", "rule_needed", "この日には予定が二つあります。どちらか選んでください")
    if change.to.start is not None and change.to.start == change.to.end:
        raise _refuse("to.end", "end_is_start", "終わりの時刻が始まりと同じです")
    if change.scope is Scope.THIS:
        _must_be_single(after, change.to.date, change.to.date)
        return
    segment = find(segments_of(schedule), change.date, change.rule)
    if segment is not None and segment.rule.id == ADDED:
        raise _refuse("scope", "added_is_single", "加えた日は、その日だけ移せます")
    ends = schedule.ends_on
    if change.to.date < schedule.starts_on or (ends is not None and change.to.date > ends):
        raise _refuse("to.date", "outside", "予定の始まりから終わりまでの日に移してください")
    try:
        segments_of(after, strict=True)
    except RuleRefused as refused:
        raise _refuse("to.date", "cannot_move_all", str(refused)) from None
    if Occurrences(after).named(change.to.date, change.rule) is None:  # such as every third day of some months alone
        words = "移した日がこの繰り返しの日になりません。規則を入れなおしてください"
        raise _refuse("to.date", "cannot_move_all", words)
    first = min(change.date, change.to.date)
    _must_be_single(after, first if change.scope is Scope.LATER else schedule.starts_on, first + _LOOK_AHEAD)


_LOOK_AHEAD = timedelta(days=800)
"""How far ahead a moved pattern is looked at for dates that would meet others of its rule."""


def _must_be_single(after: Schedule, first: date, last: date) -> None:
    """No two dates of the series may begin at the same moment in the same place, nor two of a rule share a day."""
    named: set[tuple[str, date]] = set()
    for segment in segments_of(after):
        own = {(segment.rule.id, day) for _, day in segment.originals(first, last) if segment.rule.id != ADDED}
        if own & named:
            raise _refuse("date", "date_taken", f"{min(own & named)[1]} にはもうこの予定があります")
        named |= own
    held, _ = dates_between(after, first, last)
    seen: dict[tuple[object, ...], Held] = {}
    for each in held:
        for key in ((each.start, each.venue), (each.rule, each.date)):
            other = seen.setdefault(key, each)
            if other is not each and (each.rule != ADDED or key[0] == each.start):
                raise _refuse("date", "date_taken", f"{each.date} にはもうこの予定があります")


def check(schedule: Schedule) -> list[Problem]:
    """What is wrong with the changes of a schedule, each seen at its turn."""
    return sift(schedule)[1]


def sift(schedule: Schedule) -> tuple[Schedule, list[Problem]]:
    """(the schedule with those changes that can be made, what is wrong with the others)."""
    problems = []
    sound = schedule.model_copy(update={"changes": ()})
    for index, change in enumerate(schedule.changes):
        try:
            sound = changed(sound, change)
        except ScheduleRefused as refused:
            problem = refused.problem
            problems.append(Problem(f"changes.{index}.{problem.at}", problem.code, problem.words))
    return sound, problems


def without_effect(schedule: Schedule) -> list[int]:
    """The numbers of single changes whose date is no longer in the pattern, so that they do nothing."""
    dates = Occurrences(schedule)
    return [
        index
        for index, change in enumerate(schedule.changes)
        if isinstance(change, Skip | Cancel | Move)
        and change.scope is Scope.THIS
        and dates.named(change.date, change.rule) is None
    ]
