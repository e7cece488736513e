"""What was made once and is asked for again: kept up to a bound, and made by one at a time.

Invariants: what is kept never weighs more than the bound, and nothing is kept longer than `for_ms`. While something is being
made, whoever asks for the same waits for it. What was begun before `forget` is given to who waited, but not kept.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V", str, bytes)


class Kept(Generic[V]):
    """Texts or bytes by name. `most` is in characters or bytes of all together; `now` gives milliseconds."""

    def __init__(self, most: int, now: Callable[[], int] = lambda: 0, for_ms: int = 1) -> None:
        self._most, self._now, self._for_ms = most, now, for_ms
        self._there: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        """With the time until which each is kept; the longest unused first."""
        self._weight = 0
        self._making: dict[Hashable, asyncio.Task[V]] = {}

    async def get(self, name: Hashable, make: Callable[[], Awaitable[V]]) -> V:
        """What is kept under a name, or what `make` gives. Raises whatever it raises, to everybody who waits for it."""
        held = self._there.get(name)
        if held is not None and held[1] > self._now():
            self._there.move_to_end(name)
            return held[0]
        task = self._making.get(name)
        if task is None:
            task = asyncio.create_task(self._make(name, make), name="kept")
            self._making[name] = task
            task.add_done_callback(_heard)
        return await asyncio.shield(task)  # whoever goes away does not take it from the others

    async def _make(self, name: Hashable, make: Callable[[], Awaitable[V]]) -> V:
        mine = asyncio.current_task()
        try:
            made = await make()
        finally:
            current = self._making.get(name) is mine
            if current:
                del self._making[name]
        if current:
            self._keep(name, made)
        return made

    def _keep(self, name: Hashable, made: V) -> None:
        self._drop(name)
        if len(made) > self._most:
            return
        self._there[name] = (made, self._now() + self._for_ms)
        self._weight += len(made)
        while self._weight > self._most:
            self._drop(next(iter(self._there)))

    def _drop(self, name: Hashable) -> None:
        held = self._there.pop(name, None)
        if held is not None:
            self._weight -= len(held[0])

    def forget(self, which: Callable[[Hashable], bool] = lambda name: True) -> None:
        """From now on everything is made anew; or what has a name that is meant."""
        for name in [each for each in self._there if which(each)]:
            self._drop(name)
        for name in [each for each in self._making if which(each)]:
            del self._making[name]


def _heard(task: asyncio.Task[V]) -> None:
    """Also where everybody has gone away meanwhile."""
    if not task.cancelled():
        task.exception()
