"""The line before the booths: each knows their own number, staff know all, and nobody else learns that anybody waits."""

from __future__ import annotations

from rooms.base import Mode, Role
from rooms.commands import CallFromLine, JoinLine, Leave, LeaveLine, MovePerson, SetPlan, TakePlace
from rooms.events import LineSet
from rooms.machine import cut, meaning
from rooms.plans.sizes import Sizes
from rooms.refusals import Code
from rooms.views import audience_of
from tests.rooms.helpers import World


def world(*people: str) -> World:
    made = World(sizes=Sizes(circle=8, listeners=6, hall=4, booths=3), capacity=40)
    made.enter("f", Role.FACILITATOR)
    made.do("f", SetPlan(mode=Mode.BOOTHS))
    for person in people:
        made.enter(person)
    return made


def test_each_knows_their_number_and_moves_up() -> None:
    made = world("a", "b", "c")
    for person in "abc":
        made.do(person, JoinLine())
    assert made.do("b", JoinLine()) == (), "twice is once"
    assert [made.view(person).number for person in "abc"] == [1, 2, 3]
    made.do("f", CallFromLine(person="a"))
    assert made.view("a").called == ("a",)
    assert made.view("f").called == ("a",)
    made.do("f", MovePerson(person="a", place="booth-2"))
    assert [made.view(person).number for person in "abc"] == [0, 1, 2]
    made.do("b", Leave())
    assert made.view("c").number == 1
    made.do("c", LeaveLine())
    assert made.room.line == ()


def test_staff_are_led_to_the_same_booth_and_see_who_waits() -> None:
    made = world("a", "b")
    made.do("a", JoinLine())
    made.do("b", JoinLine())
    assert made.view("f").line == ("a", "b")
    made.do("f", MovePerson(person="a", place="booth-1"))
    made.do("f", TakePlace(place="booth-1"))
    assert made.room.zone("f") == made.room.zone("a")
    made.do("f", LeaveLine(person="b"))
    assert made.room.line == ()


def test_nobody_else_is_told_that_somebody_waits() -> None:
    made = world("a", "b")
    made.look("o")
    events = made.do("a", JoinLine())
    for other in ("b", "o"):
        audience = audience_of(made.room, other)
        assert [cut(event, audience) for event in events if isinstance(event, LineSet)] == [None]
        assert (made.view(other).line, made.view(other).number) == ((), 0)
    made.do("b", JoinLine())
    assert made.view("b").line == ("b",), "who is before them is told to nobody"
    assert made.refused("b", LeaveLine(person="a")) is Code.NOT_ALLOWED


def test_who_waits_is_told_nothing_of_those_behind_them() -> None:
    """Not even that something happened: they would count it."""
    made = world("a", "b", "c")
    made.do("a", JoinLine())
    for actor, command in (
        ("b", JoinLine()),
        ("c", JoinLine()),
        ("f", CallFromLine(person="b")),
        ("c", LeaveLine()),
        ("b", Leave()),
    ):
        events = [event for event in made.do(actor, command) if isinstance(event, LineSet)]
        assert len(events) == 1
        assert [cut(event, audience_of(made.room, "a")) for event in events] == [None], command
        assert "a" not in meaning(events).named
        assert cut(events[0], audience_of(made.room, "f")) is not None
    made.enter("b")
    made.do("b", JoinLine())
    (called,) = made.do("f", CallFromLine(person="a"))
    assert cut(called, audience_of(made.room, "b")) is None, "who was called before them is not told, either"
    assert cut(called, audience_of(made.room, "a")) == LineSet(line=("a",), called=("a",), number=1)


def test_where_there_is_no_booth_nobody_waits() -> None:
    made = world("a")
    made.do("a", JoinLine())
    made.do("f", SetPlan(mode=Mode.STAFF_ROOM))
    assert made.view("a").number == 0
    assert made.refused("a", JoinLine()) is Code.NO_LINE_HERE
    assert made.refused("f", JoinLine()) is Code.NO_LINE_HERE
    assert made.refused("f", CallFromLine(person="a")) is Code.NO_SUCH_PERSON
