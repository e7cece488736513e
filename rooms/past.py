"""Rooms that began on an older version: how their events and settings are read as today's.

Each entry of a journal says the version of its events. A shape that only grows needs no new version (new fields have
defaults); one that changes its meaning does, with a step here that turns the old JSON into the next version's.

1: a person was `in_hall` or not; a place was its kind and nothing else; a prompt was a text.
2: a person sits in a hall that has an id; a place carries its traits; a prompt is an activity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from rooms.base import PlaceKind
from rooms.events import AnyEvent, event_list
from rooms.jsons import Jsons
from rooms.plan import MAIN_ZONE, VERANDA_ZONE
from rooms.plans.shapes import HALL
from rooms.state import Settings

VERSION = 2
_HEAD = b'{"v":%d,"events":' % VERSION


def dump_events(events: Sequence[AnyEvent], jsons: Jsons | None = None) -> bytes:
    """The JSON of a journal's entry, with the version of its events."""
    return b"%b[%b]}" % (_HEAD, (jsons or Jsons()).of(events))


def load_events(entry: bytes) -> tuple[AnyEvent, ...]:
    """The events of a journal's entry of this or an earlier version. Raises ValueError for what never was an entry."""
    if entry.startswith(_HEAD):
        return event_list.validate_json(entry[len(_HEAD) : -1])
    kept = json.loads(entry)
    # Version 1 had no number: an entry was its list.
    version, events = (1, kept) if isinstance(kept, list) else (kept.get("v"), kept.get("events"))
    if version not in range(1, VERSION):
        raise ValueError(f"events of version {version}, which this server does not know")
    for step in _STEPS[version - 1 :]:
        events = [step(event) for event in events]
    return event_list.validate_json(json.dumps(events))


def load_settings(kept: str | bytes) -> Settings:
    """The settings of a room as they were kept by this or an earlier version. Raises ValueError for anything else."""
    settings = json.loads(kept)
    for place in settings.get("plan", {}).get("places", ()):
        if "zone" not in place:
            place |= _traits_of_kind(PlaceKind(place["kind"]), place["id"])
    return Settings.model_validate_json(json.dumps(settings))


def _halls_and_activities(event: dict[str, Any]) -> dict[str, Any]:
    """1 → 2."""
    if event["type"] == "entered":
        shown = dict(event["shown"])
        shown["hall"] = HALL if shown.pop("in_hall", False) else None
        return {**event, "shown": shown}
    if event["type"] == "prompt_set":
        activity = {"kind": "prompt", "text": event["text"]} if event["text"] else None
        return {"type": "activity_set", "zone": event["zone"], "activity": activity}
    return event


_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_halls_and_activities,)
"""From each version to the next."""


def _traits_of_kind(kind: PlaceKind, place_id: str) -> dict[str, Any]:
    """What the kinds of version 1 meant."""
    main: dict[str, Any] = {"zone": MAIN_ZONE, "hears": [MAIN_ZONE]}
    own: dict[str, Any] = {"zone": place_id, "hears": [place_id], "voice": True, "hands": True}
    match kind:
        case PlaceKind.VERANDA:
            return {"zone": VERANDA_ZONE, "part": "waiting", "takes": "staff"}
        case PlaceKind.REST:
            return {"zone": "rest", "part": "away"}
        case PlaceKind.CIRCLE | PlaceKind.STAGE:
            return {**main, "voice": True, "hands": True}
        case PlaceKind.LISTENER_SEAT:
            return main
        case PlaceKind.AUDIENCE | PlaceKind.REFLECTING_TEAM:
            return {**main, "hands": True}  # no plan of version 1 had them
        case PlaceKind.HALL_SEAT:
            return {**main, "hands": True, "hall": HALL}
        case PlaceKind.HALL_LISTENER_SEAT:
            return {**main, "hall": HALL}
        case PlaceKind.TABLE:
            return own
        case PlaceKind.BOOTH:
            return {**own, "private": True, "takes": "staff"}
