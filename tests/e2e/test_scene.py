"""The room as a scene, as a real browser draws it: nobody lies over anybody, nothing is cut, and all is seen at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.bots.client import Bot
from tests.e2e.people import Somebody, Venue

SIZES = ((360, 640), (740, 360), (820, 1180), (1440, 900))

OVER = """() => {
  const boxes = [...document.querySelectorAll('.plan .place .title, .plan .others, .plan .place .face, .plan .place .name')]
    .filter((each) => each.offsetParent !== null)
    .map((each) => [each.className.split(' ')[0] + ' ' + each.textContent.trim(), each.getBoundingClientRect()]);
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap(([a, one], at) =>
    boxes.slice(at + 1).filter(([, two]) => over(one, two)).map(([b]) => a + ' / ' + b));
}"""
"""Signs, faces and names that lie over each other. A nod is a movement of two pixels: reactions have faded by then."""

OUTSIDE = """() => [...document.querySelectorAll('.plan .place')].flatMap((place) => {
  const floor = place.getBoundingClientRect();
  const out = (face) => face.left < floor.left - 1 || face.right > floor.right + 1
    || face.top < floor.top - 1 || face.bottom > floor.bottom + 1;
  return [...place.querySelectorAll('.face')].filter((face) => out(face.getBoundingClientRect()));
}).length"""
"""Faces that are drawn outside the place in which they are."""

SHOWN = """() => document.querySelectorAll('.plan .face').length
  + [...document.querySelectorAll('.plan .others')]
    .reduce((sum, each) => sum + parseInt(each.textContent.replace(/\\D/g, '')), 0)"""
"""How many people of the scene are seen: by themselves, or counted."""

WORDS = (
    """() => [...document.querySelectorAll('.plan .name')].map((name) => parseFloat(getComputedStyle(name).fontSize))"""
)


@asynccontextmanager
async def people(venue: Venue, count: int) -> AsyncIterator[list[Bot]]:
    """Bots in the circle, on listener seats and in the hall, with short names and long ones."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        bots = []
        for number in range(count):
            bot = Bot(http, venue.server.base, folding=False)
            await bot.join(secret=venue.links.secret())
            await bot.connect()
            entered: dict[str, Any] = {
                "type": "enter",
                "nickname": f"しじゅうから {number}" if number % 3 else f"もず{number}",
                "avatar": None,
                "wish": "listener" if number % 5 == 2 else "circle",
                "hall": "hall" if number % 4 == 3 else None,
            }
            assert (await bot.ask(entered))["ok"]
            bots.append(bot)
        yield bots


async def drawn(person: Somebody, size: tuple[int, int], count: int) -> None:
    """Wait until all are on the plan that is drawn at this size."""
    await person.page.set_viewport_size({"width": size[0], "height": size[1]})
    await person.page.wait_for_function(f"() => ({SHOWN})() >= {count}")
    await person.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("count", [3, 30])
async def test_nobody_lies_over_anybody_and_all_are_where_they_are(venue: Venue, count: int) -> None:
    person = await venue.participant("さくら")
    async with people(venue, count):
        elsewhere = sum(1 for number in range(count) if number % 4 == 3 and number % 5 == 2)
        for size in SIZES:
            await drawn(person, size, count + 1 - elsewhere)
            found = {
                "over": await person.page.evaluate(OVER),
                "outside": await person.page.evaluate(OUTSIDE),
                "small words": [each for each in await person.page.evaluate(WORDS) if each < 12],
                "wider": await person.page.evaluate("() => document.documentElement.scrollWidth - innerWidth"),
                "longer": await person.page.evaluate("() => document.documentElement.scrollHeight - innerHeight"),
            }
            assert found == {"over": [], "outside": 0, "small words": [], "wider": 0, "longer": 0}, size
        # What is measured can fail.
        await person.page.evaluate(
            "() => { for (const each of document.querySelectorAll('.people > li')) each.style.left = each.style.top = '0'; }"
        )
        assert await person.page.evaluate(OVER) != []


async def test_those_for_whom_there_is_no_room_are_found_by_the_sign(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with people(venue, 40):
        await drawn(person, (360, 640), 36)
        await person.page.get_by_role("button", name="ほか").first.click()
        sheet = person.page.get_by_role("dialog")
        await sheet.get_by_role("button", name="しじゅうから 1さん").click()
        await person.page.get_by_role("heading", name="しじゅうから 1さん ・ 輪").wait_for()


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
        assert await person.page.evaluate(OUTSIDE) == 0
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
        before = await face.evaluate("(each) => each.getBoundingClientRect().width")
        said = {"type": "say", "id": "near-0001", "text": "雨の音を聞いていると、ほっとします", "to_hall": True}
        assert (await bot.ask(said))["ok"]
        bubble = person.page.locator(".scene > p[aria-hidden=true]")
        await bubble.get_by_text("雨の音").wait_for()
        assert await face.evaluate("(each) => each.getBoundingClientRect().width") > before
        assert await person.page.evaluate(OVER) == []
        await bubble.wait_for(state="detached", timeout=20_000)
        assert await face.evaluate("(each) => each.getBoundingClientRect().width") == before
