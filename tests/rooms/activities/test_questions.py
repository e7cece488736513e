"""質問: nobody learns who asked, each counts once, staff put them in order. `starts` and `moves` are for random sessions."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.gate import NO_LIMITS, Allow, judge
from rooms.activities import slips
from rooms.activities.kind import Move, Start
from rooms.activities.questions import (
    KIND,
    Answer,
    Ask,
    Done,
    Order,
    Questions,
    QuestionsMove,
    StartQuestions,
    TakeQuestions,
    decide,
)
from rooms.activities.slips import LeaveOut, PutUp, State, TakeBack, Want
from rooms.audience import Audience, Viewer
from rooms.base import Role
from rooms.commands import Leave, Play, StartActivity, TakePlace
from rooms.context import Context
from rooms.refusals import Code
from tests.rooms.activities import boards
from tests.rooms.activities.boards import (
    IDS,
    assert_nobody_is_named,
    assert_told_later_is_the_same,
    board,
    ids,
    lively,
    on_board,
    plays,
    texts,
)
from tests.rooms.helpers import World, circle

A, B, C, D = IDS
OPEN, HELD = StartQuestions(review=False), StartQuestions(review=True)

starts: st.SearchStrategy[Start] = st.sampled_from([OPEN, HELD])
_none_or_id = st.sampled_from(["", *IDS])
by_all = boards.by_all(st.builds(Ask, id=ids, text=st.integers(0, 9).map(lambda n: f"質問-{n}")))
by_staff = st.one_of(
    st.builds(PutUp, id=ids),
    st.builds(PutUp, id=ids),
    st.builds(LeaveOut, id=ids),
    st.builds(Order, id=ids, to=st.one_of(st.none(), st.integers(0, 3))),
    st.builds(Answer, id=_none_or_id, seen=_none_or_id),
    st.builds(Done, id=ids),
    st.builds(TakeQuestions, on=st.booleans()),
)
moves: st.SearchStrategy[Move] = st.builds(QuestionsMove, act=st.one_of(by_all, by_staff))
played = boards.played(QuestionsMove, by_all, by_staff)


def play(act: Any) -> Play:
    return Play(move=QuestionsMove(act=act))


def asked(*questions: tuple[str, str], start: StartQuestions = OPEN) -> World:
    """A room in which these have asked, by person and id."""
    world = lively(start)
    for person, key in questions:
        world.do(person, play(Ask(id=key, text=f"質問 {key}")))
    return world


def answering(world: World, viewer: str = "p2") -> Questions:
    now = on_board(world, viewer)
    assert isinstance(now, Questions)
    return now


@given(starts, played)
@settings(max_examples=20, deadline=None)
def test_whatever_is_played_nobody_is_named_and_each_counts_once(start: Start, session: list[tuple[str, Move]]) -> None:
    world = lively(start)
    begun = len(world.log)
    plays(world, session)
    assert_told_later_is_the_same(world, begun)
    now = answering(world, "f")
    up = {key for key, slip in now.slips.items() if slip.state is State.UP}
    assert set(now.queue) <= up
    assert len(set(now.queue)) == len(now.queue)
    assert now.now == "" or (now.now in up and now.now not in now.queue)


def test_a_question_waits_for_staff_and_is_seen_by_its_author_meanwhile() -> None:
    world = asked(("p1", A), start=HELD)
    assert texts(world, "p1", State.HELD) == texts(world, "f", State.HELD) == {f"質問 {A}"}
    assert texts(world, "p2") == texts(world, "wall") == set()
    assert world.do("p2", play(Want(id=A, on=True))) == ()
    world.do("f", play(PutUp(id=A)))
    assert texts(world, "p2", State.UP) == texts(world, "wall", State.UP) == {f"質問 {A}"}
    world.do("g", play(LeaveOut(id=A)))
    assert texts(world, "p2") == set()
    assert texts(world, "p1", State.KEPT) == {f"質問 {A}"}
    assert_nobody_is_named(world)


def test_each_counts_once_however_often_they_tap() -> None:
    world = asked(("p1", A))
    for person in ("p1", "p2", "p2", "f"):
        world.ask(person, play(Want(id=A, on=True)))
    assert on_board(world, "wall").counts == {A: 3}
    assert on_board(world, "p2").mine == {A: True}
    assert on_board(world, "p3").mine == on_board(world, "wall").mine == {}
    world.do("p2", play(Want(id=A, on=False)))
    assert world.do("p2", play(Want(id=A, on=False))) == ()
    assert on_board(world, "p3").counts == {A: 2}


def test_whoever_comes_again_finds_what_they_wrote_and_is_counted_once() -> None:
    world = asked(("p1", A))
    world.do("p1", play(Want(id=A, on=True)))
    world.do("p1", Leave())
    world.enter("p1")
    assert on_board(world, "p1").own == on_board(world, "p1").mine == {A: True}
    assert world.do("p1", play(Want(id=A, on=True))) == ()


def test_one_s_own_is_taken_back_and_nobody_else_s() -> None:
    world = asked(("p1", A))
    assert world.refused("p2", play(TakeBack(id=A))) is Code.NOT_YOUR_MESSAGE
    assert world.refused("f", play(TakeBack(id=A))) is Code.NOT_YOUR_MESSAGE
    world.do("p1", play(TakeBack(id=A)))
    assert world.do("p1", play(TakeBack(id=A))) == ()
    assert board(world).slips == {}
    assert board(world).authors == {}


def test_staff_alone_put_questions_in_order_and_answer_them() -> None:
    world = asked(("p1", A), ("p2", B), ("p3", C))
    staff = (PutUp(id=A), LeaveOut(id=A), Order(id=A, to=0), Answer(id=A, seen=""), Done(id=A), TakeQuestions(on=False))
    for act in staff:
        assert KIND.leads(QuestionsMove(act=act))
        assert world.refused("p1", play(act)) is Code.NOT_ALLOWED
    world.do("f", play(Order(id=C, to=0)))
    world.do("g", play(Order(id=B, to=0)))
    assert answering(world).queue == (B, C)
    world.do("f", play(Order(id=B, to=1)))
    assert answering(world).queue == (C, B)
    world.do("f", play(Order(id=C, to=None)))
    assert answering(world).queue == (B,)
    world.do("f", play(Answer(id=B, seen="")))
    assert (answering(world).now, answering(world).queue) == (B, ())
    world.do("f", play(Answer(id=A, seen=B)))
    assert (answering(world).now, answering(world).slips[B].state) == (A, State.DONE)
    world.do("f", play(Answer(id="", seen=A)))
    assert (answering(world).now, answering(world).slips[A].state) == ("", State.UP)
    world.do("f", play(Answer(id=A, seen="")))
    world.do("f", play(Done(id=A)))
    assert (answering(world).now, answering(world).slips[A].state) == ("", State.DONE)


def test_of_two_staff_at_once_one_goes_on() -> None:
    world = asked(("p1", A), ("p2", B), ("p3", C))
    world.do("f", play(Answer(id=A, seen="")))
    assert world.do("g", play(Answer(id=B, seen=""))) == (), "somebody was quicker"
    world.do("f", play(Answer(id=B, seen=A)))
    assert world.do("g", play(Answer(id=B, seen=A))) == ()
    world.do("f", play(Order(id=C, to=0)))
    assert world.do("g", play(Order(id=C, to=0))) == ()
    world.do("f", play(Done(id=B)))
    assert world.do("g", play(Done(id=B))) == ()
    assert answering(world).now == ""


def test_when_no_more_are_taken_what_is_there_can_still_be_wanted() -> None:
    world = asked(("p1", A))
    world.do("f", play(TakeQuestions(on=False)))
    assert world.refused("p2", play(Ask(id=B, text="まだいいですか"))) is Code.NO_SUCH_MOVE
    assert world.do("p1", play(Ask(id=A, text=f"質問 {A}"))) == (), "sent again after a lost answer"
    world.do("p2", play(Want(id=A, on=True)))
    world.do("f", play(TakeQuestions(on=True)))
    world.do("p2", play(Ask(id=B, text="まだいいですか")))
    assert world.refused("p3", play(Ask(id=B, text="ほかの人の"))) is Code.ID_TAKEN


def test_nobody_fills_the_board_alone_and_what_is_over_makes_room() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=OPEN))
    for n in range(slips.MOST_OF_ONE):
        world.do("p1", play(Ask(id=f"mine-{n:04}", text="質問")))
    assert world.refused("p1", play(Ask(id="mine-more", text="質問"))) is Code.TOO_MANY_SLIPS
    world.do("f", play(Done(id="mine-0000")))
    for n in range(slips.OVER_KEPT + 3):
        world.do("p2", play(Ask(id=f"done-{n:04}", text="質問")))
        world.do("p1", play(Want(id=f"done-{n:04}", on=True)))
        world.do("f", play(Done(id=f"done-{n:04}")))
    done = {key for key, slip in on_board(world, "p1").slips.items() if slip.state is State.DONE}
    assert done == {f"done-{n:04}" for n in range(3, slips.OVER_KEPT + 3)}
    assert set(on_board(world, "p1").mine) == done, "of what is gone nothing is left"
    world.do("p1", play(Ask(id="mine-more", text="質問")))


def test_a_full_board_fits_into_a_view() -> None:
    """For four hundred who listen: 60 kB, whatever people write."""
    written, text, n = Questions(review=False), "漢" * slips.IN_ALL, 0
    while True:
        key = f"question-of-somebody-{n:019}"
        move = QuestionsMove(act=Ask(id=key, text=text[: 120 if n else 160]))
        decided = decide(written, move, Context(actor=f"p{n}", now=0))
        if not isinstance(decided, tuple):
            break
        written, n = slips.evolve(written, decided[0]), n + 1
    assert n >= slips.MOST - 1
    seen = slips.cut(written, Audience(Viewer.PARTICIPANT, "main", "p0"))
    assert len(seen.model_dump_json().encode()) < 60_000


def test_the_words_pass_the_gate() -> None:
    world = asked()
    command = Play(move=QuestionsMove(act=Ask(id=A, text="  聞きたい\u202eこと ")))
    verdict = judge(world.room, "p1", Role.PARTICIPANT, command, NO_LIMITS, 0)
    assert isinstance(verdict, Allow)
    assert verdict.command == play(Ask(id=A, text="聞きたいこと"))


def test_what_is_asked_at_a_table_stays_there() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", StartActivity(activity=OPEN, place="table-1"))
    world.do("p1", Play(move=QuestionsMove(act=Ask(id=A, text="ここの質問")), place="table-1"))
    assert (
        world.refused("p2", Play(move=QuestionsMove(act=Want(id=A, on=True)), place="table-1"))
        is Code.PLACE_NOT_FOR_YOU
    )
    assert world.view("p2").activities == {}
