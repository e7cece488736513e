"""Who leads a whole session, on a tablet or at a desk: each press counted, each station measured, and a town to hold it."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Locator
from sqlalchemy import Connection, select

from rooms.sheet import Steps
from server.clock import now_ms
from server.office.base.database import Database
from server.office.base.tables import sessions
from tests.bots.client import Bot
from tests.bots.server import ROOT, Links
from tests.e2e.fingers import Cost, Finger, finger, mouse
from tests.e2e.people import DESKTOP, TABLET, Venue
from tests.e2e.test_modes import WIDER, town
from tests.e2e.town import HOUR, MINUTE, Town

MEASURED = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
SHOTS = os.environ.get("WHOLE_SHOTS")
"""A folder for pictures of each station, for those who want to look."""
HANDS = {"tablet": (finger, TABLET), "desk": (mouse, DESKTOP)}
MOST = 2
"""Presses that one act may cost."""
OFF = """() => {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const found = [];
  for (const each of top.querySelectorAll('button, a[href], input, select, textarea, summary, label.button')) {
    if (each.closest('.unseen, .skip')) continue;
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (each.matches('a') && getComputedStyle(each).display === 'inline') continue;
    const { left, right, width, height } = (each.closest('label') ?? each).getBoundingClientRect();
    const name = (each.ariaLabel ?? each.innerText ?? '').trim() || each.id;
    if (width < 43.5 || height < 43.5) found.push(`${name}: ${Math.round(width)} × ${Math.round(height)}`);
    if (left < -1 || right > innerWidth + 1) found.push(`${name}: off the screen`);
  }
  return found;
}"""
"""What a finger does not easily hit, or would have to scroll sideways for."""


class Leads:
    """Who leads, with what they press counted; and what was found wrong on the way."""

    def __init__(self, f: Finger, size: str, venue: Venue, links: Links) -> None:
        self.f = f
        self.page = f.page
        self.venue = venue
        self.links = links
        self.wrong: dict[str, object] = {}
        self._size = size

    async def led_by(self, name: str) -> None:
        """From the link to the desk."""
        await self.page.goto(self.links.urls["facilitator"])
        async with self.act("from the link to the desk", 2):
            box = self.page.get_by_label("よび名")
            await self.f.tap(box)
            await self.f.write(name, box)
            await self.f.press("入る")
            await self.page.get_by_role("heading", name="あいさつ").wait_for()

    def part(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def strip(self) -> Locator:
        return self.part("いま待っていること")

    async def press(self, name: str, part: str | None = None) -> None:
        where = self.page if part is None else self.part(part)
        await self.f.tap(where.get_by_role("button", name=name, exact=True))

    @asynccontextmanager
    async def act(self, name: str, presses: int) -> AsyncIterator[None]:
        """What is done meanwhile costs so many presses, and as many swipes as it takes."""
        assert presses <= MOST, name
        before = await self.f.counted()
        yield
        after = await self.f.counted()
        cost = Cost(after.taps - before.taps, after.swipes - before.swipes)
        assert cost.taps == presses, name
        self.f.acts[name] = cost

    async def station(self, name: str) -> None:
        """Nothing stands off the screen or is small; whoever wants to look gets a picture of all of it."""
        found = await self.page.evaluate(OFF)
        if wider := await self.page.evaluate(WIDER):
            found.append(f"{wider} wider than the page")
        if found:
            self.wrong[name] = found
        if SHOTS:
            await self.page.screenshot(path=Path(SHOTS) / f"{self._size}-{name}.png", full_page=True)
            await self.page.screenshot(path=Path(SHOTS) / f"{self._size}-{name}-seen.png")


def next_of(connection: Connection) -> str:
    """The next session of the town's 居場所."""
    coming = (sessions.c.title == "メタバース居場所", sessions.c.starts_at > now_ms())
    return str(
        connection.execute(select(sessions.c.id).where(*coming).order_by(sessions.c.starts_at)).scalars().first()
    )


async def planned(venue: Venue, steps: Steps) -> tuple[Links, str, str]:
    """A session of a town's programme, which begins in six minutes; and the clerk's mail address and password."""
    mail, password = await town(venue)
    database = Database(venue.server.data)
    made = Town(venue.server.data, venue.server.base)
    made.days = [await database.write(next_of)]
    await database.close()
    meeting = await made.meets(6 * MINUTE, early=HOUR, steps=steps)
    return Links(meeting.session, "", meeting.urls), mail, password


async def signed_in(f: Finger, venue: Venue, mail: str, password: str) -> None:
    """In the same browser, as whoever opens the desk from the office's page of the day."""
    page = await f.page.context.new_page()
    await page.goto(f"{venue.server.base}/o")
    await page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(mail)
    await page.get_by_role("textbox", name=re.compile("^パスワード")).fill(password)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="カレンダー").first.wait_for()
    await page.close()


async def must(bot: Bot, **command: Any) -> None:
    answer = await bot.ask(command)
    assert answer["ok"], answer


async def plays(bot: Bot, kind: str, **act: Any) -> None:
    await must(bot, type="play", move={"kind": kind, "act": act}, place=None)


def ends_as_written(w: Leads, size: str) -> None:
    """The table that people read has every act with its presses, and at most so many swipes; and their sum."""
    at = list(HANDS).index(size)
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", MEASURED, re.MULTILINE)
    written = {name: (int(presses), (int(tablet), int(desk))[at]) for name, presses, tablet, desk in rows}
    costs = {**w.f.acts, "all of it": w.f.acts_together()}
    wrong = {
        name: cost
        for name, cost in costs.items()
        if name not in written or cost.taps != written[name][0] or cost.swipes > written[name][1]
    }
    assert wrong == {}, "docs/measured.md"
