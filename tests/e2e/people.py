"""People at real browsers: what each of them does, in the words on their buttons."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, ViewportSize

from tests.bots.server import Links, ServerProcess
from tests.e2e.browser import CALM, browser, heard, listen, watch_policy
from tests.e2e.engines import Launch
from tests.patience import PATIENCE

WATCH = """
window.__asked = 0;
window.__peers = 0;
window.__sockets = 0;
const devices = navigator.mediaDevices;
if (devices) {
  const original = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) => {
    window.__asked += 1;
    // The fake microphone repeats a file; a browser's own clean-up would change what is compared.
    return original({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  };
}
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer { constructor(...a) { super(...a); window.__peers += 1; } };
const Socket = window.WebSocket;
window.__frames = [];
window.WebSocket = class extends Socket {
  constructor(...a) {
    super(...a);
    window.__sockets += 1;
    this.addEventListener('message', (event) => window.__frames.push(event.data));
  }
};
"""
ENTER, LISTEN = "入る", "聞くだけで参加"
PHONE: ViewportSize = {"width": 360, "height": 740}
TABLET: ViewportSize = {"width": 800, "height": 1280}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


class Somebody:
    """One page, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def frames(self) -> list[str]:
        """What the page's sockets have received as text; a frame of bytes has no text in it."""
        return list(await self.page.evaluate("() => window.__frames.map(String)"))

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    async def press(self, name: str) -> None:
        await self.button(name).first.click()

    async def peek(self, url: str) -> None:
        """のぞいてみる."""
        await self.page.goto(url)
        await self.press("のぞいてみる")
        await self.page.get_by_text("縁側から、部屋をのぞいています。").wait_for()

    async def at_the_door(self, *, listening: bool = False) -> Any:
        """From where one looks in to the promises and the name; answers the name's box, once a name stands in it."""
        await self.press(LISTEN if listening else ENTER)
        await self.page.get_by_role("heading", name="入るまえに").wait_for()
        box = self.page.get_by_label("よび名")
        await self.page.wait_for_function("(box) => box.value !== ''", arg=await box.element_handle())
        return box

    async def go_in(self, *, listening: bool = False) -> None:
        """From there, as everything stands, into the room."""
        await self.press(LISTEN if listening else ENTER)
        await self.page.get_by_role("region", name="操作").wait_for()

    async def enter(self, name: str, *, listening: bool = False, sound: bool = True) -> None:
        """By the promises and with a name into the room."""
        box = await self.at_the_door(listening=listening)
        await box.fill(name)
        await self.page.get_by_text("音を出す" if sound else "音なし", exact=True).first.click()
        await self.go_in(listening=listening)

    async def speak(self, *, moving: bool = False) -> None:
        """話す, then 声を出す; from a listener seat by way of the circle."""
        await self.press("話す")
        if moving:
            await self.press("輪にうつって話す")
        await self.page.get_by_text("まだ誰にも聞こえていません").wait_for()
        await self.press("声を出す")
        await self.button("話すのをやめる").first.wait_for()

    async def open_talk(self) -> None:
        """On a telephone the whole talk is one tap away; beside a wide scene it stands already."""
        opens = self.page.get_by_role("button", name="ひらく: 文字")
        if await opens.is_visible():
            await opens.click()

    async def say(self, text: str) -> None:
        await self.open_talk()
        await self.page.get_by_label("文字をかく").fill(text)
        await self.press("送る")

    async def waiting(self, cell: str, count: int) -> None:
        """At the desk: wait until so many wait in a cell of the strip, and open it."""
        strip = self.page.get_by_role("region", name="いま待っていること")
        await strip.get_by_role("button", name=f"{cell} {count}", exact=True).click()

    async def reads(
        self,
        text: str,
    ) -> None:
        await self.open_talk()
        await self.page.get_by_text(text).locator("visible=true").first.wait_for()

    async def count(self, what: str) -> int:
        return int(await self.page.evaluate(f"window.__{what}"))

    async def hears_sound(self) -> None:
        """Wait until something is played."""
        async with asyncio.timeout(PATIENCE):
            while not any(level > 0.005 for level in await heard(self.page)):
                await asyncio.sleep(0.05)

    async def listen(self, seconds: float) -> list[float]:
        """What is played for so long."""
        await heard(self.page)
        blocks: list[float] = []
        async with asyncio.timeout(seconds + PATIENCE):
            while len(blocks) < seconds * 48_000 / 1024:
                await asyncio.sleep(0.25)
                blocks += await heard(self.page)
        return blocks

    async def hears_nothing_any_more(self, seconds: float = 2) -> None:
        """Wait until nothing at all was played for so long, which is more than the pauses of what is said."""
        async with asyncio.timeout(PATIENCE):
            while max(await self.listen(seconds)) >= 0.003:
                pass

    async def open_ears(self, buffer: int = CALM) -> None:
        """Begin to measure, as soon as there is sound to measure."""
        await self.page.wait_for_function("() => document.querySelector('audio')?.srcObject?.getAudioTracks().length")
        await listen(self.page, buffer)


class Venue:
    """A server, one session, and browsers for whoever comes."""

    def __init__(self, server: ServerProcess, links: Links, stack: AsyncExitStack, launch: Launch = browser) -> None:
        self.server = server
        self.links = links
        self._launch = launch
        self._stack = stack
        self._quiet: Browser | None = None
        self.blocked: list[str] = []
        """What the policy of a page kept back: nothing may be."""

    async def somebody(self, microphone: Path | None = None, size: ViewportSize = PHONE, **options: Any) -> Somebody:
        """A new person; where they have a microphone, it says what is in a file."""
        if microphone is not None:
            launched = await self._stack.enter_async_context(self._launch(microphone))
        else:
            if self._quiet is None:
                self._quiet = await self._stack.enter_async_context(self._launch())
            launched = self._quiet
        reads: dict[str, Any] = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", **options}
        context = await launched.new_context(viewport=size, **reads)
        await context.add_init_script(WATCH)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        watch_policy(page, self.blocked)
        return Somebody(page)

    async def participant(self, name: str, microphone: Path | None = None, **how: bool) -> Somebody:
        person = await self.somebody(microphone)
        await person.peek(self.links.urls["participant"])
        await person.enter(name, **how)
        return person

    async def facilitator(self, name: str = "はるか") -> Somebody:
        person = await self.somebody(size=DESKTOP)
        await person.page.goto(self.links.urls["facilitator"])
        await person.page.get_by_label("よび名").fill(name)
        await person.press("入る")
        await person.page.get_by_role("heading", name="みんな").wait_for()
        return person
