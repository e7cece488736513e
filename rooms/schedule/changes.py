"""Whether a change can be made, and the schedule after it. Every refusal names the place, a code and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from rooms.schedule.model import MAX_CHANGES, Add, Cancel, Change, Move, Replace, Restore, Schedule, Scope, Skip
from rooms.schedule.occurrences import dates_between
from rooms.schedule.recurrence import RuleRefused
from rooms.schedule.segments import find, segments_of


@dataclass(frozen=True, slots=True)
class Problem:
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
            if find(segments_of(schedule), change.date, "added") is not None:
                raise _refuse("date", "date_taken", f"{change.date} はもう加えてあります")
            _must_be_single(after, change.date.isoformat(), change)
        case Replace():
            pass
        case _:
            pass
    return after


def _must_name(schedule: Schedule, change: Skip | Cancel | Restore | Move) -> None:
    if find(segments_of(schedule), change.date, change.rule) is None:
        raise _refuse("date", "no_such_date", f"{change.date} はこの予定の日ではありません")


def _must_be_free(schedule: Schedule, after: Schedule, change: Move) -> None:
    if change.scope is not Scope.THIS:
        segment = find(segments_of(schedule), change.date, change.rule)
        if segment is not None and segment.rule.id == "added":
            raise _refuse("scope", "added_is_single", "加えた日は、その日だけ移せます")
        try:
            segments_of(after)
        except RuleRefused as refused:
            raise _refuse("to.date", "cannot_move_all", str(refused)) from None
        return
    _must_be_single(after, change.to.date.isoformat(), change)


def _must_be_single(after: Schedule, day: str, change: Move | Add) -> None:
    """No two dates of the series may begin at the same moment in the same place."""
    moved = change.to.date if isinstance(change, Move) else change.date
    held, _ = dates_between(after, moved, moved)
    for index, one in enumerate(held):
        for other in held[index + 1 :]:
            if (
                one.start == other.start
                and one.venue == other.venue
                and (one.rule, one.original) != (other.rule, other.original)
            ):
                raise _refuse("date", "date_taken", f"{day} の同じ時刻にはもう予定があります")


def check(schedule: Schedule) -> list[Problem]:
    """What is wrong with the changes of a schedule, each seen at its turn."""
    problems = []
    sound = schedule.model_copy(update={"changes": ()})
    for index, change in enumerate(schedule.changes):
        try:
            sound = changed(sound, change)
        except ScheduleRefused as refused:
            problem = refused.problem
            problems.append(Problem(f"changes.{index}.{problem.at}", problem.code, problem.words))
    return problems


def without_effect(schedule: Schedule) -> list[int]:
    """The numbers of single changes whose date is no longer in the pattern, so that they do nothing."""
    segments = segments_of(schedule)
    return [
        index
        for index, change in enumerate(schedule.changes)
        if isinstance(change, Skip | Cancel | Move)
        and change.scope is Scope.THIS
        and find(segments, change.date, change.rule) is None
    ]
