"""What is true of a room after every command, whoever asked for whatever.

The chat has an oracle of its own: it follows who stood where when something was said, knowing nothing of revisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rooms import threads, views
from rooms.audience import Viewer
from rooms.base import STAFF_ROLES, Doors, Microphone, Part, Scope, Wish
from rooms.events import (
    ActivitySet,
    AnyEvent,
    Left,
    Message,
    MessageRemoved,
    MessageSaid,
    PlaceTaken,
    PlanSet,
    event_list,
)
from rooms.hearing import hearing
from rooms.machine import evolve, next_deadline, replay, same_deadline
from rooms.plan import VERANDA_ZONE, Plan
from rooms.sheet import Speak
from rooms.state import Room
from rooms.views import View, audience_of, view_of

STRANGER = "stranger"
"""Somebody who is not in the room and never was: sees what an onlooker sees."""


def assert_always(room: Room, events: Sequence[AnyEvent]) -> None:
    """What can be said of a room without its history."""
    assert_sound(room)
    assert_hearing(room)
    assert event_list.validate_json(event_list.dump_json(tuple(events))) == tuple(events)
    deadline = next_deadline(room)
    assert (deadline is None) == (room.doors is Doors.ENDED)


def assert_replays(start: Room, log: Sequence[AnyEvent], room: Room) -> None:
    """A killed server comes back with the room as it was."""
    stored = event_list.dump_json(tuple(log))
    assert replay(start, event_list.validate_json(stored)) == room
    assert room.revision == len(log)
    for event in log:
        before, start = start, evolve(start, event)
        if same_deadline(before, start):  # nobody need look again
            assert next_deadline(before) == next_deadline(start)


def assert_sound(room: Room) -> None:
    """The invariants of rooms/state.py."""
    assert not room.people.keys() & room.onlookers.keys()
    sitting = {(p.shown.place, p.shown.seat): pid for pid, p in room.people.items() if p.shown.seat is not None}
    assert sitting == dict(room.seats)
    assert room.turn is None or room.turn in room.people
    for pid, person in room.people.items():
        shown, place = person.shown, room.place_of(pid)
        assert pid == shown.id
        assert shown.seat is None or shown.seat < len(room.place(shown.place).seats)
        assert not place.private or shown.seat is not None
        if shown.microphone is Microphone.OPEN:
            assert not shown.rested
            assert shown.hall is None
            assert place.voice
            assert room.may(pid, Speak.VOICE)
        assert shown.hand is None or place.hands
        assert room.turn != pid or place.hands
        assert not shown.to_all or shown.role in STAFF_ROLES
        assert not (shown.writing and place.part is not Part.PRESENT)
        assert shown.held is None or place.part is Part.WAITING
        held_to = person.devices if shown.role not in STAFF_ROLES else frozenset()
        assert shown.rested == room.rested.holds(pid, held_to), "a rest holds by person and device, and shows"
        assert shown.role in STAFF_ROLES or not room.banned.holds(pid, person.devices), "who is banned is out"
    assert set(room.line) <= room.people.keys(), "who waits for a booth is here"
    assert set(room.called) <= set(room.line)
    assert len(set(room.line)) == len(room.line)
    assert room.round is None or room.round.paused or room.turn is not None, "in a round somebody has the turn"
    for pid, onlooker in room.onlookers.items():
        assert onlooker.role in STAFF_ROLES or not room.banned.holds(pid, onlooker.devices), (
            "who is banned looks at nothing"
        )
    assert not {gone.seen.person for gone in room.departed} & (room.people.keys() | room.banned.people.keys())
    assert all(message.id == key for key, message in room.chat.messages.items())


def assert_hearing(room: Room) -> None:
    listeners: list[str] = []
    for group in hearing(room):
        assert group.listeners
        listeners += group.listeners
        for pid in group.sources:
            shown, place = room.people[pid].shown, room.place_of(pid)
            assert shown.microphone is Microphone.OPEN
            assert not shown.rested
            assert place.voice
            assert place.hall is None
        told_apart = {room.zone(pid) for pid in group.sources if room.place_of(pid).private}
        assert not told_apart or {room.zone(pid) for pid in group.listeners} == told_apart
    assert len(listeners) == len(set(listeners))
    assert not {pid for pid in listeners if room.place_of(pid).part is not Part.PRESENT}


def assert_private_places_keep_what_lies_there(room: Room, log: Sequence[AnyEvent]) -> None:
    """Only those who were there when it was laid out see it."""
    laid = {event.zone: rev for rev, event in enumerate(log, 1) if isinstance(event, ActivitySet) and event.activity}
    private = {zone for zone in room.activities if room.plan.is_private(zone)}
    for pid, person in room.people.items():
        seen = view_of(room, audience_of(room, pid)).activities.keys() & private
        assert seen <= {room.zone(pid)}
        assert all(person.zone_rev <= laid[zone] for zone in seen)


def assert_nothing_leaks(room: Room, log: Sequence[AnyEvent]) -> None:
    """Onlookers see no nickname, no picture and no word, removed words are nowhere, and views survive the wire."""
    said = [event.message for event in log if isinstance(event, MessageSaid)]
    for viewer in (STRANGER, *room.onlookers):
        view = _with_little_plan(view_of(room, audience_of(room, viewer)))
        if view.kind is Viewer.ONLOOKER:
            _assert_blind(view, {message.text for message in said})
    for viewer in room.people:
        view = _with_little_plan(view_of(room, audience_of(room, viewer)))
        if view.kind is Viewer.ONLOOKER:
            _assert_blind(without_oneself(view), {message.text for message in said if message.person != viewer})
        dumped = view.model_dump_json()
        assert View.model_validate_json(dumped) == view
        assert "device-" not in dumped
    removed = {event.id for event in log if isinstance(event, MessageRemoved)}
    gone = {message.text for message in said if message.id in removed}
    if gone:
        state = repr(room.chat)
        assert not [text for text in gone if text in state]


def _with_little_plan(view: View) -> View:
    """Nobody's secret, and ten times as long as the rest: reading it again after every command would be most of the work."""
    return view.but(plan=Plan(places=(view.plan.for_arrival(Wish.CIRCLE, None),)))


