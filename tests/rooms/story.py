"""A room in which things happen one after another, as a reader would tell it; every law is checked at every step."""

from __future__ import annotations

from typing import Any

from rooms.base import STAFF_ROLES, AvatarChoice, Microphone, Role
from rooms.commands import Command, Enter, LookIn, Say, Tick
from rooms.context import Context
from rooms.events import AnyEvent
from rooms.hearing import hearing
from rooms.machine import decide, evolve, new_room, replay
from rooms.plan import LISTENER_KINDS, VOICE_KINDS, default_plan
from rooms.refusals import Code, Refusal
from rooms.rules.places import HAND_KINDS
from rooms.state import Room, Settings, Step
from rooms.views import audience_of, view_of
from tests.rooms.helpers import assert_views_agree

HOUR = 3_600_000
AVATAR = AvatarChoice(style="critters", seed="secretseed")


def settings(early: int = 0, opens: int = 0) -> Settings:
    return Settings(
        session="s1",
        title="ふらっと",
        early_at=early,
        open_at=opens,
        closing_at=opens + 3 * HOUR,
        end_at=opens + 4 * HOUR,
        capacity=30,
        steps=(Step(title="はじまり"), Step(title="おしゃべり")),
        plan=default_plan(tables=2, circle=4, listeners=4, hall=4, table_seats=2),
    )


class Story:
    """Keeps every event, so that the room can be brought back from them."""

    def __init__(self, made: Settings | None = None, *, opened: bool = True) -> None:
        self.settings = made or settings()
        self.room: Room = new_room(self.settings)
        self.events: list[AnyEvent] = []
        self.now = 1_000
        if opened:
            self.do("", Tick())

    def ask(self, actor: str, command: Command) -> tuple[AnyEvent, ...] | Refusal:
        """What the room decides; it happens, and every law is checked."""
        decided = decide(self.room, command, Context(actor=actor, now=self.now))
        if isinstance(decided, Refusal):
            return decided
        before = self.room
        for event in decided:
            self.room = evolve(self.room, event)
        self.events.extend(decided)
        assert_views_agree(before, decided, self.room)
        assert_invariants(self.room)
        return decided

    def do(self, actor: str, command: Command) -> tuple[AnyEvent, ...]:
        decided = self.ask(actor, command)
        assert not isinstance(decided, Refusal), decided
        return decided

    def refused(self, actor: str, command: Command) -> Code:
        decided = self.ask(actor, command)
        assert isinstance(decided, Refusal), decided
        return decided.code

    def look(self, person: str, role: Role = Role.PARTICIPANT) -> None:
        self.do(person, LookIn(role=role, device=f"device-{person}"))

    def enter(self, person: str, role: Role = Role.PARTICIPANT, **fields: Any) -> None:
        self.look(person, role)
        self.do(person, Enter(**{"nickname": f"なまえ{person}", "avatar": AVATAR, **fields}))

    def say(self, person: str, text: str, number: int, **fields: Any) -> None:
        self.do(person, Say(id=f"message-{number:04}", text=text, **fields))

    def texts(self, person: str) -> list[str]:
        return [message.text for message in view_of(self.room, audience_of(self.room, person)).chat]


def assert_invariants(room: Room) -> None:
    """What rooms/state.py promises."""
    assert not set(room.people) & set(room.onlookers)
    assert len(set(room.seats.values())) == len(room.seats)
    sources = {source for group in hearing(room) for source in group.sources}
    listeners = [person for group in hearing(room) for person in group.listeners]
    assert len(listeners) == len(set(listeners))
    for person_id, person in room.people.items():
        shown, kind = person.shown, room.kind(person_id)
        assert shown.seat is None or room.seats[shown.place, shown.seat] == person_id
        if shown.microphone is Microphone.OPEN:
            assert not shown.rested
            assert kind in VOICE_KINDS
        if shown.hand is not None or room.turn == person_id:
            assert kind in HAND_KINDS
        if shown.rested or kind in LISTENER_KINDS or shown.in_hall:
            assert person_id not in sources
        if shown.to_all:
            assert shown.role in STAFF_ROLES
    assert room.turn is None or room.turn in room.people
    for (place, seat), person_id in room.seats.items():
        shown = room.people[person_id].shown
        assert (shown.place, shown.seat) == (place, seat)


def assert_replay_agrees(story: Story) -> None:
    """A room that comes back from its events is the room it was."""
    assert replay(new_room(story.settings), story.events) == story.room
