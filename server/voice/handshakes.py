"""Handshakes: all DTLS of a worker, computed on a thread of its own, so that no tick waits for a stranger's cryptography.

Theory: OpenSSL computes for a millisecond or two in each handshake, and fifty people come at once. So every DTLS lives on
one thread with its own loop. What goes over is datagrams (by Dtls.feed, whose inbox is bounded), and what comes back are
datagrams to be sent and how it ended, told on the caller's loop: what belongs to the engine is only ever touched there.

A handshake that waits for the other side holds nothing but its own memory: no place among a few, no lock. So nobody can
hold up others by silence, and a phone on a bad network has the whole of HANDSHAKE_SECONDS. What is shared is computing, and
of that each room has its turn: one datagram of a room, then one of the next. There is at most one for each peer, and a
person has one peer, so a new offer ends the handshake of the one before.

Decided in docs/decisions/0027-handshakes-on-a-thread.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from server.pools import in_thread
from server.voice.aiortc_parts import Dtls, fingerprint_of, make_certificate
from server.voice.peer import Peer


class _Turns:
    """What waits to be computed, each room in turn. On the thread."""

    def __init__(self) -> None:
        self._rooms: dict[str, deque[Dtls]] = {}
        self._more = asyncio.Event()

    def put(self, room: str, dtls: Dtls) -> None:
        """A datagram waits in this DTLS, which is read once for it."""
        self._rooms.setdefault(room, deque()).append(dtls)
        self._more.set()

    async def serve(self) -> None:
        while True:
            while self._rooms:
                room = next(iter(self._rooms))
                waiting = self._rooms.pop(room)
                waiting.popleft().read()
                if waiting:
                    self._rooms[room] = waiting  # behind the others
                await asyncio.sleep(0)  # computes
            self._more.clear()
            await self._more.wait()


class Handshakes:
    """`send` gets what DTLS has for a peer, `ended` whether the handshake of a peer has succeeded; both are called on the
    loop that began it, also for peers that were let go in the meantime."""

    def __init__(self, send: Callable[[Peer, bytes], None], ended: Callable[[Peer, bool], None]) -> None:
        self._send = send
        self._ended = ended
        self._certificate = make_certificate()
        self.fingerprint = fingerprint_of(self._certificate)
        """SHA-256 of our certificate, for answers."""
        self._caller: asyncio.AbstractEventLoop | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._going: dict[Dtls, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = _Turns()

    def __len__(self) -> int:
        """Handshakes that go on, waiting or computing."""
        return len(self._going)

    # -- on the caller's loop --------------------------------------------------------------------------------------

    def expect(self, peer: Peer) -> Dtls:
        """The DTLS of a peer whose address is proven; it waits for the first datagram. The caller feeds it."""
        return Dtls(
            self._certificate,
            peer.offer.fingerprints,
            lambda data: self._tell(self._send, peer, data),
            turn=lambda dtls: self._call(self._turns.put, peer.room, dtls),
        )

    def begin(self, peer: Peer, dtls: Dtls) -> None:
        """Its first datagram has come."""
        self._call(self._begin, peer, dtls)

    def let_go(self, dtls: Dtls) -> None:
        """End the handshake of a peer that is expected no more, or say goodbye to who is connected."""
        if self._loop is not None:  # else nothing has begun
            self._call(self._let_go, dtls)

    async def stop(self) -> None:
        """Wait for what is still being said to those who were let go, and end the thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._finish(), loop))
        loop.call_soon_threadsafe(loop.stop)
        await in_thread(thread.join)
        self._loop = self._thread = None

    def _call(self, what: Callable[..., None], *values: Any) -> None:
        """Do this on the thread, which begins with the first who needs it."""
        if self._loop is None:
            self._caller = asyncio.get_running_loop()
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, args=(self._loop,), name="voice handshakes", daemon=True)
            self._thread.start()
        self._loop.call_soon_threadsafe(what, *values)

    # -- on the thread ---------------------------------------------------------------------------------------------

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        serving = loop.create_task(self._turns.serve())
        try:
            loop.run_forever()
        finally:
            serving.cancel()
            loop.run_until_complete(asyncio.gather(serving, return_exceptions=True))
            loop.close()

    def _tell(self, what: Callable[..., None], *values: object) -> None:
        """Have this done on the caller's loop; nobody is there any more if that is closed."""
        if self._caller is not None:
            with contextlib.suppress(RuntimeError):
                self._caller.call_soon_threadsafe(what, *values)

    def _begin(self, peer: Peer, dtls: Dtls) -> None:
        self._going[dtls] = asyncio.get_running_loop().create_task(self._shake(peer, dtls))
        self._keep(self._going[dtls])

    async def _shake(self, peer: Peer, dtls: Dtls) -> None:
        try:
            done = await dtls.handshake()
        finally:
            self._going.pop(dtls, None)
        self._tell(self._ended, peer, done)

    def _let_go(self, dtls: Dtls) -> None:
        going = self._going.pop(dtls, None)
        if going is not None:
            going.cancel()
        self._keep(asyncio.get_running_loop().create_task(dtls.stop()))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self) -> None:
        for going in self._going.values():
            going.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
