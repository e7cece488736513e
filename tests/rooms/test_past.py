"""Rooms that began on an older version come back as they were: journals recorded then, in the clear."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rooms.activities.prompt import Prompt
from rooms.base import Microphone
from rooms.events import HandRaised
from rooms.hearing import hearing
from rooms.machine import new_room, replay
from rooms.past import VERSION, dump_events, load_events, load_settings
from rooms.state import Room
from rooms.tally import Numbers, Tally
from rooms.views import audience_of, view_of
from tests.rooms.always import assert_always

FOLDER = Path(__file__).parent.parent / "fixtures" / "journals"
RECORDED = sorted(FOLDER.glob("*.json"))


def came_back(recorded: dict[str, Any]) -> tuple[Room, Tally]:
    room = new_room(load_settings(json.dumps(recorded["settings"])))
    tally = Tally(room.plan)
    for entry in recorded["entries"]:
        events = load_events(entry.encode())
        room, tally = replay(room, events), tally.after(events)
        assert_always(room, events)
    return room, tally


def seen(room: Room, viewer: str) -> dict[str, Any]:
    view = view_of(room, audience_of(room, viewer))
    said = [*view.chat, *(message for thread in view.threads for message in thread.messages)]
    return {
        "kind": view.kind,
        "zone": view.zone,
        "chat": [message.text for message in sorted(said, key=lambda message: message.at)],
        "people": {
            pid: [s.place, s.seat, s.nickname, s.hall is not None, s.microphone, s.hand, s.card]
            for pid, s in view.people.items()
        },
        "prompts": {zone: on.text for zone, on in view.activities.items() if isinstance(on, Prompt)},
        "onlookers": view.onlookers,
        "concerns": len(view.concerns),
        "sent_away": [each.person for each in view.sent_away],
    }


def as_shown_now(room: Room, viewer: str, view: dict[str, Any]) -> dict[str, Any]:
    """A recorded view without what is shown to fewer since: signs of a booth, and activities to those outside the door."""
    people = {}
    for pid, (place, seat, nickname, hall, *signs) in view["people"].items():
        apart = room.place(place).private and room.place(place).zone != view["zone"] and pid != viewer
        people[pid] = [place, seat, nickname, hall, *([Microphone.OFF, None, None] if apart else signs)]
    return {**view, "people": people, "prompts": {} if view["kind"] == "onlooker" else view["prompts"]}


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_room_comes_back_as_it_was(file: Path) -> None:
    recorded = json.loads(file.read_text(encoding="utf-8"))
    room, tally = came_back(recorded)
    assert (room.revision, room.doors, room.step, room.turn) == tuple(
        recorded[name] for name in ("revision", "doors", "step", "turn")
    )
    then_seen = {viewer: as_shown_now(room, viewer, view) for viewer, view in recorded["views"].items()}
    assert {viewer: seen(room, viewer) for viewer in recorded["views"]} == then_seen
    assert tally.totals() == {origin: Numbers(**counted) for origin, counted in recorded["totals"].items()}
    heard = {listener: group.sources for group in hearing(room) for listener in group.listeners}
    then = {listener: frozenset(sources) for sources, listeners in recorded["hearing"] for listener in listeners}
    assert heard == then


def test_there_is_a_recording_of_the_first_version() -> None:
    assert [file.name for file in RECORDED] == ["0.1.0.json"]
    entries = json.loads(RECORDED[0].read_text(encoding="utf-8"))["entries"]
    assert len({event["type"] for entry in entries for event in json.loads(entry)}) == 27, "every event there was"


def test_an_entry_says_its_version() -> None:
    events = (HandRaised(person="a", at=1),)
    entry = dump_events(events)
    assert json.loads(entry)["v"] == VERSION
    assert load_events(entry) == events
    assert load_events(dump_events(())) == ()


NEVER = (b'{"v":99,"events":[]}', b'{"v":0,"events":[]}', b"{}", b'[{"type":"unheard_of"}]', b"no")


@pytest.mark.parametrize("entry", NEVER)
def test_what_no_version_wrote_is_refused(entry: bytes) -> None:
    with pytest.raises(ValueError, match=r"version|unheard_of|Expecting"):
        load_events(entry)
