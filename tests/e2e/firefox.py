"""Real Firefox, Debian's, with a microphone that plays a file and a sound device that nobody hears."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, cast

from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.bots.server import ROOT
from tests.e2e.companions import companion, needed
from tests.patience import PATIENCE

PREFERENCES: dict[str, str | float | bool] = {
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "media.autoplay.default": 0,
    # A scrollbar beside the page would leave less than a phone's width.
    "ui.useOverlayScrollbars": 1,
    # No process is kept ready for a page that never comes, and what moves is drawn as often as on a slow machine: without a
    # graphics card most of what Firefox does here is drawing.
    "dom.ipc.processPrelaunch.enabled": False,
    "layout.frame_rate": 20,
    # The town hall's proxy is on this machine, as the server is.
    "network.proxy.allow_hijacking_localhost": True,
}
SOUND = """
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=nothing rate=48000
"""
POLICY = """
addEventListener('securitypolicyviolation', (event) => {
  console.error('Content Security Policy', event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber);
});
"""
"""Firefox tells the page alone what the page's policy kept back, where Chromium writes it into the console."""
MICROPHONE = """
(() => {
  const file = Uint8Array.from(atob('%s'), (each) => each.charCodeAt(0));
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext({ sampleRate: 48000 });
    const said = context.createBufferSource();
    said.buffer = await context.decodeAudioData(file.buffer.slice(0));
    said.loop = true;
    const microphone = context.createMediaStreamDestination();
    said.connect(microphone);
    said.start();
    return microphone.stream;
  };
})();
"""


@asynccontextmanager
async def sound(folder: Path) -> AsyncIterator[str]:
    """PulseAudio with nothing behind it, since Firefox's clock for sound is its device. Yields its address."""
    socket, script = folder / "sound.socket", folder / "sound.pa"
    script.write_text(SOUND.format(socket=socket), encoding="utf-8")
    arguments = (
        "-n",
        f"--file={script}",
        "--daemonize=no",
        "--use-pid-file=no",
        "--exit-idle-time=-1",
        "--disable-shm=yes",
    )
    home = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder)}
    async with companion("pulseaudio", *arguments, env=home) as process:
        async with asyncio.timeout(PATIENCE):
            while not socket.exists():
                if process.returncode is not None:
                    raise RuntimeError(f"pulseaudio ended with {process.returncode}")
                await asyncio.sleep(0.02)
        yield f"unix:{socket}"


@asynccontextmanager
async def _started() -> AsyncIterator[Browser]:
    """A Firefox of its own."""
    with tempfile.TemporaryDirectory(prefix="engawa-firefox-") as name:
        folder = Path(name)
        start = folder / "firefox"
        start.write_text(
            f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.e2e.bidi "{needed("firefox-esr")}" "$@"\n',
            encoding="utf-8",
        )
        start.chmod(0o700)
        async with sound(folder) as pulse, async_playwright() as playwright:
            launched = await playwright.firefox.launch(
                channel="moz-firefox", executable_path=start, firefox_user_prefs=PREFERENCES,
                env={**os.environ, "PULSE_SERVER": pulse},
            )  # fmt: skip
            try:
                yield launched
            finally:
                await launched.close()


class _Kept:
    """The one Firefox of the tests of an event loop, while `shared` is entered, and what ends with it."""

    stack: AsyncExitStack | None = None
    launched: Browser | None = None


@asynccontextmanager
async def shared() -> AsyncIterator[None]:
    """For so long, all are given contexts of one Firefox: a microphone belongs to a context, not to a browser."""
    async with AsyncExitStack() as stack:
        _Kept.stack = stack
        try:
            yield
        finally:
            _Kept.stack = _Kept.launched = None


class _Part:
    """A Firefox as somebody has it whose pages begin with scripts of theirs: Playwright has none for a whole browser."""

    def __init__(self, launched: Browser, scripts: list[str]) -> None:
        self._launched = launched
        self._scripts = scripts
        self.contexts: list[BrowserContext] = []

    async def new_context(self, **options: Any) -> BrowserContext:
        context = await self._launched.new_context(**options)
        self.contexts.append(context)
        for script in self._scripts:
            await context.add_init_script(script)
        return context

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()


@asynccontextmanager
async def firefox(microphone: Path | None = None) -> AsyncIterator[Browser]:
    """A Firefox as `browser()` is a Chromium; only contexts can be made in it."""
    scripts = [POLICY]
    if microphone is not None:
        scripts.append(MICROPHONE % base64.b64encode(microphone.read_bytes()).decode())
    async with AsyncExitStack() as alone:
        launched = _Kept.launched
        if launched is None or not launched.is_connected():
            launched = await (_Kept.stack or alone).enter_async_context(_started())
        if _Kept.stack is not None:
            _Kept.launched = launched
        part = _Part(launched, scripts)
        try:
            yield cast(Browser, part)
        finally:
            await part.close()
