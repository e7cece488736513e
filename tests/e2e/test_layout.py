"""Every page in Firefox, on a phone and at a desk: nothing is wider than the screen, and the focus is never lost.

Chromium's turn is in test_access.py, test_office.py and test_ways.py. Firefox gives a field the width of so many of its own
font's letters, which in Japanese is twice what Chromium takes.
"""

from __future__ import annotations

from playwright.async_api import Locator, Page

from tests.bots.server import ServerProcess
from tests.e2e.engines import IN_FIREFOX, Launch
from tests.e2e.people import DESKTOP, PHONE, Somebody, Venue
from tests.e2e.test_access import STILL
from tests.e2e.test_office import Newcomer, make_first, set_up, setup_url, violations

pytestmark = IN_FIREFOX

TOO_WIDE = """() => [
  document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll('dialog[open]')].map((each) => each.scrollWidth - each.clientWidth),
]"""
OFFICE = ("calendar", "calendar?view=list", "series", "programmes", "counts", "places", "settings", "account")
AT_THE_TOP = "() => scrollY < 1 && document.activeElement?.tagName === 'H1'"
"""Firefox may come to rest a third of a pixel below the top, which nobody sees."""
SETTLED = f"() => document.activeElement !== document.body && ({STILL})()"


class Looks:
    """What was wrong where, at both sizes, so that one run names every page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []

    async def at(self, name: str, *, focused: bool = True) -> None:
        """Wait until the page stands still with something in focus, then measure it at a desk's size and at a phone's."""
        for size in (DESKTOP, PHONE):
            await self.page.set_viewport_size(size)
            await self.page.wait_for_function(SETTLED if focused else STILL)
            over = max(await self.page.evaluate(TOO_WIDE))
            if over > 0:
                self.wrong.append(f"{name} at {size['width']}: {over} px too wide")


async def into_the_room(person: Somebody, looks: Looks, url: str) -> None:
    page = person.page
    await page.goto(url)
    await person.button("のぞいてみる").focus()
    await looks.at("start")
    await person.press("のぞいてみる")
    await person.button("入る").wait_for()
    await looks.at("look")
    await (await person.at_the_door()).fill("さくら")
    await looks.at("door")
    # From the end of the form, where the button is: the room still begins at its top, with its heading in focus.
    await person.press("入る")
    await page.get_by_role("region", name="操作").wait_for()
    await page.wait_for_function(AT_THE_TOP)
    await looks.at("room")


async def close(sheet: Locator) -> None:
    """By its own button: Esc twice in a short while hides the whole page."""
    await sheet.get_by_role("button", name="とじる").first.click()
    await sheet.wait_for(state="hidden")


async def test_the_participant_s_pages(venue: Venue) -> None:
    person = await venue.somebody()
    looks = Looks(person.page)
    await into_the_room(person, looks, venue.links.urls["participant"])
    menu = person.page.get_by_role("dialog")
    for name in ("スタンプ", "ほかに", "話す"):
        await person.press(name)
        await menu.wait_for()
        await looks.at(name)
        await close(menu)
    for name in ("スタッフに話す", "心配を知らせる", "みやすさ・きこえかた"):
        await person.press("ほかに")
        await menu.get_by_role("button", name=name, exact=True).click()
        await menu.get_by_role("heading", name=name).wait_for()
        await looks.at(name)
        await close(menu)
    await person.press("ほかに")
    await menu.get_by_role("button", name="しずかに出る").click()
    await person.page.get_by_role("heading", name="またいつでも").wait_for()
    await looks.at("left")
    await person.page.goto(venue.server.base)
    await person.page.get_by_role("textbox").focus()
    await looks.at("code")
    assert looks.wrong == []
    assert person.errors == []


async def test_the_desk_and_the_hall(venue: Venue) -> None:
    guest = await venue.participant("なまえ")
    desk = await venue.somebody()
    looks = Looks(desk.page)
    await desk.page.goto(venue.links.urls["facilitator"])
    await desk.page.get_by_label("よび名").fill("かかり")
    await looks.at("desk's door")
    await desk.press("入る")
    await desk.page.get_by_role("heading", name="みんな").wait_for()
    await looks.at("desk")
    await desk.page.get_by_role("button", name="なまえさん").first.click()
    await looks.at("person")
    screen = await venue.somebody()
    await screen.page.goto(venue.links.urls["screen"])
    await screen.page.get_by_role("heading", name="みんなの文字").wait_for()
    wall = Looks(screen.page)
    await wall.at("hall", focused=False)
    assert [*looks.wrong, *wall.wrong] == []
    assert [*guest.errors, *desk.errors, *screen.errors] == []


async def test_the_office_and_the_public_page(server: ServerProcess, launch: Launch) -> None:
    async with launch() as launched:
        context = await launched.new_context(viewport=PHONE, locale="ja-JP", timezone_id="Asia/Tokyo")
        page = await context.new_page()
        looks = Looks(page)
        clerk = Newcomer(page)
        await set_up(clerk, await setup_url(server, server.base))
        await looks.at("kinds")
        await make_first(clerk)
        await looks.at("session")
        found = {"session": await violations(page)}
        public = await page.get_by_role("link", name="公開ページ").first.get_attribute("href")
        for name in OFFICE:
            await page.goto(f"{server.base}/o#/{name}")
            await page.get_by_role("heading", level=1).wait_for()
            await page.wait_for_load_state("networkidle")
            await looks.at(name)
        found["account"] = await violations(page)
        visitor = await (await launched.new_context(java_script_enabled=False, locale="ja-JP")).new_page()
        await visitor.goto(str(public))
        await visitor.get_by_role("link", name="入口へ").first.click()
        assert "/r" in visitor.url
        await page.goto(str(public))
        await page.get_by_role("link", name="入口へ").first.focus()
        await looks.at("public page")
        assert looks.wrong == []
        assert found == {"session": [], "account": []}
