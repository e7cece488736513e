"""How soon a facilitator's press has reached eighty people, what a lecture of four hundred costs one telephone, and slides.

A real server, its voice worker, and bots over the loopback. Beside each time, in the same run and in turns, how long it
takes until a message is told to the same eighty: on a busy machine both grow, and their ratio stands.
"""

from __future__ import annotations

import asyncio
import io
import json
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp

from rooms.activities.slides import MOST
from rooms.base import Mode
from rooms.looks import LOOKS
from server.ports import SlidePage
from server.slides.renderer import PdfRenderer
from tests.bench.figures import Figure
from tests.bots.client import Bot
from tests.bots.people import person, voice_of
from tests.bots.server import Links, ServerProcess
from tests.bots.voice import encode, tone
from tests.e2e.people import PHONE, Venue
from tests.pdfs import pdf

PEOPLE, LISTENERS, ROUNDS = 80, 400, 10
PLANS = (Mode.TABLES, Mode.LECTURE)
"""A step takes back what was laid out, so that each of these is another plan."""
SLOWER = 6
"""How many times as long a telephone takes for what a page does."""
PAUSE = 1.2
"""Seconds between two presses, so that nobody is too fast."""


class Times:
    """When each of many bots was told something last."""

    def __init__(self, bots: list[Bot]) -> None:
        self.bots = bots
        self.told: dict[str, float] = {}
        self._all = asyncio.Event()
        for bot in bots:
            bot.on_frame = self._noting(bot)

    def _noting(self, bot: Bot) -> Callable[[str, Any], None]:
        def note(name: str, _text: object) -> None:
            if name in ("view", "events"):
                self.told.setdefault(bot.person, time.monotonic())
                if len(self.told) == len(self.bots):
                    self._all.set()

        return note

    async def of(self, who: Bot, command: dict[str, Any]) -> list[float]:
        """Milliseconds from the press until each was told."""
        self.told.clear()
        self._all.clear()
        begun = time.monotonic()
        answer = await who.ask(command)
        if not answer["ok"]:
            raise RuntimeError((command, answer))
        async with asyncio.timeout(30):
            await self._all.wait()
        found = [(each - begun) * 1000 for each in self.told.values()]
        await asyncio.sleep(PAUSE)
        return found


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


async def _come(http: aiohttp.ClientSession, server: ServerProcess, links: Links, count: int) -> list[Bot]:
    """So many participants, who read nothing of what they are sent."""
    bots = []
    for number, look in zip(range(count), cycle(LOOKS), strict=False):
        bot = Bot(http, server.base, folding=False)
        await bot.join(secret=links.secret())
        await bot.connect()
        entered = {"type": "enter", "nickname": f"なまえ {number:03}", "avatar": look.model_dump(), "card": "talk"}
        answer = await bot.ask(entered)
        if not answer["ok"]:
            raise RuntimeError(answer)
        bots.append(bot)
    return bots


async def told_to_all(http: aiohttp.ClientSession, server: ServerProcess) -> dict[str, list[float]]:
    """Milliseconds until each of eighty was told of a message, a hand, a turn, a step and another plan."""
    links = await server.new_session()
    f = await person(http, server, links, "かかり", role="facilitator")
    bots = await _come(http, server, links, PEOPLE)
    assert f.view is not None
    keys = [step.key for step in f.view.steps]
    times, found = Times(bots), dict[str, list[float]]()
    for number in range(ROUNDS):
        raising = bots[number]
        step = number % len(keys)
        presses: list[tuple[str, Bot, dict[str, Any]]] = [
            ("message", raising, {"type": "say", "id": f"message-{number:04}", "text": "こんにちは", "scope": "room"}),
            ("hand", raising, {"type": "raise_hand"}),
            ("turn", f, {"type": "give_turn", "person": raising.person}),
            ("step", f, {"type": "set_step", "step": (step + 1) % len(keys), "key": keys[(step + 1) % len(keys)]}),
            ("plan", f, {"type": "set_plan", "mode": PLANS[number % len(PLANS)]}),
        ]
        for name, who, command in presses:
            found.setdefault(name, []).extend(await times.of(who, command))
    await asyncio.gather(*(bot.close() for bot in (*bots, f)))
    return found


async def voice_follows(http: aiohttp.ClientSession, server: ServerProcess) -> list[float]:
    """Milliseconds from another plan until somebody hears the staff whom they did not hear before."""
    links = await server.new_session()
    f = await person(http, server, links, "かかり", role="facilitator")
    listener = await person(http, server, links, "つばめ")
    voices = [voice_of(f, decode=False), voice_of(listener, decode=False)]
    for voice in voices:
        await voice.connect()
    found = []
    for _ in range(ROUNDS):
        await _must(f, {"type": "set_plan", "mode": Mode.TABLES})
        await _must(listener, {"type": "take_place", "place": _place(listener, "table")})
        await _must(f, {"type": "take_place", "place": _place(f, "table", last=True)})
        await _must(f, {"type": "set_microphone", "microphone": "open"})
        voices[0].speak(encode(tone(400, 2)))
        await asyncio.sleep(PAUSE)
        before = voices[1].received
        await asyncio.sleep(0.2)
        if voices[1].received != before:
            raise RuntimeError("heard before it was to be")
        begun = time.monotonic()
        await f.ask({"type": "set_plan", "mode": Mode.LECTURE})
        if not f.view or f.view.people[f.person].microphone != "open":
            await f.ask({"type": "set_microphone", "microphone": "open"})
        async with asyncio.timeout(10):
            while voices[1].received == before:
                await asyncio.sleep(0.002)
        found.append((time.monotonic() - begun) * 1000)
    for voice in voices:
        await voice.close()
    await asyncio.gather(f.close(), listener.close())
    return found


