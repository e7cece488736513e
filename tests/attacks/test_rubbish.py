"""Rubbish at every door: what the server writes then is JSON of a few keys, little of it, and nothing of what came."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from contextlib import suppress

import aiohttp

from server.logs import ALLOWED
from server.wire import PROTOCOL
from tests.attacks.test_doorstep import knock
from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.patience import PATIENCE

MARK = "ひみつの住所42"
LINES = 40
"""More than a server says of itself from its start on, and far less than was sent."""

FRAMES = [
    "", "x", "0", "1", "2", "3", "4", "5", "6", "7", "9", "40x", "40[", "40{", '40"x"', "40[]", "40/x,{}", "400{}", "40{}x",
    "41x", "42", "42x", "42[", '42["command"', '42["command",]', '42["command",{}]', '420["command",{"type":"say"}]',
    '42["other",1]', "43", "430[]", "44", "45", "451-", '451-["command",{"_placeholder":true,"num":0}]', "46", "b", "4b",
    "40" + "[" * 9000, "42" + "[" * 9000, '42["command",' + "[" * 9000 + "]", "2probe", "4" + MARK, "40" + MARK,
    f'40{{"token":"{MARK}","protocol":{PROTOCOL},"rev":null}}', f'42["command",{{"type":"{MARK}"}}]', f'42["{MARK}"]',
]  # fmt: skip

HOST = b" HTTP/1.1\r\nHost: localhost\r\n"
JOIN = b"POST /api/join" + HOST
REQUESTS = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00",
    b"\r\n\r\n\r\n",
    b"\x00" * 99,
    b"GET \xff\xfe" + HOST + b"\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"BREW /pot" + HOST + b"\r\n",
    JOIN + b"Content-Length: -1\r\n\r\n",
    JOIN + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    JOIN + b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    b"GET /" + HOST + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=polling" + HOST + b"\r\n",
    b"GET /socket.io/?EIO=4&transport=websocket" + HOST + b"Origin: http://" + MARK.encode() + b"\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=websocket" + HOST + b"Origin: http://[" + MARK.encode() + b"\r\n\r\n",
    b"POST /y" + HOST + b"Content-Type: multipart/form-data; boundary=a\r\nContent-Length: 9\r\n\r\n--a\r\nxx\r\n",
    b"GET /p/" + MARK.encode() + b"/" + MARK.encode() + HOST + b"\r\n",
]

BODIES: list[bytes] = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", MARK.encode(), b"[" * 9000, b'{"a":' * 5000]
PATHS = [
    "/api/join", "/api/office/sign-in", "/api/office/setup", "/api/office/schedule/preview", "/y", "/y/cancel",
    f"/api/office/{MARK}", f"/{MARK}", "/p/%00", "/p/a/b/reserve", "/api/avatars/x/y.svg", "/api/avatars/thumbs/%ff.svg",
]  # fmt: skip
TYPES = ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded; charset=nothing"]


async def frames(http: aiohttp.ClientSession, server: ServerProcess, frame: str) -> None:
    """Send it to a socket that is nobody yet, several times."""
    for _ in range(5):
        ws = await knock(http, server)
        with suppress(ConnectionError, aiohttp.ClientError):
            await ws.send_str(frame)
            await ws.send_str(frame)
            await ws.send_bytes(frame.encode()[:50])
        async with asyncio.timeout(PATIENCE):
            async for _message in ws:
                pass


async def raw(server: ServerProcess, data: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(data)
    with suppress(ConnectionError):
        await writer.drain()
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        assert not re.match(rb"HTTP/1.[01] 5", answer), (data, answer)
    writer.close()


async def post(http: aiohttp.ClientSession, server: ServerProcess, path: str, body: bytes, kind: str) -> None:
    headers = {"Content-Type": kind, "X-Engawa": "1", "X-Forwarded-For": MARK.encode().hex()}
    async with http.post(server.base + path, data=body, headers=headers) as response:
        text = await response.text()
        assert response.status < 500, (path, body[:20], kind, text)
        assert "Traceback" not in text


def datagrams(server: ServerProcess) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        for first in range(256):
            for rest in (b"", b"\x00" * 19, MARK.encode(), b"\xff" * 1400):
                sending.sendto(bytes([first]) + rest, ("127.0.0.1", server.voice_port))


def no_value(line: object, sent: tuple[str, ...]) -> bool:
    text = json.dumps(line, ensure_ascii=False)
    return not any(each in text for each in sent)


async def test_nothing_that_comes_is_written_down(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    good = await person(http, server, links, "さくら")
    log = server.data.parent / "server.log"
    begun = len(log.read_bytes())  # with the link that a first start prints for people
    await asyncio.gather(*(frames(http, server, frame) for frame in FRAMES))
    await asyncio.gather(*(raw(server, request) for request in REQUESTS * 3))
    for kind in TYPES:
        await asyncio.gather(*(post(http, server, path, body, kind) for path in PATHS for body in BODIES))
    datagrams(server)
    assert (await good.say(MARK))["ok"], "whoever is in the room does not notice"
    await server.stop()
    lines = log.read_bytes()[begun:].decode().splitlines()
    assert 0 < len(lines) < LINES, lines[:LINES]
    for line in map(json.loads, lines):
        assert set(line) <= ALLOWED, line
        assert line["event"] != "request_failed", line
        assert no_value(line, (MARK, "さくら", links.code, links.secret())), line
