"""Whoever enlarges, has few colours, or cannot bear movement, has the same house: in a real browser, page by page."""

from __future__ import annotations

import os
import re
from pathlib import Path

import aiohttp
import pytest

from server.cli.demo import clerk, make_demo
from server.clock import now_ms
from server.office.base.common import Safe
from server.office.base.database import Database
from tests.bots.client import Bot
from tests.e2e.people import DESKTOP, Somebody, Venue
from tests.e2e.test_access import AXE, violations

SIZES = ((640, 400), (320, 200), (180, 600))
"""A window of 1280 × 800 at 200 % and 400 %, and a very narrow one."""
SHOTS = os.environ.get("MODES_SHOTS")
"""A folder for pictures, for those who want to look."""

UNREACHED = """() => {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const found = [];
  for (const each of top.querySelectorAll('button:not([disabled]), a[href], input, select, textarea, summary')) {
    if (each.closest('.unseen, .skip')) continue;
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const way = each.closest('label') ?? each;
    way.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = way.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!hit || !(way.contains(hit) || hit.contains(way) || hit.closest('label') === way)) {
      found.push((each.getAttribute('aria-label') ?? each.textContent).trim() + ' under ' + (hit?.className ?? hit));
    }
  }
  scrollTo(0, 0);
  return found;
}"""
"""Controls that nobody can press, after scrolling to them; what is seen only while it has the focus is none of them."""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def fits(person: Somebody, name: str, found: dict[str, object]) -> None:
    """At every size: no sideways scroll, and everything that can be pressed is reached."""
    for width, height in SIZES:
        await person.page.set_viewport_size({"width": width, "height": height})
        await person.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        if SHOTS:
            await person.page.screenshot(path=Path(SHOTS) / f"zoom-{name}-{width}.png")
        wider = await person.page.evaluate(WIDER)
        unreached = await person.page.evaluate(UNREACHED)
        if wider > 0 or unreached:
            found[f"{name} at {width} × {height}"] = (wider, unreached)
    await person.page.set_viewport_size({"width": 360, "height": 740})


async def test_enlarged_fourfold_nothing_is_cut_on_the_way_in_and_in_the_room(venue: Venue) -> None:
    person = await venue.somebody()
    page, found = person.page, dict[str, object]()
    await page.goto(venue.links.urls["participant"])
    await person.button("のぞいてみる").wait_for()
    await fits(person, "start", found)
    await person.press("のぞいてみる")
    await person.button("入る").first.wait_for()
    await fits(person, "look", found)
    await (await person.at_the_door()).fill("なまえ")
    await fits(person, "door", found)
    await person.go_in()
    await fits(person, "room", found)
    for name in ("スタッフに話す", "心配を知らせる"):
        await person.press("ほかに")
        await page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
        await page.get_by_role("dialog").get_by_role("textbox").first.wait_for()
        await fits(person, name, found)
        await page.get_by_role("button", name="とじる").last.click()
    assert found == {}


async def town(venue: Venue) -> tuple[str, str]:
    """A town in the server's office; the mail address and the password of its clerk."""
    database = Database(venue.server.data)
    try:
        made = await database.write(make_demo, clerk(venue.server.data), Safe.of(venue.server.data), now_ms())
    finally:
        await database.close()
    return made.mail, made.password


async def test_enlarged_fourfold_nothing_is_cut_on_public_pages_and_in_the_office(venue: Venue) -> None:
    mail, password = await town(venue)
    person = await venue.somebody()
    page, found = person.page, dict[str, object]()
    await page.goto(f"{venue.server.base}/p/engawa-shi")
    await fits(person, "public", found)
    await page.goto(f"{venue.server.base}/o")
    await page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(mail)
    await page.get_by_role("textbox", name=re.compile("^パスワード")).fill(password)
    await fits(person, "sign-in", found)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="カレンダー").first.wait_for()
    await fits(person, "calendar", found)
    assert found == {}


