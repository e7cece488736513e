"""The laws under any order of commands by anybody."""

from __future__ import annotations

import json
import typing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.permissions import PERMISSIONS
from rooms import commands as c
from rooms.base import Card, Microphone, ReactionKind, Role, Scope, Wish
from rooms.events import AnyEvent, event_list
from rooms.plan import default_plan
from rooms.refusals import Code
from rooms.rules.table import CUT, DECIDE, EVOLVE, FOLD
from rooms.views import Kind, audience_of, view_of
from tests.rooms.story import AVATAR, Story, assert_replay_agrees

PEOPLE = ("p1", "p2", "p3", "f1", "s1")
ROLES = {"f1": Role.FACILITATOR, "s1": Role.SCREEN}
PLACES = tuple(place.id for place in default_plan(tables=2, circle=4, listeners=4, hall=4, table_seats=2).places)
people, places = st.sampled_from(PEOPLE), st.sampled_from(PLACES)
numbers = st.integers(0, 6)


def ids(name: str) -> st.SearchStrategy[str]:
    return numbers.map(lambda number: f"{name}-{number:06}")


COMMANDS: dict[type[Any], st.SearchStrategy[Any]] = {
    c.Enter: st.builds(
        c.Enter,
        nickname=people.map(lambda p: f"なまえ{p}"),
        avatar=st.just(AVATAR),
        wish=st.sampled_from(Wish),
        in_hall=st.booleans(),
        card=st.sampled_from(Card),
    ),
    c.Leave: st.just(c.Leave()),
    c.TakePlace: st.builds(c.TakePlace, place=places, seat=st.none() | st.integers(0, 5)),
    c.SetCard: st.builds(c.SetCard, card=st.sampled_from(Card)),
    c.SetMicrophone: st.builds(c.SetMicrophone, microphone=st.sampled_from(Microphone)),
    c.RaiseHand: st.just(c.RaiseHand()),
    c.LowerHand: st.builds(c.LowerHand, person=st.none() | people),
    c.GiveTurn: st.builds(c.GiveTurn, person=people),
    c.EndTurn: st.just(c.EndTurn()),
    c.Say: st.builds(
        c.Say,
        id=ids("message"),
        text=numbers.map(lambda number: f"ひみつのことば{number}"),
        scope=st.sampled_from(Scope),
        to_hall=st.booleans(),
        to=st.none() | people,
    ),
    c.RemoveMessage: st.builds(c.RemoveMessage, id=ids("message")),
    c.React: st.builds(c.React, reaction=st.sampled_from(ReactionKind)),
    c.SetWriting: st.builds(c.SetWriting, writing=st.booleans()),
    c.RaiseConcern: st.builds(
        c.RaiseConcern, id=ids("concern"), text=st.just("ひみつの心配"), about=st.none() | people
    ),
    c.HandleConcern: st.builds(c.HandleConcern, id=ids("concern")),
    c.SetDoors: st.builds(c.SetDoors, doors=st.sampled_from(("early", "open", "open", "closing"))),
    c.LockRoom: st.builds(c.LockRoom, locked=st.booleans()),
    c.RestMicrophone: st.builds(c.RestMicrophone, person=people, rested=st.booleans()),
    c.MovePerson: st.builds(c.MovePerson, person=people, place=places),
    c.SendAway: st.builds(c.SendAway, person=people, for_good=st.booleans()),
    c.LetBack: st.builds(c.LetBack, person=people),
    c.SetPrompt: st.builds(c.SetPrompt, text=st.sampled_from(("", "お題")), place=st.none() | places),
    c.SetStep: st.builds(c.SetStep, step=st.integers(0, 3)),
    c.SpeakToAll: st.builds(c.SpeakToAll, on=st.booleans()),
    c.LoseConnection: st.just(c.LoseConnection()),
}


def permitted(actor: str, command: Any) -> bool:
    """Whether the gate would let this through; the room may rely on it."""
    internal = isinstance(command, c.LoseConnection)
    return internal or ROLES.get(actor, Role.PARTICIPANT) in PERMISSIONS[type(command)]


