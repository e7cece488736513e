"""A room in which things happen one after another, as a reader would tell it; after each of them everything is checked that
must always be true.

`assert_views_agree` is the one place that states law 2; `World.ask` runs it, and the checks of tests/rooms/always.py, for
every command of every test that has a room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rooms.audience import Audience
from rooms.base import AvatarChoice, Doors, Mode, PlaceKind, Role
from rooms.commands import Command, Enter, LookIn, Say, Tick
from rooms.context import Context
from rooms.events import AnyEvent, Shown
from rooms.hearing import hearing
from rooms.machine import cut, decide, evolve, fold, new_room
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.house import house
from rooms.plans.sizes import Sizes
from rooms.refusals import Code, Refusal
from rooms.rules.table import ROWS
from rooms.sheet import Step
from rooms.state import Room, Settings
from rooms.views import View, audience_of, view_of
from tests.rooms.always import (
    STRANGER,
    assert_always,
    assert_chat_is_for_those_who_were_there,
    assert_nothing_leaks,
    assert_private_places_keep_what_lies_there,
    witness,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
AVATAR = AvatarChoice(style="critters", seed="seed-of-nobody")


def small_plan() -> Plan:
    """Every kind of place, with so few seats that people meet at them."""
    area = Area(x=100, y=100, w=200, h=200)
    circle = shapes.circle(area, 2)
    return Plan(
        places=(
            circle,
            circle.model_copy(update={"id": "stage", "kind": PlaceKind.STAGE, "seats": shapes.ring(area, 1)}),
            shapes.listeners(area, 2, 2),
            shapes.hall_seats(area, 1, 1),
            shapes.hall_listeners(area, 1, 1),
            shapes.table(1, area, 2),
            shapes.table(2, area, 1),
            shapes.rest(area, 1, 1),
            shapes.booth(1, area, 2),
            shapes.veranda(area, 2, 2),
        )
    )


def roomy_plan() -> Plan:
    """The house's own plan, small, with a seat for everybody of a short tale."""
    return house(Sizes(tables=2, circle=4, listeners=4, hall=4, table_seats=2))


def settings(**changes: Any) -> Settings:
    """A session: 0:10 early doors, 0:20 open, 2:00 closing, 3:00 the end."""
    fields: dict[str, Any] = {
        "session": "s1",
        "title": "ふらっと",
        "early_at": 10 * MINUTE,
        "open_at": 20 * MINUTE,
        "closing_at": 2 * HOUR,
        "end_at": 3 * HOUR,
        "capacity": 8,
        "unattended_ms": 5 * MINUTE,
        "steps": (
            Step(title="はじまり", minutes=10),
            Step(title="おしゃべり", minutes=40),
            Step(title="相談", minutes=60, mode=Mode.BOOTHS),
            Step(title="ひとこと", minutes=10),
            Step(title="また輪になって", minutes=10, mode=Mode.IBASHO),
        ),
        "sizes": Sizes(circle=1, listeners=2, hall=1, tables=2, table_seats=1, booths=2),
        "plan": small_plan(),
    }
    return Settings(**{**fields, **changes})


def told(events: Sequence[AnyEvent], audience: Audience) -> list[AnyEvent]:
    """What an audience is told of these events: of each that does not name them, what their whole group is told."""
    cuts = (
        cut(event, audience if audience.me in ROWS[type(event)].names(event) else audience.group) for event in events
    )
    return [each for each in cuts if each is not None]


def folded(view: View, events: Sequence[AnyEvent]) -> View:
    for event in events:
        view = fold(view, event)
    return view


def viewers(room: Room) -> list[str]:
    return [*room.people, *room.onlookers]


def links_of(room: Room, person: str) -> set[str]:
    """All by which somebody who is here is known, beside their id."""
    here = room.people[person]
    return {here.link, *here.devices} - {""}


