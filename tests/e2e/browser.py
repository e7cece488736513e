"""Real Chromium with a fake microphone, and ears for what its page plays."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import subprocess
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Browser, Page, Playwright, async_playwright

from server.voice.codec import Pcm
from tests.patience import PATIENCE

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # The popups of the address bar are pages that Chromium loads for each window, which costs more than the page under test.
    "--disable-features=WebRtcHideLocalIpsWithMdns,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
)


def chromium() -> str:
    """The path of Chromium; tests need one."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise RuntimeError("Chromium is missing: make system-packages")
    return path


class _Kept:
    """What tests of one event loop share, while `shared` is entered: a Chromium for each microphone, and one without."""

    playwright: Playwright | None = None
    loop: asyncio.AbstractEventLoop | None = None
    launched: dict[Path | None, Browser] = {}


@asynccontextmanager
async def shared() -> AsyncIterator[None]:
    """For so long, whoever wants a browser is given contexts of one that is there already: to start one takes longer than
    many tests."""
    async with async_playwright() as playwright:
        _Kept.playwright, _Kept.loop = playwright, asyncio.get_running_loop()
        try:
            yield
        finally:
            for launched in _Kept.launched.values():
                await launched.close()
            _Kept.playwright, _Kept.loop, _Kept.launched = None, None, {}


async def _launch(playwright: Playwright, microphone: Path | None) -> Browser:
    more = [] if microphone is None else [f"--use-file-for-fake-audio-capture={microphone}"]
    return await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *more])


@asynccontextmanager
async def browser(microphone: Path | None = None) -> AsyncIterator[Browser]:
    """A Chromium, which may be shared: the contexts made in it end here. Each fake microphone has one of its own."""
    if _Kept.playwright is None or _Kept.loop is not asyncio.get_running_loop():
        async with async_playwright() as playwright:
            launched = await _launch(playwright, microphone)
            try:
                yield launched
            finally:
                await launched.close()
        return
    there = _Kept.launched.get(microphone)
    if there is None or not there.is_connected():
        there = _Kept.launched[microphone] = await _launch(_Kept.playwright, microphone)
    others = list(there.contexts)
    try:
        yield there
    finally:
        for context in there.contexts:
            if context not in others:
                await context.close()


def write_wav(path: Path, pcm: Pcm) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(pcm.tobytes())
    return path


def read_wav(path: Path) -> Pcm:
    with wave.open(str(path), "rb") as file:
        if file.getframerate() != 48_000 or file.getnchannels() != 1:
            raise ValueError("48 kHz mono is expected")
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def speech(path: Path, text: str, voice: str = "ja") -> Path:
    """Spoken text as a 48 kHz mono file, with a pause at its end so that its repetition can be recognised."""
    raw = path.with_suffix(".raw.wav")
    subprocess.run(["espeak-ng", "-v", voice, "-s", "140", "-w", str(raw), text], check=True)
    subprocess.run(
        ["sox", str(raw), "-r", "48000", "-c", "1", "-b", "16", str(path), "norm", "-6", "pad", "0.2", "0.9"],
        check=True,
    )
    raw.unlink()
    return path


