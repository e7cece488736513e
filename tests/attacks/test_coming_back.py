"""Connections that come again and again."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.attacks.doors import arrive
from tests.bots.client import Refusal
from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.patience import PATIENCE


async def test_who_comes_back_without_end_waits(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    """Each coming back costs a view and lines of the journal, as a refresh does; a refresh has its rate."""
    links = await server.new_session()
    good = await person(http, server, links, "さくら")
    bad = await person(http, server, links, "つばめ")
    refused = ""
    async with asyncio.timeout(PATIENCE):
        while not refused:
            await bad.close()
            try:
                await bad.connect()
            except Refusal as error:
                refused = error.code
    assert refused == "too_fast"
    assert (await good.say("こんにちは"))["ok"]


async def test_new_devices_of_one_address_that_look_in_and_go_wait(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    """Each is two lines of the journal, and a stranger with a link makes themself a new device each time."""
    links = await server.new_session()
    good = await person(http, server, links, "さくら")
    refused = ""
    async with asyncio.timeout(PATIENCE):
        while not refused:
            try:
                await (await arrive(http, server, links.secret(), address="203.0.113.9")).close()
            except Refusal as error:
                refused = error.code
    assert refused == "too_fast"
    assert (await good.say("こんにちは"))["ok"]
    elsewhere = await arrive(http, server, links.secret())
    assert (await elsewhere.enter("つばめ"))["ok"]
