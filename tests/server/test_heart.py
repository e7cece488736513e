"""Pings: everybody is asked once in a while, and whoever gives no sign of life is let go."""

from __future__ import annotations

import asyncio
from typing import cast

from server.socket.endings import Ending
from server.socket.frames import websocket_frame
from server.socket.transport import BEATS, Heart, Wire
from tests.virtual_time import virtual

SECONDS = 5.0


class Line:
    """A wire that notes what it is asked to do, and when; `alive` answers every ping."""

    def __init__(self, alive: bool) -> None:
        self.alive, self.heard = alive, True
        self.pings: list[float] = []
        self.aborted: list[float] = []

    def send(self, frame: bytes) -> None:
        assert frame == websocket_frame(b"2")
        self.pings.append(asyncio.get_running_loop().time())
        self.heard = self.alive

    def abort(self, ending: Ending) -> None:
        assert ending is Ending.SILENT
        self.aborted.append(asyncio.get_running_loop().time())


@virtual
async def test_everybody_is_pinged_and_the_silent_are_let_go() -> None:
    heart = Heart(SECONDS)
    lines = [Line(alive=number != 3) for number in range(50)]
    beats = [heart.add(cast(Wire, line)) for line in lines]
    begun = asyncio.get_running_loop().time()
    await asyncio.sleep(SECONDS * 2.5)
    for line in lines:
        if line.alive:
            assert not line.aborted
            assert line.pings[0] - begun <= SECONDS + 0.01
            assert all(abs(two - one - SECONDS) < 0.01 for one, two in zip(line.pings, line.pings[1:], strict=False))
    dead = lines[3]
    assert len(dead.pings) == 1
    assert abs(dead.aborted[0] - dead.pings[0] - SECONDS) < 0.01, "one that is silent is let go with the next ping"
    assert len({line.pings[0] for line in lines}) == BEATS, "they are not asked all at once"
    for line, beat in zip(lines, beats, strict=True):
        beat.discard(cast(Wire, line))
    await asyncio.sleep(SECONDS)
    before = [len(line.pings) for line in lines]
    await asyncio.sleep(SECONDS * 3)
    assert [len(line.pings) for line in lines] == before, "who has gone is not asked"
