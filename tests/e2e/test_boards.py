"""Questions and themes, as a lecture has them: a facilitator at the desk, two who listen at home, and the hall's wall."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Locator, Page, expect

from tests.e2e.people import PHONE, TABLET, Somebody, Venue
from tests.e2e.test_access import violations
from tests.e2e.test_modes import WIDER
from tests.e2e.test_wall import FAULTS, LETTERS, wall

SHOTS = os.environ.get("BOARDS_SHOTS")
"""A folder for pictures, for those who want to look."""
LONG = (
    "むすこが部屋から出てこなくなって、二年になります。声をかけたほうがいいのか、待つほうがいいのか、まよっています。"
)
SHORT = "相談は、本人が行かなくてもできますか"
TALK = 51


async def looked_at(somebody: Somebody, name: str, found: dict[str, object], board: Locator) -> None:
    """What axe-core finds, and what is wider than the page."""
    if SHOTS:
        for scheme in ("dark", "light"):
            await somebody.page.emulate_media(color_scheme=scheme)
            await board.screenshot(path=Path(SHOTS) / f"{name}-{scheme}.png")
    if wrong := await violations(somebody):
        found[name] = wrong
    if over := await somebody.page.evaluate(WIDER):
        found[f"{name} wider"] = over


async def write(board: Locator, label: str, text: str, send: str) -> None:
    await board.get_by_label(label).fill(text)
    await board.get_by_role("button", name=send).click()
    await expect(board.get_by_label(label)).to_have_value("")


class Company(NamedTuple):
    """Who plays: a facilitator, two at home, and the hall's wall; and what was found wrong."""

    desk: Somebody
    a: Somebody
    b: Somebody
    screen: Page
    panel: Locator
    found: dict[str, object]


async def ask_and_join(company: Company) -> None:
    """Both ask; staff look first; one joins the other's question."""
    desk, a, b, screen, panel, found = company
    await panel.get_by_role("button", name="質問", exact=True).click()
    await panel.get_by_role("button", name="質問を受けつける").click()
    at_a, at_b = (each.page.get_by_role("region", name="質問", exact=True) for each in (a, b))
    on_wall = screen.get_by_role("region", name="質問", exact=True)
    await on_wall.get_by_text("質問は、スマホやパソコンから書けます").wait_for()
    await at_a.get_by_text("だれが書いたかは、だれにも見えません。").wait_for()

    # Who asked sees that it came; others see it when staff have looked.
    await write(at_a, "聞きたいこと", LONG, "質問を出す")
    await at_a.get_by_text("あなたが書きました。スタッフが見てから、みんなに出ます。").wait_for()
    await write(at_b, "聞きたいこと", SHORT, "質問を出す")
    held = panel.get_by_role("list", name="まだ出していないもの 2")
    await expect(held.get_by_role("listitem")).to_have_count(2)
    assert not [frame for each in (b, desk) for frame in await each.frames() if LONG in frame and "さくら" in frame]
    assert not [frame for frame in await b.frames() if LONG in frame]
    for question in (LONG, SHORT):
        await panel.get_by_role("button", name=f"出す: {question}", exact=True).click()

    row = at_b.get_by_role("listitem").filter(has_text=LONG)
    also = row.get_by_role("button", name="わたしも聞きたい")
    await also.click()
    await expect(also).to_have_attribute("aria-pressed", "true")
    box = await also.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    await at_a.get_by_text("1人が聞きたい").wait_for()
    await looked_at(b, "home-questions", found, at_b)


async def answer_in_order(company: Company) -> None:
    """The facilitator puts one in front, then answers the other after it."""
    desk, a, b, screen, panel, found = company
    at_a, at_b = (each.page.get_by_role("region", name="質問", exact=True) for each in (a, b))
    await panel.get_by_role("button", name=f"順番に入れる: {SHORT}").click()
    await expect(at_a.get_by_role("listitem").first).to_contain_text(SHORT)
    await panel.get_by_role("button", name=f"答える: {LONG}").click()
    answering = screen.get_by_role("region", name="いま答えています")
    await answering.get_by_text(LONG[:10]).wait_for()
    await answering.get_by_text("ほかに1この質問が待っています").wait_for()
    await screen.wait_for_function(f"() => ({FAULTS})().length === 0")
    assert await screen.evaluate(LETTERS, ".lying p") >= TALK
    if SHOTS:
        await screen.screenshot(path=Path(SHOTS) / "wall-questions.png")
    await at_b.get_by_role("heading", name="いま答えています").wait_for()
    await looked_at(a, "home-answering", found, at_a)
    await looked_at(desk, "desk-questions", found, panel)
    await panel.get_by_role("button", name="答えました").click()
    await at_b.get_by_text("答えた質問 1").wait_for()
    await panel.get_by_role("button", name="新しい質問をとめる").click()
    await at_a.get_by_text("新しい質問は、いまは受けつけていません。").wait_for()


async def choose_themes(company: Company) -> None:
    desk, a, b, screen, panel, found = company
    await panel.get_by_role("button", name="話したいテーマ", exact=True).click()
    await panel.get_by_role("button", name="テーマを出してもらう").click()
    at_a, at_b = (each.page.get_by_role("region", name="話したいテーマ") for each in (a, b))
    await write(at_a, "話したいこと(ひとことで)", "ねこ", "テーマを出す")
    await write(at_b, "話したいこと(ひとことで)", "雨の日のすごしかた", "テーマを出す")
    await expect(panel.get_by_role("listitem")).to_have_count(2)
    await panel.get_by_role("button", name="えらんでもらう").click()
    await at_a.get_by_role("listitem").filter(has_text="雨の日").get_by_role("button", name="話したい").click()
    await at_a.get_by_text("あと2つえらべます").wait_for()
    await at_b.get_by_text("1人が話したい").wait_for()
    await looked_at(a, "home-themes", found, at_a)
    await looked_at(desk, "desk-themes", found, panel)
    if SHOTS:
        await screen.screenshot(path=Path(SHOTS) / "wall-themes.png")
    assert await screen.evaluate(LETTERS, ".lying p") >= TALK
    await panel.get_by_role("checkbox", name="ねこ").check()
    await panel.get_by_role("button", name="テーブルにする").click()
    await at_b.get_by_text("このテーマで、テーブルができました").wait_for()
    await screen.get_by_role("region", name="テーブルのテーマ").get_by_text("ねこ").wait_for()
    await b.page.get_by_role("heading", name="雨の日のすごしかた").first.wait_for()
    await looked_at(b, "home-tables", found, b.page.locator("body"))


async def test_a_lecture_s_questions_and_then_tables_of_themes(venue: Venue) -> None:
    found: dict[str, object] = {}
    desk = await venue.facilitator()
    await desk.page.set_viewport_size(TABLET)
    a, b = await venue.participant("さくら", listening=True), await venue.participant("つばめ", listening=True)
    screen = await wall(venue, {"width": 1920, "height": 1080})

    panel = desk.page.get_by_role("region", name="アクティビティ")
    company = Company(desk, a, b, screen, panel, found)
    await ask_and_join(company)
    await answer_in_order(company)
    await choose_themes(company)
    assert found == {}
    assert b.page.viewport_size == PHONE
    assert [each.errors for each in (desk, a, b)] == [[], [], []]
