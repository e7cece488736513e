"""One suite for every Journal, on real stores: SQLite's file, and a redis-server. What only one of them has stands below."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from server.ports import Fenced, Journal, JournalCut, JournalEntry, JournalLost, Token
from server.storage.journal import SqliteJournal
from tests.contract.stores import Store, shapes

SECRET = "だれにも言っていないこと"
FIRST, SECOND, THIRD = Token(1), Token(2), Token(3)


@pytest_asyncio.fixture
async def journal(store: Store) -> Journal:
    made = await store.journal()
    await made.open("r1", FIRST)
    return made


def entry(last: int, text: str = SECRET) -> JournalEntry:
    return JournalEntry(last, text.encode())


async def lasts(journal: Journal, room: str = "r1") -> list[int]:
    return [each.last for each in await journal.read(room)]


async def test_what_was_appended_is_read_in_order(journal: Journal) -> None:
    await journal.append("r1", FIRST, 0, [entry(1, "a"), entry(3, "b")])
    await journal.append("r1", FIRST, 3, [entry(4, "c")])
    assert [(each.last, each.payload) for each in await journal.read("r1")] == [(1, b"a"), (3, b"b"), (4, b"c")]


async def test_rooms_do_not_see_each_other(journal: Journal) -> None:
    await journal.open("r2", FIRST)
    await journal.append("r1", FIRST, 0, [entry(1, "a")])
    assert await journal.read("r2") == []


async def test_many_appends_at_once_are_all_there(journal: Journal) -> None:
    await asyncio.gather(*(journal.append("r1", FIRST, number - 1, [entry(number)]) for number in range(1, 400)))
    assert await lasts(journal) == list(range(1, 400))


async def test_a_long_journal_is_read_whole(journal: Journal) -> None:
    for start in range(1, 1201, 300):
        await journal.append("r1", FIRST, start - 1, [entry(number, "x") for number in range(start, start + 300)])
    assert await lasts(journal) == list(range(1, 1201))


async def test_the_same_revision_twice_is_refused_and_harms_no_neighbour(journal: Journal) -> None:
    await journal.append("r1", FIRST, 0, [entry(1)])
    results = await asyncio.gather(
        journal.append("r1", FIRST, 0, [entry(1, "again")]),
        journal.append("r1", FIRST, 1, [entry(2)]),
        return_exceptions=True,
    )
    assert isinstance(results[0], JournalLost)
    assert results[1] is None
    assert await lasts(journal) == [1, 2]


async def test_of_entries_that_do_not_grow_none_is_written(journal: Journal) -> None:
    with pytest.raises(JournalLost):
        await journal.append("r1", FIRST, 0, [entry(1), entry(1)])
    assert await lasts(journal) == []


async def test_an_unknown_room_cannot_be_written_or_read(journal: Journal) -> None:
    with pytest.raises(JournalLost):
        await journal.append("never-made", FIRST, 0, [entry(1)])
    with pytest.raises(JournalLost):
        await journal.read("never-made")


@pytest.mark.parametrize("room", ["../x", "", "a/b", "x" * 41])
async def test_a_room_is_never_a_path(journal: Journal, room: str) -> None:
    with pytest.raises(JournalLost):
        await journal.open(room, FIRST)


# -- tokens ------------------------------------------------------------------------------------------------------------


async def test_an_older_token_neither_writes_nor_opens(journal: Journal) -> None:
    await journal.append("r1", FIRST, 0, [entry(1)])
    await journal.open("r1", THIRD)
    for stale in (FIRST, SECOND):
        with pytest.raises(Fenced):
            await journal.append("r1", stale, 1, [entry(2)])
        with pytest.raises(Fenced):
            await journal.open("r1", stale)
    await journal.append("r1", THIRD, 1, [entry(2)])
    assert await lasts(journal) == [1, 2]


async def test_a_token_that_did_not_open_the_room_does_not_write(journal: Journal) -> None:
    with pytest.raises(Fenced):
        await journal.append("r1", SECOND, 0, [entry(1)])


async def test_opening_twice_with_one_token_is_fine(journal: Journal) -> None:
    await journal.open("r1", FIRST)
    await journal.append("r1", FIRST, 0, [entry(1)])
    assert await lasts(journal) == [1]


async def test_a_stale_append_harms_no_neighbour_in_its_group(journal: Journal) -> None:
    await journal.open("r2", FIRST)
    await journal.open("r1", SECOND)
    results = await asyncio.gather(
        journal.append("r2", FIRST, 0, [entry(1)]),
        journal.append("r1", FIRST, 0, [entry(1)]),
        journal.append("r2", FIRST, 1, [entry(2)]),
        journal.append("r1", SECOND, 0, [entry(1)]),
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [type(None), Fenced, type(None), type(None)]
    assert await lasts(journal, "r2") == [1, 2]


async def test_a_writer_that_was_paused_between_two_appends_writes_no_more(store: Store) -> None:
    """Jepsen's case: the lease ran out while its holder stood still, another took over, and then the first one wakes."""
    paused, other = await store.journal(), await store.journal()
    await paused.open("r1", FIRST)
    await paused.append("r1", FIRST, 0, [entry(1)])
    await other.open("r1", SECOND)
    assert await lasts(other) == [1]
    await other.append("r1", SECOND, 1, [entry(2)])
    with pytest.raises(Fenced):
        await paused.append("r1", FIRST, 2, [entry(7)])  # a revision that the store alone would have taken
    await other.append("r1", SECOND, 2, [entry(3)])
    assert await lasts(other) == [1, 2, 3]


