"""`python -m tests.e2e.pictures [FOLDER]`: pictures of every page in company, in Japanese, at 360 and 1280 pixels.

Those that the documents show go to docs/images; all of them go to the folder, to be looked at.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from tests.bots.rehearse import Guest
from tests.bots.server import ROOT, ServerProcess
from tests.bots.voice import encode, tone
from tests.e2e.people import DESKTOP, PHONE, Somebody, Venue

SHOWN = ("room-360.png", "hall-1280.png")


async def people(venue: Venue, http: aiohttp.ClientSession) -> list[Guest]:
    """A room with some life in it."""
    guests = []
    lines = (
        "こんにちは",
        "今日はききにきました",
        "窓をあけたら、キンモクセイのにおいがしました",
        "わかります",
        "雨の音、すきです",
    )
    for number in range(14):
        guest = Guest(http, venue.server.base, number, [encode(tone(300, 2))])
        await guest.come(venue.links.secret())
        guests.append(guest)
    for guest, line in zip(guests, lines, strict=False):
        await guest.bot.say(line)
    await guests[3].bot.ask({"type": "raise_hand"})
    return guests


async def participant(venue: Venue, folder: Path, size: str) -> None:
    person = await venue.somebody(size=PHONE if size == "360" else DESKTOP)
    page = person.page
    await page.goto(venue.links.urls["participant"])
    await page.get_by_role("button", name="のぞいてみる").wait_for()
    await page.screenshot(path=folder / f"start-{size}.png")
    await person.press("のぞいてみる")
    await page.get_by_text("縁側から、部屋をのぞいています。").wait_for()
    await asyncio.sleep(1)
    await page.screenshot(path=folder / f"look-{size}.png", full_page=True)
    name = await person.at_the_door()
    await page.screenshot(path=folder / f"door-{size}.png", full_page=True)
    await name.fill(f"さくら{size[0]}")
    await person.go_in()
    await asyncio.sleep(2)
    await page.screenshot(path=folder / f"room-{size}.png")
    await page.screenshot(path=folder / f"room-full-{size}.png", full_page=True)
    await person.press("話す")
    await page.get_by_text("まだ誰にも聞こえていません").wait_for()
    await page.screenshot(path=folder / f"talking-{size}.png")
    await page.keyboard.press("Escape")
    await person.press("ほかに")
    await page.screenshot(path=folder / f"menu-{size}.png")
    await page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
    await page.get_by_role("heading", name="またいつでも").wait_for()
    await page.screenshot(path=folder / f"left-{size}.png")


async def others(venue: Venue, folder: Path, size: str) -> None:
    viewport = PHONE if size == "360" else DESKTOP
    code = await venue.somebody(size=viewport)
    await code.page.goto(venue.server.base)
    await asyncio.sleep(0.5)
    await code.page.screenshot(path=folder / f"code-{size}.png")
    desk: Somebody = await venue.somebody(size=viewport)
    await desk.page.goto(venue.links.urls["facilitator"])
    await desk.page.get_by_label("よび名").fill(f"はるか{size[0]}")
    await desk.page.screenshot(path=folder / f"desk-entry-{size}.png")
    await desk.press("入る")
    await desk.page.get_by_role("heading", name="みんな").wait_for()
    if size == "360":
        await desk.page.get_by_label("お題の言葉").fill("最近の小さなよかったこと")
        await desk.press("お題を出す")
    await asyncio.sleep(1)
    await desk.page.screenshot(path=folder / f"desk-{size}.png", full_page=True)
    screen = await venue.somebody(size={"width": 1280, "height": 720} if size == "1280" else PHONE)
    await screen.page.goto(venue.links.urls["screen"])
    await asyncio.sleep(2)
    await screen.page.screenshot(path=folder / f"hall-{size}.png")


async def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        server = ServerProcess(Path(temporary) / "data")
        await server.start()
        try:
            async with AsyncExitStack() as stack:
                http = await stack.enter_async_context(aiohttp.ClientSession())
                venue = Venue(server, await server.new_session(title="ふらっと"), stack)
                guests = await people(venue, http)
                talker = next(guest for guest in guests if guest.voice is not None)
                await talker.bot.ask({"type": "set_microphone", "microphone": "open"})
                if talker.voice is not None:
                    talker.voice.speak(talker.talk[0])
                for size in ("360", "1280"):
                    await others(venue, folder, size)
                    await participant(venue, folder, size)
                for guest in guests:
                    await guest.go()
        finally:
            await server.stop()
    images = ROOT / "docs/images"
    images.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        shutil.copy(folder / name, images / name)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "test-output")))
