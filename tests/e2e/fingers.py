"""Whoever holds a telephone or a tablet in their hands, or a mouse: presses and swipes, counted by the page that is touched.

A control is tapped where it is drawn, and only once all of it is seen with nothing over it; the page moves by swipes alone.
What is typed comes as from a keyboard on the screen, without a key, into the box that has the focus.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import CDPSession, Locator, ViewportSize

from tests.e2e.people import Somebody, Venue

COUNT = """
[window.__taps, window.__swipes, window.__keys] = [[], 0, 0];
if (location.origin !== 'null') {
  const before = sessionStorage.getItem('counted');
  sessionStorage.removeItem('counted');
  if (before !== null) [window.__taps, window.__swipes, window.__keys] = JSON.parse(before);
  addEventListener('pagehide', () => {
    sessionStorage.setItem('counted', JSON.stringify([window.__taps, window.__swipes, window.__keys]));
  });
}
window.__rests = 0;
window.__whole = (control) => {
  const { left, right, top, bottom } = control.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const points = [[x, y], [left + 2, y], [right - 2, y], [x, top + 2], [x, bottom - 2]];
  return points.every(([x, y]) => control.contains(document.elementFromPoint(x, y)));
};
let touched = null;
addEventListener('pointerdown', (event) => {
  const control = event.target.closest('button, input, textarea, select, label, a, summary') ?? event.target;
  touched = [control.ariaLabel ?? control.innerText ?? '', window.__whole(control)];
}, true);
addEventListener('pointerup', (event) => { if (event.isTrusted) window.__taps.push(touched); }, true);
addEventListener('pointercancel', (event) => { if (event.isTrusted) window.__swipes += 1; }, true);
addEventListener('wheel', (event) => { if (event.isTrusted) window.__swipes += 1; }, true);
addEventListener('keydown', (event) => { if (event.isTrusted) window.__keys += 1; }, true);
addEventListener('scrollend', () => { window.__rests += 1; }, true);
"""
"""Of a touch the browser itself says whether it was a tap (pointerup) or has moved the page (pointercancel). A click that a
script makes is neither."""

READY = """(control) => {
  const sheet = document.querySelector('dialog:modal');
  const { x, y, width, height } = control.getBoundingClientRect();
  const now = [x, y, width, height].join();
  const still = now === window.__stood;
  window.__stood = now;
  if (!still || width === 0 || control.disabled || sheet?.contains(control) === false) return null;
  return { x: x + width / 2, y: y + height / 2, whole: window.__whole(control) };
}"""
"""Where the middle of a control is and whether all of it is seen, as soon as it can be pressed and has stood for a frame."""
RESTED = "(before) => window.__rests > before"

REACH = 0.75
"""The part of a screen's height by which a thumb moves the page."""
STEPS = 8
MOST_SWIPES = 10


class Cost(NamedTuple):
    """What the page has counted."""

    taps: int
    swipes: int


