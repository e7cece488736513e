"""The receiving side of the benches of chat: many members in a process of their own, as cheap as asyncio can be, so that the
server beside them has a core to itself. A member counts what it is sent and reads none of it.

Run as `python -m tests.bench.crowd KIND PORT`, KIND being engawa, bare or node. Reads JSON lines from standard input and
answers each with one: first a list of members (the hello and the greeting of each, empty where there is none), then orders
`{"rate": messages a second, "count": how many}`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import secrets
import sys
from typing import Any

TEXT = "今日はいい天気ですね。こちらは窓をあけて、お茶をいれています。"
SIZE = 268
"""Bytes of what the server tells of a message; the relays are given as many to pass on."""
PATIENCE = 30.0
ORIGIN_FIELD = "X-Forwarded-For"


def masked(text: str) -> bytes:
    """A client's text frame. The mask is zero, which is a mask like any other."""
    payload = text.encode()
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0xFE)) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload


class Member(asyncio.Protocol):
    """One WebSocket. `seen` counts messages of the chat, `acknowledged` answers."""

    def __init__(self, kind: str, number: int, hello: dict[str, Any], greeting: dict[str, Any]) -> None:
        self._kind, self._number = kind, number
        self._hello, self._greeting = hello, greeting
        self._rest = b""
        self._open = False
        self._transport: asyncio.Transport | None = None
        self.here: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.answers = kind != "bare"
        self.seen = 0
        self.acknowledged = 0
        self.refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        address = f"10.9.{self._number // 250}.{self._number % 250 + 1}"
        transport.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"{ORIGIN_FIELD}: {address}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.here.done():
            self.here.set_exception(ConnectionError(self._rest[:200]))

    def write(self, text: str) -> None:
        assert self._transport is not None
        self._transport.write(masked(text))

    def say(self) -> None:
        if self._kind == "engawa":
            said = {"type": "say", "id": secrets.token_urlsafe(9), "text": TEXT}
            self.write(f'421["command",{json.dumps(said, ensure_ascii=False)}]')
        elif self._kind == "node":
            self.write('421["command",' + json.dumps({"text": "x" * (SIZE - 30)}) + "]")
        else:
            self.write('42["events",' + json.dumps({"text": "x" * (SIZE - 30)}) + "]")

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self._open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            if b" 101 " not in head[:20]:
                self.here.set_exception(ConnectionError(head))
                return
            self._open = True
            if self._kind == "bare":
                self.here.set_result(None)
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1] & 0x7F, at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if end < start + size:
                break
            at = start + size
            if data.startswith(b'42["events"', start):
                self.seen += 1
            else:
                self._other(data[start:at])
        self._rest = data[at:]

    def _other(self, payload: bytes) -> None:
        if payload == b"2":
            self.write("3")
        elif payload.startswith(b"430"):
            self.here.set_result(None)
        elif payload.startswith(b"431"):
            self.acknowledged += 1
            self.refused += b'"ok":true' not in payload
        elif payload.startswith(b"0"):
            self.write("40" + json.dumps(self._hello))
        elif payload.startswith(b"40"):
            if self._greeting:
                self.write(f'420["command",{json.dumps(self._greeting)}]')
            else:
                self.here.set_result(None)
        elif payload.startswith(b"44"):
            self.here.set_exception(ConnectionError(payload))


async def _connect(kind: str, port: int, number: int, hello: dict[str, Any], greeting: dict[str, Any]) -> Member:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(OSError):
                _, member = await loop.create_connection(
                    lambda: Member(kind, number, hello, greeting), "127.0.0.1", port
                )
                await member.here
                return member
            await asyncio.sleep(0.05)


async def _chat(members: list[Member], first: int, rate: float, count: int) -> None:
    """`count` messages at a steady rate, by one member after the other; returns when everything has come that will."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    answered = sum(member.acknowledged for member in members) + count
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
        members[(first + number) % len(members)].say()
    async with asyncio.timeout(PATIENCE):
        while members[0].answers and sum(member.acknowledged for member in members) < answered:
            await asyncio.sleep(0.02)
    before = -1
    while (now := sum(member.seen for member in members)) != before:
        before = now
        await asyncio.sleep(0.2)


async def main() -> None:
    kind, port = sys.argv[1], int(sys.argv[2])
    wanted = json.loads(await asyncio.to_thread(sys.stdin.readline))
    members = []
    for number, (hello, greeting) in enumerate(wanted):
        members.append(await _connect(kind, port, number, hello, greeting))
    print(json.dumps(len(members)), flush=True)
    first = 0
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        before = [(member.seen, member.acknowledged, member.refused) for member in members]
        await _chat(members, first, order["rate"], order["count"])
        first += order["count"]
        after = [(member.seen, member.acknowledged, member.refused) for member in members]
        sums = [sum(row) for row in zip(*after, strict=True)]
        print(
            json.dumps([one - sum(row) for one, row in zip(sums, zip(*before, strict=True), strict=True)]), flush=True
        )


if __name__ == "__main__":
    asyncio.run(main())
