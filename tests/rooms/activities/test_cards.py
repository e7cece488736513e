"""カードをひく: everybody sees what was drawn, nobody what is left. `starts` and `moves` are for random sessions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rooms.activities.cards import Cards, DeckCard, Draw, StartCards
from rooms.activities.kind import Move, Start
from rooms.base import Role
from rooms.commands import Play, StartActivity, TakePlace
from rooms.refusals import Code
from tests.rooms.helpers import MINUTE, World, circle

DECK = StartCards(cards=tuple(DeckCard(text=text) for text in ("朝", "昼", "夜")))

starts: st.SearchStrategy[Start] = st.sampled_from([DECK, StartCards(cards=(DeckCard(text="ひとつ"),))])
moves: st.SearchStrategy[Move] = st.just(Draw())


def on_table(world: World, viewer: str) -> Cards:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Cards)
    return activity


def test_one_draws_and_all_see_it() -> None:
    world = circle("p1", "p2")
    world.look("wall", Role.SCREEN)
    world.look("passer")
    world.do("f", StartActivity(activity=DECK))
    assert on_table(world, "p1") == Cards(deck=(), left=3)
    world.chance = 4
    world.do("p1", Play(move=Draw()))
    for viewer, by in {"p1": "p1", "p2": "p1", "f": "p1", "wall": "p1", "passer": None}.items():
        assert on_table(world, viewer) == Cards(deck=(), left=2, drawn=DeckCard(text="昼"), by=by), viewer


@given(st.lists(st.integers(0, 2**64 - 1), min_size=3, max_size=3))
def test_each_card_is_drawn_once_whatever_chance_says(chances: list[int]) -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=DECK))
    seen = set()
    for world.chance in chances:
        world.do("p1", Play(move=Draw()))
        drawn = on_table(world, "p1").drawn
        assert drawn is not None
        seen.add(drawn.text)
    assert seen == {"朝", "昼", "夜"}
    assert world.refused("p1", Play(move=Draw())) is Code.NOTHING_LEFT


def test_only_those_who_are_there_may_draw() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", StartActivity(activity=DECK, place="table-1"))
    assert world.refused("p2", Play(move=Draw(), place="table-1")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("p2", Play(move=Draw())) is Code.NO_SUCH_ACTIVITY
    assert world.refused("p2", Play(move=Draw(), place="attic")) is Code.NO_SUCH_PLACE
    world.do("p1", Play(move=Draw(), place="table-1"))
    world.do("f", Play(move=Draw(), place="table-1"))


def test_who_waits_at_the_door_does_not_draw() -> None:
    world = World(at=12 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.do("f", StartActivity(activity=DECK))
    assert world.refused("a", Play(move=Draw())) is Code.WAITING
