"""Doors by example: planned times, what staff set, early comers and locked rooms."""

from __future__ import annotations

from rooms.base import Doors, Role, Scope, Wish
from rooms.commands import Enter, LockRoom, MovePerson, SetDoors, SetStep, TakePlace, TellWaiting, Tick
from rooms.machine import next_deadline
from rooms.refusals import Code
from tests.rooms.helpers import AVATAR, HOUR, MINUTE, World, circle


def test_doors_move_by_their_planned_times() -> None:
    world = World(at=0)
    assert next_deadline(world.room) == 10 * MINUTE
    world.look("p1")
    assert world.refused("p1", Enter(nickname="あ", avatar=AVATAR)) is Code.DOORS_NOT_OPEN
    for moment, doors in ((10 * MINUTE, Doors.EARLY), (20 * MINUTE, Doors.OPEN), (2 * HOUR, Doors.CLOSING)):
        world.tick(moment)
        assert world.doors() is doors
    assert world.refused("p1", Enter(nickname="あ", avatar=AVATAR)) is Code.DOORS_CLOSING
    world.tick(3 * HOUR)
    assert world.doors() is Doors.ENDED
    assert next_deadline(world.room) is None


def test_who_comes_early_waits_and_is_let_in_when_doors_open() -> None:
    world = World(at=15 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    world.enter("p1", wish=Wish.LISTENER)
    assert world.shown("p1").place == "veranda"
    assert world.refused("p1", TakePlace(place="circle")) is Code.WAITING
    world.say("p1", "はじめてです", scope=Scope.STAFF)
    world.do("f", SetDoors(doors="open"))
    assert world.shown("p1").place == "listeners"
    assert world.reads("p1") == ["はじめてです"]


def test_a_step_begins_as_it_is_set_or_as_the_doors_open_on_it() -> None:
    world = World(at=15 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    assert world.room.step_at == 0
    world.tick(20 * MINUTE)
    assert world.room.step_at == 20 * MINUTE
    world.tick(30 * MINUTE)
    world.do("f", SetStep(step=1))
    assert (world.room.step, world.room.step_at) == (1, 30 * MINUTE)
    world.tick(2 * HOUR)
    world.do("f", SetDoors(doors="open"))
    assert world.room.step_at == 30 * MINUTE  # opened anew, nothing begins


def test_a_locked_room_lets_in_only_whom_staff_moves() -> None:
    world = circle()
    world.do("f", LockRoom(locked=True))
    world.enter("p1")
    assert world.refused("p1", TakePlace(place="circle")) is Code.ROOM_LOCKED
    world.do("f", MovePerson(person="p1", place="circle"))
    world.enter("p2")
    world.do("f", LockRoom(locked=False))
    assert world.shown("p2").place == "circle"


def test_all_who_wait_are_told_one_sentence_until_the_doors_open() -> None:
    world = World(at=15 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    world.look("p1")
    world.enter("p2")
    world.do("f", TellWaiting(text="10分おくれます"))
    assert [world.view(each).told_waiting for each in ("f", "p1", "p2")] == ["10分おくれます"] * 3
    world.do("f", SetDoors(doors="open"))
    assert [world.view(each).told_waiting for each in ("f", "p1", "p2")] == [""] * 3
    world.do("f", TellWaiting(text="いま満員です"))
    assert [world.view(each).told_waiting for each in ("f", "p1", "p2")] == ["いま満員です", "いま満員です", ""]
    world.do("f", TellWaiting(text=""))
    assert world.view("p1").told_waiting == ""


def test_the_plan_does_not_undo_what_staff_set() -> None:
    world = World(at=2 * HOUR)
    assert world.doors() is Doors.CLOSING
    world.enter("f", Role.FACILITATOR)
    world.do("f", SetDoors(doors="open"))
    world.do("", Tick())
    assert world.doors() is Doors.OPEN
    assert next_deadline(world.room) == 3 * HOUR
    world.tick(3 * HOUR)
    assert world.doors() is Doors.ENDED


def test_no_room_lives_for_ever_because_it_was_reopened_at_its_end() -> None:
    world = World(at=2 * HOUR)
    world.enter("f", Role.FACILITATOR)
    world.now = 3 * HOUR
    world.do("f", SetDoors(doors="open"))
    world.do("", Tick())
    assert world.doors() is Doors.ENDED


def test_a_tick_after_a_long_sleep_goes_to_where_the_plan_is() -> None:
    world = World(at=0)
    assert world.doors() is Doors.BEFORE
    world.tick(2 * HOUR + 1)
    assert world.doors() is Doors.CLOSING


def test_who_waits_for_doors_that_never_open_is_not_left_before_them() -> None:
    """Nobody new comes in while doors close; whoever is here already takes part, unless staff hold them or shut the room."""
    world = World(at=15 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    for person in ("p1", "p2"):
        world.enter(person)
    world.do("f", MovePerson(person="p2", place="veranda"))
    world.do("f", LockRoom(locked=True))
    world.do("f", SetDoors(doors="closing"))
    assert world.shown("p1").place == "veranda"
    world.do("f", SetDoors(doors="early"))
    world.do("f", LockRoom(locked=False))
    world.do("f", SetDoors(doors="closing"))
    assert (world.shown("p1").place, world.shown("p2").place) == ("circle", "veranda")
