"""A users' meeting: a facilitator at the desk, two at home, and the hall's wall."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Locator

from tests.e2e.people import PHONE, TABLET, Somebody, Venue
from tests.e2e.test_access import violations
from tests.e2e.test_modes import WIDER
from tests.e2e.test_wall import FAULTS, wall

SHOTS = os.environ.get("MEETING_SHOTS")
"""A folder for pictures, for those who want to look."""
NAME = "ミーティング"


async def looked_at(somebody: Somebody, name: str, found: dict[str, object], part: Locator) -> None:
    """What axe-core finds, and what is wider than the page."""
    if SHOTS:
        await part.screenshot(path=Path(SHOTS) / f"{name}.png")
    # The scene above is not what this test is about.
    if wrong := [each for each in await violations(somebody) if "テーブル " not in each]:
        found[name] = wrong
    if over := await somebody.page.evaluate(WIDER):
        found[f"{name} wider"] = over


async def test_an_agenda_a_vote_and_what_was_decided(venue: Venue) -> None:
    found: dict[str, object] = {}
    desk = await venue.facilitator()
    await desk.page.set_viewport_size(TABLET)
    a, b = await venue.participant("さくら", listening=True), await venue.participant("つばめ", listening=True)
    screen = await wall(venue, {"width": 1920, "height": 1080})
    assert a.page.viewport_size == PHONE
    await desk.page.get_by_role("button", name=NAME, exact=True).click()
    await desk.page.get_by_label("議題(1行にひとつ").fill("お茶の時間\n本だなをおくところ\nあける時間")
    await desk.press("ミーティングをはじめる")
    part = desk.page.get_by_role("region", name="利用者ミーティング")
    at_a, at_b = (each.page.get_by_role("region", name="議題 1 / 3") for each in (a, b))
    await at_a.get_by_label("会が終わったあとも、運営で読んでいい").check()
    await at_a.get_by_label("意見・おねがい・こまったこと").fill("冷房が寒いので、ブランケットがほしいです")
    await at_a.get_by_role("button", name="意見箱に入れる").click()
    await at_b.get_by_text("案を出す").first.click()
    await at_b.get_by_label("案(ひとことで)").fill("20分くらい")
    await at_b.get_by_role("button", name="案を出す").click()
    await part.get_by_text("「お茶の時間」の案: 20分くらい").wait_for()
    await looked_at(b, "home-proposing", found, at_b)
    await looked_at(desk, "desk-held", found, part)
    for _ in range(2):
        await part.get_by_role("button", name="出す: ").first.click()
    await part.get_by_label("案を足す").fill("今のまま(15分)")
    await part.get_by_role("button", name="足す", exact=True).first.click()
    await part.get_by_role("button", name="投票をはじめる").click()
    await at_b.get_by_role("button", name="20分くらい えらぶ").click()
    await at_b.get_by_role("button", name="20分くらい ✓ いい").wait_for()
    await looked_at(b, "home-voting", found, at_b)
    await part.get_by_label("20分くらい").fill("4")
    await part.get_by_label("今のまま(15分)").fill("2")
    await part.get_by_text("1人がえらんでいます").wait_for()
    await part.get_by_label("今のまま(15分)").blur()
    await looked_at(desk, "desk-voting", found, part)
    if SHOTS:
        await screen.screenshot(path=Path(SHOTS) / "wall-voting.png")
    await part.get_by_role("button", name="投票をおわって、数を出す").click()
    await at_a.get_by_text("5人").wait_for()
    await looked_at(a, "home-result", found, at_a)
    if SHOTS:
        await screen.screenshot(path=Path(SHOTS) / "wall-result.png")
    await part.get_by_role("button", name="「決まったこと」に書く").click()
    await part.get_by_label("決まったこと(ひとつずつ)").fill("さくらさんの案で、ブランケットを2まい買う")
    await part.get_by_text("「さくら」は、いまここにいる人の名前かもしれません").wait_for()
    await looked_at(desk, "desk-names", found, part)
    await part.get_by_label("決まったこと(ひとつずつ)").fill("ブランケットを2まい買う")
    await part.get_by_role("button", name="書く", exact=True).click()
    await part.get_by_role("button", name="みんなに見せる").click()
    await a.page.get_by_role("region", name="決まったこと").get_by_text("ブランケットを2まい買う").wait_for()
    await looked_at(a, "home-decided", found, at_a)
    await screen.get_by_role("region", name="決まったこと").wait_for()
    await screen.wait_for_function(f"() => ({FAULTS})().length === 0")
    if SHOTS:
        await screen.screenshot(path=Path(SHOTS) / "wall-decided.png")
    await part.get_by_role("button", name="のこす", exact=True).click()
    await part.get_by_text("のこしました。").wait_for()
    await a.page.get_by_text("意見箱は、しまりました。").wait_for()
    await looked_at(desk, "desk-kept", found, part)
    assert found == {}
