"""`python -m tests.e2e.guide_pictures [FOLDER]`: the pictures of the facilitator's guide (docs/guide), kept as those of
`tests.e2e.pictures`.

A session by the run sheet of an 居場所, led on a tablet, early in the afternoon at whatever hour this runs.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from playwright.async_api import FloatRect, Locator, ViewportSize

from rooms.base import Role
from rooms.state import Settings
from server.clock import now_ms
from server.identity.ids import new_id
from server.identity.links import Signer, new_codes
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.content import defaults
from server.office.live import LiveOffice
from server.office.sessions.room_settings import steps_of
from server.sessions import session_links
from tests.bots.client import Bot
from tests.bots.server import Links, ServerProcess
from tests.e2e.people import PHONE, TABLET, Somebody, Venue
from tests.e2e.pictures import LOADED, come, kept

MINUTE = 60_000
MARGIN = 8
WIDE: ViewportSize = {"width": 1024, "height": 680}
AFTERNOON = 13
"""The hour on every clock of the pictures."""
ZONE = """
const Format = Intl.DateTimeFormat;
Intl.DateTimeFormat = function (locale, options) {
  return new Format(locale, options?.timeZone === 'Asia/Tokyo' ? { ...options, timeZone: '%s' } : options);
};
"""
QUIET = """() => {
  const told = [...document.querySelectorAll('button')].filter((each) => each.innerText === 'わかりました');
  for (const each of told) each.click();
  if (told.length > 0) window.__quiet = performance.now();
  return performance.now() - window.__quiet > 1500;
}"""
"""Once nothing has been told for a while, and all that was has been put away."""
PLANS: dict[str, tuple[str, dict[str, tuple[int, ...]]]] = {
    "circle": ("輪", {}),
    "tables": ("テーブル 1", {"table-1": (0, 1, 2), "table-2": (3, 4), "table-3": (6, 7)}),
    "reflecting": ("聞く輪", {"circle": (0, 1, 2)}),
    "lecture": ("ステージ", {"stage": (0, 1)}),
    "booths": ("相談ブース 1", {"booth-1": (3,)}),
    "open_hours": ("テーブル 1", {"circle": (3,), "table-1": (0, 1), "rest": (6,)}),
}
"""The plans that the guide tells of: a sign that shows when the room is laid out so, and who of the company goes where."""


def afternoon(hour: int) -> str:
    """A zone where it is early in the afternoon when it is so late in UTC; its sign is the other way round, as in POSIX."""
    return f"Etc/GMT{hour - AFTERNOON:+d}"


async def planned(server: ServerProcess) -> Links:
    """A session that opens in a few minutes and whose veranda is open, with the run sheet and the house of an 居場所."""
    template = defaults().kind("ibasho")
    assert template is not None
    assert template is not None
    programme, opens = template.programme, now_ms() + 8 * MINUTE
    settings = Settings(
        session=new_id(),
        title="ふらっと",
        early_at=opens - 30 * MINUTE,
        open_at=opens,
        closing_at=opens + 110 * MINUTE,
        end_at=opens + 120 * MINUTE,
        capacity=80,
        steps=steps_of(programme, defaults()),
    )
    office = LiveOffice(Database(server.data), now_ms, Safe.of(server.data))
    try:
        await office.create_session(settings)
        code = next(iter(new_codes()))
        for role in (Role.FACILITATOR, Role.SCREEN):
            await office.add_link(settings.session, role)
        await office.add_link(settings.session, Role.PARTICIPANT, code=code)
        made = await session_links(office, Signer(server.data), settings, server.base)
    finally:
        await office.close()
    return Links(made.session, code, {str(role): url for role, url in made.urls.items()})


async def by_day(venue: Venue, size: ViewportSize) -> Somebody:
    person = await venue.somebody(size=size, reduced_motion="reduce")
    await person.page.add_init_script(ZONE % afternoon(datetime.now(UTC).hour))
    return person


def around(*boxes: FloatRect | None) -> FloatRect:
    """What holds all of them, with a little room."""
    seen = [each for each in boxes if each is not None]
    left, top = min(each["x"] for each in seen) - MARGIN, min(each["y"] for each in seen) - MARGIN
    right, foot = max(each["x"] + each["width"] for each in seen), max(each["y"] + each["height"] for each in seen)
    return {"x": left, "y": top, "width": right + MARGIN - left, "height": foot + MARGIN - top}


async def shot(
    somebody: Somebody, folder: Path, name: str, part: Locator | None = None, clip: FloatRect | None = None
) -> None:
    """A picture once all faces are there; of a part of the page, if one is given."""
    await somebody.page.wait_for_function(LOADED)
    path = folder / "guide" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    if part is None:
        await somebody.page.screenshot(path=path, clip=clip)
    else:
        await part.screenshot(path=path)
    kept(path, f"guide/{name}")


async def before(venue: Venue, http: aiohttp.ClientSession, folder: Path, tablet: Somebody) -> list[Bot]:
    """Doors early: who waits stands in order at the desk, a greeting is two taps away; and a telephone at home."""
    page = tablet.page
    await page.goto(venue.links.urls["facilitator"])
    await page.get_by_label("よび名").fill("はるか")
    await tablet.press("入る")
    greetings = page.get_by_role("region", name="あいさつ")
    bots = [await come(http, venue, number, first_time=number in (1, 4)) for number in range(5)]
    await greetings.get_by_role("listitem").nth(4).wait_for()
    voice = await page.get_by_role("region", name="声", exact=True).bounding_box()
    await shot(tablet, folder, "before-800", clip=around({"x": 8, "y": 8, "width": 784, "height": 8}, voice))
    await greetings.get_by_role("button").nth(1).click()
    await shot(tablet, folder, "greet-800", page.get_by_role("dialog"))
    await page.get_by_role("dialog").get_by_role("button", name="ようこそ").click()
    phone = await by_day(venue, PHONE)
    await phone.peek(venue.links.urls["participant"])
    await phone.enter("さくら", sound=False)
    await phone.page.get_by_text("スタッフのはるかさんが、ここにいます").wait_for()
    await shot(phone, folder, "waiting-360")
    return bots


async def during(venue: Venue, http: aiohttp.ClientSession, folder: Path, tablet: Somebody, bots: list[Bot]) -> None:
    """Open doors, the second step with its notes, a hand that is up, and a round in progress."""
    page = tablet.page
    await tablet.press("扉をひらく")
    await page.get_by_text("扉がひらいています").wait_for()
    bots += [await come(http, venue, 5, wish="listener")]
    bots += [await come(http, venue, number, wish="circle", card="talk") for number in (6, 7)]
    bots += [await come(http, venue, number, hall="hall") for number in (8, 9)]
    for bot in bots[:5]:
        await bot.ask({"type": "set_card", "card": "talk"})
    await tablet.press("次へ")
    rounds = page.get_by_role("region", name="ひとりずつ")
    await rounds.get_by_role("button", name="順番を考える").click()
    await rounds.get_by_role("button", name="はじめる").click()
    await rounds.get_by_text("の番です").wait_for()
    await bots[2].ask({"type": "raise_hand"})
    await page.get_by_role("button", name="手 1").wait_for()
    for part, name in ((page.get_by_role("region", name="段取り"), "steps-800"), (rounds, "round-800")):
        await part.evaluate("(each) => scrollTo(0, each.getBoundingClientRect().top + scrollY - 150)")
        await shot(tablet, folder, name, clip=around(await part.bounding_box()))
    await rounds.get_by_role("button", name="ひとりずつを終わる").click()
    await bots[2].ask({"type": "lower_hand"})


async def plans(venue: Venue, http: aiohttp.ClientSession, folder: Path, tablet: Somebody, bots: list[Bot]) -> None:
    """Each shape of the room as somebody at home sees it."""
    home = await by_day(venue, WIDE)
    await home.peek(venue.links.urls["participant"])
    await home.enter("すずめ", sound=False)
    staff = Bot(http, venue.server.base, folding=False)
    await staff.join(secret=venue.links.secret("facilitator"))
    await staff.connect()
    assert (await staff.enter("みどり"))["ok"]
    for mode, (sign, where) in PLANS.items():
        await tablet.page.get_by_role("combobox", name="部屋の形").select_option(mode)
        await home.page.get_by_role("heading", name=sign).first.wait_for()
        for place, number in ((place, number) for place, numbers in where.items() for number in numbers):
            answer = await staff.ask({"type": "move_person", "person": bots[number].person, "place": place})
            assert answer["ok"], answer
        await home.page.evaluate("() => { window.__quiet = performance.now(); }")
        await home.page.wait_for_function(QUIET)
        await shot(home, folder, f"plan-{mode.replace('_', '-')}", home.page.locator(".plan"))


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        server = ServerProcess(Path(temporary) / "data", drawn=True)
        await server.start()
        try:
            async with AsyncExitStack() as stack:
                http = await stack.enter_async_context(aiohttp.ClientSession())
                venue = Venue(server, await planned(server), stack)
                tablet = await by_day(venue, TABLET)
                bots = await before(venue, http, folder, tablet)
                await during(venue, http, folder, tablet, bots)
                await plans(venue, http, folder, tablet, bots)
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "test-output")))
