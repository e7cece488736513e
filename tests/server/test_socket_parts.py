"""The private parts of python-socketio and python-engineio that server/socket/transport.py stands on. If this fails after
raising a version, read docs/raising-versions.md before anything else."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from importlib.metadata import version
from typing import Any

import aiohttp.web
import engineio
import socketio
from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
from aiohttp.base_protocol import BaseProtocol
from engineio.async_drivers import aiohttp as driver
from engineio.async_socket import AsyncSocket
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet

from server.socket.frames import ack_frame, event_frame, read_command, websocket_frame


def test_the_versions_are_those_that_were_read() -> None:
    assert version("python-socketio").startswith("5.18.")
    assert version("python-engineio").startswith("4.15.")
    assert version("aiohttp").startswith("3.14.")


def test_the_driver_can_still_be_exchanged() -> None:
    server = socketio.AsyncServer(async_mode="aiohttp")
    assert server.eio._async["websocket"] is driver.WebSocket
    assert isinstance(server.eio, engineio.AsyncServer)
    source = inspect.getsource(AsyncSocket)
    assert "self.server._async['websocket'](" in source
    assert "self._websocket_handler, self.server)" in source
    # What `_serve` and `_write` do in place of `_websocket_handler`, which knows no more than this of the rest:
    handler = inspect.getsource(AsyncSocket._websocket_handler)
    for line in ("self.connected = True", "self.upgraded = True", "await self.receive(pkt)", "await self.queue.put(None)",
                 "await self.close(wait=False, abort=True,"):  # fmt: skip
        assert line in handler, line
    assert "last_ping and time.time() - last_ping" in inspect.getsource(AsyncSocket.check_ping_timeout)
    assert list(inspect.signature(driver.WebSocket.__init__).parameters) == ["self", "handler", "server"]


def test_frames_can_still_be_read_where_they_come_in() -> None:
    """What `_Inbox` and `_Response` stand on: a parser that gives each message to `feed_data` of a queue of ours, and a
    response that makes both in `_post_start`."""
    told: list[str] = []

    class Queue(WebSocketDataQueue):
        def feed_data(self, data: Any, size: int) -> None:
            told.append(data.data)
            super().feed_data(data, size)

    loop = asyncio.new_event_loop()
    queue = Queue(BaseProtocol(loop), 1024, loop=loop)
    WebSocketReader(queue, 1024, compress=False, decode_text=True).feed_data(
        websocket_frame(b"one") + websocket_frame(b"2")
    )
    loop.close()
    assert told == ["one", "2"]
    assert len(queue._buffer) == 2
    begun = inspect.getsource(aiohttp.web.WebSocketResponse._post_start)
    for line in ("self._ws_protocol = protocol", "self._writer = writer", "self._reader = WebSocketDataQueue(",
                 "self._parser = WebSocketReader(", "request.protocol.set_parser(self._parser",
                 "request.protocol.keep_alive(False)"):  # fmt: skip
        assert line in begun, line
    assert begun.count("self._") == 13, "it does more than we know of"


def unframed(frame: bytes) -> str:
    """The text of an unmasked WebSocket text frame."""
    assert frame[0] == 0x81
    size, start = frame[1], 2
    if size == 126:
        size, start = int.from_bytes(frame[2:4], "big"), 4
    elif size == 127:
        size, start = int.from_bytes(frame[2:10], "big"), 10
    assert len(frame) == start + size
    return frame[start:].decode()


def test_our_frames_are_what_the_library_would_send() -> None:
    data = {"text": "こんにちは", "n": 1}
    payload = json.dumps(data, ensure_ascii=False).encode()
    theirs = packet.Packet(encoded_packet=unframed(event_frame("events", payload))[1:])
    assert theirs.packet_type == packet.EVENT
    assert theirs.data == ["events", data]
    ack = packet.Packet(encoded_packet=unframed(ack_frame(12, payload))[1:])
    assert (ack.packet_type, ack.id, ack.data) == (packet.ACK, 12, [data])


@given(st.binary(max_size=70_000).map(lambda raw: raw.hex().encode()))
def test_frames_of_any_size_are_whole(payload: bytes) -> None:
    assert unframed(websocket_frame(payload)) == payload.decode()


@given(st.text(max_size=60))
def test_any_text_is_a_command_or_not(text: str) -> None:
    read = read_command(text)
    assert read is None or text.startswith("42")
    assert read_command(f'42["command",{json.dumps(text)}]') == (None, json.dumps(text))
    assert read_command(f'4277["command",{json.dumps(text)}]') == (77, json.dumps(text))


@given(
    st.text(alphabet="0123456789", max_size=20) | st.text(max_size=3),
    st.sampled_from(["42", "420", "2", "41", "43", "a42"]),
)
def test_a_command_has_a_number_of_at_most_fifteen_digits_or_none(number: str, head: str) -> None:
    read = read_command(f'{head}{number}["command",{{}}]')
    digits = (head + number).removeprefix("42")
    right = (head + number).startswith("42") and re.fullmatch(r"[0-9]{0,15}", digits) is not None
    assert read == ((int(digits) if digits else None, "{}") if right else None)
