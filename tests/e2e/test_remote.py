"""手元リモコン: from the tablet at the desk into the hand, through five acts, on after the tablet is gone, and out again."""

from __future__ import annotations

from typing import Any

import aiohttp
from playwright.async_api import ViewportSize

from rooms.activities.prompt import Prompt
from tests.bots.client import Bot
from tests.e2e.fingers import Finger, finger
from tests.e2e.people import TABLET, Somebody, Venue
from tests.e2e.test_access import violations

SMALL: ViewportSize = {"width": 360, "height": 640}
"""A telephone that one holds in one hand."""
THUMB = 1 / 3
"""Above this part of the screen nothing stands that is pressed often."""


async def _guest(http: aiohttp.ClientSession, venue: Venue, name: str) -> Bot:
    bot = Bot(http, venue.server.base)
    await bot.join(secret=venue.links.secret())
    await bot.connect()
    await bot.enter(name)
    await bot.ask({"type": "set_microphone", "microphone": "open"})
    await bot.ask({"type": "raise_hand"})
    return bot


async def _handed_over(desk: Finger, phone: Finger) -> None:
    """The tablet shows a code, the telephone reads it, and はい."""
    async with desk.act("connect", taps=2):
        async with desk.page.expect_response("**/api/remote") as offered:
            await desk.press("手元リモコンをつなぐ")
        offer: dict[str, Any] = await (await offered.value).json()
        await phone.page.goto(offer["url"])
        number = await phone.page.locator(".number").inner_text()
        assert "#" not in phone.page.url
        await desk.page.get_by_role("heading", name="この電話を、手元リモコンにしますか").wait_for()
        assert await desk.page.locator(".number").inner_text() == number
        await desk.choose("はい")
    await phone.somebody.button("次へ つぎは アイスブレイク").wait_for()
    await desk.page.get_by_role("heading", name="手元リモコン 1台").wait_for()


async def _acts(phone: Finger, guest: Bot) -> None:
    """Each in two taps at most, without a swipe."""
    told = phone.page.locator(".told")
    async with phone.act("rest", taps=2):
        await phone.press("マイクを休ませる")
        await phone.choose("さくらさん")
        await told.get_by_text("さくらさんのマイクを休ませました").wait_for()
    async with phone.act("call", taps=2):
        await phone.press("呼ぶ")
        await phone.choose("さくらさん")
        await told.get_by_text("さくらさんに順番をわたしました").wait_for()
    async with phone.act("prompt", taps=2):
        await phone.press("お題")
        await phone.choose("朝と夜、どっち派?")
        await told.get_by_text("お題を出しました").wait_for()
    async with phone.act("to all", taps=2):
        await phone.press("全員に書く")
        await phone.choose("あと5分です")
        await told.get_by_text("全員に出しました").wait_for()
    await guest.until(lambda: "あと5分です" in guest.texts())
    assert guest.view is not None
    assert guest.view.turn == guest.person
    assert guest.view.people[guest.person].rested
    assert [type(each) for each in guest.view.activities.values()] == [Prompt]


async def _within_reach(phone: Finger) -> None:
    tops = await phone.page.locator(".acts button").evaluate_all(
        "(all) => all.map((b) => b.getBoundingClientRect().top)"
    )
    assert len(tops) == 5
    assert min(tops) >= SMALL["height"] * THUMB
    assert await phone.page.evaluate("() => document.documentElement.scrollHeight") <= SMALL["height"]
    assert await violations(phone.somebody) == []


async def test_a_phone_leads_beside_the_tablet_after_it_and_until_it_is_put_out(venue: Venue) -> None:
    desk, phone = await finger(venue, TABLET), await finger(venue, SMALL)
    await desk.page.goto(venue.links.urls["facilitator"])
    await desk.page.get_by_label("よび名").fill("はるか")
    await desk.press("入る")
    async with aiohttp.ClientSession() as http:
        guest = await _guest(http, venue, "さくら")
        await _handed_over(desk, phone)
        await _within_reach(phone)
        async with phone.act("next", taps=1):
            await phone.press("次へ つぎは アイスブレイク")
            await phone.page.get_by_role("heading", name="アイスブレイク").wait_for()
        await desk.page.get_by_text("つぎは おしゃべり").wait_for()
        await _acts(phone, guest)

        context = desk.page.context
        await desk.page.close()
        await phone.press("次へ つぎは おしゃべり")
        await phone.page.get_by_role("heading", name="おしゃべり").wait_for()
        await phone.page.reload()
        await phone.page.get_by_role("heading", name="おしゃべり").wait_for()

        newer = Somebody(await context.new_page())
        await newer.page.goto(venue.links.urls["facilitator"])
        await newer.press("1台目: はずす")
        await phone.page.get_by_role("heading", name="手元リモコンは、ここまでです").wait_for()
        assert guest.view is not None
        assert len(guest.view.people) == 2
        assert await phone.hidden() == []
        await guest.close()
    assert [*phone.somebody.errors, *newer.errors, *desk.somebody.errors] == []
