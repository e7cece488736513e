"""Two who go through every plan of the room while staff lay it out anew: one by keys and by what a screen reader reads,
one on a telephone. In each they take a place, raise a hand or wait for a booth, write, and come back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest_asyncio
from playwright.async_api import TimeoutError as PlaywrightTimeout
from playwright.async_api import expect

from tests.bots.client import Bot
from tests.bots.people import person
from tests.e2e.geometry import CLEAN, measured
from tests.e2e.people import DESKTOP, Somebody, Venue
from tests.e2e.test_access import AXE, focused, tab_to

PLAN = "部屋の席。矢印キーでうごけます"
LAID, GROUPS = "部屋のならびがかわりました", "テーブルができました"
PLANS = (
    ("circle", LAID, "リスナー席", "輪"),
    ("reflecting", LAID, "聞く輪", "輪"),
    ("lecture", LAID, "リスナー席", "客席"),
    ("tables", LAID, "テーブル 1", "輪"),
    ("booths", LAID, "リスナー席", "輪"),
    ("open_hours", GROUPS, "テーブル 2", "輪"),
    ("staff_room", LAID, "テーブル 1", "輪"),
    ("ibasho", LAID, "リスナー席", "輪"),
)
"""Each with what is said of it to those who are there, where they go, and where they come back to."""
EARS = """
window.__told = [];
addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
  for (const { target } of changes) {
    const own = target.nodeType === 1 ? target : target.parentElement;
    const live = own?.closest('[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]');
    if (live) window.__told.push(live.textContent);
  }
}).observe(document, { subtree: true, childList: true, characterData: true }));
"""
"""What a screen reader is told without being asked, in the order in which it is told."""
KEYS = (
    "Home",
    *("ArrowRight",) * 7,
    "Home",
    *("ArrowLeft",) * 4,
    "Home",
    *("ArrowDown", "ArrowRight") * 4,
    *("ArrowDown",) * 6,
    "End",
    *("ArrowLeft",) * 9,
    *("ArrowUp", "ArrowRight", "ArrowUp", "ArrowLeft") * 4,
)
GROUP = "() => document.activeElement.closest('[role=group]')?.ariaLabel"
HERE = "(place) => document.querySelector('.plan .place .me')?.closest('[data-place]').dataset.place === place"
RULES = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"


class Walker:
    """Somebody in the room, whom nothing is asked that they could not know."""

    def __init__(self, who: Somebody, name: str, staff: Bot) -> None:
        self.who, self.page, self.name, self.staff = who, who.page, name, staff
        self.wrong: dict[str, Any] = {}

    def place(self) -> str:
        """Where staff see them, as the house calls it."""
        assert self.staff.view is not None
        return next((each.place for each in self.staff.view.people.values() if each.nickname == self.name), "")

    async def hears(self, text: str) -> None:
        await self.page.wait_for_function("(text) => window.__told.some((each) => each.includes(text))", arg=text)
        await self.page.evaluate("() => { window.__told.length = 0; }")

    async def keeps_the_focus(self, when: str) -> None:
        """It is let come back with the next frames, which nobody notices who presses a key after them."""
        try:
            await self.page.wait_for_function("() => document.activeElement !== document.body", timeout=10_000)
        except PlaywrightTimeout:
            self.wrong[f"{when}: the focus"] = "is on nothing"

    async def press(self, name: str) -> None:
        raise NotImplementedError

    async def sign(self, name: str) -> None:
        raise NotImplementedError

    async def write(self, text: str) -> None:
        raise NotImplementedError

    async def goes(self, name: str) -> None:
        """By the sign of a place to a seat of it."""
        before = self.place()
        await self.sign(name)
        await self.page.get_by_role("dialog").wait_for()
        await self.press("ここにすわる")
        await self.staff.until(lambda: self.place() != before)
        await self.page.get_by_role("dialog").wait_for(state="detached")
        await self.page.wait_for_function(HERE, arg=self.place())
        await self.keeps_the_focus(f"{self.name} in {name}")

    async def raises_a_hand(self) -> None:
        await self.press("手を挙げる")
        await self.press("手をおろす")
        await self.page.get_by_role("button", name="手を挙げる").wait_for()

    async def waits_in_line(self) -> None:
        """One's number; the call; the booth; and back to the others."""
        await self.press("ほかに")
        await self.press("相談を待つ")
        await self.press("待つ")
        await self.page.get_by_role("dialog").wait_for(state="detached")
        await self.page.get_by_text("相談を待っています。あなたは").first.wait_for()
        await self.keeps_the_focus(f"{self.name} in the line")
        assert self.staff.view is not None
        me = next(each.id for each in self.staff.view.people.values() if each.nickname == self.name)
        assert (await self.staff.ask({"type": "call_from_line", "person": me}))["ok"]
        await self.hears("順番です。スタッフがブースへ案内します")
        booth = f"booth-{1 + (self.name == 'つばめ')}"
        assert (await self.staff.ask({"type": "move_person", "person": me, "place": booth}))["ok"]
        await self.hears("相談ブースに来ました")
        await self.keeps_the_focus(f"{self.name} in a booth")
        await self.press("輪にもどる")
        await self.staff.until(lambda: self.place() == "circle")
        await self.page.wait_for_function(HERE, arg="circle")
        await self.keeps_the_focus(f"{self.name} back from a booth")

    async def looks(self, mode: str) -> None:
        """What axe-core finds, whether anything is wider than the page, and that the focus is somewhere."""
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = await self.page.evaluate(RULES)
        if found:
            self.wrong[f"{mode}, {self.name}: axe"] = [
                (each["id"], [node["target"] for node in each["nodes"]]) for each in found
            ]
        wide = await self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.wrong[f"{mode}, {self.name}: wider"] = wide
        cut = await measured(self.who)
        if cut != CLEAN:
            self.wrong[f"{mode}, {self.name}: drawn"] = cut

    async def goes_through(self, mode: str, said: str, there: str, back: str) -> None:
        """One plan, from its being told to being back."""
        await self.hears(said)
        await self.keeps_the_focus(f"{mode}, {self.name}")
        await self.looks(mode)
        await self.goes(there)
        await self.goes(back)
        if mode == "booths":
            await self.waits_in_line()
        else:
            await self.raises_a_hand()
        await self.write(f"{mode} {self.name}")
        await self.staff.until(lambda: f"{mode} {self.name}" in self.staff.texts())
        await self.keeps_the_focus(f"{mode}, {self.name} has written")


