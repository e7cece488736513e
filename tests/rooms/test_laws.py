"""The laws under any order of commands by anybody; every command and event has its rules.

`World.ask` checks the laws after each command; see tests/rooms/helpers.py and always.py for what they are.
"""

from __future__ import annotations

import typing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from moderation.permissions import PERMISSIONS, may
from rooms.activities.prompt import StartPrompt
from rooms.activities.slides import StartSlides
from rooms.activities.themes import StartThemes
from rooms.base import Mode, ReactionKind, Role, Scope
from rooms.commands import (
    ClientCommand,
    Command,
    Internal,
    LookIn,
    LoseConnection,
    RaiseHand,
    React,
    Say,
    SetDoors,
    TakePlace,
    Tick,
)
from rooms.events import AnyEvent, event_list
from rooms.refusals import Code
from rooms.rules.table import CUT, DECIDE, EVOLVE, FOLD
from rooms.sheet import Step
from rooms.views import View
from tests.rooms.always import assert_replays
from tests.rooms.commands import ALPHABET, BESIDE_THE_ROOM, CAST, DEVICES, Asked, timely, whatever
from tests.rooms.helpers import World, assert_views_agree, roomy_plan

SHEET = (
    Step(title="段-0-", key="step-0"),
    Step(title="段-1-", key="step-1", brings=StartSlides(deck="deck-one", title="資料", pages=2)),
    Step(title="段-2-", key="step-2"),
    Step(title="段-3-", key="step-3", mode=Mode.TABLES, brings=StartThemes()),
    Step(title="段-4-", key="step-4", brings=StartPrompt(text="すきな季節")),
    Step(title="段-5-", key="step-5"),
)
"""Steps that lay the room out and bring something, beside those that say nothing of it."""


def permitted(asked: Asked) -> bool:
    """Whether the gate would let this through; the room may rely on it."""
    return isinstance(asked.command, LoseConnection) or may(CAST[asked.actor], type(asked.command))


@given(whatever())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_order_of_commands_keeps_every_law(session: list[Asked]) -> None:
    """Whoever has gone looks in again at once, and the clock is asked after every command."""
    world = World(plan=roomy_plan(), steps=SHEET)
    for person, role in CAST.items():
        if person in ("f", "a"):
            world.enter(person, role)
        else:
            world.look(person, role, DEVICES[person])
    for asked in session:
        world.now += asked.wait
        if permitted(asked):
            world.ask(asked.actor, timely(world.room, asked.command))
        world.ask("", Tick())
        if asked.actor not in world.room.people and asked.actor not in world.room.onlookers:
            world.ask(asked.actor, LookIn(role=CAST[asked.actor], device=DEVICES[asked.actor]))
    assert_replays(world.start, world.log, world.room)
    dumped = event_list.dump_json(tuple(world.log))
    assert list(event_list.validate_json(dumped)) == world.log


def test_law_2_holds_for_commands_that_are_told_together() -> None:
    world = World()
    for person in ("a", "b"):
        world.enter(person)
    world.look("onlooker")
    before, known = world.room, len(world.log)
    world.do("a", TakePlace(place="table-1"))
    world.say("a", "テーブルの話", scope=Scope.PLACE)
    world.do("a", TakePlace(place="circle"))
    world.do("b", TakePlace(place="rest"))
    together: list[AnyEvent] = world.log[known:]
    assert_views_agree(before, together, world.room)


def test_views_that_do_not_agree_are_noticed() -> None:
    world = World()
    world.enter("a")
    before = world.room
    world.say("a", "ことば")
    with pytest.raises(AssertionError):
        assert_views_agree(before, [], world.room)


def test_a_view_with_its_plan_survives_the_wire() -> None:
    """(What is checked after every command leaves the plan out.)"""
    world = World(plan=roomy_plan())
    world.enter("a")
    view = world.view("a")
    assert View.model_validate_json(view.model_dump_json()) == view


def members(union: Any) -> tuple[type[Any], ...]:
    """The types of a union, whether or not it is annotated with what tells them apart."""
    return typing.get_args(typing.get_args(union)[0] if typing.get_origin(union) is typing.Annotated else union)


ALL_COMMANDS = members(Command)
CLIENT_COMMANDS = members(ClientCommand)
ALL_EVENTS = members(AnyEvent)


def missing_rules(commands: tuple[type[Any], ...], events: tuple[type[Any], ...]) -> list[str]:
    """Commands and events that lack a rule or a permission row."""
    lacking = [f"{each.__name__}: no rule" for each in commands if each not in DECIDE]
    lacking += [f"{each.__name__}: no permission row" for each in commands if each not in PERMISSIONS]
    lacking += [f"{each.__name__}: no evolve" for each in events if each not in EVOLVE]
    lacking += [f"{each.__name__}: no fold" for each in events if each not in FOLD]
    return lacking


def never_asked(commands: tuple[type[Any], ...]) -> list[str]:
    """Commands that no random session asks."""
    return [each.__name__ for each in commands if each not in (*ALPHABET, *BESIDE_THE_ROOM)]


def test_every_command_and_event_has_its_rules() -> None:
    assert missing_rules(ALL_COMMANDS, ALL_EVENTS) == []
    assert set(CUT) <= set(ALL_EVENTS)


def test_every_command_is_in_the_alphabet() -> None:
    assert never_asked((*CLIENT_COMMANDS, *members(Internal))) == []
    assert set(ALPHABET) == set(ALL_COMMANDS), "what a room decides is asked of one, and nothing else is"
    assert set(BESIDE_THE_ROOM) == set(CLIENT_COMMANDS) - set(ALL_COMMANDS)


def test_the_guards_above_can_fail() -> None:
    class Poll:
        pass

    assert len(missing_rules((*ALL_COMMANDS, Poll), (*ALL_EVENTS, Poll))) == 4
    assert never_asked((*CLIENT_COMMANDS, Poll)) == ["Poll"]


def test_an_ended_session_refuses_everything() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.do("f", SetDoors(doors="ended"))
    assert world.refused("f", RaiseHand()) is Code.SESSION_ENDED
    assert world.refused("x", LookIn(role=Role.PARTICIPANT, device="")) is Code.SESSION_ENDED


@pytest.mark.parametrize("command", [RaiseHand(), Say(id="message-0000", text="x"), React(reaction=ReactionKind.NOD)])
def test_who_has_not_entered_may_do_nothing(command: Command) -> None:
    world = World()
    world.look("p1")
    assert world.refused("p1", command) is Code.NOT_ENTERED