async def test_two_writers_in_any_order_never_both_write(store: Store) -> None:
    """Seeded interleavings of two nodes that take over, pause and append. What each was told stands as it was told."""
    writers = [await store.journal(), await store.journal()]
    for seed in range(25):
        await _interleave(random.Random(seed), writers, f"seed-{seed}")


async def _interleave(chance: random.Random, writers: list[Journal], room: str) -> None:
    newest = 0
    held: list[tuple[Token, int] | None] = [None, None]  # by writer: its token, and the revision it believes in
    accepted: list[tuple[int, bytes]] = []
    stale = 0
    for step in range(40):
        who = chance.randrange(2)
        mine = held[who]
        if mine is None or chance.random() < 0.15:
            newest += 1
            await writers[who].open(room, Token(newest))
            known = await writers[who].read(room)
            held[who] = (Token(newest), known[-1].last if known else 0)
            continue
        token, rev = mine
        last = rev + chance.randrange(1, 4)
        payload = f"{who}/{step}".encode()
        try:
            await writers[who].append(room, token, rev, [JournalEntry(last, payload)])
        except Fenced:
            stale += 1
            assert token != newest, "the newest token was refused"
            held[who] = None
        else:
            assert token == newest, "a stale token wrote"
            accepted.append((last, payload))
            held[who] = (token, last)
    assert [(each.last, each.payload) for each in await writers[0].read(room)] == accepted
    assert accepted
    assert stale


# -- a store that lost something -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [2, 0], ids=["the tail", "everything"])
async def test_after_a_loss_nothing_is_written_before_the_room_has_begun_again(
    store: Store, journal: Journal, left: int
) -> None:
    for number in (1, 2, 3):
        await journal.append("r1", FIRST, number - 1, [entry(number)])
    store.lose("r1", left)
    with pytest.raises(JournalCut):
        await journal.append("r1", FIRST, 3, [entry(4)])
    assert await lasts(journal) == list(range(1, left + 1))
    await journal.open("r1", SECOND)
    await journal.append("r1", SECOND, left, [entry(left + 1)])
    assert await lasts(journal) == list(range(1, left + 2))


