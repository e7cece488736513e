"""The folded form of a programme: it fits a telephone, its card stands beside it where there is room, and axe is content."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser, watch_policy
from tests.e2e.test_office import SHOTS, Newcomer, make_first, set_up, setup_url, violations

CARD = """(card) => {
  const [picture, about, name, summary] = ["img, svg", ".about", "b", "p, .soft"].map((each) => card.querySelector(each));
  const of = (element, ...names) => names.map((each) => getComputedStyle(element)[each]);
  const { width, height } = picture.getBoundingClientRect();
  const edge = ["Width", "Style", "Color"].map((each) => `borderTop${each}`);
  const ground = of(card, "borderTopLeftRadius", "backgroundColor", "overflowX", ...edge);
  return {
    texts: [name, summary].map((each) => each.textContent.trim()),
    picture: [(width / height).toFixed(2), picture.compareDocumentPosition(about) & Node.DOCUMENT_POSITION_FOLLOWING],
    ground,
    about: of(about, "padding", "color", "overflowWrap"),
    name: of(name, "display", "fontSize", "fontWeight", "textDecorationLine", "lineHeight"),
    summary: of(summary, "fontSize", "fontWeight", "color", "lineHeight"),
  };
}"""
"""What one sees of a programme's card, in the office's preview as on the public page."""


async def _look(page: Page, name: str) -> None:
    assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert await violations(page) == [], name
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def test_a_programme_is_changed_in_one_fold_and_leads_on_to_its_dates(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        blocked: list[str] = []
        watch_policy(page, blocked)
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        await page.goto(f"{server.base}/o#/programmes")
        await page.get_by_role("link", name="メタバース居場所を変える").click()
        card = page.get_by_role("region", name="公開ページでは、こう見えます")
        await expect(card).to_contain_text("メタバース居場所")
        await expect(card.locator("img")).to_have_js_property("complete", True)
        assert await card.locator("img").evaluate("(each) => each.naturalWidth") > 0
        beside = await card.bounding_box()
        assert beside is not None
        assert beside["x"] > 640
        assert await page.evaluate("() => document.documentElement.scrollHeight") < 1200, "it was 3053 px"
        await _look(page, "programme-1280")
        await page.set_viewport_size({"width": 360, "height": 740})
        await _look(page, "programme-360")
        await page.get_by_role("button", name=re.compile("^だれが、どうやって")).click()
        await _look(page, "programme-360-open")
        await page.get_by_role("button", name="保存する").click()
        await page.get_by_role("link", name="つづけて予定をつくる").click()
        await page.set_viewport_size({"width": 1280, "height": 800})
        await expect(page.get_by_role("textbox", name=re.compile("^名前"))).to_have_value("メタバース居場所")
        await _look(page, "series-1280")
        await page.goto(f"{server.base}/o#/calendar?month=2026-12&view=year")
        await page.get_by_role("list", name="色の意味").wait_for()
        await _look(page, "year-1280")
        assert blocked == []


async def test_on_a_telephone_the_main_act_comes_first_and_the_rest_is_behind_one_button(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        main, rest = (
            page.get_by_role("link", name=re.compile("^進行役の画面をひらく")),
            page.get_by_role("button", name="ほかの操作"),
        )
        notice = page.get_by_role("link", name=re.compile("^お知らせを印刷"))
        await expect(notice).to_be_visible()
        await expect(rest).to_have_count(0)
        await page.set_viewport_size({"width": 360, "height": 740})
        await expect(notice).to_have_count(0)
        await page.evaluate("() => scrollTo(0, 0)")
        await expect(rest).to_be_in_viewport(ratio=1)
        await _look(page, "session-360")
        await main.focus()
        await page.keyboard.press("Tab")
        await expect(rest).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(rest).to_have_attribute("aria-expanded", "true")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name=re.compile("^会場の画面をひらく"))).to_be_focused()
        await expect(notice).to_be_visible()
        await _look(page, "session-360-open")
        await page.goto(f"{server.base}/o#/series")
        await page.locator("main a[href^='#/series/']").first.click()
        await expect(notice).to_be_in_viewport()
        await expect(page.get_by_role("heading", name="これからの回")).to_be_in_viewport()
        await page.get_by_role("button", name="ほかの操作").click()
        await expect(page.get_by_role("link", name="予定を変える")).to_be_visible()
        await _look(page, "series-page-360")


async def test_the_preview_of_a_card_is_the_card(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        public = str(await page.get_by_role("link", name="公開ページ").first.get_attribute("href"))
        await page.goto(f"{server.base}/o#/programmes")
        await page.get_by_role("link", name="メタバース居場所を変える").click()
        preview = await page.get_by_role("region", name="公開ページでは、こう見えます").locator(".card").evaluate(CARD)
        await page.goto(public.rsplit("/", 1)[0])
        assert preview == await page.locator(".cards a").evaluate(CARD)
