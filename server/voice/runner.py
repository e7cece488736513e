"""Runs an engine on a real UDP port and a real clock: binds, ticks in a regular cadence, counts late ticks.

Ticks have an absolute schedule, so that they do not drift; a tick that comes more than LATE after its time is counted, and
after a long stall the missed ones are skipped (their timestamps too) instead of being sent in a burst.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from typing import Any

from server.ports import VoiceNews
from server.voice.config import VoiceConfig
from server.voice.engine import TICK, Engine
from server.voice.stun import Address

LATE = 0.01
CATCH_UP = 3
"""Missed ticks that are made up for; more are skipped."""
BIND_TRIES = 100
BIND_PAUSE = 0.05
"""A killed server's worker lets go of the port within a moment: wait for it up to five seconds."""
_BUFFER = 1 << 20


class _Port(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.engine: Engine | None = None
        self.loop = asyncio.get_running_loop()

    def datagram_received(self, data: bytes, address: tuple[Any, ...]) -> None:
        if self.engine is not None:
            self.engine.datagram(data, (address[0], address[1]), self.loop.time())

    def error_received(self, exc: Exception) -> None:
        if self.engine is not None:
            self.engine.counts["socket_errors"] += 1


class Runner:
    """An engine with its port and its clock."""

    def __init__(self, config: VoiceConfig, news: VoiceNews) -> None:
        self._config = config
        self._news = news
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.engine: Engine | None = None

    async def start(self) -> Engine:
        """Bind the port and begin to tick. Raises OSError if the port stays in use."""
        loop = asyncio.get_running_loop()
        raw = await self._bind()
        transport, protocol = await loop.create_datagram_endpoint(_Port, sock=raw)

        def send(data: bytes, address: Address) -> None:
            # Straight to the socket: a datagram that does not fit now is lost, as on any network.
            try:
                raw.sendto(data, address)
            except OSError:
                engine.counts["send_failed"] += 1

        engine = Engine(self._config, send, self._news)
        engine.port = int(raw.getsockname()[1])
        protocol.engine = engine
        self.engine, self._transport = engine, transport
        self._task = asyncio.create_task(self._run(engine), name="voice ticks")
        return engine

    async def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._config.host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_DGRAM)
        sock.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
        for attempt in range(BIND_TRIES):
            try:
                sock.bind((self._config.host, self._config.port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE or attempt == BIND_TRIES - 1:
                    sock.close()
                    raise
                await asyncio.sleep(BIND_PAUSE)
            else:
                break
        return sock

    async def _run(self, engine: Engine) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += TICK
            pause = due - loop.time()
            if pause > 0:
                await asyncio.sleep(pause)
            else:
                await asyncio.sleep(0)
            behind = loop.time() - due
            if behind > LATE:
                engine.counts["late_ticks"] += 1
            if behind > TICK * CATCH_UP:
                missed = int(behind / TICK)
                engine.skip(missed, loop.time())
                due += missed * TICK
            engine.tick(loop.time())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self.engine is not None:
            await self.engine.stop()
        if self._transport is not None:
            self._transport.close()
