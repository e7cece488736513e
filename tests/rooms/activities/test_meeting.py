"""利用者ミーティング: nobody is told who wrote or tapped, no count comes early, nothing is kept that all were not shown."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.activities.agenda import (
    AGENDA_IN_ALL,
    BOX_IN_ALL,
    LINES_IN_ALL,
    MOST_ITEMS,
    MOST_LINES,
    MOST_OPTIONS,
    PLACES,
    BringHands,
    CloseVote,
    DropItem,
    DropLine,
    DropOption,
    Keep,
    Meeting,
    MeetingMove,
    OpenVote,
    ProposeOption,
    PutItem,
    PutLine,
    PutOption,
    SetNow,
    ShowLines,
    StartMeeting,
    Suggest,
    Tap,
    Titled,
    VoteForm,
)
from rooms.activities.kind import Move, Start
from rooms.activities.meeting import KIND, begin, decide
from rooms.activities.slips import LeaveOut, PutUp, State, TakeBack
from rooms.commands import Play, StartActivity
from rooms.context import Context
from rooms.machine import evolve, noted
from rooms.notes import Handed, Minutes
from rooms.refusals import Code, Refusal
from server.socket.app import MAX_COMMAND
from tests.rooms.activities import boards
from tests.rooms.activities.boards import (
    IDS,
    PEOPLE,
    assert_nobody_is_named,
    assert_told_later_is_the_same,
    ids,
    lively,
)
from tests.rooms.activities.ways import Way
from tests.rooms.activities.ways import play as play_through
from tests.rooms.helpers import World, circle

FIRST, SECOND = "item-0001", "item-0002"
TEA, CAKE = "option-tea", "option-cake"
items = st.sampled_from([FIRST, SECOND, "item-0003"])
options = st.sampled_from([TEA, CAKE, IDS[0], "option-rice"])
lines = st.sampled_from(["line-0001", "line-0002"])
AGENDA = StartMeeting(items=(Titled(text="お茶の時間"), Titled(text="本だな")))
starts: st.SearchStrategy[Start] = st.sampled_from([StartMeeting(), AGENDA])
word = st.integers(0, 9).map(lambda n: f"ことば-{n}")
by_all = st.one_of(
    st.builds(Suggest, id=ids, text=word, later=st.booleans()),
    st.builds(ProposeOption, id=ids, item=items, text=word),
    st.builds(Tap, item=items, options=st.lists(options, max_size=4).map(tuple)),
    st.builds(TakeBack, id=ids),
)
by_staff = st.one_of(
    st.builds(PutUp, id=ids),
    st.builds(LeaveOut, id=ids),
    st.builds(PutItem, id=items, title=word, slip=st.one_of(st.just(""), ids)),
    st.builds(DropItem, id=items),
    st.builds(PutOption, id=options, item=items, text=word),
    st.builds(DropOption, id=options),
    st.builds(SetNow, item=st.one_of(st.just(""), items)),
    st.builds(OpenVote, item=items, form=st.sampled_from(VoteForm)),
    st.builds(CloseVote, item=items),
    st.builds(BringHands, option=options, hands=st.lists(st.integers(0, 5), min_size=1, max_size=3).map(tuple)),
    st.builds(PutLine, id=lines, text=word),
    st.builds(DropLine, id=lines),
    st.builds(ShowLines, on=st.booleans()),
    st.builds(Keep, lines=st.lists(lines, min_size=1, max_size=2, unique=True).map(tuple)),
)
moves: st.SearchStrategy[Move] = st.builds(MeetingMove, act=st.one_of(by_all, by_staff))
played = boards.played(MeetingMove, by_all, by_staff)


def plays(meeting: Meeting, person: str, way: Way, chance: Random) -> MeetingMove | None:
    """In writing each puts one thing into the box; by a tap each takes part in the vote that is on."""
    if way is Way.TEXT and not meeting.kept and not meeting.own:
        return MeetingMove(act=Suggest(id=f"box-of-{person}", text="ブランケットがほしい", later=True))
    if way is Way.TAPS and meeting.voting and not meeting.picked:
        there = sorted(key for key, option in meeting.options.items() if option.item == meeting.voting)
        return MeetingMove(act=Tap(item=meeting.voting, options=tuple(chance.sample(there, 1))))
    return None


def leads(meeting: Meeting, way: Way, chance: Random) -> MeetingMove | None:
    """Options as they are said, a vote with the hall's hands, what was decided, shown, kept."""
    held = [key for key, slip in meeting.slips.items() if slip.state is State.HELD]
    if held:
        return MeetingMove(act=PutUp(id=held[0]))
    if len(meeting.options) < 2:
        return MeetingMove(act=PutOption(id=f"said-{len(meeting.options):04}", item=FIRST, text="声で出た案"))
    if not meeting.voting and FIRST not in meeting.results:
        return MeetingMove(act=OpenVote(item=FIRST, form=VoteForm.APPROVAL))
    if meeting.voting and way is Way.VOICE and not meeting.hall:
        return MeetingMove(act=BringHands(option="said-0001", hands=(3,)))
    if meeting.voting:
        return MeetingMove(act=CloseVote(item=FIRST))
    if not meeting.lines:
        return MeetingMove(act=PutLine(id="line-0001", text="お茶の時間は15分"))
    if not meeting.shown:
        return MeetingMove(act=ShowLines(on=True))
    return None if meeting.kept else MeetingMove(act=Keep(lines=tuple(meeting.lines)))


