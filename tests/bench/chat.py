"""Walking and memory: CPU and size of the server process. What a message costs: `tests.bench.delivery`."""

from __future__ import annotations

import asyncio
import gc
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import aiohttp

from tests.bench.figures import Figure
from tests.bots.client import Bot
from tests.bots.server import Links, ServerProcess

TEXT = "今日はいい天気ですね。こちらは窓をあけて、お茶をいれています。"


async def gather_bots(
    http: aiohttp.ClientSession, server: ServerProcess, links: Links, count: int, first: int = 0
) -> list[Bot]:
    """That many people in the circle and the listener seats."""
    bots = []
    for number in range(first, first + count):
        bot = Bot(http, server.base, folding=False)
        await bot.join(secret=links.secret())
        await bot.connect()
        answer = await bot.enter(f"ひと{number}", wish="circle" if number % 3 else "listener")
        if not answer["ok"]:
            raise RuntimeError(answer)
        bots.append(bot)
    await asyncio.sleep(1)
    return bots


async def idle_cpu(server: ServerProcess, seconds: float) -> float:
    """CPU seconds per second that the room costs when nobody does anything (pings)."""
    before = server.cpu()
    await asyncio.sleep(seconds)
    return (server.cpu() - before) / seconds


async def _measured(server: ServerProcess, work: Callable[[], Awaitable[None]], idle: float) -> float:
    loop = asyncio.get_running_loop()
    before, start = server.cpu(), loop.time()
    await work()
    return max(0.0, server.cpu() - before - idle * (loop.time() - start))


async def walking_cost(server: ServerProcess, bots: list[Bot]) -> dict[str, float]:
    """Walking by each of WALKS, in ms of CPU per member-second."""
    idle = await idle_cpu(server, 3)
    found = {}
    for name, (seconds, walks) in WALKS.items():
        used = await _measured(server, partial(_walk, bots, walks), idle)
        found[name] = used / (seconds * len(bots)) * 1000
    return found


Walks = list[tuple[float, int]]
"""When each walk is told, in seconds, and how many points are in it."""


def _even(every: float, seconds: float, points: int) -> Walks:
    return [(every * number, points) for number in range(round(seconds / every))]


def _held(*times: float) -> Walks:
    """A key that is held for 2.4 s, another for as long after it, and so on for 7.5 s."""
    return [(turn * 2.5 + at, 2) for turn in range(3) for at in times]


WALKS: dict[str, tuple[float, Walks]] = {
    "a new path every 2 s": (8, _even(2, 8, 2)),
    "arrow keys, 4 messages/s": (6, _even(0.25, 6, 2)),
    "an arrow key held": (
        7.5,
        _held(0, 0.6, 1.52, 2.4),
    ),  # as the client tells it: the press, two walks ahead, the stop
    "an arrow key held, every step told": (7.5, _even(0.34, 7.5, 9)),  # as it told it once
}


async def _walk(bots: list[Bot], walks: Walks) -> None:
    """Everybody walks so, and waits for the answers as a browser does; begun one after the other within a second."""
    loop = asyncio.get_running_loop()

    async def one(bot: Bot, number: int) -> None:
        begun = loop.time() + number / len(bots)
        answers = []
        for step, (at, points) in enumerate(walks):
            await asyncio.sleep(max(0.0, begun + at - loop.time()))
            x = (number * 37 + step * 120) % 1000
            path = [{"x": (x + 25 * point) % 1000, "y": 500} for point in range(points)]
            answers.append(asyncio.create_task(bot.ask({"type": "walk", "path": path})))
        if refused := [answer for answer in await asyncio.gather(*answers) if not answer["ok"]]:
            raise RuntimeError(refused[0])

    await asyncio.gather(*(one(bot, number) for number, bot in enumerate(bots)))


async def memory(
    http: aiohttp.ClientSession, server: ServerProcess, links: Links, first: list[Bot]
) -> tuple[float, float]:
    """(KB per connected participant, MB that 50 clients which stopped reading added while others talked on)."""
    before = server.processes()[0].memory_info().rss
    second = await gather_bots(http, server, links, 200, first=len(first))
    each = (server.processes()[0].memory_info().rss - before) / 200 / 1024
    for bot in second[:50]:
        stop_reading(bot)
    before = server.processes()[0].memory_info().rss
    for _ in range(60):
        for bot in first:
            await bot.say(TEXT * 8)
    grown = (server.processes()[0].memory_info().rss - before) / 1024 / 1024
    for bot in first + second:
        await bot.close()
    gc.collect()
    return each, grown


def stop_reading(bot: Bot) -> None:
    """A client that neither reads nor closes, as a frozen phone."""
    if bot._reader is not None:
        bot._reader.cancel()
    if bot._ws is not None and bot._ws._response.connection is not None:
        transport = bot._ws._response.connection.transport
        if isinstance(transport, asyncio.ReadTransport):
            transport.pause_reading()


async def figures() -> list[Figure]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data", more={"ENGAWA_TRUSTED_PROXY": "true"})
        await server.start()
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                links = await server.new_session(capacity=1000)
                bots, _ = await asyncio.gather(gather_bots(http, server, links, 50), server.settled())
                walks = await walking_cost(server, bots)
                each, grown = await memory(http, server, links, bots)
        finally:
            await server.stop()
    reach = {"a new path every 2 s": "≤ 0.8"}
    held, once = walks.pop("an arrow key held"), walks.pop("an arrow key held, every step told")
    return [
        *(
            Figure(
                f"walks: {name}, per member-second", cost, "ms", reach=reach.get(name, ""), conditions={"members": 50}
            )
            for name, cost in walks.items()
        ),
        Figure(
            "walks: an arrow key held, to telling every step", held, "ms", once, held / once, conditions={"members": 50}
        ),
        Figure("memory per connected participant", each, "KB", reach="≤ 80", conditions={"members": "50 to 250"}),
        Figure("memory added by 50 clients that stopped reading", grown, "MB", reach="flat", conditions={"said": 3000}),
    ]
