"""Concerns by example."""

from __future__ import annotations

from rooms.commands import HandleConcern, RaiseConcern
from tests.rooms.helpers import circle


def test_a_concern_is_for_the_staff_and_its_sender_sees_that_it_arrived() -> None:
    world = circle("p1", "p2")
    world.do("p1", RaiseConcern(id="concern-0001", text="心配です", about="p2"))
    assert world.view("p2").concerns == ()
    world.do("f", HandleConcern(id="concern-0001"))
    assert world.view("p1").concerns[0].handled
