"""Long runs: kills, storms of chat and voice, with memory watched. `make soak`; not part of `make test`."""

from __future__ import annotations

import asyncio
import random

import aiohttp

from tests.bots.client import Bot
from tests.bots.people import come_back, person, voice_of
from tests.bots.server import ServerProcess
from tests.bots.voice import encode, tone

A = tone(440, 3)
KILLS = 25
STORM_SECONDS = 300


async def test_many_kills_lose_nothing_that_was_acknowledged(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    staff = [await person(http, server, links, f"しんこう{n}", role="facilitator") for n in range(4)]
    chance = random.Random(1)
    acknowledged: list[str] = []

    async def chatter(bot: Bot, name: int, kill: int) -> None:
        number = 0
        while True:
            text = f"{kill}/{name}/{number}"
            if (await bot.say(text))["ok"]:
                acknowledged.append(text)
            number += 1

    for kill in range(KILLS):
        chatting = [asyncio.create_task(chatter(bot, name, kill)) for name, bot in enumerate(staff)]
        await asyncio.sleep(chance.uniform(0.1, 1.0))
        await server.kill()
        await asyncio.gather(*chatting, return_exceptions=True)
        await asyncio.gather(server.start(), *(come_back(bot) for bot in staff))
        fresh = Bot(http, server.base)
        fresh.device, fresh.token, fresh.person = staff[0].device, staff[0].token, staff[0].person
        await fresh.connect()
        staff[0] = fresh
        seen = set(fresh.texts())
        assert all(text in seen for text in acknowledged[-100:])


async def test_hours_of_a_busy_room_do_not_grow(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session(hours=4)
    people = [await person(http, server, links, f"ひと{number}") for number in range(30)]
    voices = []
    for bot in people[:4]:
        await bot.ask({"type": "set_microphone", "microphone": "open"})
        voice = voice_of(bot, decode=False)
        await voice.connect()
        voices.append(voice)
    for voice in voices[:2]:
        voice.speak(encode(A))
    sizes = []
    loop = asyncio.get_running_loop()
    end = loop.time() + STORM_SECONDS
    while loop.time() < end:
        for bot in people:
            await bot.tell({"type": "react", "reaction": "nod"})
            await bot.tell({"type": "walk", "path": [{"x": 1, "y": 2}]})
        leaver = Bot(http, server.base)
        await leaver.join(secret=links.secret())
        await leaver.connect()
        await leaver.close()
        await asyncio.sleep(0.5)
        sizes.append(sum(process.memory_info().rss for process in server.processes()))
    third = len(sizes) // 3
    assert max(sizes[-third:]) < max(sizes[third : 2 * third]) * 1.1
    for voice in voices:
        await voice.close()
