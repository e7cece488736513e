"""Slides in a lecture: brought and turned at the desk, seen on a telephone and on the hall's wall, beside who speaks."""

from __future__ import annotations

import os
from pathlib import Path

import aiohttp
from playwright.async_api import Page, expect

from tests import pdfs
from tests.e2e.people import PHONE, TABLET, Somebody, Venue
from tests.e2e.test_access import violations
from tests.e2e.test_modes import WIDER
from tests.e2e.test_scene import come
from tests.e2e.test_wall import FAULTS, wall

SHOTS = os.environ.get("SLIDES_SHOTS")
"""A folder for pictures, for those who want to look."""
ARRIVED = "(alt) => [...document.images].some((each) => each.alt.includes(alt) && each.naturalWidth === 1600)"
WALL_WIDTH = 0.5
"""Of the hall's screen, that a page takes at least."""


async def shot(page: Page, name: str, *, whole: bool = False) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=whole)


async def looked_at(somebody: Somebody, name: str, found: dict[str, object]) -> None:
    """What axe-core finds, and what is wider than the page."""
    await shot(somebody.page, name)
    if wrong := await violations(somebody):
        found[name] = wrong
    if over := await somebody.page.evaluate(WIDER):
        found[f"{name} wider"] = over


async def zoomed(person: Somebody) -> None:
    """By keyboard: open it, move it, close it, and be back on the button."""
    await person.button("大きくする").last.focus()
    await person.page.keyboard.press("Enter")
    picture = person.page.get_by_role("region", name="大きなスライド")
    image = picture.get_by_role("img")
    await image.wait_for()
    box = await image.bounding_box()
    assert box is not None
    assert box["width"] >= 2 * PHONE["width"] * 0.85
    await picture.focus()
    for _ in range(3):
        await person.page.keyboard.press("ArrowRight")
    await person.page.wait_for_function("() => document.querySelector('.zoomed').scrollLeft > 0")
    await shot(person.page, "phone-zoomed")
    await person.page.keyboard.press("Escape")
    await expect(picture).to_have_count(0)


async def test_slides_are_brought_at_the_desk_and_seen_at_home_and_on_the_wall(venue: Venue, tmp_path: Path) -> None:
    found: dict[str, object] = {}
    desk = await venue.facilitator("しんこう")
    await desk.page.set_viewport_size(TABLET)
    a = await venue.participant("さくら", listening=True)
    passer = await venue.somebody()
    await passer.peek(venue.links.urls["participant"])
    screen = await wall(venue, {"width": 1920, "height": 1080})
    async with aiohttp.ClientSession() as http:
        bots = [await come(http, venue, number) for number in range(4)]
        await bots[1].ask({"type": "set_plan", "mode": "lecture"})
        await bots[1].ask({"type": "move_person", "person": bots[0].person, "place": "stage"})

        panel = desk.page.get_by_role("region", name="アクティビティ")
        await panel.get_by_role("button", name="スライド", exact=True).click()
        await panel.get_by_text("まだ資料がありません").wait_for()
        for name, body in (("ひみつ.pdf", pdfs.pdf(1, password="x")), ("縁側のはなし.pdf", pdfs.pdf(3))):
            (tmp_path / name).write_bytes(body)
        await panel.get_by_label("PDFを入れる", exact=True).set_input_files(tmp_path / "ひみつ.pdf")
        await panel.get_by_text("パスワードのかかったPDFです").wait_for()
        await panel.get_by_label("PDFを入れる", exact=True).set_input_files(tmp_path / "縁側のはなし.pdf")
        await panel.get_by_text("「縁側のはなし」(3枚)が入りました。").wait_for()
        await looked_at(desk, "desk-decks", found)
        await panel.get_by_role("button", name="「縁側のはなし」を見せる").click()

        at_a = a.page.get_by_role("region", name="スライド ・ 縁側のはなし")
        for number, page in enumerate((a.page, screen, desk.page), 1):
            await page.wait_for_function(ARRIVED, arg="縁側のはなし 1")
            await shot(page, f"first-{number}")
        await panel.get_by_role("button", name="次へ(次のページ)").click()
        for page in (a.page, screen, desk.page):
            await page.wait_for_function(ARRIVED, arg="縁側のはなし 2")
        await at_a.get_by_text("2 / 3").wait_for()
        await at_a.get_by_text("文字で読む").click()
        await at_a.get_by_text("縁側のはなし 2", exact=True).wait_for()
        await looked_at(a, "phone", found)
        await looked_at(desk, "desk", found)
        await zoomed(a)

        # On the wall the page is large, and whoever speaks is still there.
        await shot(screen, "wall")
        picture = screen.get_by_role("img", name="縁側のはなし 2")
        box = await picture.bounding_box()
        assert box is not None
        assert box["width"] >= WALL_WIDTH * 1920
        await screen.wait_for_function(f"() => ({FAULTS})().length === 0")

        # From outside one learns that there are slides, and nothing of them.
        frames = "".join(await passer.frames())
        assert '"kind":"slides"' in frames
        assert "縁側のはなし" not in frames
        await passer.page.get_by_text("中では、いまスライドを見ています。").wait_for()
        await looked_at(passer, "passer", found)
        await panel.get_by_role("button", name="片づける").click()
        await expect(at_a).to_have_count(0)
    assert found == {}
    assert [each.errors for each in (desk, a, passer)] == [[], [], []]
