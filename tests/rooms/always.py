"""What is true of a room after every command, whoever asked for whatever.

The chat has an oracle of its own: it follows who stood where when something was said, knowing nothing of revisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rooms.base import STAFF_ROLES, Doors, Microphone, PlaceKind, Scope
from rooms.events import AnyEvent, MessageRemoved, MessageSaid, PromptSet, event_list
from rooms.hearing import hearing
from rooms.machine import next_deadline, replay
from rooms.plan import HALL_KINDS, LISTENER_KINDS, VOICE_KINDS
from rooms.rules.places import HAND_KINDS
from rooms.state import Room
from rooms.views import Kind, View, audience_of, view_of

if TYPE_CHECKING:
    from tests.rooms.helpers import World

STRANGER = "stranger"


def assert_always(world: World, events: Sequence[AnyEvent]) -> None:
    room = world.room
    assert_sound(room)
    assert_hearing(room)
    assert event_list.validate_json(event_list.dump_json(tuple(events))) == tuple(events)
    assert_nothing_leaks(world)
    assert_chat_is_for_those_who_were_there(world)
    assert_removed_words_are_gone(world)
    deadline = next_deadline(room)
    assert (deadline is None) == (room.doors is Doors.ENDED)


def assert_replays(world: World) -> None:
    """A killed server comes back with the room as it was."""
    stored = event_list.dump_json(tuple(world.log))
    assert replay(world.start, event_list.validate_json(stored)) == world.room
    assert world.room.revision == len(world.log)


def assert_sound(room: Room) -> None:
    """The invariants of rooms/state.py."""
    assert not room.people.keys() & room.onlookers.keys()
    sitting = {(p.shown.place, p.shown.seat): pid for pid, p in room.people.items() if p.shown.seat is not None}
    assert sitting == dict(room.seats)
    assert room.turn is None or room.turn in room.people
    for pid, person in room.people.items():
        shown, kind = person.shown, room.kind(pid)
        assert pid == shown.id
        assert shown.seat is None or shown.seat < len(room.place(shown.place).seats)
        assert kind is not PlaceKind.BOOTH or shown.seat is not None
        if shown.microphone is Microphone.OPEN:
            assert not shown.rested
            assert not shown.in_hall
            assert kind in VOICE_KINDS
        assert shown.hand is None or kind in HAND_KINDS
        assert room.turn != pid or kind in HAND_KINDS
        assert not (shown.writing and kind in (PlaceKind.VERANDA, PlaceKind.REST))
        assert person.device not in room.banned_devices or shown.role in STAFF_ROLES or _was_here(room, pid)
    assert len({message.id for _, message in room.chat.newest_first()}) == room.chat.count


def _was_here(room: Room, pid: str) -> bool:
    """A device's other person, who was already in when the ban came, may stay; they may not enter."""
    banned = room.banned_devices[room.people[pid].device]
    return banned != pid


def assert_hearing(room: Room) -> None:
    listeners: list[str] = []
    for group in hearing(room):
        assert group.listeners
        listeners += group.listeners
        for pid in group.sources:
            shown, kind = room.people[pid].shown, room.kind(pid)
            assert shown.microphone is Microphone.OPEN
            assert not shown.rested
            assert kind in VOICE_KINDS
            assert kind not in LISTENER_KINDS | HALL_KINDS
        zones = {room.zone(pid) for pid in group.listeners}
        assert len(zones) == 1
        booths = {pid for pid in group.sources if room.kind(pid) is PlaceKind.BOOTH}
        assert {room.zone(pid) for pid in booths} <= zones
    assert len(listeners) == len(set(listeners))
    assert not {pid for pid in listeners if room.kind(pid) in (PlaceKind.VERANDA, PlaceKind.REST)}


def assert_nothing_leaks(world: World) -> None:
    """Onlookers see no nickname, no picture and no word; views survive the wire."""
    words = [e.message.text for e in world.log if isinstance(e, MessageSaid)]
    prompts = {e.text for e in world.log if isinstance(e, PromptSet)}
    for viewer in (STRANGER, *world.room.onlookers):
        view = view_of(world.room, audience_of(world.room, viewer))
        if view.kind is Kind.ONLOOKER:
            _assert_blind(view, [word for word in words if word not in prompts])
    for viewer in world.room.people:
        dumped = world.view(viewer).model_dump_json()
        assert View.model_validate_json(dumped) == world.view(viewer)
        assert "device-" not in dumped


def _assert_blind(view: View, words: Sequence[str]) -> None:
    assert view.chat == ()
    dumped = view.model_copy(update={"plan": view.plan, "concerns": ()}).model_dump_json()
    assert "なまえ-" not in dumped
    assert "seed-" not in dumped
    assert not [word for word in words if word in dumped]
    assert view.turn is None
    assert all(s.hand is None and s.reaction is None and not s.writing and s.card is None for s in view.people.values())


def assert_chat_is_for_those_who_were_there(world: World) -> None:
    seen = witnesses(world)
    for pid in world.room.people:
        view = world.view(pid)
        for message in view.chat:
            if view.kind is Kind.STAFF:
                assert message.scope is not Scope.BOOTH or pid in seen[message.id]
            else:
                assert pid in seen[message.id], (pid, message)


def witnesses(world: World) -> dict[str, set[str]]:
    """For each message those who stood where it could be read, and have neither left nor gone elsewhere since."""
    return world.witnesses


def assert_removed_words_are_gone(world: World) -> None:
    removed = {e.id for e in world.log if isinstance(e, MessageRemoved)}
    kept = {e.message.text for e in world.log if isinstance(e, MessageSaid) and e.message.id not in removed}
    gone = {e.message.text for e in world.log if isinstance(e, MessageSaid) and e.message.id in removed} - kept
    if gone:
        state = repr(world.room)
        assert not [text for text in gone if text in state]