LISTEN = """
(buffer) => {
  const context = new AudioContext({ sampleRate: 48000 });
  const processor = context.createScriptProcessor(buffer, 1, 1);
  window.__heard = [];
  window.__taken = null;
  const take = (samples) => {
    const whole = Int16Array.from(samples, (each) => 32767 * Math.max(-1, Math.min(1, each)));
    window.__taken(btoa(String.fromCharCode(...new Uint8Array(whole.buffer))));
  };
  processor.onaudioprocess = (event) => {
    const all = event.inputBuffer.getChannelData(0);
    for (let at = 0; at < all.length; at += 1024) {
      const samples = all.subarray(at, at + 1024);
      let sum = 0;
      for (const s of samples) sum += s * s;
      window.__heard.push(Math.sqrt(sum / samples.length));
      if (window.__taken) take(samples);
    }
  };
  processor.connect(context.destination);
  // What the page plays may become another track, after its voice has come back: listen to whatever it plays now.
  let playing = null;
  let source = null;
  const follow = () => {
    const track = document.querySelector('audio')?.srcObject?.getAudioTracks()[0] ?? null;
    if (track === playing) return;
    playing = track;
    source?.disconnect();
    source = track && context.createMediaStreamSource(new MediaStream([track]));
    source?.connect(processor);
  };
  follow();
  setInterval(follow, 50);
}
"""
RECORD = """
(count) => new Promise((done) => {
  const blocks = [];
  window.__taken = (block) => {
    blocks.push(block);
    if (blocks.length < count) return;
    window.__taken = null;
    done(blocks);
  };
})
"""
BLOCK = 1024
CALM = 8 * BLOCK
"""Samples that a browser hands over at once where it matters more that none is lost than that they come soon: whoever is too
busy to take one part before the next one comes has lost it."""


def watch_policy(page: Page, blocked: list[str]) -> None:
    """Collect what the browser says of anything that the page's own policy kept from being loaded or applied."""
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)


async def listen(page: Page, buffer: int = CALM) -> None:
    """Begin to measure the loudness of what the page's audio element plays, in blocks of BLOCK samples."""
    await page.evaluate(LISTEN, buffer)


async def heard(page: Page) -> list[float]:
    """What was measured since listen() or the last call."""
    blocks: list[Any] = await page.evaluate("() => window.__heard.splice(0)")
    return [float(block) for block in blocks]


async def record(page: Page, seconds: float) -> Pcm:
    """What is played for so long from now on, itself; after listen()."""
    async with asyncio.timeout(seconds + PATIENCE):
        blocks: list[str] = await page.evaluate(RECORD, round(seconds * 48_000 / BLOCK))
    return np.frombuffer(b"".join(base64.b64decode(each) for each in blocks), np.int16)


STRETCH = 96
"""Blocks, two seconds: longer than any word that two people have in common (います), and short enough that one is found in
which no block was lost. Over all that was played a single lost block parts what is compared, and on a busy machine a browser
loses some: for that reason one's own voice came down to 0.6 by loudness over five seconds, where another's reaches 0.56."""
BANDS = np.geomspace(150, 4000, 13)


def _bands(sound: Pcm) -> NDArray[np.float64]:
    """How much there is in each of twelve bands of pitch, block by block, evened out so that soft sounds count."""
    blocks = sound[: len(sound) // BLOCK * BLOCK].astype(np.float64).reshape(-1, BLOCK)
    power = np.abs(np.fft.rfft(blocks * np.hanning(BLOCK), axis=1)) ** 2
    pitch = np.fft.rfftfreq(BLOCK, 1 / 48_000)
    return (
        np.stack([power[:, (pitch >= low) & (pitch < high)].sum(axis=1) for low, high in pairwise(BANDS)], axis=1)
        ** 0.25
    )


def _even(stretches: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each stretch (of shape [stretch, block, band]) as one vector of length 1, without each band's mean."""
    flat = (stretches - stretches.mean(axis=1, keepdims=True)).reshape(len(stretches), -1)
    even: NDArray[np.float64] = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
    return even


def likeness(played: Pcm, said: Pcm) -> float:
    """How alike the best two seconds of what was played are to any two of a sound that was said over and over: the
    correlation of how much there is in twelve bands of pitch. 0 where nobody speaks for most of any two seconds."""
    heard, expected = _bands(played), _bands(np.tile(said, 2))
    loud = heard.sum(axis=1) > heard.sum(axis=1).max(initial=0) * 0.2
    starts = [at for at in range(0, len(heard) - STRETCH + 1, 8) if loud[at : at + STRETCH].mean() >= 0.5]
    if not starts:
        return 0.0
    ways = np.lib.stride_tricks.sliding_window_view(expected, STRETCH, axis=0)[: len(said) // BLOCK].transpose(0, 2, 1)
    return float((_even(ways) @ _even(np.stack([heard[at : at + STRETCH] for at in starts])).T).max())
