"""Two schedules that read the same have the same dates: whoever has checked the sentence has checked the rule."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from server.office.rules.schedule import Schedule, preview, read_schedule

JSON = dict[str, Any]
FIRST, LAST = date(2026, 4, 1), date(2033, 3, 31)
PLACES = [{"form": "online"}, {"form": "venue", "venue": "本所"}]
PARTS: dict[str, tuple[str, ...]] = {
    "INTERVAL": ("2", "3", "12"),
    "BYMONTH": ("2,4,6,8,10,12", "5,1", "2", "11"),
    "BYMONTHDAY": ("15", "31", "-1", "1,31", "29,30", "-31"),
    "BYDAY": ("MO", "SU,SA", "MO,TU,WE,TH,FR", "1MO", "-1FR,2TU", "5SA", "MO,2TU", "MO,TU,WE,TH,FR,SA,SU"),
    "BYSETPOS": ("1", "-1", "1,-1", "-2"),
    "BYWEEKNO": ("20", "1,-1"),
    "BYYEARDAY": ("100", "-1,1"),
    "WKST": ("SU", "WE"),
    "COUNT": ("5", "7"),
    "UNTIL": ("20280331", "20280330"),
}
FIELDS: dict[str, tuple[Any, ...]] = {
    "only": (None, "workdays", "days_off", "holidays", "open"),
    "nth": ([], [1], [-1], [2, -2], [3]),
    "short_months": ("skip", "last_day", "next_month"),
    "held": (None, 5, 8),
    "elapsed": (False, True),
    "turns": ("pattern", "held"),
    "places": ([], PLACES, PLACES[::-1], [*PLACES, PLACES[0]]),
    "start": ("01:30", "10:00"),
    "end": (None, "05:00", "12:00"),
}
AROUND: dict[str, tuple[Any, ...]] = {
    "holidays": ("hold", "skip", "next_day", "previous_day", "day_after", "day_before", "next_week", "previous_week"),
    "weekends": ("hold", "skip", "next_day", "previous_day"),
    "on_closed": ("hold", "skip", "next_day", "day_after", "next_week"),
    "closed": ([], ["12-29/01-03"], ["12-28/01-04"], ["08-13/08-16", "2026-10-01"]),
    "ends_on": (None, "2029-03-31"),
    "timezone": ("Asia/Tokyo", "Europe/Berlin", "America/New_York"),
}


def _one(kind: str, said: JSON, draw: st.DrawFn) -> JSON:
    """The same with one part, field or setting chosen anew."""
    said = {"parts": dict(said["parts"]), "fields": dict(said["fields"]), "around": dict(said["around"])}
    names = {"parts": PARTS, "fields": FIELDS, "around": AROUND}[kind]
    name = draw(st.sampled_from(sorted(names)))
    value = draw(st.sampled_from([None, *names[name]] if kind == "parts" else names[name]))
    said[kind][name] = value
    return said


def _schedule(freq: str, said: JSON) -> Schedule:
    text = ";".join([f"FREQ={freq}", *(f"{name}={value}" for name, value in said["parts"].items() if value)])
    plan = {"starts_on": str(FIRST), "rules": [{"start": "10:00", **said["fields"], "rule": text}], **said["around"]}
    return Schedule.model_validate_json(json.dumps(plan))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Schedule, Schedule]:
    """Two schedules that differ in one thing, or in two."""
    said: JSON = {"parts": {}, "fields": {}, "around": {}}
    kinds = st.sampled_from(["parts", "fields", "around"])
    for _ in range(draw(st.integers(1, 7))):
        said = _one(draw(kinds), said, draw)
    other = _one(draw(kinds), said, draw)
    if draw(st.booleans()):
        other = _one(draw(kinds), other, draw)
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    try:
        return _schedule(freq, said), _schedule(draw(st.sampled_from([freq, freq, "MONTHLY"])), other)
    except ValidationError:
        assume(False)
        raise


@given(pairs())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_reads_the_same_is_the_same(both: tuple[Schedule, Schedule]) -> None:
    one, other = both
    if read_schedule(one) == read_schedule(other):
        assert preview(one, FIRST, LAST).dates == preview(other, FIRST, LAST).dates
