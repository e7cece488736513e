"""The hall's wall: read from 8 m, touched by nobody. Nobody is cut off, nobody lies over anybody else, and letters are so
large that they are read from there: 51 pixels of 1920 for talk are 20 arc-minutes, 41 for names are 16."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Page, ViewportSize

from tests.bots.client import Bot
from tests.e2e.people import Venue
from tests.e2e.test_many_people import come

WALL: ViewportSize = {"width": 1920, "height": 1080}
SIZES: tuple[ViewportSize, ...] = (
    WALL,
    {"width": 1366, "height": 768},
    {"width": 1280, "height": 720},
    {"width": 1024, "height": 768},
)
FROM_SIX_METRES = 0.44
"""Pixels that the camera of a telephone (4000 over 70 degrees) has there for one of the wall, which is 0.92 mm wide."""
HALL = 3 / 11
"""So many of those who come sit in the hall: 30 of 110."""
SEEN = "() => document.querySelectorAll('.scene li .face').length"
FAULTS = """() => {
  const said = [];
  const box = (part) => part.getBoundingClientRect();
  const parts = [...document.querySelectorAll('.scene .face, .scene .name, .scene .title, .scene .others')];
  for (const [at, one] of parts.entries()) {
    const [a, home] = [box(one), box(one.closest('.seats'))];
    const out = Math.max(home.left - a.left, a.right - home.right, home.top - a.top, a.bottom - home.bottom);
    if (out > 1) said.push(`${one.textContent} is cut off by ${out}`);
    if (!one.matches('.face') && one.scrollWidth > one.clientWidth + 1) said.push(`${one.textContent} is cut`);
    for (const other of parts.slice(at + 1)) {
      const b = box(other);
      if (one.closest('li') !== null && one.closest('li') === other.closest('li')) continue;
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        said.push(`${one.className} ${one.textContent} over ${other.className} ${other.textContent}`);
    }
  }
  for (const each of document.querySelectorAll('.side > *')) {
    if (box(each).bottom > innerHeight + 1 || each.scrollWidth > each.clientWidth + 1) said.push(`cut: ${each.textContent}`);
  }
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight + 1 || page.scrollWidth > innerWidth + 1) said.push('the page scrolls');
  return said;
}"""
LETTERS = """(selector) => Math.min(...[...document.querySelectorAll(selector)].map((each) => {
  const drawn = each.closest('.picture');
  const larger = drawn === null ? 1 : drawn.getBoundingClientRect().width / parseFloat(drawn.style.width);
  return parseFloat(getComputedStyle(each).fontSize) * larger + 0.01;
}))"""
"""The least height of these letters, as large as they are drawn; a browser lays boxes out in 64ths of a pixel."""
INSIDE = """(selector) => [...document.querySelectorAll(selector)].every((each) => {
  const box = each.getBoundingClientRect();
  return box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1; })"""


async def wall(venue: Venue, size: ViewportSize) -> Page:
    screen = await venue.somebody(size=size, reduced_motion="reduce")
    await screen.page.goto(venue.links.urls["screen"])
    return screen.page


@asynccontextmanager
async def crowd(venue: Venue, count: int) -> AsyncIterator[list[Bot]]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        halls = [int((number + 1) * HALL) > int(number * HALL) for number in range(count)]
        yield [await come(http, venue, number, hall) for number, hall in enumerate(halls)]


async def whole(page: Page, count: int) -> None:
    """Wait until all are drawn at every size, with nothing over anything and nothing cut."""
    for size in SIZES:
        await page.set_viewport_size(size)
        await page.wait_for_function(f"(count) => ({SEEN})() === count && ({FAULTS})().length === 0", arg=count)


async def say(bot: Bot, text: str, **how: Any) -> None:
    said = {"type": "say", "id": f"said-{abs(hash(text)):020}", "text": text, "to_hall": True, **how}
    answer = await bot.ask(said)
    assert answer["ok"], answer


@pytest.mark.parametrize("count", [3, 12, 45, 110])
async def test_nobody_is_cut_off_and_all_is_read_from_the_back_row(venue: Venue, count: int) -> None:
    page = await wall(venue, WALL)
    async with crowd(venue, count) as bots:
        await whole(page, count)
        assert (await bots[2].ask({"type": "raise_hand"}))["ok"]
        for number in range(3):
            await say(bots[number], f"窓をあけたら、キンモクセイのにおいがしました {number}")
        await page.get_by_text("においがしました 2").wait_for()
        # Of many, whoever raises a hand is found by name.
        await page.locator(".hands", has_text="しじゅうから 2さん").wait_for()
        await whole(page, count)
        await page.set_viewport_size(WALL)
        await page.wait_for_function(f"() => ({LETTERS})('.scene .title') >= 41")
        assert await page.evaluate(LETTERS, "[role=log] p") >= 51
        assert await page.evaluate(LETTERS, ".scene .name, .scene .title, .scene .others") >= 41
        assert await page.evaluate(LETTERS, ".side h1, .side p, .side strong") >= 41
        await page.evaluate("() => { document.querySelector('.scene .title').style.left = '40vw'; }")
        assert await page.evaluate(FAULTS) != [], "what is measured can fail"


async def test_who_has_the_turn_is_large_with_name_and_words_beside_what_lies_in_the_middle(venue: Venue) -> None:
    page = await wall(venue, WALL)
    async with crowd(venue, 12) as bots, aiohttp.ClientSession() as http:
        staff = Bot(http, venue.server.base, folding=False)
        await staff.join(secret=venue.links.secret("facilitator"))
        await staff.connect()
        assert (await staff.ask({"type": "enter", "nickname": "かかり", "avatar": None}))["ok"]
        for number in (1, 2, 4):
            assert (await bots[number].ask({"type": "raise_hand"}))["ok"]
        assert (await staff.ask({"type": "give_turn", "person": bots[2].person}))["ok"]
        await say(bots[2], "雨の音を聞いていると、ほっとします。みなさんは、どうですか")
        face = page.locator(".side .face img")
        await face.wait_for()
        box = await face.bounding_box()
        assert box is not None
        assert box["width"] >= 200
        await page.locator(".who", has_text="しじゅうから 2さんの番です").wait_for()
        await page.locator(".said", has_text="雨の音を聞いていると").wait_for()
        await whole(page, 13)
        prompt = {"kind": "prompt", "text": "最近の小さなよかったこと。" * 3}
        assert (await staff.ask({"type": "start_activity", "activity": prompt, "place": None}))["ok"]
        await page.get_by_role("region", name="お題").wait_for()
        await whole(page, 13)
        assert await page.locator(".who").is_visible()
        await page.set_viewport_size(WALL)
        await page.locator(".said").wait_for()


async def test_words_are_shown_whole_or_not_at_all(venue: Venue) -> None:
    page = await wall(venue, WALL)
    async with crowd(venue, 3) as (bot, hiding, long):
        for number in range(5):
            await say(bot, f"{number}番。" + "雨の音を聞いていると、ほっとします。" * 2)
        await say(hiding, "会場には出さない文字", to_hall=False)
        await say(hiding, "スタッフへの文字", scope="staff")
        await page.get_by_text("4番。").wait_for()
        cut = """() => { const log = document.querySelector('[role=log]'); const box = log.getBoundingClientRect();
          return [...log.querySelectorAll('p')].filter((p) => p.offsetParent !== null).filter((p) =>
            p.getBoundingClientRect().top < box.top - 1 || p.getBoundingClientRect().bottom > box.bottom + 1).length; }"""
        await page.wait_for_function(f"() => ({cut})() === 0")
        assert await page.get_by_text("4番。").is_visible()
        assert not await page.get_by_text("0番。").is_visible()
        # Of words that are longer than the wall, whole lines.
        await say(long, "長い" * 200)
        await page.get_by_text("長い長い").first.wait_for()
        await page.wait_for_function(f"() => ({cut})() === 0")
        words = await page.content()
    assert "会場には出さない文字" not in words
    assert "スタッフへの文字" not in words


async def test_before_it_begins_the_way_in_is_read_by_a_telephone_from_six_metres(venue: Venue) -> None:
    venue.links = await venue.server.new_session("ふらっと", begins_in=2)
    page = await wall(venue, WALL)
    code = page.get_by_role("img", name="スマートフォンで参加")
    await code.wait_for()
    box = await code.bounding_box()
    assert box is not None
    assert box["width"] >= 650
    assert await page.evaluate(LETTERS, ".hall p, .hall h1") >= 41
    picture = Image.open(io.BytesIO(await page.screenshot()))
    seen = picture.resize((round(picture.width * FROM_SIX_METRES), round(picture.height * FROM_SIX_METRES)))
    (found,) = zxingcpp.read_barcodes(seen)
    assert found.text == venue.links.urls["participant"]
    for size in SIZES:
        await page.set_viewport_size(size)
        await page.wait_for_function(INSIDE, arg=".before > *, .before .card > p")


async def test_an_empty_hall_says_what_happens_next(venue: Venue) -> None:
    page = await wall(venue, WALL)
    await page.get_by_text("灯りのまわりに座ります").wait_for()
    async with crowd(venue, 1):
        await page.get_by_text("灯りのまわりに座ります").wait_for(state="detached")


async def test_towards_the_end_nobody_is_asked_in_and_after_it_the_wall_thanks_as_large_as_it_is(venue: Venue) -> None:
    page = await wall(venue, WALL)
    async with aiohttp.ClientSession() as http:
        staff = Bot(http, venue.server.base, folding=False)
        await staff.join(secret=venue.links.secret("facilitator"))
        await staff.connect()
        assert (await staff.ask({"type": "enter", "nickname": "かかり", "avatar": None}))["ok"]
        await page.get_by_role("img", name="スマートフォンで参加").wait_for()
        assert (await staff.ask({"type": "set_doors", "doors": "closing"}))["ok"]
        await page.get_by_text("そろそろおしまいです").wait_for()
        await page.get_by_text("スマートフォンで参加").wait_for(state="detached")
        await staff.ask({"type": "set_doors", "doors": "ended"})
    thanks = page.get_by_role("heading", name="ありがとうございました")
    await thanks.wait_for()
    for size in SIZES:
        await page.set_viewport_size(size)
        await page.wait_for_function(f"(least) => ({LETTERS})('main h1') >= least", arg=51 * size["height"] / 1080)
        await page.wait_for_function(INSIDE, arg=".after > .card, .after h1")
    assert await page.locator("main button, main a, main img").count() == 0
