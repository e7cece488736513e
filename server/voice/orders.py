"""What waits for the voice worker: bounded by who is there, never by how often somebody asks.

Theory: what is said of a room is state. Only its newest plan counts, and a person can be closed only once, so each of these
waits under a key and saying it again takes the place of what waits there. Offers are what clients send, so they wait in a
lane of their own: one for each person (a phone that has changed its network means its newest one), at most OFFERS together,
each room in turn, and at most UNANSWERED of them in the worker at a time. What changes hearing therefore never stands
behind more than a few offers, and a room that floods waits for itself.

Nothing here writes: `next` gives what is to be written now, when the pipe has room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable

from server.voice import pipe

OFFERS = 1000
"""Offers that wait, one for each person: as many as a worker has peers, for after its death all of them come at once."""
UNANSWERED = 4
"""Offers in the worker at a time. One costs it a millisecond or two, which its next tick should not have to wait for."""


class Orders:
    """Of one worker. Used on one event loop."""

    def __init__(self) -> None:
        self._said: dict[Hashable, pipe.Plan | pipe.Close | pipe.CloseRoom] = {}
        """What is to be said, in order, by what it is about; questions for counters go behind it."""
        self._counts: pipe.Stats | None = None
        self._beat: pipe.Stats | None = None
        self._owed: int | None = None
        self._offers: dict[str, dict[str, pipe.Offer]] = {}
        """By room and person; the room whose turn it is comes first."""
        self._in_worker: set[int] = set()
        self._counting: set[int] = set()
        self._more = asyncio.Event()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._said) + self.offers + (self._counts is not None) + (self._beat is not None)

    @property
    def offers(self) -> int:
        """How many offers wait."""
        return sum(len(people) for people in self._offers.values())

    # -- what is said ----------------------------------------------------------------------------------------------

    def say(self, order: pipe.Plan | pipe.Close | pipe.CloseRoom) -> list[pipe.Offer]:
        """Let an order wait, in the place of an older one of its kind. Returns the offers that it makes void."""
        void: list[pipe.Offer] = []
        match order:
            case pipe.Plan():
                self._said[order.kind, order.room] = order
            case pipe.Close():
                self._said[order.kind, order.room, order.person] = order
                offer = self._take(order.room, order.person)
                void = [offer] if offer else []
            case pipe.CloseRoom():
                for key in [key for key, each in self._said.items() if each.room == order.room]:
                    del self._said[key]
                self._said[order.kind, order.room] = order
                void = list(self._offers.pop(order.room, {}).values())
        self._more.set()
        return void

    def count(self, question: pipe.Stats) -> pipe.Stats:
        """Ask for the counters after all that was said so far. Who asks while a question waits shares it: that one is
        returned."""
        self._counts = self._counts or question
        self._more.set()
        return self._counts

    def beat(self, question: pipe.Stats) -> None:
        """Ask for a sign of life before anything else that waits, unless one is still owed."""
        if self._owed is None:
            self._beat, self._owed = question, question.id
            self._more.set()

    # -- offers ----------------------------------------------------------------------------------------------------

    def offer(self, offer: pipe.Offer) -> pipe.Offer | None:
        """Let an offer wait. Returns the one that has to give way: the older one of this person, or, when all places are
        taken, the newest of the room that has the most waiting (which may be this one)."""
        older = self._offers.get(offer.room, {}).get(offer.person)
        self._offers.setdefault(offer.room, {})[offer.person] = offer
        self._more.set()
        if older is not None or self.offers <= OFFERS:
            return older
        longest = max(self._offers, key=lambda room: len(self._offers[room]))
        return self._take(longest, next(reversed(self._offers[longest])))

    def forget(self, offer: pipe.Offer) -> None:
        """Nobody waits for its answer any more."""
        self.answered(offer.id)
        waiting = self._offers.get(offer.room, {}).get(offer.person)
        if waiting is not None and waiting.id == offer.id:
            self._take(offer.room, offer.person)

    def answered(self, number: int) -> None:
        """The worker has replied to this question."""
        self._in_worker.discard(number)
        self._counting.discard(number)
        self._owed = None if number == self._owed else self._owed
        self._more.set()

    def _take(self, room: str, person: str) -> pipe.Offer | None:
        waiting = self._offers.get(room, {})
        offer = waiting.pop(person, None)
        if not waiting:
            self._offers.pop(room, None)
        return offer

    # -- what is written -------------------------------------------------------------------------------------------

    async def next(self) -> pipe.Order:
        """The order to be written now, as soon as there is one. Cancelled, it has taken nothing."""
        while (order := self._pop()) is None:
            self._more.clear()
            await self._more.wait()
        return order

    def _pop(self) -> pipe.Order | None:
        if self._beat is not None:
            beat, self._beat = self._beat, None
            return beat
        if self._said:
            return self._said.pop(next(iter(self._said)))
        if self._counts is not None and not self._counting:
            counts, self._counts = self._counts, None
            self._counting.add(counts.id)
            return counts
        if not self._offers or len(self._in_worker) >= UNANSWERED:
            return None
        room = next(iter(self._offers))
        people = self._offers.pop(room)
        offer = people.pop(next(iter(people)))
        if people:
            self._offers[room] = people  # behind the others
        self._in_worker.add(offer.id)
        return offer
