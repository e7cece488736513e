"""スライド: staff turn the pages, those who are there see them, and from outside one sees that they are there.

`starts` and `moves` are for random sessions.
"""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from rooms.activities.kind import Move, Start
from rooms.activities.prompt import StartPrompt
from rooms.activities.slides import Slides, StartSlides, TurnPage
from rooms.base import Role
from rooms.commands import EndActivity, Leave, MovePerson, Play, StartActivity, TakePlace
from rooms.refusals import Code
from rooms.slides import sees_slide
from tests.rooms.helpers import MINUTE, World, circle

DECK, OTHER = "deck-0001", "deck-0002"
TALK = StartSlides(deck=DECK, title="縁側のはなし", pages=3)

starts: st.SearchStrategy[Start] = st.sampled_from([TALK, StartSlides(deck=OTHER, title="ほか", pages=1)])
moves: st.SearchStrategy[Move] = st.builds(TurnPage, page=st.integers(1, 4))


def lecture() -> World:
    """Slides in the middle; somebody looks in, a screen hangs on the wall, and a visitor waits."""
    world = circle("p1", "p2")
    world.look("wall", Role.SCREEN)
    world.look("passer")
    world.do("f", MovePerson(person="p2", place="veranda"))
    world.do("f", StartActivity(activity=TALK))
    return world


def pages_of(world: World, viewer: str, deck: str = DECK) -> list[int]:
    return [page for page in range(5) if sees_slide(world.room, viewer, deck, page)]


def test_who_is_there_sees_the_page_and_from_outside_only_that_there_are_slides() -> None:
    world = lecture()
    world.do("f", Play(move=TurnPage(page=2)))
    shown = Slides(deck=DECK, title="縁側のはなし", page=2, pages=3)
    assert {who: world.view(who).activities for who in ("f", "p1", "wall", "p2", "passer")} == {
        "f": {"": shown},
        "p1": {"": shown},
        "wall": {"": shown},
        "p2": {"": Slides()},
        "passer": {"": Slides()},
    }


def test_a_page_is_for_those_whose_place_sees_it_and_while_it_is_shown() -> None:
    world = lecture()
    world.do("f", Play(move=TurnPage(page=2)))
    here = {who: pages_of(world, who) for who in ("f", "p1", "wall", "p2", "passer", "nobody")}
    assert here == {"f": [0, 1, 2, 3, 4], "p1": [2], "wall": [2], "p2": [], "passer": [], "nobody": []}
    assert pages_of(world, "p1", OTHER) == []
    world.do("f", Play(move=TurnPage(page=3)))
    assert pages_of(world, "p1") == [3]
    world.do("p1", Leave())
    assert pages_of(world, "p1") == []
    world.do("f", EndActivity())
    assert pages_of(world, "wall") == []


def test_what_is_shown_at_a_table_is_seen_there() -> None:
    world = circle("p1", "p2")
    world.look("passer")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", StartActivity(activity=TALK, place="table-1"))
    assert (pages_of(world, "p1"), pages_of(world, "p2")) == ([1], [])
    assert world.view("passer").activities == {}


def test_only_staff_turn_and_two_at_once_turn_once() -> None:
    world = lecture()
    assert world.refused("p1", Play(move=TurnPage(page=2))) is Code.NOT_ALLOWED
    assert len(world.do("f", Play(move=TurnPage(page=2)))) == 1
    assert world.do("f", Play(move=TurnPage(page=2))) == ()
    assert world.refused("f", Play(move=TurnPage(page=4))) is Code.NO_SUCH_MOVE


@pytest.mark.parametrize("after", [StartActivity(activity=StartPrompt(text="お題")), EndActivity()])
def test_what_comes_in_their_place_is_not_seen_from_outside(after: StartActivity | EndActivity) -> None:
    world = lecture()
    world.do("f", after)
    assert world.view("passer").activities == {}


def test_nobody_on_the_veranda_before_it_begins_has_a_page() -> None:
    world = World(at=12 * MINUTE)
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.do("f", StartActivity(activity=TALK))
    assert (pages_of(world, "a"), world.view("a").activities) == ([], {"": Slides()})
