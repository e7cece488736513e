"""どれにする: counts without names, and none moves by one person alone. `starts` and `moves` are for random sessions."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.activities.asks import (
    MOST_SAID,
    STEPS,
    AllTogether,
    Asked,
    AskOption,
    BringCounts,
    BringGuesses,
    Choice,
    ChoiceForm,
    ChoiceMove,
    GuessCount,
    ShowCounts,
    StartChoice,
    StepTo,
    TapOption,
    Telling,
)
from rooms.activities.choice import KIND, LEAST, begin, cut, cut_change, decide, options_of
from rooms.activities.kind import Move, Start, folded
from rooms.audience import Audience, Viewer
from rooms.base import Role
from rooms.commands import Leave, Play, StartActivity
from rooms.context import Context
from rooms.events import ActivityChanged
from rooms.refusals import Code
from rooms.views import audience_of
from server.socket.app import MAX_COMMAND
from tests.rooms.activities.boards import assert_told_later_is_the_same
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import World, circle, told


def ask(text: str, *options: str, right: tuple[int, ...] = (), after: str = "") -> Asked:
    return Asked(text=text, options=tuple(AskOption(text=each) for each in options), right=right, after=after)


MORNING, PETS = ask("", "朝", "夜"), ask("いっしょにすごすなら", "犬", "ねこ")
SIDES = StartChoice(form=ChoiceForm.SIDES, asks=(MORNING, PETS))
LATER = StartChoice(form=ChoiceForm.SIDES, asks=(MORNING, PETS), counts=Telling.AFTER)
CORNERS = StartChoice(
    form=ChoiceForm.CORNERS, asks=(ask("すきな季節", "春", "夏", "秋", "冬"), ask("味", "甘い", "辛い", "すっぱい"))
)
QUIZ = StartChoice(
    form=ChoiceForm.QUIZ,
    asks=(
        ask("ねこは泳げる", "○", "×", right=(0,), after="ひみつのこたえ"),
        ask("仲間はずれ", "りんご", "いか", "たこ"),
    ),
)
GUESS = StartChoice(form=ChoiceForm.GUESS, asks=(ask("ねこが好きな人"), ask("雨の音が好きな人")))
SCALE = StartChoice(form=ChoiceForm.SCALE, asks=(ask("きょうは", "ねむい", "すっきり"),))
ALL = (SIDES, LATER, CORNERS, QUIZ, GUESS, SCALE)

_at = st.integers(0, 1)
by_all = st.one_of(
    st.builds(TapOption, at=_at, option=st.one_of(st.none(), st.integers(0, 3))),
    st.builds(TapOption, at=_at, option=st.integers(0, STEPS - 1)),
    st.builds(TapOption, at=st.just(0), option=st.integers(0, 1)),
    st.builds(GuessCount, at=_at, number=st.one_of(st.none(), st.integers(0, 30))),
)
_numbers = st.integers(0, 12)
by_staff = st.one_of(
    st.builds(StepTo, seen=_at, to=st.integers(0, 2)),
    st.builds(ShowCounts, at=_at),
    st.builds(BringCounts, at=_at, counts=st.lists(_numbers, min_size=2, max_size=4).map(tuple)),
    st.builds(BringGuesses, at=_at, numbers=st.lists(_numbers, max_size=3).map(tuple)),
)
starts: st.SearchStrategy[Start] = st.sampled_from(ALL)
moves: st.SearchStrategy[Move] = st.builds(ChoiceMove, act=st.one_of(by_all, by_staff))
PEOPLE = ("p1", "p2", "p3", "p4")
played = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PEOPLE), st.builds(ChoiceMove, act=by_all)),
        st.tuples(st.sampled_from("fg"), moves),
    ),
    max_size=20,
)


def plays(choice: Choice, person: str, way: Way, chance: Random) -> ChoiceMove | None:
    """By voice one says it, and whoever leads brings it in. There is nothing to write."""
    if way is Way.VOICE or choice.mine or choice.shown:
        return None
    return ChoiceMove(act=TapOption(at=choice.at, option=chance.randrange(options_of(choice))))


def leads(choice: Choice, way: Way, chance: Random) -> ChoiceMove | None:
    if way is Way.VOICE and not choice.hall:
        return ChoiceMove(act=BringCounts(at=choice.at, counts=(2, *[1] * (options_of(choice) - 1))))
    if not choice.shown:
        return ChoiceMove(act=ShowCounts(at=choice.at))
    return ChoiceMove(act=StepTo(seen=choice.at, to=choice.at + 1)) if choice.at + 1 < choice.of else None


def lively(start: StartChoice, *people: str) -> World:
    world = circle(*(people or PEOPLE))
    world.enter("g", Role.ASSISTANT)
    world.look("wall", Role.SCREEN)
    world.look("passer")
    world.do("f", StartActivity(activity=start))
    return world


def does(act: Any) -> Play:
    return Play(move=ChoiceMove(act=act))


def taps(world: World, **options: int | None) -> None:
    for person, option in options.items():
        world.do(person, does(TapOption(at=seen(world, "f").at, option=option)))


def seen(world: World, viewer: str) -> Choice:
    choice = world.view(viewer).activities[""]
    assert isinstance(choice, Choice)
    return choice


def known(world: World) -> Choice:
    """As the room alone knows it."""
    choice = world.room.activities[""]
    assert isinstance(choice, Choice)
    return choice


def assert_nobody_is_named(world: World) -> None:
    """Nobody reads who chose what, in it or in what is told of it; and nobody but staff what is kept for later."""
    now = known(world)
    for viewer in (*world.room.people, "wall"):
        shown = seen(world, viewer)
        last = told(world.log[-1:], audience_of(world.room, viewer))
        read = "".join(each.model_dump_json() for each in (shown, *last))
        assert not [person for person in world.room.people if f'"{person}"' in read]
        own = {"tap": now.taps.get(viewer), "guess": now.guessed.get(viewer)}
        assert shown.mine == {name: value for name, value in own.items() if value is not None}
        if viewer not in ("f", "g"):
            assert (shown.asks, shown.hall, shown.said, shown.answered) == ((), {}, {}, 0)
            assert now.shown or "ひみつ" not in read
    assert world.view("passer").activities == {}


@given(starts, played)
@settings(max_examples=30, deadline=None)
def test_whatever_is_played_nobody_is_named_and_no_count_moves_by_one_alone(
    start: StartChoice, session: list[tuple[str, Move]]
) -> None:
    world = lively(start)
    begun = len(world.log)
    told_of: dict[tuple[int, bool], dict[str, int]] = {}
    for actor, move in session:
        before = known(world)
        world.ask(actor, Play(move=move))
        now = known(world)
        assert_nobody_is_named(world)
        assert set(now.counts) <= {str(option) for option in range(options_of(now))}
        led = KIND.leads(move)  # type: ignore[arg-type]  # all of them are of this kind
        if now.counts != before.counts and not led:
            was = told_of.get((now.at, True), {})
            changed = {who for who in now.taps.keys() | was.keys() if now.taps.get(who) != was.get(who)}
            assert len(changed) >= LEAST
        if now.counts != before.counts and (not led or (now.shown and not now.before)):
            told_of[now.at, True] = dict(now.taps)
    assert_told_later_is_the_same(world, begun)


def test_counts_are_told_by_threes_and_nothing_is_rounded() -> None:
    world = lively(SIDES)
    taps(world, p1=0, p2=0)
    for viewer in ("p1", "p3", "f", "wall"):
        assert seen(world, viewer).counts == {}, "of two one would know the other's"
    assert seen(world, "f").answered == 2
    assert (seen(world, "p1").mine, seen(world, "p3").mine) == ({"tap": 0}, {})
    taps(world, p3=1)
    assert {str(seen(world, viewer).counts) for viewer in ("p1", "p4", "f", "wall")} == {"{'0': 2, '1': 1}"}
    taps(world, p4=1)
    assert seen(world, "p1").counts == {"0": 2, "1": 1}, "whoever saw p4 come would know"
    world.do("f", does(ShowCounts(at=0)))
    assert seen(world, "p1").counts == {"0": 2, "1": 2}


def test_who_changes_their_mind_and_back_again_has_changed_nothing() -> None:
    world = lively(SIDES)
    taps(world, p1=0, p2=0, p3=1)
    for _ in range(4):
        taps(world, p1=1)
        taps(world, p1=0)
    assert seen(world, "p2").counts == {"0": 2, "1": 1}
    taps(world, p1=None, p2=1)
    assert seen(world, "p1").mine == {}
    assert world.do("p1", does(TapOption(at=0, option=None))) == ()
    assert seen(world, "p2").counts == {"0": 2, "1": 1}
    taps(world, p3=0)
    assert seen(world, "p2").counts == {"0": 1, "1": 1}


def test_when_counts_come_after_nothing_is_told_before() -> None:
    world = lively(LATER)
    taps(world, p1=0, p2=0, p3=1, p4=1)
    world.do("f", does(BringCounts(at=0, counts=(5, 0))))
    assert (seen(world, "p1").counts, seen(world, "f").counts, seen(world, "f").hall) == ({}, {}, {"0": 5})
    world.do("f", does(ShowCounts(at=0)))
    assert seen(world, "wall").counts == {"0": 7, "1": 2}
    assert world.do("g", does(ShowCounts(at=0))) == ()


def test_the_hall_s_hands_are_a_number_so_that_twice_does_once() -> None:
    world = lively(SIDES)
    taps(world, p1=1)
    bring = does(BringCounts(at=0, counts=(4, 6)))
    world.do("f", bring)
    assert seen(world, "p2").counts == {"0": 4, "1": 6}, "with it nothing is told of who tapped"
    assert world.do("f", bring) == world.do("g", bring) == ()
    taps(world, p2=0, p3=0)
    assert seen(world, "wall").counts == {"0": 6, "1": 7}
    world.do("g", does(BringCounts(at=0, counts=(3, 0))))
    assert seen(world, "wall").counts == {"0": 5, "1": 1}
    assert world.refused("f", does(BringCounts(at=0, counts=(1, 2, 3)))) is Code.NO_SUCH_MOVE


def test_of_a_quiz_all_see_what_all_together_had_and_not_what_was_chosen_instead() -> None:
    world = lively(QUIZ)
    assert seen(world, "p1").ask == ask("ねこは泳げる", "○", "×")
    assert seen(world, "f").asks[0].right == (0,)
    taps(world, p1=0, p2=1, p3=0, p4=0)
    world.do("f", does(BringCounts(at=0, counts=(4, 1))))
    assert (seen(world, "p1").points, seen(world, "p1").counts) == ({}, {})
    world.do("f", does(ShowCounts(at=0)))
    for viewer in ("p2", "f", "wall"):
        assert seen(world, viewer).points == {"0": AllTogether(right=7, all=9)}
        assert seen(world, viewer).counts == {}
    assert (seen(world, "p1").ask.right, seen(world, "p1").ask.after) == ((0,), "ひみつのこたえ")
    assert world.refused("p2", does(TapOption(at=0, option=0))) is Code.NO_SUCH_MOVE
    world.do("f", does(BringCounts(at=0, counts=(5, 1))))
    assert seen(world, "p2").points == {"0": AllTogether(right=8, all=10)}
    world.do("f", does(StepTo(seen=0, to=1)))
    taps(world, p1=1)
    world.do("f", does(ShowCounts(at=1)))
    assert seen(world, "p2").counts == {"0": 0, "1": 1, "2": 0}, "where none is meant, it is a choice like another"


def test_guesses_are_shown_together_with_the_count() -> None:
    world = lively(GUESS)
    taps(world, p1=0, p2=0, p3=1)
    for person, number in {"p1": 3, "p2": 10, "p4": 3}.items():
        world.do(person, does(GuessCount(at=0, number=number)))
    world.do("f", does(BringGuesses(at=0, numbers=(3, 20))))
    assert seen(world, "p1").mine == {"tap": 0, "guess": 3}
    assert (seen(world, "p2").counts, seen(world, "f").guesses) == ({}, {})
    world.do("f", does(ShowCounts(at=0)))
    assert seen(world, "wall").guesses == {"3": 3, "10": 1, "20": 1}
    assert seen(world, "wall").counts == {"0": 2, "1": 1}
    assert world.refused("p3", does(GuessCount(at=0, number=2))) is Code.NO_SUCH_MOVE
    world.do("g", does(BringGuesses(at=0, numbers=(3,))))
    assert seen(world, "wall").guesses == {"3": 3, "10": 1}
    assert world.do("g", does(BringGuesses(at=0, numbers=(3,)))) == ()


def test_staff_go_on_and_back_and_find_what_was_there() -> None:
    world = lively(SIDES)
    taps(world, p1=0, p2=0, p3=1)
    world.do("f", does(StepTo(seen=0, to=1)))
    assert world.do("g", does(StepTo(seen=0, to=1))) == (), "of two at once one goes on"
    assert (seen(world, "p1").ask, seen(world, "p1").mine, seen(world, "p1").counts) == (PETS, {}, {})
    assert world.do("p1", does(TapOption(at=0, option=1))) == (), "for the ask before"
    taps(world, p4=1)
    world.do("f", does(StepTo(seen=1, to=0)))
    assert (seen(world, "p1").mine, seen(world, "p4").mine) == ({"tap": 0}, {})
    assert seen(world, "wall").counts == {"0": 2, "1": 1}
    world.do("f", does(StepTo(seen=0, to=1)))
    assert seen(world, "p4").mine == {"tap": 1}
    assert world.do("f", does(StepTo(seen=1, to=2))) == (), "there is none"


def test_who_leaves_and_comes_again_is_counted_once() -> None:
    world = lively(LATER)
    taps(world, p1=0)
    world.do("p1", Leave())
    world.enter("p1")
    assert seen(world, "p1").mine == {"tap": 0}
    taps(world, p1=1)
    world.do("f", does(ShowCounts(at=0)))
    assert seen(world, "p2").counts == {"0": 0, "1": 1}


def test_staff_alone_lead() -> None:
    world = lively(GUESS)
    for act in (
        StepTo(seen=0, to=1),
        ShowCounts(at=0),
        BringCounts(at=0, counts=(1, 1)),
        BringGuesses(at=0, numbers=()),
    ):
        assert world.refused("p1", does(act)) is Code.NOT_ALLOWED
    assert world.refused("p1", does(TapOption(at=0, option=2))) is Code.NO_SUCH_MOVE
    world.do("f", StartActivity(activity=SIDES))
    assert world.refused("p1", does(GuessCount(at=0, number=2))) is Code.NO_SUCH_MOVE
    assert world.refused("f", does(BringGuesses(at=0, numbers=()))) is Code.NO_SUCH_MOVE


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (ChoiceForm.SIDES, ask("", "ひとつ")),
        (ChoiceForm.CORNERS, MORNING),
        (ChoiceForm.GUESS, MORNING),
        (ChoiceForm.SCALE, ask("", "ひとつ")),
        (ChoiceForm.SIDES, ask("", "朝", "夜", right=(0,))),
        (ChoiceForm.QUIZ, ask("", "○", "×", right=(2,))),
        (ChoiceForm.GUESS, ask("あ" * 150, after="い" * 150)),
    ],
)
def test_an_ask_of_another_shape_is_no_ask(form: ChoiceForm, asked: Asked) -> None:
    with pytest.raises(ValueError, match=r"answers|code points"):
        StartChoice(form=form, asks=(asked,) * 20)


def test_all_asks_fit_into_a_command_and_with_all_answers_into_a_view() -> None:
    asks = tuple(ask("😀" * 50, *["😀" * 20] * 4, right=(0,), after="😀" * 60) for _ in range(20))
    with pytest.raises(ValueError, match="code points"):
        StartChoice(form=ChoiceForm.QUIZ, asks=(*asks[1:], ask("😀" * 320, *["😀" * 20] * 4)))
    largest = StartChoice(form=ChoiceForm.QUIZ, asks=asks)
    assert len(StartActivity(activity=largest, place="table-1").model_dump_json().encode()) < MAX_COMMAND
    guess = StartChoice(form=ChoiceForm.GUESS, asks=tuple(ask("😀" * 200) for _ in range(20)))
    full = begin(guess).model_copy(
        update={
            "shown": True,
            "guesses": {str(n): 1 for n in range(1_000)},
            "said": {str(n): 1 for n in range(MOST_SAID)},
        }
    )
    assert len(cut(full, Audience(Viewer.STAFF, "main", "f")).model_dump_json().encode()) < 60_000


def test_eighty_taps_in_a_second_are_told_in_few_small_words() -> None:
    """To each of eighty viewers about a third of the taps, a hundred bytes each."""
    choice, to_all, longest = begin(SIDES), 0, 0
    everybody = Audience(Viewer.PARTICIPANT, "main", "")
    for n in range(80):
        (change,) = decide(choice, ChoiceMove(act=TapOption(at=0, option=n % 2)), Context(actor=f"p{n}", now=0))  # type: ignore[misc]  # none is refused
        choice = folded(choice, change)
        shown = cut_change(change, everybody)
        if shown is not None:
            to_all += 1
            event = ActivityChanged(zone="", change=shown)
            longest = max(longest, len(event.model_dump_json().encode()))
    assert to_all == 80 // LEAST
    assert longest <= 120
    assert sum(choice.counts.values()) == 78


@pytest.mark.parametrize("start", [SIDES, CORNERS, QUIZ, GUESS, SCALE], ids=lambda start: start.form)
@pytest.mark.parametrize("way", Way)
def test_it_is_played_to_its_end_in_every_way(way: Way, start: StartChoice) -> None:
    world = circle("p1", "p2")
    over = play(sys.modules[__name__], world, start, ["p1", "p2"], way)
    assert isinstance(over, Choice)
    assert (over.at, over.shown) == (over.of - 1, True)
