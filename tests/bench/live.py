"""What people feel: from 声を出す to being heard, coming back after a kill, and the size of the first load."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from tests.bench.figures import Figure
from tests.bots.people import come_back, person, voice_of
from tests.bots.server import ROOT, ServerProcess
from tests.bots.voice import encode, tone
from tests.e2e.browser import BLOCK, heard, write_wav
from tests.e2e.people import Somebody, Venue

TRIES = 8
LOUD = 0.01


async def _until_level(listener: Somebody, loud: bool) -> None:
    async with asyncio.timeout(10):
        while True:
            blocks = await heard(listener.page)
            if loud and any(level > LOUD for level in blocks):
                return
            if not loud and len(blocks) > 3 and max(blocks) < LOUD:
                return
            await asyncio.sleep(0.01 if loud else 0.25)


async def to_being_heard(server: ServerProcess, folder: Path) -> list[float]:
    """Seconds from pressing 声を出す in one browser until another plays it."""
    found = []
    async with AsyncExitStack() as stack:
        venue = Venue(server, await server.new_session(), stack)
        b, _ = await asyncio.gather(venue.participant("つばめ"), server.settled())
        await b.open_ears(BLOCK)
        a = await venue.participant("さくら", write_wav(folder / "tone.wav", tone(400, 3)))
        for _ in range(TRIES):
            await a.press("話す")
            await a.page.get_by_text("まだ誰にも聞こえていません").wait_for()
            await heard(b.page)
            begun = time.monotonic()
            await a.press("声を出す")
            await _until_level(b, loud=True)
            found.append(time.monotonic() - begun)
            await a.press("話すのをやめる")
            await asyncio.sleep(0.5)
            await _until_level(b, loud=False)
    return sorted(found)


async def after_a_kill(server: ServerProcess, people: int = 20) -> float:
    """Seconds from kill -9 of the server until everybody is back and a voice is heard."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        links = await server.new_session()
        bots = [await person(http, server, links, f"ひと{number}") for number in range(people)]
        await bots[0].ask({"type": "set_microphone", "microphone": "open"})
        await server.kill()
        killed = time.monotonic()
        await asyncio.gather(server.start(), *(come_back(bot) for bot in bots))
        voices = [voice_of(bot, decode=False) for bot in bots[:2]]
        for voice in voices:
            await voice.connect()
        voices[0].speak(encode(tone(400, 2)))
        async with asyncio.timeout(10):
            while not voices[1].received:
                await asyncio.sleep(0.005)
        taken = time.monotonic() - killed
        for voice in voices:
            await voice.close()
        return taken


def whole_client() -> tuple[float, float]:
    """KB in brotli of the script and style of every page together, and of the page itself."""
    assets = ROOT / "web_client/dist/assets"
    return sum(path.stat().st_size for path in assets.glob("*.br")) / 1024, len(list(assets.glob("*.br")))


async def figures() -> list[Figure]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        await server.start()
        try:
            times = await to_being_heard(server, Path(folder))
            taken = await after_a_kill(server)
        finally:
            await server.stop()
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))] * 1000
    size, files = whole_client()
    browsers: dict[str, object] = {"browsers": 2, "tries": TRIES, "median": round(times[len(times) // 2] * 1000)}
    return [
        Figure("声を出す until heard in another browser, p95", p95, "ms", reach="≤ 500", conditions=browsers),
        Figure("kill -9 until all are back and heard", taken, "s", reach="≤ 5", conditions={"people": 20}),
        Figure("all pages of the client, brotli", size, "KB", conditions={"files": files}),
    ]
