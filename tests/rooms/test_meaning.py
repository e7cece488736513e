"""What the rows of events promise to those who tell them, held against what happens in random sessions.

Whoever tells events looks only at a group's cut, the people a row names, and the people it moves: a row that says too
little would show somebody too much or too little, and no type checker would notice.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from rooms.audience import Audience, Viewer
from rooms.base import Microphone, Role, Scope
from rooms.commands import SendAway, SetDoors, SetMicrophone, TakePlace
from rooms.events import AnyEvent, Entered, HandRaised, Left, MessageSaid, OnlookerLeft, PlaceTaken, SentAway
from rooms.hearing import hearing
from rooms.machine import EVERYBODY, Farewell, Meaning, cut, evolve, meaning
from rooms.rules.table import ROWS, Row, inside_or_me, shown_event
from rooms.state import Room
from rooms.views import audience_of
from tests.rooms.commands import CAST, DEVICES, Asked, commands
from tests.rooms.helpers import World, circle, viewers

ALL_EVENTS: tuple[type[Any], ...] = typing.get_args(AnyEvent)


def without_row(events: Sequence[type[Any]]) -> list[str]:
    return [event.__name__ for event in events if event not in ROWS]


def test_every_event_has_a_row() -> None:
    assert without_row(ALL_EVENTS) == []
    assert set(ROWS) == set(ALL_EVENTS)


def test_an_event_without_a_row_is_found() -> None:
    class PollOpened:
        pass

    assert without_row((*ALL_EVENTS, PollOpened)) == ["PollOpened"]


def steps(world: World) -> Iterator[tuple[Room, AnyEvent, Room]]:
    room = world.start
    for event in world.log:
        after = evolve(room, event)
        yield room, event, after
        room = after


def broken(before: Room, event: AnyEvent, after: Room) -> list[str]:
    """What an event did that its row does not say."""
    means = meaning((event,))
    stayed = [viewer for viewer in viewers(before) if viewer in viewers(after)]
    moved = {viewer for viewer in stayed if audience_of(before, viewer) != audience_of(after, viewer)}
    named = {
        viewer
        for room in (before, after)
        for viewer in viewers(room)
        if cut(event, audience_of(room, viewer)) != cut(event, audience_of(room, viewer).group)
    }
    gone = set(viewers(before)) - set(viewers(after))
    places = {person: known.shown.place for person, known in before.people.items()}
    stood_up = {p for p, place in places.items() if p not in after.people or after.people[p].shown.place != place}
    checks = {
        "moves": means.moved is EVERYBODY or moved <= means.moved,
        "names": named <= means.named,
        "hearing": means.hearing or hearing(before) == hearing(after),
        "goes": gone == set(means.gone),
        "stops": means.stopped is EVERYBODY or stood_up <= means.stopped,
    }
    return [f"{type(event).__name__}: {name}" for name, held in checks.items() if not held]


def lively(session: Sequence[Asked]) -> World:
    world = World()
    for person, role in CAST.items():
        if person in "fgab":
            world.enter(person, role)
        else:
            world.look(person, role, DEVICES[person])
    for asked in session:
        world.now += asked.wait
        world.ask(asked.actor, asked.command)
    return world


@given(commands())
@settings(max_examples=60)
def test_a_row_says_all_that_its_event_does(session: list[Asked]) -> None:
    for before, event, after in steps(lively(session)):
        assert broken(before, event, after) == []


def scripted() -> World:
    """One of each event whose row says something."""
    world = lively(())
    world.do("f", SetMicrophone(microphone=Microphone.TESTING))
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    world.say("f", "あなたに", scope=Scope.STAFF, to="a")
    world.do("a", TakePlace(place="table-1"))
    world.do("f", SendAway(person="b", for_good=True))
    world.do("f", SetDoors(doors="ended"))
    return world


@pytest.mark.parametrize(
    ("event", "lost"),
    [(Entered, "hearing"), (PlaceTaken, "moves"), (PlaceTaken, "stops"), (Left, "goes"), (SentAway, "names"),
     (MessageSaid, "names")],
)  # fmt: skip
def test_a_row_that_says_too_little_is_found(event: type[Any], lost: str) -> None:
    world = scripted()
    assert [found for step in steps(world) for found in broken(*step)] == []
    with patch.dict(ROWS, {event: Row()}):
        found = [found for step in steps(world) for found in broken(*step)]
    assert f"{event.__name__}: {lost}" in found


def test_who_goes_is_told_why_and_only_they() -> None:
    world = scripted()
    means = meaning(world.log)
    assert means.gone["b"] == Farewell("sent_away", for_good=True)
    assert meaning((OnlookerLeft(person="c", counted=True),)).gone == {"c": Farewell("left")}
    assert meaning((SentAway(person="c", nickname="", for_good=False),)).gone == {}


def test_a_change_for_everybody_is_said_once_for_all() -> None:
    class PlanTurned:
        pass

    with patch.dict(ROWS, {PlanTurned: Row(moves=EVERYBODY)}):
        means = meaning(typing.cast(Any, (PlanTurned(), HandRaised(person="a", at=1))))
    assert means == Meaning(named=frozenset("a"), moved=EVERYBODY)


def test_what_nobody_is_shown_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="wings"):
        shown_event(HandRaised, told=inside_or_me, wings=lambda event: 2)
    with pytest.raises(TypeError, match="two rules"):
        shown_event(HandRaised, told=inside_or_me, hand=lambda event: event.at)


def test_audiences_that_hide_different_people_are_different_groups() -> None:

    plain = Audience(Viewer.PARTICIPANT, "main", "a", since=3)
    assert plain.group == Audience(Viewer.PARTICIPANT, "main", "b", since=9).group
    assert plain.group.group == plain.group
    hiding = Audience(Viewer.PARTICIPANT, "main", "a", hides=frozenset({"c"}))
    assert hiding.group != plain.group


def test_who_sits_in_a_hall_is_told_with_its_screen_what_is_shown_there_and_stays_told_so() -> None:
    world = circle("home")
    world.enter("seat", hall="hall")
    world.look("wall", Role.SCREEN)
    world.look("passer")
    assert {each: audience_of(world.room, each).hall for each in ("home", "seat", "wall", "passer", "f")} == {
        "home": False, "seat": True, "wall": True, "passer": False, "f": False,
    }  # fmt: skip
    assert audience_of(world.room, "seat").group.hall
    world.do("seat", TakePlace(place="rest"))
    assert audience_of(world.room, "seat").hall
