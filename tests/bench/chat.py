"""Walking and memory: CPU and size of the server process. What a message costs: `tests.bench.delivery`."""

from __future__ import annotations

import asyncio
import gc
import tempfile
from collections.abc import Awaitable, Callable
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


async def walking_cost(count: int = 50) -> tuple[float, float]:
    """Walking by paths and by arrow keys, in ms of CPU per member-second."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data", more={"ENGAWA_TRUSTED_PROXY": "true"})
        await server.start()
        await server.settled()
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                links = await server.new_session(capacity=1000)
                bots = await gather_bots(http, server, links, count)
                idle = await idle_cpu(server, 3)
                paths = await _measured(server, lambda: _walk(bots, 2.0, 10), idle) / (10 * count)
                keys = await _measured(server, lambda: _walk(bots, 0.25, 6), idle) / (6 * count)
                for bot in bots:
                    await bot.close()
                return paths * 1000, keys * 1000
        finally:
            await server.stop()


async def _walk(bots: list[Bot], every: float, seconds: float) -> None:
    """Everybody starts a new walk `every` so often."""

    async def one(bot: Bot, number: int) -> None:
        await asyncio.sleep(every * number / len(bots))
        for step in range(round(seconds / every)):
            x = (number * 37 + step * 120) % 1000
            await bot.tell({"type": "walk", "path": [{"x": x, "y": 500}, {"x": 1000 - x, "y": 300}]})
            await asyncio.sleep(every)

    await asyncio.gather(*(one(bot, number) for number, bot in enumerate(bots)))


async def memory() -> tuple[float, float]:
    """(KB per connected participant, MB that 50 clients which stopped reading added while others talked on)."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        await server.start()
        await server.settled()
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                links = await server.new_session(capacity=1000)
                first = await gather_bots(http, server, links, 50)
                before = server.processes()[0].memory_info().rss
                second = await gather_bots(http, server, links, 200, first=50)
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
        finally:
            await server.stop()


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
    paths, keys = await walking_cost()
    each, grown = await memory()
    return [
        Figure(
            "walks: a new path every 2 s, per member-second", paths, "ms", reach="≤ 0.8", conditions={"members": 50}
        ),
        Figure(
            "walks: arrow keys, 4 messages/s, per member-second", keys, "ms", reach="≤ 0.6", conditions={"members": 50}
        ),
        Figure("memory per connected participant", each, "KB", reach="≤ 80", conditions={"members": "50 to 250"}),
        Figure("memory added by 50 clients that stopped reading", grown, "MB", reach="flat", conditions={"said": 3000}),
    ]
