"""はりがみ: nobody learns who wrote, clapped or chose; staff group, take down, and hush an author they never learn of."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.gate import NO_LIMITS, Allow, judge
from rooms.activities import slips
from rooms.activities.kind import Move, Start
from rooms.activities.noted import (
    IN_ALL,
    MOST,
    MOST_GROUPS,
    MOST_HUSHED,
    MOST_OF_ONE,
    VOTES,
    BringNote,
    Colour,
    HushAuthor,
    LookAt,
    NameGroup,
    Notes,
    NotesGroup,
    NotesMove,
    NotesPhase,
    OnNote,
    PlaceNote,
    SetNotesPhase,
    StartNotes,
    TapNote,
    WriteNote,
)
from rooms.activities.notes import KIND, cut, decide, evolve
from rooms.activities.slips import State
from rooms.audience import Audience, Viewer
from rooms.base import Role
from rooms.commands import Leave, Play, StartActivity
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.views import audience_of
from server.socket.app import MAX_COMMAND
from tests.rooms.activities.boards import PEOPLE, assert_nobody_is_named, assert_told_later_is_the_same, lively
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import World, circle, told

OPEN = StartNotes(title="最近の小さなよかった")
GROUPED = StartNotes(groups=(NotesGroup(title="本"), NotesGroup(title="場所")))
HELD = StartNotes(review=True)
starts: st.SearchStrategy[Start] = st.sampled_from([OPEN, GROUPED, HELD])

notes = st.sampled_from(["1", "1", "2", "2", "3", "4"])
groups = st.sampled_from(["", "1", "2"])
_sent = {
    "id": st.integers(0, 5).map(lambda n: f"sent-{n:04}"),
    "text": st.integers(0, 9).map(lambda n: f"はりがみ-{n}"),
    "colour": st.sampled_from(Colour),
    "group": groups,
}
_of_all = st.one_of(
    st.builds(WriteNote, **_sent),
    st.builds(WriteNote, **_sent),
    st.builds(TapNote, do=st.sampled_from(["clap", "choose"]), id=notes, on=st.sampled_from([True, True, False])),
    st.builds(OnNote, do=st.just("take_back"), id=notes),
)
_of_staff = st.one_of(
    st.builds(BringNote, **_sent),
    st.builds(OnNote, do=st.sampled_from(["put_up", "put_up", "leave_out"]), id=notes),
    st.builds(HushAuthor, id=notes, on=st.sampled_from([True, True, False])),
    st.builds(PlaceNote, id=notes, group=groups),
    st.builds(
        NameGroup,
        group=st.sampled_from(["1", "2"]),
        title=st.sampled_from(["", "本", "雨"]),
        seen=st.sampled_from(["", "本"]),
    ),
    st.builds(LookAt, group=groups),
    st.builds(SetNotesPhase, phase=st.sampled_from(NotesPhase)),
)
moves: st.SearchStrategy[Move] = st.builds(NotesMove, act=st.one_of(_of_all, _of_staff))
_played = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PEOPLE), st.builds(NotesMove, act=_of_all)),
        st.tuples(st.sampled_from("fg"), st.builds(NotesMove, act=st.one_of(_of_all, _of_staff))),
    ),
    max_size=20,
)
_led = st.lists(st.tuples(st.sampled_from("fg"), st.builds(NotesMove, act=_of_staff)), max_size=12)


def plays(now: Notes, person: str, way: Way, chance: Random) -> NotesMove | None:
    """Each puts up one of their own in writing, claps once, and chooses one where they are asked to."""
    up = [key for key, slip in now.slips.items() if slip.state is State.UP]
    if way is Way.TEXT and now.phase is NotesPhase.WRITE and not now.own:
        return NotesMove(act=WriteNote(id=f"of-{person}-0000", text="朝の光", colour=Colour.SKY))
    if way is Way.VOICE or not up:
        return None
    if now.phase is NotesPhase.VOTE and not now.voted:
        return NotesMove(act=TapNote(do="choose", id=chance.choice(up), on=True))
    return None if now.mine else NotesMove(act=TapNote(do="clap", id=chance.choice(up), on=True))


def leads(now: Notes, way: Way, chance: Random) -> NotesMove | None:
    """What is said here or in the hall, whoever leads writes down; then all choose, and what they chose is shown."""
    said = [key for key in now.slips if key not in now.own]
    if now.phase is NotesPhase.SHOWN:
        return None
    if now.phase is NotesPhase.VOTE:
        return NotesMove(act=SetNotesPhase(phase=NotesPhase.SHOWN)) if chance.random() < 0.3 else _first(now)
    if len(said) >= 3:
        return NotesMove(act=SetNotesPhase(phase=NotesPhase.VOTE))
    return NotesMove(act=BringNote(id=f"said-{len(now.slips):04}", text="夕焼け"))


def _first(now: Notes) -> NotesMove:
    return NotesMove(act=LookAt(group=next(iter(now.groups), "")))


def do(world: World, person: str, act: Any) -> Any:
    return world.do(person, Play(move=NotesMove(act=act)))


def refused(world: World, person: str, act: Any) -> Code:
    return world.refused(person, Play(move=NotesMove(act=act)))


def write(world: World, person: str, text: str, **more: Any) -> str:
    """Put up a note; its number."""
    do(world, person, WriteNote(id=f"{person}-{text}-of-hers".encode().hex()[:40], text=text, **more))
    return str(room(world).newest)


def room(world: World) -> Notes:
    now = world.room.activities[""]
    assert isinstance(now, Notes)
    return now


def seen(world: World, viewer: str) -> Notes:
    now = world.view(viewer).activities[""]
    assert isinstance(now, Notes)
    return now


def texts(world: World, viewer: str) -> set[str]:
    return {slip.text for slip in seen(world, viewer).slips.values()}


@given(starts, _played)
@settings(max_examples=40, deadline=None)
def test_whatever_is_played_nobody_is_named_and_who_comes_back_is_told_the_same(
    start: Start, session: list[tuple[str, NotesMove]]
) -> None:
    world = lively(start)
    since = len(world.log)
    for actor, move in session:
        world.ask(actor, Play(move=move))
        assert_nobody_is_named(world)
        now = room(world)
        assert now.placed.keys() | now.colours.keys() | now.voters.keys() | now.sent.keys() <= now.slips.keys()
        assert set(now.placed.values()) <= now.groups.keys()
        assert now.looked_at in ("", *now.groups)
        for viewer in (*world.room.people, "wall"):
            shown = seen(world, viewer)
            assert shown.quiet == (viewer in now.hushes.values())
            assert shown.hushed.keys() == (now.hushes.keys() if viewer in ("f", "g") else set())
            assert set(shown.voted) == {key for key, by in now.voters.items() if viewer in by}
            assert shown.votes == now.votes
            assert now.phase is NotesPhase.SHOWN or shown.votes == {}
    assert_told_later_is_the_same(world, since)


@given(_led, st.sampled_from([GROUPED, HELD]))
@settings(max_examples=40, deadline=None)
def test_a_hush_tells_nobody_which_notes_are_of_the_same_hand(
    led: list[tuple[str, NotesMove]], start: StartNotes
) -> None:
    """Two boards alike but for who wrote what: to staff, the wall and everybody else they stay alike, whatever staff do."""
    worlds = []
    for hands in (("p1", "p1", "p1"), ("p1", "p2", "p1")):
        world = lively(start)
        for number, person in enumerate(hands):
            write(world, person, f"はりがみ{number}")
        begun = len(world.log)
        for actor, move in led:
            world.ask(actor, Play(move=move))
        worlds.append((world, begun))
    (one, since), (other, _) = worlds
    for viewer in ("f", "g", "wall", "p3"):
        assert seen(one, viewer) == seen(other, viewer)
        heard = [told(world.log[since:], audience_of(world.room, viewer)) for world, _ in worlds]
        assert [event.model_dump_json() for event in heard[0]] == [event.model_dump_json() for event in heard[1]]
    assert since <= len(other.log)


def test_whose_note_is_hushed_writes_no_more_and_they_alone_are_told() -> None:
    world = lively(OPEN)
    first, second = write(world, "p1", "ひとつ"), write(world, "p1", "ふたつ")
    assert refused(world, "p1", HushAuthor(id=first, on=True)) is Code.NOT_ALLOWED
    do(world, "f", HushAuthor(id=first, on=True))
    assert [seen(world, viewer).quiet for viewer in ("p1", "p2", "f", "wall")] == [True, False, False, False]
    assert seen(world, "g").hushed == {first: True}
    assert seen(world, "p2").hushed == seen(world, "p1").hushed == {}
    late = WriteNote(id="one-more-1", text="みっつ")
    assert refused(world, "p1", late) is Code.NO_SUCH_MOVE
    do(world, "p1", TapNote(do="clap", id=second, on=True))
    world.do("p1", Leave())
    world.enter("p1")
    assert seen(world, "p1").quiet
    do(world, "f", HushAuthor(id=second, on=True))
    do(world, "g", HushAuthor(id=first, on=False))
    assert seen(world, "p1").quiet, "of the other note it still holds"
    do(world, "p1", OnNote(do="take_back", id=second))
    assert seen(world, "f").hushed == {second: True}, "it is undone by a note that is gone"
    do(world, "f", HushAuthor(id=second, on=False))
    do(world, "p1", late)
    assert texts(world, "p2") == {"ひとつ", "みっつ"}


def test_a_number_is_given_once_so_a_hush_never_falls_on_another() -> None:
    world = lively(OPEN)
    first = write(world, "p1", "ひとつ")
    do(world, "f", HushAuthor(id=first, on=True))
    do(world, "p1", OnNote(do="take_back", id=first))
    assert write(world, "p2", "わたしの") != first
    assert not seen(world, "p2").quiet


def test_what_staff_bring_in_is_nobody_s_and_a_hush_of_it_is_told_to_nobody() -> None:
    world = lively(HELD)
    bring = BringNote(id="said-0001", text="会場から", colour=Colour.LEAF)
    assert refused(world, "p1", bring) is Code.NOT_ALLOWED
    do(world, "f", bring)
    assert do(world, "f", bring) == ()
    assert do(world, "g", bring) == (), "also where another of the staff sends the same"
    assert seen(world, "p1").colours == {"1": Colour.LEAF}
    assert seen(world, "f").own == {}
    do(world, "f", HushAuthor(id="1", on=True))
    assert [viewer for viewer in world.room.people if seen(world, viewer).quiet] == []
    do(world, "f", BringNote(id="said-0002", text="もうひとつ"))


def test_a_note_waits_for_staff_with_its_colour_and_group_unseen() -> None:
    world = lively(StartNotes(review=True, groups=(NotesGroup(title="本"),)))
    note = write(world, "p1", "森の本", colour=Colour.LEAF, group="1")
    unseen = seen(world, "p2")
    assert (len(unseen.slips), len(unseen.placed), len(unseen.colours)) == (0, 0, 0)
    assert seen(world, "f").placed == seen(world, "p1").placed == {note: "1"}
    do(world, "f", OnNote(do="put_up", id=note))
    assert (seen(world, "wall").placed, seen(world, "wall").colours) == ({note: "1"}, {note: Colour.LEAF})
    do(world, "f", OnNote(do="leave_out", id=note))
    assert texts(world, "p2") == set()
    assert seen(world, "p1").slips[note].state is State.KEPT
    do(world, "f", NameGroup(group="1", title="", seen="本"))
    do(world, "g", OnNote(do="put_up", id=note))
    assert seen(world, "p2").placed == {}
    assert seen(world, "p2").colours == {note: Colour.LEAF}


def test_staff_make_groups_and_hang_notes_into_them() -> None:
    world = lively(GROUPED)
    note = write(world, "p1", "海")
    assert seen(world, "p2").groups == {"1": "本", "2": "場所"}
    for act in (PlaceNote(id=note, group="2"), NameGroup(group="3", title="空", seen=""), LookAt(group="1")):
        assert refused(world, "p1", act) is Code.NOT_ALLOWED
    do(world, "f", PlaceNote(id=note, group="2"))
    do(world, "f", NameGroup(group="3", title="空", seen=""))
    assert do(world, "g", NameGroup(group="3", title="山", seen="")) == (), "of two at once one does"
    do(world, "g", PlaceNote(id=note, group="3"))
    do(world, "g", LookAt(group="3"))
    assert (seen(world, "p2").placed, seen(world, "wall").looked_at) == ({note: "3"}, "3")
    assert do(world, "g", PlaceNote(id=note, group="7")) == ()
    do(world, "f", NameGroup(group="3", title="", seen="空"))
    assert seen(world, "p2").groups == {"1": "本", "2": "場所"}
    assert seen(world, "p2").placed == {}
    assert seen(world, "wall").looked_at == ""


def test_each_chooses_three_and_nobody_sees_how_many_until_staff_end_it() -> None:
    world = lively(OPEN)
    keys = [write(world, "p1", f"その{n}") for n in range(VOTES + 1)]
    choose = [TapNote(do="choose", id=key, on=True) for key in keys]
    assert refused(world, "p2", choose[0]) is Code.NO_SUCH_MOVE
    do(world, "f", SetNotesPhase(phase=NotesPhase.VOTE))
    assert refused(world, "p2", WriteNote(id="too-late-1", text="まだ")) is Code.NO_SUCH_MOVE
    for act in choose[:VOTES]:
        do(world, "p2", act)
    assert refused(world, "p2", choose[VOTES]) is Code.TOO_MANY_SLIPS
    do(world, "p3", choose[0])
    assert do(world, "p3", choose[0]) == ()
    do(world, "p2", TapNote(do="choose", id=keys[1], on=False))
    assert [seen(world, viewer).votes for viewer in ("p1", "p2", "f", "wall")] == [{}] * 4
    assert seen(world, "p2").voted == {keys[0]: True, keys[2]: True}
    do(world, "f", SetNotesPhase(phase=NotesPhase.SHOWN))
    assert seen(world, "wall").votes == {keys[0]: 2, keys[2]: 1}
    do(world, "f", SetNotesPhase(phase=NotesPhase.WRITE))
    assert seen(world, "p2").votes == {}
    do(world, "f", SetNotesPhase(phase=NotesPhase.VOTE))
    assert seen(world, "p2").voted == {}, "it begins anew"


def test_each_claps_once_and_takes_it_back() -> None:
    world = lively(OPEN)
    note = write(world, "p1", "ねこ")
    for person in ("p2", "p2", "p3", "f"):
        do(world, person, TapNote(do="clap", id=note, on=True))
    assert seen(world, "wall").counts == {note: 3}
    do(world, "p2", TapNote(do="clap", id=note, on=False))
    assert (seen(world, "p2").counts, seen(world, "p2").mine) == ({note: 2}, {})
    assert refused(world, "p2", OnNote(do="take_back", id=note)) is Code.NOT_YOUR_MESSAGE


def test_nobody_fills_the_board_alone_and_the_same_sent_twice_hangs_once() -> None:
    world = lively(OPEN)
    for n in range(MOST_OF_ONE):
        do(world, "p1", WriteNote(id=f"mine-{n:04}", text="はりがみ"))
        assert do(world, "p1", WriteNote(id=f"mine-{n:04}", text="はりがみ")) == ()
    assert refused(world, "p1", WriteNote(id="mine-more", text="はりがみ")) is Code.TOO_MANY_SLIPS
    do(world, "p1", OnNote(do="take_back", id="1"))
    do(world, "p1", WriteNote(id="mine-more", text="はりがみ"))
    do(world, "p2", WriteNote(id="mine-more", text="おなじidのほかの人"))
    assert len(seen(world, "p3").slips) == MOST_OF_ONE + 1


def full() -> Notes:
    """Two hundred notes of as many words as the board takes, coloured, grouped, clapped for and chosen by who looks."""
    now = KIND.begin(StartNotes(title="題" * 60, groups=tuple(NotesGroup(title="組" * 30) for _ in range(MOST_GROUPS))))
    each = IN_ALL // MOST
    for n in range(MOST):
        by = Context(actor=f"p{n % (MOST // 4)}", now=0)
        act = WriteNote(id=f"sent-{n:036}"[-40:], text="漢" * each, colour=Colour.PEACH, group="8")
        changes = decide(now, NotesMove(act=act), by)
        assert isinstance(changes, tuple)
        now = evolve(now, changes[0])
    return now


def test_a_full_board_fits_into_a_view_and_takes_no_more() -> None:
    now = full()
    takers = {key: ("p0", *(f"person-{n}" for n in range(400))) for key in now.slips}
    chosen = now.model_copy(
        update={
            "takers": takers,
            "counts": dict.fromkeys(now.slips, 401),
            "voters": takers,
            "votes": dict.fromkeys(now.slips, 401),
            "phase": NotesPhase.SHOWN,
            "hushes": dict.fromkeys(list(now.slips)[:MOST_HUSHED], "p1"),
        }
    )
    for kind in (Viewer.PARTICIPANT, Viewer.STAFF):
        assert len(cut(chosen, Audience(kind, "main", "p0")).model_dump_json().encode()) < 60_000
    more = NotesMove(act=BringNote(id="one-more-1", text="漢"))
    assert decide(now, more, Context(actor="f", now=0)) == Refusal(Code.TOO_MANY_SLIPS)
    fewer = now.model_copy(update={"slips": dict(list(now.slips.items())[1:])})
    wide = NotesMove(act=BringNote(id="one-more-1", text="漢" * (IN_ALL // MOST + 1)))
    assert decide(fewer, wide, Context(actor="f", now=0)) == Refusal(Code.TOO_MANY_SLIPS)
    hush = NotesMove(act=HushAuthor(id="200", on=True))
    assert decide(chosen, hush, Context(actor="f", now=0)) == Refusal(Code.TOO_MANY_SLIPS)
    longest = StartNotes(title="😀" * 60, groups=tuple(NotesGroup(title="👨‍👩‍👧‍👦" * 17) for _ in range(MOST_GROUPS)))
    assert len(longest.model_dump_json().encode()) < MAX_COMMAND


def test_staff_show_again_what_they_took_down_lately() -> None:
    world = lively(OPEN)
    keys = [write(world, person, f"{person}の{n}") for person in PEOPLE for n in range(4)]
    for key in keys:
        do(world, "f", OnNote(do="leave_out", id=key))
    assert list(seen(world, "f").slips) == keys[-slips.OVER_KEPT :]
    do(world, "f", OnNote(do="put_up", id=keys[-1]))
    assert texts(world, "p1") >= {"p3の3"}


def test_the_words_pass_the_gate() -> None:
    world = lively(OPEN)
    for act in (
        WriteNote(id="sent-0001", text="  小さな\u202eこと "),
        BringNote(id="sent-0001", text="  小さな\u202eこと "),
    ):
        verdict = judge(world.room, "f", Role.FACILITATOR, Play(move=NotesMove(act=act)), NO_LIMITS, 0)
        assert isinstance(verdict, Allow)
        assert verdict.command == Play(move=NotesMove(act=act.model_copy(update={"text": "小さなこと"})))
    named = StartActivity(activity=StartNotes(groups=(NotesGroup(title=" 本\u202e "),)))
    verdict = judge(world.room, "f", Role.FACILITATOR, named, NO_LIMITS, 0)
    assert isinstance(verdict, Allow)
    assert verdict.command == StartActivity(activity=StartNotes(groups=(NotesGroup(title="本"),)))


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("people", [("p1",), PEOPLE])
def test_it_is_played_to_its_end_in_every_way(way: Way, people: tuple[str, ...]) -> None:
    over = play(sys.modules[__name__], circle(*people), GROUPED, people, way)
    assert isinstance(over, Notes)
    assert over.phase is NotesPhase.SHOWN
