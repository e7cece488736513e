"""Before it begins, at real browsers: a room to wait in, where one may read and try, and a desk that greets in two taps."""

from __future__ import annotations

import aiohttp
from playwright.async_api import ViewportSize, expect

from tests.bots.client import Bot
from tests.bots.server import Links
from tests.e2e.fingers import Finger, finger
from tests.e2e.people import TABLET, Somebody, Venue
from tests.e2e.test_access import violations
from tests.e2e.test_first_minutes import SOON, ends_as_written
from tests.e2e.test_office import SHOTS

SMALL: ViewportSize = {"width": 360, "height": 640}
SENDS = """
window.__sent = [];
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) { window.__sent.push(String(data)); return send.call(this, data); };
"""
LIT = "navigator.wakeLock.request = async () => { window.__lit = true; return { released: false, release() {} }; };"
PROMISE = "You can pass at any time, without a reason."


async def _look(f: Finger, name: str, *, axe: bool = True) -> None:
    assert await f.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert not axe or await violations(f.somebody) == [], name
    if SHOTS:
        await f.page.screenshot(path=f"{SHOTS}/before-{name}.png")


async def _asked(somebody: Somebody) -> int:
    """How often the page has asked the room for something; that it is still there does not count."""
    return int(await somebody.page.evaluate("() => window.__sent.filter((data) => data.startsWith('42')).length"))


async def _early(http: aiohttp.ClientSession, venue: Venue, links: Links, name: str, *, first_time: bool) -> Bot:
    bot = Bot(http, venue.server.base)
    await bot.join(secret=links.secret())
    await bot.connect()
    assert (await bot.enter(name, first_time=first_time))["ok"]
    return bot


async def _receives(venue: Venue, links: Links) -> Finger:
    f = await finger(venue, TABLET)
    await f.page.add_init_script(LIT)
    await f.page.goto(links.urls["facilitator"])
    box = f.page.get_by_label("よび名")
    await f.tap(box)
    await f.write("はるか", box)
    await f.press("入る")
    await f.page.get_by_role("heading", name="あいさつ").wait_for()
    assert await f.page.evaluate("window.__lit"), "a tablet that goes dark closes the hall's microphone"
    return f


async def _waits(venue: Venue, links: Links) -> Finger:
    f = await finger(venue, SMALL)
    await f.page.add_init_script(SENDS)
    await f.somebody.peek(links.urls["participant"])
    await f.page.get_by_text("スタッフ 1人が、もう来ています。").wait_for()
    assert "はるか" not in await f.page.locator("body").inner_text(), "who looks in knows no names"
    await _look(f, "looking-in", axe=False)
    await f.somebody.enter("すいれん", sound=False)
    await f.page.get_by_text("スタッフのはるかさんが、ここにいます").wait_for()
    return f


async def _reads_and_tries(f: Finger) -> None:
    page = f.page
    await expect(page.get_by_role("list").filter(has_text="おしまい")).to_contain_text("扉がひらきます")
    await _look(f, "waiting")
    async with f.act("read the promises again in another language", 2, swipes=await _swipes_to(f, "約束")):
        await f.press("約束")
        await f.press("English")
        await page.get_by_text(PROMISE).wait_for()
    await _look(f, "promises", axe=False)
    await f.press("おためし")
    # What one does on coming in is asked by then: the room has answered.
    await page.get_by_role("button", name="うなずく").wait_for()
    before = await _asked(f.somebody)
    await f.press("うなずく")
    await page.get_by_text("「うなずく」は、あなたにだけ見えています").locator("visible=true").first.wait_for()
    await f.press("音をきいてみる")
    await page.get_by_text("小さな音が2つ鳴りました").wait_for()
    await f.press("マイクをためす")
    await page.get_by_role("meter", name="あなたの声の大きさ").wait_for()
    await _look(f, "tries")
    await f.press("マイクをとじる")
    await f.somebody.button("マイクをためす").wait_for()
    assert await _asked(f.somebody) == before, "what one tries is sent to nobody"
    await f.press("たたむ")
    await expect(page.get_by_text("マイクをためす")).to_be_hidden()
    await _look(f, "folded", axe=False)


async def test_from_the_open_veranda_to_the_first_step(venue: Venue, http: aiohttp.ClientSession) -> None:
    links = await venue.server.new_session(begins_in=SOON)
    desk = await _receives(venue, links)
    bots = [await _early(http, venue, links, name, first_time=name == "さくら") for name in ("さくら", "つばめ")]
    f = await _waits(venue, links)
    await _reads_and_tries(f)
    panel = desk.page.get_by_role("region", name="あいさつ")
    await expect(panel).to_contain_text("まだ声をかけていない人 3人")
    rows = panel.get_by_role("listitem")
    await expect(rows).to_contain_text(["さくらさん", "つばめさん", "すいれんさん"])
    await expect(rows.nth(0)).to_contain_text("はじめて")
    await expect(rows.nth(1)).not_to_contain_text("はじめて")
    await _look(desk, "desk", axe=False)
    async with desk.act("greet who comes for the first time", 2):
        await desk.tap(rows.nth(0).get_by_role("button"))
        await desk.tap(desk.page.get_by_role("button", name="来てくださって、"))
        await bots[0].until(lambda: any(text.startswith("来てくださって、") for text in bots[0].texts()))
    await expect(rows.nth(1)).to_contain_text("つばめさん")
    await expect(panel).to_contain_text("まだ声をかけていない人 2人")
    await desk.tap(rows.nth(2).get_by_role("button"))
    await _look(desk, "greeting")
    await desk.choose("声であいさつした")
    await expect(panel).to_contain_text("まだ声をかけていない人 1人")
    await desk.press("扉をひらく")
    await f.page.get_by_text("はじまりました", exact=True).wait_for()
    await f.page.get_by_role("heading", name="縁側で待っています").wait_for(state="detached")
    await _look(f, "begun", axe=False)
    assert await f.hidden() == []
    assert await desk.hidden() == []
    assert f.somebody.errors == []
    ends_as_written(desk)
    for bot in bots:
        await bot.close()


async def _swipes_to(f: Finger, name: str) -> int:
    """How many swipes it takes until a button is seen whole: none where it stands on the first screen."""
    return 0 if await f.sees(f.somebody.button(name)) else 1
