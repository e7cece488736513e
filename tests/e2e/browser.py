"""Real Chromium with a fake microphone, and ears for what its page plays."""

from __future__ import annotations

import os
import shutil
import subprocess
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from server.voice.codec import Pcm

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
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)


def chromium() -> str:
    """The path of Chromium; tests need one."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise RuntimeError("Chromium is missing: make system-packages")
    return path


@asynccontextmanager
async def browser(microphone: Path | None = None) -> AsyncIterator[Browser]:
    """A browser of its own; each fake microphone needs one."""
    flags = list(FLAGS)
    if microphone is not None:
        flags.append(f"--use-file-for-fake-audio-capture={microphone}")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium(), args=flags)
        try:
            yield launched
        finally:
            await launched.close()


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
() => {
  const context = new AudioContext({ sampleRate: 48000 });
  const processor = context.createScriptProcessor(1024, 1, 1);
  window.__heard = [];
  processor.onaudioprocess = (event) => {
    const samples = event.inputBuffer.getChannelData(0);
    let sum = 0;
    for (const s of samples) sum += s * s;
    window.__heard.push(Math.sqrt(sum / samples.length));
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
BLOCK = 1024


def watch_policy(page: Page, blocked: list[str]) -> None:
    """Collect what the browser says of anything that the page's own policy kept from being loaded or applied."""
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)


async def listen(page: Page) -> None:
    """Begin to measure the loudness of what the page's audio element plays, in blocks of BLOCK samples."""
    await page.evaluate(LISTEN)


async def heard(page: Page) -> list[float]:
    """What was measured since listen() or the last call."""
    blocks: list[Any] = await page.evaluate("() => window.__heard.splice(0)")
    return [float(block) for block in blocks]


def likeness(blocks: list[float], said: Pcm) -> float:
    """The best correlation of measured loudness with that of a sound that was said over and over."""
    whole = said[: len(said) // BLOCK * BLOCK].astype(np.float64).reshape(-1, BLOCK)
    expected = np.sqrt((whole**2).mean(axis=1))
    measured = np.array(blocks)
    if len(measured) < 40 or measured.std() == 0:
        return 0.0
    expected = np.tile(expected, 2 + len(measured) // len(expected))
    return max(
        float(np.corrcoef(measured, expected[shift : shift + len(measured)])[0, 1])
        for shift in range(len(expected) - len(measured))
    )
