"""The room as a scene, as a real browser draws it: nobody lies over anybody, nothing is cut, and all is seen at once."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import aiohttp

from tests.bots.client import Bot
from tests.e2e.geometry import CLEAN, OUTSIDE, OVER, SHOWN, measured
from tests.e2e.people import Somebody, Venue

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

SIZES = ((360, 640), (740, 360), (820, 1180), (1440, 900))
SHOTS = os.environ.get("SCENE_SHOTS")
"""A folder for pictures, for those who want to look."""
LONG = "雨の音を聞いていると、ほっとします。きのうは窓をあけたまま、ずっと聞いていました"


async def come(http: aiohttp.ClientSession, venue: Venue, number: int) -> Bot:
    """Somebody in the circle, on a listener seat or in the hall, with a short name, a longer one or a long one."""
    bot = Bot(http, venue.server.base, folding=False)
    await bot.join(secret=venue.links.secret("facilitator" if number == 1 else "participant"))
    await bot.connect()
    name = f"ゆっくりあるくかたつむり{number}" if number % 11 == 9 else f"しじゅうから {number}"
    entered: dict[str, Any] = {
        "type": "enter",
        "nickname": "はるか" if number == 1 else name if number % 3 else f"もず{number}",
        "avatar": None,
        "wish": "listener" if number % 5 == 2 else "circle",
        "hall": "hall" if number % 4 == 3 else None,
    }
    assert (await bot.ask(entered))["ok"]
    return bot


@asynccontextmanager
async def people(venue: Venue, count: int) -> AsyncIterator[list[Bot]]:
    """So many of them."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        yield [await come(http, venue, number) for number in range(count)]


async def drawn(person: Somebody, size: tuple[int, int], count: int) -> None:
    """Wait until all are on the plan that is drawn at this size."""
    await person.page.set_viewport_size({"width": size[0], "height": size[1]})
    await person.page.wait_for_function(f"() => ({SHOWN})() >= {count}")
    await person.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def busy(bots: list[Bot]) -> None:
    """Some raise a hand, one is given the turn, one has just written, and several answer without words."""
    count = len(bots)
    hand, author = bots[count // 2], bots[count // 3]
    asked: list[tuple[Bot, dict[str, Any]]] = [
        (hand, {"type": "raise_hand"}),
        (bots[1], {"type": "give_turn", "person": hand.person}),
        (bots[0], {"type": "raise_hand"}),
        (author, {"type": "say", "id": f"said-{count:04}", "text": f"{count}人です。{LONG}", "to_hall": True}),
        *(
            (bot, {"type": "react", "reaction": kind})
            for bot, kind in zip(bots, ("nod", "clap", "heart"), strict=False)
        ),
    ]
    for bot, command in asked:
        await bot.ask(command)


async def at_all_sizes(person: Somebody, name: str, count: int) -> dict[str, object]:
    """What is wrong at any size, in light and in dark."""
    wrong: dict[str, object] = {}
    for size in SIZES:
        await drawn(person, size, count)
        for scheme in SCHEMES:
            await person.page.emulate_media(color_scheme=scheme)
            found = await measured(person)
            if found != CLEAN:
                wrong[f"{name}, {size[0]} × {size[1]}, {scheme}"] = found
            if SHOTS:
                await person.page.screenshot(path=Path(SHOTS) / f"{name}-{size[0]}-{scheme}.png")
    return wrong


async def test_nothing_lies_over_anything_or_is_cut_at_any_size_and_number(venue: Venue) -> None:
    """One room that fills, of people who raise hands, write, and answer without words."""
    person = await venue.participant("さくら")
    wrong: dict[str, object] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        bots: list[Bot] = []
        for count in (3, 12, 30, 80):
            while len(bots) < count:
                bots.append(await come(http, venue, len(bots)))
            await busy(bots)
            await person.page.locator(".last").get_by_text(f"{count}人です").wait_for()
            # Who listens in the hall is in a place of their own.
            here = 1 + sum(1 for number in range(count) if number % 4 != 3 or number % 5 != 2)
            wrong |= await at_all_sizes(person, str(count), here)
            await drawn(person, SIZES[0], here)
            if count in (12, 80):
                await person.open_talk()
                await person.page.get_by_role("log", name="文字").get_by_text(f"{count}人です").wait_for()
                wrong |= await at_all_sizes(person, f"{count}, reading", here)
                await drawn(person, SIZES[0], here)
                await person.press("とじる")
        assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())
        # What is measured can fail.
        await person.page.evaluate(
            """() => {
              for (const each of document.querySelectorAll('.people > li')) each.style.cssText += ';translate:-30px -30px';
              const heading = document.querySelector('h1');
              heading.style.cssText = 'overflow: hidden; width: 1em; white-space: nowrap; font-size: 11px';
              document.body.insertAdjacentHTML('beforeend', '<div style="width: 200vw; height: 1px"></div>');
            }"""
        )
        found = await measured(person)
        assert [each for each in (*CLEAN, "scrolls") if not found.get(each)] == []


