"""Presence by example: looking in, being lost, coming back, being sent away."""

from __future__ import annotations

from rooms.base import Role
from rooms.commands import Leave, LetBack, LookIn, LoseConnection, RaiseHand, SendAway
from rooms.machine import cut
from rooms.refusals import Code
from rooms.state import ABSENCE_MS
from rooms.views import audience_of
from tests.rooms.helpers import World, circle, entering


def test_a_lost_connection_shows_to_nobody_for_two_minutes() -> None:
    world = circle("p1", "p2")
    events = world.do("p1", LoseConnection())
    assert [cut(event, audience_of(world.room, "p2")) for event in events] == [None]
    world.tick(world.now + ABSENCE_MS - 1)
    assert "p1" in world.room.people
    world.tick(world.now + 1)
    assert "p1" not in world.room.people


def test_an_absence_counts_from_its_first_loss() -> None:
    world = World()
    world.enter("a")
    world.do("a", LoseConnection())
    world.now += ABSENCE_MS // 2
    assert world.do("a", LoseConnection()) == ()
    world.tick(world.now + ABSENCE_MS // 2)
    assert "a" not in world.room.people


def test_coming_back_in_time_finds_everything_as_it_was() -> None:
    world = circle("p1")
    world.do("p1", RaiseHand())
    before = world.room.people["p1"]
    world.do("p1", LoseConnection())
    world.look("p1")
    assert world.room.people["p1"] == before


def test_sent_away_for_good_holds_for_the_device_and_can_be_undone() -> None:
    world = circle("p1")
    world.do("f", SendAway(person="p1", for_good=True))
    again = LookIn(role=Role.PARTICIPANT, device="device-p1")
    assert world.refused("p1", again) is Code.SENT_AWAY
    assert world.refused("another-id", again) is Code.SENT_AWAY
    world.do("f", LetBack(person="p1"))
    world.do("p1", again)


def test_sent_away_for_now_may_come_back() -> None:
    world = circle("p1")
    world.do("f", SendAway(person="p1"))
    world.enter("p1")


def test_a_device_that_was_sent_away_does_not_enter_by_its_other_tab() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.look("b", device="device-a")
    world.do("f", SendAway(person="a", for_good=True))
    assert world.refused("b", entering("b")) is Code.SENT_AWAY


def test_staff_does_not_send_staff_away() -> None:
    world = circle()
    world.enter("f2", Role.FACILITATOR)
    assert world.refused("f", SendAway(person="f2")) is Code.NOT_ALLOWED


def test_how_one_went_is_seen_by_nobody_else() -> None:
    told = []
    for how in ("leave", "lost", "sent away"):
        world = circle("p1", "p2")
        if how == "leave":
            events = world.do("p1", Leave())
        elif how == "sent away":
            events = world.do("f", SendAway(person="p1"))
        else:
            world.do("p1", LoseConnection())
            events = world.tick(world.now + ABSENCE_MS)
        told.append([each for event in events if (each := cut(event, audience_of(world.room, "p2")))])
    assert told[0] == told[1] == told[2]
