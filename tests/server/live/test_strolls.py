"""Walks are told in batches: of one person's walks within a batch the last."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from rooms.plan import Point
from rooms.walks import Stroll
from server.live import strolls as strolls_of
from server.live.strolls import Strolls
from tests.patience import happens
from tests.virtual_time import virtual


def walk(person: str, to: int) -> Stroll:
    return Stroll(person=person, path=(Point(x=to, y=0),), at=to)


class Told:
    """Strolls, and the batches that were told."""

    def __init__(self) -> None:
        self.batches: list[Sequence[Stroll]] = []
        self.strolls = Strolls(self.batches.append)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(strolls_of, "EVERY", 0.02)
    return Told()


@virtual
async def test_the_first_walk_after_a_pause_is_told_at_once_and_the_next_ones_later_together() -> None:
    loop = asyncio.get_running_loop()
    told: list[tuple[float, Sequence[Stroll]]] = []
    strolls = Strolls(lambda batch: told.append((round(loop.time() - began, 3), batch)))
    began = loop.time()
    for to in range(8):
        strolls.add(walk("a", to))
        await asyncio.sleep(0.06)
    await asyncio.sleep(3)
    began = loop.time()
    strolls.add(walk("a", 9))
    await asyncio.sleep(1)
    assert told == [
        (0, [walk("a", 0)]),
        (0.2, [walk("a", 3)]),
        (0.4, [walk("a", 6)]),
        (0.6, [walk("a", 7)]),
        (0, [walk("a", 9)]),
    ]


async def test_a_batch_holds_everybodys_last_walk_once(told: Told) -> None:
    for stroll in (walk("a", 1), walk("b", 2), walk("a", 3)):
        told.strolls.add(stroll)
    assert told.batches == [], "nothing is told at once"
    await happens(lambda: told.batches)
    assert told.batches == [[walk("a", 3), walk("b", 2)]]
    told.strolls.add(walk("b", 4))
    await happens(lambda: len(told.batches) == 2)
    assert told.batches[1] == [walk("b", 4)]
    assert told.strolls.all() == [walk("a", 3), walk("b", 4)], "who comes later is shown where everybody stands"


async def test_who_is_forgotten_is_told_no_more(told: Told) -> None:
    told.strolls.add(walk("a", 1))
    told.strolls.add(walk("b", 2))
    told.strolls.forget(["a", "nobody"])
    await happens(lambda: told.batches)
    assert told.batches == [[walk("b", 2)]]
    assert told.strolls.all() == [walk("b", 2)]


async def test_where_all_are_forgotten_nothing_is_told(told: Told) -> None:
    told.strolls.add(walk("a", 1))
    told.strolls.forget(["a"])
    told.strolls.add(walk("b", 2))
    told.strolls.forget(["b"])
    assert told.strolls.all() == []
    told.strolls.stop()
    told.strolls.add(walk("c", 3))
    await happens(lambda: told.batches)
    assert told.batches == [[walk("c", 3)]]
