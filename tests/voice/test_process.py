"""The worker process: dies, comes back, and never outlives its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from server.voice.config import VoiceConfig
from server.voice.process import WorkerEngine
from tests.bots.server import ROOT, free_port
from tests.bots.voice import encode, tone
from tests.voice.helpers import Listener, everybody, hears, likeness, until, voices

A = tone(440, 3)


@pytest.fixture
async def running() -> AsyncIterator[tuple[WorkerEngine, Listener]]:
    engine, listener = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0)), Listener()
    await engine.start(listener)
    yield engine, listener
    await engine.stop()


async def test_voices_through_the_worker(running: tuple[WorkerEngine, Listener]) -> None:
    engine, listener = running
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 1.5)
        assert likeness(bots["b"].heard(), A) > 0.8
        assert frozenset({"a"}) in listener.spoke
        assert (await engine.stats())["peers"] == 2


async def test_a_killed_worker_comes_back_with_its_plans(running: tuple[WorkerEngine, Listener]) -> None:
    engine, listener = running
    engine.plan("r", everybody({"a"}, {"a", "b"}))
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    await until(lambda: listener.restarts == 1)
    async with voices(engine, "a", "b") as bots:
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)


async def test_the_worker_ends_with_its_parent_and_frees_the_port() -> None:
    port = free_port(socket.SOCK_DGRAM)
    program = (
        "import asyncio\n"
        "from server.voice.config import VoiceConfig\n"
        "from server.voice.process import WorkerEngine\n"
        "from tests.voice.helpers import Listener\n"
        "async def main():\n"
        f"    await (engine := WorkerEngine(VoiceConfig(host='127.0.0.1', port={port}))).start(Listener())\n"
        "    print('up', engine.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    line = b""
    while not line.startswith(b"up"):
        line = await asyncio.to_thread(parent.stdout.readline)
        assert line
    parent.kill()
    await asyncio.to_thread(parent.wait)
    parent.stdout.close()

    def free() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
            return True

    await until(free)
