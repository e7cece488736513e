"""Hands and the turn, by example."""

from __future__ import annotations

from rooms.commands import EndTurn, GiveTurn, RaiseHand, TakePlace
from rooms.machine import cut
from rooms.refusals import Code
from rooms.views import audience_of
from tests.rooms.helpers import circle


def test_pass_and_an_ended_turn_look_the_same() -> None:
    told = []
    for _ in ("pass", "finished"):
        world = circle("p1", "p2")
        world.do("p1", RaiseHand())
        world.do("f", GiveTurn(person="p1"))
        events = world.do("p1", EndTurn())
        told.append([cut(event, audience_of(world.room, "p2")) for event in events])
    assert told[0] == told[1]


def test_a_listener_is_never_called_on() -> None:
    world = circle("p1")
    world.do("p1", TakePlace(place="listeners"))
    assert world.refused("p1", RaiseHand()) is Code.NO_HAND_HERE
    assert world.refused("f", GiveTurn(person="p1")) is Code.NO_HAND_HERE


def test_moving_away_lowers_the_hand_and_ends_the_turn() -> None:
    world = circle("p1", "p2")
    world.do("p1", RaiseHand())
    world.do("f", GiveTurn(person="p1"))
    world.do("p2", RaiseHand())
    world.do("p1", TakePlace(place="rest"))
    world.do("p2", TakePlace(place="listeners"))
    assert world.room.turn is None
    assert world.shown("p2").hand is None
