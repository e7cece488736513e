"""Why sockets end, each by a word that stays the same, counted and said in the log.

Invariant: every socket ends by one cause, the first that was there. What others then do to it (an abort by the way of a
close, a close by the way of an abort) changes it no more. A line says how often it was since the line before, at most one a
minute and cause, so that nobody fills the log by opening sockets; whoever merely leaves is counted and not said.
"""

from __future__ import annotations

import enum
import time
from collections import Counter

import structlog

SAY_EVERY = 60.0
"""Seconds between two lines about the same cause."""

log = structlog.get_logger(__name__)


class Ending(enum.StrEnum):
    """The causes."""

    LEFT = "left"
    """The other side closed it, or the network did."""
    SILENT = "silent"
    """Nothing came from one ping to the next."""
    SLOW = "slow"
    """More waited for it than is kept for one client."""
    FLOODED = "flooded"
    """It sent more packets than any client of ours."""
    RUBBISH = "rubbish"
    """It sent what is no packet of ours, or too large a one."""
    FAILED = "failed"
    """A fault of ours while one of its packets was read."""
    DISMISSED = "dismissed"
    """By the room, whose farewell says why (replaced, removed, ended), or at the doorstep."""
    STOPPED = "stopped"
    """The server stops."""


class Endings:
    """How many sockets ended, by cause."""

    def __init__(self) -> None:
        self.counts: Counter[Ending] = Counter()
        self._said: dict[Ending, tuple[float, int]] = {}

    def note(self, ending: Ending) -> None:
        """One more."""
        self.counts[ending] += 1
        if ending in (Ending.LEFT, Ending.STOPPED):
            return
        now = time.monotonic()
        at, before = self._said.get(ending, (-SAY_EVERY, 0))
        if now - at >= SAY_EVERY:
            self._said[ending] = (now, self.counts[ending])
            log.info("sockets_ended", reason=str(ending), count=self.counts[ending] - before)
