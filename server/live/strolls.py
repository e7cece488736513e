"""Walks of one room: soft state, never journaled. The first after a pause is told at once, and whatever comes then in
batches, at most five a second: each wakes every telephone in the room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from rooms.machine import EVERYBODY
from rooms.rules.table import Everybody
from rooms.walks import Stroll

EVERY = 0.2
"""Seconds between two broadcasts. One's own walk is drawn by one's own device meanwhile."""


class Strolls:
    """The last walk of everybody, and those that have not been told yet. `tell` sends some to all, once."""

    def __init__(self, tell: Callable[[Sequence[Stroll]], None]) -> None:
        self._tell = tell
        self._last: dict[str, Stroll] = {}
        self._untold: dict[str, Stroll] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0
        """When something may be told again, by the loop's clock."""

    def all(self) -> list[Stroll]:
        return list(self._last.values())

    def add(self, stroll: Stroll) -> None:
        """A walk has begun; of several by one person within a batch only the last is told."""
        self._last[stroll.person] = self._untold[stroll.person] = stroll
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._next), self._flush)

    def _flush(self) -> None:
        self._timer = None
        strolls, self._untold = self._untold, {}
        if strolls:
            self._next = asyncio.get_running_loop().time() + EVERY
            self._tell(list(strolls.values()))

    def forget(self, people: Iterable[str] | Everybody) -> None:
        """These do not walk any more."""
        for person in list(self._last) if people is EVERYBODY else people:
            self._last.pop(person, None)
            self._untold.pop(person, None)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
