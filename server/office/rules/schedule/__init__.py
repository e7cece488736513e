"""When sessions happen: patterns, holidays, single changes, and how a rule reads in Japanese.

Pure: a schedule is a value, and every question ("which dates between two days?") is a function of it. What a clerk changes
is appended to `Schedule.changes` in order and folded each time, so that undoing is dropping the last change, and no date can
be lost or doubled by the way it was stored.
"""

from server.office.rules.schedule.changes import Problem, ScheduleRefused, changed, check, sift
from server.office.rules.schedule.model import Change, Place, Rule, Schedule
from server.office.rules.schedule.occurrences import Held, Left, Preview, preview
from server.office.rules.schedule.reading import read_schedule

__all__ = [
    "Change",
    "Held",
    "Left",
    "Place",
    "Preview",
    "Problem",
    "Rule",
    "Schedule",
    "ScheduleRefused",
    "changed",
    "check",
    "preview",
    "read_schedule",
    "sift",
]
