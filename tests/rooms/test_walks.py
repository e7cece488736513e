"""Walks by example."""

from __future__ import annotations

from rooms.commands import Walk
from rooms.context import Context
from rooms.plan import Point
from rooms.refusals import Code, Refusal
from rooms.walks import Stroll, stroll
from tests.rooms.helpers import circle


def test_a_walk_changes_nothing_but_where_one_is_drawn() -> None:
    world = circle("p1")
    walk = Walk(path=(Point(x=1, y=2),))
    made = stroll(world.room, walk, Context("p1", 5))
    assert isinstance(made, Stroll)
    assert made.path == walk.path


def test_nobody_is_seen_walking_into_a_booth() -> None:
    """Who only strolls would seem to be in counselling."""
    world = circle("p1")
    booth = world.room.place("booth-1").area
    inside, outside = Point(x=booth.x + 1, y=booth.y + 1), Point(x=0, y=999)
    walked = stroll(world.room, Walk(path=(inside, outside, inside)), Context(actor="p1", now=1))
    assert isinstance(walked, Stroll)
    assert walked.path == (outside,)
    refused = stroll(world.room, Walk(path=(inside,)), Context(actor="p1", now=1))
    assert refused == Refusal(Code.PLACE_NOT_FOR_YOU)
