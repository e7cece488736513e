"""The three main pages as a screen reader reads them, word for word: what is changed there is seen here as text.

`python -m tests.e2e.test_read` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bots.server import ServerProcess
from tests.e2e.people import Somebody, Venue
from tests.e2e.test_scene import people

KEPT = Path(__file__).parent / "read"
CHANGING = (
    (r"\d{1,2}月\d{1,2}日\(.\)", "(日付)"),
    (r"\d{1,2}:\d{2}", "(時刻)"),
    (r"\(日付\) \(時刻\)", "(時刻)"),
    (r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b", "(コード)"),
    (r"あと\d+分", "あと(分)"),
    (r"\d+分たちました", "(分)たちました"),
    (r"さん \d+分", "さん (分)"),
    (r" ?\(いちばん長い人 \d+分\)", ""),
)
"""What is another word on each day."""


async def read(person: Somebody) -> str:
    """Roles, names and states of everything on the page, in the order in which they are read."""
    text = await person.page.locator("body").aria_snapshot()
    for pattern, instead in CHANGING:
        text = re.sub(pattern, instead, text)
    return text + "\n"


async def pages(venue: Venue) -> dict[str, str]:
    """What is read to an onlooker, to somebody in the room, and to a facilitator, in the same company."""
    found = {}
    async with people(venue, 4) as bots:
        onlooker = await venue.somebody()
        await onlooker.peek(venue.links.urls["participant"])
        await onlooker.page.get_by_text("いま 4人").or_(onlooker.page.get_by_text("輪")).first.wait_for()
        found["look"] = await read(onlooker)
        person = await venue.participant("さくら")
        await bots[0].say("こんにちは")
        await person.page.get_by_text("こんにちは").locator("visible=true").first.wait_for()
        found["room"] = await read(person)
        facilitator = await venue.facilitator("みどり")
        await facilitator.page.get_by_text("こんにちは").locator("visible=true").first.wait_for()
        await facilitator.page.get_by_label("お題の言葉").wait_for()
        found["desk"] = await read(facilitator)
    return found


async def test_the_main_pages_are_read_as_they_are_kept(venue: Venue) -> None:
    found = await pages(venue)
    assert found == {name: (KEPT / f"{name}.txt").read_text(encoding="utf-8") for name in found}


async def _keep() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        await server.start()
        try:
            async with AsyncExitStack() as stack:
                made = await pages(Venue(server, await server.new_session(title="ふらっと"), stack))
        finally:
            await server.stop()
    for name, text in made.items():
        (KEPT / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_keep())
