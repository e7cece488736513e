"""An event loop of the tests' own: time passes only when nobody has anything to do, and what is ready runs in any order.

The order is drawn from a seed, so that a run that fails can be run again as it was. It is for code that waits for others
only through the loop (the room's actor, the hub, the registry): threads, sockets and processes get real loops.
"""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
START = 1_000.0
"""Seconds that the loop's clock shows at first."""


class _AnyOrder(deque[Any]):
    """Callbacks that are ready: whichever comes next is drawn."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance

    def popleft(self) -> Any:
        self.rotate(-self._chance.randrange(len(self)))
        return super().popleft()


class _Jumping(selectors.DefaultSelector):
    """Nobody is waited for: where the loop would sleep, its clock jumps."""

    jump: Callable[[float], None]

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found and timeout is None:
            raise RuntimeError("everybody waits for somebody else, and for no time")
        if not found and timeout:
            self.jump(timeout)
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """`chance` None keeps the order in which callbacks became ready."""

    def __init__(self, chance: Random | None = None) -> None:
        self._seconds = START
        selector = _Jumping()
        selector.jump = self._jump
        super().__init__(selector)
        if chance is not None:
            self._ready = _AnyOrder(chance)

    def _jump(self, seconds: float) -> None:
        self._seconds += seconds

    def time(self) -> float:
        return self._seconds

    def milliseconds(self) -> int:
        """The `now` of what runs on this loop."""
        return round(self._seconds * 1000)


def run(work: Callable[[], Coroutine[Any, Any, T]], seed: int | None = None) -> T:
    """Run to its end in virtual time. A failure is told with the seed that brings it again."""
    chance = None if seed is None else Random(seed)
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(chance)) as runner:
        try:
            return runner.run(work())
        except BaseException as error:
            error.add_note(f"in virtual time, seed {seed}")
            raise


def virtual(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Makes a test that waits for hours out of one that takes no time."""

    @functools.wraps(test)
    def timeless(*args: Any, **kwargs: Any) -> None:
        run(lambda: test(*args, **kwargs))

    del timeless.__wrapped__  # a coroutine function, which pytest would run on a real loop
    return timeless


def now() -> int:
    """The time of the virtual loop that runs, in milliseconds."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return loop.milliseconds()
