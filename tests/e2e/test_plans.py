"""Each way of holding a session as a real browser draws it, with few people and with many: nothing lies over anything."""

from __future__ import annotations

import aiohttp

from tests.bots.client import Bot
from tests.e2e.people import Venue
from tests.e2e.test_scene import SIZES, at_all_sizes, come, drawn

MODES = {
    "reflecting": "聞く輪",
    "lecture": "ステージ",
    "tables": "輪",
    "booths": "輪",
    "circle": "輪",
    "open_hours": "輪",
}
"""The modes, and a place whose sign says that the room is laid out so."""


async def on_the_stage(bots: list[Bot], staff: Bot) -> None:
    """The facilitator asks two of the audience up; in reflecting, three talk and the others hear them."""
    for bot in (bots[0], bots[4]):
        await staff.ask({"type": "move_person", "person": bot.person, "place": "stage"})


async def test_every_plan_is_drawn_whole_with_five_people_and_with_forty(venue: Venue) -> None:
    person = await venue.participant("さくら")
    wrong: dict[str, object] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        bots: list[Bot] = []
        for count in (5, 40):
            while len(bots) < count:
                bots.append(await come(http, venue, len(bots)))
            staff = bots[1]
            for mode, sign in MODES.items():
                assert (await staff.ask({"type": "set_plan", "mode": mode}))["ok"]
                await person.page.get_by_role("heading", name=sign).first.wait_for()
                if mode == "lecture":
                    await on_the_stage(bots, staff)
                if mode == "reflecting":
                    assert (await staff.ask({"type": "change_places"}))["ok"]
                wrong |= await at_all_sizes(person, f"{mode}-{count}", 1)
            await drawn(person, SIZES[0], 1)
        assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())
