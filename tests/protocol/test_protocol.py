"""Law 4: every command, event and code has its line in docs/protocol.md, every event somebody is sent a client fixture; and
what is generated is up to date."""

from __future__ import annotations

import json
import typing
from typing import Any

from rooms import commands, events
from rooms.audience import Viewer
from rooms.refusals import Code
from server.protocol.docs import CLIENT_COMMANDS, FIXTURES, PROTOCOL, SCHEMA, outputs

TOLD_TO_NOBODY = {"connection_lost", "connection_back", "crowd_set", "link_ended", "sat_together"}
"""Events that every audience's cut leaves out: for two minutes nobody sees an absence."""
ALL_COMMANDS: tuple[type[Any], ...] = (*CLIENT_COMMANDS, *typing.get_args(commands.Internal))
ALL_EVENTS: tuple[type[Any], ...] = typing.get_args(events.AnyEvent)


def tag(model: type[Any]) -> str:
    return str(model.model_fields["type"].default)


def undocumented(models: tuple[type[Any], ...], page: str) -> list[str]:
    """Types without a row in the page."""
    return [tag(model) for model in models if f"| `{tag(model)}` |" not in page]


def without_fixture(models: tuple[type[Any], ...], fixtures: dict[str, Any]) -> list[str]:
    """Events that no fixture holds."""
    met = {event["type"] for step in fixtures["steps"] for event in step["events"]}
    return [tag(model) for model in models if tag(model) not in met | TOLD_TO_NOBODY]


def test_every_command_and_event_has_its_line() -> None:
    assert undocumented((*ALL_COMMANDS, *ALL_EVENTS), PROTOCOL.read_text()) == []


def test_every_event_has_a_fixture() -> None:
    assert without_fixture(ALL_EVENTS, json.loads(FIXTURES.read_text())) == []


def watched(fixtures: dict[str, Any]) -> set[tuple[str, str]]:
    """(role, kind of viewer) of everybody whose views the fixtures hold."""
    return {(step["view"]["role"], step["audience"]) for step in fixtures["steps"]}


def test_every_kind_of_viewer_is_told_the_fixtures() -> None:
    """The screen above all: most cuts are made for it. A device of the hall sees what an onlooker sees."""
    seen = watched(json.loads(FIXTURES.read_text()))
    assert {kind for _, kind in seen} == set(Viewer)
    assert seen >= {("screen", "screen"), ("hall_device", "onlooker"), ("participant", "onlooker")}


def test_every_code_has_its_line() -> None:
    page = PROTOCOL.read_text()
    assert [code for code in Code if f"`{code}`" not in page] == []


def test_these_guards_can_fail() -> None:
    class Poll(events.TurnEnded):
        type: str = "poll_opened"  # type: ignore[assignment]

    assert undocumented((Poll,), PROTOCOL.read_text()) == ["poll_opened"]
    assert without_fixture((Poll,), json.loads(FIXTURES.read_text())) == ["poll_opened"]


def test_what_is_generated_is_up_to_date() -> None:
    assert [path.name for path, text in outputs().items() if path.read_text() != text] == []


def test_the_schema_refuses_unknown_fields() -> None:
    defs = json.loads(SCHEMA.read_text())["$defs"]
    loose = [
        name
        for name, each in defs.items()
        if each.get("type") == "object" and each.get("additionalProperties") is not False
    ]
    assert loose == []
