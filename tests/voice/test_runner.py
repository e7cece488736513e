"""The engine on a real port and a real clock: binding, ticking, and what a standstill does."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import pytest

from server.voice import runner
from server.voice.config import VoiceConfig
from server.voice.engine import TICK
from server.voice.runner import CATCH_UP, Runner
from tests.voice.helpers import Listener, until


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    """A socket that holds a port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        yield held


def on(held: socket.socket) -> Runner:
    return Runner(VoiceConfig(host="127.0.0.1", port=int(held.getsockname()[1])), Listener())


async def test_a_port_that_gets_free_is_taken(taken: socket.socket) -> None:
    running = on(taken)
    starting = asyncio.create_task(running.start())
    await asyncio.sleep(0)
    assert not starting.done()
    port = taken.getsockname()[1]
    taken.close()
    engine = await starting
    assert engine.port == port
    await running.stop()


async def test_a_port_that_stays_taken_is_an_error(taken: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BIND_TRIES", 2)
    with pytest.raises(OSError, match="in use"):
        await on(taken).start()


async def test_after_a_standstill_missed_ticks_are_skipped_and_counted() -> None:
    running = Runner(VoiceConfig(host="127.0.0.1", port=0), Listener())
    engine = await running.start()
    await until(lambda: engine.tick_number > 2)
    before, skipped = engine.tick_number, engine.counts["skipped_ticks"]
    time.sleep(TICK * (CATCH_UP + 7))
    await until(lambda: engine.tick_number > before + CATCH_UP + 5)
    assert engine.counts["skipped_ticks"] > skipped
    assert engine.counts["late_ticks"] > 0
    await running.stop()


async def test_datagrams_reach_the_engine_and_the_port_is_let_go() -> None:
    running = Runner(VoiceConfig(host="127.0.0.1", port=0), Listener())
    engine = await running.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"\xff", ("127.0.0.1", engine.port))
        await until(lambda: engine.counts["in"] == 1)
    await running.stop()
    again = Runner(VoiceConfig(host="127.0.0.1", port=engine.port), Listener())
    assert (await again.start()).port == engine.port
    await again.stop()
