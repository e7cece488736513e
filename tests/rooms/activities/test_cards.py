"""カードをひく: everybody sees what was drawn, nobody what is left. `starts` and `moves` are for random sessions."""

from __future__ import annotations

import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.activities.cards import Cards, DeckCard, Draw, StartCards
from rooms.activities.kind import Move, Start
from rooms.base import Role
from rooms.commands import EndActivity, Leave, MovePerson, Play, SetStep, StartActivity, TakePlace
from rooms.plans.sizes import Sizes
from rooms.refusals import Code
from server.socket.app import MAX_COMMAND
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import MINUTE, World, circle

DECK = StartCards(cards=tuple(DeckCard(text=text) for text in ("朝", "昼", "夜")))

starts: st.SearchStrategy[Start] = st.sampled_from([DECK, StartCards(cards=(DeckCard(text="ひとつ"),))])
moves: st.SearchStrategy[Move] = st.builds(Draw, left=st.integers(0, 3))


def plays(deck: Cards, person: str, way: Way, chance: Random) -> Draw | None:
    """By voice one asks for a card, and whoever leads draws it."""
    return Draw(left=deck.left) if deck.left > 0 and way is not Way.VOICE and chance.random() < 0.3 else None


def leads(deck: Cards, way: Way, chance: Random) -> Draw | None:
    return Draw(left=deck.left) if deck.left > 0 else None


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
    world.do("p1", Play(move=Draw(left=3)))
    for viewer, by in {"p1": "p1", "p2": "p1", "f": "p1", "wall": "p1"}.items():
        assert on_table(world, viewer) == Cards(deck=(), left=2, drawn=DeckCard(text="昼"), by=by), viewer
    assert world.view("passer").activities == {}, "who looks in sees no words"


@given(st.lists(st.integers(0, 2**64 - 1), min_size=3, max_size=3))
def test_each_card_is_drawn_once_whatever_chance_says(chances: list[int]) -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=DECK))
    seen = set()
    for left, chance in zip((3, 2, 1), chances, strict=True):
        world.chance = chance
        world.do("p1", Play(move=Draw(left=left)))
        drawn = on_table(world, "p1").drawn
        assert drawn is not None
        seen.add(drawn.text)
    assert seen == {"朝", "昼", "夜"}
    assert world.refused("p1", Play(move=Draw(left=0))) is Code.NOTHING_LEFT


def test_only_those_who_are_there_may_draw() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", StartActivity(activity=DECK, place="table-1"))
    assert world.refused("p2", Play(move=Draw(left=3), place="table-1")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("p2", Play(move=Draw(left=3))) is Code.NO_SUCH_ACTIVITY
    assert world.refused("p2", Play(move=Draw(left=3), place="attic")) is Code.NO_SUCH_PLACE
    world.do("p1", Play(move=Draw(left=3), place="table-1"))
    world.do("f", Play(move=Draw(left=2), place="table-1"))


def test_who_waits_at_the_door_does_not_draw() -> None:
    world = World(at=12 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.do("f", StartActivity(activity=DECK))
    assert world.refused("a", Play(move=Draw(left=3))) is Code.WAITING


def test_of_two_who_draw_at_once_one_does() -> None:
    """And what is sent again after a lost answer is done once: the first card stays until it is read."""
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=DECK))
    world.do("p1", Play(move=Draw(left=3)))
    first = on_table(world, "p1")
    assert world.do("p2", Play(move=Draw(left=3))) == ()
    assert world.do("p1", Play(move=Draw(left=3))) == ()
    assert on_table(world, "p2") == first


def test_what_lies_in_a_booth_is_for_those_who_are_there() -> None:
    """Nobody outside sees it, staff neither; and who is led there afterwards finds nothing."""
    world = World()
    for person, role in {"f": Role.FACILITATOR, "g": Role.ASSISTANT}.items():
        world.enter(person, role)
    world.enter("a")
    world.enter("b")
    world.do("f", MovePerson(person="a", place="booth-1"))
    assert world.refused("f", StartActivity(activity=DECK, place="booth-1")) is Code.PLACE_NOT_FOR_YOU
    world.do("f", TakePlace(place="booth-1"))
    world.do("f", StartActivity(activity=DECK, place="booth-1"))
    assert world.view("a").activities.keys() == {"booth-1"}
    assert world.view("g").activities == {}
    assert world.refused("g", Play(move=Draw(left=3), place="booth-1")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("g", EndActivity(place="booth-1")) is Code.PLACE_NOT_FOR_YOU
    world.do("a", Play(move=Draw(left=3), place="booth-1"))
    world.do("a", Leave())
    world.do("f", MovePerson(person="b", place="booth-1"))
    assert world.view("b").activities == {}


def test_a_booth_of_another_plan_is_another_booth() -> None:
    world = World(sizes=Sizes(circle=6, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.enter("b")
    world.do("f", MovePerson(person="a", place="booth-1"))
    world.do("f", TakePlace(place="booth-1"))
    world.do("f", StartActivity(activity=DECK, place="booth-1"))
    world.do("f", SetStep(step=2))
    assert world.view("a").activities.keys() == {"booth-1"}, "the same people are still together"
    world.do("a", TakePlace(place="circle"))
    world.do("f", SetStep(step=4))
    world.do("f", MovePerson(person="b", place="booth-1"))
    assert world.view("b").activities == {}


def test_a_deck_always_fits_into_a_command() -> None:
    """The socket cuts off what is larger than a command, so the model refuses first."""
    family = "👨‍👩‍👧‍👦"
    with pytest.raises(ValueError, match="code points"):
        StartCards(cards=tuple(DeckCard(text=family * 12) for _ in range(60)))
    largest = StartCards(cards=tuple(DeckCard(text="😀" * 83) for _ in range(60)))
    command = StartActivity(activity=largest, place="table-1")
    assert len(command.model_dump_json().encode()) < MAX_COMMAND


@pytest.mark.parametrize("way", Way)
def test_it_is_played_to_its_end_in_every_way(way: Way) -> None:
    world = circle("p1", "p2")
    over = play(sys.modules[__name__], world, DECK, ["p1", "p2"], way)
    assert isinstance(over, Cards)
    assert over.left == 0
