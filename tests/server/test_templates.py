"""Every ready-made kind is held from its doors to its end, with few and with many people: in each step what its plan has is
done; whatever was done, everybody has one seat, hears whom they should, reads what is theirs, knows the room as it is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from rooms.base import Card, Mode, PlaceKind, Role
from rooms.plan import Place
from rooms.refusals import Code, Refusal
from rooms.sheet import mode_at
from rooms.state import Room
from server.office.base.models import KindShown
from server.office.base.models.programmes import NOTICE
from server.office.content import defaults
from server.ports import JournalLost
from server.storage.journal import SqliteJournal
from tests.server.fakes import Clock, MemoryJournal
from tests.server.play import LOOKER, WALL, Play
from tests.virtual_time import now, run

KINDS = [kind for kind in defaults().kinds.kinds if kind.programme.mode != NOTICE]
SPEAKERS, GUESTS, WAITERS = 6, 2, 4


async def gather(play: Play) -> None:
    """Some wait on the veranda for the doors; a sixth comes when the session is under way."""
    await play.start()
    for person, role in (("f", Role.FACILITATOR), ("g", Role.ASSISTANT)):
        await play.enter(person, role)
    await play.attach(WALL, Role.SCREEN)
    await play.attach(LOOKER)
    early, later = play.coming[::3], [pid for number, pid in enumerate(play.coming) if number % 3]
    late = later[::4]
    await play.come(early)
    play.check()
    assert {play.shown(pid).place for pid in early} == {"veranda"}
    await play.does("f", type="set_doors", doors="open")
    assert "veranda" not in play.where().values()
    await play.come(pid for pid in later if pid not in late)
    play.coming = late
    play.check()


async def next_step(play: Play, step: int) -> None:
    """次へ, taken back and done again where it moved anybody or laid the room out anew."""
    before, key = play.where(), play.planned.steps[step].key
    plan = play.actor.room.plan
    await play.does("f", type="set_step", step=step, key=key)
    assert play.actor.room.plan.mode is mode_at(play.planned.steps, step, play.planned.plan.mode)
    play.check()
    undo = play.reader("f").read().undo
    if play.actor.room.plan != plan:
        assert undo is not None
        await play.does("g", type="undo", rev=undo.rev)
        assert (play.where(), play.actor.room.step, play.actor.room.plan) == (before, step - 1, plan)
        play.check()
        await play.does("f", type="set_step", step=step, key=key)
    play.check(every=len(play.came) // 12 + 1)


async def take_part(play: Play) -> None:
    """From every place somebody writes, opens their microphone and raises a hand, as far as place and step let them."""
    by_place: dict[str, str] = {}
    front = next(place for place in play.actor.room.plan.places if place.voice and place.zone == "main")
    await play.does("f", type="take_place", place=front.id)
    for pid in (*play.present(), "g"):
        by_place.setdefault(play.shown(pid).place, pid)
    for pid in (*by_place.values(), "f"):
        await play.says(pid)
        await play.says(pid, "room")
        await play.opens(pid)
        raised = await play.ask(pid, type="raise_hand")
        assert raised["ok"] is play.place(pid).hands
    await play.says(next(iter(by_place.values())), "staff")
    await play.does("f", type="speak_to_all", on=True)
    play.check()
    await play.does("f", type="speak_to_all", on=False)


def tables_of(room: Room) -> list[Place]:
    return [place for place in room.plan.places if place.kind is PlaceKind.TABLE]


async def sit_at_tables(play: Play) -> None:
    """Those at home sit down at tables, are mixed, sit as before, and are mixed after all."""
    tables = tables_of(play.actor.room)
    guests = play.present(hall=False)[: 4 * len(tables)]
    for pid, table in zip(guests, cycle(tables), strict=False):
        await play.does(pid, type="take_place", place=table.id)
    play.check()
    if guests:
        await play.lays("g", tables[0])
        await play.says(guests[0])
        await play.opens(guests[0])
    if len(tables) < 2:
        answer = await play.ask("f", type="mix_tables")
        assert answer["code"] == Code.NO_SUCH_PLACE
        return
    before = play.where()
    await play.does("f", type="mix_tables")
    mixed = play.where()
    assert {pid for pid in before if before[pid] != mixed[pid]} <= set(guests), "nobody else changes tables"
    sizes = [sum(mixed[pid] == table.id for pid in guests) for table in tables]
    assert sum(sizes) == len(guests)
    assert max(sizes) - min(size for size in sizes if size) <= 1
    play.check()
    await taken_back(play, before)
    await play.does("f", type="mix_tables")
    await play.says(guests[-1])
    play.check()


async def taken_back(play: Play, before: dict[str, str]) -> None:
    """もとにもどす: everybody is where they were."""
    undo = play.reader("f").read().undo
    assert undo is not None
    await play.does("g", type="undo", rev=undo.rev)
    assert play.where() == before
    play.check()


async def change_places(play: Play) -> None:
    """Some sit down in the circle; it and those who hear it change places, twice, and once that is taken back."""
    plan = play.actor.room.plan
    assert plan.exchange is not None
    one, other = plan.exchange
    for pid in play.present(hall=False)[:WAITERS]:
        await play.ask(pid, type="take_place", place=one)
    before = play.where()
    to = {one: other, other: one}
    swapped = {pid: to.get(place, place) if pid != "f" else place for pid, place in before.items()}
    await play.does("f", type="change_places")
    assert play.where() == swapped
    play.check()
    await taken_back(play, before)
    await play.does("f", type="change_places")
    await take_part(play)
    await play.does("f", type="change_places")
    assert play.where() == before


async def go_round(play: Play) -> None:
    """ひとりずつ, with a pause: in their order, without those who rest, only listen, watch, or were led away meanwhile."""
    order = play.present()[: 2 * SPEAKERS]
    hears = play.actor.room.plan.in_the_talk
    callable_ = [
        pid
        for pid in order
        if play.place(pid).hands and hears(play.place(pid)) and play.shown(pid).card is not Card.WATCH
    ]
    if not callable_:
        answer = await play.ask("f", type="begin_round", order=order or ["f"])
        assert answer["ok"] or answer["code"] == Code.NOBODY_TO_CALL
        await play.does("f", type="end_round")
        return
    await play.does("f", type="begin_round", order=order)
    gone = callable_[2:3]
    for pid in gone:
        await play.does(pid, type="take_place", place="rest")
    called: list[str] = []
    while (turn := play.actor.room.turn) is not None:
        called.append(turn)
        if len(called) == 2:
            await play.does("f", type="pause_round", paused=True)
            assert play.actor.room.turn is None
            await play.does("f", type="pause_round", paused=False)
            assert play.actor.room.turn == turn
        await play.does(turn, type="end_turn")
    assert called == [pid for pid in callable_ if pid not in gone]
    assert play.actor.room.round is None
    play.check()


async def wait_for_a_booth(play: Play) -> None:
    """People wait in the line, are called, led to the booths one by one, talk there, and come out."""
    booths = [place for place in play.actor.room.plan.places if place.private]
    line = play.present()[:WAITERS]
    if not booths:
        assert {(await play.ask(pid, type="join_line")).get("code") for pid in line} <= {Code.NO_LINE_HERE}
        return
    for pid in line:
        await play.does(pid, type="join_line")
    for number, pid in enumerate(line, start=1):
        assert play.reader(pid).read().number == number
    assert list(play.reader("g").read().line) == line
    led = line[: len(booths)]
    for pid, booth in zip(led, booths, strict=False):
        await play.does("g", type="call_from_line", person=pid)
        assert play.reader(pid).read().called == (pid,)
        await play.does("g", type="move_person", person=pid, place=booth.id)
        assert play.reader(pid).read().number == 0
        await play.does("g", type="take_place", place=booth.id)
        await play.lays("g", booth)
        await play.says(pid)
        await play.says("g")
        await play.opens(pid)
        await play.opens("g")
        play.check()
    await play.does("g", type="take_place", place=home_of(play, "g"))
    for pid in led[:1]:
        await play.does(pid, type="take_place", place=home_of(play, pid))
    for pid in line[len(booths) :]:
        await play.does(pid, type="leave_line")
    play.check()


def home_of(play: Play, person: str) -> str:
    """A place for all, in the hall or not as they are."""
    return play.actor.room.plan.for_arrival(play.actor.room.people[person].wish, play.shown(person).hall).id


async def ask_up(play: Play) -> None:
    """Staff ask somebody up to the stage and back."""
    before = play.where()
    for pid in play.present(hall=False)[:GUESTS]:
        await play.does("f", type="move_person", person=pid, place="stage")
        await play.opens(pid)
        await play.says(pid)
        play.check()
        await play.does("f", type="move_person", person=pid, place=before[pid])
    await play.does("g", type="move_person", person="g", place="stage")
    await play.opens("g")
    play.check()


async def come_and_go(play: Play, step: int) -> None:
    """Some come late, rest and come back, leave, lose their connection for a moment or for good."""
    if play.coming:
        await play.come(play.coming[: len(play.coming) // 2 + 1])
        play.coming = [pid for pid in play.coming if pid not in play.came]
    resting = [pid for pid in play.came if play.where().get(pid) == "rest"]
    for pid in resting:
        await play.does(pid, type="take_place", place=home_of(play, pid))
    here = play.present()
    leaving, blinking, lost, tired = (here[at] for at in (step % 2, -1 - step % 2, len(here) // 2, len(here) // 3))
    gone = [leaving]
    await play.does(tired, type="take_place", place="rest")
    await play.ask(leaving, type="leave")
    play.clients.pop(leaving)
    if blinking not in gone:
        again = play.reader(blinking).again()
        play.detach(blinking)
        await play.says("f")
        await play.attach(blinking, rev=again.rev, client=again)
    if lost not in (blinking, leaving):
        play.detach(lost)
        gone.append(lost)
    await play.says("f")  # by then the room knows
    play.check()
    await play.pass_time(121)
    assert not set(gone) & set(play.where()), "who is gone for two minutes has left"
    play.check()


async def hold(kind: KindShown, count: int, journal: MemoryJournal | SqliteJournal, clock: Callable[[], int]) -> Play:
    """The whole session, with all that the plan of each step has."""
    play = Play(kind, count, journal, clock)
    await gather(play)
    for step in range(len(play.planned.steps)):
        if step:
            await next_step(play, step)
        plan = play.actor.room.plan
        await take_part(play)
        if tables_of(play.actor.room):
            await sit_at_tables(play)
        if plan.exchange is not None:
            await change_places(play)
        if plan.mode is Mode.LECTURE:
            await ask_up(play)
        await go_round(play)
        await wait_for_a_booth(play)
        await come_and_go(play, step)
        await play.pass_time(play.planned.steps[step].minutes * 30)
    play.check(every=1)
    before = play.where()
    other = Mode.STAFF_ROOM if play.actor.room.plan.mode is Mode.BOOTHS else Mode.BOOTHS
    await play.does("g", type="set_plan", mode=other)
    play.check()
    await taken_back(play, before)
    await end(play)
    return play


async def end(play: Play) -> None:
    """終わる: everybody is told, nothing is left but numbers."""
    await play.does("f", type="set_doors", doors="closing")
    refused = await play.attach("late")
    assert not isinstance(refused, Refusal)
    answer = await play.ask("late", type="enter", nickname="おそい", avatar=None)
    assert answer["code"] == Code.DOORS_CLOSING
    await play.ask("f", type="set_doors", doors="ended")
    await play.ended()
    assert {client.last("bye")["code"] for client in play.clients.values()} == {"session_ended"}
    assert all(client.closed for client in play.clients.values())
    room = play.actor.room
    assert (dict(room.people), dict(room.onlookers), dict(room.activities), room.line) == ({}, {}, {}, ())
    assert (len(room.chat.messages), room.undo, room.round, room.turn) == (0, None, None, None)
    assert "s1" not in play.voice.plans
    assert await play.attach("f", Role.FACILITATOR) == Refusal(Code.SESSION_ENDED)
    (numbers,) = play.counts[-1].values()
    halls = sum(int(pid[1:]) % 4 == 3 for pid in play.came)
    assert (numbers.total, numbers.hall, numbers.online) == (len(play.came), halls, len(play.came) - halls)
    assert numbers.first_time == sum(int(pid[1:]) % 7 == 0 for pid in play.came)
    with pytest.raises(JournalLost):
        await play.journal.read("s1")


@pytest.mark.parametrize(
    ("kind", "count"),
    [(kind, count) for kind, many in zip(KINDS, cycle([45, 80]), strict=False) for count in (12, many)],
    ids=lambda value: getattr(value, "kind", value),
)
def test_a_ready_made_kind_is_held_from_its_doors_to_its_end(kind: KindShown, count: int) -> None:
    run(lambda: hold(kind, count, MemoryJournal(), now))


async def test_nothing_that_was_said_in_any_step_is_in_a_file_afterwards(tmp_path: Path) -> None:
    """(On the real journal, whose key is a file.)"""
    kind = next(kind for kind in KINDS if kind.kind == "salon")
    journal = SqliteJournal(tmp_path)
    play = await hold(kind, 12, journal, Clock())
    assert not list(tmp_path.glob("keys/s1*"))
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    said = set[str]().union(*play.may.values())
    assert len(said) > len(play.planned.steps)
    assert not [word for word in said if word.encode() in raw]
    await journal.close()
