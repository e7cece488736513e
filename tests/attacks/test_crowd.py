"""Filling a room by one address: who floods waits, others come in, and a town hall's own visitors are one tap away."""

from __future__ import annotations

import aiohttp

from rooms.base import Held
from rooms.crowd import LOOKING_LEAST, OF_A_NETWORK
from tests.attacks.doors import arrive, personal_link
from tests.bots.client import Bot, Refusal
from tests.bots.people import person
from tests.bots.server import ServerProcess

TOWN_HALL = "203.0.113.7"
VISITORS = 25
FLOOD = 75


def held(desk: Bot) -> set[str]:
    """Who waits in a crowd, as the desk sees it."""
    assert desk.view is not None
    return {each.id for each in desk.view.people.values() if each.held is Held.CROWD}


def inside(desk: Bot) -> set[str]:
    assert desk.view is not None
    people = desk.view.people.values()
    return {each.id for each in people if each.role == "participant" and each.held is None}


async def from_the_town_hall(
    http: aiohttp.ClientSession, server: ServerProcess, secret: str, count: int
) -> tuple[list[Bot], set[str]]:
    """So many devices of one address enter one after another; with the codes of those who could not."""
    came, codes = [], set()
    for number in range(count):
        try:
            bot = await arrive(http, server, secret, address=TOWN_HALL)
        except Refusal as refused:
            codes.add(refused.code)
            continue
        answer = await bot.enter(f"ひと{number}")
        if answer["ok"]:
            came.append(bot)
        else:
            codes.add(answer["code"])
            await bot.close()
    return came, codes


async def test_a_flood_from_one_address_fills_no_room(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session(capacity=30)
    own = await personal_link(server, links.session)
    desk = await person(http, server, links, "しんこう", role="facilitator")
    flood, codes = await from_the_town_hall(http, server, links.secret(), FLOOD)
    assert codes <= {"room_full"}
    assert len(inside(desk)) == OF_A_NETWORK
    assert len(flood) == OF_A_NETWORK + LOOKING_LEAST, "waiting has a bound of its own"
    other = await person(http, server, links, "べつのいえ")
    reserved = await arrive(http, server, own, address=TOWN_HALL)
    assert (await reserved.enter("よやく"))["ok"]
    await desk.until(lambda: {other.person, reserved.person} <= inside(desk))
    # Who waits can write to the staff alone, and all of them together no more than one.
    waiting = [bot for bot in flood if bot.person in held(desk)]
    assert (await waiting[0].say("みんなへ"))["code"] == "waiting"
    answers = [await bot.say("たすけて", scope="staff") for bot in waiting]
    assert {answer.get("code") for answer in answers} == {None, "too_fast"}
    assert sum(answer["ok"] for answer in answers) < len(waiting) // 2
    assert (await other.say("とどいています"))["ok"]
    for bot in (desk, other, reserved, *flood):
        await bot.close()


async def test_visitors_of_a_town_hall_wait_and_one_tap_lets_them_in(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    desk = await person(http, server, links, "しんこう", role="facilitator")
    visitors, codes = await from_the_town_hall(http, server, links.secret(), VISITORS)
    assert not codes, "nobody is shut out"
    await desk.until(lambda: len(held(desk)) == VISITORS - OF_A_NETWORK)
    last = visitors[-1]
    assert last.view is not None
    assert last.view.people[last.person].held is Held.CROWD, "they are told that they wait"
    await last.close()
    again = await arrive(http, server, links.secret(), last.device, last.token, TOWN_HALL)
    assert (await again.ask({"type": "take_place", "place": "circle"}))["code"] == "waiting"
    await server.kill()
    await server.start()
    desk = await arrive(http, server, links.secret("facilitator"), desk.device, desk.token)
    assert len(held(desk)) == VISITORS - OF_A_NETWORK, "the same after a kill"
    assert (await desk.ask({"type": "let_in"}))["ok"]
    await desk.until(lambda: len(inside(desk)) == VISITORS and not held(desk))
    late = await arrive(http, server, links.secret(), address=TOWN_HALL)
    assert (await late.enter("あとから"))["ok"]
    await desk.until(lambda: late.person in inside(desk))
    assert (await desk.ask({"type": "move_newcomers", "minutes": 5}))["ok"]
    await desk.until(lambda: not inside(desk))
    for bot in (desk, late, again, *visitors):
        await bot.close()
