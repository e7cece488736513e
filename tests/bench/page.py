"""What a page costs an old telephone: the way in on a slow line, and a room of eighty people of whom thirty stroll."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.figures import Figure
from tests.bots.client import Bot
from tests.bots.server import ServerProcess
from tests.e2e.people import PHONE, Somebody, Venue

PEOPLE, STROLLING = 80, 30
SECONDS = 10.0
SLOW_LINE = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s each way, 300 ms until the first byte of each answer."""
PRESSED = "addEventListener('click', () => { window.__pressed = performance.now(); }, true)"
FRAMES = """
window.__long = [];
window.__frames = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__long.push(entry.duration);
}).observe({ type: 'longtask' });
const frame = (now) => { window.__frames.push(now); requestAnimationFrame(frame); };
requestAnimationFrame(frame);
"""


async def _slowed(person: Somebody, times: int, line: dict[str, Any] | None = None) -> None:
    session = await person.page.context.new_cdp_session(person.page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    if line is not None:
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", line)


async def way_in(server: ServerProcess) -> tuple[float, float, float]:
    """Seconds from the link to the first screen, from its press to the look into the room, and from 入る into the room."""
    async with AsyncExitStack() as stack:
        venue = Venue(server, await server.new_session(), stack)
        person = await venue.somebody(size=PHONE)
        await person.page.add_init_script(PRESSED)
        await _slowed(person, 4, SLOW_LINE)
        begun = time.monotonic()
        await person.page.goto(venue.links.urls["participant"], wait_until="commit")
        await person.button("のぞいてみる").wait_for()
        first = time.monotonic()
        await person.press("のぞいてみる")
        await person.page.get_by_text("縁側から、部屋をのぞいています。").wait_for()
        looked = time.monotonic()
        await person.enter("さくら", sound=False)
        # Typing and choosing are a person's time: what counts is from the last press, which the page itself has noted.
        entered = await person.page.evaluate("performance.now() - window.__pressed")
        return first - begun, looked - first, entered / 1000


async def _strolls(bots: list[Bot], until: float) -> None:
    turn = 0
    while time.monotonic() < until:
        for number, bot in enumerate(bots):
            path = [{"x": 80 + (number * 97 + turn * 211) % 840, "y": 80 + (number * 61 + turn * 157) % 820}]
            await bot.tell({"type": "walk", "path": path})
        turn += 1
        await asyncio.sleep(1)


async def busy_room(server: ServerProcess) -> tuple[float, float, list[float]]:
    """Frames a second, the longest pause between two frames in ms, and every task of the page above 50 ms, in company."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        venue = Venue(server, await server.new_session(), stack)
        bots = []
        for number in range(PEOPLE - 1):
            bot = Bot(http, server.base, folding=False)
            await bot.join(secret=venue.links.secret())
            await bot.connect()
            wish = "listener" if number % 5 == 2 else "circle"
            await bot.ask({"type": "enter", "nickname": f"しじゅうから{number}", "wish": wish})
            bots.append(bot)
        person = await venue.participant("さくら")
        await _slowed(person, 6)
        until = time.monotonic() + SECONDS + 3
        strolling = asyncio.create_task(_strolls(bots[:STROLLING], until))
        await asyncio.sleep(2)
        await person.page.evaluate(FRAMES)
        await asyncio.sleep(SECONDS)
        long, frames = await person.page.evaluate("[window.__long, window.__frames]")
        await strolling
        for bot in bots:
            await bot.close()
        gaps = [after - before for before, after in itertools.pairwise(frames)]
        return 1000 * len(gaps) / (frames[-1] - frames[0]), max(gaps), long


async def figures() -> list[Figure]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        await server.start()
        try:
            first, looked, entered = await way_in(server)
            rate, longest, tasks = await busy_room(server)
        finally:
            await server.stop()
    line: dict[str, object] = {"kbit/s": 400, "latency ms": 300, "CPU": "÷ 4", "viewport": "360 × 740"}
    room: dict[str, object] = {"people": PEOPLE, "strolling": STROLLING, "CPU": "÷ 6", "seconds": SECONDS}
    return [
        Figure("page: link to first screen on a slow line", first, "s", reach="≤ 3", conditions=line),
        Figure("page: のぞいてみる to the look on a slow line", looked, "s", conditions=line),
        Figure("page: 入る to the room on a slow line", entered, "s", reach="≤ 2", conditions=line),
        Figure("page: frames a second in a busy room", rate, "/s", reach="60", conditions=room),
        Figure("page: longest pause between two frames", longest, "ms", conditions=room),
        Figure(
            "page: tasks above 50 ms in a busy room",
            len(tasks),
            "",
            reach="0",
            conditions={**room, "ms": sorted(tasks)[-5:]},
        ),
    ]
