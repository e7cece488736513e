"""The desk in a lively room: nothing moves under the finger, what waits is always in sight, and anybody is found by name."""

from __future__ import annotations

import asyncio
import os
import time
from itertools import cycle

import aiohttp

from tests.bots.rehearse import Guest
from tests.bots.voice import encode, tone
from tests.e2e.people import PHONE, TABLET, Somebody, Venue
from tests.e2e.test_access import violations

LIVELY = float(os.environ.get("LIVELY_SECONDS", "12"))
"""How long the room is lively while it is measured; two minutes by hand (LIVELY_SECONDS=120)."""
MOST_SHIFT = 0.02
NUMBERS = [0, 3, 6, *(number for number in range(66) if number % 3)][:45]
"""Three of these guests have a voice; a listener is every other one."""
WATCH_SHIFT = """() => {
  window.__shift = 0;
  window.__moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.__shift += entry.value;
      for (const { node } of entry.sources) window.__moved.push(node?.outerHTML?.slice(0, 90) ?? node?.textContent);
    }
  }).observe({ type: 'layout-shift' });
}"""
PUSH = "() => { document.querySelector('main').style.paddingTop = '200px'; }"


OVER = """() => [...document.querySelectorAll('.strip *')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).length"""


async def guest(http: aiohttp.ClientSession, venue: Venue, number: int) -> Guest:
    made = Guest(http, venue.server.base, number, [encode(tone(300, 1))])
    await made.come(venue.links.secret())
    return made


async def act(one: Guest, turn: int) -> None:
    """One small thing, another each time; nobody's microphone stays open."""
    if one.voice is not None:
        await one.speak()
    elif turn % 4 == 0:
        await one.bot.ask({"type": "raise_hand"})
    elif turn % 4 == 1:
        await one.bot.ask({"type": "lower_hand"})
    elif turn % 4 == 2:
        await one.bot.say("雨の音、すきです")
    else:
        await one.walk()


async def test_nothing_moves_under_the_finger_while_people_come_speak_and_raise_hands(venue: Venue) -> None:
    f = await venue.facilitator()
    await f.page.set_viewport_size(TABLET)
    await f.page.evaluate("() => document.fonts.ready")
    await f.page.evaluate(WATCH_SHIFT)
    async with aiohttp.ClientSession() as http:
        guests: list[Guest] = []
        until = time.monotonic() + LIVELY
        for turn, number in enumerate(NUMBERS):
            guests.append(await guest(http, venue, number))
            await act(guests[turn // 2], turn)
        await guests[9].bot.ask({"type": "raise_concern", "id": "concern-1", "text": "つらそうです"})
        await guests[10].bot.ask({"type": "say", "id": "help-0001", "text": "声がきこえません", "scope": "staff"})
        await guests[5].bot.ask({"type": "leave"})
        staying = [one for one in guests if one is not guests[5]]
        for turn, one in enumerate(cycle(staying)):
            if time.monotonic() > until:
                break
            await act(one, turn // len(staying) + turn)
            await asyncio.sleep(0.05)
        strip = f.page.get_by_role("region", name="いま待っていること")
        await strip.get_by_role("button", name="心配 1", exact=True).wait_for()
        await strip.get_by_role("button", name="スタッフへ 1", exact=True).wait_for()
        await f.page.get_by_role("button", name="みんな 45", exact=True).wait_for()
        shift, moved = await f.page.evaluate("() => [window.__shift, window.__moved]")
        assert shift <= MOST_SHIFT, moved
        await f.page.evaluate(PUSH)
        await f.page.wait_for_function("(most) => window.__shift > most", arg=MOST_SHIFT)  # what is measured can fail
        for one in staying:
            await one.go()


async def test_anybody_is_found_by_name_and_by_place(venue: Venue) -> None:
    f = await venue.facilitator()
    async with aiohttp.ClientSession() as http:
        for number in (1, 2, 4, 5, 7, 8):
            await guest(http, venue, number)
        names = f.page.locator(".person .name")
        await f.page.wait_for_function("() => document.querySelectorAll('.person').length === 7")
        find = f.page.get_by_role("searchbox", name="名前でさがす")
        await find.fill("ｺﾓﾚ")
        await f.page.wait_for_function("() => document.querySelectorAll('.person').length === 1")
        assert await names.all_inner_texts() == ["こもれびさん"]
        await find.fill("だれか")
        await f.page.get_by_text("その名前の人はいません").wait_for()
        await find.fill("")
        await f.page.get_by_role("group", name="場所でえらぶ").get_by_role("button", name="会場").first.click()
        await f.page.wait_for_function("() => document.querySelectorAll('.person').length === 1")
        assert await names.all_inner_texts() == ["しじゅうからさん"]


async def opened(f: Somebody, cell: str, count: int) -> list[str]:
    """What axe-core finds, and what is cut off, while a cell of the strip is open."""
    await f.waiting(cell, count)
    found = await violations(f)
    over = await f.page.evaluate(OVER)
    await f.page.keyboard.press("Escape")
    await f.page.wait_for_function(
        "(cell) => document.activeElement?.getAttribute('aria-expanded') === 'false'"
        " && document.activeElement.innerText.includes(cell)",
        arg=cell,
    )
    return found + ([f"{over} wider than the page"] if over else [])


async def test_the_strip_stays_says_what_waits_once_and_opens_in_place(venue: Venue) -> None:
    f = await venue.facilitator()
    said = f.page.get_by_test_id("announcer")
    async with aiohttp.ClientSession() as http:
        one = await guest(http, venue, 1)
        await one.bot.ask({"type": "raise_hand"})
        await said.filter(has_text="手を挙げている人 1人。").wait_for(state="attached")
        await one.bot.ask({"type": "raise_concern", "id": "concern-1", "text": "つらそうです"})
        await said.filter(has_text="心配の知らせがあります。1件。").wait_for(state="attached")
        assert "手を" not in await said.inner_text()
        found: dict[str, list[str]] = {}
        for size in (PHONE, TABLET):
            await f.page.set_viewport_size(size)
            await f.page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
            for cell, count in (("手", 1), ("心配", 1), ("スタッフへ", 0), ("縁側", 0)):
                found[f"{cell} {size['width']}"] = await opened(f, cell, count)
        assert {name: each for name, each in found.items() if each} == {}
        await f.waiting("心配", 1)
        await f.press("受けとりました")
        await f.page.get_by_role("button", name="心配 0", exact=True).wait_for()
        assert await f.page.evaluate("() => document.activeElement?.innerText") == "心配"
        await one.go()
