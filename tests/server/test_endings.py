"""Why a socket ended is known, by one word, and said once and not a thousand times."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import cast

import aiohttp
import aiohttp.web
import structlog

from server.socket.endings import Ending, Endings
from server.socket.transport import MAX_BUFFER, Wire
from tests.bots.client import Bot
from tests.bots.fixtures import http, server
from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.patience import happens

__all__ = ["http", "server"]


class Line(asyncio.Transport):
    """A transport from which nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None: ...


async def test_the_first_cause_stays() -> None:
    wire = Wire(cast(aiohttp.web.WebSocketResponse, None), Line())
    while not wire.closing:
        wire.send(b"x" * (MAX_BUFFER // 8))
    assert wire.ending is Ending.SLOW
    wire.abort(Ending.STOPPED)
    wire.close()
    assert wire.ending is Ending.SLOW


def test_many_endings_make_few_lines() -> None:
    endings = Endings()
    with structlog.testing.capture_logs() as lines:
        for _ in range(500):
            for ending in Ending:
                endings.note(ending)
    said = [line["reason"] for line in lines]
    assert sorted(said) == sorted(set(Ending) - {Ending.LEFT, Ending.STOPPED})
    assert set(endings.counts.values()) == {500}


def said(server: ServerProcess) -> list[str]:
    log = server.data.parent / "server.log"
    lines = [
        json.loads(line) for line in log.read_text().splitlines() if '"sockets_ended"' in line and line.endswith("}")
    ]
    return [line["reason"] for line in lines]


async def test_what_ended_a_socket_is_in_the_log(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    leaver, flooder, babbler, doubled = [
        await person(http, server, links, name) for name in ("かえる", "あらし", "でたらめ", "ふたつ")
    ]
    await leaver.close()
    with suppress(ConnectionError):
        while True:
            await flooder.send_text("3")
    await babbler.send_text("x")
    second = Bot(http, server.base)
    second.device, second.token, second.person = doubled.device, doubled.token, doubled.person
    await second.connect()
    await happens(lambda: not (flooder.open or babbler.open or doubled.open))
    await happens(lambda: sorted(said(server)) == ["dismissed", "flooded", "rubbish"])
    assert "replaced" in doubled.gone
    assert all("1006" in bot.gone for bot in (flooder, babbler))
    await second.close()
