"""From page to page: each begins at its top with the focus on its heading, and what one did by mistake has a way back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.people import PHONE, Somebody, Venue
from tests.e2e.test_access import violations

TOP = """(heading) => {
  const focused = document.activeElement;
  return focused?.tagName === 'H1' && focused.innerText.includes(heading) && scrollY === 0;
}"""
BOTTOM = "() => scrollTo(0, document.documentElement.scrollHeight)"

HIDE = """
Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
document.dispatchEvent(new Event("visibilitychange"));
"""


async def arrived(person: Somebody, heading: str) -> None:
    """Wait until the page with this heading stands at its top; then go down, as somebody does who has read it."""
    await person.page.wait_for_function(TOP, arg=heading)
    await person.page.evaluate(BOTTOM)


async def test_every_page_of_the_way_begins_at_its_top_with_its_heading(venue: Venue) -> None:
    for typed in (False, True):
        person = await venue.somebody(size=PHONE)
        await person.page.goto(venue.links.urls["participant"])
        await person.press("のぞいてみる")
        await arrived(person, "ふらっと")
        await person.press("入る")
        await arrived(person, "入るまえに")
        await person.press("もどる")
        await arrived(person, "ふらっと")
        await person.press("入る")
        await arrived(person, "入るまえに")
        if typed:
            name = person.page.get_by_label("よび名")
            await name.fill("")
            await name.press_sequentially("ひなげし")
        await person.press("入る")
        await arrived(person, "ふらっと")
        await person.press("ほかに")
        await person.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
        await arrived(person, "またいつでも")
    desk = await venue.somebody(size={"width": 800, "height": 1280})
    await desk.page.goto(venue.links.urls["facilitator"])
    await arrived(desk, "進行役として入る")
    await desk.page.get_by_label("よび名").fill("はるか")
    await desk.press("入る")
    await arrived(desk, "ふらっと")


async def test_who_left_by_mistake_looks_in_again_and_not_after_hiding(venue: Venue) -> None:
    person = await venue.participant("さくら")
    for _ in range(2):
        await person.press("ほかに")
        await person.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
        await person.press("もう一度のぞく")
        await person.page.get_by_text("縁側から、部屋をのぞいています。").wait_for()
        await person.enter("さくら")
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
    await person.button("もう一度のぞく").wait_for()
    await person.press("かくす")
    await person.press("もどる")
    await person.page.get_by_role("heading", name="またいつでも").wait_for()
    assert await person.button("もう一度のぞく").count() == 0
    assert await person.page.evaluate("() => Object.keys(sessionStorage).length") == 0


async def test_the_way_back_goes_when_another_page_hides_it_and_names_no_title(venue: Venue) -> None:
    person = await venue.participant("さくら")
    title = await person.page.title()
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
    await person.button("もう一度のぞく").wait_for()
    assert await person.page.title() == title
    assert "ふらっと" not in title + await person.page.locator("body").inner_text()
    await person.page.evaluate(HIDE)
    await person.button("もう一度のぞく").wait_for(state="detached")


async def test_after_a_reload_who_heard_is_told_that_sound_is_off_and_hears_by_one_tap(venue: Venue) -> None:
    person = await venue.participant("さくら")
    silent = await venue.participant("つばめ", sound=False)
    for each in (person, silent):
        await each.page.reload()
        await each.page.get_by_role("region", name="操作").wait_for()
    note = person.page.get_by_role("status").get_by_text("音は止まっています")
    await note.wait_for()
    assert await silent.page.get_by_text("音は止まっています").count() == 0
    await person.page.get_by_role("region", name="操作").get_by_role("button", name="音を出す").click()
    await note.wait_for(state="detached")
    await person.page.wait_for_function("() => document.querySelector('audio')?.srcObject?.getAudioTracks().length")
    desk = await venue.facilitator()
    await desk.press("音を出す")
    await desk.button("音なしにする").wait_for()
    await desk.page.reload()
    await desk.page.get_by_role("status").get_by_text("音は止まっています").wait_for()
    await desk.press("音なし")
    await desk.page.reload()
    await desk.page.get_by_role("heading", name="みんな").wait_for()
    assert await desk.page.get_by_text("音は止まっています").count() == 0


async def test_one_begins_in_the_language_of_the_browser_or_of_the_link_and_goes_on_as_one_chose(venue: Venue) -> None:
    url = venue.links.urls["participant"]
    abroad = await venue.somebody(locale="en-US")
    await abroad.page.goto(url)
    await abroad.button("Look in").wait_for()
    await abroad.press("日本語")
    await abroad.button("のぞいてみる").wait_for()
    await abroad.page.reload()
    await abroad.button("のぞいてみる").wait_for()
    person = await venue.somebody()
    await person.page.goto(url.replace("#", "?lang=en#"))
    await person.press("Look in")
    await person.page.get_by_role("heading", name="ふらっと").wait_for()
    await person.page.reload()
    await person.page.get_by_role("heading", name="ふらっと").wait_for()
    assert await person.page.evaluate("() => document.documentElement.lang") == "en"


async def test_who_comes_in_is_told_once_who_is_there_to_ask(venue: Venue) -> None:
    await venue.facilitator("はるか")
    person = await venue.participant("さくら")
    said = ".voices >> text=スタッフのはるかさんがいます"
    await person.page.locator(said).wait_for()
    await person.page.reload()
    await person.page.get_by_role("region", name="操作").wait_for()
    other = await venue.participant("つばめ")
    await other.page.locator(said).wait_for()
    assert await person.page.locator(said).count() == 0


async def test_the_focus_goes_to_the_talk_that_is_opened_and_back_when_it_is_closed(venue: Venue) -> None:
    person = await venue.participant("さくら")
    at = "() => { const e = document.activeElement; return e?.tagName + ' ' + (e?.ariaLabel ?? e?.innerText); }"
    await person.page.get_by_role("button", name="ひらく: 文字").press("Enter")
    await person.page.wait_for_function(f"() => ({at})() === 'H2 文字'")
    await person.page.get_by_role("button", name="とじる").press("Enter")
    await person.page.wait_for_function(f"() => ({at})() === 'BUTTON ひらく: 文字'")


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_promises_and_name_are_two_and_a_half_screens_of_a_small_telephone(venue: Venue, language: str) -> None:
    person = await venue.somebody()
    page = person.page
    await page.set_viewport_size({"width": 360, "height": 640})
    link = venue.links.urls["participant"].replace("#", f"?lang={language}#", 1)
    await page.goto(link)
    await page.locator("main .button.main").first.click()
    await page.locator("main .button.main").first.click()
    go = page.locator("form button[type=submit]")
    await go.wait_for()
    heights = await page.evaluate("() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert heights[0] <= (1600 if language == "ja" else 1920)
    assert heights[1] == 360
    # What is folded says in one line what is in it, and opens by keys.
    seen = page.locator("form details")
    await expect(seen.locator("li").first).to_be_hidden()
    await seen.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(seen.locator("li").last).to_be_visible()
    assert await violations(person) == []
    assert person.errors == []
