"""What is written is kept, what sends it stays in reach, and nobody reads more of it than was said."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import ViewportSize

from tests.e2e.people import PHONE, Somebody, Venue
from tests.patience import PATIENCE

SMALL_PHONE: ViewportSize = {"width": 360, "height": 640}
PHONE_TWICE: ViewportSize = {"width": 180, "height": 320}
"""A telephone whose text is twice as large."""
LAPTOP_TWICE: ViewportSize = {"width": 640, "height": 400}
"""A laptop at 200 %."""
IN_REACH = """() => {
  const button = [...document.querySelectorAll('.chat form button')].find((each) => each.textContent.trim() === '送る');
  const box = button.getBoundingClientRect();
  return box.bottom <= document.querySelector('#bar').getBoundingClientRect().top && box.top >= 0;
}"""
ASIDE = """() => {
  const sheet = document.querySelector('dialog[open]');
  return Math.max(0, document.documentElement.scrollWidth - innerWidth, sheet ? sheet.scrollWidth - sheet.clientWidth : 0);
}"""


async def written(person: Somebody, text: str) -> None:
    """As a keyboard does it, without a touch on what lies around."""
    await person.page.get_by_label("文字をかく").select_text()
    await person.page.keyboard.insert_text(text)


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE_TWICE, LAPTOP_TWICE])
async def test_one_tap_leads_to_the_text_and_however_long_it_is_what_sends_it_lies_above_the_bar(
    venue: Venue, size: ViewportSize
) -> None:
    person = await venue.participant("さくら")
    await person.page.set_viewport_size(size)
    await person.press("文字")
    await person.page.wait_for_function("() => document.activeElement?.tagName === 'TEXTAREA'")
    for text in ("あ" * 100, "あ" * 495, "あ" * 620, "あ\n" * 60):
        await person.page.evaluate("() => scrollTo(0, 0)")
        await written(person, text)
        await person.page.wait_for_function(IN_REACH)
    assert await person.page.evaluate(ASIDE) == 0
    await person.page.evaluate("() => { document.querySelector('.chat form').style.transform = 'translateY(40rem)'; }")
    assert not await person.page.evaluate(IN_REACH), "what is measured can fail"


async def test_at_twice_the_size_no_sheet_goes_aside_and_what_closes_it_is_one_word(venue: Venue) -> None:
    person = await venue.participant("さくら")
    await person.page.set_viewport_size(PHONE_TWICE)
    for name in ("スタッフに話す", "心配を知らせる", "みやすさ・きこえかた"):
        await person.press("ほかに")
        await person.page.get_by_role("dialog").get_by_role("button", name=name).click()
        await person.page.get_by_role("dialog", name=name).wait_for()
        assert await person.page.evaluate(ASIDE) == 0, name
        close = person.page.get_by_role("dialog").get_by_role("button", name="とじる")
        lines = await close.evaluate(
            "(each) => { const r = document.createRange(); r.selectNodeContents(each); return r.getClientRects().length; }"
        )
        assert lines == 1, name
        await close.click()
        await person.page.wait_for_function("() => !document.querySelector('dialog[open]')")


async def test_what_shall_not_be_shown_in_the_hall_is_not_shown_there_after_a_reload_either(venue: Venue) -> None:
    screen = await venue.somebody(size={"width": 1280, "height": 720})
    await screen.page.goto(venue.links.urls["screen"])
    await screen.page.get_by_role("heading", name="みんなの文字").wait_for()
    person = await venue.participant("さくら")
    await person.open_talk()
    await person.page.get_by_label("出さない").check()
    await person.page.get_by_label("文字をかく").fill("家の人には言っていません")
    await person.page.reload()
    await person.page.get_by_role("region", name="操作").wait_for()
    await person.press("文字")
    await person.page.get_by_label("出さない").wait_for()
    assert await person.page.get_by_label("出さない").is_checked()
    await person.press("送る")
    await person.page.get_by_role("log").get_by_text("家の人には言っていません").wait_for()
    await person.page.get_by_label("出さない").uncheck()
    await person.say("会場のみなさん、こんにちは")
    await screen.reads("会場のみなさん、こんにちは")
    assert await screen.page.get_by_text("家の人には言っていません").count() == 0


async def test_one_tap_hides_the_page_also_while_a_sheet_lies_over_it(venue: Venue) -> None:
    person = await venue.participant("さくら")
    await person.page.set_viewport_size(PHONE)
    where = await person.button("かくす").bounding_box()
    assert where is not None
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="心配を知らせる").click()
    await person.page.get_by_label("どんなこと").fill("つらそうな人がいます")
    await person.page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    await person.button("もどる").wait_for()
    assert await person.page.get_by_text("心配を知らせる").locator("visible=true").count() == 0
    await person.press("もどる")
    await person.page.get_by_role("region", name="操作").wait_for()
    async with asyncio.timeout(PATIENCE):
        while await person.page.locator("dialog[open]").count():
            await asyncio.sleep(0.05)
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="心配を知らせる").click()
    assert await person.page.get_by_label("どんなこと").input_value() == "つらそうな人がいます"
