"""What a delivered message costs at a steady pace, all of it: the socket, the gate, the journal, the acknowledgement and the
frames. Beside it a bare aiohttp loop and a Socket.IO relay on Node, which do none of it but pass on.

The three run at the same time, each with a crowd of its own in another process (`tests.bench.crowd`), and are measured in
turns, so that whatever else the machine does meets all of them; the figures are medians of the rounds. Only the servers' CPU
counts. Senders change with every message. Each keeps its own ping: 5 s here, 25 s on Node, none of the bare loop.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from server.wire import PROTOCOL
from tests.bench.figures import Figure
from tests.bots.client import Bot
from tests.bots.server import ROOT, ServerProcess, free_port

ROUNDS = 3
PACES = ((2, 4), (20, 20), (50, 40))
"""Messages a second, and how many of them in a round."""
SIZES = (50, 500)
RELAY = ROOT / "web_client" / "node_modules" / "socket.io"


def cpu_seconds(pid: int) -> float:
    """User and system time of a process to the nanosecond: psutil knows hundredths."""
    return time.clock_gettime(((~pid) << 3) | 2)


class Crowd:
    """A server that is measured, and those connected to it."""

    def __init__(self, kind: str, port: int, pid: int) -> None:
        self.kind, self._port, self._pid = kind, port, pid
        self._process: asyncio.subprocess.Process | None = None
        self.size = 0

    async def gather(self, stack: AsyncExitStack, members: list[tuple[dict[str, object], dict[str, object]]]) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.crowd", self.kind, str(self._port)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        stack.push_async_callback(_end, self._process)
        self.size = int(await self._order(members))

    async def _order(self, order: object) -> bytes:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no crowd")
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return await self._process.stdout.readline()

    async def cost(self, rate: float, count: int) -> float:
        """Microseconds of the server's CPU for each message that reached one member."""
        before = cpu_seconds(self._pid)
        seen, answered, refused = json.loads(await self._order({"rate": rate, "count": count}))
        used = cpu_seconds(self._pid) - before
        whole = seen == count * self.size if self.kind == "bare" else answered == count  # one frame may hold several
        if refused or not whole:
            raise RuntimeError(f"{self.kind}: {answered} of {count} answered, {refused} refused, {seen} frames came")
        return used / (count * self.size) * 1e6


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _passes(server: ServerProcess, size: int) -> list[tuple[dict[str, object], dict[str, object]]]:
    """A hello and a greeting for each member of a new session: each comes from an address of their own."""
    links = await server.new_session(capacity=1000)
    made: list[tuple[dict[str, object], dict[str, object]]] = []
    for number in range(size):
        address = f"10.9.{number // 250}.{number % 250 + 1}"
        async with aiohttp.ClientSession(headers={"X-Forwarded-For": address}) as http:
            bot = Bot(http, server.base)
            await bot.join(secret=links.secret())
            await http.close()
        avatar = {"style": "critters", "seed": "bot"}
        wish = "circle" if number % 3 else "listener"
        made.append(
            (
                {"token": bot.token, "protocol": PROTOCOL},
                {"type": "enter", "nickname": f"ひと{number}", "avatar": avatar, "wish": wish},
            )
        )
    return made


async def _relay(stack: AsyncExitStack, kind: str) -> Crowd:
    port = free_port()
    words = ("node", "tests/bench/relay.mjs") if kind == "node" else (sys.executable, "-m", "tests.bench.bare")
    process = await asyncio.create_subprocess_exec(*words, str(port), cwd=ROOT)
    stack.push_async_callback(_end, process)
    return Crowd(kind, port, process.pid)


def lacking(relay: Path = RELAY) -> str | None:
    """What is missing for the comparison with Node, in words, or None."""
    if shutil.which("node") is None:
        return "Node is not installed"
    return None if relay.is_dir() else "socket.io is not installed for Node (npm --prefix web_client ci)"


async def costs(size: int, *, node: bool) -> dict[tuple[str, int], float]:
    """Median microseconds per delivered message, by kind (engawa, bare and, where asked for, node) and pace."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = ServerProcess(Path(folder) / "data", more={"ENGAWA_TRUSTED_PROXY": "true"})
        await server.start()
        stack.push_async_callback(server.stop)
        ours = Crowd("engawa", server.port, server.processes()[0].pid)
        crowds = [ours, *[await _relay(stack, kind) for kind in (("bare", "node") if node else ("bare",))]]
        passes = await _passes(server, size)
        await asyncio.gather(
            server.settled(),
            ours.gather(stack, passes),
            *(crowd.gather(stack, [({}, {})] * size) for crowd in crowds[1:]),
        )
        for crowd in crowds:
            await crowd.cost(50, 50)  # what is compiled and cached with use is so now
        found: dict[tuple[str, int], list[float]] = {}
        for _ in range(ROUNDS):
            for rate, count in PACES:
                for crowd in crowds:
                    found.setdefault((crowd.kind, rate), []).append(await crowd.cost(rate, count))
        return {key: statistics.median(values) for key, values in found.items()}


async def figures() -> list[Figure]:
    """All figures of this file."""
    made = []
    missing = lacking()
    if missing is not None:
        print(f"delivery: {missing}: measured without Node's relay beside it", file=sys.stderr)
    for size in SIZES:
        found = await costs(size, node=missing is None)
        for rate, _ in PACES:
            each, bare, node = found["engawa", rate], found["bare", rate], found.get(("node", rate))
            told: dict[str, object] = {
                "bare aiohttp": round(bare, 1),
                "to bare": round(each / bare, 2),
                "rounds": ROUNDS,
            }
            name = f"delivery: {size} members, {rate} messages/s, to Node"
            ratio = None if node is None else each / node
            made.append(Figure(name, each, "µs", node, ratio, "≤ 1", told))
    return made