class ByKeys(Walker):
    async def tab(self, name: str) -> None:
        """Go on by Tab until something of that name has the focus, or something of a group of that name."""
        seen = []
        for _ in range(70):
            await self.page.keyboard.press("Tab")
            if await self.page.evaluate("() => document.activeElement === document.body"):
                continue
            seen.append(await focused(self.who))
            if name in (seen[-1], await self.page.evaluate(GROUP)):
                return
        raise AssertionError(f"{name} cannot be reached by Tab, but {seen}")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).first.wait_for()
        await self.tab(name)
        await self.page.keyboard.press("Enter")

    async def sign(self, name: str) -> None:
        """The plan is one stop of Tab; in it arrows go on until the sign is read."""
        await self.tab(PLAN)
        for key in KEYS * 2:
            if (await focused(self.who)).startswith(f"{name}・"):
                return await self.page.keyboard.press("Enter")
            await self.page.keyboard.press(key)
        raise AssertionError(f"{name} cannot be reached by arrows, but {await focused(self.who)}")

    async def write(self, text: str) -> None:
        await self.tab("文字をかく")
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")


class OnATelephone(Walker):
    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def sign(self, name: str) -> None:
        for note in await self.page.get_by_role("button", name="わかりました").all():
            await note.click()
            await self.keeps_the_focus(f"{self.name} after a note")
        await self.page.get_by_role("button", name=re.compile(f"^{name}・")).first.click()

    async def write(self, text: str) -> None:
        await self.who.say(text)
        await self.press("とじる")


@pytest_asyncio.fixture(loop_scope="session")
async def staff(venue: Venue) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as http:
        yield await person(http, venue.server, venue.links, "はるか", role="facilitator")


async def enter_by_keys(venue: Venue, who: Somebody, name: str) -> None:
    keyboard = who.page.keyboard
    await who.page.goto(venue.links.urls["participant"])
    for button, then in (
        ("のぞいてみる", who.button("入る")),
        ("入る", who.page.get_by_role("heading", name="入るまえに")),
    ):
        await who.button(button).wait_for()
        await tab_to(who, button)
        await keyboard.press("Enter")
        await then.first.wait_for()
    box = who.page.get_by_role("textbox", name="よび名")
    while not await box.evaluate("(box) => box === document.activeElement"):
        await keyboard.press("Tab")
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type(name)
    await tab_to(who, "入る")
    await keyboard.press("Enter")
    await who.page.get_by_role("region", name="操作").wait_for()


async def test_every_plan_is_gone_through_by_keys_and_on_a_telephone(venue: Venue, staff: Bot) -> None:
    keys, phone = (
        await venue.somebody(size=DESKTOP),
        await venue.somebody(size={"width": 360, "height": 640}, has_touch=True),
    )
    walkers = (ByKeys(keys, "すいれん", staff), OnATelephone(phone, "つばめ", staff))
    for walker in walkers:
        await walker.page.add_init_script(EARS)
    await enter_by_keys(venue, keys, "すいれん")
    await phone.peek(venue.links.urls["participant"])
    await phone.enter("つばめ")
    for walker in walkers:
        # What comes after the first load says what changes.
        await expect(walker.page.get_by_role("button", name="歩きまわる")).to_be_attached()
    for mode, said, there, back in PLANS:
        assert (await staff.ask({"type": "set_plan", "mode": mode}))["ok"]
        await asyncio.gather(*(walker.goes_through(mode, said, there, back) for walker in walkers))
    wrong = {where: what for walker in walkers for where, what in walker.wrong.items()}
    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())
    assert keys.errors + phone.errors == []