def without_oneself(view: View) -> View:
    """What somebody who waits on the veranda sees beside themselves, their own words and the answers to them, and beside
    who of the staff is there: their names and pictures, and no more of them."""
    nameless: dict[str, object] = {"nickname": "", "avatar": None}
    others = {
        person: shown.model_copy(update=nameless) if shown.role in STAFF_ROLES else shown
        for person, shown in view.people.items()
        if person != view.me
    }
    return view.but(people=others, threads=tuple(thread for thread in view.threads if thread.person != view.me))


def _assert_blind(view: View, words: set[str]) -> None:
    assert view.chat == ()
    assert view.threads == ()
    dumped = view.but(concerns=()).model_dump_json()
    assert "なまえ-" not in dumped
    assert "seed-" not in dumped
    assert not [word for word in words if word in dumped]
    assert view.turn is None
    assert all(s.hand is None and s.reaction is None and not s.writing and s.card is None for s in view.people.values())


def shown_of(room: Room, may: Sequence[str]) -> list[str]:
    """Of the ids that somebody may read, those of a view: each person's newest, and of those the newest."""
    by: dict[str, list[str]] = {}
    for message_id in may:
        by.setdefault(room.chat.messages[message_id].person, []).append(message_id)
    kept = {each for own in by.values() for each in own[-views.CHAT_OF_ONE_SHOWN :]}
    return [each for each in may if each in kept][-views.CHAT_SHOWN :]


def assert_chat_is_for_those_who_were_there(room: Room, witnesses: Mapping[str, set[str]]) -> None:
    """Everybody reads exactly what reached them where they stood; staff also what was said before, but not in booths."""
    talk = [message for _, message in room.chat.newest_talk()][::-1]
    to_staff = [m for m in room.chat.messages.values() if m.scope is Scope.STAFF]
    for pid in room.people:
        view = view_of(room, audience_of(room, pid))
        staff = view.kind is Viewer.STAFF
        may = [m.id for m in talk if pid in witnesses[m.id] or (staff and m.scope is not Scope.BOOTH)]
        assert [message.id for message in view.chat] == shown_of(room, may), pid
        assert_threads_are_for_those_they_are_of(view, to_staff, witnesses)


def assert_threads_are_for_those_they_are_of(
    view: View, to_staff: Sequence[Message], witnesses: Mapping[str, set[str]]
) -> None:
    """Staff hold a thread of everybody who waits; others the newest of what they were there for, and nobody else's."""
    held = {thread.person: [m.id for m in thread.messages] for thread in view.threads}
    if view.kind is Viewer.STAFF:
        asked = {m.person for m in to_staff if m.role not in STAFF_ROLES and not m.removed}
        answered = {thread.person for thread in view.threads if not thread.waits}
        assert all(held[person] for person in asked & held.keys() - answered)
        assert held.keys() <= {threads.thread_of(m) for m in to_staff}
    else:
        mine = {m.id for m in to_staff if view.me in witnesses[m.id] and threads.thread_of(m) == view.me}
        assert held.keys() == ({view.me} if mine else set())
        assert set(held.get(view.me, ())) <= mine
        assert len(held.get(view.me, ())) == min(len(mine), threads.THREAD_SHOWN)


def witness(witnesses: dict[str, set[str]], room: Room, event: AnyEvent) -> None:
    """Follow who could read what: those who stood there when it was said and have not gone elsewhere since."""
    if isinstance(event, MessageSaid):
        witnesses[event.message.id] = {pid for pid in room.people if _reached(room, event.message, pid)}
    elif isinstance(event, Left):
        for seen in witnesses.values():
            seen.discard(event.person)
    elif isinstance(event, PlaceTaken):
        _went(witnesses, room, event.person, event.place, room.plan)
    elif isinstance(event, PlanSet):
        now = {each.person: each.place for each in event.seated}
        for pid, person in room.people.items():
            _went(witnesses, room, pid, now.get(pid, person.shown.place), event.plan)


def _reached(room: Room, message: Message, pid: str) -> bool:
    staff, zone = room.people[pid].shown.role in STAFF_ROLES, room.zone(pid)
    if message.scope is Scope.STAFF:
        return staff or pid in (message.person, message.to)
    if message.scope is Scope.BOOTH:
        return zone == message.zone
    if zone == VERANDA_ZONE and not staff:
        return False
    return message.scope is Scope.ROOM or staff or zone == message.zone


def _went(witnesses: dict[str, set[str]], room: Room, person: str, place: str, plan: Plan) -> None:
    said = room.chat.messages
    now, before = plan.place(place), room.place_of(person)
    assert now is not None
    if (now.zone, now.part, now.private) == (before.zone, before.part, before.private):
        return
    for message_id, seen in witnesses.items():
        local = said[message_id].scope in (Scope.PLACE, Scope.BOOTH)
        if local or (now.zone == VERANDA_ZONE and said[message_id].scope is not Scope.STAFF):
            seen.discard(person)
