"""Nothing moves under the finger of a participant: no page shifts by itself, from the first one to the room in company."""

from __future__ import annotations

import pytest
from playwright.async_api import ViewportSize

from tests.e2e.people import DESKTOP, PHONE, Somebody, Venue
from tests.e2e.test_scene import drawn, people

WATCH_SHIFT = """
window.__moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    // What follows a press within half a second is its answer, as the measure's own definition has it.
    if (!entry.hadRecentInput) {
      const moved = entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '?').slice(0, 90));
      window.__moved.push([entry.value, ...moved]);
    }
  }
}).observe({ type: 'layout-shift', buffered: true });
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


async def moved(person: Somebody) -> list[object]:
    """What moved by itself since the page began: how much, and what."""
    await person.page.evaluate(SETTLED)
    return list(await person.page.evaluate("() => window.__moved"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_no_page_of_a_participant_moves_by_itself(venue: Venue, size: ViewportSize) -> None:
    person = await venue.somebody(size=size)
    await person.page.add_init_script(WATCH_SHIFT)
    async with people(venue, 12) as bots:
        await person.peek(venue.links.urls["participant"])
        assert await moved(person) == []
        await person.enter("さくら")
        await drawn(person, (size["width"], size["height"]), 12)
        assert await moved(person) == []
        for number, bot in enumerate(bots):
            await bot.say(f"{number}番目の、すこし長めのことばです。窓をあけたら、いいにおいがしました。")
            await bot.tell({"type": "react", "reaction": "nod"})
            if number % 2:
                await bot.ask({"type": "raise_hand"})
            else:
                await bot.tell({"type": "walk", "path": [{"x": 80 * number, "y": 60 * number}]})
        await person.page.get_by_text("11番目の").locator("visible=true").first.wait_for()
        await bots[0].ask({"type": "leave"})
        await person.page.get_by_role("button", name="もず0さん").wait_for(state="detached")
        assert await moved(person) == []
        # What is measured can fail.
        await person.page.evaluate("() => { document.querySelector('main').style.marginTop = '80px'; }")
        await person.page.wait_for_function("() => window.__moved.length > 0")
