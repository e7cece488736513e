"""docs/schedule.md is true: each row of its table reads as it says there, and its examples are what the program answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from server.office.plan.previews import show_preview
from server.office.rules.schedule import Schedule, read_schedule
from server.office.rules.schedule.model import Policy, Rule

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/schedule.md").read_text()
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
    assert '"weekends"' in beside


def test_every_field_of_a_rule_is_explained() -> None:
    fields = PAGE.partition("## Every field")[2]
    for name in Rule.model_fields:
        assert f"\n| `{name}` |" in fields, name


COLUMN = re.findall(r"^\| (`.+?`) \|", PAGE.partition("## Error codes")[2], re.MULTILINE)
CODES = set(re.findall(r"`([a-z_]+)`", " ".join(COLUMN)))
WHOLE: dict[str, Any] = {
    "timezone": "Asia/Tokyo", "starts_on": "2026-04-01", "ends_on": "2027-03-31", "holidays": "skip",
    "closed": ["12-29/01-03"], "on_closed": "skip", "weekends": "hold",
    "rules": [
        {
            "id": "a", "rule": "FREQ=DAILY", "only": "open", "nth": [1], "held": 5, "start": "10:00", "end": "12:00",
            "elapsed": False, "turns": "held", "short_months": "skip", "places": [{"form": "hybrid", "venue": "会館"}],
            "rooms": [{"name": "女子会", "start": "10:00", "end": "11:00"}],
            "blocks": [{"name": "講話", "mode": "talk", "start": "10:00", "end": "11:00"}],
        },
        {"dates": ["2026-05-05"], "start": "10:00"},
    ],
    "changes": [
        {"kind": "move", "date": "2026-05-17", "to": {"date": "2026-05-24", "start": "10:00"}, "scope": "this"},
        {"kind": "cancel", "date": "2026-06-21", "make_up": True, "rule": "a", "note": "台風"},
        {"kind": "replace", "date": "2026-08-01", "scope": "later", "rules": [{"rule": "FREQ=WEEKLY", "start": "9:00"}]},
    ],
}  # fmt: skip
WRONG: list[Any] = [
    None, "", 0, -1, 1.5, 99999, True, "x", "あ" * 600, "2026-02-30", "1999-01-01", "翌1時", "翌13時", [], {}, [0], {"x": 1},
    "FREQ=DAILY;COUNT=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "12:00", "added", "last_day", [{"name": "a"}] * 20,
    [{"name": "a"}] * 2,
]  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places_in(part, (*path, key))


def refused(schedule: object) -> set[str]:
    try:
        Schedule.model_validate_json(json.dumps(schedule))
    except ValidationError as error:
        return {each["type"] for each in error.errors()}
    return set()


def test_whatever_is_wrong_with_a_schedule_has_a_code_that_is_explained() -> None:
    """Each place of a whole schedule with each of many wrong values in it, or twice, or not there."""
    assert refused(WHOLE) == set()
    found: set[str] = refused([]) | refused({**WHOLE, "ends_on": "2026-03-01"})
    for *inside, last in filter(None, places_in(WHOLE)):
        for wrong in (*WRONG, "twice", "gone"):
            schedule = deepcopy(WHOLE)
            part: Any = schedule
            for key in inside:
                part = part[key]
            if wrong == "gone":
                del part[last]
            elif wrong == "twice" and isinstance(part, list):
                part.append(part[last])
            else:
                part[last] = wrong
            found |= refused(schedule)
    assert len(found) > 30
    assert sorted(found - CODES) == []


def test_every_code_that_is_explained_is_one() -> None:
    sources = " ".join(path.read_text() for path in (ROOT / "server/office").rglob("*.py"))
    own = {code for code in CODES if f'"{code}"' in sources}
    assert sorted(CODES - own - set(get_args(ErrorType))) == []


def test_the_example_answers_as_it_says() -> None:
    asked, answered = Schedule.model_validate_json(EXAMPLES[0]), json.loads(EXAMPLES[1])
    made = show_preview(asked, date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 1))
    shown = json.loads(made.model_dump_json())
    assert shown["dates"][1] == answered["dates"][0]
    assert {**shown, "dates": answered["dates"]} == answered
    assert f"It reads 「{made.reading}」." in PAGE
