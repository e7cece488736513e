"""A batch becomes durable: its events are one entry of the journal; what follows from them is handed on when it is there."""

from __future__ import annotations

from rooms.past import dump_events
from server.live.claim import Claim
from server.live.counter import Counter
from server.live.notes import Notes
from server.live.telling import Batch, Telling
from server.ports import JournalEntry, JournalLost


class Committing:
    """Of one room. `revision` is the room's after the batch."""

    def __init__(self, claim: Claim, telling: Telling, counter: Counter, notes: Notes) -> None:
        self._claim = claim
        self._telling = telling
        self._counter = counter
        self._notes = notes

    async def commit(self, batch: Batch, revision: int) -> None:
        """Make the batch durable. Raises JournalLost."""
        if not batch.events:
            return
        entry = _entry(batch, revision)
        if not self._claim.append_at_once(batch.start, entry):
            await self._claim.append(batch.start, entry)
        self._committed(batch)

    def commit_at_once(self, batch: Batch, revision: int) -> bool:
        """As `commit`; False where that waits for something, or where the loop is to find out what is wrong."""
        try:
            if batch.events and not self._claim.append_at_once(batch.start, _entry(batch, revision)):
                return False
        except JournalLost:
            return False
        if batch.events:
            self._committed(batch)
        return True

    def _committed(self, batch: Batch) -> None:
        self._telling.remember(batch.events)
        self._counter.saw(batch.events)
        self._notes.hand(batch.notes)


def _entry(batch: Batch, revision: int) -> list[JournalEntry]:
    return [JournalEntry(revision, dump_events(batch.events, batch.jsons))]