async def _must(bot: Bot, command: dict[str, Any]) -> None:
    answer = await bot.ask(command)
    if not answer["ok"]:
        raise RuntimeError((command, answer))
    await asyncio.sleep(0.05)


def _place(bot: Bot, begins: str, *, last: bool = False) -> str:
    assert bot.view is not None
    return [place.id for place in bot.view.plan.places if place.id.startswith(begins)][-1 if last else 0]


async def lecture(http: aiohttp.ClientSession, server: ServerProcess) -> tuple[float, float, list[float]]:
    """kB of the view that a listener and the staff are sent in a lecture of four hundred, and how long a telephone's page is
    busy at a stretch as it comes in: milliseconds of CPU of its longest tasks, times SLOWER, the longest first."""
    links = await server.new_session(capacity=500)
    f = await person(http, server, links, "かかり", role="facilitator")
    await _must(f, {"type": "set_plan", "mode": Mode.LECTURE})
    bots = await _come(http, server, links, LISTENERS - 1)
    mine, desk = [await _view_of(bot) for bot in (bots[-1], f)]
    async with AsyncExitStack() as stack:
        venue = Venue(server, links, stack)
        somebody = await venue.somebody(size=PHONE)
        await somebody.peek(links.urls["participant"])
        await somebody.at_the_door()
        browser = somebody.page.context.browser
        assert browser is not None
        await browser.start_tracing(
            page=somebody.page, categories=["toplevel", "disabled-by-default-devtools.timeline"]
        )
        await somebody.go_in()
        await asyncio.sleep(2)
        tasks = _busy(json.load(io.BytesIO(await browser.stop_tracing())))
    await asyncio.gather(*(bot.close() for bot in (*bots, f)))
    return mine, desk, tasks


async def _view_of(bot: Bot) -> float:
    """kB of what is sent to a bot that comes back and knows nothing."""
    sizes: list[int] = []

    def note(name: str, text: str) -> None:
        if name == "view":
            sizes.append(len(text.encode()))

    await bot.close()
    bot.folding, bot.on_frame = False, note
    await bot.connect()
    return sizes[0] / 1000


def _busy(trace: dict[str, Any]) -> list[float]:
    """Milliseconds of CPU of the page's own thread, task by task, times SLOWER."""
    events = trace["traceEvents"]
    named = (each for each in events if each.get("name") == "thread_name")
    pages = {(each["pid"], each["tid"]) for each in named if each["args"]["name"] == "CrRendererMain"}
    tasks = (each for each in events if each.get("name") == "RunTask" and (each["pid"], each["tid"]) in pages)
    return sorted((each.get("tdur", 0) / 1000 * SLOWER for each in tasks), reverse=True)


async def slides() -> tuple[float, float]:
    """Seconds of CPU for the largest deck that may be, and kB of its largest page."""
    largest = 0

    async def take(_number: int, page: SlidePage) -> None:
        nonlocal largest
        largest = max(largest, len(page.picture))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as file:
        file.write(pdf(MOST))
        file.flush()
        await PdfRenderer().draw(file, MOST, take)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, largest / 1000


@asynccontextmanager
async def _server() -> AsyncIterator[ServerProcess]:
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data", drawn=True)
        await server.start()
        try:
            yield server
        finally:
            await server.stop()


async def figures() -> list[Figure]:
    """All figures of this file."""
    async with _server() as server, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        told = {name: _p95(each) for name, each in (await told_to_all(http, server)).items()}
        heard = await voice_follows(http, server)
        mine, desk, tasks = await lecture(http, server)
    drawing, page = await slides()
    message = told.pop("message")
    return [
        *(
            Figure(
                f"facilitation: {name}, until {PEOPLE} are told, p95", value, "ms", message, value / message,
                "" if name == "plan" else "≤ 300",
            )
            for name, value in told.items()
        ),
        Figure(
            "facilitation: another plan until it is heard, p95", _p95(heard), "ms", message, _p95(heard) / message, "≤ 300",
            conditions={"tries": ROUNDS, "median": round(statistics.median(heard))},
        ),
        Figure(f"facilitation: view of a lecture of {LISTENERS}", mine, "kB", reach="≤ 60"),
        Figure(f"facilitation: the desk's view of a lecture of {LISTENERS}", desk, "kB", reach="≤ 60"),
        Figure("facilitation: coming in there, a telephone's longest task", tasks[0], "ms", reach="≤ 50"),
        Figure(
            "facilitation: such tasks over 50 ms", float(sum(each > 50 for each in tasks)), "tasks", reach="0",
            conditions={"CPU": f"÷ {SLOWER}"},
        ),
        Figure(f"facilitation: slides, {MOST} pages drawn, CPU", drawing, "s"),
        Figure("facilitation: slides, the largest picture", page, "kB"),
    ]  # fmt: skip