LIGHTS = ("morning", "day", "evening", "night")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_are_read_in_every_light(venue: Venue, scheme: str) -> None:
    """By the clock of the place before the door, and in the room whatever its hour."""
    person = await venue.somebody(color_scheme=scheme, timezone_id="America/Los_Angeles")
    found: dict[str, list[str]] = {}
    await person.page.clock.install(time="2026-12-05T08:30:00Z")  # 17:30 in Japan
    await person.page.goto(venue.links.urls["participant"])
    await person.button("のぞいてみる").wait_for()
    assert await person.page.evaluate("document.documentElement.dataset.hour") == "evening"
    await person.page.clock.run_for(2 * 3_600_000)
    assert await person.page.evaluate("document.documentElement.dataset.hour") == "night"
    other = await venue.somebody(color_scheme=scheme)
    await other.peek(venue.links.urls["participant"])
    await other.enter("なまえ")
    for light in LIGHTS:
        await other.page.evaluate("(light) => { document.documentElement.dataset.hour = light; }", light)
        found[light] = await violations(other)
    assert {light: each for light, each in found.items() if each} == {}


OUTLINED = (
    "(each) => { const seen = getComputedStyle(each); return [seen.outlineStyle, parseFloat(seen.outlineWidth)]; }"
)


async def test_states_are_seen_without_colours(venue: Venue) -> None:
    person = await venue.somebody(forced_colors="active", contrast="more", reduced_motion="reduce")
    page = person.page
    await page.goto(venue.links.urls["participant"])
    chosen = page.get_by_role("button", name="日本語", exact=True)
    await chosen.wait_for()
    assert await chosen.evaluate(OUTLINED) != await page.get_by_role("button", name="English").evaluate(OUTLINED)
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / "forced-start.png")
    await person.press("のぞいてみる")
    await person.enter("なまえ")
    other = await venue.participant("かかり")
    await other.press("手を挙げる")
    await other.button("手をおろす").wait_for()
    await page.locator(".plan .sign svg").wait_for()
    assert (
        await page.locator(".plan .ground .beam").first.evaluate("(each) => getComputedStyle(each).display") != "none"
    )
    assert await page.evaluate("() => document.getAnimations().every((each) => each.playState !== 'running')"), (
        "something moves"
    )
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / "forced-room.png")


async def test_a_voice_and_a_worry_are_told_without_colours(venue: Venue, a_file: Path) -> None:
    """That I am heard or not, who speaks, and that somebody worries: by lines and words."""
    person = await venue.participant("さくら", a_file)
    await person.page.emulate_media(forced_colors="active", contrast="more", reduced_motion="reduce")
    talk = person.button("話す")
    quiet = await talk.evaluate(OUTLINED)
    await person.page.get_by_text("マイクは出ていません").wait_for()
    face = person.page.locator(".plan .me .face")
    still = await face.evaluate(OUTLINED)
    await person.speak()
    assert await person.button("話すのをやめる").evaluate(OUTLINED) != quiet
    await person.page.get_by_role("status").get_by_text("聞こえています").wait_for()
    await person.page.locator(".plan .me.speaking").wait_for()
    assert await face.evaluate(OUTLINED) != still
    await seen(person, "forced-voice")
    desk = await venue.facilitator()
    await desk.page.emulate_media(forced_colors="active", contrast="more", reduced_motion="reduce")
    cell = desk.page.locator(".strip .concerns").first
    border = "(each) => { const seen = getComputedStyle(each); return [seen.borderTopStyle, seen.borderTopWidth]; }"
    before = await cell.evaluate(border)
    async with aiohttp.ClientSession() as http:
        bot = Bot(http, venue.server.base, folding=False)
        await bot.join(secret=venue.links.secret())
        await bot.connect()
        assert (await bot.ask({"type": "enter", "nickname": "もず", "avatar": None}))["ok"]
        assert (await bot.ask({"type": "raise_concern", "id": "worry-0001", "text": "すこし心配です"}))["ok"]
        await desk.button("心配 1").wait_for()
        assert await cell.evaluate(border) != before
        await seen(desk, "forced-desk-concern")


