"""A real server as a process of its own, on free ports and an empty data folder; killed and started again as tests need."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psutil

from server.clock import now_ms
from server.identity.links import Signer
from server.main import WARM_AFTER
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.live import LiveOffice
from server.sessions import make_session, session_links
from tests.bots.forking import Forked, fork
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent.parent


# Below what systems hand out by themselves, so that no connection takes a port between its choice and its use; each worker
# of pytest-xdist has its own numbers, and begins anywhere among them, since another checkout may run its tests meanwhile.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
_ports = itertools.islice(itertools.cycle(range(16_384 + _WORKER, 32_768, 16)), random.randrange(1024), None)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port of the loopback that nobody uses, and that nobody else here is given."""
    for port in itertools.islice(_ports, 1024):
        with socket.socket(socket.AF_INET, kind) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


@dataclass
class Links:
    """A session and its links, by role."""

    session: str
    code: str
    urls: dict[str, str]

    def secret(self, role: str = "participant") -> str:
        return self.urls[role].split("#", 1)[1]


@dataclass
class ServerProcess:
    """`engawa serve` in a process. `data` outlives kills."""

    data: Path
    port: int = field(default_factory=free_port)
    voice_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    https_port: int = 0
    voice_address: str = "127.0.0.1"
    process: Forked | None = None
    more: dict[str, str] = field(default_factory=dict)
    """Further settings, such as another database."""
    drawn: bool = False
    """Begins with all looks drawn, as it is a minute after its start."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ENGAWA_TRUSTED_PROXY": "true",
            **self.more,
            "ENGAWA_DATA_DIR": str(self.data),
            "ENGAWA_HOST": "127.0.0.1",
            "ENGAWA_PORT": str(self.port),
            "ENGAWA_HTTPS_PORT": str(self.https_port),
            "ENGAWA_VOICE_HOST": self.voice_address,
            "ENGAWA_VOICE_PORT": str(self.voice_port),
            "ENGAWA_VOICE_ADDRESSES": self.voice_address,
        }

    async def start(self) -> None:
        """Start and wait until it answers. What it writes goes to server.log in the data folder's parent."""
        self.process = await fork(["serve"], ROOT, self.environment, self.data.parent / "server.log", drawn=self.drawn)
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
            while not await self.answers(http):
                if self.process.returncode is not None:
                    raise RuntimeError((self.data.parent / "server.log").read_text())
                await asyncio.sleep(0.03)

    async def answers(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.base}/api/ready") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def settled(self) -> None:
        """Wait until what is done once after a start (pictures are made ready) is over, so that figures are free of it."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.sleep(WARM_AFTER + 1)
            before = -1.0
            while (now := cpu_of(self.processes()[0])) - before > 0.03:
                before = now
                await asyncio.sleep(1)

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(number)
        await self.process.wait()

    def processes(self) -> list[psutil.Process]:
        """The server and its workers."""
        if self.process is None:
            raise RuntimeError("not started")
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of CPU that the server process itself has used (workers not counted)."""
        return cpu_of(self.processes()[0])

    async def run(self, *words: str) -> str:
        """What an `engawa` command prints, on this server's data."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server.cli", *words, cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        assert process.returncode == 0, out
        return out.decode()

    async def new_session(
        self, title: str = "ふらっと", hours: float = 2, capacity: int = 120, begins_in: float = 0
    ) -> Links:
        """Plan a session that is open now, or in some hours, as `engawa session new` does, without a Python for it."""
        office = LiveOffice(Database(self.data, self.more.get("ENGAWA_OFFICE_URL")), now_ms, Safe.of(self.data))
        try:
            settings = await make_session(
                office, title, now_ms() + round(begins_in * 3_600_000), hours, capacity=capacity
            )
            made = await session_links(office, Signer(self.data), settings, self.base)
        finally:
            await office.close()
        assert made.code is not None
        return Links(made.session, made.code, {str(role): url for role, url in made.urls.items()})


def cpu_of(process: psutil.Process) -> float:
    """User and system seconds of a process."""
    times = process.cpu_times()
    return float(times.user + times.system)
