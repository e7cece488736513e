"""Listening with numbers: energy envelopes and how alike they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import numpy as np
from numpy.typing import NDArray

from rooms.hearing import HearingGroup, HearingPlan
from server.ports import VoiceEngine
from server.voice.codec import Pcm
from tests.bots.voice import VoiceBot

WINDOW = 960


def envelope(pcm: Pcm) -> NDArray[np.float64]:
    """Root mean square of every 20 ms."""
    whole = pcm[: len(pcm) // WINDOW * WINDOW].astype(np.float64).reshape(-1, WINDOW)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)))


def likeness(heard: Pcm, said: Pcm) -> float:
    """The best correlation of the heard envelope with the said one, over all shifts (the said one repeats)."""
    a, b = envelope(heard), envelope(said)
    if len(a) < 20:
        return 0.0
    b = np.tile(b, 2 + len(a) // len(b))
    best = -1.0
    for shift in range(len(b) - len(a)):
        part = b[shift : shift + len(a)]
        if part.std() > 0 and a.std() > 0:
            best = max(best, float(np.corrcoef(a, part)[0, 1]))
    return best


def power(pcm: Pcm, frequency: float) -> float:
    """How much of one frequency there is, compared with all there is (0 to 1)."""
    if len(pcm) < WINDOW:
        return 0.0
    spectrum = np.abs(np.fft.rfft(pcm.astype(np.float64))) ** 2
    at = np.fft.rfftfreq(len(pcm), 1 / 48_000)
    return float(spectrum[np.abs(at - frequency) < 12].sum() / max(spectrum.sum(), 1.0))


def everybody(sources: set[str], listeners: set[str]) -> HearingPlan:
    return (HearingGroup(frozenset(sources), frozenset(listeners)),)


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for a condition. The bound is for a busy machine: a test is slow there, not wrong."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def hears(bot: VoiceBot, seconds: float) -> None:
    """Wait until a bot has decoded so much sound, counted from now."""
    bot.forget()
    await until(lambda: len(bot.heard()) >= seconds * 48_000)


class Listener:
    """A VoiceListener that remembers."""

    def __init__(self) -> None:
        self.spoke: list[frozenset[str]] = []
        self.went: list[str] = []
        self.restarts = 0

    def speaking(self, room: str, people: frozenset[str]) -> None:
        self.spoke.append(people)

    def gone(self, room: str, person: str) -> None:
        self.went.append(person)

    def restarted(self) -> None:
        self.restarts += 1


@asynccontextmanager
async def voices(engine: VoiceEngine, *people: str, room: str = "r") -> AsyncIterator[dict[str, VoiceBot]]:
    """Connected bots, by person, that decode what they hear."""
    bots = {person: VoiceBot(offerer(engine, room, person), decode=True) for person in people}
    try:
        for bot in bots.values():
            await bot.connect()
        yield bots
    finally:
        for bot in bots.values():
            await bot.close()


def offerer(engine: VoiceEngine, room: str, person: str) -> Callable[[str], Awaitable[str]]:
    """What carries an offer of this person to the engine."""

    async def offer(sdp: str) -> str:
        return await engine.offer(room, person, sdp)

    return offer
