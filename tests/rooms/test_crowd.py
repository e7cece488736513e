"""Crowds at the door: who waits, who never does, and how one tap lets them in."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rooms.base import Doors, Held, Part, Role, Scope, Wish
from rooms.commands import Command, Leave, LetIn, LockRoom, LookIn, MoveNewcomers, MovePerson, Say, SetDoors, TakePlace
from rooms.context import Context
from rooms.crowd import OF_A_NETWORK, WITHIN_MS, Crowd, Newcomer
from rooms.machine import decide, replay
from rooms.refusals import Code, Refusal
from tests.rooms.helpers import MINUTE, World, entering, roomy_plan

HALL: dict[str, Any] = {"link": "public", "network": "town-hall"}


def home(number: int) -> dict[str, Any]:
    return {"link": "public", "network": f"home-{number}"}


def opened(capacity: int = 120, **changes: Any) -> World:
    world = World(plan=roomy_plan(), capacity=capacity, **changes)
    world.enter("f", Role.FACILITATOR)
    return world


def inside(world: World) -> set[str]:
    return {pid for pid, p in world.room.people.items() if p.shown.role is Role.PARTICIPANT and p.shown.held is None}


def held(world: World) -> set[str]:
    return {pid for pid, p in world.room.people.items() if p.shown.held is not None}


def quietly(world: World, actor: str, command: Command) -> None:
    """As `World.do`, but for a crowd: what must always be true is checked with the next command."""
    decided = decide(world.room, command, Context(actor=actor, now=world.now))
    assert not isinstance(decided, Refusal)
    world.room = replay(world.room, decided)
    world.log.extend(decided)


def look_in(world: World, person: str, way: dict[str, Any]) -> None:
    quietly(world, person, LookIn(role=Role.PARTICIPANT, device=f"device-{person}", **way))


def arrive(world: World, number: int, way: dict[str, Any], first: int = 0) -> None:
    for each in range(first, first + number):
        person = f"{way['network']}-{each}"
        look_in(world, person, way)
        quietly(world, person, entering(person))


def test_all_of_a_full_session_come_in_within_a_minute_and_nobody_waits() -> None:
    world = opened(capacity=40)
    for number in range(39):  # and the facilitator
        world.enter(f"p{number}", way=home(number))
    assert len(inside(world)) == 39
    assert not held(world)
    world.look("late", **home(99))
    assert world.refused("late", entering("late")) is Code.ROOM_FULL


def test_seats_that_are_kept_for_listeners_are_offered_to_whom_the_circle_has_no_room_for() -> None:
    world = opened(capacity=5, listeners=2)
    world.enter("a", way=home(1))
    world.enter("listens", way=home(2), wish=Wish.LISTENER)
    world.enter("b", way=home(3))
    world.look("late", **home(4))
    assert world.refused("late", entering("late")) is Code.CIRCLE_FULL
    world.do("late", entering("late", wish=Wish.LISTENER))
    assert world.room.place_of("late").listening
    world.look("last", **home(5))
    for wish in Wish:
        assert world.refused("last", entering("last", wish=wish)) is Code.ROOM_FULL


def test_who_came_to_listen_and_sits_in_the_circle_keeps_no_listeners_seat() -> None:
    world = opened(capacity=4, listeners=1)
    world.enter("a", way=home(1), wish=Wish.LISTENER)
    world.enter("b", way=home(2))
    world.do("a", TakePlace(place="circle"))
    world.look("late", **home(3))
    assert world.refused("late", entering("late")) is Code.CIRCLE_FULL
    world.do("late", entering("late", wish=Wish.LISTENER))


def test_while_the_doors_are_shut_who_waits_to_listen_fills_the_listeners_seats() -> None:
    """On the veranda nobody sits anywhere yet: what they came for counts, and as they chose they sit when the doors open."""
    world = World(at=15 * MINUTE, plan=roomy_plan(), capacity=5, listeners=2)
    assert world.room.doors is Doors.EARLY
    world.enter("f", Role.FACILITATOR)
    for number, wish in enumerate((Wish.LISTENER, Wish.CIRCLE, Wish.CIRCLE)):
        world.enter(f"p{number}", way=home(number), wish=wish)
        assert world.room.place_of(f"p{number}").part is Part.WAITING
    world.look("late", **home(4))
    assert world.refused("late", entering("late")) is Code.CIRCLE_FULL, "of two seats for listeners one is still kept"
    world.do("late", entering("late", wish=Wish.LISTENER))
    world.do("f", SetDoors(doors="open"))
    assert {pid for pid in world.room.people if world.room.place_of(pid).listening} == {"p0", "late"}


def test_while_the_room_is_locked_a_listener_who_waits_has_one_of_their_seats() -> None:
    world = opened(capacity=4, listeners=1)
    world.do("f", LockRoom(locked=True))
    world.enter("listens", way=home(1), wish=Wish.LISTENER)
    assert world.room.place_of("listens").part is Part.WAITING
    for number in (2, 3):
        world.enter(f"p{number}", way=home(number))
    world.look("late", **home(4))
    assert world.refused("late", entering("late")) is Code.ROOM_FULL


@given(st.integers(1, 9), st.integers(0, 9), st.lists(st.sampled_from(Wish), max_size=14))
def test_no_seat_stays_empty_for_a_listener_and_none_is_given_out_twice(
    capacity: int, listeners: int, wishes: list[Wish]
) -> None:
    world = opened(capacity=capacity, listeners=listeners)
    talking = 1  # the facilitator
    for number, wish in enumerate(wishes):
        person, before = f"p{number}", len(world.room.people)
        look_in(world, person, home(number))
        decided = decide(world.room, entering(person, wish=wish), Context(actor=person, now=world.now))
        if isinstance(decided, Refusal):
            full = before >= capacity
            assert decided.code is (Code.ROOM_FULL if full else Code.CIRCLE_FULL)
            assert full or (wish is Wish.CIRCLE and talking >= capacity - listeners)
        else:
            world.room = replay(world.room, decided)
            talking += wish is Wish.CIRCLE
            assert before < capacity
            assert talking <= max(1, capacity - listeners)


def test_more_new_people_than_seats_by_one_link_wait() -> None:
    world = opened(capacity=4)
    for number in range(6):
        world.enter(f"p{number}", way=home(number))
        if number < 4:
            world.do(f"p{number}", Leave())
    assert held(world) == {"p4", "p5"}
    world.do("p5", Leave())
    world.now += WITHIN_MS
    world.enter("p5", way=home(5))
    assert inside(world) == {"p5"}


def test_twenty_of_a_network_come_in_and_the_next_wait_until_one_tap() -> None:
    world = opened()
    arrive(world, 25, HALL)
    assert len(inside(world)) == OF_A_NETWORK
    assert held(world) == {f"town-hall-{number}" for number in range(20, 25)}
    world.enter("elsewhere", way=home(1))
    assert "elsewhere" in inside(world)
    world.do("f", LetIn())
    assert len(inside(world)) == 26
    arrive(world, 25, HALL, first=25)
    assert not held(world), "nobody waits for the rest of the session"


def test_who_waits_in_a_crowd_is_told_and_can_write_to_the_staff_alone() -> None:
    world = opened()
    arrive(world, 21, HALL)
    waiting = "town-hall-20"
    assert world.view(waiting).people[waiting].held is Held.CROWD
    assert world.view("f").people[waiting].held is Held.CROWD
    assert world.view("town-hall-0").people[waiting].held is None
    assert world.refused(waiting, TakePlace(place="circle")) is Code.WAITING
    assert world.refused(waiting, Say(id="message-0000", text="x")) is Code.WAITING
    world.do(waiting, Say(id="message-0000", text="ことば-", scope=Scope.STAFF))


def test_leaving_and_coming_again_is_no_way_in() -> None:
    world = opened()
    arrive(world, 21, HALL)
    for _ in range(3):
        world.do("town-hall-20", Leave())
        world.enter("town-hall-20", way=HALL)
    assert held(world) == {"town-hall-20"}
    world.do("town-hall-0", Leave())
    world.enter("town-hall-0", way=HALL)
    assert "town-hall-0" in inside(world), "who was in, is not new"


def test_whom_staff_let_in_alone_comes_in_again() -> None:
    world = opened()
    arrive(world, 22, HALL)
    world.do("f", MovePerson(person="town-hall-20", place="circle"))
    assert held(world) == {"town-hall-21"}
    world.do("town-hall-20", Leave())
    world.enter("town-hall-20", way=HALL)
    assert "town-hall-20" in inside(world)


def test_staff_and_personal_links_never_wait_and_are_never_refused_a_seat() -> None:
    world = opened(capacity=22)
    arrive(world, 21, HALL)
    world.enter("another", way=home(1))
    assert len(inside(world)) == 21
    own = {**HALL, "link": "own", "personal": True}
    for number in range(5):
        world.enter(f"own-{number}", way=own)
    world.enter("g", Role.ASSISTANT, way=HALL)
    assert {f"own-{number}" for number in range(5)} <= inside(world)


def test_who_waits_takes_nobody_s_seat() -> None:
    world = opened(capacity=30)
    arrive(world, 40, HALL)
    for number in range(9):
        world.enter(f"p{number}", way=home(number))
    assert len(inside(world)) == 29
    world.do("f", LetIn())
    assert len(inside(world)) == 29, "the room is full"
    assert len(held(world)) == 20
    for number in range(5):
        world.do(f"p{number}", Leave())
    world.do("f", LetIn())
    assert (len(inside(world)), len(held(world))) == (29, 15)


def test_one_network_cannot_use_up_looking_in_for_all() -> None:
    world = opened()
    for number in range(120):
        look_in(world, f"look-{number}", HALL)
    full = LookIn(role=Role.PARTICIPANT, device="device-x", **HALL)
    assert world.refused("x", full) is Code.ROOM_FULL
    world.look("elsewhere", **home(1))
    world.look("own", **{**HALL, "personal": True})
    world.look("screen", Role.SCREEN, **HALL)


def test_nor_waiting() -> None:
    world = opened(capacity=50)
    arrive(world, 70, HALL)
    world.look("one-more", **HALL)
    assert world.refused("one-more", entering("one-more")) is Code.ROOM_FULL
    arrive(world, 21, home(1))
    assert len(held(world)) == 51


def test_who_came_lately_goes_to_the_veranda_and_stays_there() -> None:
    world = opened()
    world.enter("early-bird", way=home(1))
    world.now += 6 * MINUTE
    world.enter("late", way=home(2))
    world.enter("own", way={**home(3), "personal": True})
    world.do("f", LetIn())
    world.do("f", MoveNewcomers())
    assert held(world) == {"late"}
    assert inside(world) == {"early-bird", "own"}
    world.do("late", Leave())
    world.enter("late", way=home(2))
    world.look("tab", device="device-late", **home(9))
    world.do("tab", entering("tab"))
    assert held(world) == {"late", "tab"}
    world.do("f", LetIn())
    assert not held(world)


def test_moving_newcomers_brings_the_bound_back() -> None:
    world = opened()
    arrive(world, 25, HALL)
    world.do("f", LetIn())
    world.do("f", MoveNewcomers())
    assert len(held(world)) == 25
    world.enter("town-hall-new", way=HALL)
    assert "town-hall-new" in held(world)


def test_whom_staff_moved_to_the_veranda_stays_there_also_when_they_come_again() -> None:
    world = opened()
    world.enter("a", way=home(1))
    world.do("f", MovePerson(person="a", place="veranda"))
    assert world.refused("a", TakePlace(place="circle")) is Code.WAITING
    world.do("a", Leave())
    world.enter("a", way=home(2))
    world.look("tab", device="device-a", **home(3))
    world.do("tab", entering("tab"))
    world.do("f", LetIn())
    world.do("f", LockRoom(locked=True))
    world.do("f", LockRoom(locked=False))
    assert held(world) == {"a", "tab"}, "no other door's opening lets them in"
    world.do("f", MovePerson(person="a", place="circle"))
    world.do("a", Leave())
    world.enter("a", way=home(2))
    assert "a" in inside(world)


def test_a_crowd_before_the_doors_waits_as_all_do_and_longer() -> None:
    world = World(at=15 * MINUTE, plan=roomy_plan(), capacity=120)
    world.enter("f", Role.FACILITATOR)
    arrive(world, 22, HALL)
    assert len(held(world)) == 2
    world.do("f", LetIn())
    assert not held(world)
    assert world.refused("town-hall-21", TakePlace(place="circle")) is Code.WAITING
    world.do("f", SetDoors(doors="open"))
    assert {p.shown.place for p in world.room.people.values()} != {"veranda"}


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["hall", "home", ""]), st.sampled_from(["leave", "", "", ""])),
        max_size=120,
    )
)
def test_no_more_than_twenty_of_a_network_are_ever_inside_unasked(arrivals: list[tuple[int, str, str]]) -> None:
    crowd, came = Crowd(), dict[str, set[str]]()
    for number, network, _ in arrivals:
        who = Newcomer(f"p{number}", "public", network)
        if not crowd.over(who, 500, number):
            crowd = crowd.came(who, 500, number)
            came.setdefault(network, set()).add(who.person)
    assert all(len(people) <= OF_A_NETWORK for network, people in came.items() if network)
