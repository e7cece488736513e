"""Hands and the turn, by example."""

from __future__ import annotations

from rooms.base import Role
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


def test_hands_keep_their_order_whatever_the_clock_does() -> None:
    """It is set back by a minute, and two go up in the same millisecond."""
    world = circle("p1", "p2", "p3")
    world.do("p1", RaiseHand())
    world.now -= 60_000
    world.do("p2", RaiseHand())
    world.do("p3", RaiseHand())
    order = sorted(("p3", "p2", "p1"), key=lambda person: world.shown(person).hand or 0)
    assert order == ["p1", "p2", "p3"]


def test_of_two_who_give_the_turn_at_once_one_does() -> None:
    world = circle("p1", "p2")
    world.enter("g", Role.ASSISTANT)
    for person in ("p1", "p2"):
        world.do(person, RaiseHand())
    world.do("f", GiveTurn(person="p1", seen=""))
    assert world.do("g", GiveTurn(person="p2", seen="")) == ()
    assert world.room.turn == "p1"
    assert world.shown("p2").hand is not None, "nobody's hand is lost by it"
    world.do("g", GiveTurn(person="p2", seen="p1"))
    assert world.room.turn == "p2"
