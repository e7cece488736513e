"""Past its planned end a room goes on for those inside while staff are there, says in time that it closes, and ends."""

from __future__ import annotations

from hypothesis import given, settings

from rooms.base import STAFF_ROLES, Doors, How, Role
from rooms.commands import Enter, Leave, LockRoom, LookIn, LoseConnection, SendAway, SetDoors, TellHow, Tick
from rooms.events import Stay
from rooms.machine import next_deadline
from rooms.refusals import Code, Refusal
from rooms.state import ABSENCE_MS
from tests.rooms.always import assert_replays
from tests.rooms.commands import Asked, commands
from tests.rooms.helpers import HOUR, MINUTE, World, circle, entering, roomy_plan
from tests.rooms.test_laws import permitted

END, STAY, AWAY = 3 * HOUR, HOUR, 5 * MINUTE
LAST = END + STAY
STAYS = Stay(latest=LAST)


def held(*people: str) -> World:
    """A circle with a facilitator at the planned end."""
    world = circle(*people, stay_ms=STAY)
    world.tick(2 * HOUR)
    world.tick(END)
    return world


def test_it_goes_on_with_the_staff_says_twice_that_it_closes_and_ends() -> None:
    world = held("a")
    assert (world.doors(), world.view("a").stay) == (Doors.CLOSING, STAYS)
    world.do("a", TellHow(how=How.GLAD))
    world.say("a", "もうすこし話したい")
    told = []
    while world.doors() is not Doors.ENDED:
        at = next_deadline(world.room)
        assert at is not None
        assert at > world.now
        world.tick(at)
        told.append((at, world.view("a").stay))
    assert told == [
        (LAST - 10 * MINUTE, Stay(latest=LAST, closes_at=LAST)),
        (LAST - 5 * MINUTE, Stay(latest=LAST, closes_at=LAST, soon=True)),
        (LAST, Stay(latest=LAST, closes_at=LAST, soon=True)),
    ]
    assert_replays(world.start, world.log, world.room)


def test_everybody_reads_it_who_waits_or_watches_too() -> None:
    world = circle("a", stay_ms=STAY)
    world.look("o")
    world.look("s", Role.SCREEN)
    world.tick(END)
    assert [world.view(each).stay for each in "afos"] == [STAYS] * 4


def test_without_staff_or_where_the_server_says_so_it_ends_as_planned() -> None:
    alone = World(plan=roomy_plan(), stay_ms=STAY)
    alone.enter("a")
    strict = circle("a")
    for world in (alone, strict):
        world.tick(2 * HOUR)
        assert next_deadline(world.room) == END
        world.tick(END)
        assert (world.doors(), world.room.stay) == (Doors.ENDED, None)


def test_staff_close_it_whenever_they_like_and_open_it_to_nobody_new() -> None:
    world = held("a")
    assert world.refused("f", SetDoors(doors="open")) is Code.NOT_ALLOWED
    world.do("f", SetDoors(doors="ended"))
    assert world.doors() is Doors.ENDED


def test_doors_that_staff_opened_anew_close_to_newcomers_at_the_planned_end() -> None:
    world = circle("a", stay_ms=STAY)
    world.tick(2 * HOUR)
    world.do("f", SetDoors(doors="open"))
    world.enter("b")
    world.tick(END)
    assert (world.doors(), world.room.stay, "b" in world.room.people) == (Doors.CLOSING, STAYS, True)


def test_nobody_new_looks_in_and_whoever_was_looking_does_not_enter() -> None:
    world = circle("a", stay_ms=STAY)
    world.look("o")
    world.tick(END)
    assert world.refused("o", entering("o")) is Code.DOORS_CLOSING
    other = circle("a", stay_ms=STAY)
    other.tick(END)
    assert other.refused("n", LookIn(role=Role.PARTICIPANT, device="device-n")) is Code.SESSION_ENDED
    for person, role in (("g", Role.ASSISTANT), ("s", Role.SCREEN)):
        other.look(person, role)
    other.do("g", entering("g"))


def test_who_lost_their_line_comes_back_however_late_and_who_left_or_was_sent_away_does_not() -> None:
    world = held("a", "b", "c")
    world.do("a", LoseConnection())
    world.tick(END + MINUTE)
    world.look("a")
    assert world.view("a").entered
    world.do("a", LoseConnection())
    world.do("b", Leave())
    world.do("f", SendAway(person="c", for_good=False))
    world.tick(world.now + ABSENCE_MS)
    assert "a" not in world.room.people
    world.tick(world.now + 10 * MINUTE)
    world.enter("a")
    assert world.view("a").zone == "main"
    for gone in "bc":
        assert world.refused(gone, LookIn(role=Role.PARTICIPANT, device=f"device-{gone}")) is Code.SESSION_ENDED


