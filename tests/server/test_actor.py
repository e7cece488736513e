"""The actor: one writer, resume, replacement, the gate, and the end. Its journal: test_actor_journal.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio

from moderation.gate import NO_LIMITS, Hold
from rooms.base import Role
from rooms.commands import RaiseHand, Walk
from rooms.plan import Point
from rooms.refusals import Code, Refusal
from server.ports import JournalLost
from server.storage.journal import SqliteJournal
from tests.server.fakes import FakeClient, MemoryJournal
from tests.server.room import HOUR, RoomUnderTest, settings
from tests.virtual_time import now, virtual


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[RoomUnderTest]:
    journal = SqliteJournal(tmp_path)
    under_test = RoomUnderTest(journal)
    await under_test.start()
    yield under_test
    await under_test.actor.stop()
    await journal.close()


async def test_everybody_folds_to_the_same_as_a_fresh_view(room: RoomUnderTest) -> None:
    await room.enter("f", Role.FACILITATOR)
    await room.attach("screen", Role.SCREEN)
    for person in "abc":
        await room.enter(person)
    await room.attach("looker")
    await room.ask("a", type="set_microphone", microphone="open")
    await room.say("a", "こんにちは")
    await room.ask("b", type="take_place", place="table-1")
    await room.say("b", "テーブルだけの話", scope="place")
    await room.ask("c", type="raise_hand")
    await room.ask("f", type="rest_microphone", person="a")
    await room.ask("f", type="move_person", person="c", place="listeners")
    await room.ask("f", type="start_activity", activity={"kind": "prompt", "text": "最近の小さなよかった"})
    await room.ask("b", type="take_place", place="rest")
    room.assert_views_agree()
    onlooker = room.clients["looker"]
    seen = repr(onlooker.frames)
    assert "なまえ" not in seen
    assert "こんにちは" not in seen
    assert "テーブルだけの話" not in repr(room.clients["c"].frames)


async def test_events_reach_the_asker_before_the_acknowledgement(room: RoomUnderTest) -> None:
    client = await room.enter("a")
    client.order.clear()
    await room.say("a", "順番")
    assert [entry.split()[0] for entry in client.order] == ["events", "ack"]


async def test_a_second_tab_takes_over_and_the_first_is_told(room: RoomUnderTest) -> None:
    first = await room.enter("a")
    second = await room.attach("a")
    assert isinstance(second, FakeClient)
    assert first.last("bye")["code"] == "replaced"
    assert first.closed
    assert second.view is not None
    assert second.view.entered
    first.closed = False  # a command that was under way in the old tab
    answer = await room.ask_as(first, "a", type="raise_hand")
    assert answer["code"] == Code.REPLACED


async def test_who_comes_back_soon_gets_what_was_missed(room: RoomUnderTest) -> None:
    a = await room.enter("a")
    await room.enter("b")
    rev = a.rev
    room.detach("a")
    await room.say("b", "いない間の一言")
    view = a.view
    again = FakeClient()
    again.view, again.rev = view, rev
    await room.attach("a", rev=rev, client=again)
    assert [name for name, _ in again.frames] == ["events"]
    room.assert_views_agree()
    assert "いない間の一言" in repr(again.frames)


@virtual
async def test_nobody_sees_an_absence_for_two_minutes() -> None:
    room = RoomUnderTest(MemoryJournal(), now)
    await room.start()
    await room.enter("a")
    b = await room.enter("b")
    room.detach("a")
    await asyncio.sleep(119.9)
    await room.say("b", "まだいる")
    assert "a" in people_of(b)
    lost = now()
    await b.until(lambda: "a" not in people_of(b))
    assert now() - lost == 100  # by itself, and to the millisecond
    await room.actor.stop()


def people_of(client: FakeClient) -> set[str]:
    return set(client.view.people) if client.view else set()


async def test_a_killed_room_comes_back_as_it_was(room: RoomUnderTest) -> None:
    await room.enter("f", Role.FACILITATOR)
    await room.enter("a")
    await room.enter("b")
    await room.say("a", "消えないことば")
    await room.ask("a", type="take_place", place="table-1")
    await room.ask("b", type="raise_hand")
    await room.ask("f", type="rest_microphone", person="a")
    await room.ask("f", type="send_away", person="b", for_good=True)
    before = room.actor.room
    await room.kill_and_restart()
    after = room.actor.room
    assert after.people["a"].shown == before.people["a"].shown
    assert after.chat == before.chat
    assert after.sent_away == before.sent_away
    assert await room.attach("b") == Refusal(Code.SENT_AWAY)
    back = await room.attach("a")
    assert isinstance(back, FakeClient)
    room.assert_views_agree()


async def test_sent_away_is_told_to_that_person_alone(room: RoomUnderTest) -> None:
    await room.enter("f", Role.FACILITATOR)
    a = await room.enter("a")
    b = await room.enter("b")
    await room.ask("f", type="send_away", person="a")
    assert a.last("bye") == {"code": "sent_away", "for_good": False}
    assert a.closed
    kinds = [event["type"] for name, payload in b.frames if name == "events" for event in payload["events"]]
    assert "left" in kinds
    assert "sent_away" not in kinds


async def test_the_end_erases_and_says_goodbye(room: RoomUnderTest, tmp_path: Path) -> None:
    await room.enter("f", Role.FACILITATOR)
    a = await room.enter("a")
    await room.say("a", "ぜったいに残らない")
    await room.ask("f", type="set_doors", doors="ended")
    await room.ended()
    assert a.last("bye")["code"] == "session_ended"
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "ぜったいに残らない".encode() not in raw
    assert not list(tmp_path.glob("keys/s1*"))
    assert await room.attach("a") == Refusal(Code.SESSION_ENDED)


@virtual
async def test_planned_doors_move_by_themselves_and_the_room_ends() -> None:
    room = RoomUnderTest(MemoryJournal(), now)
    await room.start()
    a = await room.enter("a")
    await asyncio.sleep((3 * HOUR - now()) / 1000 - 0.1)
    assert a.view is not None
    assert a.view.doors == "open"
    await asyncio.sleep(0.2)
    assert a.view.doors == "closing"
    await asyncio.sleep(HOUR / 1000)
    await room.ended()
    assert a.last("bye")["code"] == "session_ended"


async def test_a_full_mailbox_is_answered(room: RoomUnderTest) -> None:
    a = await room.enter("a")
    numbers = range(1001, 2501)
    for number in numbers:
        room.actor.ask(a, "a", number, RaiseHand())
    for number in numbers:
        await a.acknowledged(number)
    codes = {ack.get("code") for ack in a.acks.values()}
    assert Code.OVERLOADED in codes


async def test_walks_are_batched_and_change_nothing(room: RoomUnderTest) -> None:
    await room.enter("a")
    b = await room.enter("b")
    rev = room.actor.room.revision
    for x in (100, 200, 300):
        answer = await room.ask("a", type="walk", path=[{"x": x, "y": 100}])
        assert answer["ok"]
    await b.until(lambda: "walks" in b.order)
    assert len(b.last("walks")["walks"]) == 1
    assert room.actor.room.revision == rev


async def test_a_bug_in_a_rule_ends_nothing(room: RoomUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from rooms.rules.table import DECIDE

    def broken(*_: object) -> tuple[()]:
        raise ZeroDivisionError

    await room.enter("a")
    monkeypatch.setitem(cast(dict[Any, Any], DECIDE), RaiseHand, broken)
    assert (await room.ask("a", type="raise_hand"))["code"] == Code.INTERNAL
    assert (await room.say("a", "つづく"))["ok"]


async def test_coming_again_buys_no_new_haste(room: RoomUnderTest) -> None:
    await room.enter("a")
    for number in range(5):
        assert (await room.say("a", f"はやい{number}"))["ok"]
    await room.ask("a", type="leave")
    await room.enter("a")
    assert (await room.say("a", "まだはやい"))["code"] == Code.TOO_FAST


async def test_what_is_offered_and_refreshed_passes_the_gate(room: RoomUnderTest) -> None:
    onlooker = await room.attach("looker")
    assert isinstance(onlooker, FakeClient)
    assert (await room.ask("looker", type="offer_voice", sdp="v=0"))["code"] == Code.NOT_ENTERED
    await room.attach("screen", Role.SCREEN)
    assert (await room.ask("screen", type="offer_voice", sdp="v=0"))["code"] == Code.NOT_ALLOWED
    await room.enter("hall", hall="hall")
    assert (await room.ask("hall", type="offer_voice", sdp="v=0"))["code"] == Code.NO_VOICE_HERE
    a = await room.enter("a")
    for command in ({"type": "offer_voice", "sdp": "v=0"}, {"type": "refresh"}):
        for _ in range(10):
            assert (await room.ask("a", **command))["ok"]
        a.order.clear()
        refused = await room.ask("a", **command)
        assert refused["code"] == Code.TOO_FAST
        assert 0 < refused["retry_after"] <= 2000
        assert [entry.split()[0] for entry in a.order] == ["ack"]  # no view was made


async def test_what_is_held_is_not_done(room: RoomUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.enter("a")
    rev = room.actor.room.revision
    monkeypatch.setattr("server.live.paces.judge", lambda *given, **also: Hold("a word to look at", NO_LIMITS))
    assert (await room.say("a", "まだ"))["code"] == Code.HELD
    assert room.actor.room.revision == rev


async def test_a_walk_is_acknowledged_when_what_came_before_it_is_durable() -> None:
    """An acknowledgement carries a revision, and a revision that was told holds."""
    fails = False

    async def disk() -> None:
        if fails:
            raise JournalLost

    room = RoomUnderTest(MemoryJournal(disk))
    await room.start()
    a = await room.enter("a")
    fails = True
    room.actor.ask(a, "a", 101, RaiseHand())
    room.actor.ask(a, "a", 102, Walk(path=(Point(x=1, y=1),)))
    assert (await a.acknowledged(101))["code"] == Code.STORAGE_FAILED
    assert (await a.acknowledged(102))["code"] == Code.STORAGE_FAILED
    fails = False
    await room.actor.stop()


async def test_nobody_waits_at_a_door_that_closes(room: RoomUnderTest) -> None:
    """Whoever arrives while the room is put down is told to come again, and not left waiting."""
    arriving = [asyncio.ensure_future(room.attach(person)) for person in "ab"]
    await asyncio.sleep(0)
    await room.actor.stop()
    async with asyncio.timeout(60):
        answers = await asyncio.gather(*arriving)
    assert {each.code for each in answers if isinstance(each, Refusal)} <= {Code.SHUTTING_DOWN, Code.OVERLOADED}


@virtual
async def test_who_comes_back_before_the_doors_move_sees_what_the_office_has_moved() -> None:
    """Until then the settings may change between two connections, and no event would say so."""
    journal = MemoryJournal()
    room = RoomUnderTest(journal, now, settings(start=now() + HOUR))
    await room.start()
    f = await room.enter("f", Role.FACILITATOR)
    await room.actor.stop()
    moved = RoomUnderTest(journal, now, settings(start=now() + 2 * HOUR))
    await moved.start()
    again = FakeClient()
    again.view, again.rev = f.view, f.rev
    await moved.attach("f", Role.FACILITATOR, rev=f.rev, client=again)
    moved.assert_views_agree()
    await asyncio.sleep(2 * HOUR / 1000 + 1)
    rev = again.rev
    moved.detach("f")
    later = FakeClient()
    later.view, later.rev = again.view, rev
    await moved.attach("f", Role.FACILITATOR, rev=rev, client=later)
    assert later.order == ["events"]
    await moved.actor.stop()
