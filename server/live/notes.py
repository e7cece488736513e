"""Hands a room's notes to the office: at least once, without the room ever waiting for it but at its very end.

What was handed out stands in the journal until then, so that a room that is loaded again hands it out again; the office
knows each by its id. The end waits, with everybody gone, until the office has them all: only then may the journal be erased.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from rooms.notes import Handed

FIRST = 1.0
LONGEST = 60.0
"""Seconds between two tries: twice as long after each failure."""

log = structlog.get_logger(__name__)
Keep = Callable[[str, Sequence[Handed]], Awaitable[None]]


class Notes:
    """The notes of one room that the office does not have yet."""

    def __init__(self, session: str, keep: Keep) -> None:
        self._session = session
        self._keep = keep
        self._open: dict[str, Handed] = {}
        self._task: asyncio.Task[None] | None = None

    def hand(self, notes: Iterable[Handed]) -> None:
        """Notes that are durable in the journal. Returns at once."""
        self._open |= {note.id: note for note in notes}
        if self._open and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._until_kept(), name=f"notes {self._session}")

    async def _until_kept(self) -> None:
        delay = FIRST
        while self._open:
            notes = list(self._open.values())
            try:
                await self._keep(self._session, notes)
            except Exception as error:
                log.error("notes_not_kept", room=self._session, error=type(error).__name__)
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST)
            else:
                for note in notes:
                    self._open.pop(note.id, None)

    async def all_kept(self) -> None:
        """Returns when the office has all of them."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    async def stop(self) -> None:
        """Give up for now: what is open is handed out again when the room is loaded."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
