"""Two hundred histories of a node in virtual time (tests/server/seeded.py), each from a seed that brings it again."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.seeded import history
from tests.virtual_time import START, VirtualLoop, now, run

SEEDS = 200
AT_ONCE = 20


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_every_history_keeps_the_laws(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        run(lambda seed=seed: history(seed), seed)  # type: ignore[misc]


def test_a_seed_brings_the_same_history_again() -> None:
    def told(seed: int) -> list[tuple[str, int, int | None]]:
        return [(said.id, said.asked, said.answered) for said in run(lambda: history(seed), seed).said]

    assert told(7) == told(7)
    assert told(7) != told(8)


async def _one_after_another() -> list[int]:
    order: list[int] = []
    await asyncio.gather(*(_note(order, number) for number in range(9)))
    return order


async def _note(order: list[int], number: int) -> None:
    order.append(number)


def test_what_is_ready_runs_in_the_order_of_the_seed() -> None:
    orders = {tuple(run(_one_after_another, seed)) for seed in range(20)}
    assert len(orders) > 10
    assert run(_one_after_another) == list(range(9))


def test_time_passes_at_once() -> None:
    async def sleep_long() -> int:
        await asyncio.sleep(86_400)
        return now()

    assert run(sleep_long) == round((START + 86_400) * 1000)


def test_who_waits_for_nobody_is_found() -> None:
    async def wait() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="everybody waits") as found:
        run(wait, 3)
    assert "seed 3" in "".join(found.value.__notes__)
    VirtualLoop().close()


def test_a_second_writer_is_noticed() -> None:
    """The history's own check: entries that do not follow each other."""
    from random import Random

    from rooms.events import TurnEnded
    from rooms.past import dump_events
    from server.ports import JournalEntry, Token
    from tests.server.seeded import Disk

    async def write_twice() -> None:
        disk = Disk(Random(0), loses=False)
        await disk.open("r", Token(1))
        for _ in range(2):
            await disk.append("r", Token(1), 0, [JournalEntry(1, dump_events([TurnEnded()]))])

    with pytest.raises(AssertionError, match="two writers"):
        run(write_twice)


@pytest.mark.parametrize("first", range(0, SEEDS // 2, AT_ONCE))
def test_a_disk_that_loses_its_tail_costs_what_it_lost_and_no_more(first: int) -> None:
    lost = 0
    for seed in range(first, first + AT_ONCE):
        lost += len(run(lambda seed=seed: history(seed, loses=True), seed).disk.lost)  # type: ignore[misc]
    assert lost
