"""What was acknowledged is there after whatever was killed: the node, its Redis, or the way between them."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.ports import Fenced, JournalAway
from server.storage.redis_journal import RedisJournal
from server.storage.redis_store import RedisStore
from tests.bots.server import ROOT
from tests.contract.stores import RedisStoreUnderTest, Store
from tests.contract.test_journal import FIRST, SECOND, THIRD, entry, lasts
from tests.redis_server import redis_server

WRITER = """
import asyncio, sys
from pathlib import Path
from server.ports import JournalEntry, Token
from server.storage.journal import SqliteJournal
from server.storage.redis_journal import RedisJournal
from server.storage.redis_store import RedisStore

async def main():
    folder, url, near = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if url:
        journal = RedisJournal(RedisStore(url), folder)
        await journal.start()
    else:
        journal = SqliteJournal(folder)
    await journal.open("r1", Token(1))
    for number in range(1, 100_000):
        one = "r1", Token(1), number - 1, [JournalEntry(number, b"x" * 200)]
        if not near or not journal.append_at_once(*one):
            await journal.append(*one)
        print(number, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_kill_9(store: Store) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, *store.settings], cwd=ROOT, stdout=subprocess.PIPE, text=True
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
    found = await lasts(await store.journal())
    assert found == list(range(1, len(found) + 1))
    assert len(found) >= acknowledged


async def test_what_was_acknowledged_survives_kill_9_of_redis(tmp_path: Path) -> None:
    with redis_server() as server:
        async with AsyncExitStack() as stack:
            journal = await RedisStoreUnderTest(tmp_path, stack, server).journal()
            await journal.open("r1", FIRST)
            acknowledged = 0

            async def write() -> None:
                nonlocal acknowledged
                while True:
                    await journal.append("r1", FIRST, acknowledged, [entry(acknowledged + 1)])
                    acknowledged += 1

            writing = asyncio.create_task(write())
            while acknowledged < 300 and not writing.done():
                await asyncio.sleep(0.005)
            server.kill()
            with pytest.raises(JournalAway):
                await writing
            server.start()
            assert len(await lasts(journal)) >= acknowledged
            await journal.open("r1", SECOND)
            count = len(await lasts(journal))
            assert count - acknowledged in (0, 1)  # the last one may have landed unheard
            await journal.append("r1", SECOND, count, [entry(count + 1)])


async def test_a_redis_that_stands_still_is_answered_for_in_time_and_its_late_write_is_shut_out(tmp_path: Path) -> None:
    with redis_server() as server:
        async with AsyncExitStack() as stack:
            journal = await RedisStoreUnderTest(tmp_path, stack, server, seconds=1).journal()
            await journal.open("r1", FIRST)
            await journal.append("r1", FIRST, 0, [entry(1)])
            server.signal(signal.SIGSTOP)
            for ask in (
                journal.append("r1", FIRST, 1, [entry(2)]),
                journal.open("r1", SECOND),
                journal.read("r1"),
                journal.erase("r2"),
            ):
                with pytest.raises(JournalAway):
                    async with asyncio.timeout(60):
                        await ask
            server.signal(signal.SIGCONT)
            await journal.open("r1", THIRD)
            known = await lasts(journal)
            with pytest.raises(Fenced):
                await journal.append("r1", FIRST, known[-1], [entry(9)])
            await journal.append("r1", THIRD, known[-1], [entry(known[-1] + 1)])
            assert await lasts(journal) == [*known, known[-1] + 1]


async def test_after_a_failover_the_name_is_looked_up_again(tmp_path: Path) -> None:
    with redis_server() as old, redis_server() as new:
        name = old.folder / "name.sock"
        name.symlink_to(old.folder / "redis.sock")
        store = RedisStore(f"unix://{name}")
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            journal = RedisJournal(store, tmp_path)
            stack.push_async_callback(journal.close)
            await journal.start()
            await journal.open("r1", FIRST)
            await journal.append("r1", FIRST, 0, [entry(1)])
            name.unlink()
            name.symlink_to(new.folder / "redis.sock")
            assert await store.writable()  # the old one is still there, and nobody has asked for the name
            assert not new.names()
            assert old.say("REPLICAOF", "127.0.0.1", "1") == "OK"
            with pytest.raises(JournalAway):
                await journal.append("r1", FIRST, 1, [entry(2)])
            assert await store.writable()
            await journal.open("r1", SECOND)
            await journal.append("r1", SECOND, 0, [entry(1)])
            assert "engawa:journal:r1" in new.names()


async def test_a_full_redis_refuses_and_takes_again(tmp_path: Path) -> None:
    with redis_server(maxmemory="3mb", **{"maxmemory-policy": "noeviction"}) as server:
        async with AsyncExitStack() as stack:
            journal = await RedisStoreUnderTest(tmp_path, stack, server).journal()
            await journal.open("r1", FIRST)
            written = 0
            full = False
            while not full and written < 1000:
                try:
                    await journal.append("r1", FIRST, written, [entry(written + 1, "x" * 20_000)])
                    written += 1
                except JournalAway:
                    full = True
            assert full
            assert await lasts(journal) == list(range(1, written + 1))
            server.say("CONFIG", "SET", "maxmemory", "100mb")
            await journal.append("r1", FIRST, written, [entry(written + 1)])
