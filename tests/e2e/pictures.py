"""`python -m tests.e2e.pictures [FOLDER]`: the pictures that the documents show, in company, in Japanese, in the evening.

They go to docs/images in 128 colours; as they were drawn, to the folder, to be looked at.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
from PIL import Image
from playwright.async_api import ViewportSize

from server.cli.demo import clerk, make_demo
from server.clock import now_ms
from server.office.base.common import Safe
from server.office.base.database import Database
from tests.bots.client import Bot
from tests.bots.server import ROOT, ServerProcess
from tests.e2e.people import Somebody, Venue

MOST = 120_000
"""Bytes of a picture."""
NAMES = (
    "こもれび", "りす", "ゆず", "みかづき", "たんぽぽ", "かたつむり", "どんぐり", "はりねずみ", "つゆくさ", "しろつめ",
    "なぎさ", "もみじ", "よもぎ", "あずき", "ひだまり", "さざんか", "こはる", "すみれ", "むぎ", "みずいろ",
    "ほたる", "あさがお", "くるみ", "しおり", "いわし", "かえで", "ゆきの", "とうふ", "こむぎ", "ふくろう",
)  # fmt: skip
SAID = (
    (3, "きょうは、ききにきました"),
    (1, "窓をあけたら、キンモクセイのにおいがしました"),
    (6, "わかります。秋ですね"),
    (4, "さいきん、夜に散歩しています"),
)
EVENING = "() => { document.documentElement.dataset.hour = 'evening'; }"
LOADED = "() => [...document.images].every((each) => each.complete && each.naturalWidth > 0)"


async def come(http: aiohttp.ClientSession, venue: Venue, number: int, **how: object) -> Bot:
    bot = Bot(http, venue.server.base, folding=False)
    await bot.join(secret=venue.links.secret())
    await bot.connect()
    avatar = {"style": "critters", "seed": f"picture-{number}"}
    entered = {"type": "enter", "nickname": NAMES[number], "avatar": avatar, "wish": "circle", "hall": None, **how}
    answer = await bot.ask(entered)
    assert answer["ok"], answer
    return bot


async def company(http: aiohttp.ClientSession, venue: Venue, count: int, hall: int) -> list[Bot]:
    """So many online, each sixth of them on a listener seat, and so many in the hall."""
    online = [
        await come(http, venue, number, wish="listener" if number % 6 == 5 else "circle") for number in range(count)
    ]
    return online + [await come(http, venue, count + number, hall="hall") for number in range(hall)]


async def talk(bots: list[Bot]) -> None:
    for number, text in SAID:
        said = {"type": "say", "id": f"picture-{number:04}", "text": text, "to_hall": True}
        assert (await bots[number].ask(said))["ok"]
    await bots[2].ask({"type": "raise_hand"})


async def taken(person: Somebody, folder: Path, name: str) -> None:
    """A picture once all faces are there, by evening light."""
    await person.page.evaluate(EVENING)
    await person.page.wait_for_function(LOADED)
    path = folder / f"{name}.png"
    await person.page.screenshot(path=path)
    kept(path, name)


def kept(path: Path, name: str) -> None:
    """A picture goes to the documents, in 128 colours."""
    small = ROOT / "docs/images" / f"{name}.png"
    with Image.open(path) as drawn:
        drawn.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(small, optimize=True)
    assert small.stat().st_size <= MOST, f"{small} has {small.stat().st_size} bytes"


async def inside(venue: Venue, size: ViewportSize) -> Somebody:
    person = await venue.somebody(size=size, reduced_motion="reduce")
    await person.peek(venue.links.urls["participant"])
    await person.enter("さくら", sound=False)
    return person


async def rooms(venue: Venue, http: aiohttp.ClientSession, folder: Path) -> None:
    """A telephone with twelve; the hall's wall with eight more there; the desk with a worry; a wide house with thirty."""
    bots = await company(http, venue, 11, 0)
    person = await inside(venue, {"width": 360, "height": 740})
    await person.page.locator(".plan .face").nth(9).wait_for()
    await talk(bots)
    await person.page.locator(".last").get_by_text("夜に散歩").wait_for()
    await taken(person, folder, "room-360")
    bots += [await come(http, venue, 11 + number, hall="hall") for number in range(8)]
    wall = await venue.somebody(size={"width": 1280, "height": 720}, reduced_motion="reduce")
    await wall.page.goto(venue.links.urls["screen"])
    await wall.page.locator(".scene .face").nth(15).wait_for()
    assert (await bots[2].ask({"type": "lower_hand"}))["ok"]
    said = {"type": "say", "id": "picture-wall", "text": "夜の道は、しずかでいいですね", "to_hall": True}
    assert (await bots[12].ask(said))["ok"]
    await wall.page.get_by_text("夜の道は").first.wait_for()
    await taken(wall, folder, "hall-1280")
    desk = await venue.facilitator()
    await desk.page.set_viewport_size({"width": 820, "height": 1180})
    await bots[2].ask({"type": "raise_hand"})
    worry = {"type": "raise_concern", "id": "picture-worry", "text": "さっきから、返事がないのが気になります"}
    assert (await bots[0].ask({**worry, "about": bots[3].person}))["ok"]
    await desk.waiting("心配", 1)
    await desk.page.get_by_text("返事がない").wait_for()
    await taken(desk, folder, "desk-820")
    bots += [
        await come(http, venue, 19 + number, wish="listener" if number % 3 == 2 else "circle") for number in range(10)
    ]
    await person.page.set_viewport_size({"width": 1440, "height": 900})
    assert (await bots[1].ask({**said, "id": "picture-wide", "text": "星がよく見えました"}))["ok"]
    await person.page.get_by_role("log", name="文字").get_by_text("星がよく").wait_for()
    await taken(person, folder, "house-1440")


async def office(venue: Venue, folder: Path) -> None:
    """What a town shows, and where it plans."""
    data = venue.server.data
    database = Database(data)
    try:
        made = await database.write(make_demo, clerk(data), Safe.of(data), now_ms())
    finally:
        await database.close()
    person = await venue.somebody(size={"width": 1280, "height": 800}, reduced_motion="reduce")
    await person.page.goto(f"{venue.server.base}/p/engawa-shi")
    await taken(person, folder, "public-1280")
    await person.page.goto(f"{venue.server.base}/o")
    await person.page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(made.mail)
    await person.page.get_by_role("textbox", name=re.compile("^パスワード")).fill(made.password)
    await person.page.keyboard.press("Enter")
    await person.page.get_by_role("heading", name="カレンダー").first.wait_for()
    await person.page.get_by_role("link", name=re.compile(r"\d\d?:\d\d")).first.wait_for()
    await taken(person, folder, "month-1280")


async def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        server = ServerProcess(Path(temporary) / "data")
        await server.start()
        try:
            async with AsyncExitStack() as stack:
                http = await stack.enter_async_context(aiohttp.ClientSession())
                venue = Venue(server, await server.new_session(title="ふらっと"), stack)
                await office(venue, folder)
                await rooms(venue, http, folder)
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "test-output")))
