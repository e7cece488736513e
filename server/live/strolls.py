"""Walks of one room: soft state, never journaled, told in batches at most ten times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from rooms.machine import EVERYBODY
from rooms.rules.table import Everybody
from rooms.walks import Stroll

EVERY = 0.1
"""Seconds between two broadcasts."""


class Strolls:
    """The last walk of everybody, and those that have not been told yet. `tell` sends some to all, once."""

    def __init__(self, tell: Callable[[Sequence[Stroll]], None]) -> None:
        self._tell = tell
        self._last: dict[str, Stroll] = {}
        self._untold: dict[str, Stroll] = {}
        self._timer: asyncio.TimerHandle | None = None

    def all(self) -> list[Stroll]:
        return list(self._last.values())

    def add(self, stroll: Stroll) -> None:
        """A walk has begun; of several by one person within a batch only the last is told."""
        self._last[stroll.person] = self._untold[stroll.person] = stroll
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY, self._flush)

    def _flush(self) -> None:
        self._timer = None
        strolls, self._untold = self._untold, {}
        if strolls:
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
