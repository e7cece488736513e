"""What a schedule weighs: the work of checking it, of writing its sessions and of reading it out.

A schedule is stored in a transaction for which all others who write wait, and whoever looks at it unfolds it again. So one
that is not light beyond doubt is unfolded before, where it holds nobody up and may use only so much (`server.pools.PLANS`).
"""

from __future__ import annotations

from datetime import date, timedelta

from server.office.plan.follow import AHEAD_DAYS
from server.office.rules.schedule import Change, Schedule, ScheduleRefused, changed, check, read_schedule
from server.office.rules.schedule.courses import depends
from server.office.rules.schedule.model import Replace, Rule, Scope
from server.office.rules.schedule.occurrences import dates_between

LIGHT_RULES, LIGHT_CHANGES, LIGHT_RANGES = 3, 20, 2
"""As nearly all schedules are: rules altogether, changes, and of them those that are about more than a date."""
LIGHT_CLOSED = 6
"""Closed times beside a course of dates that are held, which may look at a lifetime of days."""


def _wide(change: Change) -> bool:
    return getattr(change, "scope", Scope.THIS) is not Scope.THIS


def is_light(schedule: Schedule) -> bool:
    """Whether it takes parts of a second at most, whatever stands in it. A course alone does, so that storing what clerks
    plan waits for nobody's notices and feeds."""
    rules: list[Rule] = [*schedule.rules]
    for change in schedule.changes:
        rules += change.rules if isinstance(change, Replace) else ()
    course_alone = len(rules) == 1 and len(schedule.closed) <= LIGHT_CLOSED
    return (
        len(rules) <= LIGHT_RULES
        and (course_alone or not any(depends(rule) for rule in rules))
        and len(schedule.changes) <= LIGHT_CHANGES
        and sum(map(_wide, schedule.changes)) <= LIGHT_RANGES
    )


def with_change(schedule: Schedule, change: Change) -> Schedule:
    """The same with one change more, whether it can be made or not."""
    return schedule.model_copy(update={"changes": (*schedule.changes, change)})


def weigh(schedule: Schedule, today: date) -> None:
    """Everything that storing it takes. For the workshop, which gives up what takes too long."""
    check(schedule)
    _unfold(schedule, today)


def weigh_change(schedule: Schedule, change: Change, today: date) -> None:
    """The same, of a stored schedule that is changed. What cannot be done is for whoever does it to say."""
    try:
        after = changed(schedule, change)
    except ScheduleRefused:
        return
    _unfold(after, today)


def _unfold(schedule: Schedule, today: date) -> None:
    dates_between(schedule, today - timedelta(days=1), today + timedelta(days=AHEAD_DAYS))
    read_schedule(schedule)