@given(st.lists(st.tuples(people, st.one_of(*COMMANDS.values()), st.integers(0, 90_000)), min_size=5, max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_order_of_commands_keeps_every_law(steps: list[tuple[str, Any, int]]) -> None:
    """Every step checks Law 2 and the invariants (tests.rooms.story.py)."""
    story = Story()
    for person in PEOPLE:
        story.look(person, ROLES.get(person, Role.PARTICIPANT))
        if person in ("p1", "f1"):
            story.do(person, c.Enter(nickname=f"なまえ{person}", avatar=AVATAR))
    for actor, command, pause in steps:
        story.now += pause
        if permitted(actor, command):
            story.ask(actor, command)
        story.ask("", c.Tick())
        if actor not in story.room.people and actor not in story.room.onlookers:
            story.ask(actor, c.LookIn(role=ROLES.get(actor, Role.PARTICIPANT), device=f"device-{actor}"))
        assert_onlookers_learn_nothing(story)
    assert_replay_agrees(story)
    dumped = event_list.dump_json(tuple(story.events))
    assert list(event_list.validate_json(dumped)) == story.events


def assert_onlookers_learn_nothing(story: Story) -> None:
    """No nickname, word or avatar of anybody else is in what an onlooker sees."""
    for person in [*story.room.onlookers, *story.room.people]:
        audience = audience_of(story.room, person)
        if audience.kind is not Kind.ONLOOKER:
            continue
        view = view_of(story.room, audience).model_dump(mode="json")
        view["people"].pop(person, None)
        view["chat"] = [m for m in view["chat"] if person not in (m["person"], m["to"])]
        view["concerns"] = [each for each in view["concerns"] if each["person"] != person]
        text = json.dumps(view, ensure_ascii=False)
        for secret in ("なまえ", "ひみつ", "secretseed", "device-"):
            assert secret not in text, (person, secret)


ALL_COMMANDS: tuple[type[Any], ...] = typing.get_args(c.Command)
ALL_EVENTS: tuple[type[Any], ...] = typing.get_args(AnyEvent)


def missing_rules(commands: tuple[type[Any], ...], events: tuple[type[Any], ...]) -> list[str]:
    """Commands and events that lack a rule, a permission row, or a place in these tests."""
    lacking = [f"{each.__name__}: no rule" for each in commands if each not in DECIDE]
    lacking += [f"{each.__name__}: no permission row" for each in commands if each not in PERMISSIONS]
    tested = {*COMMANDS, c.LookIn, c.Tick}
    lacking += [f"{each.__name__}: not in the law test" for each in commands if each not in tested]
    lacking += [f"{each.__name__}: no evolve" for each in events if each not in EVOLVE]
    lacking += [f"{each.__name__}: no fold" for each in events if each not in FOLD]
    return lacking


def test_every_command_and_event_has_its_rules() -> None:
    assert missing_rules(ALL_COMMANDS, ALL_EVENTS) == []
    assert set(CUT) <= set(ALL_EVENTS)


def test_the_guard_above_can_fail() -> None:
    class Poll:
        pass

    assert len(missing_rules((*ALL_COMMANDS, Poll), (*ALL_EVENTS, Poll))) == 5


def test_an_ended_session_refuses_everything() -> None:
    story = Story()
    story.enter("f1", Role.FACILITATOR)
    story.do("f1", c.SetDoors(doors="ended"))
    assert story.refused("f1", c.RaiseHand()) is Code.SESSION_ENDED
    assert story.refused("x", c.LookIn(role=Role.PARTICIPANT, device="")) is Code.SESSION_ENDED


@pytest.mark.parametrize(
    "command", [c.RaiseHand(), c.Say(id="message-0000", text="x"), c.React(reaction=ReactionKind.NOD)]
)
def test_who_has_not_entered_may_do_nothing(command: Any) -> None:
    story = Story()
    story.look("p1")
    assert story.refused("p1", command) is Code.NOT_ENTERED
