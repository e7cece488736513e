"""Random sessions: whatever anybody asks in whatever order, views agree, nothing leaks and the room stays sound.

`World.ask` checks after each command; see tests/rooms/always.py for what.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from rooms.base import Doors, Role
from rooms.commands import SetDoors, Tick
from rooms.machine import next_deadline
from rooms.refusals import Refusal
from tests.rooms.always import assert_replays
from tests.rooms.commands import CAST, DEVICES, Asked, commands
from tests.rooms.helpers import HOUR, MINUTE, World


@contextmanager
def small_bounds(shown: int) -> Iterator[None]:
    """Views that hold few messages, so that the oldest fall out within a short session, and two of a network are a crowd."""
    with (
        patch("rooms.views.CHAT_SHOWN", shown),
        patch("rooms.views.CHAT_OF_ONE_SHOWN", max(1, shown - 1)),
        patch("rooms.threads.THREAD_SHOWN", shown),
        patch("rooms.threads.DESK_SHOWN", shown + 1),
        patch("rooms.threads.LEAST_SHOWN", 2),
        patch("rooms.crowd.OF_A_NETWORK", 1),
    ):
        yield


def crowded(at: int) -> World:
    """A room in which everybody of the cast has looked in, and some have entered."""
    world = World(at=at)
    for person, role in CAST.items():
        world.look(person, role, DEVICES[person])
    return world


def run(world: World, session: list[Asked]) -> None:
    for asked in session:
        world.now += asked.wait
        world.chance += 7
        decided = world.ask(asked.actor, asked.command)
        if isinstance(asked.command, Tick) and not isinstance(decided, Refusal):
            deadline = next_deadline(world.room)
            assert deadline is None or deadline > world.now, "a tick must always come further"
        if isinstance(asked.command, SetDoors) and not isinstance(decided, Refusal):
            assert world.room.doors is Doors(asked.command.doors)
            world.ask("", Tick())
            assert world.room.doors is Doors(asked.command.doors), "the plan must not undo at once what staff set"
    assert_replays(world.start, world.log, world.room)


@given(commands(), st.sampled_from([0, 15 * MINUTE, 30 * MINUTE, 30 * MINUTE, 2 * HOUR]))
def test_any_session_is_sound(session: list[Asked], at: int) -> None:
    with small_bounds(3):
        run(crowded(at), session)


@given(commands())
def test_any_full_room_is_sound(session: list[Asked]) -> None:
    with small_bounds(3):
        world = World()
        for person in "fgabcd":
            world.enter(person, CAST[person])
        run(world, session)


def test_the_checks_run_after_every_role_has_entered() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    assert set(world.room.people) == {"f"}