async def test_an_append_that_follows_a_loss_harms_no_neighbour(store: Store, journal: Journal) -> None:
    await journal.open("r2", FIRST)
    await journal.append("r1", FIRST, 0, [entry(1)])
    store.lose("r1", 0)
    results = await asyncio.gather(
        journal.append("r2", FIRST, 0, [entry(1)]),
        journal.append("r1", FIRST, 1, [entry(2)]),
        journal.append("r2", FIRST, 1, [entry(2)]),
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [type(None), JournalCut, type(None)]
    assert await lasts(journal, "r2") == [1, 2]


async def test_what_follows_a_hole_is_cut_off_by_whoever_has_the_room(store: Store, journal: Journal) -> None:
    await journal.append("r1", FIRST, 0, [entry(number) for number in (1, 2, 3, 4)])
    store.drop("r1", 3)
    await journal.open("r1", SECOND)
    with pytest.raises(Fenced):
        await journal.cut("r1", FIRST, 1)
    assert await lasts(journal) == [1, 2, 4]
    await journal.cut("r1", SECOND, 2)
    await journal.append("r1", SECOND, 2, [entry(3, "anew"), entry(4, "too")])
    assert [each.payload for each in await journal.read("r1")][2:] == [b"anew", b"too"]


# -- erasure -----------------------------------------------------------------------------------------------------------


async def test_no_word_is_ever_in_the_raw_files_and_after_erasing_none_can_be_read(store: Store) -> None:
    journal = await store.journal()
    await journal.open("r1", FIRST)
    for number in range(1, 50):
        await journal.append("r1", FIRST, number - 1, [entry(number)])
    assert not any(shape in store.raw() for shape in shapes(SECRET))
    await journal.erase("r1")
    with pytest.raises(JournalLost):
        await journal.read("r1")
    with pytest.raises(JournalLost):
        await journal.append("r1", FIRST, 49, [entry(50)])
    assert not list((store.folder / "keys").iterdir())
    assert store.left("r1") == []
    assert not any(shape in store.raw() for shape in shapes(SECRET))


async def test_after_an_erasure_no_late_write_brings_anything_back(store: Store) -> None:
    late, other = await store.journal(), await store.journal()
    await late.open("r1", FIRST)
    await late.append("r1", FIRST, 0, [entry(1)])  # so that it knows the key
    await other.erase("r1")
    with pytest.raises(JournalLost):
        await late.append("r1", FIRST, 1, [entry(2)])
    assert store.left("r1") == []


async def test_erasing_twice_and_what_never_was_is_fine(journal: Journal) -> None:
    for room in ("r1", "r1", "never-made"):
        await journal.erase(room)


async def test_an_erasure_that_a_kill_cut_short_is_finished_at_the_next_start(store: Store) -> None:
    journal = await store.journal()
    await journal.open("r1", FIRST)
    await journal.append("r1", FIRST, 0, [entry(1)])
    (store.folder / "keys" / "r1.key").rename(store.folder / "keys" / "r1.erased")  # as if killed after this
    await store.journal()
    async with asyncio.timeout(20):
        while list((store.folder / "keys").iterdir()):
            await asyncio.sleep(0.01)
    assert store.left("r1") == []


async def test_entries_cannot_be_exchanged_unnoticed(store: Store, journal: Journal) -> None:
    await journal.append("r1", FIRST, 0, [entry(1, "a"), entry(2, "b")])
    store.exchange("r1", 1, 2)
    with pytest.raises(JournalLost):
        await journal.read("r1")


# -- SQLite alone --------------------------------------------------------------------------------------------------------


async def test_a_file_from_before_there_were_tokens_is_opened_and_goes_on(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path)
    await journal.open("r1", FIRST)
    await journal.append("r1", FIRST, 0, [entry(1, "a"), entry(3, "b")])
    await journal.close()
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
        sealed = connection.execute("select room, last, sealed from entries").fetchall()
    for file in tmp_path.glob("journal.db*"):
        file.unlink()
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
        connection.execute(
            "CREATE TABLE entries (room VARCHAR(40) NOT NULL, last BIGINT NOT NULL, sealed BLOB NOT NULL,"
            " PRIMARY KEY (room, last)) WITHOUT ROWID"
        )
        connection.executemany("insert into entries values (?, ?, ?)", sealed)
    again = SqliteJournal(tmp_path)
    assert await again.newest("r1") == 0
    await again.open("r1", FIRST)
    await again.append("r1", FIRST, 3, [entry(4, "c")])
    assert [each.payload for each in await again.read("r1")] == [b"a", b"b", b"c"]
    await again.close()


async def test_the_newest_token_outlives_a_restart(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path)
    await journal.open("r1", THIRD)
    await journal.close()
    again = SqliteJournal(tmp_path)
    assert await again.newest("r1") == THIRD
    await again.close()