class Finger:
    """One person's finger on one page; `acts` is what each act has cost."""

    def __init__(self, somebody: Somebody, screen: CDPSession) -> None:
        self.somebody = somebody
        self.page = somebody.page
        self.acts: dict[str, Cost] = {}
        self._screen = screen

    async def counted(self) -> Cost:
        return Cost(*await self.page.evaluate("() => [window.__taps.length, window.__swipes]"))

    def acts_together(self) -> Cost:
        return Cost(sum(each.taps for each in self.acts.values()), sum(each.swipes for each in self.acts.values()))

    async def keys(self) -> int:
        return int(await self.page.evaluate("() => window.__keys"))

    async def hidden(self) -> list[str]:
        """What was touched while not all of it was to be seen."""
        return [name for name, whole in await self.page.evaluate("() => window.__taps") if not whole]

    @asynccontextmanager
    async def act(self, name: str, taps: int, swipes: int = 0) -> AsyncIterator[None]:
        """What is done meanwhile costs exactly so much."""
        before = await self.counted()
        yield
        after = await self.counted()
        cost = Cost(after.taps - before.taps, after.swipes - before.swipes)
        assert cost == Cost(taps, swipes), name
        self.acts[name] = cost

    async def sees(self, what: Locator) -> bool:
        """Whether all of it is on the screen, with nothing over it."""
        return bool((await self._ready(what))["whole"])

    async def tap(self, control: Locator) -> None:
        at = await self.reach(control)
        await self._down(at["x"], at["y"])

    async def reach(self, control: Locator) -> dict[str, Any]:
        """Move the page until all of it is seen, away from a bar at an edge; answers where it is."""
        size = self.page.viewport_size
        assert size is not None
        for _ in range(MOST_SWIPES):
            at = await self._ready(control)
            if at["whole"]:
                return at
            await self._swipe(down=at["y"] > size["height"] / 2)
        raise AssertionError(f"not to be reached: {control}")

    async def pick(self, native: Locator, option: str) -> None:
        """From a list that the system draws, and not the page: two taps, one opens it and one chooses."""
        await self.reach(native)
        await native.select_option(label=option)
        await self.page.evaluate("(name) => window.__taps.push([name, true], [name, true])", option)

    async def bring(self, control: Locator, file: Path) -> None:
        """A file, from a list that the system draws: two taps, as above."""
        async with self.page.expect_file_chooser() as chooser:
            await self.tap(control)
        await (await chooser.value).set_files(file)
        await self.page.evaluate("(name) => window.__taps.push([name, true])", file.name)

    async def press(self, name: str) -> None:
        await self.tap(self.somebody.button(name))

    async def choose(self, name: str) -> None:
        """A button of the sheet that lies over the page."""
        await self.tap(self.page.locator("dialog[open]").get_by_role("button", name=name, exact=True))

    async def write(self, text: str, box: Locator) -> None:
        """Once it has the focus."""
        await self.page.wait_for_function("(box) => box === document.activeElement", arg=await box.element_handle())
        await self.page.keyboard.insert_text(text)

    async def _ready(self, what: Locator) -> dict[str, Any]:
        shown = await what.locator("visible=true").first.element_handle()
        return dict(await (await self.page.wait_for_function(READY, arg=shown)).json_value())

    async def _down(self, x: float, y: float) -> None:
        await self.page.touchscreen.tap(x, y)

    async def _swipe(self, *, down: bool) -> None:
        """Slowly enough that the page stops where the finger does."""
        size = self.page.viewport_size
        assert size is not None
        way = size["height"] * REACH * (-1 if down else 1)
        x, begin, when = size["width"] / 2, (size["height"] - way) / 2, time.time() - 1
        before = await self.page.evaluate("() => window.__rests")
        await self._touch("touchStart", when, (x, begin))
        for step in range(1, STEPS + 1):
            await self._touch("touchMove", when + step * 0.05, (x, begin + way * step / STEPS))
        await self._touch("touchMove", when + 0.9, (x, begin + way))
        await self._touch("touchEnd", when + 0.95)
        await self.page.wait_for_function(RESTED, arg=before)

    async def _touch(self, kind: str, when: float, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        await self._screen.send("Input.dispatchTouchEvent", {"type": kind, "timestamp": when, "touchPoints": touched})


class Mouse(Finger):
    """A hand at a mouse; the wheel moves the page, from beside what scrolls by itself."""

    async def _down(self, x: float, y: float) -> None:
        await self.page.mouse.click(x, y)

    async def _swipe(self, *, down: bool) -> None:
        size = self.page.viewport_size
        assert size is not None
        before = await self.page.evaluate("() => window.__rests")
        await self.page.mouse.move(2, size["height"] / 2)
        await self.page.mouse.wheel(0, size["height"] * REACH * (1 if down else -1))
        await self.page.wait_for_function(RESTED, arg=before)


async def mouse(venue: Venue, size: ViewportSize) -> Finger:
    """Somebody at a desk, and no page open yet."""
    somebody = await venue.somebody(size=size)
    await somebody.page.add_init_script(COUNT)
    return Mouse(somebody, await somebody.page.context.new_cdp_session(somebody.page))


async def finger(venue: Venue, size: ViewportSize) -> Finger:
    """Somebody with nothing but a screen to be touched, and no page open yet."""
    somebody = await venue.somebody(size=size, has_touch=True, is_mobile=True)
    await somebody.page.add_init_script(COUNT)
    return Finger(somebody, await somebody.page.context.new_cdp_session(somebody.page))
