"""Prompts by example."""

from __future__ import annotations

from rooms.commands import SetPrompt, TakePlace
from tests.rooms.helpers import circle


def test_a_table_s_prompt_is_seen_at_the_table() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", SetPrompt(text="ここのお題", place="table-1"))
    assert world.view("p1").prompts == {"table-1": "ここのお題"}
    assert world.view("p2").prompts == {}
