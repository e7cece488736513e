"""Sockets and requests that are held open without saying who they are, or without ever ending."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import server.http.app as http_app
import server.main
from server.config import Config
from server.http.app import HttpDeps, build_app
from server.socket.doorstep import HELLO_SECONDS, MOST, Doorstep
from server.wire import PROTOCOL
from tests.attacks.doors import arrive
from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import ServerProcess, free_port
from tests.patience import PATIENCE, happens

Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: no socket of a test outlives it."""
    return shared_server


async def knock(http: aiohttp.ClientSession, server: ServerProcess) -> Socket:
    return await http.ws_connect(f"{server.base}/socket.io/?EIO=4&transport=websocket")


async def closed(socket: Socket) -> list[str]:
    """What it was sent until the server ended it, while it answered every ping."""
    said = []
    async with asyncio.timeout(HELLO_SECONDS + PATIENCE):
        async for message in socket:
            if message.data == "2":
                with suppress(ConnectionError):  # it may be closing just now
                    await socket.send_str("3")
            said.append(str(message.data))
    return said


async def test_a_socket_that_says_nothing_is_closed(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    good = await person(http, server, links, "さくら")
    said = await closed(await knock(http, server))
    assert said[0].startswith("0{")
    assert (await good.say("まだいます"))["ok"], "whoever was let in stays"


async def test_whoever_was_refused_is_closed(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    for hello in (
        {"protocol": PROTOCOL, "token": "forged", "rev": None},
        {},
        {"protocol": 0, "token": "x", "rev": None},
    ):
        socket = await knock(http, server)
        await socket.send_str(f"40{json.dumps(hello)}")
        said = await closed(socket)
        assert any(each.startswith("44") for each in said), "the refusal arrives before the end"


async def test_a_hello_is_said_once(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    bot = Bot(http, server.base)
    await bot.join(secret=links.secret())
    for again in ("40", "40{}", f'40{{"protocol":{PROTOCOL},"token":"{bot.token}","rev":null}}'):
        socket = await knock(http, server)
        await socket.send_str(f'40{{"protocol":{PROTOCOL},"token":"{bot.token}","rev":null}}')
        async with asyncio.timeout(PATIENCE):
            while not str((await socket.receive()).data).startswith("40{"):
                pass
        await socket.send_str(again)
        assert not any(each.startswith("40") for each in await closed(socket)), "it is ended, and not let in anew"


async def test_one_address_holds_only_so_many_at_a_time(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    good = await person(http, server, links, "さくら")
    silent = await asyncio.gather(*(knock(http, server) for _ in range(MOST + 20)))
    ends = [asyncio.create_task(closed(socket)) for socket in silent]
    await happens(lambda: sum(end.done() for end in ends) >= 20)
    assert (await good.say("こんにちは"))["ok"]
    await asyncio.gather(*ends)
    assert (await person(http, server, links, "つばめ")).view is not None, "afterwards there is room again"


async def test_silent_sockets_keep_nobody_of_the_same_hall_out(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    here = "192.0.2.1"
    url = f"{server.base}/socket.io/?EIO=4&transport=websocket"
    silent = [await http.ws_connect(url, headers={"X-Forwarded-For": here}) for _ in range(MOST)]
    for _ in range(3):
        assert (await arrive(http, server, links.secret(), address=here)).view is not None
    for socket in silent:
        await socket.close()


class Silent:
    """A client that says nothing."""

    def __init__(self) -> None:
        self.open = True

    def send(self, frame: bytes, *, volatile: bool = False) -> None: ...

    def acknowledge(self, ack: int, payload: bytes, *, with_next: bool = False) -> None: ...

    def close(self) -> None:
        self.open = False


async def test_the_longest_silent_one_gives_way() -> None:
    doorstep = Doorstep()
    clients = [Silent() for _ in range(MOST + 30)]
    for number, client in enumerate(clients):
        doorstep.arrive(str(number), client, "hall")
    assert [client.open for client in clients] == [False] * 30 + [True] * MOST, "the longest there go first"
    for number in range(30, MOST + 30):
        assert doorstep.ask(str(number))
    late, elsewhere = Silent(), Silent()
    doorstep.arrive("late", late, "hall")
    doorstep.arrive("elsewhere", elsewhere, "elsewhere")
    assert (late.open, elsewhere.open) == (False, True), "those who have said who they are, are not put out"
    doorstep.refuse("40")
    again = Silent()
    doorstep.arrive("again", again, "hall")
    assert (again.open, clients[40].open) == (True, False), "who was refused goes first"
    for number in range(MOST + 30):
        doorstep.leave(str(number))
    doorstep.leave("elsewhere")
    doorstep.leave("again")
    assert len(doorstep) == 0


async def held(port: int, data: bytes) -> bytes:
    """What a connection that sends this and no more is answered until it is ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    try:
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    finally:
        writer.close()


HALF = (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")


async def test_half_a_request_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.main, "IDLE_SECONDS", 0.3)
    config = Config(data_dir=tmp_path, host="127.0.0.1", port=free_port(), https_port=0, voice_port=0)
    running = server.main.Server(config)
    ports = await running.start()
    try:
        assert await asyncio.gather(*(held(ports.http_port, each) for each in HALF * 10)) == [b""] * 30
    finally:
        await running.stop()


async def test_a_body_that_does_not_come_ends_its_connection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(http_app, "BODY_SECONDS", 0.3)

    class Reading:
        async def handle(self, request: web.Request) -> web.Response:
            return web.Response(text=str(len(await request.read())))

    async def ready() -> dict[str, object]:
        return {}

    async with TestServer(build_app(HttpDeps(Reading(), str(tmp_path), "縁側", ready))) as made:  # type: ignore[arg-type]
        head = b"POST /api/join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
        assert made.port is not None
        assert await held(made.port, head + b"ab") == b""
        assert (await held(made.port, head + b"abcd")).endswith(b"\r\n\r\n4"), "a whole one is answered"
