"""Pools refuse beyond their bound, the workshop gives up what takes too long, and nobody else makes threads."""

from __future__ import annotations

import ast
import asyncio
import os
import threading
import time
from pathlib import Path

import pytest

from server.kept import Kept
from server.pools import Busy, Kind, OwnBusy, Threads, TookTooLong, Turns, Workshop
from tests.patience import happens

ROOT = Path(__file__).resolve().parents[2]
OWNER = "server/pools.py"
SMALL = Kind("small", waiting=3, seconds=5.0, each=2)
SHORT = Kind("short", waiting=3, seconds=0.05)
_lock = threading.Lock()


def double(number: int) -> int:
    return 2 * number


def turn_for_ever() -> None:
    with _lock:
        while True:
            pass


def take_the_lock() -> int:
    with _lock:
        return os.getpid()


# -- the guard -----------------------------------------------------------------------------------------------------


def strays(text: str) -> list[int]:
    """Lines that leave work to asyncio's own threads, of which there are few and all share them, or make threads or
    processes of their own for it."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if (isinstance(node, ast.Attribute) and node.attr in ("to_thread", "set_default_executor")) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run_in_executor"
        ):
            found.append(node.lineno)
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in ("ThreadPoolExecutor", "ProcessPoolExecutor"):
                found.append(node.lineno)
        elif isinstance(node, ast.ImportFrom) and any(each.name == "to_thread" for each in node.names):
            found.append(node.lineno)
    return found


def in_thread_users() -> set[str]:
    files = (ROOT / "server").rglob("*.py")
    return {str(path.relative_to(ROOT)) for path in files if "in_thread(" in path.read_text(encoding="utf-8")}


def test_only_pools_are_owned_by_one_module() -> None:
    found = {
        name: lines
        for path in (ROOT / "server").rglob("*.py")
        if (name := str(path.relative_to(ROOT))) != OWNER and (lines := strays(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "await asyncio.to_thread(f)",
        "from asyncio import to_thread",
        "await loop.run_in_executor(None, f)",
        "pool = ThreadPoolExecutor(4)",
        "pool = futures.ProcessPoolExecutor(4)",
        "loop.set_default_executor(pool)",
    ],
)
def test_the_guard_can_fail(text: str) -> None:
    assert strays(text)


def test_what_no_client_causes_is_a_short_list() -> None:
    """Starting, stopping and looking after a server. Whoever adds to it: can a client cause it? Then it needs a bound."""
    assert in_thread_users() == {
        OWNER,
        "server/doctor/content.py",
        "server/doctor/machine.py",
        "server/doctor/records.py",
        "server/main.py",
        "server/office/base/database.py",
        "server/storage/journal.py",
        "server/voice/handshakes.py",
        "server/voice/process.py",
    }


# -- threads -------------------------------------------------------------------------------------------------------


async def test_threads_refuse_beyond_their_bound_and_have_room_again() -> None:
    threads, go = Threads("test", 1, 2), threading.Event()
    waiting = [asyncio.create_task(threads.run(go.wait)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await threads.run(double, 1)
    go.set()
    assert await asyncio.gather(*waiting) == [True] * 3
    assert await threads.run(double, 4) == 8
    await threads.close()


async def test_who_goes_away_keeps_the_place_until_the_work_ends() -> None:
    """Otherwise asking and going away would be a way around the bound."""
    threads, go, begun = Threads("test", 1, 0), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait()

    gone = asyncio.create_task(threads.run(work))
    await happens(begun.is_set)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    with pytest.raises(Busy):
        await threads.run(double, 1)
    go.set()
    async with asyncio.timeout(30):
        while True:
            try:
                assert await threads.run(double, 1) == 2
            except Busy:
                await asyncio.sleep(0.01)
            else:
                break
    await threads.close()


# -- the workshop --------------------------------------------------------------------------------------------------


async def test_the_workshop_is_bounded_in_all_and_for_each_asker() -> None:
    shop = Workshop()
    waiting = [asyncio.create_task(shop.run(SMALL, time.sleep, 0.05, asker=who)) for who in ("a", "a", "b")]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await shop.run(SMALL, double, 1)
    assert await shop.run(SHORT, double, 1) == 2, "other kinds have room of their own"
    await asyncio.gather(*waiting)
    first = [asyncio.create_task(shop.run(SMALL, double, 1, asker="a")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await shop.run(SMALL, double, 1, asker="a")
    assert await shop.run(SMALL, double, 3, asker="b") == 6
    await asyncio.gather(*first)
    await shop.close()


async def test_what_takes_too_long_is_given_up_with_all_that_it_held() -> None:
    """The lock that it held stays held in its process: those who come after it work in another."""
    shop = Workshop()
    before = await shop.run(SMALL, take_the_lock)
    long = asyncio.create_task(shop.run(SHORT, turn_for_ever))
    after = [asyncio.create_task(shop.run(SMALL, take_the_lock)) for _ in range(2)]
    with pytest.raises(TookTooLong):
        await long
    assert before not in await asyncio.gather(*after)
    await shop.close()


async def test_a_workshop_that_is_killed_is_opened_again() -> None:
    shop = Workshop()
    process = await shop.run(SMALL, os.getpid)
    with pytest.raises(Busy):
        await shop.run(SMALL, os._exit, 1)
    assert await shop.run(SMALL, os.getpid) != process
    await shop.close()


# -- what is kept --------------------------------------------------------------------------------------------------


async def test_one_makes_what_many_ask_for() -> None:
    kept, made, go = Kept[str](100), [0], asyncio.Event()

    async def make() -> str:
        made[0] += 1
        await go.wait()
        return "x" * 10

    asked = [asyncio.create_task(kept.get("a", make)) for _ in range(5)]
    await asyncio.sleep(0)
    asked[0].cancel()  # who goes away takes it from nobody
    await asyncio.sleep(0)
    go.set()
    assert [each for each in await asyncio.gather(*asked, return_exceptions=True) if each == "x" * 10] == ["x" * 10] * 4
    await kept.get("a", make)
    assert made == [1]


async def test_what_is_kept_has_a_bound_an_age_and_can_be_forgotten() -> None:
    now, made = [0], [0]
    kept: Kept[bytes] = Kept(25, lambda: now[0], 10)

    async def make() -> bytes:
        made[0] += 1
        return b"x" * 10

    async def refuse() -> bytes:
        raise Busy

    for name in ("a", "b", "c", "b", "c"):
        await kept.get(name, make)
    assert made == [3]
    await kept.get("a", make)
    assert made == [4], "the longest unused had to go"
    now[0] = 10
    await kept.get("a", make)
    assert made == [5], "it was too old"
    begun = asyncio.create_task(kept.get("d", make))
    await asyncio.sleep(0)
    kept.forget()
    assert await begun == b"x" * 10
    await kept.get("d", make)
    assert made == [7], "what was begun before is not kept"
    await kept.get("c", make)
    kept.forget(lambda name: name == "c")
    await kept.get("d", make)
    assert made == [8], "it was not meant"
    await kept.get("c", make)
    assert made == [9]
    with pytest.raises(Busy):
        await kept.get("e", refuse)
    assert await kept.get("e", make) == b"x" * 10, "a failure is not kept"


# -- turns ---------------------------------------------------------------------------------------------------------


async def test_houses_take_turns_whatever_one_of_them_brings() -> None:
    turns, served, go = Turns(8, house=4, each=2), list[str](), asyncio.Event()

    async def bring(house: str, session: str, name: str) -> None:
        with turns.place(house, session) as turn:
            async with turn():
                served.append(name)
                await go.wait()

    flood = [("a", "1", "a1"), ("a", "1", "a2"), ("a", "2", "a3"), ("a", "2", "a4")]
    asked = [*flood, ("b", "3", "b1"), ("c", "4", "c1"), ("b", "3", "b2")]
    tasks = [asyncio.create_task(bring(*each)) for each in asked]
    await happens(lambda: turns.waiting == len(asked) - 1)
    for house, session in (("a", "5"), ("b", "3")):  # of its own there is enough, of a house or of a session
        with pytest.raises(OwnBusy):
            await bring(house, session, "x")
    with turns.place("d", "6"), pytest.raises(Busy) as full:
        await bring("e", "7", "x")
    assert not isinstance(full.value, OwnBusy)
    go.set()
    await asyncio.gather(*tasks)
    assert served == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


async def test_who_gives_up_a_turn_takes_none_from_others() -> None:
    turns, served = Turns(8, house=4, each=2), list[str]()

    async def bring(name: str) -> None:
        with turns.place(name, name) as turn:
            async with turn():
                served.append(name)

    with turns.place("first", "first") as turn:
        async with turn():
            one, two, three = (asyncio.create_task(bring(name)) for name in ("one", "two", "three"))
            await happens(lambda: turns.waiting == 3)
            one.cancel()  # before the turn is given on, and in the same step as it is
        two.cancel()
    await asyncio.gather(one, two, three, return_exceptions=True)
    assert (served, turns.waiting, one.cancelled(), two.cancelled()) == (["three"], 0, True, True)
    await bring("last")
    assert served == ["three", "last"]
