"""What an older version took still reads: a change that would be refused now has no effect, and stops nothing."""

from __future__ import annotations

from datetime import date

import pytest

from server.office.rules.schedule import model
from server.office.rules.schedule.changes import ScheduleRefused, changed, sift
from server.office.rules.schedule.occurrences import dates_between
from server.office.rules.schedule.reading import read_schedule

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
PATTERNS = [
    {"rule": "FREQ=YEARLY;BYYEARDAY=100,200"},
    {"rule": "FREQ=YEARLY;BYDAY=20MO"},
    {"rule": "FREQ=DAILY", "only": "holidays"},
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=15", "only": "workdays"},
    {"rule": "FREQ=DAILY", "only": "open", "nth": [3]},
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=30,31", "short_months": "last_day"},
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("scope", ["later", "all"])
def test_a_move_that_cannot_be_made_leaves_the_dates_where_they_are(pattern: dict[str, object], scope: str) -> None:
    rule = {"start": "10:00", "end": "12:00", **pattern}
    plan = model.Schedule.model_validate({"starts_on": "2026-04-01", "rules": [rule]})
    before, _ = dates_between(plan, FIRST, LAST)
    day = next(each.date for each in before if each.date > date(2026, 5, 1))
    refused = 0
    for days in range(1, 20):
        to = date.fromordinal(day.toordinal() + days)
        move = {"kind": "move", "date": str(day), "scope": scope, "to": {"date": str(to)}}
        stored = model.Schedule.model_validate({**plan.model_dump(mode="json"), "changes": [move]})
        held, _ = dates_between(stored, FIRST, LAST)
        assert read_schedule(stored)
        try:
            changed(plan, stored.changes[0])
        except ScheduleRefused:
            refused += 1
            assert sift(stored)[1]
        else:
            assert held != before
        later = changed(stored, model.Add(date=date(2026, 6, 7), start="20:00", end="21:00"))
        assert len(dates_between(later, FIRST, LAST)[0]) == len(held) + 1, "and one goes on from there"
    assert refused
