"""Packets by the thousand on one socket: whatever they are, it ends, and others are answered.

What makes a flood is not only what is carried out: a packet that is refused, passed over or answered by the library costs
everybody's event loop the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import json

import aiohttp
import pytest

from server.socket.transport import PACKETS
from server.wire import PROTOCOL
from tests.attacks.test_doorstep import knock
from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.patience import PATIENCE

Socket = aiohttp.ClientWebSocketResponse
BY_NOBODY = "pongs of nobody"
PACKETS_OF: dict[str, str | None] = {
    "commands that want no answer": '42["command",{"type":"raise_hand"}]',
    "commands that want one": '421["command",{"type":"raise_hand"}]',
    "no commands": '42["command",{"type":"x"}]',
    "events of nobody": '42["other",1]',
    "pongs": "3",
    BY_NOBODY: "3",
    "pings of the WebSocket itself": None,
}


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: a flood ends with its own socket."""
    return shared_server


async def _flood(socket: Socket, packet: str | None) -> int:
    """Send until it is over; how many went out. Raises TimeoutError where nobody ends it."""
    sent = 0
    with contextlib.suppress(ConnectionError, aiohttp.ClientError):
        async with asyncio.timeout(PATIENCE):
            while not socket.closed:
                await (socket.ping() if packet is None else socket.send_str(packet))
                sent += 1
                if sent % 1000 == 0:
                    await asyncio.sleep(0.01)  # the rest of this process hears that it is over
    return sent


async def _ended(socket: Socket) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await socket.receive()).type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.PONG):
            pass


async def test_a_flood_ends_its_socket_and_nobody_elses(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    good, bad = await person(http, server, links, "さくら"), await person(http, server, links, "ながれ")
    await bad.close()
    for what, packet in PACKETS_OF.items():
        socket = await knock(http, server)
        if what != BY_NOBODY:
            await socket.send_str(f"40{json.dumps({'token': bad.token, 'protocol': PROTOCOL, 'rev': None})}")
            async with asyncio.timeout(PATIENCE):
                while not str((await socket.receive()).data).startswith("42"):
                    pass
        sent = await _flood(socket, packet)
        assert sent >= PACKETS, what
        await _ended(socket)
        assert (await good.ask({"type": "refresh"}))["ok"], what
        assert good.bye is None, what
    await bad.connect()
    assert (await bad.say("もどりました"))["ok"], "a mishap of a client keeps nobody out"


async def test_a_ping_of_the_socket_itself_is_answered(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    socket = await http.ws_connect(f"{server.base}/socket.io/?EIO=4&transport=websocket", autoping=False)
    await socket.ping(b"proxy")
    async with asyncio.timeout(PATIENCE):
        while (message := await socket.receive()).type is not aiohttp.WSMsgType.PONG:
            pass
    assert message.data == b"proxy"
    await socket.close()