def play(act: Any) -> Play:
    return Play(move=MeetingMove(act=act))


def seen(world: World, viewer: str) -> Meeting:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Meeting)
    return activity


def handed(world: World) -> list[Handed]:
    state, found = world.start, list[Handed]()
    for event in world.log:
        found += noted(state, event)
        state = evolve(state, event)
    return found


def voting(form: VoteForm) -> World:
    world = lively(AGENDA)
    for key in (TEA, CAKE, "option-rice"):
        world.do("f", play(PutOption(id=key, item=FIRST, text=key)))
    world.do("f", play(OpenVote(item=FIRST, form=form)))
    return world


@given(starts, played)
@settings(max_examples=25, deadline=None)
def test_whatever_is_played_nobody_is_named_and_who_comes_back_is_told_the_same(
    start: Start, session: list[tuple[str, Move]]
) -> None:
    world = lively(start)
    since = len(world.log)
    for actor, move in session:
        world.ask(actor, Play(move=move))
        assert_nobody_is_named(world)
        now = world.room.activities[""]
        assert isinstance(now, Meeting)
        assert not now.ballots or now.voting
        assert now.voting in ("", now.now)
        assert now.now == "" or now.now in now.items
        assert {option.item for option in now.options.values()} <= now.items.keys()
        assert now.later.keys() | now.about.keys() <= now.slips.keys()
        for viewer in (*PEOPLE, "wall"):
            view = seen(world, viewer)
            assert view.picked == now.ballots.get(viewer, ())
            assert (view.voted, view.hall) == (0, {})
            assert view.lines == (now.lines if now.shown else {})
            assert view.later.keys() | view.about.keys() <= view.own.keys()
    assert_told_later_is_the_same(world, since)
    assert all(isinstance(each, Minutes) for each in handed(world))


def test_what_is_in_the_box_waits_for_staff_and_is_put_on_the_agenda_by_them() -> None:
    world = lively(AGENDA)
    world.do("p1", play(Suggest(id=IDS[0], text="もっと早くあけてほしい", later=True)))
    assert world.do("p1", play(Suggest(id=IDS[0], text="もっと早くあけてほしい", later=True))) == ()
    assert (seen(world, "p1").later, seen(world, "f").later, seen(world, "p2").later) == (
        {IDS[0]: True},
        {IDS[0]: True},
        {},
    )
    assert seen(world, "p2").slips == {}
    world.do("f", play(PutUp(id=IDS[0])))
    assert seen(world, "wall").slips[IDS[0]].text == "もっと早くあけてほしい"
    world.do("f", play(PutItem(id="item-0003", title="あける時間", slip=IDS[0])))
    assert seen(world, "p2").slips[IDS[0]].state is State.DONE
    assert [item.title for item in seen(world, "p2").items.values()] == ["お茶の時間", "本だな", "あける時間"]