async def test_those_for_whom_there_is_no_room_are_found_by_the_sign(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 40):
        await drawn(person, (360, 640), 36)
        await person.page.get_by_role("button", name="ほか").first.click()
        sheet = person.page.get_by_role("dialog")
        await sheet.get_by_role("button", name="しじゅうから 4さん").click()
        await person.page.get_by_role("heading", name="しじゅうから 4さん ・ 輪").wait_for()


async def test_who_comes_and_goes_moves_nobody_else(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 9) as bots:
        await drawn(person, (360, 740), 9)
        where = "(name) => document.querySelector(`[aria-label^='${name}']`)?.getBoundingClientRect().toJSON()"
        before = await person.page.evaluate(where, "しじゅうから 5")
        await bots[4].ask({"type": "leave"})
        await person.page.get_by_role("button", name="しじゅうから 4さん").wait_for(state="detached")
        assert await person.page.evaluate(where, "しじゅうから 5") == before


async def test_who_walks_to_where_another_is_stands_beside_them(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 9) as bots:
        await drawn(person, (360, 640), 9)
        for bot in bots[:7]:
            await bot.ask({"type": "walk", "path": [{"x": 500, "y": 640}]})
        await person.page.wait_for_function("() => document.querySelectorAll('.plan .away').length >= 4")
        await person.page.wait_for_function(f"() => ({OVER})().length === 0")
        assert await person.page.evaluate(OUTSIDE) == []
        assert await person.page.evaluate("() => document.querySelectorAll('.plan .away').length") >= 4


async def test_whoever_rests_sees_only_that_until_they_look(venue: Venue) -> None:
    person = await venue.participant("さくら")
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="休憩する").click()
    await person.page.get_by_text("ゆっくりどうぞ").wait_for()
    assert await person.page.locator(".plan").count() == 0
    await person.press("部屋のようす")
    await person.page.get_by_role("heading", name="輪・0人").wait_for()


async def test_the_last_words_stand_beside_the_scene_and_all_of_them_a_tap_away(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 1) as (bot,):
        for number in range(3):
            said = {"type": "say", "id": f"words-{number:04}", "text": f"きょうは雨です {number}", "to_hall": True}
            assert (await bot.ask(said))["ok"]
        last = person.page.locator(".last")
        await last.get_by_text("きょうは雨です 2").wait_for()
        await person.press("ひらく: 文字")
        log = person.page.get_by_role("log", name="文字")
        await log.get_by_text("きょうは雨です 0").wait_for()
        assert await person.page.locator(".scene").is_visible()
        await person.press("とじる")
        await last.wait_for()


async def test_words_stand_near_the_face_of_whoever_wrote_them_and_are_read_once(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 3) as (bot, *_):
        await drawn(person, (1440, 900), 4)
        face = person.page.get_by_role("button", name="もず0さん").locator(".face")
        before = await face.evaluate("(each) => each.offsetWidth")
        said = {"type": "say", "id": "near-0001", "text": "雨の音を聞いていると、ほっとします", "to_hall": True}
        assert (await bot.ask(said))["ok"]
        bubble = person.page.locator(".scene > p[aria-hidden=true]")
        await bubble.get_by_text("雨の音").wait_for()
        assert await face.evaluate("(each) => each.offsetWidth") > before
        assert await person.page.evaluate(OVER) == []
        await bubble.wait_for(state="detached", timeout=20_000)
        assert await face.evaluate("(each) => each.offsetWidth") == before
