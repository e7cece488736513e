"""Places by example: seats, who may sit where, and being moved."""

from __future__ import annotations

from rooms.base import Microphone
from rooms.commands import MovePerson, SetMicrophone, TakePlace
from rooms.machine import cut
from rooms.refusals import Code
from rooms.views import audience_of
from tests.rooms.helpers import World, circle


def test_a_seat_holds_one_person() -> None:
    world = circle("p1", "p2")
    seat = world.shown("p1").seat
    assert world.refused("p2", TakePlace(place="circle", seat=seat)) is Code.SEAT_TAKEN
    assert world.refused("p2", TakePlace(place="circle", seat=99)) is Code.NO_SUCH_PLACE
    world.do("p1", TakePlace(place="listeners"))
    world.do("p2", TakePlace(place="circle", seat=seat))


def test_a_full_circle_still_lets_people_stand() -> None:
    world = circle("p1", "p2", "p3", "p4", "p5")
    assert world.shown("p5").seat is None
    assert world.shown("p5").place == "circle"


def test_nobody_enters_a_booth_alone_and_the_hall_is_for_those_who_are_there() -> None:
    world = circle("p1")
    world.enter("h1", hall="hall")
    assert world.refused("p1", TakePlace(place="booth-1")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("p1", TakePlace(place="hall")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("h1", TakePlace(place="circle")) is Code.PLACE_NOT_FOR_YOU
    world.do("h1", TakePlace(place="hall-listeners"))


def test_being_moved_is_told_to_that_person_and_staff_only() -> None:
    world = circle("p1", "p2")
    (taken, *_) = world.do("f", MovePerson(person="p1", place="listeners"))
    for person, by_staff in (("p1", True), ("f", True), ("p2", False)):
        told = cut(taken, audience_of(world.room, person))
        assert told is not None
        assert told.model_dump()["by_staff"] is by_staff


def test_people_in_the_hall_may_rest_too() -> None:
    world = World()
    world.enter("a", hall="hall")
    world.do("a", TakePlace(place="rest"))
    assert world.refused("a", TakePlace(place="circle")) is Code.PLACE_NOT_FOR_YOU
    world.do("a", TakePlace(place="hall-listeners"))
    assert world.refused("a", SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE
