"""The run sheet while it is held: a time to listen, to write and to speak, and two of the staff at once."""

from __future__ import annotations

import os
from pathlib import Path

import aiohttp

from tests.bots.client import Bot
from tests.e2e.people import TABLET, Somebody, Venue
from tests.e2e.test_access import violations

SHOTS = os.environ.get("SHEET_SHOTS")
"""A folder for pictures, for those who want to look."""
STEPS = [
    {
        "title": "聞く時間",
        "minutes": 20,
        "speak": "listen",
        "text": "お話を聞きます",
        "key": "a",
        "notes": "あいさつをする",
    },
    {"title": "お茶", "minutes": 10, "key": "b", "skipped": True},
    {"title": "文字の時間", "minutes": 30, "speak": "text", "key": "c"},
    {"title": "声の時間", "minutes": 30, "speak": "voice", "key": "d"},
]


async def second(http: aiohttp.ClientSession, venue: Venue) -> Bot:
    """Another facilitator, who has brought this sheet with them."""
    bot = Bot(http, venue.server.base)
    await bot.join(secret=venue.links.secret("facilitator"))
    await bot.connect()
    assert (await bot.enter("みなと"))["ok"]
    now = bot.view.steps[0].model_dump(mode="json") if bot.view else {}
    assert (await bot.ask({"type": "change_sheet", "steps": [now, *STEPS], "seen": 0}))["ok"]
    return bot


async def picture(person: Somebody, name: str) -> None:
    if SHOTS:
        await person.page.screenshot(path=Path(SHOTS) / f"{name}.png")


async def test_one_listens_then_writes_then_speaks_while_two_hold_the_sheet(venue: Venue) -> None:
    f = await venue.facilitator()
    await f.page.set_viewport_size(TABLET)
    a = await venue.participant("さくら")
    talk, send = a.button("話す").first, a.button("送る").first
    async with aiohttp.ClientSession() as http:
        g = await second(http, venue)
        await f.button("次へ").click()
        await a.page.get_by_text("いまは「聞く時間」です。 お話を聞きます いまは聞く時間です。").first.wait_for()
        await picture(a, "listen-360")
        assert await talk.is_disabled()
        await a.open_talk()
        await a.page.get_by_label("文字をかく").fill("あとで送ります")
        await a.page.get_by_text("書いておいて、あとで送れます").wait_for()
        assert await send.is_disabled()
        found = {"room": await violations(a)}
        await picture(a, "box-360")
        # Both go on at once: one step, and the skipped one is passed.
        await f.page.get_by_text("つぎは 文字の時間").wait_for()
        assert (await g.ask({"type": "set_step", "step": 3, "key": "c"}))["ok"]
        assert (await g.ask({"type": "set_step", "step": 3, "key": "c"}))["ok"]
        await a.page.get_by_text("いまは文字の時間です。").first.wait_for()
        assert await talk.is_disabled()
        await send.click()
        await f.reads("あとで送ります")
        # The sheet is changed by two: what was typed stays, and goes in the second time.
        await f.page.get_by_role("button", name="声の時間").click()
        await picture(f, "row-800")
        await f.press("書きなおす")
        await f.page.get_by_label("題", exact=True).fill("みんなの声")
        steps = [step.model_dump(mode="json") for step in g.view.steps] if g.view else []
        seen = g.view.sheet_rev if g.view else 0
        assert (
            await g.ask({"type": "change_sheet", "steps": [*steps[:4], {**steps[4], "minutes": 45}], "seen": seen})
        )["ok"]
        await f.page.get_by_role("button", name="声の時間 45分").wait_for()
        found["form"] = await violations(f)
        await picture(f, "form-800")
        await f.press("保存する")
        await (
            f.page.get_by_role("button", name="みんなの声 45分")
            .or_(f.page.get_by_text("もう一度「保存する」で"))
            .first.wait_for()
        )
        await picture(f, "changed-800")
        assert await f.page.get_by_label("題", exact=True).input_value() == "みんなの声"
        await f.press("保存する")
        await f.page.get_by_role("button", name="みんなの声 45分").wait_for()
        await f.press("次へ")
        await a.page.get_by_text("声でも文字でも、どうぞ。").first.wait_for()
        assert await talk.is_enabled()
    assert {name: each for name, each in found.items() if each} == {}
