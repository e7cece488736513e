"""Allowances: how often one address may do something in ten minutes, such as guess a code or make a reservation.

They are kept in the memory of this process, in a bounded table and only as keyed hashes: a copy of the memory names no
address, and a restart forgets them all. What may be tried often but rightly is spent first and given back afterwards, so
that a thousand tries at once are no way around.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable

from server.identity.networks import network_of

GUESSES = 20
WINDOW_MS = 10 * 60 * 1000
KNOWN_MS = 12 * 3_600_000
KNOWN_TIMES = 10
ADDRESSES = 10_000
"""Addresses remembered at most; the longest unseen is forgotten first."""


class Marks:
    """Names as they are kept in memory: keyed hashes, of no use elsewhere or after a restart. An address is its network."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)

    def of(self, *names: str) -> bytes:
        words = " ".join(network_of(name) for name in names)
        return hashlib.blake2b(words.encode(), key=self._key, digest_size=12).digest()


class Allowance:
    """`limit` times in ten minutes (or `window_ms`) from the first, for each name: an address, or words of which one is."""

    def __init__(self, now: Callable[[], int], limit: int = GUESSES, window_ms: int = WINDOW_MS) -> None:
        """`now` gives milliseconds, by any clock that does not run back."""
        self._now = now
        self._limit = limit
        self._window = window_ms
        self._marks = Marks()
        self._spent: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        """Mark to (how often, since when), the longest unseen first."""

    def wait(self, who: str) -> int | None:
        """Milliseconds until there is some allowance again; None if there is."""
        count, since = self._spent.get(self._marks.of(*who.split(" ")), (0, 0))
        left = since + self._window - self._now()
        return left if count >= self._limit and left > 0 else None

    def spend(self, who: str) -> None:
        """Count once. It is the caller who asks `wait` before."""
        key, now = self._marks.of(*who.split(" ")), self._now()
        count, since = self._spent.pop(key, (0, now))
        self._spent[key] = (1, now) if now - since > self._window else (count + 1, since)
        if len(self._spent) > ADDRESSES:
            self._spent.popitem(last=False)

    def give_back(self, who: str) -> None:
        """Take back what was spent before it was known that it need not be."""
        key = self._marks.of(*who.split(" "))
        count, since = self._spent.get(key, (0, 0))
        if count:
            self._spent[key] = (count - 1, since)


class Guesses:
    """Wrong tries of short codes, by address. Only what can be guessed stands behind it.

    A town hall has one address: a class of visitors who mistype must not keep the next one out. So an address from which
    somebody came in rightly within KNOWN_MS has KNOWN_TIMES the allowance: 1,200 tries an hour, among 85 million codes of
    which some thirty live, find one in two thousand hours.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._few = Allowance(now)
        self._many = Allowance(now, limit=GUESSES * KNOWN_TIMES)
        self._came = Allowance(now, limit=1, window_ms=KNOWN_MS)

    def spend(self, who: str) -> int | None:
        """Count a try before it is known whether it is wrong; milliseconds to wait if there is none left."""
        allowed = self._few if self._came.wait(who) is None else self._many
        wait = allowed.wait(who)
        if wait is None:
            self._few.spend(who)
            self._many.spend(who)
        return wait

    def right(self, who: str) -> None:
        """It was right after all: nothing was spent."""
        self._few.give_back(who)
        self._many.give_back(who)

    def came(self, who: str) -> None:
        """Somebody came in from there rightly, by whatever way."""
        self._came.spend(who)
