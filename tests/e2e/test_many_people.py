"""What many people do to pages that nobody scrolls, that several columns share, or that are narrow: every name is read."""

from __future__ import annotations

import aiohttp
from playwright.async_api import ViewportSize

from tests.bots.client import Bot
from tests.e2e.people import Venue

SIZES: tuple[ViewportSize, ...] = (
    {"width": 1280, "height": 720},
    {"width": 1920, "height": 1080},
    {"width": 1024, "height": 768},
)
SHOWN = "() => document.querySelectorAll('.people .name').length"
CUT = """() => {
  const list = document.querySelector('.people').getBoundingClientRect();
  const names = [...document.querySelectorAll('.people .name')].map((name) => name.getBoundingClientRect());
  return names.filter((name) => name.bottom > Math.min(list.bottom, innerHeight) + 1 || name.right > list.right + 1).length;
}"""


async def come(http: aiohttp.ClientSession, venue: Venue, number: int) -> Bot:
    bot = Bot(http, venue.server.base, folding=False)
    await bot.join(secret=venue.links.secret())
    await bot.connect()
    avatar = {"style": "critters", "seed": "haru"}
    entered = {"type": "enter", "nickname": f"しじゅうから {number}", "avatar": avatar, "wish": "circle"}
    assert (await bot.ask({**entered, "hall": "hall" if number % 5 == 4 else None}))["ok"]
    return bot


async def test_the_hall_s_screen_cuts_off_nobody(venue: Venue) -> None:
    screen = await venue.somebody(size=SIZES[0])
    await screen.page.goto(venue.links.urls["screen"])
    await screen.page.get_by_role("heading", name="みんなの文字").wait_for()
    async with aiohttp.ClientSession() as http:
        bots: list[Bot] = []
        for count in (12, 30, 45):
            bots += [await come(http, venue, number) for number in range(len(bots), count)]
            for size in SIZES:
                await screen.page.set_viewport_size(size)
                await screen.page.wait_for_function(f"() => ({SHOWN})() > 0 && ({CUT})() === 0")
            await screen.page.get_by_text(f"しじゅうから {count - 1}", exact=True).first.wait_for()
            assert await screen.page.evaluate(CUT) == 0, count
        await screen.page.evaluate("() => { document.querySelector('.people').style.fontSize = '300%'; }")
        assert await screen.page.evaluate(CUT) > 0, "what is measured can fail"


async def test_a_long_inbox_leaves_no_column_of_a_tablet_empty(venue: Venue) -> None:
    f = await venue.facilitator()
    await f.page.set_viewport_size({"width": 820, "height": 1180})
    async with aiohttp.ClientSession() as http:
        for number in range(16):
            bot = await come(http, venue, number)
            said = {"type": "say", "id": f"help-{number:04}", "text": f"聞こえにくいです {number}", "scope": "staff"}
            assert (await bot.ask(said))["ok"]
        await f.page.get_by_text("聞こえにくいです 15").wait_for()
        inbox = f.page.get_by_role("log", name="スタッフへの文字")
        high, whole = await inbox.evaluate("(log) => [log.getBoundingClientRect().height, log.scrollHeight]")
    assert high <= 0.6 * 1180 + 1 < whole


OVER = """() => {
  const names = [...document.querySelectorAll('.plan .name')].map((name) => name.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return names.filter((a, at) => names.some((b, other) => other > at && over(a, b))).length;
}"""


async def test_on_a_telephone_no_name_lies_over_another(venue: Venue) -> None:
    person = await venue.participant("さくら")
    async with aiohttp.ClientSession() as http:
        for number in range(30):
            await come(http, venue, number)
        await person.page.locator(".plan .name", has_text="しじゅう").nth(29).wait_for()
        assert await person.page.evaluate(OVER) == 0
        await person.page.evaluate(
            "() => { for (const name of document.querySelectorAll('.plan .name')) name.style.minWidth = '8rem'; }"
        )
        assert await person.page.evaluate(OVER) > 0, "what is measured can fail"
