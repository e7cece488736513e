"""Rounds, who has been heard, and the line before the booths: at the desk, on telephones, and from a seat in the hall."""

from __future__ import annotations

import os
import re
from pathlib import Path

import aiohttp
import pytest_asyncio
from playwright.async_api import Locator, ViewportSize, expect

from tests.bots.client import Bot
from tests.bots.people import person
from tests.e2e.people import DESKTOP, PHONE, TABLET, Somebody, Venue
from tests.e2e.test_access import violations
from tests.e2e.test_modes import WIDER

SHOTS = os.environ.get("ROUNDS_SHOTS")
"""A folder for pictures, for those who want to look."""
SIZES: tuple[ViewportSize, ...] = (PHONE, TABLET, DESKTOP)
TURN = "あなたの順番です。話しても、書いても、パスしても大丈夫です。"
NEXT = "つぎは、あなたの番です。パスもできます"
CALLED = "順番です。スタッフがブースへ案内します"


def next_line(somebody: Somebody) -> Locator:
    """Where the turn is said, not what is said aloud."""
    return somebody.page.locator(".voices").get_by_text(NEXT)


def waits(somebody: Somebody, text: str) -> Locator:
    """The line above the bar's buttons."""
    return somebody.page.get_by_role("region", name="操作").get_by_text(text)


def number(place: int) -> str:
    return f"相談を待っています。あなたは{place}番目です"


async def looked_at(
    somebody: Somebody, name: str, sizes: tuple[ViewportSize, ...], found: dict[str, object], region: str = "操作"
) -> None:
    """What axe-core finds, and what is wider than the page, at each size."""
    for size in sizes:
        await somebody.page.set_viewport_size(size)
        await somebody.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        if SHOTS:
            await somebody.page.get_by_role("region", name=region).first.scroll_into_view_if_needed()
            await somebody.page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png")
        if wrong := await violations(somebody):
            found[f"{name} {size['width']}"] = wrong
        if over := await somebody.page.evaluate(WIDER):
            found[f"{name} {size['width']} wider"] = over


@pytest_asyncio.fixture(loop_scope="session")
async def desk(venue: Venue) -> Somebody:
    f = await venue.facilitator()
    await f.page.set_viewport_size(TABLET)
    return f


async def hall_seat(http: aiohttp.ClientSession, venue: Venue) -> Bot:
    return await person(http, venue.server, venue.links, "かえで", wish="circle", card="text", hall="hall")


async def test_a_round_goes_from_home_to_the_hall_with_a_pass_a_pause_and_somebody_who_leaves(
    venue: Venue, desk: Somebody
) -> None:
    a, b = await venue.participant("さくら"), await venue.participant("つばめ")
    panel = desk.page.get_by_role("region", name="ひとりずつ")
    found: dict[str, object] = {}
    async with aiohttp.ClientSession() as http:
        hall = await hall_seat(http, venue)
        await panel.get_by_role("button", name="順番を考える").click()
        await expect(panel.get_by_role("list", name="この順番で").get_by_role("listitem")).to_have_text(
            [f"{place} {name}さん ↑ ↓ はずす" for place, name in enumerate(("さくら", "つばめ", "かえで"), 1)]
        )
        await panel.scroll_into_view_if_needed()
        await looked_at(desk, "round-order", SIZES, found, "ひとりずつ")
        await desk.page.set_viewport_size(TABLET)
        await panel.get_by_role("button", name="つばめさんを前へ").press("Enter")
        await panel.get_by_role("button", name="はじめる", exact=True).click()
        await b.page.get_by_text(TURN).wait_for()
        await next_line(a).wait_for()
        await expect(next_line(b)).to_have_count(0)
        await panel.get_by_text("いまはつばめさんの番です").wait_for()
        await panel.scroll_into_view_if_needed()
        await looked_at(desk, "round-on", SIZES, found, "ひとりずつ")
        await looked_at(a, "round-next", (PHONE, DESKTOP, PHONE), found)
        await looked_at(b, "round-turn", (PHONE,), found)
        await desk.page.set_viewport_size(TABLET)
        await b.press("パス")
        await a.page.get_by_text(TURN).wait_for()
        await panel.get_by_text("つぎはかえでさん").wait_for()
        await panel.get_by_role("button", name="自由に話す").click()
        await expect(a.page.get_by_text(TURN)).to_have_count(0)
        await expect(next_line(a)).to_have_count(0)
        await panel.get_by_text("つづけると、さくらさんからです。").wait_for()
        await looked_at(desk, "round-paused", (TABLET,), found, "ひとりずつ")
        await panel.get_by_role("button", name="つづける").click()
        await a.page.get_by_text(TURN).wait_for()
        await a.press("ほかに")
        await a.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
        await panel.get_by_text("いまはかえでさんの番です").wait_for()
        assert hall.view is not None
        assert hall.view.turn == hall.person
        await panel.get_by_role("button", name="つぎの人へ").click()
        await panel.get_by_role("button", name="順番を考える").wait_for()
    assert found == {}
    assert [*a.errors, *b.errors, *desk.errors] == []


class Taps:
    """Presses buttons of a part of the desk that are seen whole, and counts."""

    def __init__(self, panel: Locator) -> None:
        self.panel = panel
        self.count = 0

    async def press(self, name: str) -> None:
        button = self.panel.get_by_role("button", name=name, exact=True)
        await expect(button).to_be_in_viewport(ratio=1)
        await button.click()
        self.count += 1


async def wait_in_line(somebody: Somebody) -> None:
    """ほかに, 相談を待つ, 待つ."""
    await somebody.press("ほかに")
    await somebody.page.get_by_role("dialog").get_by_role("button", name="相談を待つ").click()
    await somebody.page.get_by_role("dialog").get_by_role("button", name="待つ", exact=True).click()