def test_an_option_is_proposed_without_a_name_and_let_in_once() -> None:
    world = lively(AGENDA)
    world.do("p1", play(ProposeOption(id=IDS[0], item=FIRST, text="紅茶")))
    assert seen(world, "p1").about == {IDS[0]: FIRST}
    assert seen(world, "p2").slips == {}
    world.do("f", play(PutUp(id=IDS[0])))
    assert world.do("g", play(PutUp(id=IDS[0]))) == ()
    assert world.do("p1", play(ProposeOption(id=IDS[0], item=FIRST, text="紅茶"))) == ()
    now = seen(world, "p2")
    assert {key: option.text for key, option in now.options.items()} == {IDS[0]: "紅茶"}
    assert (now.slips, seen(world, "p1").about) == ({}, {})
    assert world.refused("p1", play(ProposeOption(id=IDS[1], item="item-none", text="紅茶"))) is Code.NO_SUCH_MOVE


def test_nobody_is_told_a_count_before_staff_end_the_vote_and_then_who_tapped_is_forgotten() -> None:
    world = voting(VoteForm.APPROVAL)
    assert world.refused("f", play(OpenVote(item=SECOND, form=VoteForm.APPROVAL))) is Code.NO_SUCH_MOVE
    world.do("p1", play(Tap(item=FIRST, options=(TEA, CAKE))))
    assert world.do("p1", play(Tap(item=FIRST, options=(CAKE, TEA)))) == (), "however often it is sent"
    world.do("p2", play(Tap(item=FIRST, options=(CAKE,))))
    world.do("p3", play(Tap(item=FIRST, options=(TEA,))))
    world.do("p3", play(Tap(item=FIRST, options=())))
    world.do("f", play(BringHands(option=TEA, hands=(4,))))
    world.do("g", play(BringHands(option=TEA, hands=(2,))))
    assert world.refused("f", play(BringHands(option=TEA, hands=(1, 2)))) is Code.NO_SUCH_MOVE
    assert seen(world, "f").voted == 2
    assert (seen(world, "p2").results, seen(world, "p2").picked) == ({}, (CAKE,))
    for act in (DropOption(id=TEA), DropItem(id=FIRST), SetNow(item=SECOND)):
        assert world.refused("f", play(act)) is Code.NO_SUCH_MOVE, act
    world.do("f", play(CloseVote(item=FIRST)))
    assert world.do("p1", play(Tap(item=FIRST, options=(CAKE,)))) == (), "it is over"
    result = seen(world, "p2").results[FIRST]
    assert result.counts == {TEA: 3, CAKE: 2, "option-rice": 0}
    assert result.first == (TEA,)
    now = world.room.activities[""]
    assert isinstance(now, Meeting)
    assert (now.ballots, now.hall, seen(world, "p1").picked) == ({}, {}, ())


def test_in_order_the_first_counts_three_and_a_tie_is_said_as_one() -> None:
    world = voting(VoteForm.RANKED)
    world.do("p1", play(Tap(item=FIRST, options=(TEA, CAKE, "option-rice"))))
    world.do("p2", play(Tap(item=FIRST, options=(CAKE,))))
    world.do("f", play(BringHands(option=TEA, hands=(0, 1, 0))))
    world.do("f", play(CloseVote(item=FIRST)))
    result = seen(world, "wall").results[FIRST]
    assert result.counts == {TEA: 5, CAKE: 5, "option-rice": 1}
    assert result.first == (TEA, CAKE)
    world.do("f", play(OpenVote(item=FIRST, form=VoteForm.APPROVAL)))
    assert seen(world, "p1").results == {}, "anew"
    world.do("f", play(CloseVote(item=FIRST)))
    assert seen(world, "p1").results[FIRST].first == (), "nobody has tapped"


def test_a_vote_needs_something_to_choose_from() -> None:
    world = lively(AGENDA)
    world.do("f", play(PutOption(id=TEA, item=FIRST, text="紅茶")))
    assert world.refused("f", play(OpenVote(item=FIRST, form=VoteForm.APPROVAL))) is Code.NO_SUCH_MOVE


