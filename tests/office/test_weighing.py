"""Which schedules are stored without being weighed first."""

from __future__ import annotations

from typing import Any

import pytest

from server.office.plan.weighing import is_light, with_change
from server.office.rules.schedule import Schedule
from server.office.rules.schedule.model import Replace

RULE = {"rule": "FREQ=MONTHLY;BYDAY=3SU", "start": "14:00", "end": "16:00"}
CANCELLED = [{"kind": "cancel", "date": f"2026-{month:02}-{day}"} for month in range(4, 12) for day in (15, 19, 21)]


def made(**more: Any) -> Schedule:
    return Schedule.model_validate({"starts_on": "2026-04-01", "rules": [RULE], **more})


@pytest.mark.parametrize(
    ("more", "light"),
    [
        ({}, True),
        ({"closed": ["12-29/01-03"], "holidays": "next_week", "changes": CANCELLED[:20]}, True),
        ({"rules": [RULE] * 3}, True),
        ({"rules": [{**RULE, "held": 10}], "closed": ["12-29/01-03"]}, True),
        ({"rules": [{**RULE, "held": 10}], "closed": [f"{month:02}-01" for month in range(1, 8)]}, False),
        ({"rules": [{**RULE, "held": 10}, RULE]}, False),
        ({"rules": [RULE] * 4}, False),
        ({"changes": CANCELLED[:21]}, False),
        ({"changes": [{**each, "scope": "later"} for each in CANCELLED[:3]]}, False),
    ],
)
def test_what_clerks_plan_is_light_and_what_could_take_long_is_not(more: dict[str, Any], light: bool) -> None:
    assert is_light(made(**more)) is light


def test_rules_that_a_change_brings_count_like_others() -> None:
    rules = [{**RULE, "id": f"r{number}"} for number in range(4)]
    change = Replace.model_validate({"kind": "replace", "date": "2026-10-01", "rules": rules})
    assert not is_light(with_change(made(), change))
