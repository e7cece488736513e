"""Where work is done that the event loop must not wait for: threads and one process, each with a bound. Made here alone.

Theory: whatever a client can cause has a pool of its own kind, so that joining, erasing and talking never wait behind it. A
pool takes so many at once and lets so many wait; whoever comes then is refused at once (`Busy`) and told when to come back,
since a queue without an end is only a slower way of not answering.

What waits for a disk, a database or a library in C is done in threads. What is plain Python is done in the workshop: a
process of its own, kind to others (nice) and with a limit of processor time for each piece of work. A thread that computes
keeps the interpreter, and so everybody's loop, from going on.

Invariants: a place in a pool is taken until its work has really ended, also where nobody waits for it any more. Work for the
workshop is a function of a module, and what goes in and out is plain data.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AGAIN_MS = 2_000
"""When to come back to a pool that is full."""
_NICER = 10
_PATIENT = 20
"""Times as long on the wall as on the processor: a busy machine lets the workshop wait."""


class Busy(Exception):
    """A pool is full. Nothing was done, and soon there is room again."""

    wait_ms = AGAIN_MS


class OwnBusy(Busy):
    """It is full of what this asker has in it: others still find room."""


class TookTooLong(Exception):
    """A piece of work used up its processor time in the workshop, and was given up."""


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """For what no client causes: at the start, at the end, and in commands that serve nobody."""
    return await asyncio.to_thread(work, *args, **kwargs)


class _Places:
    """How many are at work or wait, in all and for each asker."""

    def __init__(self, most: int | None, each: int | None = None) -> None:
        self._most, self._each = most, each
        self._lock = threading.Lock()
        self._taken = 0
        self._by: Counter[str] = Counter()

    def take(self, asker: str | None = None) -> Callable[[object], None]:
        """What gives the place back, from whichever thread. Raises Busy, OwnBusy."""
        with self._lock:
            if asker is not None and self._each is not None and self._by[asker] >= self._each:
                raise OwnBusy
            if self._most is not None and self._taken >= self._most:
                raise Busy
            self._taken += 1
            if asker is not None:
                self._by[asker] += 1
        return partial(self._give_back, asker)

    def _give_back(self, asker: str | None, _: object) -> None:
        with self._lock:
            self._taken -= 1
            if asker is not None:
                self._by[asker] -= 1
                if not self._by[asker]:
                    del self._by[asker]


def _submit(pool: Executor, places: _Places, asker: str | None, work: Callable[[], T]) -> Future[T]:
    give_back = places.take(asker)
    try:
        future = pool.submit(work)
    except BaseException:
        give_back(None)
        raise
    future.add_done_callback(give_back)
    return future


class Threads:
    """Some threads, and how many may wait for one. `waiting` None: whoever asks is bounded elsewhere."""

    def __init__(self, name: str, threads: int, waiting: int | None, *, nice: bool = False) -> None:
        self._places = _Places(None if waiting is None else threads + waiting)
        self._pool = ThreadPoolExecutor(threads, name, initializer=_let_others_go_first if nice else None)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it in one of the threads. Raises Busy, and whatever the work raises."""
        return await asyncio.wrap_future(_submit(self._pool, self._places, None, partial(work, *args, **kwargs)))

    def close_now(self) -> None:
        """Wait for what has begun; whoever waits for a thread is cancelled."""
        self._pool.shutdown(cancel_futures=True)

    async def close(self) -> None:
        await in_thread(self.close_now)


def _let_others_go_first() -> None:
    """On Linux a thread has a niceness of its own, which threads that it starts inherit (argon2 starts some)."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICER)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work for the workshop."""

    name: str
    waiting: int
    """At work or waiting at most."""
    seconds: float
    """Of processor time for one piece."""
    each: int | None = None
    """How many of them one asker may have."""


PREVIEWS = Kind("previews", waiting=8, seconds=3.0, each=2)
PLANS = Kind("plans", waiting=8, seconds=2.0, each=2)
"""Schedules that are going to be stored."""
PAPERS = Kind("papers", waiting=6, seconds=6.0, each=2)
FEEDS = Kind("feeds", waiting=6, seconds=6.0)
DAYS = Kind("days", waiting=12, seconds=2.0, each=2)
"""Calendar files of one session, pictures of a number: strangers ask for them, and papers and feeds must not wait for it."""
PICTURES = Kind("pictures", waiting=120, seconds=6.0)
"""Avatars: some milliseconds each, but for the first of a style. A hall full of new faces asks for many at once."""