def test_a_line_that_was_lost_long_before_the_end_is_no_reason_to_stay_out_while_it_closes() -> None:
    world = circle("a", "b")
    world.do("a", LoseConnection())
    world.do("b", Leave())
    world.tick(world.now + ABSENCE_MS)
    world.tick(2 * HOUR)
    world.enter("a")
    world.look("b")
    assert world.refused("b", entering("b")) is Code.DOORS_CLOSING


def test_staff_who_go_are_waited_for_it_is_said_and_taken_back_when_they_come() -> None:
    world = held("a")
    world.tick(END + 10 * MINUTE)
    gone = world.now
    world.do("f", LoseConnection())
    world.tick(gone + ABSENCE_MS - 1)
    assert world.view("a").stay == STAYS
    world.tick(gone + ABSENCE_MS)
    assert world.view("a").stay == Stay(latest=LAST, closes_at=gone + AWAY, soon=True)
    world.enter("g", Role.ASSISTANT)
    assert (world.view("a").stay, next_deadline(world.room)) == (STAYS, LAST - 10 * MINUTE)
    world.do("g", Leave())
    left = world.now
    world.tick(left + AWAY - 1)
    assert world.doors() is Doors.CLOSING
    world.tick(left + AWAY)
    assert world.doors() is Doors.ENDED


def test_a_tablet_that_dies_just_before_the_end_is_waited_for_and_no_longer_than_the_room_may_last() -> None:
    world = circle("a", stay_ms=3 * MINUTE)
    world.tick(2 * HOUR)
    world.now = END - MINUTE
    world.do("f", LoseConnection())
    world.tick(END)
    assert world.doors() is Doors.CLOSING
    world.tick(END + 3 * MINUTE - 1)
    assert world.doors() is Doors.CLOSING
    world.tick(END + 3 * MINUTE)
    assert world.doors() is Doors.ENDED


def test_staff_who_may_be_away_for_ever_are_waited_for_five_minutes() -> None:
    world = circle("a", stay_ms=STAY, unattended_ms=0)
    world.tick(END)
    world.do("f", LoseConnection())
    world.tick(END + AWAY - 1)
    assert world.doors() is Doors.CLOSING
    world.tick(END + AWAY)
    assert world.doors() is Doors.ENDED


def test_who_waits_inside_may_still_be_let_in() -> None:
    world = circle("a", stay_ms=STAY)
    world.do("f", LockRoom(locked=True))
    world.enter("w")
    world.tick(END)
    world.do("f", LockRoom(locked=False))
    assert world.view("w").zone == "main"


def test_doors_that_never_opened_end_as_planned() -> None:
    world = World(at=15 * MINUTE, plan=roomy_plan(), stay_ms=STAY)
    world.enter("f", Role.FACILITATOR)
    assert world.doors() is Doors.EARLY
    world.tick(END)
    assert world.doors() is Doors.ENDED


@given(commands())
@settings(max_examples=25, deadline=None)
def test_whatever_happens_it_lives_past_its_end_only_with_staff_lets_nobody_new_in_and_ends(
    session: list[Asked],
) -> None:
    """From ten minutes before the end on, with a clock that runs twenty times as fast as people act."""
    world = circle("a", "b", stay_ms=STAY)
    world.tick(END - 10 * MINUTE)
    known, seen = {"f", "a", "b"}, world.now
    for asked in session:
        world.now += 20 * asked.wait
        world.ask("", Tick())
        if world.now >= LAST:
            assert world.doors() is Doors.ENDED
        if world.doors() is Doors.ENDED:
            break
        past = world.now >= END
        before = set(world.room.people)
        if asked.actor and permitted(asked):
            world.ask(asked.actor, asked.command)
        come = set(world.room.people) - before
        staff = {p for p in come if world.room.people[p].shown.role in STAFF_ROLES}
        assert not past or come <= staff | known
        known |= come
        if any(p.lost_at is None for p in world.room.people.values() if p.shown.role in STAFF_ROLES):
            seen = world.now
        if past and world.doors() is not Doors.ENDED:
            assert world.room.stay is not None
            assert world.now - seen < AWAY
    while world.doors() is not Doors.ENDED:
        at = next_deadline(world.room)
        assert at is not None
        world.now = max(at, world.now)
        before_tick = world.room
        world.ask("", Tick())
        assert world.room is not before_tick, "a tick that is due does something"
    assert isinstance(world.ask("f", Enter(nickname="n")), Refusal)
