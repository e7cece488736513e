"""The actor and its journal: before telling, in no task of its own, failing, cut short, and begun again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from structlog.testing import capture_logs

from rooms.commands import RaiseHand
from rooms.refusals import Code
from server.ports import JournalAway, JournalEntry, JournalLost, Token
from server.storage.journal import SqliteJournal
from tests.server.fakes import Clock, FakeClient, MemoryJournal
from tests.server.room import RoomUnderTest
from tests.virtual_time import now, virtual


class NearJournal(SqliteJournal):
    """Has no other way than at once."""

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        raise JournalLost


async def test_a_quick_disk_makes_no_task_for_a_message(tmp_path: Path) -> None:
    journal = NearJournal(tmp_path)
    room = RoomUnderTest(journal)
    await room.start()
    await room.enter("a")
    assert (await room.say("a", "書けた"))["ok"]
    await room.actor.stop()
    await journal.close()


async def test_a_room_at_rest_answers_in_the_moment_it_is_asked(tmp_path: Path) -> None:
    """Its loop is not woken; but what is asked in the same moment waits for it, and is committed together."""
    journal = NearJournal(tmp_path)
    clock = Clock()
    room = RoomUnderTest(journal, clock)
    await room.start()
    a, b = await room.enter("a"), await room.enter("b")
    await asyncio.sleep(0)
    assert room.actor.at_rest
    clock.now += 10
    room.actor.ask(a, "a", 901, RaiseHand())
    assert a.acks[901]["ok"]
    assert b.view is not None
    assert b.view.people["a"].hand is not None
    room.actor.ask(b, "b", 902, RaiseHand())
    assert 902 not in b.acks
    assert (await b.acknowledged(902))["ok"]
    await room.actor.stop()
    await journal.close()


async def test_what_is_decided_at_once_and_not_yet_written_is_told_to_nobody() -> None:
    """A slow disk: the loop goes on with it, and with what was asked meanwhile, in their order."""
    disk = asyncio.Event()

    async def write() -> None:
        await disk.wait()

    disk.set()
    clock = Clock()
    room = RoomUnderTest(MemoryJournal(write), clock)
    await room.start()
    a, b = await room.enter("a"), await room.enter("b")
    await asyncio.sleep(0)
    assert room.actor.at_rest
    disk.clear()
    told = len(b.frames)
    clock.now += 10
    room.actor.ask(a, "a", 901, RaiseHand())
    clock.now += 10
    room.actor.ask(b, "b", 902, RaiseHand())
    assert room.actor.room.people["a"].shown.hand is not None
    assert not {901, 902} & {*a.acks, *b.acks}
    assert len(b.frames) == told
    disk.set()
    assert (await a.acknowledged(901))["rev"] <= (await b.acknowledged(902))["rev"]
    room.assert_views_agree()
    await room.actor.stop()


class BreakableJournal(SqliteJournal):
    """A real journal whose disk can be made to fail."""

    broken = False

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        if self.broken:
            raise JournalLost
        await super().append(room, token, after, entries)

    def append_at_once(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> bool:
        if self.broken:
            raise JournalLost
        return super().append_at_once(room, token, after, entries)


async def test_a_failing_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    journal = BreakableJournal(tmp_path)
    room = RoomUnderTest(journal)
    await room.start()
    a = await room.enter("a")
    await room.say("a", "書けた")
    journal.broken = True
    refused = await room.say("a", "書けなかった")
    assert refused["code"] == Code.STORAGE_FAILED
    assert a.last("bye")["code"] == "shutting_down"
    journal.broken = False
    room.clients.clear()

    async def back() -> bool:
        return isinstance(await room.attach("a"), FakeClient)

    async with asyncio.timeout(10):
        assert await back()
    assert room.clients["a"].view is not None
    assert [m.text for m in room.clients["a"].view.chat] == ["書けた"]
    await room.actor.stop()
    await journal.close()


async def rejoin(room: RoomUnderTest, person: str, before: FakeClient) -> FakeClient:
    """Come back with what this client has folded, as soon as the room lets anybody in."""
    while True:
        again = FakeClient()
        again.view, again.rev = before.view, before.rev
        if await room.attach(person, rev=before.rev, client=again) is again:
            return again
        await asyncio.sleep(0.1)


def texts(client: FakeClient) -> list[str]:
    """What this client reads in the chat."""
    return [message.text for message in client.view.chat] if client.view else []


@virtual
async def test_a_journal_that_lost_its_tail_costs_the_tail_and_nobody_is_told_what_never_follows() -> None:
    journal = MemoryJournal()
    room = RoomUnderTest(journal, now)
    await room.start()
    a, b = await room.enter("a"), await room.enter("b")
    assert (await room.say("a", "のこる"))["ok"]
    kept = room.actor.room.revision
    for number in range(3):
        assert (await room.say("a", f"きえる{number}"))["ok"]
        await asyncio.sleep(10)
    journal.lose("s1", kept)
    assert (await room.say("a", "穴のあと"))["code"] == Code.STORAGE_FAILED
    assert a.last("bye")["code"] == b.last("bye")["code"] == "shutting_down"
    room.clients.clear()
    again = await rejoin(room, "a", a)
    assert again.order == ["view"]
    for number in range(5):
        assert (await room.say("a", f"あたらしい{number}"))["ok"]
        await asyncio.sleep(10)
    assert b.rev is not None
    assert room.actor.room.revision > b.rev > kept
    late = await rejoin(room, "b", b)  # whose revision the new history has passed
    assert late.order == ["view"]
    room.assert_views_agree()
    room.detach("b")
    assert (await room.say("a", "みじかい間"))["ok"]
    assert (await rejoin(room, "b", late)).order == ["events"]
    room.assert_views_agree()
    await room.kill_and_restart()
    assert texts(await rejoin(room, "a", FakeClient()))[0] == "のこる"
    await room.actor.stop()


@virtual
async def test_power_loss_of_all_at_once_resumes_nobody_into_what_they_did_not_see() -> None:
    journal = MemoryJournal()
    room = RoomUnderTest(journal, now)
    await room.start()
    a = await room.enter("a")
    kept = room.actor.room.revision
    assert (await room.say("a", "きえる"))["ok"]
    journal.lose("s1", kept)
    await room.kill_and_restart()
    assert a.rev is not None
    assert room.actor.room.revision >= a.rev
    assert (await rejoin(room, "a", a)).order == ["view"]
    room.assert_views_agree()
    await room.actor.stop()


@virtual
async def test_what_follows_a_hole_is_left_out_and_the_room_goes_on() -> None:
    journal = MemoryJournal()
    room = RoomUnderTest(journal, now)
    await room.start()
    await room.enter("a")
    for words in ("まえ", "あな", "あと"):
        assert (await room.say("a", words))["ok"]
        await asyncio.sleep(10)
    *_, hole, _ = await journal.read("s1")
    journal.drop("s1", hole.last)
    for _ in range(2):
        await room.kill_and_restart()
        assert texts(await rejoin(room, "a", FakeClient())) == ["まえ"]
    assert (await room.say("a", "つづき"))["ok"]
    await room.actor.stop()


@virtual
async def test_a_room_that_cannot_begin_again_says_so_once_a_minute() -> None:
    broken = False

    async def disk() -> None:
        if broken:
            raise JournalAway

    room = RoomUnderTest(MemoryJournal(disk), now)
    await room.start()
    await room.enter("a")
    broken = True
    with capture_logs() as logs:
        assert (await room.say("a", "まだ"))["code"] == Code.STORAGE_FAILED
        await asyncio.sleep(305)
    said = [(each["room"], each["error"]) for each in logs if each["event"] == "journal_failed"]
    assert set(said) == {("s1", "JournalAway")}
    assert 4 <= len(said) <= 6
    broken = False
    assert isinstance(await rejoin(room, "a", FakeClient()), FakeClient)
    await room.actor.stop()


class ThreadedJournal(MemoryJournal):
    """Writes on for a second, whoever has stopped waiting: as a disk behind a thread does."""

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        await asyncio.shield(asyncio.ensure_future(self._late(room, token, after, entries)))

    async def _late(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        await asyncio.sleep(1)
        await super().append(room, token, after, entries)


@virtual
async def test_a_room_is_not_put_down_in_the_middle_of_writing() -> None:
    """The next to begin it would read a journal that still grows, and give revisions out twice."""
    journal = ThreadedJournal()
    room = RoomUnderTest(journal, now)
    await room.start()
    a = await room.enter("a")
    room.actor.ask(a, "a", 101, RaiseHand())
    await asyncio.sleep(0.5)
    await room.actor.stop()
    assert (await journal.read("s1"))[-1].last == room.actor.room.revision
