"""What tests of boards of slips share: questions and themes are tapped and told alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from rooms.activities.kind import Activity, Move, Start
from rooms.activities.slips import Slips, State, TakeBack, Want
from rooms.base import Role
from rooms.commands import Play, StartActivity
from rooms.machine import evolve, retold
from rooms.state import Room
from rooms.views import audience_of, view_of
from tests.rooms.helpers import World, circle, folded, told, viewers

IDS = tuple(f"slip-{n:04}" for n in range(4))
PEOPLE = ("p1", "p2", "p3")
ids = st.sampled_from(IDS)


def by_all(write: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What everybody may do: write, take back, tap."""
    taps = (st.builds(Want, id=ids, on=st.booleans()), st.builds(Want, id=ids, on=st.just(True)))
    return st.one_of(write, st.builds(TakeBack, id=ids), *taps)


def played(move: type[Move], of_all: st.SearchStrategy[Any], of_staff: st.SearchStrategy[Any]) -> Any:
    """What people and staff do one after the other."""
    anybody = st.tuples(st.sampled_from(PEOPLE), st.builds(move, act=of_all))
    return st.lists(
        st.one_of(anybody, st.tuples(st.sampled_from("fg"), st.builds(move, act=st.one_of(of_all, of_staff)))),
        max_size=15,
    )


def lively(start: Start) -> World:
    """A circle with a facilitator, three people, another of the staff, a wall and somebody who looks in; a board."""
    world = circle(*PEOPLE)
    world.enter("g", Role.ASSISTANT)
    world.look("wall", Role.SCREEN)
    world.look("passer")
    world.do("f", StartActivity(activity=start))
    return world


def on_board(world: World, viewer: str) -> Slips:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Slips)
    return activity


def board(world: World) -> Slips:
    """As the room alone knows it."""
    activity: Activity = world.room.activities[""]
    assert isinstance(activity, Slips)
    return activity


def texts(world: World, viewer: str, *states: State) -> set[str]:
    return {slip.text for slip in on_board(world, viewer).slips.values() if not states or slip.state in states}


def plays(world: World, moves: Sequence[tuple[str, Move]]) -> None:
    """Whatever is allowed of it happens; `World.ask` holds every law after each."""
    for actor, move in moves:
        world.ask(actor, Play(move=move))
        assert_nobody_is_named(world)
        assert_counts_are_who_wanted(world)


def assert_nobody_is_named(world: World) -> None:
    """Nobody reads who wrote or tapped, in the board or in what is told of it, staff and screens neither; and what waits for
    staff is seen by them and its author alone."""
    now = board(world)
    for viewer in (*world.room.people, "wall"):
        seen = on_board(world, viewer)
        assert not [person for person in world.room.people if f'"{person}"' in seen.model_dump_json()]
        assert set(seen.own) == {key for key, by in now.authors.items() if by == viewer}
        assert set(seen.mine) == {key for key, by in now.takers.items() if viewer in by}
        hidden = {key for key, slip in now.slips.items() if slip.state in (State.HELD, State.KEPT)}
        if viewer not in ("f", "g"):
            assert seen.slips.keys() & hidden <= set(seen.own)
        last = told(world.log[-1:], audience_of(world.room, viewer))
        assert not [person for person in world.room.people for each in last if f'"{person}"' in each.model_dump_json()]
    assert world.view("passer").activities == {}


def assert_counts_are_who_wanted(world: World) -> None:
    now = board(world)
    for viewer in (*PEOPLE, "f", "wall"):
        seen = on_board(world, viewer)
        assert seen.counts == {key: len(now.takers.get(key, ())) for key in seen.slips}


def assert_told_later_is_the_same(world: World, since: int) -> None:
    """Whoever comes back is told what they missed as it is now, and sees what all see: from every moment since."""
    rooms: list[Room] = [world.start]
    for event in world.log:
        rooms.append(evolve(rooms[-1], event))
    now = rooms[-1]
    for start in range(since, len(world.log)):
        missed = retold(world.log[start:], now)
        for viewer in viewers(rooms[start]):
            audience = audience_of(now, viewer)
            if viewer in viewers(now) and audience == audience_of(rooms[start], viewer):
                before = view_of(rooms[start], audience)
                assert folded(before, told(missed, audience)) == view_of(now, audience), (viewer, start)
