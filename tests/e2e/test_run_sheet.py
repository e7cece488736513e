"""The run sheet in the office: written and moved on a telephone and on a desk, and printed for the hall without a way in."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.bots.server import ServerProcess
from tests.e2e.browser import browser
from tests.e2e.test_office import SHOTS, Newcomer, set_up, setup_url, violations
from tests.e2e.test_print import paper

KIND = "人と話すことに慣れるセミナー"
NOTES = "お茶をすすめてから、はじめます"


async def _look(page: Page, name: str) -> None:
    assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert await violations(page) == [], name
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def _titles(page: Page) -> list[str]:
    boxes = page.get_by_role("textbox", name=re.compile("番目にすること$"))
    return [await each.input_value() for each in await boxes.all()]


async def _draw(page: Page, first: int, last: int) -> None:
    """The grip of one step down until it would stand after another, as a hand would."""
    rows = page.locator("[data-step]")
    grip = rows.nth(first).locator("[data-grip]")
    await grip.scroll_into_view_if_needed()
    at = await grip.bounding_box()
    assert at is not None
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    for _ in range(100):
        if "below" in str(await rows.nth(last).get_attribute("class")):
            break
        y = min(y + 20, 790)  # at the edge the page goes on by itself
        await page.mouse.move(x, y - 1)
        await page.mouse.move(x, y)
    await page.mouse.up()


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_run_sheet_is_written_moved_and_printed(server: ServerProcess, width: int) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP", viewport={"width": width, "height": 800})
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await newcomer.click(f"^{KIND}", "link")
        await newcomer.send("この内容でつくる")
        await page.get_by_role("link", name=re.compile("進行役の画面をひらく")).wait_for()
        session = page.url.rpartition("/")[2]
        secrets = set(re.findall(r"https?://[^\s\"<]+/[rfs]#[\w-]+", await page.content()))
        await page.goto(f"{server.base}/o#/programmes")
        await page.get_by_role("link", name=f"{KIND}を変える").click()
        await page.get_by_role("button", name=re.compile("^時間と段取り")).click()
        assert await _titles(page) == ["聞く時間", "文字の時間", "声の時間(したい人だけ)", "ひとこと"]
        await expect(page.get_by_text("段取りの合計は90分で、1回の長さとちょうど同じです。")).to_be_visible()
        await page.get_by_role("button", name=re.compile("^1番目の言葉とメモ")).click()
        await page.get_by_role("textbox", name="職員のメモ").fill(NOTES)
        await _look(page, f"run-sheet-{width}")
        preview = page.get_by_role("region", name="部屋では、こう見えます")
        await expect(preview).to_contain_text("いまは聞くだけの時間です")
        assert NOTES not in str(await preview.text_content())
        await page.get_by_role("button", name="2番目「文字の時間」を上へ").click()
        assert (await _titles(page))[:2] == ["文字の時間", "聞く時間"]
        await page.get_by_role("button", name=re.compile("^2番目の言葉とメモ")).click()
        await _draw(page, 0, 1)
        assert (await _titles(page))[:2] == ["聞く時間", "文字の時間"]
        await page.get_by_role("button", name="4番目「ひとこと」をはずす").click()
        assert len(await _titles(page)) == 3
        await page.get_by_role("button", name="元に戻す").click()
        assert (await _titles(page))[3:] == ["ひとこと"]
        await page.get_by_role("button", name="保存する").click()
        await page.get_by_role("heading", name="プログラム", exact=True).wait_for()
        await page.goto(f"{server.base}/o#/session/{session}")
        await page.get_by_role("link", name="段取りを印刷する").click()
        await page.get_by_role("table", name="時刻と、すること").or_(page.locator("tbody")).first.wait_for()
        note, row = await page.get_by_text(NOTES).bounding_box(), await page.locator("tbody tr").first.bounding_box()
        assert note is not None
        assert row is not None
        assert note["width"] > row["width"] * (0.9 if width < 700 else 0.3), (
            "notes are read in lines, not in a column of words"
        )
        await _look(page, f"run-sheet-page-{width}")
        sheets = await paper(page, f"run-sheet-{width}")
        assert len(sheets) == 1, "four steps fit one sheet"
        text = re.sub(r"\s", "", sheets[0])
        assert NOTES in text
        for words in ("聞く時間20分", "聞く(マイクと文字は休み)", "声でも文字でも", "いまは聞くだけの時間です"):
            assert words in text, words
        assert re.search(r"\d\d:\d\d〜\d\d:\d\d", text)
        assert secrets, "the page of the session does lead into the room"
        assert not [each for each in secrets if each.rpartition("#")[2] in await page.content()]
        assert "#" not in text
