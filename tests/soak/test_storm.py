"""A long storm of attacks on a room in which people talk: nothing wears out. `make soak`; not part of `make test`.

The attacks are those of tests/attacks, one after the other for as long as it lasts. What others would notice is looked at
all the time: whoever speaks is heard, whoever writes is answered, the worker is the same, memory stays and the log is short.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

import aiohttp

from server.logs import ALLOWED
from tests.attacks.doors import arrive
from tests.attacks.test_doorstep import knock
from tests.attacks.test_offers import flood, largest_offer, talking, worker_pid
from tests.attacks.test_rubbish import BODIES, FRAMES, PATHS, REQUESTS, TYPES, datagrams, frames, post, raw
from tests.bots.client import Bot, Refusal
from tests.bots.people import person
from tests.bots.server import Links, ServerProcess
from tests.patience import PATIENCE

SECONDS = 300
LINES_A_MINUTE = 30


class Storm:
    """One wave after the other."""

    def __init__(self, http: aiohttp.ClientSession, server: ServerProcess, links: Links) -> None:
        self._http, self._server, self._links = http, server, links
        self._devices = itertools.count()
        self._frames: Iterator[str] = itertools.cycle(FRAMES)
        self._bodies = itertools.cycle(itertools.product(TYPES, PATHS, BODIES))
        self.waves = 0

    async def blow(self) -> None:
        waves: list[Callable[[], Awaitable[None]]] = [
            self._offers, self._rubbish, self._requests, self._newcomers, self._codes, self._silence,
        ]  # fmt: skip
        for wave in itertools.cycle(waves):
            await wave()
            self.waves += 1

    async def _offers(self) -> None:
        bot = await arrive(self._http, self._server, self._links.secret(), address="192.0.2.1")
        with suppress(ConnectionError):
            await flood([bot], largest_offer())
        await bot.close()

    async def _rubbish(self) -> None:
        datagrams(self._server)
        await asyncio.gather(*(frames(self._http, self._server, next(self._frames)) for _ in range(5)))

    async def _requests(self) -> None:
        await asyncio.gather(*(raw(self._server, request) for request in REQUESTS))
        for kind, path, body in itertools.islice(self._bodies, 20):
            await post(self._http, self._server, path, body, kind)

    async def _newcomers(self) -> None:
        secret = self._links.secret()
        bots: list[Bot] = []
        for number in itertools.islice(self._devices, 30):
            with suppress(Refusal):
                bots.append(
                    await arrive(self._http, self._server, secret, f"made-up-device-{number:09}", address="192.0.2.2")
                )
        for bot in bots:
            await bot.close()

    async def _codes(self) -> None:
        for _ in range(30):
            with suppress(Refusal):
                await Bot(self._http, self._server.base).join(code="AAAAAA")

    async def _silence(self) -> None:
        """Sockets that say nothing; the server ends them in its own time."""
        await asyncio.gather(*(knock(self._http, self._server) for _ in range(20)))


async def test_a_long_storm_of_attacks_wears_nothing_out(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session(hours=4)
    good = await person(http, server, links, "さくら")
    pid, log = worker_pid(server), server.data.parent / "server.log"
    storm = Storm(http, server, links)
    sizes: list[int] = []
    loop = asyncio.get_running_loop()
    async with talking(http, server, links) as (speaker, listener):
        begun = len(log.read_bytes())
        blowing = asyncio.create_task(storm.blow())
        end = loop.time() + SECONDS
        while loop.time() < end:
            sent, heard = speaker.sent, listener.received
            async with asyncio.timeout(PATIENCE):
                assert (await good.say(f"{len(sizes)}"))["ok"]
                while speaker.sent - sent < 100:
                    await asyncio.sleep(0.1)
            assert listener.received - heard > (speaker.sent - sent) / 2, "whoever speaks is heard"
            sizes.append(sum(process.memory_info().rss for process in server.processes()))
            if blowing.done():
                blowing.result()
        blowing.cancel()
        await asyncio.gather(blowing, return_exceptions=True)
    assert storm.waves > 6
    assert worker_pid(server) == pid
    third = len(sizes) // 3
    assert max(sizes[-third:]) < max(sizes[third : 2 * third]) * 1.1
    lines = log.read_bytes()[begun:].decode().splitlines()
    assert len(lines) < LINES_A_MINUTE * SECONDS / 60, lines[-20:]
    assert all(set(json.loads(line)) <= ALLOWED for line in lines)
