"""The end: one tap without a name on a telephone, the numbers in the office, and the staff's sheet at the next session."""

from __future__ import annotations

import aiohttp
from playwright.async_api import Page, expect

from tests.bots.client import Bot
from tests.bots.server import ServerProcess
from tests.e2e.browser import browser
from tests.e2e.people import PHONE, Somebody
from tests.e2e.test_office import SHOTS, Newcomer, make_first, set_up, setup_url, violations
from tests.e2e.town import MINUTE, Town


async def _look(page: Page, name: str) -> None:
    assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert await violations(page) == [], name
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def _somebody(http: aiohttp.ClientSession, server: ServerProcess, way: str, name: str) -> Bot:
    bot = Bot(http, server.base)
    await bot.join(secret=way.partition("#")[2])
    await bot.connect()
    assert (await bot.enter(name))["ok"]
    return bot


async def _tap(person: Somebody) -> None:
    """One is chosen, another in its place, taken back, and a third."""
    for how, taken_back in (("すこしつかれた", False), ("来てよかった", True), ("ふつう", False)):
        await person.press(how)
        await expect(person.button(how)).to_have_attribute("aria-pressed", "true")
        if taken_back:
            await expect(person.button("すこしつかれた")).to_have_attribute("aria-pressed", "false")
            await _look(person.page, "end-360")
            await person.press(how)
            await expect(person.button(how)).to_have_attribute("aria-pressed", "false")


async def _look_back(page: Page) -> None:
    """The sheet is written; a name is pointed out."""
    await page.get_by_role("textbox", name="よかったこと").fill("さくらさんが、お茶を配った")
    await expect(page.get_by_text("「さくらさん」は、だれかの名前ではありませんか")).to_be_visible()
    await page.get_by_role("textbox", name="よかったこと").fill("みなさん、お茶を配りあった")
    await expect(page.get_by_text("だれかの名前ではありませんか")).to_have_count(0)
    await page.get_by_role("textbox", name="次回へ").fill("いすを、もう2つ")
    await page.get_by_role("button", name="ふりかえりを残す").click()
    await page.get_by_text("に、自動で消えます").wait_for()
    await _look(page, "look-back-360")


async def test_one_tap_at_the_end_is_a_number_in_the_office_and_the_sheet_is_there_next_time(
    server: ServerProcess,
) -> None:
    async with browser() as launched, aiohttp.ClientSession() as http:
        page = await launched.new_page(locale="ja-JP", viewport=PHONE)
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        session = page.url
        town = Town(server.data, server.base)
        town.days = [session.rpartition("/")[2]]
        meeting = await town.meets(-10 * MINUTE)
        room = await launched.new_page(locale="ja-JP")
        facilitator = Somebody(room)
        await room.goto(meeting.urls["facilitator"])
        await room.get_by_label("よび名").fill("やまだ")
        await facilitator.press("入る")
        await room.get_by_role("heading", name="みんな").wait_for()
        context = await launched.new_context(viewport=PHONE, locale="ja-JP", timezone_id="Asia/Tokyo")
        person = Somebody(await context.new_page())
        await person.peek(meeting.urls["participant"])
        await person.enter("さくら", sound=False)
        others = [await _somebody(http, server, meeting.urls["participant"], name) for name in ("つばめ", "ひばり")]
        await facilitator.press("そろそろおしまいにする")
        await room.get_by_role("dialog").get_by_role("button", name="そろそろおしまいにする").click()
        await _tap(person)
        assert await person.button("わかりました").count() == 0, "the card says it: no note lies over it"
        for other in others:
            assert (await other.ask({"type": "tell_how", "how": "glad"}))["ok"]
        await expect(room.get_by_role("button", name="ひとことの順番をはじめる")).to_be_visible()
        await facilitator.press("終わる")
        await room.get_by_role("dialog").get_by_role("button", name="終わる").click()
        await expect(room.get_by_role("link", name="ふりかえりと人数を書く")).to_have_attribute(
            "href", f"/o{session[session.index('#') :]}"
        )
        await page.reload()
        answers = page.get_by_role("heading", name="きょうはどうでしたか").locator("xpath=following-sibling::dl[1]/div")
        await expect(answers).to_have_text(["来てよかった2", "ふつう1", "すこしつかれた0"])
        await _look_back(page)
        await page.goto(f"{server.base}/o#/calendar")
        following = await page.evaluate(
            """async () => {
              const ask = async (path) => (await fetch(`/api/office${path}`, { headers: { "X-Engawa": "1" } })).json();
              const { organisations: [{ id }] } = await ask("/me");
              const day = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
              return (await ask(`/${id}/sessions?first=${day(0)}&last=${day(80)}`)).sessions[1].id;
            }"""
        )
        await page.goto(f"{server.base}/o#/session/{following}")
        await expect(page.get_by_role("region", name="ふりかえり").or_(page.locator("main"))).to_contain_text(
            "いすを、もう2つ"
        )
        await _look(page, "look-back-next-360")