async def test_who_waits_knows_their_number_is_called_and_is_led_by_two_taps_and_nobody_else_learns_of_it(
    venue: Venue, desk: Somebody
) -> None:
    a, b = await venue.participant("さくら"), await venue.participant("つばめ")
    onlooker = await venue.somebody()
    await onlooker.peek(venue.links.urls["participant"])
    found: dict[str, object] = {}
    async with aiohttp.ClientSession() as http:
        third = await hall_seat(http, venue)
        await desk.page.get_by_role("combobox", name="部屋の形").select_option("booths")
        await a.press("ほかに")
        await a.page.get_by_role("dialog").get_by_role("button", name="相談を待つ").click()
        await a.page.get_by_text("ほかの参加者には見えません").wait_for()
        await looked_at(a, "line-before", (PHONE, DESKTOP, PHONE), found)
        await a.page.get_by_role("dialog").get_by_role("button", name="待つ", exact=True).click()
        await waits(a, number(1)).wait_for()
        await wait_in_line(b)
        await waits(b, number(2)).wait_for()
        await looked_at(b, "line-number", (PHONE, DESKTOP, PHONE), found)
        await desk.page.evaluate("() => scrollTo(0, 0)")
        panel = desk.page.get_by_role("region", name="相談を待つ人")
        taps = Taps(panel)
        await expect(panel.get_by_role("listitem")).to_have_count(2)
        await looked_at(desk, "line-desk", SIZES, found, "相談を待つ人")
        await desk.page.set_viewport_size(TABLET)

        await taps.press("さくらさんを呼ぶ")
        await waits(a, CALLED).wait_for()
        await looked_at(a, "line-called", (PHONE,), found)
        await panel.get_by_role("button", name="さくらさんを相談ブース 2へ", exact=True).wait_for()
        await looked_at(desk, "line-called-desk", SIZES, found, "相談を待つ人")
        await desk.page.set_viewport_size(TABLET)
        await taps.press("さくらさんを相談ブース 2へ")
        await a.page.get_by_text("相談ブースにいます。").first.wait_for()
        assert taps.count == 2
        await expect(waits(a, CALLED)).to_have_count(0)
        await waits(b, number(1)).wait_for()
        await taps.press("いっしょに行く")
        await panel.get_by_text("あなたは相談ブース 2にいます。").wait_for()
        await looked_at(desk, "line-led", (TABLET,), found, "相談を待つ人")
        await taps.press("みんなのところへもどる")
        await b.page.get_by_role("button", name="待つのをやめる").click()
        await panel.get_by_text("いまは、待っている人はいません。").wait_for()
        # Who learns by its last frame that somebody left has had all that was told before.
        await b.say("やめました")
        await third.until(lambda: "やめました" in third.texts())
        assert third.view is not None
        assert (third.view.line, third.view.called, third.view.number) == ((), (), 0)
        assert [each for each in third.events if each["type"] == "line_set"] == []
        await third.ask({"type": "leave"})
        await onlooker.page.wait_for_function("() => window.__frames.some((each) => String(each).includes('\"left\"'))")
        assert "line_set" not in "".join(await onlooker.frames())
        assert "line_set" in "".join(await a.frames())
    assert found == {}
    assert [*a.errors, *b.errors, *desk.errors, *onlooker.errors] == []


async def test_staff_see_coarsely_who_has_been_heard_and_let_hands_begin_with_those_heard_least(
    venue: Venue, desk: Somebody
) -> None:
    a = await venue.participant("さくら")
    found: dict[str, object] = {}
    async with aiohttp.ClientSession() as http:
        hall = await hall_seat(http, venue)
        said = await person(http, venue.server, venue.links, "つばめ", card="talk")
        quiet = await person(http, venue.server, venue.links, "こもれび", card="text")
        listener = await person(http, venue.server, venue.links, "もみじ", wish="listener")
        for bot in (said, hall, quiet):
            await bot.ask({"type": "raise_hand"})
        await said.say("こんにちは")
        await desk.page.evaluate("() => scrollTo(0, 0)")
        await desk.waiting("手", 3)
        rows = desk.page.locator(".drawer.hands").get_by_role("listitem")
        await expect(rows).to_have_text([re.compile(name) for name in ("つばめ", "かえで", "こもれび")])
        await desk.page.get_by_role("button", name="まだ話していない順").click()
        await expect(rows).to_have_text([re.compile(name) for name in ("かえで", "こもれび", "つばめ")])
        await looked_at(desk, "hands-least", SIZES, found, "いま待っていること")
        await desk.page.set_viewport_size(TABLET)
        await desk.page.keyboard.press("Escape")
        panel = desk.page.get_by_role("region", name="話した量のめやす")
        await panel.get_by_role("button", name="めやすを見る").click()
        people = panel.get_by_role("group", name="ひとりずつ").get_by_role("row")
        await expect(people).to_have_text(
            [re.compile(name) for name in ("声", "さくら", "つばめ", "こもれび", "かえで")]
        )
        await expect(panel.get_by_role("row", name="つばめさん まだ 少し")).to_be_visible()
        await panel.get_by_text("聞いています: もみじさん").wait_for()
        await looked_at(desk, "balance", SIZES, found, "話した量のめやす")
        await desk.page.set_viewport_size(TABLET)
        for bot in (hall, said, quiet, listener):
            await bot.ask({"type": "leave"})
    assert not any('"balance":{' in frame for frame in await a.frames())
    assert any('"balance":{' in frame for frame in await desk.frames())
    assert found == {}
    assert [*a.errors, *desk.errors] == []
