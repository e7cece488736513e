"""Who writes the journal: the event loop while the disk is quick, else the thread; and never both, and never nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from server.ports import Fenced, JournalCut, JournalEntry, JournalLost, Token
from server.storage import near
from server.storage.journal import SqliteJournal
from tests.patience import PATIENCE

ROOM, TOKEN = "r1", Token(1)


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqliteJournal]:
    made = SqliteJournal(tmp_path)
    await made.open(ROOM, TOKEN)
    yield made
    await made.close()


@pytest.fixture
def handed(journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the thread was given."""
    given: list[object] = []
    real = journal.append

    async def counted(room: str, token: Token, after: int, entries: list[JournalEntry]) -> None:
        given.append(entries)
        await real(room, token, after, entries)

    monkeypatch.setattr(journal, "append", counted)
    return given


async def write(journal: SqliteJournal, after: int, last: int) -> None:
    """As a room's claim does it."""
    one = [JournalEntry(last, b"a")]
    if not journal.append_at_once(ROOM, TOKEN, after, one):
        await journal.append(ROOM, TOKEN, after, one)


async def append(journal: SqliteJournal, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await write(journal, number - 1, number)


async def lasts(journal: SqliteJournal) -> list[int]:
    return [each.last for each in await journal.read(ROOM)]


async def test_a_quick_disk_needs_no_thread(journal: SqliteJournal, handed: list[object]) -> None:
    await append(journal, 1, 20)
    assert (handed, await lasts(journal)) == ([], list(range(1, 21)))


async def test_after_a_slow_write_the_thread_writes_for_a_minute(
    journal: SqliteJournal, handed: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]

    def clock() -> float:
        return now[0]

    monkeypatch.setattr(near, "monotonic", clock)
    await append(journal, 1, 2)
    real = SqliteJournal._insert

    def slow(connection: sqlite3.Connection, rows: list[tuple[str, int, bytes, Token, int]]) -> None:
        now[0] += near.SLOW * 2
        real(connection, rows)

    monkeypatch.setattr(SqliteJournal, "_insert", staticmethod(slow))
    await append(journal, 3, 3)
    monkeypatch.setattr(SqliteJournal, "_insert", staticmethod(real))
    assert not handed, "that one was written, only slowly"
    await append(journal, 4, 6)
    assert len(handed) == 3
    now[0] += near.CAREFUL
    await append(journal, 7, 8)
    assert (len(handed), await lasts(journal)) == (3, list(range(1, 9)))


async def test_anothers_lock_holds_no_room_up(journal: SqliteJournal, handed: list[object], tmp_path: Path) -> None:
    await append(journal, 1, 1)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # It asks once, and leaves it to the thread, which waits: the loop goes on.
        task = asyncio.ensure_future(append(journal, 2, 2))
        while not handed:
            await asyncio.sleep(0)
        assert not task.done()
        other.execute("ROLLBACK")
        await task
    assert await lasts(journal) == [1, 2]


async def test_what_must_not_be_written_is_refused_at_once(journal: SqliteJournal, handed: list[object]) -> None:
    await append(journal, 1, 2)
    with pytest.raises(JournalCut):
        await write(journal, 1, 3)
    with pytest.raises(JournalLost):
        await write(journal, 2, 2)
    await journal.open(ROOM, Token(2))
    with pytest.raises(Fenced):
        await write(journal, 2, 3)
    assert (handed, await lasts(journal)) == ([], [1, 2])


async def test_the_log_does_not_grow_with_the_session(journal: SqliteJournal, tmp_path: Path) -> None:
    await append(journal, 1, 8 * near.CHECKPOINT_EVERY)
    log = tmp_path / "journal.db-wal"
    assert log.stat().st_size < 4 * near.CHECKPOINT_EVERY * 3 * 4096


async def test_after_an_error_the_thread_writes_for_a_minute(
    journal: SqliteJournal, handed: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = [1000.0]
    monkeypatch.setattr(near, "monotonic", lambda: now[0])
    await append(journal, 1, 1)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not journal.append_at_once(ROOM, TOKEN, 1, [JournalEntry(2, b"a")])
        other.execute("ROLLBACK")
    await append(journal, 2, 3)
    assert len(handed) == 2, "the lock is gone, and another may be held soon"
    now[0] += near.CAREFUL
    await append(journal, 4, 4)
    assert len(handed) == 2


async def test_what_is_written_comes_into_the_file_without_the_loop(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The log is brought into the file by a thread, every so many writes, and never by a write."""
    brought: list[object] = []
    real = SqliteJournal._checkpoint

    def checkpoint(journal: SqliteJournal) -> None:
        brought.append(threading.current_thread())
        real(journal)

    monkeypatch.setattr(SqliteJournal, "_checkpoint", checkpoint)
    monkeypatch.setattr(near, "SLOW", 1000.0)
    monkeypatch.setattr(near, "CHECKPOINT_EVERY", 1200)  # above SQLite's own thousand pages
    file = tmp_path / "journal.db"
    before = file.stat().st_size
    for number in range(1, 1200):
        assert journal.append_at_once(ROOM, TOKEN, number - 1, [JournalEntry(number, b"a")])
    assert (brought, file.stat().st_size) == ([], before)
    assert journal.append_at_once(ROOM, TOKEN, 1199, [JournalEntry(1200, b"a")])
    async with asyncio.timeout(PATIENCE):
        while file.stat().st_size == before:
            await asyncio.sleep(0.01)
    assert brought
    assert brought[0] is not threading.current_thread()
