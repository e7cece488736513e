"""What the tests ask of server.office.rules.schedule, in one place: JSON in, plain values out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from server.office.rules.schedule import Held, Preview, Schedule, preview
from tests.office.rules.independent import FIRST, LAST, Want

Change = Mapping[str, object]


def rule(text: str, start: str = "10:00", end: str | None = "12:00", **more: object) -> dict[str, object]:
    return {"rule": text, "start": start, "end": end, **more}


def listing(dates: Sequence[str], start: str = "10:00", end: str | None = "12:00", **more: object) -> dict[str, object]:
    return {"dates": list(dates), "start": start, "end": end, **more}


def told(kind: str, day: str, scope: str = "this", **more: object) -> Change:
    return {"kind": kind, "date": f"2026-{day}", "scope": scope, **more}


def move(day: str, to: str, scope: str = "this", *, rule: str | None = None, **more: object) -> Change:
    """To another day; hours and place go along as `start`, `end` and `place`. Days are of 2026."""
    change = told("move", day, scope, to={"date": f"2026-{to}", **more})
    return change if rule is None else {**change, "rule": rule}


def add(day: str, start: str = "10:00", end: str | None = "12:00", **more: object) -> Change:
    return {"kind": "add", "date": f"2026-{day}", "start": start, "end": end, **more}


def replace(day: str, *rules: dict[str, object], scope: str = "later") -> Change:
    return {"kind": "replace", "date": f"2026-{day}", "scope": scope, "rules": list(rules)}


def schedule(*rules: dict[str, object], **more: object) -> Schedule:
    """Written out and read in again, as the office sends it."""
    return Schedule.model_validate_json(
        json.dumps({"starts_on": FIRST.isoformat(), "rules": list(rules), **more}, ensure_ascii=False)
    )


def looked_at(plan: Schedule, first: date | str = FIRST, last: date | str = LAST) -> Preview:
    """The preview, after what must be true of every preview."""
    first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in (first, last))
    seen = preview(plan, first, last)
    assert [held.start for held in seen.dates] == sorted(held.start for held in seen.dates)
    for held in seen.dates:
        assert first <= held.date <= last
        assert held.start.utcoffset() is not None
        assert held.status in ("planned", "moved", "added")
        assert held.form in ("online", "venue", "hybrid")
    for left in seen.not_held:
        assert left.reason in ("skipped", "cancelled", "weekend", "holiday", "closed", "taken")
    return seen


def on_leaflet(held: Held) -> Want:
    ends = ""
    if held.end is not None:
        ends = f"{held.end:%H:%M}" if held.end.date() == held.start.date() else f"翌{held.end:%H:%M}"
        assert held.end.date() - held.start.date() <= timedelta(days=1)
    assert held.start.date() == held.date
    return Want(held.date, f"{held.start:%H:%M}", ends, held.rule, str(held.form), held.venue)


def leaflet(plan: Schedule, first: date | str = FIRST, last: date | str = LAST) -> list[Want]:
    return sorted(on_leaflet(held) for held in looked_at(plan, first, last).dates)


def dates(plan: Schedule, first: date | str = FIRST, last: date | str = LAST) -> str:
    """ "4/5 4/12 4/19": short enough to be written out by hand."""
    return " ".join(f"{held.date.month}/{held.date.day}" for held in looked_at(plan, first, last).dates)


def left_out(plan: Schedule, first: date | str = FIRST, last: date | str = LAST) -> list[tuple[str, str]]:
    return [(f"{left.date.month}/{left.date.day}", str(left.reason)) for left in looked_at(plan, first, last).not_held]
