"""Keeps a room's tally and writes its numbers down: soon after a change, at most once in a while, and at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

import structlog

from rooms.events import AnyEvent
from rooms.plan import Plan
from rooms.tally import Numbers, Tally

EVERY = 10.0
"""Seconds between two writings, so that a lively room costs the office's database nothing to speak of."""

log = structlog.get_logger(__name__)
Write = Callable[[str, Mapping[str, Numbers]], Awaitable[None]]


class Counter:
    """The tally of one room. Written numbers replace those before, so that a restart, which replays, counts nobody twice."""

    def __init__(self, session: str, plan: Plan, write: Write) -> None:
        self._session = session
        self._plan = plan
        self._write = write
        self._tally = Tally(plan)
        self._seen: list[AnyEvent] = []
        """Not counted yet: all at once costs a message nothing."""
        self._written: Mapping[str, Numbers] = {}
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def begin(self) -> None:
        """Before a replay: forget everything."""
        self._tally = Tally(self._plan)
        self._seen.clear()

    def replayed(self, events: Iterable[AnyEvent]) -> None:
        self._tally = self._tally.after(events)

    def saw(self, events: Iterable[AnyEvent]) -> None:
        """Events that are durable now."""
        self._seen.extend(events)
        if self._task is None:
            self._task = asyncio.create_task(self._soon(), name=f"counts {self._session}")

    async def _soon(self) -> None:
        await asyncio.sleep(EVERY)
        self._task = None
        await self.flush()

    async def flush(self) -> None:
        """Write what has changed. A failure is logged and tried again with the next change: rooms do not wait for it."""
        async with self._writing:  # older numbers never land after newer ones
            seen, self._seen = self._seen, []
            self._tally = self._tally.after(seen)
            totals = self._tally.totals()
            if totals == self._written:
                return
            try:
                await self._write(self._session, totals)
            except Exception:
                log.exception("counts_failed", room=self._session)
            else:
                self._written = totals

    async def close(self) -> None:
        """Write the last numbers, and stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await self.flush()
