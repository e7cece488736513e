"""A room's numbers are written down soon, seldom, in order and at the end; whoever writes them may fail."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from rooms.tally import Numbers
from server.live import counter as counter_of
from server.live.counter import Counter
from tests.patience import happens
from tests.rooms.helpers import World


class Table:
    """Where numbers are written: keeps each writing, fails or waits when told to."""

    def __init__(self) -> None:
        self.written: list[int] = []
        self.broken = False
        self.open = asyncio.Event()
        self.open.set()

    async def write(self, session: str, totals: Mapping[str, Numbers]) -> None:
        assert session == "s1"
        total = sum(numbers.total for numbers in totals.values())
        await self.open.wait()
        if self.broken:
            raise OSError("the disk is full")
        self.written.append(total)


def counting(table: Table) -> tuple[Counter, World]:
    """A counter, and a room whose events it is shown."""
    world = World()
    return Counter("s1", world.start.plan, table.write), world


def come(counter: Counter, world: World, *people: str) -> None:
    before = len(world.log)
    for person in people:
        world.enter(person)
    counter.saw(world.log[before:])


async def test_many_changes_are_one_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter_of, "EVERY", 0.02)
    table = Table()
    counter, world = counting(table)
    for person in "abc":
        come(counter, world, person)
    await happens(lambda: table.written)
    assert table.written == [3]
    await counter.close()
    assert table.written == [3], "what is written is not written again"


async def test_the_end_does_not_wait_for_its_time() -> None:
    table = Table()
    counter, world = counting(table)
    come(counter, world, "a")
    await counter.close()
    assert table.written == [1]


async def test_what_could_not_be_written_is_written_with_the_next_change() -> None:
    table = Table()
    counter, world = counting(table)
    come(counter, world, "a")
    table.broken = True
    await counter.flush()
    table.broken = False
    come(counter, world, "b")
    await counter.close()
    assert table.written == [2]


async def test_older_numbers_never_land_after_newer_ones() -> None:
    table = Table()
    counter, world = counting(table)
    come(counter, world, "a")
    table.open.clear()
    slow = asyncio.create_task(counter.flush())
    await asyncio.sleep(0)
    come(counter, world, "b")
    late = asyncio.create_task(counter.flush())
    await asyncio.sleep(0)
    table.open.set()
    await asyncio.gather(slow, late)
    assert table.written == [1, 2]
    await counter.close()


async def test_a_replay_counts_nobody_twice() -> None:
    table = Table()
    counter, world = counting(table)
    come(counter, world, "a", "b")
    await counter.flush()
    counter.begin()
    counter.replayed(world.log)
    await counter.close()
    assert table.written == [2]
