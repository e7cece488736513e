"""docs/schedule.md is true: each row of its table reads as it says there, and its examples are what the program answers."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from server.office.plan.previews import show_preview
from server.office.rules.schedule import Schedule, read_schedule
from server.office.rules.schedule.model import Policy, Rule

PAGE = (Path(__file__).resolve().parents[3] / "docs/schedule.md").read_text()
TABLE = PAGE.partition("## Patterns that town halls use")[2].partition("\n## ")[0]
ROWS = re.findall(r"^\| (.+?) \| `(.+?)` \| (.+?) \|$", TABLE, re.MULTILINE)
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("beside", "reading"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_reads_as_it_says(beside: str, reading: str) -> None:
    schedule = Schedule.model_validate_json('{"starts_on": "2026-04-01", ' + beside + "}")
    assert read_schedule(schedule) == reading


def test_the_table_has_every_field_and_every_way_of_giving_way() -> None:
    beside = " ".join(row[1] for row in ROWS)
    assert len(ROWS) > 30
    for name in Rule.model_fields.keys() - {"id"}:
        assert f'"{name}"' in beside, name
    for policy in (Policy.NEXT_DAY, Policy.DAY_AFTER, Policy.DAY_BEFORE):
        assert f'"{policy}"' in beside


def test_every_field_of_a_rule_is_explained() -> None:
    fields = PAGE.partition("## Every field")[2]
    for name in Rule.model_fields:
        assert f"\n| `{name}` |" in fields, name


def test_the_example_answers_as_it_says() -> None:
    asked, answered = Schedule.model_validate_json(EXAMPLES[0]), json.loads(EXAMPLES[1])
    made = show_preview(asked, date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 1))
    shown = json.loads(made.model_dump_json())
    assert shown["dates"][1] == answered["dates"][0]
    assert {**shown, "dates": answered["dates"]} == answered
    assert f"It reads 「{made.reading}」." in PAGE
