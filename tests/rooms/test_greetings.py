"""Who comes is greeted: the tick はじめてです and the mark of a greeting are for the staff alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.audience import Viewer
from rooms.base import Role, Scope
from rooms.commands import Enter, Greet, Leave, MovePerson, Say, SetDoors, TakePlace
from rooms.events import AnyEvent, Arrival, Entered, Greeted
from rooms.machine import cut, evolve
from rooms.refusals import Code
from rooms.state import Room
from rooms.views import audience_of, view_of
from tests.rooms.commands import ALPHABET, CAST, DEVICES, Asked
from tests.rooms.helpers import MINUTE, World, entering, roomy_plan
from tests.rooms.test_laws import permitted


def _early() -> World:
    """The veranda is open and f is there."""
    world = World(at=15 * MINUTE, plan=roomy_plan())
    world.enter("f", Role.FACILITATOR)
    return world


def _arrivals(world: World, viewer: str) -> list[tuple[str, int, bool, bool]]:
    return [(each.person, each.at, each.first_time, each.greeted) for each in world.view(viewer).arrivals]


def test_the_desk_knows_who_came_when_and_for_the_first_time() -> None:
    world = _early()
    world.enter("a", first_time=True)
    world.now += MINUTE
    world.enter("b")
    assert _arrivals(world, "f") == [("a", 15 * MINUTE, True, False), ("b", 16 * MINUTE, False, False)]
    assert not [each for viewer in ("a", "b") for each in world.view(viewer).arrivals]
    world.do("a", Leave())
    assert _arrivals(world, "f") == [("b", 16 * MINUTE, False, False)]


def test_who_was_written_to_has_been_greeted_and_who_comes_again_is_welcome_anew() -> None:
    world = _early()
    world.enter("a", first_time=True)
    world.say("a", "はじめまして", scope=Scope.STAFF)
    assert _arrivals(world, "f") == [("a", 15 * MINUTE, True, False)], "what somebody says to the staff greets nobody"
    world.say("f", "こんばんは", scope=Scope.STAFF, to="a")
    assert _arrivals(world, "f") == [("a", 15 * MINUTE, True, True)]
    assert world.ask("f", Greet(person="a")) == ()
    world.do("f", SetDoors(doors="open"))
    assert _arrivals(world, "f") == [("a", 15 * MINUTE, True, True)], "let in, one is the same person"
    world.do("a", Leave())
    world.enter("a")
    assert _arrivals(world, "f") == [("a", 15 * MINUTE, False, False)]


def test_two_who_greet_at_once_greet_once_and_nobody_else_is_told() -> None:
    world = _early()
    world.enter("g", Role.ASSISTANT)
    world.enter("a")
    world.look("looker")
    happened = world.do("f", Greet(person="a"))
    assert happened == (Greeted(person="a"),)
    assert world.ask("g", Greet(person="a")) == ()
    audiences = {viewer: audience_of(world.room, viewer) for viewer in ("f", "g", "a", "looker")}
    assert [viewer for viewer, each in audiences.items() if cut(happened[0], each)] == ["f", "g"]


def test_nobody_greets_who_is_not_here_or_receives_others_themselves() -> None:
    world = _early()
    world.look("a")
    for person in ("a", "f", "nobody"):
        assert world.refused("f", Greet(person=person)) is Code.NO_SUCH_PERSON


def test_who_has_come_in_and_waits_sees_who_of_the_staff_is_there_and_who_looks_in_does_not() -> None:
    world = _early()
    world.enter("a")
    world.enter("b")
    world.look("looker")
    assert {pid: shown.nickname for pid, shown in world.view("a").people.items()} == {
        "f": "なまえ-f",
        "a": "なまえ-a",
        "b": "",
    }
    assert {shown.nickname for shown in world.view("looker").people.values()} == {""}
    entered = next(event for event in world.log if isinstance(event, Entered) and event.shown.id == "f")
    told = {viewer: cut(entered, audience_of(world.room, viewer)) for viewer in ("b", "looker")}
    names = {viewer: event.shown.nickname for viewer, event in told.items() if isinstance(event, Entered)}
    assert names == {"b": "なまえ-f", "looker": ""}


def _assert_told_to_staff_alone(before: Room, room: Room, happened: AnyEvent) -> None:
    for viewer in {*before.people, *before.onlookers}:
        audience = audience_of(before, viewer)
        event = cut(happened, audience)
        if audience.kind is Viewer.STAFF or event is None:
            continue
        assert not isinstance(event, Greeted)
        assert not (isinstance(event, Entered) and (event.first_time or event.at)), viewer
    for viewer in {*room.people, *room.onlookers}:
        audience = audience_of(room, viewer)
        if audience.kind is not Viewer.STAFF:
            assert view_of(room, audience).arrivals == (), viewer


def _expected(world: World, log: list[AnyEvent]) -> list[Arrival]:
    """Who is here and was greeted since they came, told by the events alone."""
    known: dict[str, Arrival] = {}
    for event in log:
        if event.type == "entered" and event.shown.role is Role.PARTICIPANT:
            known[event.shown.id] = Arrival(person=event.shown.id, at=event.at, first_time=event.first_time)
        elif event.type == "left":
            known.pop(event.person, None)
        person = event.person if event.type == "greeted" else event.message.to if event.type == "message_said" else None
        if person in known:
            known[person] = known[person].model_copy(update={"greeted": True})
    return list(known.values())


def _drawn(actors: str, *kinds: type[Any]) -> st.SearchStrategy[Asked]:
    one = st.sampled_from(actors).flatmap(
        lambda who: st.tuples(st.just(who), st.one_of(*(ALPHABET[k](who) for k in kinds)))
    )
    return one.map(lambda drawn: Asked(drawn[0], drawn[1], 1000))


_coming_and_going = st.one_of(
    _drawn("abcdg", Enter), _drawn("abcdg", Leave, TakePlace, Say), _drawn("fg", Greet, Say, MovePerson, SetDoors)
)


@given(st.lists(_coming_and_going, min_size=8, max_size=24))
@settings(max_examples=12, deadline=None)
def test_whatever_happens_the_tick_and_the_mark_are_told_to_the_staff_alone(session: list[Asked]) -> None:
    world = World(at=15 * MINUTE, plan=roomy_plan())
    for person, role in CAST.items():
        world.look(person, role, DEVICES[person])
    world.do("f", entering("f"))
    for asked in session:
        world.now += asked.wait
        before, known = world.room, len(world.log)
        if permitted(asked):
            world.ask(asked.actor, asked.command)
        if asked.actor not in {*world.room.people, *world.room.onlookers}:
            world.look(asked.actor, CAST[asked.actor], DEVICES[asked.actor])
        for happened in world.log[known:]:
            after = evolve(before, happened)
            _assert_told_to_staff_alone(before, after, happened)
            before = after
        assert list(view_of(world.room, audience_of(world.room, "f")).arrivals) == (
            _expected(world, world.log) if "f" in world.room.people else []
        )
