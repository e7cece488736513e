"""One suite for every Journal. (SQLite for now; Redis joins it with the issue on several machines.)"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.ports import Journal, JournalEntry, JournalLost
from server.storage.journal import SqliteJournal
from tests.bots.server import ROOT

SECRET = "だれにも言っていないこと"


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqliteJournal]:
    made = SqliteJournal(tmp_path)
    await made.create("r1")
    yield made
    await made.close()


def entry(last: int, text: str = SECRET) -> JournalEntry:
    return JournalEntry(last, text.encode())


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_what_was_appended_is_read_in_order(journal: Journal) -> None:
    await journal.append("r1", [entry(1, "a"), entry(3, "b")])
    await journal.append("r1", [entry(4, "c")])
    assert [(each.last, each.payload) for each in await journal.read("r1")] == [(1, b"a"), (3, b"b"), (4, b"c")]


async def test_rooms_do_not_see_each_other(journal: Journal) -> None:
    await journal.create("r2")
    await journal.append("r1", [entry(1, "a")])
    assert await journal.read("r2") == []


async def test_many_appends_at_once_are_all_there(journal: Journal) -> None:
    await asyncio.gather(*(journal.append("r1", [entry(number)]) for number in range(1, 400)))
    assert [each.last for each in await journal.read("r1")] == list(range(1, 400))


async def test_the_same_revision_twice_is_refused_and_harms_no_neighbour(journal: Journal) -> None:
    await journal.append("r1", [entry(1)])
    results = await asyncio.gather(
        journal.append("r1", [entry(1, "again")]), journal.append("r1", [entry(2)]), return_exceptions=True
    )
    assert isinstance(results[0], JournalLost)
    assert results[1] is None
    assert [each.last for each in await journal.read("r1")] == [1, 2]


async def test_an_unknown_room_cannot_be_written(journal: Journal) -> None:
    with pytest.raises(JournalLost):
        await journal.append("never-made", [entry(1)])


@pytest.mark.parametrize("room", ["../x", "", "a/b", "x" * 41])
async def test_a_room_is_never_a_path(journal: Journal, room: str) -> None:
    with pytest.raises(JournalLost):
        await journal.create(room)


async def test_no_word_is_ever_in_the_raw_files_and_after_erasing_none_can_be_read(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path)
    await journal.create("r1")
    for number in range(1, 50):
        await journal.append("r1", [entry(number)])
    assert SECRET.encode() not in raw(tmp_path)
    await journal.erase("r1")
    with pytest.raises(JournalLost):
        await journal.read("r1")
    with pytest.raises(JournalLost):
        await journal.append("r1", [entry(50)])
    await journal.close()
    assert not list((tmp_path / "keys").iterdir())
    assert SECRET.encode() not in raw(tmp_path)


async def test_rows_cannot_be_exchanged_unnoticed(tmp_path: Path) -> None:
    import sqlite3

    journal = SqliteJournal(tmp_path)
    await journal.create("r1")
    await journal.append("r1", [entry(1, "a"), entry(2, "b")])
    await journal.close()
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        first, second = (row[0] for row in connection.execute("select sealed from entries order by last"))
        connection.execute("update entries set sealed = ? where last = 1", (second,))
        connection.execute("update entries set sealed = ? where last = 2", (first,))
    connection.close()
    again = SqliteJournal(tmp_path)
    with pytest.raises(JournalLost):
        await again.read("r1")
    await again.close()


WRITER = """
import asyncio, sys
from pathlib import Path
from server.ports import JournalEntry
from server.storage.journal import SqliteJournal

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    await journal.create("r1")
    for number in range(1, 100_000):
        await journal.append("r1", [JournalEntry(number, b"x" * 200)])
        print(number, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = 0
    while acknowledged < 300:
        acknowledged = int(await asyncio.to_thread(writer.stdout.readline))
    writer.kill()
    rest = await asyncio.to_thread(writer.stdout.read)
    await asyncio.to_thread(writer.wait)
    writer.stdout.close()
    whole = [line for line in rest.split("\n")[:-1] if line]
    acknowledged = int(whole[-1]) if whole else acknowledged
    journal = SqliteJournal(tmp_path)
    lasts = [each.last for each in await journal.read("r1")]
    await journal.close()
    assert lasts == list(range(1, len(lasts) + 1))
    assert len(lasts) >= acknowledged
