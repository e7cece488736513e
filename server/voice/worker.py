"""The worker process: an engine whose tick never waits for HTTP or JSON of the server.

Talks with its parent over one socket pair (server.voice.pipe). Ends when the pipe closes: a killed server must not leave a
worker that holds the port. An order that cannot be read or obeyed ends nothing: it is counted, and the parent told.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Hashable
from typing import assert_never

from server.logs import configure
from server.ports import VoiceRefused
from server.voice import pipe
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from server.voice.runner import Runner


class ToParent:
    """VoiceNews that goes through the pipe, as fast as the server reads. What waits meanwhile is bounded: of each room only
    who speaks now, each peer that has gone once, a reply for each question."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, pipe.Report] = {}
        self._more = asyncio.Event()

    def __len__(self) -> int:
        """How many reports wait."""
        return len(self._waiting)

    def say(self, report: pipe.Report) -> None:
        match report:
            case pipe.Speaking():
                about: Hashable = report.room
            case pipe.Gone():
                about = report.room, report.person
            case pipe.Ready():
                about = None
            case _:
                about = report.id
        self._waiting[report.kind, about] = report
        self._more.set()

    def speaking(self, room: str, people: frozenset[str]) -> None:
        self.say(pipe.Speaking(room=room, people=people))

    def gone(self, room: str, person: str) -> None:
        self.say(pipe.Gone(room=room, person=person))

    async def write(self, writer: asyncio.StreamWriter) -> None:
        """Write what is said, until the pipe closes."""
        with contextlib.suppress(ConnectionError):
            while True:
                while self._waiting:
                    writer.write(pipe.dump(self._waiting.pop(next(iter(self._waiting)))))
                    await writer.drain()
                self._more.clear()
                await self._more.wait()


def obey(engine: Engine, order: pipe.Order, now: float) -> pipe.Reply | None:
    """Do what an order says; the reply if it is a question."""
    match order:
        case pipe.Offer():
            try:
                return pipe.Answer(id=order.id, sdp=engine.offer(order.room, order.person, order.sdp, now))
            except VoiceRefused as refused:
                return pipe.Refused(id=order.id, code=refused.code)
        case pipe.Stats():
            return pipe.Counted(id=order.id, stats=engine.stats())
        case pipe.Plan():
            engine.plan(order.room, order.plan)
        case pipe.Close():
            engine.close(order.room, order.person)
        case pipe.CloseRoom():
            engine.close_room(order.room)
        case _:
            assert_never(order)
    return None


def handle(engine: Engine, line: bytes, now: float) -> pipe.Reply | None:
    """Read a line and do what it says. What cannot be read, or meets a bug, is counted, and told by its id alone."""
    try:
        order = pipe.read_order(line)
    except pipe.Unreadable as unreadable:
        engine.counts["unreadable_orders"] += 1
        return pipe.Failed(id=unreadable.id, why=type(unreadable).__name__)
    try:
        return obey(engine, order, now)
    except Exception as error:  # one person's offer must not end the calls of all others
        engine.counts["failed_orders"] += 1
        number = order.id if isinstance(order, (pipe.Offer, pipe.Stats)) else None
        return pipe.Failed(id=number, why=type(error).__name__)


SWITCH_SECONDS = 0.001
"""How long the thread of handshakes may hold the interpreter while a tick is due."""


async def _run(handle_number: int, config: VoiceConfig) -> None:
    sock = socket.socket(fileno=handle_number)
    reader, writer = await asyncio.open_unix_connection(sock=sock, limit=pipe.LINE)
    parent = ToParent()
    writing = asyncio.create_task(parent.write(writer))
    engine = await Runner(config, parent).start()
    parent.say(pipe.Ready(port=engine.port))
    loop = asyncio.get_running_loop()
    async for line in pipe.lines(reader):
        reply = handle(engine, line, loop.time())
        if reply is not None:
            parent.say(reply)
        await asyncio.sleep(0)  # lines that wait are read without a pause: a tick that is due comes between
    writing.cancel()
    # The parent is gone. Nobody can be told anything any more, so nothing is said: let go of the port at once.
    os._exit(0)


def main() -> None:
    """`python -m server.voice.worker HANDLE CONFIG`."""
    sys.setswitchinterval(SWITCH_SECONDS)
    configure("info")  # what it has to say of itself is no traceback either
    try:
        asyncio.run(_run(int(sys.argv[1]), VoiceConfig.load(sys.argv[2])))
    except (KeyboardInterrupt, ConnectionError):
        os._exit(0)
    except OSError as error:
        sys.stderr.write(f"voice worker: {error.strerror}\n")
        os._exit(3)


if __name__ == "__main__":
    main()
