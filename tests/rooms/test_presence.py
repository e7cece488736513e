"""Presence by example: looking in, being lost, coming back, being sent away."""

from __future__ import annotations

from rooms.base import Role
from rooms.commands import Leave, LetBack, LookIn, LoseConnection, RaiseHand, SendAway
from rooms.events import SentAway
from rooms.machine import Farewell, cut, meaning
from rooms.refusals import Code
from rooms.state import ABSENCE_MS, DEPARTED_KEPT
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


def test_whoever_is_on_the_device_of_one_sent_away_for_good_goes_too() -> None:
    world = circle("a", "c")
    world.look("b", device="device-a")
    world.look("screen", Role.SCREEN, device="device-a")
    world.look("g", Role.ASSISTANT, device="device-a")
    events = world.do("f", SendAway(person="a", for_good=True))
    assert world.room.people.keys() == {"f", "c"}
    assert world.room.onlookers.keys() == {"g"}
    gone = meaning(events).gone
    assert {person for person, word in gone.items() if word == Farewell("sent_away", for_good=True)} == {
        "a",
        "b",
        "screen",
    }
    told = {viewer: [cut(event, audience_of(world.room, viewer)) for event in events] for viewer in ("f", "c")}
    assert "'b'" not in repr([each for each in told["f"] if isinstance(each, SentAway)])
    assert not [each for each in told["c"] if isinstance(each, SentAway)]


def test_sent_away_for_now_leaves_the_other_tab_alone() -> None:
    world = circle("a")
    world.look("b", device="device-a")
    world.do("f", SendAway(person="a"))
    world.do("b", entering("b"))


def test_who_left_first_can_still_be_sent_away_for_good() -> None:
    world = circle("a", "b")
    world.do("a", Leave())
    assert [(gone.person, gone.nickname, gone.at) for gone in world.view("f").departed] == [
        ("a", "なまえ-a", world.now)
    ]
    assert world.view("b").departed == ()
    assert world.refused("f", SendAway(person="a")) is Code.NO_SUCH_PERSON
    world.do("f", SendAway(person="a", for_good=True))
    assert world.view("f").departed == ()
    assert world.refused("a", LookIn(role=Role.PARTICIPANT, device="another-device")) is Code.SENT_AWAY
    assert world.refused("x", LookIn(role=Role.PARTICIPANT, device="device-a")) is Code.SENT_AWAY


def test_who_comes_back_is_no_more_among_those_who_left() -> None:
    world = circle("a")
    world.do("a", Leave())
    world.enter("a")
    assert world.view("f").departed == ()


def test_the_last_who_left_are_known_and_no_more() -> None:
    world = circle()
    for number in range(DEPARTED_KEPT + 5):
        world.enter(f"p{number}")
        world.do(f"p{number}", Leave())
    assert [gone.person for gone in world.view("f").departed] == [f"p{n}" for n in range(5, DEPARTED_KEPT + 5)]


def test_a_ban_holds_for_every_device_of_a_person() -> None:
    world = circle("a")
    world.look("a", device="second-device")
    world.do("f", SendAway(person="a", for_good=True))
    for device in ("device-a", "second-device"):
        assert world.refused("x", LookIn(role=Role.PARTICIPANT, device=device)) is Code.SENT_AWAY


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
