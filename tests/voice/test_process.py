"""The worker process never outlives its parent. (What every engine does: tests/contract/test_voice.py.)"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

from tests.bots.server import ROOT, free_port
from tests.voice.helpers import until


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
