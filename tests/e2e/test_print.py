"""What clerks and families print from the browser: black on white, without anything to press, and nothing secret."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from playwright.async_api import Locator, Page, expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser
from tests.e2e.test_office import SHOTS, Newcomer, make_first, set_up, setup_url

PRESSED = "button, .button, input, select, textarea, header.top, nav"
"""What is pressed or typed into, and the ways about."""
DARK_ON_WHITE = """(root) => {
  const bright = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return (r * 299 + g * 587 + b * 114) / 1000;
  };
  const wrong = [];
  for (const each of root.querySelectorAll("*")) {
    if (!each.checkVisibility() || ![...each.childNodes].some((of) => of.nodeType === 3 && of.data.trim())) continue;
    const { color, backgroundColor } = getComputedStyle(each);
    const grey = !/, 0\\)$/.test(backgroundColor) && bright(backgroundColor) < 250;
    if (bright(color) > 120 || grey) wrong.push(`${each.textContent.trim().slice(0, 20)}: ${color} on ${backgroundColor}`);
  }
  return wrong;
}"""


async def seen(parts: Locator) -> list[str]:
    there = [each for each in await parts.all() if await each.is_visible()]
    return [await each.evaluate("(of) => of.outerHTML.slice(0, 90)") for each in there]


async def paper(page: Page, name: str) -> Sequence[str]:
    """The texts of the sheets that would come out of the printer, after looking at what is on them."""
    await page.emulate_media(media="print", color_scheme="dark")
    assert await seen(page.locator(PRESSED)) == [], name
    assert await page.evaluate(DARK_ON_WHITE, await page.query_selector("main")) == [], name
    printed = pypdfium2.PdfDocument(io.BytesIO(await page.pdf(prefer_css_page_size=True, format="A4")))
    if SHOTS:
        for at, sheet in enumerate(printed):
            sheet.render(scale=1.5).to_pil().save(Path(SHOTS) / f"print-{name}-{at}.png")
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    await page.emulate_media(media="screen", color_scheme="light")
    return texts


async def test_the_office_on_paper_is_what_is_planned_and_nothing_to_press(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        await page.get_by_role("button", name=re.compile("ひみつ")).click()
        secret = page.get_by_role("img", name="進行役のリンクのQRコード")
        await secret.wait_for()
        [url] = await page.locator("li .office-paper").all_text_contents()
        assert re.match(r"https?://\S+#\S+$", url)
        sheets = await paper(page, "session")
        text = "".join(sheets)
        assert len(sheets) <= 2
        assert "メタバース居場所" in text
        assert url in re.sub(r"\s", "", text), "whoever cannot read a picture types it"
        await page.emulate_media(media="print")
        await expect(secret).to_be_hidden()
        await expect(page.get_by_role("img", name="参加する人のリンクのQRコード")).to_be_visible()
        await page.emulate_media(media="screen")
        await page.goto(f"{server.base}/o#/calendar?view=month")
        await page.locator(".ec-day").first.wait_for()
        await page.get_by_role("button", name="次の月").click()
        await page.locator("main a[href^='#/session/']").first.wait_for()
        sheets = await paper(page, "month")
        assert len(sheets) == 1, "six weeks fit one sheet on its side"
        assert "メタバース居場所" in sheets[0]
        await page.goto(f"{server.base}/o#/calendar?view=list&month={await month_of(page)}")
        await page.get_by_role("table").wait_for()
        sheets = await paper(page, "list")
        assert len(sheets) == 1
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await paper(page, "list-from-a-phone") == sheets, "a telephone prints the table, too"
        await page.set_viewport_size({"width": 1280, "height": 800})
        await page.goto(f"{server.base}/o#/calendar?view=year")
        await page.get_by_role("list", name="色の意味").wait_for()
        sheets = await paper(page, "year")
        assert len(sheets) == 1, "a year fits one sheet"


async def month_of(page: Page) -> str:
    found = re.search(r"month=(\d{4}-\d\d)", page.url)
    assert found is not None
    return found[1]


async def test_a_public_page_on_paper_says_its_own_address(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        public = str(await page.get_by_role("link", name="公開ページ").first.get_attribute("href"))
        for name, address in (("programme", public), ("organisation", public.rsplit("/", 1)[0])):
            await page.goto(address)
            sheets = await paper(page, name)
            assert len(sheets) <= 2, name
            assert address in re.sub(r"\s", "", "".join(sheets)), name
