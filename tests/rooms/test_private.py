"""What is shown in a private place reaches nobody elsewhere, in no event and no view; nor does a microphone's trial."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from rooms.activities.prompt import StartPrompt
from rooms.audience import Viewer
from rooms.base import Card, Microphone, ReactionKind, Role
from rooms.commands import (
    EndTurn,
    GiveTurn,
    LowerHand,
    MovePerson,
    RaiseHand,
    React,
    RemoveMessage,
    RestMicrophone,
    Say,
    SetCard,
    SetMicrophone,
    SetWriting,
    StartActivity,
    TakePlace,
)
from rooms.events import AnyEvent, MicrophoneRested
from rooms.machine import cut, evolve, retold
from rooms.refusals import Code
from rooms.signs import NO_SIGNS, Sign
from rooms.views import audience_of, view_of
from tests.rooms.commands import Asked, commands
from tests.rooms.helpers import World, circle, folded, told
from tests.rooms.test_meaning import lively, steps

SIGNS = (
    React(reaction=ReactionKind.HEART),
    SetWriting(writing=True),
    RaiseHand(),
    LowerHand(),
    SetMicrophone(microphone=Microphone.TESTING),
    SetMicrophone(microphone=Microphone.OPEN),
    SetCard(card=Card.TALK),
)


def apart() -> World:
    """p and the facilitator g in a booth; f, q and the hall's screen elsewhere."""
    world = circle("p", "q")
    world.enter("g", Role.FACILITATOR)
    world.look("wall", Role.SCREEN)
    world.look("passer")
    world.do("f", MovePerson(person="p", place="booth-1"))
    world.do("g", TakePlace(place="booth-1"))
    return world


def seen_elsewhere(world: World, known: int) -> dict[str, list[AnyEvent]]:
    return {
        viewer: events
        for viewer in ("f", "q", "wall", "passer")
        if (events := told(world.log[known:], audience_of(world.room, viewer)))
    }


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: str(sign.type))
def test_no_sign_of_a_booth_is_told_elsewhere(sign: Any) -> None:
    world = apart()
    world.do("p", RaiseHand()) if isinstance(sign, LowerHand) else None
    known = len(world.log)
    assert world.do("p", sign)
    assert seen_elsewhere(world, known) == {}
    for viewer in ("f", "q", "wall"):
        shown = world.view(viewer).people["p"]
        assert {name: getattr(shown, name) for name in NO_SIGNS} == NO_SIGNS
    assert world.view("g").people["p"] != world.view("f").people["p"]


def test_a_turn_in_a_booth_is_its_own_and_no_answer_tells_of_it() -> None:
    world = apart()
    world.do("p", RaiseHand())
    assert world.refused("f", GiveTurn(person="p")) is Code.NO_HAND_HERE
    assert world.do("f", LowerHand(person="p")) == ()
    known = len(world.log)
    world.do("g", GiveTurn(person="p"))
    assert seen_elsewhere(world, known) == {}
    assert (world.view("g").turn, world.view("f").turn) == ("p", None)
    assert world.do("f", EndTurn()) == ()


def test_who_comes_out_shows_again_what_they_show() -> None:
    world = apart()
    world.do("p", SetCard(card=Card.TALK))
    world.do("p", RaiseHand())
    world.do("p", TakePlace(place="circle"))
    for viewer in ("f", "g", "q"):
        shown = world.view(viewer).people["p"]
        assert (shown.card, shown.hand) == (Card.TALK, world.now)


def test_what_staff_decided_about_somebody_is_for_all_staff() -> None:
    world = apart()
    world.do("f", RestMicrophone(person="p"))
    assert world.view("f").people["p"].rested


def test_every_event_that_changes_what_is_shown_of_somebody_is_a_sign() -> None:
    """A new one that is not would be told out of a booth."""
    world = apart()
    known = len(world.log)
    for sign in SIGNS:
        world.ask("p", sign)
    changing = {type(event) for event in world.log[known:]}
    assert {each.__name__ for each in changing if not issubclass(each, Sign)} == set()
    assert len(changing) >= 6


@given(commands())
@settings(max_examples=60)
def test_nobody_elsewhere_is_told_a_sign_of_a_private_place(session: list[Asked]) -> None:
    for before, event, after in steps(lively(session)):
        who = before.turn if event.type == "turn_ended" else getattr(event, "person", None)
        if who is None or who not in before.people or not before.place_of(who).private:
            continue
        for viewer in after.people.keys() | after.onlookers.keys():
            audience = audience_of(after, viewer)
            if audience.zone == before.zone(who) or viewer == who:
                continue
            shown = view_of(after, audience).people.get(who)
            heard = cut(event, audience)
            assert heard is None or not isinstance(event, Sign), (viewer, event)
            if shown is not None and who in after.people and after.place_of(who).private:
                assert {name: getattr(shown, name) for name in NO_SIGNS} == NO_SIGNS or audience.zone == after.zone(who)


def test_trying_a_microphone_out_is_told_to_nobody_else() -> None:
    world = circle("p", "q")
    known = len(world.log)
    world.do("p", SetMicrophone(microphone=Microphone.TESTING))
    world.do("p", SetMicrophone(microphone=Microphone.OFF))
    world.do("p", SetMicrophone(microphone=Microphone.TESTING))
    assert [told(world.log[known:], audience_of(world.room, viewer)) for viewer in ("f", "q")] == [[], []]
    assert len(told(world.log[known:], audience_of(world.room, "p"))) == 3
    world.do("f", RestMicrophone(person="p"))
    assert told(world.log[known:], audience_of(world.room, "q")) == []
    assert [type(each) for each in told(world.log[known:], audience_of(world.room, "f"))] == [MicrophoneRested]


def test_who_looks_in_or_waits_is_shown_no_activity() -> None:
    world = circle("p")
    world.look("passer")
    world.enter("w")
    world.do("f", MovePerson(person="w", place="veranda"))
    known = len(world.log)
    world.do("f", StartActivity(activity=StartPrompt(text="最近の小さなよかった")))
    for viewer in ("passer", "w"):
        assert audience_of(world.room, viewer).kind is Viewer.ONLOOKER
        assert world.view(viewer).activities == {}
        assert told(world.log[known:], audience_of(world.room, viewer)) == []


def test_what_was_taken_back_is_told_to_nobody_who_comes_later() -> None:
    world = circle("p")
    known = len(world.log)
    world.do("p", Say(id="message-0001", text="わたしの住所は"))
    world.do("p", RemoveMessage(id="message-0001"))
    world.do("f", StartActivity(activity=StartPrompt(text="まちがえたお題")))
    world.do("f", StartActivity(activity=StartPrompt(text="いまのお題")))
    again = retold(world.log[known:], world.room)
    assert len(again) == len(world.log) - known
    assert "わたしの住所は" not in repr(again)
    assert "まちがえた" not in repr(again)
    assert "いまのお題" in repr(again)


@given(commands())
@settings(max_examples=40)
def test_who_is_told_later_comes_to_the_same_view(session: list[Asked]) -> None:
    """Law 2 for what is retold."""
    world = lively(session)
    middle = len(world.log) // 2
    state = world.start
    for event in world.log[:middle]:
        state = evolve(state, event)
    later = retold(world.log[middle:], world.room)
    for viewer in state.people.keys() & world.room.people.keys():
        audience = audience_of(state, viewer)
        if audience == audience_of(world.room, viewer) and state.people[viewer].zone_rev <= middle:
            assert folded(view_of(state, audience), told(later, audience)) == view_of(world.room, audience)