class Workshop:
    """One process for plain Python that takes its time. Started by the first who needs it, and anew if it was killed."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._places: dict[Kind, _Places] = {}

    async def run(self, kind: Kind, work: Callable[..., T], *args: Any, asker: str | None = None) -> T:
        """Do it there. Raises Busy, TookTooLong, and whatever the work raises."""
        places = self._places.setdefault(kind, _Places(kind.waiting, kind.each))
        for _ in range(2):
            pool = self._open()
            try:
                return await asyncio.wrap_future(
                    _submit(pool, places, asker, partial(_within, kind.seconds, work, *args))
                )
            except BrokenProcessPool:  # it was killed or has given up, maybe for another's work: once more in a new one
                self._leave(pool)
            except TookTooLong:
                self._leave(pool)
                raise
        raise Busy

    def _leave(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
            pool.shutdown(wait=False)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Never forked: a copy of this process would hold its sockets, locks and keys.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
        return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await in_thread(self._pool.shutdown, cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """In the workshop: after everybody else, deaf to the terminal's Ctrl-C, and gone when the server is (kill -9, too)."""
    os.nice(_NICER)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _give_up)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(0)

        threading.Thread(target=follow, name="parent", daemon=True).start()


def _give_up(_: int, __: object) -> None:
    raise TookTooLong


_gave_up = False
"""Whether this process has given work up: what that work held, such as a lock, it may hold for ever."""


def _within(seconds: float, work: Callable[..., T], *args: Any) -> T:
    """In the workshop: the work, or TookTooLong. Whatever does not even end then ends with the process (SIGALRM)."""
    global _gave_up
    if _gave_up:
        os._exit(1)
    signal.setitimer(signal.ITIMER_REAL, _PATIENT * seconds)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work(*args)
    except TookTooLong:
        _gave_up = True
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


class Turns:
    """One after another, for what has a process of its own for each piece of work: how many may come or wait, in all, of one
    house and of one asker in it. Houses take turns: whoever waits of a house that was served longest ago is next, and
    within a house whoever asked first, so that one that brings on and on lets every other pass between two of its own."""

    def __init__(self, most: int, house: int, each: int) -> None:
        self._places = _Places(most, house)
        self._own = _Places(None, each)
        self._taken = False
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """By house, the next first."""

    @contextlib.contextmanager
    def place(self, house: str, asker: str) -> Iterator[Callable[[], AbstractAsyncContextManager[None]]]:
        """A place to wait on, with what is waited for: one's turn. Raises Busy, OwnBusy."""
        with contextlib.ExitStack() as places:
            places.callback(self._own.take(asker), None)
            places.callback(self._places.take(house), None)
            yield partial(self._turn, house)

    @property
    def waiting(self) -> int:
        """Who have come whole and wait for their turn."""
        return sum(len(each) for each in self._waiting.values())

    @contextlib.asynccontextmanager
    async def _turn(self, house: str) -> AsyncIterator[None]:
        if self._taken:
            await self._wait(house)
        self._taken = True
        try:
            yield
        finally:
            self._next(house)

    async def _wait(self, house: str) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(house, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # it was one's turn already
                self._next(house)
            else:
                self._goes(house, mine)
            raise

    def _goes(self, house: str, waits: asyncio.Future[None]) -> None:
        here = self._waiting[house]
        here.remove(waits)
        if not here:
            del self._waiting[house]

    def _next(self, served: str) -> None:
        """The turn of one of this house is over."""
        if served in self._waiting:
            self._waiting[served] = self._waiting.pop(served)
        for house, here in self._waiting.items():
            mine = next((each for each in here if not each.cancelled()), None)
            if mine is not None:
                self._goes(house, mine)
                mine.set_result(None)
                return
        self._taken = False


@dataclass(frozen=True, slots=True)
class Pools:
    """The pools of one server, beside those of its database and of its journal."""

    strangers: Threads = field(default_factory=lambda: Threads("passwords", 1, 8, nice=True))
    """Passwords of whoever has not signed in with this browser before."""
    colleagues: Threads = field(default_factory=lambda: Threads("own-passwords", 1, 8, nice=True))
    """Passwords of who is signed in, or was with this browser: no stranger makes them wait."""
    codes: Threads = field(default_factory=lambda: Threads("codes", 1, 32))
    """QR codes, some 8 ms each: who joins with one waits for no other work."""
    workshop: Workshop = field(default_factory=Workshop)
    slides: Turns = field(default_factory=lambda: Turns(24, house=4, each=2))
    """Documents that come, wait to be drawn or are: of an organisation four, of a session two; drawn one at a time."""
    content: Threads = field(default_factory=lambda: Threads("content", 1, 0, nice=True))
    """A town's own files, which are read again when they have changed: by one, and nobody waits to do it once more."""
    files: Threads = field(default_factory=lambda: Threads("files", 1, None))
    """What of them is written to disk: as many as have a place among the slides."""

    async def close(self) -> None:
        await self.strangers.close()
        await self.colleagues.close()
        await self.codes.close()
        await self.content.close()
        await self.files.close()
        await self.workshop.close()
