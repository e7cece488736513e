"""For how long somebody is heard, from Opus that really goes through the engine to what the staff's balance is made of."""

from __future__ import annotations

import numpy as np

from rooms.balance import Measured
from server.voice.codec import Pcm
from tests.bots.voice import encode
from tests.rooms.helpers import circle
from tests.voice.helpers import Listener, everybody
from tests.voice.stage import SECOND, Stage

RATE = 48_000


def speech(seconds: int) -> Pcm:
    """Noise in syllables, four a second, with a breath after every eighth."""
    at = np.arange(seconds * RATE) / RATE
    loud = np.maximum(0, np.sin(2 * np.pi * 4 * at)) * (at % 2 < 1.7)
    noise = np.random.default_rng(5).normal(0, 3000, len(at))
    return np.asarray(loud * noise, np.int16)


class Measuring(Listener):
    """Measures by the stage's clock, as a room does by its loop's."""

    def __init__(self) -> None:
        super().__init__()
        self.room = circle("a", "b").room
        self.measured = Measured()
        self.stage: Stage | None = None

    def speaking(self, room: str, people: frozenset[str]) -> None:
        super().speaking(room, people)
        assert self.stage is not None
        self.measured = self.measured.after(self.room, people, self.stage.now)


async def test_five_seconds_of_speech_and_five_of_silence_are_five_seconds() -> None:
    listener = Measuring()
    stage = Stage(listener=listener)
    listener.stage = stage
    await stage.enter("a", "b")
    try:
        stage.engine.plan("r", everybody({"a", "b"}, {"a", "b"}))
        stage.play(5 * SECOND, {"a": encode(speech(5)), "b": encode(np.zeros(RATE, np.int16))})
        stage.play(5 * SECOND, {"b": encode(np.zeros(RATE, np.int16))})
        assert len(listener.spoke) >= 2
        assert listener.spoke[-1] == frozenset()
        assert 4 <= listener.measured.seconds["a"] <= 6, listener.measured
        assert "b" not in listener.measured.seconds, "silence that is sent is none of one's time"
    finally:
        await stage.stop()
