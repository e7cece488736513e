"""Past the planned end: desk, telephone and wall say so quietly, a newcomer reads the next date, staff close it."""

from __future__ import annotations

from playwright.async_api import expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser
from tests.e2e.people import DESKTOP, PHONE, Somebody
from tests.e2e.test_office import SHOTS, violations
from tests.e2e.town import MINUTE, Town


async def _seen(somebody: Somebody, name: str) -> None:
    assert await somebody.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert await violations(somebody.page) == [], name
    if SHOTS:
        await somebody.page.screenshot(path=f"{SHOTS}/{name}.png")


async def test_who_stays_past_the_planned_end_reads_so_over_a_restart_and_staff_close_it(server: ServerProcess) -> None:
    """The server is killed before the end and comes back twelve minutes after it."""
    town = Town(server.data, server.base)
    await town.found()
    meeting = await town.meets(-30 * MINUTE)
    async with browser() as launched:
        desk = Somebody(await launched.new_page(locale="ja-JP", timezone_id="Asia/Tokyo", viewport=DESKTOP))
        phone, late = [
            Somebody(await launched.new_page(locale="ja-JP", timezone_id="Asia/Tokyo", viewport=PHONE)) for _ in "ab"
        ]
        wall = Somebody(await launched.new_page(locale="ja-JP", timezone_id="Asia/Tokyo", viewport=DESKTOP))
        await desk.page.goto(meeting.urls["facilitator"])
        await desk.page.get_by_label("よび名").fill("やまだ")
        await desk.press("入る")
        await desk.page.get_by_role("heading", name="みんな").wait_for()
        await wall.page.goto(meeting.urls["screen"])
        await phone.peek(meeting.urls["participant"])
        await phone.enter("さくら", sound=False)
        await server.kill()
        await town.was_over(meeting, 12 * MINUTE)
        await server.start()
        await expect(desk.page.get_by_text("残りたい人は、このままいられます。")).to_be_visible()
        await expect(phone.page.get_by_text("残りたい人は、スタッフが閉じるまでいられます。")).to_be_visible()
        await expect(phone.button("来てよかった")).to_be_visible()
        await expect(wall.page.get_by_text("予定の時間は終わりました。")).to_be_visible()
        for somebody, name in ((desk, "stay-desk-1280"), (phone, "stay-phone-360"), (wall, "stay-wall-1280")):
            await _seen(somebody, name)
        await phone.page.reload()
        await expect(phone.page.get_by_text("残りたい人は、スタッフが閉じるまでいられます。")).to_be_visible()
        await late.page.goto(meeting.urls["participant"])
        await late.press("のぞいてみる")
        await expect(late.page.get_by_text("次の会は")).to_be_visible()
        await _seen(late, "stay-late-360")
        await desk.press("終わる")
        await desk.page.get_by_role("dialog").get_by_role("button", name="終わる").click()
        await expect(phone.page.get_by_text("次の会は")).to_be_visible()