async def seen(person: Somebody, name: str) -> None:
    if SHOTS:
        await person.page.screenshot(path=Path(SHOTS) / f"{name}.png")


BARE = """() => [...document.querySelectorAll('button:not([disabled]), input, select, textarea')].filter((each) => {
  if (each.closest('.unseen, .person') || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
    return false;
  }
  const of = (node, pseudo) => getComputedStyle(node, pseudo);
  const lined = (node) => ['Top', 'Bottom', 'Left'].some((side) =>
    of(node)[`border${side}Style`] !== 'none' && parseFloat(of(node)[`border${side}Width`]) > 0);
  const holder = each.closest('label, li, h3') ?? each;
  return !lined(each) && !lined(holder) && of(each).outlineStyle === 'none' && of(each).appearance === 'none'
    && !of(each).textDecorationLine.includes('underline') && each.querySelector('svg, img, i') === null;
}).map((each) => each.getAttribute('aria-label') ?? each.textContent.trim())"""
"""Where colours are forced: what can be pressed, and has neither a line of its own, nor an underline, nor a drawing."""
MOVES = (
    "() => document.getAnimations().filter((each) => each.playState === 'running').map((each) => each.animationName)"
)
FAINT = """async () => {
  const { violations } = await axe.run(document, { runOnly: ['color-contrast'] });
  return violations.flatMap(({ nodes }) => nodes.map((each) => each.target + ' ' + each.failureSummary));
}"""
"""Words that are too faint for their ground."""


async def in_all_modes(person: Somebody, name: str, found: dict[str, object]) -> None:
    """The same page with forced colours, in light and dark with more contrast, and without movement."""
    page = person.page
    await page.emulate_media(forced_colors="active")
    bare = await page.evaluate(BARE)
    await seen(person, f"modes-{name}-forced")
    await page.emulate_media(forced_colors="none", reduced_motion="reduce")
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    faint = await page.evaluate(FAINT)
    await seen(person, f"modes-{name}-more")
    await page.emulate_media(color_scheme="dark")
    faint += await page.evaluate(FAINT)
    await seen(person, f"modes-{name}-dark")
    moves = await page.evaluate(MOVES)
    await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    if bare or faint or moves:
        found[name] = {"bare": bare, "faint": faint, "moves": moves}


async def test_every_page_is_the_same_without_colours_with_more_contrast_and_without_movement(venue: Venue) -> None:
    mail, password = await town(venue)
    found = dict[str, object]()
    person = await venue.somebody(contrast="more")
    await person.page.goto(venue.links.urls["participant"])
    await person.press("のぞいてみる")
    await person.button("入る").first.wait_for()
    assert await person.page.evaluate("document.documentElement.dataset.contrast") == "high"
    await in_all_modes(person, "look", found)
    await person.at_the_door()
    await in_all_modes(person, "door", found)
    await person.go_in()
    await in_all_modes(person, "room", found)
    desk = await venue.somebody(size=DESKTOP, contrast="more")
    await desk.page.goto(venue.links.urls["facilitator"])
    await desk.page.get_by_label("よび名").fill("はるか")
    await desk.press("入る")
    await desk.page.get_by_role("heading", name="みんな").wait_for()
    await in_all_modes(desk, "desk", found)
    await desk.page.goto(venue.links.urls["screen"])
    await desk.page.get_by_role("heading", name="みんなの文字").wait_for()
    await in_all_modes(desk, "wall", found)
    await desk.page.goto(f"{venue.server.base}/p/engawa-shi")
    await in_all_modes(desk, "public", found)
    await desk.page.goto(f"{venue.server.base}/o")
    await desk.page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(mail)
    await desk.page.get_by_role("textbox", name=re.compile("^パスワード")).fill(password)
    await desk.page.keyboard.press("Enter")
    await desk.page.get_by_role("heading", name="カレンダー").first.wait_for()
    await in_all_modes(desk, "calendar", found)
    assert found == {}, "\n".join(f"{where}: {what}" for where, what in found.items())
