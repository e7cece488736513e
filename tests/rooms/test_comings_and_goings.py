"""What goes wrong at the edges of a session: coming back, leaving and looking in again, doors that move back."""

from __future__ import annotations

import pytest

from rooms.base import Doors, Microphone, PlaceKind, Role, Scope
from rooms.commands import Leave, LoseConnection, Say, SendAway, SetDoors, SetMicrophone, TakePlace, Tick
from rooms.events import AnyEvent
from rooms.machine import next_deadline
from rooms.plan import Place, Plan
from rooms.refusals import Code
from rooms.state import ABSENCE_MS
from rooms.views import audience_of
from tests.rooms.helpers import HOUR, MINUTE, World, assert_views_agree, entering, small_plan


def test_who_left_and_looks_in_again_is_shown_not_even_their_own_words() -> None:
    world = World(at=15 * MINUTE)
    world.enter("a")
    world.say("a", "だれにも言わないで", scope=Scope.STAFF)
    assert world.reads("a") == ["だれにも言わないで"]
    world.done("a", Leave())
    world.look("a")
    assert world.reads("a") == []
    world.done("a", entering("a"))
    assert world.reads("a") == []


def test_who_goes_away_and_comes_back_at_once_is_another_audience() -> None:
    """Two commands may be told together: what was said at the place before is then gone, so a fresh view is due."""
    world = World()
    world.enter("a")
    world.say("a", "輪だけの話", scope=Scope.PLACE)
    before = world.room
    world.done("a", TakePlace(place="table-1"))
    world.done("a", TakePlace(place="circle"))
    assert world.reads("a") == []
    assert audience_of(world.room, "a") != audience_of(before, "a")


def test_law_2_holds_for_commands_that_are_told_together() -> None:
    world = World()
    for person in ("a", "b"):
        world.enter(person)
    world.look("onlooker")
    before, known = world.room, len(world.log)
    world.done("a", TakePlace(place="table-1"))
    world.say("a", "テーブルの話", scope=Scope.PLACE)
    world.done("a", TakePlace(place="circle"))
    world.done("b", TakePlace(place="rest"))
    together: list[AnyEvent] = world.log[known:]
    assert_views_agree(before, together, world.room)


def test_views_that_do_not_agree_are_noticed() -> None:
    world = World()
    world.enter("a")
    before = world.room
    world.say("a", "ことば")
    with pytest.raises(AssertionError):
        assert_views_agree(before, [], world.room)


def test_a_device_that_was_sent_away_does_not_enter_by_its_other_tab() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.look("b", device="device-a")
    world.done("f", SendAway(person="a", for_good=True))
    assert world.refused("b", entering("b")) is Code.SENT_AWAY


def test_an_absence_counts_from_its_first_loss() -> None:
    world = World()
    world.enter("a")
    world.done("a", LoseConnection())
    world.now += ABSENCE_MS // 2
    assert world.done("a", LoseConnection()) == ()
    world.tick(world.now + ABSENCE_MS // 2)
    assert "a" not in world.room.people


def test_people_in_the_hall_may_rest_too() -> None:
    world = World()
    world.enter("a", in_hall=True)
    world.done("a", TakePlace(place="rest"))
    assert world.refused("a", TakePlace(place="circle")) is Code.PLACE_NOT_FOR_YOU
    world.done("a", TakePlace(place="hall-listeners"))
    assert world.refused("a", SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE


@pytest.mark.parametrize("scope", [Scope.ROOM, Scope.PLACE, Scope.BOOTH])
def test_whatever_scope_is_asked_for_in_a_booth_it_stays_there(scope: Scope) -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.done("f", TakePlace(place="booth-1"))
    world.say("f", "ここだけの話", scope=scope)
    assert world.reads("f") == ["ここだけの話"]
    assert world.reads("a") == []
    assert world.refused("a", Say(id="message-x", text="ここから", scope=Scope.BOOTH)) is Code.PLACE_NOT_FOR_YOU


def test_the_plan_does_not_undo_what_staff_set() -> None:
    world = World(at=2 * HOUR)
    assert world.doors() is Doors.CLOSING
    world.enter("f", Role.FACILITATOR)
    world.done("f", SetDoors(doors="open"))
    world.done("", Tick())
    assert world.doors() is Doors.OPEN
    assert next_deadline(world.room) == 3 * HOUR
    world.tick(3 * HOUR)
    assert world.doors() is Doors.ENDED


def test_no_room_lives_for_ever_because_it_was_reopened_at_its_end() -> None:
    world = World(at=2 * HOUR)
    world.enter("f", Role.FACILITATOR)
    world.now = 3 * HOUR
    world.done("f", SetDoors(doors="open"))
    world.done("", Tick())
    assert world.doors() is Doors.ENDED


def test_a_tick_after_a_long_sleep_goes_to_where_the_plan_is() -> None:
    world = World(at=0)
    assert world.doors() is Doors.BEFORE
    world.tick(2 * HOUR + 1)
    assert world.doors() is Doors.CLOSING


@pytest.mark.parametrize("taken", ["main", "veranda", "rest", "table-1"])
def test_a_plan_has_no_two_zones_of_one_name(taken: str) -> None:
    """A table called `main` would hear the circle."""
    places = small_plan().places
    table = next(place for place in places if place.kind is PlaceKind.TABLE)
    with pytest.raises(ValueError, match="place id"):
        Plan(places=(*places, Place(id=taken, kind=PlaceKind.TABLE, area=table.area, seats=table.seats)))
