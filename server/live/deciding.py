"""The room itself, as its one writer has it in memory: what commands make of it, and when it wants to be asked next.

It may be ahead of its journal by a batch: whether that became durable is the actor's to know.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable

from rooms.commands import Command
from rooms.context import Context
from rooms.events import AnyEvent
from rooms.machine import decide, evolve, new_room, next_deadline, noted, same_deadline
from rooms.notes import Handed
from rooms.refusals import Refusal
from rooms.state import Room, Settings
from server.live.telling import Batch

LOOK_EVERY = 3600.0
"""Seconds; wall clocks are set, so the next deadline is looked at again at least this often."""

_chance = random.Random(secrets.randbits(256))
"""For what is left to chance in a room: nobody's secret, and asked for with each command."""


class Deciding:
    """Holds a room, at first one in which nothing has happened, and lets it decide and evolve. `now` in ms."""

    def __init__(self, settings: Settings, now: Callable[[], int]) -> None:
        self._now = now
        self.room: Room = new_room(settings)
        self._deadline: tuple[Room, int | None] | None = None

    def decide(self, batch: Batch, command: Command, actor: str) -> Refusal | None:
        """What a command makes happen goes into the batch, and into the room at once."""
        decision = decide(self.room, command, Context(actor=actor, now=self._now(), chance=_chance.getrandbits(64)))
        if isinstance(decision, Refusal):
            return decision
        batch.notes += self.follow(decision)
        batch.events.extend(decision)
        return None

    def follow(self, events: Iterable[AnyEvent]) -> list[Handed]:
        """The room after these events, and what they hand out for administrators."""
        room, notes = self.room, list[Handed]()
        for event in events:
            notes += noted(room, event)
            room = evolve(room, event)
        self.room = room
        return notes

    def until_deadline(self) -> float | None:
        """Seconds until the room wants a tick."""
        known = self._deadline  # finding it means looking at everybody
        same = known is not None and same_deadline(known[0], self.room)
        deadline = known[1] if known is not None and same else next_deadline(self.room)
        self._deadline = self.room, deadline  # of this moment: an older room would keep words that were removed since
        return None if deadline is None else min(max(0.0, (deadline - self._now()) / 1000), LOOK_EVERY)
