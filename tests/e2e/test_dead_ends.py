"""Wherever a participant does not get on, one line says what to try, and the town's telephone and the hall stand there."""

from __future__ import annotations

import os
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from icalendar import Calendar
from playwright.async_api import ViewportSize, async_playwright, expect

from rooms.base import Role
from tests.bots.client import Bot
from tests.e2e.browser import FLAGS, chromium
from tests.e2e.people import PHONE, Somebody, Venue
from tests.e2e.town import ADDRESS, DAY, DIAL, HALL, HOUR, MINUTE, TELEPHONE, Meeting, Town
from tests.patience import PATIENCE

SHOTS = os.environ.get("ENDS_SHOTS")
"""A folder for pictures of every end, for those who want to look."""
SMALL: ViewportSize = {"width": 360, "height": 640}


@pytest_asyncio.fixture(loop_scope="session")
async def town(venue: Venue) -> Town:
    made = Town(venue.server.data, venue.server.base)
    await made.found()
    return made


async def told(person: Somebody, name: str, line: str, *, hall: bool = True) -> None:
    """What stands at every end; and nothing of it is wider than a telephone, or under its bar."""
    page = person.page
    await page.get_by_text(line).locator("visible=true").first.wait_for()
    call = page.locator(f'a[href="tel:{DIAL}"]').locator("visible=true").first
    await expect(call).to_have_text(TELEPHONE)
    await call.scroll_into_view_if_needed()
    box = await call.bounding_box()
    assert box is not None
    assert box["height"] >= 44, "a finger finds it"
    on_top = "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.href"
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert await page.evaluate(on_top, middle) == f"tel:{DIAL}"
    assert await page.get_by_text(ADDRESS).locator("visible=true").count() == hall
    assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


async def opened(venue: Venue, url: str) -> Somebody:
    person = await venue.somebody(size=PHONE)
    await person.page.goto(url)
    return person


async def entering(venue: Venue, meeting: Meeting, name: str) -> Somebody:
    """As far as the last 入る, whatever comes of it."""
    person = await venue.somebody(size=PHONE)
    await person.peek(meeting.urls["participant"])
    await (await person.at_the_door()).fill(name)
    await person.press("入る")
    return person


async def test_a_wrong_link_and_a_wrong_code(venue: Venue, town: Town) -> None:
    link = await opened(venue, f"{venue.server.base}/r#not-a-link")
    await link.press("のぞいてみる")
    await told(link, "wrong-link", "リンクの全部がコピーされているか", hall=False)
    await link.press("もう一度ためす")
    await told(link, "wrong-link", "リンクの全部がコピーされているか", hall=False)
    code = await opened(venue, venue.server.base)
    for wrong in ("AAAAAA", "x"):
        await code.page.get_by_label("入室コード").fill(wrong)
        await code.press("すすむ")
        await told(code, "wrong-code", "そのコードの部屋は見つかりません", hall=False)


async def test_an_old_link(venue: Venue, town: Town) -> None:
    meeting = await town.meets(-HOUR)
    await town.ends(meeting)
    person = await opened(venue, meeting.urls["participant"])
    await person.press("のぞいてみる")
    await told(person, "old-link", "この会は終わりました")
    await expect(person.page.get_by_text("次の会は")).to_be_visible()
    await expect(person.page.get_by_role("link", name="カレンダーに入れる")).to_be_visible()


async def test_the_room_closes_while_one_is_in_it(venue: Venue, town: Town) -> None:
    meeting = await town.meets(-HOUR)
    person = await entering(venue, meeting, "つばめ")
    await person.page.get_by_role("region", name="操作").wait_for()
    await town.ends(meeting)
    await told(person, "closed", "この会は終わりました")


async def test_whoever_was_put_out_reads_kind_words_and_the_telephone_and_is_not_sent_to_the_hall(
    venue: Venue, town: Town, http: aiohttp.ClientSession
) -> None:
    meeting = await town.meets(-HOUR)
    person = await entering(venue, meeting, "つばめ")
    await person.page.get_by_role("region", name="操作").wait_for()
    staff = await facilitator(venue, meeting, http)
    assert staff.view is not None
    (there,) = [pid for pid, each in staff.view.people.items() if each.role is Role.PARTICIPANT]
    assert (await staff.ask({"type": "send_away", "person": there}))["ok"]
    await told(person, "put-out", "スタッフが、いったんここまでにしました", hall=False)


async def facilitator(venue: Venue, meeting: Meeting, http: aiohttp.ClientSession) -> Bot:
    bot = Bot(http, venue.server.base)
    await bot.join(secret=meeting.urls[Role.FACILITATOR].partition("#")[2])
    await bot.connect()
    await bot.enter("はるか")
    return bot


