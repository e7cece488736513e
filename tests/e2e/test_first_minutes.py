"""A newcomer's first five minutes on a telephone, a facilitator's first ten on a tablet: each act in so many taps, no more.

docs/measured.md (Taps) says the same numbers to people; who changes a number here changes that table too.
"""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import Locator

from tests.bots.client import Bot
from tests.bots.server import ROOT, Links
from tests.e2e.fingers import Finger, finger
from tests.e2e.people import PHONE, TABLET, Venue

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


async def opens(f: Finger, links: Links, strip: Locator, waiting: Bot) -> None:
    """From the link to the open doors, before the hour."""
    page = f.page
    await page.goto(links.urls["facilitator"])
    async with f.act("from the link to the desk", 2):
        box = page.get_by_label("よび名")
        await f.tap(box)
        await f.write("はるか", box)
        await f.press("入る")
        await page.get_by_role("heading", name="みんな").wait_for()
    async with f.act("see how many wait", 0):
        assert await f.sees(strip.get_by_role("button", name="縁側 2", exact=True))
    async with f.act("see who waits", 1):
        await f.tap(strip.get_by_role("button", name="縁側 2", exact=True))
        assert await f.sees(strip.get_by_role("button", name="中へどうぞ: さくらさん"))
    async with f.act("greet all who wait, from there", 2):
        await f.tap(strip.get_by_role("button", name="もうすぐひらきます"))
        await f.press("みんなに伝える")
        await waiting.until(lambda: waiting.view is not None and waiting.view.told_waiting.startswith("もうすぐ"))
    async with f.act("put the list away", 1):
        await f.tap(strip.get_by_role("button", name="とじる"))
    async with f.act("open the doors", 1):
        await f.press("扉をひらく")
        await strip.get_by_role("button", name="縁側 0", exact=True).wait_for()


async def answers(f: Finger, strip: Locator, asks: Bot, worries: Bot) -> None:
    """A message to the staff, and a concern."""
    assert (await asks.say("声がきこえません", scope="staff"))["ok"]
    assert (await worries.ask({"type": "raise_concern", "id": "concern-1", "text": "つらそうです"}))["ok"]
    async with f.act("answer the one message that waits", 2):
        await f.tap(strip.get_by_role("button", name="スタッフへ 1", exact=True))
        await f.write("いま、なおします", f.page.get_by_label("さくらさんへ"))
        await f.press("返事を送る")
        await asks.until(lambda: "いま、なおします" in asks.texts())
    async with f.act("receive a concern", 2):
        await f.tap(strip.get_by_role("button", name="心配 1", exact=True))
        await f.press("受けとりました")
        await strip.get_by_role("button", name="心配 0", exact=True).wait_for()


async def test_a_facilitator_s_first_ten_minutes(venue: Venue, http: aiohttp.ClientSession) -> None:
    links = await venue.server.new_session(begins_in=SOON)
    a, b = [await comes(http, venue, links, name) for name in ("さくら", "つばめ")]
    f = await finger(venue, TABLET)
    page = f.page
    strip = page.get_by_role("region", name="いま待っていること")
    await opens(f, links, strip, a)
    await answers(f, strip, a, b)
    async with f.act("go to the next step", 1):
        await f.press("次へ")
        await a.until(lambda: a.view is not None and a.view.step == 1)
    assert (await a.ask({"type": "raise_hand"}))["ok"]
    async with f.act("give the floor to a hand", 2):
        await f.tap(strip.get_by_role("button", name="手 1", exact=True))
        await f.press("順番をわたす")
        await a.until(lambda: a.view is not None and a.view.turn == a.person)
    async with f.act("let somebody's microphone rest", 2):
        await f.tap(page.get_by_role("button", name="つばめさん"))
        await f.choose("マイクを休ませる")
        await b.until(lambda: b.view is not None and b.view.people[b.person].rested)
    async with f.act("speak to all", 3):
        await f.press("話す")
        await f.press("声を出す")
        await f.press("全員に話す")
        await f.somebody.button("話すのをやめる").first.wait_for()
        await a.until(lambda: a.view is not None and any(each.to_all for each in a.view.people.values()))
    async with f.act("end the session", 2):
        await f.press("終わる")
        await f.choose("終わる")
        await a.until(lambda: a.bye is not None)
    assert await f.hidden() == []
    assert await f.keys() == 0
    ends_as_written(f)
