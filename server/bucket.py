"""A bucket of tokens, against floods that are answered before they reach what all share.

It keeps its own state. The gate's rates (`moderation.rates`) are the same thing as a value, because a room must decide
again as it decided.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """Holds at most `burst` tokens and gains `per_second`; full at first."""

    burst: float
    per_second: float
    _tokens: float = field(init=False)
    _seen: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._tokens = self.burst

    def take(self, now: float) -> bool:
        """Take one, if there is one. `now` is in seconds, by a clock that does not run back."""
        self._tokens = min(self.burst, self._tokens + (now - self._seen) * self.per_second)
        self._seen = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


NAMES = 10_000


class Buckets:
    """One for each name. Of NAMES it is remembered what they have left; the longest unseen is forgotten first."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds and does not run back."""
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._by: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str) -> bool:
        """Take one of this name's, if there is one."""
        bucket = self._by.pop(name, None) or Bucket(self._burst, self._per_second)
        self._by[name] = bucket
        if len(self._by) > NAMES:
            self._by.popitem(last=False)
        return bucket.take(self._clock())
