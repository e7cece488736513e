"""People as bots: who joined, connected and entered, and their voices."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.bots.client import Bot, Refusal
from tests.bots.server import Links, ServerProcess
from tests.bots.voice import VoiceBot
from tests.patience import PATIENCE


async def person(http: aiohttp.ClientSession, server: ServerProcess, links: Links, name: str, **fields: object) -> Bot:
    """Somebody who joined, connected and entered."""
    bot = Bot(http, server.base)
    await bot.join(secret=links.secret(str(fields.pop("role", "participant"))))
    await bot.connect()
    answer = await bot.enter(name, **fields)
    assert answer["ok"], answer
    return bot


def voice_of(bot: Bot, *, decode: bool = True) -> VoiceBot:
    async def offer(sdp: str) -> str:
        answer = await bot.ask({"type": "offer_voice", "sdp": sdp})
        assert answer["ok"], answer
        return str(answer["answer"])

    return VoiceBot(offer, decode=decode)


async def come_back(bot: Bot) -> None:
    """What a client does after its connection broke: try until it is in again."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await bot.connect(resume=True)
            except (aiohttp.ClientError, ConnectionError, Refusal, TimeoutError):
                await asyncio.sleep(0.05)
            else:
                return
