"""話したいテーマ: proposed and tapped without a name, then tables. `starts` and `moves` are for random sessions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.activities.kind import Move, Start
from rooms.activities.slips import LeaveOut, PutUp, State, TakeBack, Want
from rooms.activities.themes import (
    BROUGHT,
    KIND,
    VOTES,
    BringIn,
    Choose,
    Phase,
    Propose,
    SentTheme,
    SetPhase,
    StartThemes,
    Themes,
    ThemesMove,
)
from rooms.base import Mode
from rooms.commands import MixTables, NameTables, Play, SetPlan, TableTheme, TakePlace, Undo
from rooms.plan import THEME_POINTS
from rooms.refusals import Code
from server.socket.app import MAX_COMMAND
from tests.rooms.activities import boards
from tests.rooms.activities.boards import (
    IDS,
    PEOPLE,
    assert_told_later_is_the_same,
    ids,
    lively,
    on_board,
    plays,
    texts,
)
from tests.rooms.helpers import World, circle

A, B, C, D = IDS
OPEN, HELD = StartThemes(review=False), StartThemes(review=True)

starts: st.SearchStrategy[Start] = st.sampled_from([OPEN, HELD])
by_all = boards.by_all(st.builds(Propose, id=ids, text=st.integers(0, 9).map(lambda n: f"テーマ-{n}")))
sent = st.builds(SentTheme, id=ids, text=st.integers(0, 9).map(lambda n: f"テーマ-{n}"))
by_staff = st.one_of(
    st.builds(BringIn, themes=st.lists(sent, min_size=1, max_size=3).map(tuple)),
    st.builds(PutUp, id=ids),
    st.builds(LeaveOut, id=ids),
    st.builds(SetPhase, phase=st.sampled_from(["propose", "vote", "vote"])),
    st.builds(Choose, ids=st.lists(ids, min_size=1, max_size=3).map(tuple)),
)
moves: st.SearchStrategy[Move] = st.builds(ThemesMove, act=st.one_of(by_all, by_staff))
played = boards.played(ThemesMove, by_all, by_staff)


def play(act: Any) -> Play:
    return Play(move=ThemesMove(act=act))


def proposed(*keys: str) -> World:
    world = lively(OPEN)
    for key in keys:
        world.do("p1", play(Propose(id=key, text=f"テーマ {key}")))
    return world


def seen(world: World, viewer: str = "p2") -> Themes:
    now = on_board(world, viewer)
    assert isinstance(now, Themes)
    return now


def named(*themes: str) -> NameTables:
    return NameTables(themes=tuple(TableTheme(text=text) for text in themes))


def signs(world: World, viewer: str = "p1") -> list[str]:
    return [place.theme for place in world.view(viewer).plan.tables]


@given(starts, played)
@settings(max_examples=20, deadline=None)
def test_whatever_is_played_nobody_is_named_and_each_counts_once(start: Start, session: list[tuple[str, Move]]) -> None:
    world = lively(start)
    begun = len(world.log)
    plays(world, session)
    assert_told_later_is_the_same(world, begun)
    for viewer in PEOPLE:
        now = seen(world, viewer)
        up = {key for key, slip in now.slips.items() if slip.state is State.UP}
        assert len(set(now.mine) & up) <= VOTES or now.phase is Phase.PROPOSE
        assert set(now.chosen) <= up


def test_one_taps_up_to_three_and_only_when_it_is_time() -> None:
    world = proposed(*IDS)
    assert world.refused("p2", play(Want(id=A, on=True))) is Code.NO_SUCH_MOVE
    world.do("f", play(SetPhase(phase="vote")))
    for key in (A, B, C):
        world.do("p2", play(Want(id=key, on=True)))
    assert world.refused("p2", play(Want(id=D, on=True))) is Code.TOO_MANY_SLIPS
    world.do("p2", play(Want(id=A, on=False)))
    world.do("p2", play(Want(id=D, on=True)))
    assert seen(world).mine.keys() == {B, C, D}
    assert seen(world, "wall").counts == {A: 0, B: 1, C: 1, D: 1}
    world.do("f", play(LeaveOut(id=D)))
    world.do("p2", play(Want(id=A, on=True)))
    assert texts(world, "p3") == {f"テーマ {key}" for key in (A, B, C)}


def test_staff_alone_say_when_and_choose() -> None:
    world = proposed(A, B)
    for act in (SetPhase(phase="vote"), Choose(ids=(A,)), PutUp(id=A), LeaveOut(id=A)):
        assert KIND.leads(ThemesMove(act=act))
        assert world.refused("p1", play(act)) is Code.NOT_ALLOWED
    world.do("f", play(SetPhase(phase="vote")))
    assert world.do("g", play(SetPhase(phase="vote"))) == ()
    world.do("f", play(Choose(ids=(B, A, D))))
    assert world.do("g", play(Choose(ids=(B, A)))) == ()
    assert (seen(world).phase, seen(world).chosen) == (Phase.DECIDED, (B, A))
    assert world.refused("p1", play(Propose(id=C, text="あとから"))) is Code.NO_SUCH_MOVE
    world.do("f", play(LeaveOut(id=B)))
    assert seen(world).chosen == (A,)
    world.do("f", play(SetPhase(phase="vote")))
    assert (seen(world).phase, seen(world).chosen) == (Phase.VOTE, ())


def brought(*keys: str) -> Play:
    return play(BringIn(themes=tuple(SentTheme(id=key, text=f"テーマ {key}") for key in keys)))


def test_what_was_sent_beforehand_lies_there_once_for_all_and_is_nobodys_own() -> None:
    world = proposed(A)
    assert world.refused("p1", brought(B)) is Code.NOT_ALLOWED
    world.do("f", brought(A, B, C))
    assert world.do("g", brought(B, C)) == (), "two of the staff at once"
    for viewer in (*PEOPLE, "f", "wall"):
        assert texts(world, viewer, State.UP) == {f"テーマ {key}" for key in (A, B, C)}
        assert set(seen(world, viewer).own) == ({A} if viewer == "p1" else set())
    assert world.refused("f", play(TakeBack(id=B))) is Code.NOT_YOUR_MESSAGE
    world.do("f", play(LeaveOut(id=C)))
    assert world.do("f", brought(C)) == (), "left out here is left out"
    world.do("f", play(SetPhase(phase="vote")))
    world.do("p2", play(Want(id=B, on=True)))
    world.do("f", play(Choose(ids=(B,))))
    assert world.refused("f", brought(D)) is Code.NO_SUCH_MOVE


def test_no_more_are_brought_than_a_board_has_room_for() -> None:
    world = lively(OPEN)
    for n in range(5):
        world.do("f", brought(*(f"sent-{n}-{at:03}" for at in range(BROUGHT))))
    assert world.refused("f", brought(A)) is Code.TOO_MANY_SLIPS


def test_as_many_as_are_brought_at_a_time_fit_into_a_command() -> None:
    themes = tuple(SentTheme(id=f"{n:040}", text="😀" * THEME_POINTS) for n in range(BROUGHT))
    assert len(play(BringIn(themes=themes)).model_dump_json().encode()) < MAX_COMMAND


def test_tables_bear_their_themes_and_nobody_moves() -> None:
    world = circle("p1", "p2")
    world.look("passer")
    world.do("p1", TakePlace(place="table-1"))
    world.do("f", named("ねこ", "雨の日の\nすごしかた"))
    assert signs(world) == signs(world, "f") == ["ねこ", "雨の日の すごしかた"]
    assert signs(world, "passer") == ["", ""], "who looks in reads nobody's words"
    assert world.do("f", named("ねこ", "雨の日の すごしかた")) == ()
    assert world.shown("p1").place == "table-1"
    undo = world.view("f").undo
    assert undo is not None
    world.do("f", Undo(rev=undo.rev))
    assert signs(world) == ["", ""]


def test_themes_stay_while_people_change_tables_and_go_with_the_plan() -> None:
    world = circle("p1", "p2")
    world.do("f", named("ねこ"))
    world.do("p1", TakePlace(place="table-1"))
    world.do("p2", TakePlace(place="table-1"))
    world.do("f", MixTables())
    assert signs(world) == ["ねこ", ""]
    world.do("f", SetPlan(mode=Mode.TABLES))
    assert set(signs(world)) == {""}


def test_a_room_without_tables_is_laid_out_with_them() -> None:
    world = circle("p1")
    world.do("f", SetPlan(mode=Mode.CIRCLE))
    assert signs(world) == []
    world.do("f", named("ねこ", "本", "ごはん"))
    assert world.view("p1").plan.mode is Mode.TABLES
    assert signs(world) == ["ねこ", "本"], "more than there are tables"
    assert len(signs(world)) == max(2, world.room.settings.sizes.tables)


def test_a_theme_has_a_length_that_a_sign_bears() -> None:
    with pytest.raises(ValueError, match="at most 240"):
        TableTheme(text="あ" * 241)


def test_a_theme_that_is_put_up_again_gives_nobody_a_tap_too_many() -> None:
    """Who has used theirs elsewhere meanwhile keeps those; of all others it counts as before."""
    world = proposed(*IDS)
    first, *others = IDS
    world.do("f", play(SetPhase(phase="vote")))
    world.do("p2", play(Want(id=first, on=True)))
    for key in IDS[:VOTES]:
        world.do("p1", play(Want(id=key, on=True)))
    world.do("f", play(LeaveOut(id=first)))
    world.do("p1", play(Want(id=IDS[VOTES], on=True)))
    world.do("f", play(PutUp(id=first)))
    assert set(seen(world, "p1").mine) == set(others)
    assert set(seen(world, "p2").mine) == {first}
    assert seen(world).counts[first] == 1
