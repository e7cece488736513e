"""きょうはどうでしたか: one word each, that can be changed and taken back; numbers alone go to the office."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.audience import Viewer
from rooms.base import How
from rooms.commands import Leave, SetDoors, TellHow
from rooms.refusals import Code
from rooms.tally import Tally
from tests.rooms.always import assert_replays
from tests.rooms.helpers import World, circle

SAID = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.sampled_from(How))), max_size=12)


def closing(*people: str) -> World:
    world = circle(*people)
    world.do("f", SetDoors(doors="closing"))
    return world


@given(SAID)
@settings(max_examples=30, deadline=None)
def test_the_last_word_of_each_counts_and_nobody_else_sees_it(said: list[tuple[str, How | None]]) -> None:
    world = closing("a", "b", "c")
    last: dict[str, How | None] = {}
    others = {viewer: world.view(viewer).model_dump_json() for viewer in "f"}
    for person, how in said:
        events = world.do(person, TellHow(how=how))
        assert bool(events) == (last.get(person) is not how), "saying it twice is saying it once"
        last[person] = how
        assert world.view(person).how is how
    assert {viewer: world.view(viewer).model_dump_json() for viewer in "f"} == others
    assert all(world.view(person).how is last.get(person) for person in "abc")
    numbers = Tally(world.start.plan).after(world.log).totals()[""]
    expected = Counter(how for how in last.values() if how is not None)
    assert (numbers.glad, numbers.calm, numbers.tired) == tuple(expected[how] for how in How)
    assert_replays(world.start, world.log, world.room)


def test_what_was_said_counts_after_its_person_has_left_and_shows_no_more() -> None:
    world = closing("a")
    world.do("a", TellHow(how=How.TIRED))
    world.do("a", Leave())
    world.look("a")
    assert (world.view("a").kind, world.view("a").how) == (Viewer.ONLOOKER, None)
    assert Tally(world.start.plan).after(world.log).totals()[""].tired == 1


def test_it_is_for_the_end_and_for_participants() -> None:
    world = circle("a")
    assert world.refused("a", TellHow(how=How.GLAD)) is Code.NOT_ALLOWED
    assert closing("a").refused("f", TellHow(how=How.GLAD)) is Code.NOT_ALLOWED
