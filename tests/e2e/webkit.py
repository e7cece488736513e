"""Real WebKit, Debian's, as a person uses it. Playwright's own WebKit is a build of its makers' to download; Debian's is
driven by WebDriver, which is eight requests (docs/decisions/0046)."""

from __future__ import annotations

import asyncio
import base64
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.bots.server import free_port
from tests.e2e.companions import companion
from tests.patience import PATIENCE

BROWSERS = "webkit2gtk-4.*/MiniBrowser"
"""Under Debian's folder of libraries, which is named by the machine's kind."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key that WebDriver gives to an element's number."""
FIND = """(selector, name) => {
  const named = (each) => (each.getAttribute('aria-label') ?? each.labels?.[0]?.innerText ?? each.innerText).trim();
  const seen = [...document.querySelectorAll(selector)]
    .filter((each) => each.getClientRects().length > 0 && !each.closest('[inert]'));
  const found = seen.find((each) => named(each) === name) ?? seen.find((each) => named(each).startsWith(name));
  found?.scrollIntoView({ behavior: 'instant', block: 'nearest' });
  return found;
}"""
"""What is seen and has this name, or one that begins so: a field's may go on with what it is for. WebKitGTK's driver
presses only what is in sight, and does not scroll there itself."""
INNER = "() => [innerWidth, innerHeight]"
FRAME = "() => [outerWidth - innerWidth, outerHeight - innerHeight].map((each) => Math.max(0, each))"
"""What the window has around its page. The two sizes do not change at once, so it may be wrong for a moment."""
DRAWN = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
NARROW = "window, window * { min-width: 0; padding: 0; font-size: 1px; }"
"""For the tools of the window itself, which would keep it wider than a telephone."""


class Reader:
    """One window of WebKit's. Names are those on buttons and fields; whatever is waited for is waited for by PATIENCE."""

    def __init__(self, http: aiohttp.ClientSession, session: str) -> None:
        self._http = http
        self._session = session

    async def _ask(self, command: str, **body: Any) -> Any:
        return await ask(self._http, f"{self._session}/{command}", **body)

    async def size(self, width: int, height: int) -> None:
        """Make the page so large, whatever the window has around it."""
        frame = (0, 0)
        async with asyncio.timeout(PATIENCE):
            while await self.evaluate(INNER) != [width, height]:
                await self._ask("window/rect", width=width + frame[0], height=height + frame[1])
                await self.drawn()
                frame = await self.evaluate(FRAME)

    async def drawn(self) -> None:
        """Wait until what is now so is drawn."""
        await self._ask("execute/async", script=DRAWN, args=[])

    async def go(self, url: str) -> None:
        await self._ask("url", url=url)

    async def evaluate(self, function: str, *arguments: Any) -> Any:
        return await self._ask("execute/sync", script=f"return ({function})(...arguments)", args=list(arguments))

    async def until(self, function: str, *arguments: Any) -> Any:
        """What the function gives, as soon as it is true. Raises TimeoutError, with what was waited for."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := await self.evaluate(function, *arguments)):
                    await asyncio.sleep(0.03)
        except TimeoutError as never:
            raise TimeoutError(f"{function} of {arguments} is never true") from never
        return found

    async def reads(self, text: str) -> None:
        await self.until("(text) => document.body.innerText.includes(text)", text)

    async def press(self, name: str, kind: str = "button, a, summary, label") -> None:
        found = await self.until(FIND, kind, name)
        await self._ask(f"element/{found[ELEMENT]}/click")

    async def fill(self, name: str, text: str) -> None:
        found = await self.until(FIND, "input, textarea", name)
        await self._ask(f"element/{found[ELEMENT]}/clear")
        await self._ask(f"element/{found[ELEMENT]}/value", text=text)

    async def picture(self, path: Path) -> None:
        await self.drawn()
        shot = await ask(self._http, f"{self._session}/screenshot", method="GET")
        path.write_bytes(base64.b64decode(shot))


async def ask(http: aiohttp.ClientSession, path: str, method: str = "POST", **body: Any) -> Any:
    """One request of WebDriver's. Raises RuntimeError with its words where it says no."""
    async with http.request(method, path, json=body if method == "POST" else None) as answer:
        said = (await answer.json())["value"]
    if answer.status != 200:
        raise RuntimeError(f"{path}: {said['error']}: {said['message']}")
    return said


@asynccontextmanager
async def display() -> AsyncIterator[str]:
    """A screen of this browser's own that nobody sees, since WebKitGTK has no way to run without one. Yields its name."""
    reads, writes = os.pipe()
    try:
        async with companion(
            "Xvfb", "-displayfd", str(writes), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", pass_fds=(writes,)
        ):
            async with asyncio.timeout(PATIENCE):
                number = await asyncio.to_thread(os.read, reads, 16)
            yield f":{number.decode().strip()}"
    finally:
        os.close(reads)
        os.close(writes)


@asynccontextmanager
async def webkit(width: int = 360, height: int = 740) -> AsyncIterator[Reader]:
    """A WebKit of its own, in Japan's time, that says of no language that it is its person's."""
    found = sorted(Path("/usr/lib").glob(f"*/{BROWSERS}"))
    if not found:
        raise RuntimeError("WebKitGTK is missing: make system-packages")
    async with AsyncExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="engawa-webkit-"))
        shown = await stack.enter_async_context(display())
        environment = {
            **os.environ, "DISPLAY": shown, "GDK_BACKEND": "x11", "HOME": home, "XDG_RUNTIME_DIR": home, "NO_AT_BRIDGE": "1",
            "TZ": "Asia/Tokyo",
        }  # fmt: skip
        styles = Path(home, ".config/gtk-3.0/gtk.css")
        styles.parent.mkdir(parents=True)
        styles.write_text(NARROW, encoding="utf-8")
        port = free_port()
        await stack.enter_async_context(companion("WebKitWebDriver", f"--port={port}", env=environment))
        http = await stack.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{port}"))
        async with asyncio.timeout(PATIENCE):
            while not await _listens(http):
                await asyncio.sleep(0.03)
        wanted = {"binary": str(found[-1]), "args": ["--automation"]}
        always = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": wanted}
        began = await ask(http, "/session", capabilities={"alwaysMatch": always})
        reader = Reader(http, f"/session/{began['sessionId']}")
        try:
            await reader.size(width, height)
            yield reader
        finally:
            await ask(http, f"/session/{began['sessionId']}", method="DELETE")


async def _listens(http: aiohttp.ClientSession) -> bool:
    try:
        return bool((await ask(http, "/status", method="GET"))["ready"])
    except aiohttp.ClientConnectionError:
        return False
