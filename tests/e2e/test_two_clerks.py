"""Two clerks with one series in two browsers, one without a network: nothing is lost, made twice or written over unseen."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser
from tests.e2e.test_office import MAIL, PASSWORD, Newcomer, set_up, setup_url


def title(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^名前"))


async def colleague(launched: Browser, base: str) -> Page:
    """The same account at another PC."""
    page = await (await launched.new_context(locale="ja-JP")).new_page()
    await page.goto(f"{base}/o")
    await page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(MAIL)
    await page.get_by_role("textbox", name=re.compile("^パスワード")).fill(PASSWORD)
    await page.get_by_role("button", name="ログインする").click()
    await page.get_by_role("heading", level=1).wait_for()
    return page


async def lose_answer(route: Route) -> None:
    """The server does it, and nobody hears."""
    await route.fetch()
    await route.abort()


async def test_nothing_is_lost_made_twice_or_written_over_unseen(server: ServerProcess) -> None:
    async with browser() as launched:
        context = await launched.new_context(locale="ja-JP")
        page = await context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        clerk = Newcomer(page)
        await set_up(clerk, await setup_url(server, server.base))

        # Made once, though its first answer is lost.
        await clerk.click("^メタバース居場所", "link")
        await page.get_by_text("毎月第3日曜 14時〜16時").first.wait_for()
        await page.route("**/start", lose_answer, times=1)
        await page.get_by_role("button", name="この内容でつくる").click()
        await expect(page.get_by_text("二つになることはありません")).to_be_visible()
        await page.get_by_role("button", name="もう一度送る").click()
        await page.get_by_role("link", name=re.compile("お知らせを印刷")).wait_for()
        await page.goto(f"{server.base}/o#/series")
        found = page.locator("main a[href^='#/series/']")
        await found.first.wait_for()
        assert await found.count() == 1
        series = await found.first.get_attribute("href")

        # Typed, and loaded anew; meanwhile somebody else is faster.
        await page.goto(f"{server.base}/o{series}/edit")
        await title(page).fill("夕方の居場所")
        await page.reload()
        await expect(title(page)).to_have_value("夕方の居場所")
        await expect(page.get_by_text("つづきから出しています")).to_be_visible()
        other = await colleague(launched, server.base)
        await other.goto(f"{server.base}/o{series}/edit")
        await title(other).fill("朝の居場所")
        await other.get_by_role("button", name="この内容にする").click()
        await other.get_by_role("heading", name="朝の居場所").wait_for()

        # Without a network it stays; with one again, both are seen, and one is chosen.
        await context.set_offline(True)
        await page.get_by_role("button", name="この内容にする").click()
        again = page.get_by_role("button", name="もう一度送る")
        await again.wait_for()
        await context.set_offline(False)
        await again.click()
        both = page.get_by_role("region", name="ほかの人が先に保存しました")
        await expect(both).to_contain_text("朝の居場所")
        await expect(both).to_contain_text("夕方の居場所")
        await other.reload()
        await other.get_by_role("heading", name="朝の居場所").wait_for()
        await both.get_by_role("button", name="入れたもので保存する").click()
        await page.get_by_role("heading", name="夕方の居場所").wait_for()
        await other.reload()
        await other.get_by_role("heading", name="夕方の居場所").wait_for()
        kept = await page.evaluate("Object.keys(sessionStorage).filter((each) => each.includes('draft'))")
        assert kept == []
