"""What many people do to pages that nobody scrolls, that several columns share, or that are narrow: every name is read."""

from __future__ import annotations

import aiohttp

from tests.bots.client import Bot
from tests.e2e.people import Venue


async def come(http: aiohttp.ClientSession, venue: Venue, number: int, hall: bool | None = None) -> Bot:
    """Somebody with a name and a face; unless it is said, each fifth of them sits in the hall."""
    sits = number % 5 == 4 if hall is None else hall
    bot = Bot(http, venue.server.base, folding=False)
    await bot.join(secret=venue.links.secret())
    await bot.connect()
    avatar = {"style": "critters", "seed": "haru"}
    entered = {"type": "enter", "nickname": f"しじゅうから {number}", "avatar": avatar, "wish": "circle"}
    assert (await bot.ask({**entered, "hall": "hall" if sits else None}))["ok"]
    return bot


async def test_a_long_inbox_covers_no_more_than_most_of_a_tablet(venue: Venue) -> None:
    f = await venue.facilitator()
    await f.page.set_viewport_size({"width": 820, "height": 1180})
    async with aiohttp.ClientSession() as http:
        for number in range(16):
            bot = await come(http, venue, number)
            said = {"type": "say", "id": f"help-{number:04}", "text": f"聞こえにくいです {number}", "scope": "staff"}
            assert (await bot.ask(said))["ok"]
        await f.waiting("スタッフへ", 16)
        await f.page.get_by_text("聞こえにくいです 15").wait_for()
        drawer = f.page.locator(".drawer.messages")
        high, whole = await drawer.evaluate("(drawer) => [drawer.getBoundingClientRect().height, drawer.scrollHeight]")
    assert high <= 0.6 * 1180 + 1 < whole
