"""The reorder window of one speaker: packets in as the network brings them, one packet out when it is wanted.

Theory: the depth follows the measured jitter (RFC 3550's estimate) between MIN and MAX packets. A packet that comes after
its turn is dropped. What is missing is said to be missing (the caller fades it out). If the window stays fuller than it
must for half a second, half of the surplus is skipped: a burst of loss or a stall never leaves its delay behind.

Invariants (tests/voice/test_window.py): packets come out in growing order, each at most once; at most CAPACITY wait.
"""

from __future__ import annotations

from typing import NamedTuple

MIN, MAX = 1, 6
CAPACITY = 50
GAP = 10
"""A hole wider than this is a new beginning, not loss to be concealed one by one."""
FADED = 2
"""Frames that are faded over before an empty window counts as a pause."""
PATIENCE = 25
"""Pops during which the window was never less than over-full before a packet is skipped."""


class Waiting(NamedTuple):
    payload: bytes
    level: int
    arrived: float


class Missing:
    """Stands for a packet that did not come in time."""


MISSING = Missing()


class Window:
    """Sequence numbers are unwrapped to grow for ever; times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._waiting: dict[int, Waiting] = {}
        self._newest: int | None = None
        self._next: int | None = None
        self._playing = False
        self._jitter = 0.0
        self._transit: float | None = None
        self._spare = CAPACITY
        self._pops = 0
        self._owed = 0
        self.late = 0
        self.lost = 0
        self.skipped = 0

    @property
    def depth(self) -> int:
        """Packets that should wait before the first one is played."""
        return max(MIN, min(MAX, 1 + round(self._jitter * 3 / 0.02)))

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is due. While it is not, it must be asked at every tick, also when empty."""
        return not self._playing and not self._waiting

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, sequence: int, timestamp: int, payload: bytes, level: int, now: float) -> None:
        """Take a packet in; late and doubled ones are dropped."""
        number = self._unwrap(sequence)
        self._measure(timestamp, now)
        if self._next is not None and number < self._next:
            self.late += 1
            return
        if number in self._waiting:
            return
        if len(self._waiting) >= CAPACITY:
            oldest = min(self._waiting)
            del self._waiting[oldest]
            self.skipped += 1
        self._waiting[number] = Waiting(payload, level, now)

    def _unwrap(self, sequence: int) -> int:
        if self._newest is None:
            self._newest = 65536 + sequence
            return self._newest
        delta = (sequence - self._newest) & 0xFFFF
        if delta > 0x7FFF:
            delta -= 0x10000
        number = self._newest + delta
        self._newest = max(self._newest, number)
        return number

    def _measure(self, timestamp: int, now: float) -> None:
        transit = now - timestamp / 48_000
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < 0.5:  # a pause or a new beginning is not jitter
                self._jitter += (change - self._jitter) / 16
        self._transit = transit

    def peek_level(self) -> int | None:
        """Loudness of what comes next (-dBov), None if nothing waits."""
        if not self._waiting:
            return None
        following = self._waiting.get(self._next) if self._next is not None else None
        return following.level if following else self._waiting[min(self._waiting)].level

    def pop(self, now: float) -> Waiting | Missing | None:
        """The next packet; MISSING if it is lost and others wait behind it; None if there is nothing to play."""
        if not self._playing and not self._ready(now):
            return None
        if self._next is None:
            return None
        found = self._waiting.pop(self._next, None)
        if found is None:
            return self._hole()
        self._next += 1
        self._owed = 0
        self._shrink()
        return found

    def _ready(self, now: float) -> bool:
        if not self._waiting:
            return False
        oldest = min(self._waiting)
        waited = now - self._waiting[oldest].arrived
        if len(self._waiting) < self.depth and waited < self.depth * 0.02:
            return False
        self._playing, self._next = True, oldest
        self._spare, self._pops = CAPACITY, 0
        return True

    def _hole(self) -> Waiting | Missing | None:
        if not self._waiting or self._next is None:
            return self._empty()
        oldest = min(self._waiting)
        if oldest - self._next > GAP:
            self._next = oldest
        elif self._owed and oldest - self._next <= self._owed:
            # It was faded over while nothing had come at all: what came now is on time.
            self.lost += oldest - self._next
            self._next, self._owed = oldest, 0
        else:
            self.lost += 1
            self._next += 1
            return MISSING
        found = self._waiting.pop(self._next)
        self._next += 1
        return found

    def _empty(self) -> Missing | None:
        """Nothing waits. One or two frames are faded over, for a lost packet in a steady stream; then it is a pause."""
        if self._owed < FADED:
            self._owed += 1
            return MISSING
        self._playing, self._owed = False, 0
        return None

    def _shrink(self) -> None:
        """Skip half of what has waited for nothing through half a second: a stall's delay halves twice a second."""
        self._spare = min(self._spare, len(self._waiting) - self.depth)
        self._pops += 1
        if self._pops < PATIENCE:
            return
        if self._spare > 0 and self._next is not None:
            for _ in range((self._spare + 1) // 2):
                self._waiting.pop(self._next, None)
                self._next += 1
                self.skipped += 1
        self._spare, self._pops = CAPACITY, 0
