"""Walks by example."""

from __future__ import annotations

from rooms.commands import Walk
from rooms.context import Context
from rooms.plan import Point
from rooms.walks import Stroll, stroll
from tests.rooms.helpers import circle


def test_a_walk_changes_nothing_but_where_one_is_drawn() -> None:
    world = circle("p1")
    walk = Walk(path=(Point(x=1, y=2),))
    made = stroll(world.room, walk, Context("p1", 5))
    assert isinstance(made, Stroll)
    assert made.path == walk.path
