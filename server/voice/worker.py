"""The worker process: an engine whose tick never waits for HTTP or JSON of the server.

Talks with its parent over one socket pair, a JSON object a line. Ends when the pipe closes: a killed server must not leave a
worker that holds the port.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from typing import Any

from rooms.hearing import HearingGroup, Profile
from server.ports import VoiceRefused
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from server.voice.runner import Runner

LINE = 1 << 22


class _ToParent:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def say(self, **message: Any) -> None:
        self._writer.write(json.dumps(message).encode() + b"\n")

    def speaking(self, room: str, people: frozenset[str]) -> None:
        self.say(kind="speaking", room=room, people=sorted(people))

    def gone(self, room: str, person: str) -> None:
        self.say(kind="gone", room=room, person=person)


def _obey(engine: Engine, told: _ToParent, message: dict[str, Any], now: float) -> None:
    kind, room = message["kind"], message.get("room", "")
    if kind == "offer":
        try:
            answer = engine.offer(room, message["person"], message["sdp"], now)
        except VoiceRefused as refused:
            told.say(kind="reply", id=message["id"], refused=refused.code)
        else:
            told.say(kind="reply", id=message["id"], answer=answer)
    elif kind == "plan":
        groups = tuple(HearingGroup(frozenset(s), frozenset(e), Profile(**p)) for s, e, p in message["groups"])
        engine.plan(room, groups)
    elif kind == "close":
        engine.close(room, message["person"])
    elif kind == "close_room":
        engine.close_room(room)
    elif kind == "stats":
        told.say(kind="reply", id=message["id"], stats=engine.stats())


async def _run(handle: int, config: VoiceConfig) -> None:
    reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=handle), limit=LINE)
    told = _ToParent(writer)
    runner = Runner(config, told)
    engine = await runner.start()
    told.say(kind="ready", port=engine.port)
    loop = asyncio.get_running_loop()
    while line := await reader.readline():
        _obey(engine, told, json.loads(line), loop.time())
    # The parent is gone. Nobody can be told anything any more, so nothing is said: let go of the port at once.
    os._exit(0)


def main() -> None:
    """`python -m server.voice.worker HANDLE CONFIG`."""
    try:
        asyncio.run(_run(int(sys.argv[1]), VoiceConfig.load(sys.argv[2])))
    except (KeyboardInterrupt, ConnectionError):
        os._exit(0)
    except OSError as error:
        sys.stderr.write(f"voice worker: {error.strerror}\n")
        os._exit(3)


if __name__ == "__main__":
    main()
