"""The hall's wall: read from 8 m, touched by nobody. Nobody is cut off, nobody lies over anybody else, and letters are so
large that they are read from there: 51 pixels of 1920 for talk are 20 arc-minutes, 41 for names are 16."""

from __future__ import annotations

import io

import aiohttp
import zxingcpp
from PIL import Image
from playwright.async_api import Page, ViewportSize

from tests.bots.client import Bot
from tests.e2e.people import Venue
from tests.e2e.test_many_people import come

WALL: ViewportSize = {"width": 1920, "height": 1080}
SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 720}, WALL, {"width": 1024, "height": 768})
FROM_SIX_METRES = 0.44
"""Pixels that the camera of a telephone (4000 over 70 degrees) has there for one of the wall, which is 0.92 mm wide."""
SEEN = "() => document.querySelectorAll('.scene li').length"
FAULTS = """() => {
  const said = [];
  const box = (part) => part.getBoundingClientRect();
  const parts = [...document.querySelectorAll('.scene .face, .scene .name')];
  for (const [at, one] of parts.entries()) {
    const [a, home] = [box(one), box(one.closest('.box'))];
    const out = [home.left - a.left, a.right - home.right, home.top - a.top, a.bottom - home.bottom];
    if (Math.max(...out) > 1) said.push(`${one.textContent} is cut off by ${Math.max(...out)}`);
    for (const other of parts.slice(at + 1)) {
      const b = box(other);
      if (one.parentElement === other.parentElement) continue;
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) said.push('over');
    }
  }
  if (document.documentElement.scrollHeight > innerHeight + 1) said.push('the page scrolls');
  return said;
}"""
LETTERS = """(selector) => Math.min(...[...document.querySelectorAll(selector)].map(
  (each) => parseFloat(getComputedStyle(each).fontSize)))"""


async def wall(venue: Venue, size: ViewportSize) -> Page:
    screen = await venue.somebody(size=size)
    await screen.page.goto(venue.links.urls["screen"])
    return screen.page


async def test_nobody_is_cut_off_and_all_is_read_from_the_back_row(venue: Venue) -> None:
    page = await wall(venue, SIZES[0])
    async with aiohttp.ClientSession() as http:
        bots: list[Bot] = []
        for count in (5, 12, 45):
            bots += [await come(http, venue, number) for number in range(len(bots), count)]
            await page.wait_for_function(f"(count) => ({SEEN})() === count", arg=count)
            for size in SIZES:
                await page.set_viewport_size(size)
                await page.wait_for_function(f"() => ({SEEN})() > 0 && ({FAULTS})().length === 0")
        await page.set_viewport_size(WALL)
        assert (await bots[7].ask({"type": "raise_hand"}))["ok"]
        for number in range(9):
            text = f"窓をあけたら、キンモクセイのにおいがしました {number}"
            assert (await bots[number].ask({"type": "say", "id": f"said-{number:04}", "text": text, "to_hall": True}))[
                "ok"
            ]
        await page.get_by_text("においがしました 8").wait_for()
        # Of many, whoever raises a hand is found by name.
        await page.locator(".scene .name", has_text="しじゅうから 7").wait_for()
        assert await page.evaluate(LETTERS, "[role=log] p") >= 51
        assert await page.evaluate(LETTERS, ".scene .name") >= 41
        assert await page.evaluate(LETTERS, ".hall h1, .hall h2:not(.unseen), .hall p, .hall strong") >= 41
        assert await page.evaluate(FAULTS) == []
        await page.evaluate("() => { document.querySelector('.scene .name').style.padding = '0 40vw'; }")
        assert await page.evaluate(FAULTS) != [], "what is measured can fail"


async def test_words_are_shown_whole_or_not_at_all(venue: Venue) -> None:
    page = await wall(venue, WALL)
    async with aiohttp.ClientSession() as http:
        bot = await come(http, venue, 0)
        for number in range(5):
            text = f"{number}番。" + "雨の音を聞いていると、ほっとします。" * 2
            assert (await bot.ask({"type": "say", "id": f"long-{number:04}", "text": text, "to_hall": True}))["ok"]
        await page.get_by_text("4番。").wait_for()
    cut = """() => { const log = document.querySelector('[role=log]'); return [...log.querySelectorAll('p')].filter(
      (p) => p.style.visibility === '' && p.getBoundingClientRect().top < log.getBoundingClientRect().top - 1).length; }"""
    assert await page.evaluate(cut) == 0
    assert await page.get_by_text("4番。").is_visible()
    assert not await page.get_by_text("0番。").is_visible()


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
