"""A newcomer's first five minutes on a telephone: each act in so many taps, no more.

docs/measured.md (Taps) says the same numbers to people; who changes a number here changes that table too.
"""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import Locator

from tests.bots.client import Bot
from tests.bots.server import ROOT, Links
from tests.e2e.fingers import Finger, finger
from tests.e2e.people import PHONE, Venue

MEASURED = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
SOON = 0.1
"""Hours until the session begins: one may wait on its veranda already."""


async def comes(http: aiohttp.ClientSession, venue: Venue, links: Links, name: str) -> Bot:
    """Somebody else, who would like to be spoken to."""
    bot = Bot(http, venue.server.base)
    await bot.join(secret=links.secret())
    await bot.connect()
    assert (await bot.enter(name, card="talk"))["ok"]
    return bot


async def only_the_browser_counts(f: Finger, chip: Locator) -> None:
    """A tap too many is found; what a script presses is none."""
    async with f.act("a click by a script", 0):
        await chip.evaluate("(chip) => chip.click()")
    with pytest.raises(AssertionError, match="a tap too many"):
        async with f.act("a tap too many", 0):
            await f.tap(chip)
    f.acts.clear()


def ends_as_written(f: Finger) -> None:
    """The table that people read has every act with its number."""
    rows = [f"| {name} | {cost.taps} | {cost.swipes} |" for name, cost in f.acts.items()]
    assert [row for row in rows if row not in MEASURED] == []
    assert f.somebody.errors == []


async def comes_in(f: Finger, links: Links) -> None:
    page = f.page
    await page.goto(links.urls["participant"])
    chips = [f.somebody.button(name) for name in ("日本語", "やさしい日本語", "English")]
    assert [await f.sees(chip) for chip in chips] == [True] * 3
    await only_the_browser_counts(f, chips[0])
    async with f.act("from the link into the room", 3, swipes=2):
        await f.press("のぞいてみる")
        await f.press("入る")
        name = await page.get_by_label("よび名").element_handle()
        await page.wait_for_function("(box) => box.value !== ''", arg=name)
        await f.press("入る")
        await page.get_by_role("region", name="操作").wait_for()


async def test_a_newcomer_s_first_five_minutes(venue: Venue, http: aiohttp.ClientSession) -> None:
    f = await finger(venue, PHONE)
    page = f.page
    other = await comes(http, venue, venue.links, "つばめ")

    def seen(kind: str) -> list[str]:
        return [event["person"] for event in other.events if event["type"] == kind]

    await comes_in(f, venue.links)
    async with f.act("read the last words", 0):
        await other.say("こんにちは。雨ですね", to_hall=True)
        assert await f.sees(page.locator(".last", has_text="こんにちは。雨ですね"))
    async with f.act("open the talk and write a sentence", 2):
        await f.press("文字")
        await f.write("はじめまして", page.get_by_label("文字をかく"))
        await f.press("送る")
        await other.until(lambda: "はじめまして" in other.texts())
    async with f.act("nod", 2):
        await f.press("スタンプ")
        await f.choose("うなずく")
        await other.until(lambda: len(seen("reacted")) == 1)
    async with f.act("nod to somebody by their sheet", 2):
        await f.tap(page.get_by_role("button", name="つばめさん"))
        await f.choose("うなずく")
        await other.until(lambda: len(seen("reacted")) == 2)
    async with f.act("begin to write to somebody by their sheet", 2):
        await f.tap(page.get_by_role("button", name="つばめさん"))
        await f.choose("文字で話しかける")
        await f.write("つばめさん、", page.get_by_label("文字をかく"))
    async with f.act("raise a hand", 1):
        await f.press("手を挙げる")
        await other.until(lambda: len(seen("hand_raised")) == 1)
    async with f.act("say with a card how to be met, and close it", 3):
        await f.tap(page.get_by_role("button", name="あなた"))
        await f.tap(page.locator("dialog[open] label", has_text="話しかけてOK"))
        await other.until(lambda: len(seen("card_set")) == 1)
        await f.choose("とじる")
    async with f.act("rest", 2):
        await f.press("ほかに")
        await f.choose("休憩する")
        await page.get_by_text("ゆっくりどうぞ").wait_for()
    async with f.act("come back", 1):
        await f.press("輪にもどる")
        await page.get_by_role("heading", name="輪・2人").wait_for()
    async with f.act("leave", 2):
        await f.press("ほかに")
        await f.choose("しずかに出る")
        await page.get_by_role("heading", name="またいつでも").wait_for()
    assert await f.hidden() == []
    assert await f.keys() == 0
    ends_as_written(f)
    await other.close()
