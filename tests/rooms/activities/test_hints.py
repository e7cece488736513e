"""ふたつの手がかり: each sees a half, nobody but staff is told what would fit, and whatever fits is everybody's."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rooms.activities import same
from rooms.activities.halves import (
    IN_ALL,
    MOST_PEOPLE,
    TRIES,
    CluePair,
    DealAnew,
    DropTry,
    Found,
    Half,
    Halves,
    Hints,
    HintsMove,
    OpenClue,
    RevealAnswer,
    Riddle,
    RiddleAnswer,
    StartHints,
    StepRiddle,
    TakeHalf,
    TryWord,
)
from rooms.activities.hints import KIND, begin, cut, decide, plain
from rooms.activities.kind import Move, Start
from rooms.audience import Audience, Viewer
from rooms.base import Role
from rooms.commands import Leave, Play, StartActivity
from rooms.context import Context
from rooms.machine import cut as told_of
from rooms.refusals import Code, Refusal
from rooms.views import audience_of
from server.socket.app import MAX_COMMAND
from tests.rooms.activities.boards import PEOPLE, assert_told_later_is_the_same, lively
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import World, circle

SECRET = "ひみつ"


def riddle(name: str, clues: int = 2) -> Riddle:
    """Clues as 「家0-月」; what fits carries the mark of what nobody may be told."""
    pairs = tuple(CluePair(home=f"家{n}-{name}", hall=f"会場{n}-{name}") for n in range(clues))
    answers = (RiddleAnswer(text=f"{SECRET}-{name}"), RiddleAnswer(text=f"ホカノ {name}"))
    return Riddle(clues=pairs, answers=answers, after=f"{SECRET}のあと-{name}")


MOON, RAIN = riddle("月"), riddle("雨", 1)
NIGHT = StartHints(title="夜", riddles=(MOON, RAIN))
DEALT = NIGHT.model_copy(update={"halves": Halves.SEATS})
IDS = tuple(f"try-{n:05}" for n in range(8))
_at = st.integers(0, 2)
starts: st.SearchStrategy[Start] = st.builds(
    StartHints,
    title=st.sampled_from(["", "夜"]),
    halves=st.sampled_from(Halves),
    riddles=st.lists(st.sampled_from([MOON, RAIN]), min_size=1, max_size=2).map(tuple),
)
_tries = st.builds(
    TryWord,
    id=st.sampled_from(IDS),
    at=_at,
    text=st.sampled_from(["ほし", "そら", "くも", "ホシ", "ほかの雨", "ほかの月"]),
)
_of_all = st.one_of(_tries, st.just(TakeHalf()))
_of_staff: st.SearchStrategy[Any] = st.one_of(
    st.builds(OpenClue, at=_at, clue=st.integers(1, 2)),
    st.builds(StepRiddle, seen=_at, to=_at),
    st.builds(RevealAnswer, at=_at),
    st.builds(DropTry, id=st.sampled_from(IDS)),
    st.just(DealAnew()),
)
moves: st.SearchStrategy[Move] = st.builds(HintsMove, act=st.one_of(_of_all, _of_staff))


def plays(hints: Hints, person: str, way: Way, chance: Random) -> HintsMove | None:
    """Each page takes its half; by text one also tries a word."""
    if hints.halves is Halves.SEATS and not hints.dealt:
        return HintsMove(act=TakeHalf())
    text = f"{person}の言葉"
    if way is not Way.TEXT or hints.answer or text in {each.text for each in hints.tries.values()}:
        return None
    return HintsMove(act=TryWord(id=f"{person}-of-{hints.at:02}", at=hints.at, text=text))


def leads(hints: Hints, way: Way, chance: Random) -> HintsMove | None:
    """Opens what there is; what was said aloud they write; what nobody finds they show."""
    riddle = hints.riddles[hints.at]
    if hints.answer:
        return HintsMove(act=StepRiddle(seen=hints.at, to=hints.at + 1)) if hints.at + 1 < hints.of else None
    if len(hints.home) < len(riddle.clues):
        return HintsMove(act=OpenClue(at=hints.at, clue=len(hints.home)))
    if way is Way.VOICE:
        return HintsMove(act=TryWord(id=f"said-{hints.at:04}", at=hints.at, text=riddle.answers[0].text))
    return HintsMove(act=RevealAnswer(at=hints.at))


def seen(world: World, viewer: str) -> Hints:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Hints)
    return activity


def halves(world: World, viewer: str) -> tuple[int, int]:
    """How many clues for home somebody sees, and for the hall."""
    now = seen(world, viewer)
    return len(now.home), len(now.hall)


def move(world: World, person: str, act: Any) -> None:
    world.do(person, Play(move=HintsMove(act=act)))


def tried(world: World, person: str, number: int, text: str, at: int = 0) -> None:
    move(world, person, TryWord(id=IDS[number], at=at, text=text))


def hybrid(start: StartHints = NIGHT) -> World:
    world = circle("home")
    world.enter("seat", hall="hall")
    world.look("wall", Role.SCREEN)
    world.do("f", StartActivity(activity=start))
    return world


def test_one_half_is_seen_at_home_and_the_other_in_the_hall_and_both_by_staff_and_once_it_is_found() -> None:
    world = hybrid()
    assert [halves(world, each) for each in ("home", "seat", "wall", "f")] == [(1, 0), (0, 1), (0, 1), (1, 1)]
    move(world, "f", OpenClue(at=0, clue=1))
    assert [halves(world, each) for each in ("home", "seat", "wall", "f")] == [(2, 0), (0, 2), (0, 2), (2, 2)]
    tried(world, "home", 0, "ほかの　月")
    assert [halves(world, each) for each in ("home", "seat", "wall", "f")] == [(2, 2)] * 4
    assert (seen(world, "wall").answer, seen(world, "home").found) == (f"{SECRET}-月", {"0": Found.TOGETHER})
    assert world.refused("home", Play(move=HintsMove(act=TakeHalf()))) is Code.NO_SUCH_MOVE


def test_halves_are_dealt_so_that_one_alone_has_both_and_two_have_one_each() -> None:
    world = circle("p1", "p2", "p3")
    world.do("f", StartActivity(activity=DEALT))
    assert halves(world, "p1") == (1, 0), "who looks on has one, too"
    world.look("wall", Role.SCREEN)
    assert halves(world, "wall") == (0, 1), "a hall has its own all the same"
    take = TakeHalf()
    move(world, "p1", take)
    assert halves(world, "p1") == (1, 1)
    move(world, "p2", take)
    assert [halves(world, each) for each in ("p1", "p2")] == [(1, 0), (0, 1)]
    assert world.do("p2", Play(move=HintsMove(act=take))) == ()
    world.enter("late")
    move(world, "late", take)
    move(world, "p3", take)
    assert sorted((halves(world, "late"), halves(world, "p3"))) == [(0, 1), (1, 0)]
    move(world, "f", StepRiddle(seen=0, to=1))
    assert [halves(world, each) for each in ("p1", "p2")] == [(1, 0), (0, 1)]
    for gone in ("p2", "p3", "late"):
        world.do(gone, Leave())
    move(world, "f", DealAnew())
    assert not seen(world, "p1").dealt
    move(world, "p1", take)
    assert (halves(world, "p1"), seen(world, "p1").half) == ((1, 1), Half.BOTH)


def test_a_word_that_does_not_fit_stands_there_once_and_the_oldest_go() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=NIGHT))
    tried(world, "p1", 0, "ほし")
    assert world.do("p2", Play(move=HintsMove(act=TryWord(id=IDS[1], at=0, text="ホシ")))) == ()
    assert world.do("p1", Play(move=HintsMove(act=TryWord(id=IDS[0], at=0, text="ほし")))) == ()
    for number in range(1, TRIES + 1):
        tried(world, "p2", number, f"言葉{number}")
    assert set(seen(world, "p1").tries) == set(IDS[1 : TRIES + 1])
    move(world, "f", DropTry(id=IDS[1]))
    assert IDS[1] not in seen(world, "p1").tries
    assert world.do("p1", Play(move=HintsMove(act=TryWord(id=IDS[7], at=1, text="雨")))) == (), "of another riddle"


def test_one_goes_back_to_a_riddle_as_it_was_left_and_staff_alone_lead() -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=NIGHT))
    move(world, "f", OpenClue(at=0, clue=1))
    assert world.refused("f", Play(move=HintsMove(act=OpenClue(at=0, clue=2)))) is Code.NOTHING_LEFT
    move(world, "f", RevealAnswer(at=0))
    move(world, "f", StepRiddle(seen=0, to=1))
    now = seen(world, "p1")
    assert (now.home, now.answer, now.after, now.tries) == (("家0-雨",), "", "", {})
    move(world, "f", StepRiddle(seen=1, to=0))
    now = seen(world, "p1")
    assert (now.home, now.hall, now.found) == (("家0-月", "家1-月"), ("会場0-月", "会場1-月"), {"0": Found.SHOWN})
    for act in (OpenClue(at=0, clue=1), RevealAnswer(at=0), DealAnew(), StepRiddle(seen=0, to=1), DropTry(id=IDS[0])):
        assert world.refused("p1", Play(move=HintsMove(act=act))) is Code.NOT_ALLOWED


@pytest.mark.parametrize("written", ["ﾎｶﾉ 月", "ホカノ月", "ほか の　月", "ほかの月。", "「ほかの月」"])
def test_words_are_compared_whichever_way_they_are_written(written: str) -> None:
    assert plain(written) == "ほかの月"
    assert plain("ほかの月日") != "ほかの月"
    assert plain("🌙") == "🌙"


@given(starts, st.lists(st.tuples(st.sampled_from([*PEOPLE, "f", "g"]), moves), max_size=12))
def test_no_frame_tells_what_fits_or_names_anybody_and_who_comes_back_is_told_the_same(
    start: StartHints, acts: list[tuple[str, HintsMove]]
) -> None:
    world = lively(start)
    since = len(world.log)
    for actor, act in acts:
        before = len(world.log)
        world.ask(actor, Play(move=act))
        now = world.room.activities[""]
        assert isinstance(now, Hints)
        assert len(now.tries) <= TRIES
        held = list(now.hands.values())
        assert held == [Half.BOTH] or abs(held.count(Half.HOME) - held.count(Half.HALL)) <= 1
        for viewer in (*world.room.people, "wall"):
            audience = audience_of(world.room, viewer)
            frames = [told_of(event, audience) for event in world.log[before:]]
            told = [seen(world, viewer), *(each for each in frames if each is not None)]
            said = "".join(each.model_dump_json() for each in told)
            assert not [each for each in world.room.people if f'"{each}"' in said], viewer
            if audience.kind is not Viewer.STAFF and str(now.at) not in now.found:
                assert SECRET not in said
                assert "ホカノ" not in said
            assert seen(world, viewer).home or seen(world, viewer).hall, "nobody is without a half"
    assert world.view("passer").activities == {}
    assert_told_later_is_the_same(world, since)


def test_what_is_laid_and_kept_is_bounded() -> None:
    wide = Riddle(clues=(CluePair(home="😀" * 960, hall="😀" * 960),) * 2, answers=(RiddleAnswer(text="😀"),))
    with pytest.raises(ValidationError, match="code points"):
        StartHints(riddles=(wide, wide))
    clues = (CluePair(home="😀" * 60, hall="😀" * 60),) * 4
    most = Riddle(clues=clues, answers=(RiddleAnswer(text="😀"),) * 6, after="")
    start = StartHints(title="😀" * 60, riddles=(most,) * 8)
    assert len(start.model_dump_json().encode()) < MAX_COMMAND
    assert sum(len(pair.home + pair.hall) for each in start.riddles for pair in each.clues) > IN_ALL - 200
    full = begin(start).model_copy(
        update={"halves": Halves.SEATS, "hands": {f"p{n}": Half.HOME for n in range(MOST_PEOPLE)}}
    )
    assert len(cut(full, Audience(Viewer.STAFF, "main", "f")).model_dump_json().encode()) < 40_000
    assert decide(full, HintsMove(act=TakeHalf()), Context(actor="one-more", now=0)) == Refusal(Code.TOO_MANY_SLIPS)


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("people", [("p1",), PEOPLE])
@pytest.mark.parametrize("start", [NIGHT, DEALT])
def test_it_is_played_to_its_end_in_every_way(way: Way, people: tuple[str, ...], start: StartHints) -> None:
    over = play(sys.modules[__name__], circle(*people), start, people, way)
    assert isinstance(over, Hints)
    assert over.found.keys() == {"0", "1"}
    assert KIND.leads(HintsMove(act=DealAnew()))
    assert same(over, start)
    assert not same(over, start.model_copy(update={"title": "朝"}))