def assert_views_agree(before: Room, events: Sequence[AnyEvent], after: Room) -> None:
    """Law 2: for everybody whose audience stayed the same, old view + cut events = new view."""
    for viewer in {*viewers(before), STRANGER}:
        audience = audience_of(before, viewer)
        if audience != audience_of(after, viewer) or (viewer != STRANGER and viewer not in viewers(after)):
            continue
        expected = view_of(after, audience)
        assert folded(view_of(before, audience), told(events, audience)) == expected, (viewer, events)


class World:
    """A room, its clock and everything that ever happened in it. It begins open, ten minutes in."""

    def __init__(self, at: int = 30 * MINUTE, **changes: Any) -> None:
        self.start = new_room(settings(**changes))
        self.room = self.start
        self.now = at
        self.chance = 0
        self.log: list[AnyEvent] = []
        self.witnesses: dict[str, set[str]] = {}
        self.ask("", Tick())

    def ask(self, actor: str, command: Command) -> tuple[AnyEvent, ...] | Refusal:
        """Send a command, check what must always be true, and return what happened or the refusal."""
        before = self.room
        decision = decide(before, command, Context(actor=actor, now=self.now, chance=self.chance))
        if isinstance(decision, Refusal):
            return decision
        if not decision:
            return ()
        after = before
        for event in decision:
            witness(self.witnesses, after, event)
            after = evolve(after, event)
        self.room = after
        self.log.extend(decision)
        assert_views_agree(before, decision, after)
        assert_always(self.room, decision)
        assert_nothing_leaks(self.room, self.log)
        assert_private_places_keep_what_lies_there(self.room, self.log)
        assert_chat_is_for_those_who_were_there(self.room, self.witnesses)
        return decision

    def do(self, actor: str, command: Command) -> tuple[AnyEvent, ...]:
        """As `ask`, for a command that must not be refused."""
        decision = self.ask(actor, command)
        assert not isinstance(decision, Refusal), (actor, command, decision)
        return decision

    def refused(self, actor: str, command: Command) -> Code:
        decision = self.ask(actor, command)
        assert isinstance(decision, Refusal), (actor, command, decision)
        return decision.code

    def look(self, person: str, role: Role = Role.PARTICIPANT, device: str | None = None, **way: Any) -> None:
        """`way`: how they came, as `LookIn` has it."""
        device = f"device-{person}" if device is None else device
        self.do(person, LookIn(role=role, device=device, **way))

    def enter(
        self, person: str, role: Role = Role.PARTICIPANT, *, way: dict[str, Any] | None = None, **fields: Any
    ) -> None:
        self.look(person, role, **(way or {}))
        self.do(person, entering(person, **fields))

    def say(self, person: str, text: str, **fields: Any) -> str:
        """Say something; the id of the message."""
        message_id = f"message-{self.room.revision:04}"
        self.do(person, Say(id=message_id, text=text, **fields))
        return message_id

    def tick(self, now: int) -> tuple[AnyEvent, ...]:
        """It is `now`, and the server says so."""
        self.now = now
        return self.do("", Tick())

    def view(self, viewer: str) -> View:
        return view_of(self.room, audience_of(self.room, viewer))

    def reads(self, viewer: str) -> list[str]:
        """What was said to the staff first, then the talk."""
        view = self.view(viewer)
        return [m.text for thread in view.threads for m in thread.messages] + [message.text for message in view.chat]

    def shown(self, person: str) -> Shown:
        """Somebody of the room as they are, whoever may see it."""
        return self.room.people[person].shown

    def hears(self, listener: str) -> set[str]:
        return {source for group in hearing(self.room) if listener in group.listeners for source in group.sources}

    def doors(self) -> Doors:
        return self.room.doors


def circle(*people: str, **changes: Any) -> World:
    """An open room with a facilitator, f, and these participants, who all sit in the circle."""
    world = World(plan=roomy_plan(), **changes)
    world.enter("f", Role.FACILITATOR)
    for person in people:
        world.enter(person)
    return world


def entering(person: str, **fields: Any) -> Enter:
    named: dict[str, Any] = {
        "nickname": f"なまえ-{person}",
        "avatar": AvatarChoice(style="critters", seed=f"seed-{person}"),
    }
    return Enter(**{**named, **fields})
