"""Concerns: whom one is about is left out of its audience, by whatever they are known; and what nobody may read is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from rooms.audience import Viewer
from rooms.base import Role
from rooms.commands import HandleConcern, Leave, LookIn, LoseConnection, RaiseConcern, SetDoors
from rooms.events import ConcernHandled, ConcernRaised
from rooms.machine import cut, evolve, noted
from rooms.notes import Handed, Note
from rooms.refusals import Code
from rooms.views import audience_of, view_of
from tests.rooms.commands import Asked, commands
from tests.rooms.helpers import World, circle, entering, links_of
from tests.rooms.test_meaning import lively

WORRY = RaiseConcern(id="concern-0001", text="進行役さんのことが心配です", about="f")


def come(world: World, person: str, role: Role = Role.FACILITATOR, *, link: str = "", device: str = "") -> None:
    world.do(person, LookIn(role=role, device=device or f"device-{person}", link=link, origin="town"))
    world.do(person, entering(person))


def room(*staff: str) -> World:
    """An open room with a participant p, and the facilitator f and other staff each by a link of their own."""
    world = World()
    for person in ("f", *staff):
        come(world, person, link=f"link-{person}")
    come(world, "p", Role.PARTICIPANT, link="link-of-all")
    return world


def notes(world: World) -> list[Handed]:
    """All that was handed out since the beginning, as a room that is loaded again hands it out."""
    state, found = world.start, list[Handed]()
    for event in world.log:
        found += noted(state, event)
        state = evolve(state, event)
    return found


def knows(world: World, person: str) -> bool:
    """Whether somebody learns of the concern by a fresh view, by what they are told, or by handling it."""
    audience = audience_of(world.room, person)
    seen = bool(view_of(world.room, audience).concerns)
    raised = [e for e in world.log if isinstance(e, ConcernRaised | ConcernHandled)]
    told = [each for each in raised if cut(each, audience) or (cut(each, audience.group) and person not in named(each))]
    assert seen == bool(told)
    return seen


def named(event: ConcernRaised | ConcernHandled) -> tuple[str | None, ...]:
    return (
        (event.concern.person, event.concern.about) if isinstance(event, ConcernRaised) else (event.person, event.about)
    )


def test_a_concern_is_for_the_staff_and_its_sender_sees_that_it_arrived() -> None:
    world = circle("p1", "p2")
    world.do("p1", RaiseConcern(id="concern-0001", text="心配です", about="p2"))
    assert world.view("p2").concerns == ()
    world.do("f", HandleConcern(id="concern-0001"))
    assert world.view("p1").concerns[0].handled
    assert notes(world) == []


def test_a_concern_about_one_of_the_staff_reaches_the_others_and_never_them() -> None:
    world = room("g")
    world.do("p", WORRY)
    assert [knows(world, person) for person in ("f", "g", "p")] == [False, True, True]
    assert world.refused("f", HandleConcern(id=WORRY.id)) is Code.NO_SUCH_CONCERN
    world.do("g", HandleConcern(id=WORRY.id))
    assert [knows(world, person) for person in ("f", "g", "p")] == [False, True, True]
    world.do("g", SetDoors(doors="ended"))
    assert notes(world) == []


@pytest.mark.parametrize(("link", "device"), [("link-f", "phone"), ("link-other", "device-f")])
@pytest.mark.parametrize("before", [True, False], ids=["was there", "comes later"])
@pytest.mark.parametrize("left", [True, False], ids=["had left", "is there"])
def test_nor_does_it_reach_their_other_device_or_link(link: str, device: str, before: bool, left: bool) -> None:
    world = room()
    if before:
        come(world, "phone", link=link, device=device)
    if left:
        world.do("f", Leave())
    world.do("p", WORRY)
    if not before:
        come(world, "phone", link=link, device=device)
    assert not knows(world, "phone")
    assert world.refused("phone", HandleConcern(id=WORRY.id)) is Code.NO_SUCH_CONCERN
    assert len(notes(world)) == 1


def test_it_does_not_reach_them_when_they_come_back() -> None:
    world = room("g")
    world.do("p", WORRY)
    world.do("f", LoseConnection())
    world.do("f", LookIn(role=Role.FACILITATOR, device="another", link="link-f"))
    assert not knows(world, "f")
    world.do("f", Leave())
    come(world, "f", link="link-f", device="a-third")
    assert not knows(world, "f")


def test_what_nobody_may_read_is_kept_for_the_raisers_own_town() -> None:
    world = room()
    world.do("p", WORRY)
    assert notes(world) == [
        Note(WORRY.id, "town", world.now, "なまえ-p", "なまえ-f", WORRY.text),
    ]


def test_staff_whose_line_is_lost_are_not_there_to_read_it() -> None:
    world = room("g")
    world.do("g", LoseConnection())
    world.do("p", WORRY)
    assert len(notes(world)) == 1
    world.do("g", LookIn(role=Role.FACILITATOR, device="device-g", link="link-g"))
    assert knows(world, "g")


def test_what_others_have_not_handled_by_the_end_is_kept() -> None:
    world = room("g")
    world.do("p", WORRY)
    world.do("p", RaiseConcern(id="concern-0002", text="部屋のこと"))
    assert notes(world) == []
    world.do("f", SetDoors(doors="ended"))
    assert [note.id for note in notes(world)] == [WORRY.id]


def test_what_only_the_room_knows_of_a_concern_is_told_to_nobody() -> None:
    world = room("g")
    world.do("p", WORRY)
    world.do("g", HandleConcern(id=WORRY.id))
    for person in world.room.people:
        told = [cut(event, audience_of(world.room, person)) for event in world.log]
        frames = [event.model_dump_json() for event in told if isinstance(event, ConcernRaised | ConcernHandled)]
        assert not [frame for frame in frames if "device-" in frame or "link-" in frame or "town" in frame]


@given(commands())
@settings(max_examples=60)
def test_nobody_ever_gets_a_concern_about_themselves(session: list[Asked]) -> None:
    world = lively(session)
    state = world.start
    for event in world.log:
        state = evolve(state, event)
        for viewer in state.people:
            audience = audience_of(state, viewer)
            about = [each for each in view_of(state, audience).concerns if each.person != viewer]
            assert not [each for each in about if each.about == viewer]
            assert not about or audience.kind is Viewer.STAFF
            for each in about:
                if each.about is not None and each.about in state.people:
                    assert not links_of(state, viewer) & links_of(state, each.about)
