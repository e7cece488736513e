"""Chat, walking and memory: CPU of the server process, and the baseline of a bare send_str loop in the same run."""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import psutil

from tests.bench.figures import Figure
from tests.bots.client import Bot
from tests.bots.server import Links, ServerProcess, cpu_of, free_port

TEXT = "今日はいい天気ですね。こちらは窓をあけて、お茶をいれています。"
BATCHES = 30


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


async def chat_cost(count: int) -> tuple[float, int, float, float]:
    """(CPU ms per message, bytes of a message frame, walking by paths and by arrow keys in ms per member-second)."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        await server.start()
        await server.settled()
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                links = await server.new_session(capacity=1000)
                bots = await gather_bots(http, server, links, count)
                idle = await idle_cpu(server, 3)
                sizes: list[int] = []
                bots[0].on_frame = lambda name, data: sizes.append(len(data)) if name == "events" else None
                messages = await _measured(server, lambda: _chat(bots), idle)
                paths = keys = 0.0
                if count == 50:
                    paths = await _measured(server, lambda: _walk(bots, 2.0, 10), idle) / (10 * count)
                    keys = await _measured(server, lambda: _walk(bots, 0.25, 6), idle) / (6 * count)
                for bot in bots:
                    await bot.close()
                sent = BATCHES * 10
                return messages / sent * 1000, sum(sizes) // max(1, len(sizes)), paths * 1000, keys * 1000
        finally:
            await server.stop()


async def _chat(bots: list[Bot]) -> None:
    """Messages one after the other, so that none shares another's frame; different people, so that no rate is met."""
    for batch in range(BATCHES):
        for offset in range(10):
            answer = await bots[(batch * 10 + offset) % len(bots)].say(TEXT)
            if not answer["ok"]:
                raise RuntimeError(answer)
        await asyncio.sleep(0.4)


async def _walk(bots: list[Bot], every: float, seconds: float) -> None:
    """Everybody starts a new walk `every` so often."""

    async def one(bot: Bot, number: int) -> None:
        await asyncio.sleep(every * number / len(bots))
        for step in range(round(seconds / every)):
            x = (number * 37 + step * 120) % 1000
            await bot.tell({"type": "walk", "path": [{"x": x, "y": 500}, {"x": 1000 - x, "y": 300}]})
            await asyncio.sleep(every)

    await asyncio.gather(*(one(bot, number) for number, bot in enumerate(bots)))


async def bare_cost(count: int, size: int) -> float:
    """CPU ms per message of a bare aiohttp loop that sends the same number of bytes to as many clients."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bench.bare", str(port))
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            sockets = [await _connect_bare(http, port) for _ in range(count)]
            readers = [asyncio.create_task(_drain(socket)) for socket in sockets]
            watched = psutil.Process(process.pid)
            before = cpu_of(watched)
            text = "x" * size
            for number in range(300):
                await sockets[number % count].send_str(text)
                await asyncio.sleep(0.01 if count > 100 else 0.002)
            await asyncio.sleep(1)
            cost = (cpu_of(watched) - before) / 300 * 1000
            for reader in readers:
                reader.cancel()
            return cost
    finally:
        process.kill()
        await process.wait()


async def _connect_bare(http: aiohttp.ClientSession, port: int) -> aiohttp.ClientWebSocketResponse:
    for _ in range(200):
        try:
            return await http.ws_connect(f"http://127.0.0.1:{port}/", compress=0)
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise RuntimeError("the baseline does not answer")


async def _drain(socket: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in socket:
        pass


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
    small, size, paths, keys = await chat_cost(50)
    large, _, _, _ = await chat_cost(500)
    bare_small, bare_large = await bare_cost(50, size), await bare_cost(500, size)
    slope, bare_slope = (large - small) / 450 * 1000, (bare_large - bare_small) / 450 * 1000
    fixed = small - slope * 50 / 1000
    each, grown = await memory()
    same = {"members": "50 and 500", "bytes": size}
    return [
        Figure("chat: CPU per delivered message, slope", slope, "µs", bare_slope, slope / bare_slope, "≤ 1.2", same),
        Figure("chat: fixed CPU per accepted message", fixed, "ms", reach="≤ 1.2", conditions=same),
        Figure(
            "walks: a new path every 2 s, per member-second", paths, "ms", reach="≤ 0.8", conditions={"members": 50}
        ),
        Figure(
            "walks: arrow keys, 4 messages/s, per member-second", keys, "ms", reach="≤ 2", conditions={"members": 50}
        ),
        Figure("memory per connected participant", each, "KB", reach="≤ 80", conditions={"members": "50 to 250"}),
        Figure("memory added by 50 clients that stopped reading", grown, "MB", reach="flat", conditions={"said": 3000}),
    ]
