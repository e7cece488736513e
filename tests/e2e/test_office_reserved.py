"""What somebody keeps of a reservation, with a script and without: whole on a telephone, and nothing of it by chance."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser, watch_policy
from tests.e2e.people import PHONE
from tests.e2e.test_office import BROKEN, SHOTS, SMALL, Newcomer, make_first, set_up, setup_url, violations


async def _open_reservations(page: Page) -> None:
    """By the clerk's own page: the programme that was made takes reservations from now on."""
    await page.evaluate(
        """async () => {
          const ask = async (path, method = "GET", body) => (await fetch(`/api/office${path}`, {
            method, headers: { "X-Engawa": "1", "Content-Type": "application/json", "If-Match": "*" },
            body: body && JSON.stringify(body) })).json();
          const { organisations: [{ id }] } = await ask("/me");
          const { programmes: [{ id: one, programme }] } = await ask(`/${id}/programmes`);
          const entry = { kind: "either", opens_days_before: 60, closes_hours_before: 0, waiting_list: true };
          await ask(`/${id}/programmes/${one}`, "PUT", { ...programme, entry });
          const { version, ...settings } = await ask(`/${id}/settings`);
          await ask(`/${id}/settings`, "PUT", { ...settings, contact: { telephone: "03-0000-0000" } });
        }"""
    )


async def _look(page: Page, name: str) -> None:
    assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert await page.evaluate(SMALL) == [], name
    assert await page.evaluate(BROKEN) == [], name
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def test_a_number_is_copied_drawn_and_put_into_a_calendar(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP")
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        public = await page.get_by_role("link", name="公開ページ").first.get_attribute("href")
        await _open_reservations(page)
        blocked: list[str] = []
        for script in (True, False):
            context = await launched.new_context(
                viewport=PHONE, locale="ja-JP", timezone_id="Asia/Tokyo", java_script_enabled=script,
                permissions=["clipboard-read", "clipboard-write"],
            )  # fmt: skip
            visitor = await context.new_page()
            watch_policy(visitor, blocked)
            await visitor.goto(f"{public}?lang=ja")
            await visitor.get_by_role("link", name=re.compile("予約する")).first.click()
            await visitor.get_by_role("button", name="予約する").click()
            number = await visitor.locator(".code").inner_text()
            assert number not in visitor.url
            copy = visitor.get_by_role("button", name="番号をコピーする")
            if script:
                await copy.click()
                await expect(visitor.get_by_text("コピーしました")).to_be_visible()
                assert await visitor.evaluate("() => navigator.clipboard.readText()") == number
                await _look(visitor, "reserved-360")
                assert await violations(visitor) == []
                await visitor.set_viewport_size({"width": 1280, "height": 800})
                await _look(visitor, "reserved-1280")
            else:
                assert await copy.count() == 0
                await expect(visitor.locator("[data-copy]")).to_be_hidden()
            for name, kind, first in (("画像で保存", "png", b"\x89PNG"), ("カレンダー", "ics", b"BEGIN:VCALENDAR")):
                async with visitor.expect_download() as coming:
                    await visitor.get_by_role("link", name=re.compile(name)).click()
                download = await coming.value
                assert download.suggested_filename == f"engawa.{kind}"
                assert (await download.path()).read_bytes().startswith(first)
            await context.close()
        assert blocked == []
