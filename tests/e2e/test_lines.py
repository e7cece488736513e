"""Lost lines at real browsers: it is said where one looks, nothing written is lost, and what was sent arrives once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.people import Somebody, Venue

SEEN = """(text) => {
  const note = [...document.querySelectorAll('[role=status]')].find((each) => each.textContent.includes(text));
  const box = note?.getBoundingClientRect();
  return box !== undefined && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
}"""
LOST = "つながりを直しています"


async def cut(person: Somebody, away: bool) -> None:
    """Take the network from one person's browser, or give it back."""
    await person.page.context.set_offline(away)


async def told(person: Somebody, text: str = LOST) -> None:
    """Wait until it is said on what is on the screen at this moment."""
    await person.page.wait_for_function(SEEN, arg=text)


async def test_offline_at_the_text_one_is_told_there_and_what_one_sends_stays_in_sight_and_arrives_once(
    venue: Venue,
) -> None:
    other = await venue.participant("つばめ")
    person = await venue.participant("さくら")
    for number in range(12):
        await other.say(f"ことば {number}")
        await person.reads(f"ことば {number}")
    await person.page.get_by_label("文字をかく").focus()
    await cut(person, True)
    await told(person)
    await person.say("トンネルの中です")
    line = person.page.get_by_role("log").get_by_text("トンネルの中です")
    await line.wait_for()
    await person.page.get_by_text("つながったら送ります", exact=True).wait_for()
    await line.evaluate("""(line) => {
      const log = line.closest('[role=log]').getBoundingClientRect();
      if (line.getBoundingClientRect().bottom > log.bottom + 1) throw new Error('below what one sees of the log');
    }""")
    await cut(person, False)
    await other.reads("トンネルの中です")
    await told(person, "つながりました")
    await person.page.wait_for_function("() => !document.querySelector('.line.shown')")
    await other.say("おかえりなさい")
    await person.reads("おかえりなさい")
    assert await other.page.get_by_role("log").get_by_text("トンネルの中です").count() == 1
    assert await person.page.get_by_role("log").get_by_text("トンネルの中です").count() == 1
    assert not person.errors


async def test_a_worry_written_offline_and_a_nickname_half_typed_are_there_after_a_reload(venue: Venue) -> None:
    person = await venue.somebody()
    await person.peek(venue.links.urls["participant"])
    await (await person.at_the_door()).fill("あさがお")
    await person.page.reload()
    assert await (await person.at_the_door()).input_value() == "あさがお"
    await person.go_in()
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="心配を知らせる").click()
    what = person.page.get_by_label("どんなこと")
    await what.fill("つらそうな人がいます")
    await cut(person, True)
    await person.press("知らせる")
    await person.page.get_by_role("dialog").get_by_text("つながったら送ります").wait_for()
    await cut(person, False)
    f = await venue.facilitator()
    await f.waiting("心配", 1)
    await f.reads("つらそうな人がいます")
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="心配を知らせる").click()
    await what.fill("もうひとつ")
    await person.page.reload()
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="心配を知らせる").click()
    assert await what.input_value() == "もうひとつ"


async def test_desk_and_hall_say_it_on_what_is_seen(venue: Venue) -> None:
    f = await venue.facilitator()
    screen = await venue.somebody(size={"width": 1280, "height": 720})
    await screen.page.goto(venue.links.urls["screen"])
    await screen.page.get_by_role("heading", name="みんなの文字").wait_for()
    await f.page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    for page in (f, screen):
        await cut(page, True)
        await told(page)
        await cut(page, False)
        await page.page.wait_for_function("() => !document.querySelector('.line.shown')")


async def test_a_part_that_could_not_be_fetched_is_fetched_again(venue: Venue) -> None:
    person = await venue.somebody()
    tries = 0

    async def fail(route: Any) -> None:
        nonlocal tries
        tries += 1
        await (route.abort() if tries <= 2 else route.continue_())

    await person.page.route("**/RoomSheets*.js", fail)
    await person.peek(venue.links.urls["participant"])
    # On this page or, where it was missed twice, on one loaded anew: what is pressed before that is lost with the old one.
    async with person.page.expect_response("**/RoomSheets*.js", timeout=60_000):
        await person.enter("さくら")
    await person.press("ほかに")
    await person.page.get_by_role("dialog").wait_for()
    assert tries > 2


@pytest.mark.parametrize("engine", ["firefox"], indirect=True)
async def test_a_server_that_goes_as_one_comes_in_costs_nobody_their_page(venue: Venue) -> None:
    """(Firefox keeps a failure: what it had asked for in vain came with a new page alone, which has no sound.)"""
    person = await venue.participant("さくら")
    await person.page.wait_for_load_state("networkidle")
    came = await person.page.evaluate("window.mark = performance.now()")
    await venue.server.kill()
    await told(person)
    await person.page.wait_for_function("(came) => performance.now() > came + 5000", arg=came)
    await venue.server.start()
    await person.page.wait_for_function("() => !document.querySelector('.line.shown')")
    # What it is made of is what was on its way as the server went.
    await person.press("ほかに")
    await person.page.get_by_role("dialog").wait_for()
    assert await person.page.evaluate("window.mark") == came
