"""A soft bound on how many reserve one session from one address: it slows somebody who takes seats by the dozen.

A town hall, a school or a telephone company may be one address for hundreds, so the bound grows with the seats that are
free, never is below thirty in ten minutes, and gives back one place after another: whoever is told to come back waits
minutes, not for the others to be done. Nobody is remembered beyond that; addresses are kept as keyed hashes, in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from server.http.tries import ADDRESSES, WINDOW_MS, Marks

LEAST = 30
"""Reservations that one address may make of one session in ten minutes, however few seats are free."""
WITHOUT_LIMIT = 300
"""The same, where seats have no limit."""


def bound(free: int | None) -> int:
    """How many at once, by the seats that are free; None where there is no limit to them."""
    return WITHOUT_LIMIT if free is None else max(LEAST, free)


class Rush:
    """How many have just reserved, by session and address."""

    def __init__(self, now: Callable[[], int]) -> None:
        """`now` gives milliseconds, by any clock that does not run back."""
        self._now = now
        self._marks = Marks()
        self._level: OrderedDict[bytes, tuple[float, int]] = OrderedDict()
        """Mark to (how many that have not yet been given back, when), the longest unseen first."""

    def come(self, session: str, address: str, free: int | None) -> int | None:
        """Count one; or the milliseconds until there is room for one more, and nothing is counted."""
        key, now, most = self._marks.of(session, address), self._now(), bound(free)
        level, since = self._level.pop(key, (0.0, now))
        level = max(0.0, level - (now - since) * most / WINDOW_MS)
        wait = None if level + 1 <= most else round((level + 1 - most) * WINDOW_MS / most)
        self._level[key] = (level if wait is not None else level + 1, now)
        if len(self._level) > ADDRESSES:
            self._level.popitem(last=False)
        return wait

    def go(self, session: str, address: str) -> None:
        """Take one back that made no reservation."""
        key = self._marks.of(session, address)
        if key in self._level:
            level, since = self._level[key]
            self._level[key] = (max(0.0, level - 1), since)
