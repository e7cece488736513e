"""Nicknames that a real server suggests: free ones, however many are had."""

from __future__ import annotations

import asyncio

import aiohttp

from server.identity.nicknames import WORDS
from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import ServerProcess


async def test_in_a_room_that_wears_every_word_the_one_who_comes_is_told_a_free_name_and_may_have_it(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    await asyncio.gather(*(person(http, server, links, word) for word in WORDS))
    late = [Bot(http, server.base) for _ in range(2)]
    for bot in late:
        await bot.join(secret=links.secret())
        await bot.connect()
        name = str((await bot.ask({"type": "suggest_nickname"}))["nickname"])
        assert name not in WORDS
        assert (await bot.enter(name))["ok"]


async def test_of_two_who_were_told_the_same_name_one_is_refused_and_told_another(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    bots = [Bot(http, server.base) for _ in range(2)]
    for bot in bots:
        await bot.join(secret=links.secret())
        await bot.connect()
    answers = await asyncio.gather(*(bot.enter("つばめ") for bot in bots))
    assert sorted(str(answer.get("code")) for answer in answers) == ["None", "nickname_taken"]
    (loser,) = (bot for bot, answer in zip(bots, answers, strict=True) if not answer["ok"])
    another = (await loser.ask({"type": "suggest_nickname"}))["nickname"]
    assert another != "つばめ"
    assert (await loser.enter(another))["ok"]


async def test_whoever_asks_for_names_again_and_again_is_told_one_and_then_to_wait(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    looking = Bot(http, server.base)
    await looking.join(secret=links.secret())
    await looking.connect()
    answers = [await looking.ask({"type": "suggest_nickname"}) for _ in range(12)]
    told = [answer["nickname"] for answer in answers if answer["ok"]]
    assert len(set(told)) == 1
    assert len(told) < 10
    assert {answer["code"] for answer in answers if not answer["ok"]} == {"too_fast"}
    assert (await looking.enter(told[0]))["ok"], "what is told is still to be had"
