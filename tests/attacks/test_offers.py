"""Offers of voice, as many and as large as may be sent: whoever speaks goes on being heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.bots.client import Bot
from tests.bots.people import person, voice_of
from tests.bots.server import Links, ServerProcess
from tests.bots.voice import VoiceBot, VoicePeer, encode, tone
from tests.patience import happens

PACKETS = encode(tone(440, 3))
LARGEST = 8000
"""Characters of the largest offer that passes."""
FLOOD = 79
"""As many commands as one connection may send at once."""


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: what is refused at the wire leaves nothing."""
    return shared_server


def largest_offer() -> str:
    """A good offer as long as may be, of what becomes longest on its way to the worker."""
    head = VoicePeer(lambda data: None).sdp() + "a=x:"
    return head + '"' * (LARGEST - len(head))


def worker_pid(server: ServerProcess) -> int:
    return server.processes()[1].pid


@asynccontextmanager
async def talking(
    http: aiohttp.ClientSession, server: ServerProcess, links: Links
) -> AsyncIterator[tuple[VoiceBot, VoiceBot]]:
    """Somebody who speaks in the circle, and somebody who hears them."""
    names = ("はな", "しずか")
    people = [await person(http, server, links, name) for name in names]
    voices = [voice_of(bot, decode=False) for bot in people]
    for voice in voices:
        await voice.connect()
    assert (await people[0].ask({"type": "set_microphone", "microphone": "open"}))["ok"]
    voices[0].speak(PACKETS)
    await happens(lambda: voices[1].received > 20)
    yield voices[0], voices[1]
    for voice in voices:
        await voice.close()
    for bot in people:
        await bot.close()


async def flood(bots: list[Bot], sdp: str, count: int = FLOOD) -> list[str]:
    """Every bot sends so many offers at once. The codes of all that were refused."""
    asked = [bot.ask({"type": "offer_voice", "sdp": sdp}) for _ in range(count) for bot in bots]
    answers = await asyncio.gather(*asked)
    return [answer["code"] for answer in answers if not answer["ok"]]


async def test_a_flood_of_the_largest_offers_costs_nobody_their_call(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links, other = await server.new_session(), await server.new_session()
    flooding = [await person(http, server, links, f"あらし{number}") for number in range(6)]
    flooding += [await person(http, server, links, f"かかり{number}", role="facilitator") for number in range(6)]
    peeking = Bot(http, server.base)
    await peeking.join(secret=links.secret())
    await peeking.connect()
    calm = await person(http, server, other, "べつのへや")
    pid = worker_pid(server)
    async with talking(http, server, links) as (speaker, listener):
        sent, heard = speaker.sent, listener.received
        offer = largest_offer()
        async with asyncio.TaskGroup() as tasks:
            one = tasks.create_task(flood(flooding[:1], offer))
            several = tasks.create_task(flood(flooding[1:], offer))
            outside = tasks.create_task(flood([peeking], offer))
            # Meanwhile somebody of another room is answered, and so is whoever asks how the server is.
            voice = voice_of(calm)
            await voice.connect()
            async with http.get(f"{server.base}/api/ready") as response:
                assert (await response.json())["voice"] is True
        assert set(one.result() + several.result()) <= {"too_fast"}
        assert outside.result() == ["not_entered"] * 10 + ["too_fast"] * (FLOOD - 10)
        await happens(lambda: speaker.sent - sent > 100)
        assert listener.received - heard > (speaker.sent - sent) / 2
        await voice.close()
    assert worker_pid(server) == pid
    assert (speaker.broken, listener.broken) == (0, 0)


async def test_an_offer_that_no_browser_makes_goes_no_further_than_the_wire(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    bot = await person(http, server, await server.new_session(), "だれか")
    for sdp in ("あ" * 2000, "v=0\r\n" + "x" * LARGEST, "v=0\x00", "\x01" * 2000, "v=0\u2028m=audio"):
        assert await flood([bot], sdp, 1) == ["bad_command"], sdp[:20]
    await bot.close()
