"""What is answered many times a second is written with whatever goes to the same client next, and never waits for ever."""

from __future__ import annotations

import asyncio
from typing import cast

import aiohttp.web

from server.socket.frames import ack_frame, event_frame, websocket_frame
from server.socket.transport import BEHIND, MAX_BUFFER, MAX_HELD, Heart, Wire
from tests.virtual_time import virtual

ANSWER = b'{"ok":true}'


class Line(asyncio.Transport):
    """A transport that keeps what each call wrote; `waiting` bytes are not taken by the other side yet."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.writes.append(bytes(data))

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None: ...


def wire_of(line: Line) -> Wire:
    return Wire(cast(aiohttp.web.WebSocketResponse, None), line)


async def test_an_answer_that_may_wait_goes_with_the_next_frame_and_before_it() -> None:
    line = Line()
    wire = wire_of(line)
    wire.acknowledge(1, ANSWER, with_next=True)
    wire.acknowledge(2, ANSWER, with_next=True)
    assert line.writes == []
    walks = event_frame("walks", b"{}")
    wire.send(walks, volatile=True)
    assert line.writes == [ack_frame(1, ANSWER) + ack_frame(2, ANSWER) + walks]
    wire.acknowledge(3, ANSWER)
    assert line.writes[1:] == [ack_frame(3, ANSWER)]


async def test_a_client_that_is_behind_is_answered_with_what_is_not_left_out() -> None:
    line = Line()
    wire = wire_of(line)
    line.waiting = BEHIND + 1
    wire.acknowledge(1, ANSWER, with_next=True)
    wire.send(event_frame("walks", b"{}"), volatile=True)
    assert line.writes == []
    events = event_frame("events", b"{}")
    wire.send(events)
    assert line.writes == [ack_frame(1, ANSWER) + events]


async def test_what_waits_is_bounded() -> None:
    line = Line()
    wire = wire_of(line)
    for number in range(1000):
        wire.acknowledge(number, ANSWER, with_next=True)
    assert line.writes
    assert max(map(len, line.writes)) <= MAX_HELD + 2 * len(ack_frame(1000, ANSWER))
    assert MAX_HELD < MAX_BUFFER


@virtual
async def test_where_nothing_else_is_sent_it_goes_with_the_ping() -> None:
    line = Line()
    wire, heart = wire_of(line), Heart(5.0)
    beat = heart.add(wire)
    wire.acknowledge(1, ANSWER, with_next=True)
    await asyncio.sleep(5.01)
    assert line.writes == [ack_frame(1, ANSWER) + websocket_frame(b"2")]
    beat.discard(wire)
