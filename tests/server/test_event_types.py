"""server/live tells events and knows none of them: what an event means to those who tell it is a row in rooms/rules."""

from __future__ import annotations

import ast
import typing
from pathlib import Path

import pytest

from rooms.events import AnyEvent

LIVE = Path(__file__).resolve().parents[2] / "server" / "live"
TYPES = {event.__name__ for event in typing.get_args(AnyEvent)}
TAGS = {str(event.model_fields["type"].default) for event in typing.get_args(AnyEvent)}
WHOLE = {"AnyEvent", "Event", "event_list"}
"""What stands for all events alike."""


def known_events(source: str) -> set[str]:
    """The event types, by class or by tag, that a file names in its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[:2] == ["rooms", "events"]:
            found |= {alias.name for alias in node.names} - WHOLE
        elif isinstance(node, ast.ImportFrom) and node.module == "rooms":
            found |= {alias.name for alias in node.names if alias.name == "events"}
        elif isinstance(node, ast.Name) and node.id in TYPES:
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and node.attr in TYPES:
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and node.value in TAGS:
            found.add(str(node.value))
    return found


def test_the_live_rooms_know_no_event_type() -> None:
    files = sorted(LIVE.glob("*.py"))
    assert len(files) > 5
    assert {file.name: found for file in files if (found := known_events(file.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from rooms.events import AnyEvent, Left", {"Left"}),
        ("from rooms import events", {"events"}),
        ("from rooms.events.places import PlanSet", {"PlanSet"}),
        ("isinstance(event, events.PlaceTaken)", {"PlaceTaken"}),
        ("case SentAway(): ...".replace("case", "match event:\n    case", 1), {"SentAway"}),
        ("event.type == 'hand_raised'", {"hand_raised"}),
        ("from rooms.events import AnyEvent, event_list", set()),
    ],
)
def test_an_event_type_there_is_found(line: str, found: set[str]) -> None:
    assert known_events(line) == found
