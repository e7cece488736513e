"""お題: what lies there, for whom. `starts` and `moves` are what random sessions draw."""

from __future__ import annotations

from hypothesis import strategies as st

from rooms.activities.kind import Move, Start
from rooms.activities.prompt import Prompt, StartPrompt
from rooms.commands import EndActivity, StartActivity, TakePlace
from rooms.refusals import Code
from tests.rooms.helpers import circle

starts: st.SearchStrategy[Start] = st.sampled_from([StartPrompt(text="お題"), StartPrompt(text="ほかのお題")])
moves: st.SearchStrategy[Move] = st.nothing()


def test_a_table_s_prompt_is_seen_at_the_table() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", StartActivity(activity=StartPrompt(text="ここのお題"), place="table-1"))
    assert world.view("p1").activities == {"table-1": Prompt(text="ここのお題")}
    assert world.view("p2").activities == {}


def test_a_prompt_takes_the_place_of_what_lay_there_and_is_taken_away() -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=StartPrompt(text="ひとつめ")))
    world.do("f", StartActivity(activity=StartPrompt(text="ふたつめ")))
    assert world.view("p1").activities == {"": Prompt(text="ふたつめ")}
    assert world.do("f", StartActivity(activity=StartPrompt(text="ふたつめ"))) == ()
    world.do("f", EndActivity())
    assert world.view("p1").activities == {}
    assert world.do("f", EndActivity()) == ()
    assert world.refused("f", StartActivity(activity=StartPrompt(text="どこ"), place="attic")) is Code.NO_SUCH_PLACE