async def test_a_full_circle_offers_a_listeners_seat_and_a_full_room_another_day(
    venue: Venue, town: Town, http: aiohttp.ClientSession
) -> None:
    meeting = await town.meets(-HOUR, capacity=3, listeners=1)
    await facilitator(venue, meeting, http)
    first = await entering(venue, meeting, "つばめ")
    await first.page.get_by_role("region", name="操作").wait_for()
    second = await entering(venue, meeting, "さくら")
    await told(second, "circle-full", "リスナー席なら、あいています")
    third = await entering(venue, meeting, "もみじ")
    await third.page.get_by_text("リスナー席なら、あいています").wait_for()
    await second.page.get_by_role("alert").get_by_role("button", name="聞くだけで参加").click()
    await second.page.get_by_role("region", name="操作").wait_for()
    # The seat was offered to both.
    await third.page.get_by_role("alert").get_by_role("button", name="聞くだけで参加").click()
    await told(third, "full", "部屋がいっぱいです")
    await expect(third.page.get_by_text("次の会は")).to_be_visible()
    link = third.page.get_by_role("link", name="カレンダーに入れる")
    async with third.page.expect_download() as download:
        await link.click()
    assert Calendar.from_ical(Path(await (await download.value).path()).read_bytes()).walk("VEVENT")


async def test_the_last_minutes_take_nobody_in(venue: Venue, town: Town) -> None:
    meeting = await town.meets(5 * MINUTE - 2 * HOUR)
    person = await venue.somebody(size=PHONE)
    await person.peek(meeting.urls["participant"])
    await told(person, "closing", "きょうは、もうおしまいの時間です")
    assert await person.button("入る").count() == 0


async def test_days_ahead_the_day_is_said_and_can_be_put_into_a_calendar(venue: Venue, town: Town) -> None:
    meeting = await town.meets(18 * DAY)
    person = await opened(venue, meeting.urls["participant"])
    await person.press("のぞいてみる")
    await told(person, "days-ahead", "その日に、同じリンクからどうぞ")
    heading = await person.page.get_by_role("heading", level=1).inner_text()
    assert heading.replace("\u200b", "").endswith(")にまた")
    for nothing_yet in ("いまここ", "まだだれもいません", "縁側から"):
        assert await person.page.get_by_text(nothing_yet).count() == 0
    async with person.page.expect_download() as download:
        await person.page.get_by_role("link", name="カレンダーに入れる").click()
    file = await download.value
    assert file.suggested_filename == "day.ics"
    said = Path(await file.path()).read_text(encoding="utf-8").replace("\r\n ", "")
    assert f"LOCATION:{HALL} {ADDRESS}" in said
    assert "ふらっと" not in said
    elsewhere = await venue.somebody(size=PHONE, timezone_id="America/New_York")
    await elsewhere.page.goto(meeting.urls["participant"])
    await elsewhere.press("のぞいてみる")
    await elsewhere.page.get_by_text("あなたの時間では").wait_for()
    await person.press("しずかに出る")
    await person.page.get_by_role("heading", name="またいつでも").wait_for()


async def test_on_the_day_before_the_doors_one_is_at_no_step(venue: Venue, town: Town) -> None:
    meeting = await town.meets(MINUTE)
    person = await venue.somebody(size=PHONE)
    await person.peek(meeting.urls["participant"])
    assert await person.page.get_by_text("いまここ").count() == 0


@pytest.mark.parametrize("inside", [False, True])
async def test_half_a_minute_without_a_connection(venue: Venue, town: Town, inside: bool) -> None:
    """Nothing is fetched then: it was there before. Of a real browser the network is taken away, and the clock is turned."""
    meeting = await town.meets(-HOUR)
    person = await venue.somebody(size=SMALL)
    await person.page.clock.install()
    await person.peek(meeting.urls["participant"])
    if inside:
        await person.enter("つばめ", sound=False)
    async with person.page.expect_response(lambda answer: "Offline" in answer.url):
        await person.page.clock.fast_forward(16_000)
    await person.page.wait_for_load_state("networkidle")
    await person.page.get_by_text("つながりを直しています").wait_for(state="detached")
    await person.page.context.set_offline(True)
    await person.page.clock.fast_forward(25_000)
    await person.page.get_by_text("つながりを直しています").wait_for()
    assert await person.page.get_by_text("つながらないままです").count() == 0
    await person.page.clock.fast_forward(6000)
    await told(person, f"offline-{inside}", "つながらないままです")
    await person.page.context.set_offline(False)
    await person.page.get_by_text("つながらないままです").wait_for(state="detached")


FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.mark.parametrize(
    ("why", "without", "line"),
    [
        ("denied", FAKES[:1], "このページのマイクを「許可」にしてください"),
        ("missing", FAKES, "マイクが見つかりません"),
    ],
)
async def test_no_microphone(venue: Venue, town: Town, why: str, without: tuple[str, ...], line: str) -> None:
    """Of browsers in which somebody said no, or which have none: nothing of the page is made to say so."""
    meeting = await town.meets(-HOUR)
    async with async_playwright() as playwright:
        flags = [each for each in FLAGS if each not in without]
        launched = await playwright.chromium.launch(executable_path=chromium(), args=flags)
        context = await launched.new_context(viewport=SMALL, locale="ja-JP", timezone_id="Asia/Tokyo")
        person = Somebody(await context.new_page())
        person.page.set_default_timeout(PATIENCE * 1000)
        await person.peek(meeting.urls["participant"])
        await person.enter("つばめ")
        for _ in range(2):
            await person.press("話す")
            await told(person, f"no-voice-{why}", line)
            await expect(person.page.get_by_text("文字だけでも参加できます")).to_be_visible()
            await person.press("とじる")
            await person.page.get_by_text(line).wait_for(state="detached")
        await launched.close()