def test_nothing_is_kept_that_all_were_not_shown_and_only_what_was_ticked_goes_with_it() -> None:
    world = lively(AGENDA)
    world.do("p1", play(Suggest(id=IDS[0], text="読んでほしい", later=True)))
    world.do("p2", play(Suggest(id=IDS[1], text="ここだけの話", later=False)))
    world.do("f", play(PutLine(id="line-0001", text="お茶は15分")))
    world.do("f", play(PutLine(id="line-0002", text="本だなをつくる")))
    assert seen(world, "p1").lines == {}
    keep = Keep(lines=("line-0001", "line-0002"))
    assert world.refused("f", play(keep)) is Code.NO_SUCH_MOVE
    world.do("f", play(ShowLines(on=True)))
    assert len(seen(world, "wall").lines) == 2
    world.do("g", play(PutLine(id="line-0001", text="お茶は20分")))
    world.do("g", play(DropLine(id="line-0002")))
    assert world.refused("f", play(keep)) is Code.NO_SUCH_MOVE, "other lines than whoever keeps them saw"
    world.do("f", play(Keep(lines=("line-0001",))))
    assert world.do("g", play(Keep(lines=("line-0001",)))) == ()
    (minutes,) = handed(world)
    assert isinstance(minutes, Minutes)
    assert (minutes.lines, minutes.suggestions) == (("お茶は20分",), ("読んでほしい",))
    for act in (PutLine(id="line-0003", text="あとから"), DropLine(id="line-0001"), ShowLines(on=False)):
        assert world.refused("f", play(act)) is Code.NO_SUCH_MOVE, act
    assert world.refused("p1", play(TakeBack(id=IDS[0]))) is Code.NO_SUCH_MOVE
    assert world.refused("p3", play(Suggest(id=IDS[2], text="あとから"))) is Code.NO_SUCH_MOVE


def test_two_circles_hand_out_minutes_of_their_own() -> None:
    world = circle("p1")
    for place in (None, "table-1"):
        world.do("f", StartActivity(activity=AGENDA, place=place))
        for act in (PutLine(id="line-0001", text="きめた"), ShowLines(on=True), Keep(lines=("line-0001",))):
            world.do("f", Play(move=MeetingMove(act=act), place=place))
    assert len({each.id for each in handed(world)}) == 2


def test_a_meeting_is_bounded() -> None:
    meeting, here = begin(StartMeeting()), Context(actor="p1", now=5)

    def full(act: Any) -> bool:
        """Whether it is refused sooner or later, each with an id of its own, of people who each write once."""
        now = meeting
        for n in range(400):
            made = act(f"one-more-{n:04}")
            decided = decide(now, MeetingMove(act=made), Context(actor=f"p-{n}", now=5))
            if isinstance(decided, Refusal):
                return decided == Refusal(Code.TOO_MANY_SLIPS)
            for change in decided:
                now = KIND.evolve(now, change)
        return False

    assert full(lambda key: PutItem(id=key, title="あ"))
    assert full(lambda key: PutLine(id=key, text="あ"))
    assert full(lambda key: Suggest(id=key, text="あ" * 200))
    meeting = begin(AGENDA)
    assert full(lambda key: PutOption(id=key, item=FIRST, text="あ"))
    assert AGENDA_IN_ALL > 12 * 60
    assert (AGENDA_IN_ALL + LINES_IN_ALL + BOX_IN_ALL) * 4 < 50_000
    assert (MOST_ITEMS, MOST_OPTIONS, MOST_LINES, PLACES) == (12, 8, 20, 3)
    assert decide(meeting, MeetingMove(act=Tap(item=SECOND, options=(TEA,))), here) == ()
    longest = StartMeeting(items=(Titled(text="😀" * 60),) * MOST_ITEMS)
    assert len(longest.model_dump_json().encode()) < MAX_COMMAND
    assert all(
        KIND.leads(MeetingMove(act=act)) for act in (ShowLines(on=True), CloseVote(item=FIRST), PutUp(id=IDS[0]))
    )


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("people", [("p1",), PEOPLE])
def test_it_is_played_to_its_end_in_every_way(way: Way, people: tuple[str, ...]) -> None:
    over = play_through(sys.modules[__name__], circle(*people), AGENDA, people, way)
    assert isinstance(over, Meeting)
    assert over.kept
    if way is Way.VOICE:
        assert over.results[FIRST].first == ("said-0001",)
