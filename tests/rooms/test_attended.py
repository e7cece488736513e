"""Nobody of the staff is connected: after a while newcomers wait, those inside stay, and whoever of the staff comes next
finds all as it was."""

from __future__ import annotations

from hypothesis import given, settings

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Card, Doors, Role
from rooms.commands import BeginRound, EndTurn, Leave, LockRoom, LoseConnection, SetCard, SetStep, Tick
from rooms.events import UnattendedSet
from rooms.machine import cut, next_deadline
from rooms.state import ABSENCE_MS, Room
from tests.rooms.always import assert_replays
from tests.rooms.commands import Asked, commands
from tests.rooms.helpers import HOUR, MINUTE, World, circle, roomy_plan
from tests.rooms.test_laws import permitted

AFTER = 5 * MINUTE


def place(world: World, person: str) -> str:
    return world.shown(person).place


def deserted(*people: str) -> World:
    """The facilitator's tablet has died, and it has been noticed."""
    world = circle(*people)
    world.do("f", LoseConnection())
    world.tick(world.now + ABSENCE_MS)
    world.tick(world.now - ABSENCE_MS + AFTER)
    return world


def test_the_tablet_dies_the_room_goes_on_and_another_takes_over_what_stands_as_it_was() -> None:
    world = circle("a", "b")
    for person in ("a", "b"):
        world.do(person, SetCard(card=Card.TALK))
    world.do("f", SetStep(step=1))
    world.do("f", BeginRound(order=("a", "b")))
    before, died = world.room, world.now
    world.do("f", LoseConnection())
    world.tick(died + ABSENCE_MS)
    assert next_deadline(world.room) == died + AFTER
    world.tick(died + AFTER - 1)
    assert not world.view("a").unattended
    world.tick(died + AFTER)
    assert world.view("a").unattended
    world.do("a", EndTurn())
    world.enter("c")
    assert (place(world, "c"), place(world, "a")) == ("veranda", before.people["a"].shown.place)
    assert world.view("c").unattended
    assert_replays(world.start, world.log, world.room)
    world.enter("g", Role.ASSISTANT)
    assert not world.view("c").unattended
    assert place(world, "c") != "veranda"
    room = world.room
    assert (room.step, room.step_at, room.plan, room.turn) == (before.step, before.step_at, before.plan, "b")
    assert all(room.people[pid].shown.place == before.people[pid].shown.place for pid in "ab")


def test_who_comes_back_within_the_time_closes_nothing() -> None:
    world = circle("a")
    world.do("f", LoseConnection())
    world.now += MINUTE
    world.look("f", Role.FACILITATOR)
    world.tick(world.now + HOUR)
    assert not world.room.unattended


def test_who_comes_back_on_the_same_device_opens_it_again() -> None:
    world = circle("a")
    world.enter("g", Role.ASSISTANT)
    world.do("f", Leave())
    world.do("g", LoseConnection())
    world.tick(world.now + ABSENCE_MS - 1)
    world.look("g", Role.ASSISTANT)  # before it shows that they were gone
    world.do("g", LoseConnection())
    world.tick(world.now + ABSENCE_MS)
    world.tick(world.now + AFTER)
    assert world.room.unattended
    world.look("g", Role.ASSISTANT)
    assert world.room.unattended, "looking in is not being there"
    world.enter("f", Role.FACILITATOR)
    assert not world.room.unattended


def test_a_room_that_staff_locked_stays_locked_when_they_are_back() -> None:
    world = circle("a")
    world.do("f", LockRoom(locked=True))
    world.do("f", LoseConnection())
    world.tick(world.now + ABSENCE_MS)
    world.tick(world.now + AFTER)
    world.enter("c")
    world.enter("g", Role.ASSISTANT)
    assert (world.room.unattended, place(world, "c")) == (False, "veranda")


def test_doors_that_open_by_themselves_wait_as_long_for_the_staff() -> None:
    world = World(at=20 * MINUTE, plan=roomy_plan())
    world.tick(20 * MINUTE)
    world.enter("a")
    assert next_deadline(world.room) == 20 * MINUTE + AFTER
    world.tick(20 * MINUTE + AFTER)
    assert (world.room.unattended, place(world, "a") != "veranda") == (True, True)
    world.tick(2 * HOUR)
    assert world.doors() is Doors.CLOSING


def test_a_server_may_bound_nothing() -> None:
    world = World(at=20 * MINUTE, unattended_ms=0)
    world.tick(20 * MINUTE)
    world.tick(HOUR)
    assert not world.room.unattended


def test_a_screen_is_not_told() -> None:
    world = deserted("a")
    world.look("s", Role.SCREEN)
    assert not world.view("s").unattended
    event = UnattendedSet(unattended=True)
    told = {kind: cut(event, Audience(kind, "main", "")) is not None for kind in Viewer}
    assert told == {kind: kind is not Viewer.SCREEN for kind in Viewer}


@given(commands())
@settings(max_examples=20, deadline=None)
def test_it_is_so_only_while_nobody_of_the_staff_is_there(session: list[Asked]) -> None:
    """Whatever happens: it never holds beside connected staff, and never begins before its time."""
    world = World(plan=roomy_plan())
    for person, role in (("f", Role.FACILITATOR), ("a", Role.PARTICIPANT), ("b", Role.PARTICIPANT)):
        world.enter(person, role)
    last = world.now
    for asked in session:
        world.now += asked.wait
        if asked.actor and permitted(asked):
            world.ask(asked.actor, asked.command)
        if led(world.room):
            last = world.now
            assert not world.room.unattended
        was = world.room.unattended
        world.ask("", Tick())
        assert not world.room.unattended or was or world.now - last >= AFTER


def led(room: Room) -> bool:
    return any(p.lost_at is None for p in room.people.values() if p.shown.role in STAFF_ROLES)
