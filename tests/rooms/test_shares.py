"""What one person can make a room hold: a share of their own, never that of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from unittest.mock import patch

import pytest

from rooms import chatlog
from rooms.base import ReactionKind, Role
from rooms.chatlog import ChatLog
from rooms.commands import (
    Command,
    HandleConcern,
    JoinLine,
    Leave,
    LookIn,
    LoseConnection,
    RaiseConcern,
    RaiseHand,
    React,
    Say,
    SetWriting,
    StayTogether,
    TakePlace,
)
from rooms.context import Context
from rooms.crowd import Crowd
from rooms.machine import decide, evolve
from rooms.measures import DEVICES_KEPT, Measure
from rooms.refusals import Code, Refusal
from rooms.rules.concerns import CONCERNS_OF_ONE
from rooms.rules.tables import MAX_TOGETHER
from rooms.state import DEPARTED_KEPT, Room
from rooms.views import CHAT_OF_ONE_SHOWN, CHAT_SHOWN
from tests.rooms.helpers import World, circle, entering

TRIES = 120


def carried_out(room: Room, actor: str, command: Command, now: int) -> Room:
    """The room after a command; one that is refused changes nothing."""
    decided = decide(room, command, Context(actor=actor, now=now))
    for event in () if isinstance(decided, Refusal) else decided:
        room = evolve(room, event)
    return room


def test_worries_that_wait_have_a_bound_of_each_person_and_none_is_dropped() -> None:
    world = circle("p1", "p2")
    for n in range(CONCERNS_OF_ONE):
        world.do("p1", RaiseConcern(id=f"concern-{n:04}", text="心配です"))
    assert world.refused("p1", RaiseConcern(id="concern-more", text="心配です")) is Code.CONCERNS_WAIT
    assert world.do("p1", RaiseConcern(id="concern-0000", text="心配です")) == ()
    world.do("p2", RaiseConcern(id="concern-of-p2", text="わたしも心配です"))
    assert len(world.view("f").concerns) == CONCERNS_OF_ONE + 1
    world.do("f", HandleConcern(id="concern-0003"))
    world.do("p1", RaiseConcern(id="concern-more", text="心配です"))
    assert len(world.view("f").concerns) == CONCERNS_OF_ONE + 2


def test_leaving_and_coming_again_gives_no_second_share() -> None:
    world = circle("p1")
    for n in range(CONCERNS_OF_ONE):
        world.do("p1", RaiseConcern(id=f"concern-{n:04}", text="心配です"))
    world.do("p1", Leave())
    world.enter("p1")
    assert world.refused("p1", RaiseConcern(id="concern-more", text="心配です")) is Code.CONCERNS_WAIT


def test_whoever_floods_the_talk_pushes_out_their_own_words() -> None:
    world = circle("p1", "p2")
    for n in range(10):
        world.say("p2", f"しずかな話-{n}")
    room = world.room
    for n in range(CHAT_SHOWN * 2):
        room = carried_out(room, "p1", Say(id=f"flood-{n:05}", text="わあ"), world.now)
    world.room = room
    chat = world.view("f").chat
    assert [m.text for m in chat if m.person == "p2"] == [f"しずかな話-{n}" for n in range(10)]
    assert len(chat) == CHAT_OF_ONE_SHOWN + 10


def test_who_has_said_their_share_is_refused_and_nobody_else() -> None:
    world = circle("p1", "p2")
    with patch.object(chatlog, "CHAT_OF_ONE", 3):
        for n in range(3):
            world.say("p1", f"話-{n}")
        assert world.refused("p1", Say(id="message-more", text="もっと")) is Code.CHAT_FULL
        world.say("p2", "わたしの番")
        for n in range(5):
            world.say("f", f"進行-{n}")


def test_a_room_that_others_filled_still_takes_the_words_of_who_said_little() -> None:
    world = circle("p1", "p2")
    with patch.object(chatlog, "CHAT_LIMIT", 5), patch.object(chatlog, "CHAT_LEAST", 2):
        for n in range(5):
            world.say("p1", f"話-{n}")
        assert world.refused("p1", Say(id="message-more", text="もっと")) is Code.CHAT_FULL
        world.say("p2", "ひとつ")
        world.say("p2", "ふたつ")
        assert world.refused("p2", Say(id="message-more", text="もっと")) is Code.CHAT_FULL


SIZES: dict[str, tuple[Callable[[Room], int], int]] = {
    "activities": (lambda room: len(room.activities), 0),
    "people": (lambda room: len(room.people), 1),
    "onlookers": (lambda room: len(room.onlookers), 1),
    "seats": (lambda room: len(room.seats), 1),
    "chat": (lambda room: room.chat.count, 3),
    "concerns": (lambda room: len(room.concerns), CONCERNS_OF_ONE),
    "staff_seen": (lambda room: len(room.staff_seen), 0),
    "sent_away": (lambda room: len(room.sent_away), 0),
    "departed": (lambda room: len(room.departed), DEPARTED_KEPT),
    "crowd": (lambda room: sum(map(len, [*room.crowd.links.values(), *room.crowd.networks.values()])), 2),
    "banned": (lambda room: len(room.banned.people), 0),
    "rested": (lambda room: len(room.rested.people), 0),
    "held": (lambda room: len(room.held.people), 0),
    "swept": (lambda room: len(room.swept.people), 0),
    "had_turn": (lambda room: len(room.had_turn), 0),
    "line": (lambda room: len(room.line), 1),
    "called": (lambda room: len(room.called), 0),
    "met": (lambda room: len(room.met), 0),
    "together": (lambda room: len(room.together), MAX_TOGETHER),
    "hows": (lambda room: len(room.hows), 1),
    "remotes": (lambda room: sum(map(len, room.remotes.values())), 0),
}
"""What one person alone, without the rates of the gate, can add to each collection of a room: how to count, and how much."""


def test_every_collection_of_a_room_says_its_bound() -> None:
    held = (ChatLog, Crowd, Measure, dict, tuple, frozenset)
    empty = World().room
    found = {f.name for f in fields(Room) if isinstance(getattr(empty, f.name), held)}
    found |= {f.name for f in fields(Room) if str(f.type).startswith("Mapping")}
    assert found == set(SIZES)


@pytest.fixture(scope="module")
def grown() -> tuple[Room, Room]:
    """A room before and after one person did all they can think of, many times."""
    world = circle("p1")
    before = room = world.room
    with patch.object(chatlog, "CHAT_OF_ONE", 3):
        for n in range(TRIES):
            look = LookIn(role=Role.PARTICIPANT, device=f"device-{n}", link="link", network="net")
            place = ("circle", "listeners", "table-1", "table-2")[n % 4]
            all_of_it: tuple[Command, ...] = (
                look,
                entering("bad"),
                TakePlace(place=place),
                Say(id=f"message-{n:05}", text="わあ"),
                RaiseConcern(id=f"concern-{n:05}", text="わあ", about="p1"),
                React(reaction=ReactionKind.NOD),
                SetWriting(writing=n % 2 == 0),
                RaiseHand(),
                JoinLine(),
                StayTogether(person="p1"),
                *((LoseConnection(),) if n % 3 == 0 else ()),
                *((Leave(),) if n % 2 == 0 else ()),
            )
            for command in all_of_it:
                room = carried_out(room, "bad", command, world.now + n * 1000)
    return before, room


@pytest.mark.parametrize("name", SIZES)
def test_one_person_alone_grows_each_collection_by_a_bound(name: str, grown: tuple[Room, Room]) -> None:
    before, after = grown
    size, bound = SIZES[name]
    assert size(after) - size(before) <= bound


def test_the_devices_of_one_person_have_a_bound(grown: tuple[Room, Room]) -> None:
    _, after = grown
    assert len(after.people["bad"].devices) <= DEVICES_KEPT
