"""Patterns with `only`, `nth`, `short_months` and `held` that move: refused with a reason, or moved and nothing lost."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from server.office.rules.schedule import Schedule, ScheduleRefused, changed, preview, read_schedule
from server.office.rules.schedule.model import Move
from tests.office.rules.day_by_day import JSON, pattern
from tests.office.rules.test_twenty_years import plans

YEARS = timedelta(days=1500)
REFUSED = {"cannot_move_all", "date_taken", "no_such_date", "outside"}


def _month_days(plan: JSON) -> set[str]:
    """Two numbers for one day, such as 31 and -1, move apart: one stays where both were."""
    return set(plan["rules"][0]["rule"].partition("BYMONTHDAY=")[2].partition(";")[0].split(","))


@given(plans(), st.integers(0, 30), st.integers(-9, 9), st.sampled_from(["later", "all"]), st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_pattern_moves_or_says_why_not(plan: JSON, which: int, by: int, scope: str, hours: bool) -> None:
    plan = {**plan, "changes": [], "holidays": "hold", "on_closed": "hold", "weekends": "hold"}
    begins = date.fromisoformat(plan["starts_on"])
    own = [day for day in pattern(plan, begins + YEARS) if str(day) <= plan.get("ends_on", "9999")]
    assume(own)
    assume(not {"31", "30", "29", "28", "1"} & _month_days(plan) or not {"-1", "-31"} & _month_days(plan))
    was = own[which % len(own)]
    to: JSON = {"date": str(was + timedelta(days=by))}
    if hours:
        to |= {"start": "13:00", "end": "15:00"}
    before = Schedule.model_validate_json(json.dumps(plan))
    try:
        after = changed(before, Move.model_validate({"date": str(was), "scope": scope, "to": to}))
    except ScheduleRefused as error:
        code = error.problem.code
        after = before
    else:
        code = ""
    if code:
        assert code in REFUSED
        assert code != "cannot_move_all" or by, "new hours alone are no reason"
        return
    assert Schedule.model_validate_json(after.model_dump_json()) == after
    assert read_schedule(after)
    last = begins + YEARS
    first, then = preview(before, begins, last).dates, preview(after, begins, last).dates
    assert len({(one.rule, one.original) for one in then}) == len(then)
    edge = min(was, was + timedelta(days=by))
    if scope == "later":
        assert [one for one in then if one.date < edge] == [one for one in first if one.date < edge]
    moved = [one for one in then if str(one.date) == to["date"]]
    assert len(moved) == 1
    if hours:
        assert f"{moved[0].start:%H:%M}" == "13:00"
    if not by:
        assert [one.date for one in then] == [one.date for one in first]
