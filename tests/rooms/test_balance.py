"""Balance: coarse steps of who has been heard, in which nobody who listens is ever short of anything."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from rooms.balance import (
    ALL_MESSAGE_STEPS,
    ALL_VOICE_STEPS,
    MESSAGE_STEPS,
    PEOPLE,
    VOICE_STEPS,
    Balance,
    Heard,
    Measured,
    Together,
    balance,
    step,
)
from rooms.base import STAFF_ROLES, Card, Part, Scope, Wish
from rooms.commands import BeginRound, EndTurn, MovePerson, TakePlace
from rooms.context import Context
from rooms.machine import decide, evolve
from rooms.refusals import Refusal
from rooms.state import Room
from tests.rooms.commands import CAST, Asked, commands
from tests.rooms.helpers import World, circle

NOBODY: frozenset[str] = frozenset()
FULL = circle("a", "b", "c", "d")
SCALES = (VOICE_STEPS, MESSAGE_STEPS, ALL_VOICE_STEPS, ALL_MESSAGE_STEPS)


def spoke(world: World, **seconds: float) -> Measured:
    """What is measured of people who spoke one after another, from where they are now."""
    measured, at = Measured(since=5), 100.0
    for person, long in seconds.items():
        measured = measured.after(world.room, frozenset({person}), at)
        at += long
    return measured.after(world.room, NOBODY, at)


def heard(made: Balance, person: str) -> Heard | None:
    return next((each for each in made.people if each.person == person), None)


def talks(room: Room, person: str) -> bool:
    """Told by the place alone, as a reader of the plan would."""
    place = room.place_of(person)
    listens = not place.voice and not place.hands
    return CAST[person] not in STAFF_ROLES and place.part is Part.PRESENT and not place.private and not listens


@given(st.sampled_from(SCALES), st.floats(0, 20_000), st.floats(0, 20_000))
def test_a_step_is_coarse_and_grows_with_what_it_stands_for(scale: tuple[float, ...], one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= step(less, scale) <= step(more, scale) <= 4
    assert step(0, scale) == 0


def test_a_voice_counts_by_the_time_it_is_heard_and_messages_by_their_number() -> None:
    world = circle("a", "b", "c")
    for _ in range(4):
        world.say("b", "はい")
    made = balance(world.room, spoke(world, a=61, b=3, f=400))
    assert made.people == (
        Heard(person="a", voice=2, messages=0, turn=False),
        Heard(person="b", voice=0, messages=2, turn=False),
        Heard(person="c", voice=0, messages=0, turn=False),
    )
    assert made.home == Together(voice=1, messages=1)
    assert made.staff == Together(voice=2, messages=0)
    assert made.since == 5


def test_the_hall_has_messages_and_turns_and_no_voice_that_could_be_missing() -> None:
    world = circle("a")
    world.enter("h", card=Card.TALK, hall="hall")
    world.say("h", "会場から")
    world.do("f", BeginRound(order=("h", "a")))
    world.do("h", EndTurn())
    made = balance(world.room, Measured())
    assert made.hall == Together(voice=None, messages=1)
    assert heard(made, "h") == Heard(person="h", voice=None, messages=1, turn=True)


def test_whoever_listens_rests_or_is_led_aside_has_no_step_at_all() -> None:
    world = circle("a", "b", "c")
    world.enter("l", wish=Wish.LISTENER)
    measured = spoke(world, a=30, b=30)
    world.do("a", TakePlace(place="rest"))
    world.do("f", MovePerson(person="b", place="booth-1"))
    assert [each.person for each in balance(world.room, measured).people] == ["c"]
    world.do("a", TakePlace(place="circle"))
    assert heard(balance(world.room, measured), "a") == Heard(person="a", voice=1, messages=0, turn=False)


def test_what_is_said_to_the_staff_or_in_a_booth_counts_for_nobody() -> None:
    world = circle("a")
    world.say("a", "こまっています", scope=Scope.STAFF)
    world.do("f", MovePerson(person="a", place="booth-1"))
    measured = spoke(world, a=500)
    world.say("a", "ここだけの話", scope=Scope.BOOTH)
    world.do("f", MovePerson(person="a", place="circle"))
    made = balance(world.room, measured)
    assert heard(made, "a") == Heard(person="a", voice=0, messages=0, turn=False)
    assert made.home == Together(voice=0, messages=0)


def test_a_stretch_of_speaking_ends_for_the_talk_where_somebody_goes_aside() -> None:
    world = circle("a")
    measured = Measured().after(world.room, frozenset({"a"}), 10)
    world.do("f", MovePerson(person="a", place="booth-1"))
    measured = measured.after(world.room, frozenset({"a"}), 30)
    measured = measured.after(world.room, NOBODY, 90)
    assert measured.seconds["a"] == 20


def test_a_clock_that_goes_back_takes_nothing_and_an_ended_session_leaves_nothing() -> None:
    world = circle("a")
    measured = Measured(since=5).after(world.room, frozenset({"a"}), 10).after(world.room, frozenset({"a"}), 4)
    assert measured.seconds["a"] == 0
    measured = measured.after(world.room, NOBODY, 9)
    assert measured.seconds["a"] == 5
    assert measured.forgotten() == Measured(since=5, at=9)


def test_of_many_who_came_and_went_only_those_who_are_here_are_known() -> None:
    world = circle("a")
    seconds = Measured().seconds.insert("a", 7.0)
    for number in range(PEOPLE):
        seconds = seconds.insert(f"gone-{number}", 1.0)
    assert dict(Measured(seconds=seconds).after(world.room, NOBODY, 1).seconds) == {"a": 7.0}


@given(commands(), st.lists(st.frozensets(st.sampled_from("abcdfx")), max_size=25))
def test_in_any_session_everybody_who_takes_part_is_there_once_and_nobody_else(
    session: list[Asked], reports: list[frozenset[str]]
) -> None:
    room, measured = FULL.room, Measured()
    for number, each in enumerate(session):
        known = {each.person: each for each in balance(room, measured).people}
        decided = decide(room, each.command, Context(actor=each.actor, now=FULL.now))
        for event in () if isinstance(decided, Refusal) else decided:
            room = evolve(room, event)
        measured = measured.after(room, reports[number] if number < len(reports) else NOBODY, number * 40.0)
        made = balance(room, measured)
        assert sorted(each.person for each in made.people) == sorted(filter(partial(talks, room), room.people))
        assert all((known.get(each.person, each).voice or 0) <= (each.voice or 0) for each in made.people)
        assert all(known.get(each.person, each).messages <= each.messages for each in made.people)
    assert set(measured.seconds) <= set(CAST)
