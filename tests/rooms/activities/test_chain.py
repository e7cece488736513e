"""ことばをつなぐ: nobody learns who wrote, of two at once one goes on, staff take out."""

from __future__ import annotations

import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.activities.chain import (
    IN_ALL,
    KIND,
    MOST,
    Add,
    Chain,
    ChainForm,
    ChainMove,
    LeaveOut,
    Link,
    SetOver,
    StartChain,
    TakeBack,
    begin,
    decide,
)
from rooms.activities.kind import Move, Start
from rooms.commands import Leave, Play, StartActivity
from rooms.context import Context
from rooms.refusals import Code, Refusal
from server.socket.app import MAX_COMMAND
from tests.rooms.activities.boards import PEOPLE, assert_told_later_is_the_same, lively
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import World, circle

IDS = tuple(f"link-{n:04}" for n in range(5))
ids = st.sampled_from(IDS)
RING = StartChain(form=ChainForm.SHIRITORI, first="しりとり")
starts: st.SearchStrategy[Start] = st.builds(
    StartChain,
    form=st.sampled_from(ChainForm),
    title=st.sampled_from(["", "雨"]),
    first=st.sampled_from(["", "りんご"]),
)
_adds = st.builds(
    Add, id=ids, text=st.sampled_from(["ごま", "まり"]), after=st.one_of(ids, st.sampled_from(["", "first-link"]))
)
_of_all = st.one_of(_adds, st.builds(TakeBack, id=ids))
_of_staff = st.one_of(st.builds(LeaveOut, id=ids), st.builds(SetOver, over=st.booleans()))
moves: st.SearchStrategy[Move] = st.builds(ChainMove, act=st.one_of(_of_all, _of_staff))


def plays(chain: Chain, person: str, way: Way, chance: Random) -> ChainMove | None:
    """Each adds one link of their own in writing; by taps one only reads along, and says with a stamp that it is nice."""
    if way is not Way.TEXT or chain.over or chain.own or chance.random() < 0.5:
        return None
    return ChainMove(act=Add(id=f"of-{person}-00", text="ごま", after=chain.last))


def leads(chain: Chain, way: Way, chance: Random) -> ChainMove | None:
    """What is said aloud, here or in the hall, whoever leads writes down; after some ten it is enough."""
    if chain.over:
        return None
    if len(chain.links) >= 10:
        return ChainMove(act=SetOver(over=True))
    return ChainMove(act=Add(id=f"said-{len(chain.links):04}", text="まり", after=chain.last))


def seen(world: World, viewer: str) -> Chain:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Chain)
    return activity


def words(world: World, viewer: str) -> list[str]:
    return [link.text for link in sorted(seen(world, viewer).links.values(), key=lambda link: link.number)]


def add(world: World, person: str, key: str, text: str, after: str) -> None:
    world.do(person, Play(move=ChainMove(act=Add(id=key, text=text, after=after))))


def test_of_two_who_go_on_at_once_one_does() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=RING))
    add(world, "p1", IDS[0], "りんご", "first-link")
    add(world, "p1", IDS[0], "りんご", "first-link")
    add(world, "p2", IDS[1], "りす", "first-link")
    assert words(world, "p2") == ["しりとり", "りんご"]
    assert seen(world, "p1").own == {IDS[0]: True}
    assert seen(world, "p2").own == {}
    assert world.refused("p2", Play(move=ChainMove(act=Add(id=IDS[0], text="ごま", after=IDS[0])))) is Code.ID_TAKEN


def test_one_takes_back_the_newest_of_ones_own_and_staff_any() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=RING))
    add(world, "p1", IDS[0], "りんご", "first-link")
    add(world, "p2", IDS[1], "ごま", IDS[0])
    back = ChainMove(act=TakeBack(id=IDS[0]))
    assert world.refused("p2", Play(move=back)) is Code.NOT_YOUR_MESSAGE
    assert world.refused("p1", Play(move=back)) is Code.NO_SUCH_MOVE
    assert world.refused("p1", Play(move=ChainMove(act=LeaveOut(id=IDS[1])))) is Code.NOT_ALLOWED
    world.do("f", Play(move=ChainMove(act=LeaveOut(id=IDS[1]))))
    world.do("p1", Play(move=back))
    assert words(world, "p1") == ["しりとり"]
    assert seen(world, "p1").last == "first-link"


def test_what_is_over_is_read_only_until_staff_say_otherwise() -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=RING))
    world.do("f", Play(move=ChainMove(act=SetOver(over=True))))
    late = Play(move=ChainMove(act=Add(id=IDS[0], text="りす", after="first-link")))
    assert world.refused("p1", late) is Code.NO_SUCH_MOVE
    world.do("f", Play(move=ChainMove(act=SetOver(over=False))))
    world.do("p1", late)
    assert words(world, "p1") == ["しりとり", "りす"]


def test_a_word_of_somebody_who_has_left_stays_and_is_nobody_s() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=RING))
    add(world, "p1", IDS[0], "りんご", "first-link")
    world.do("p1", Leave())
    add(world, "p2", IDS[1], "ごま", IDS[0])
    assert words(world, "p2") == ["しりとり", "りんご", "ごま"]


@given(starts, st.lists(st.tuples(st.sampled_from([*PEOPLE, "f", "g"]), moves), max_size=12))
def test_nobody_is_named_and_who_comes_back_is_told_the_same(
    start: StartChain, acts: list[tuple[str, ChainMove]]
) -> None:
    world = lively(start)
    since = len(world.log)
    for actor, move in acts:
        world.ask(actor, Play(move=move))
        now = world.room.activities[""]
        assert isinstance(now, Chain)
        assert now.last == max(now.links, key=lambda key: now.links[key].number, default="")
        assert now.authors.keys() <= now.links.keys()
        for viewer in (*world.room.people, "wall"):
            told = seen(world, viewer)
            assert not [each for each in world.room.people if f'"{each}"' in told.model_dump_json()], viewer
            assert set(told.own) == {key for key, by in now.authors.items() if by == viewer}
    assert world.view("passer").activities == {}
    assert_told_later_is_the_same(world, since)


def test_a_chain_is_bounded() -> None:
    chain = begin(RING)
    here = Context(actor="p1", now=0)
    full = chain.model_copy(
        update={"links": {f"link-{n:04}": Link(number=n, text="ま") for n in range(MOST)}, "last": "link-0199"}
    )
    assert decide(full, ChainMove(act=Add(id="one-more-1", text="ま", after="link-0199")), here) == Refusal(
        Code.TOO_MANY_SLIPS
    )
    wide = chain.model_copy(update={"links": {"link-0000": Link(number=0, text="ま" * IN_ALL)}, "last": "link-0000"})
    assert decide(wide, ChainMove(act=Add(id="one-more-1", text="ま", after="link-0000")), here) == Refusal(
        Code.TOO_MANY_SLIPS
    )
    longest = StartChain(form=ChainForm.STORY, title="😀" * 60, first="👨‍👩‍👧‍👦" * 57)
    assert len(longest.model_dump_json().encode()) < MAX_COMMAND


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("people", [("p1",), PEOPLE])
def test_it_is_played_to_its_end_in_every_way(way: Way, people: tuple[str, ...]) -> None:
    over = play(sys.modules[__name__], circle(*people), RING, people, way)
    assert isinstance(over, Chain)
    assert over.over
    assert KIND.leads(ChainMove(act=SetOver(over=True)))
