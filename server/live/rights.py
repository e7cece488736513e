"""Rights while they are used: whoever is in a room by a link that lets nobody in any more is put out of it.

A token is looked at when its device connects; from then on nobody asks for it. So each second the office is asked once, for
all rooms of this node, which of the links by which people are here have ended: whoever changed them, on whatever node or
command line. What the office on this node changes is looked at at once.

Invariants: nobody is put out but by an answer of the office. While it does not answer (a lock, a database that is away)
everybody stays, and it is said once a minute. What came to nothing is found again by the next look.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable

import structlog

from rooms.base import LinkEnd
from server.live.actor import RoomActor
from server.ports import Office

LOOK_EVERY = 1.0
"""Seconds: with what a look takes, people are out within two."""
SAY_EVERY_MS = 60_000

log = structlog.get_logger(__name__)


class Rights:
    """One loop for all rooms of a node."""

    def __init__(self, office: Office, rooms: Callable[[], Iterable[RoomActor]], now: Callable[[], int]) -> None:
        self._office = office
        self._rooms = rooms
        self._now = now
        self._wake = asyncio.Event()
        self._say_at = 0

    def look_soon(self) -> None:
        """Look now: something may have been taken back."""
        self._wake.set()

    async def watch(self) -> None:
        """Look for as long as the node runs."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self._look()
            except Exception:
                if self._now() >= self._say_at:
                    log.exception("rights_unknown")
                    self._say_at = self._now() + SAY_EVERY_MS

    async def _look(self) -> None:
        links = frozenset[str]().union(*(actor.links for actor in self._rooms()))
        if not links:
            return
        ended: dict[LinkEnd, set[str]] = defaultdict(set)
        for link, code in (await self._office.ended_links(links, self._now())).items():
            ended[code].add(link)
        for code, those in ended.items():
            for actor in list(self._rooms()):
                if here := actor.links & those:
                    log.info("links_ended", room=actor.id, code=code, count=len(here))
                    actor.end_links(here, code)
