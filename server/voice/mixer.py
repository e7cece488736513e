"""Mixing: which voices are audible at this tick, and one encode for each set of them.

Theory: who hears the same set of voices in the same profile gets the same bytes. A voice counts as audible from its
first frame with energy until HOLD ticks after the last, so that a mix-minus costs an encode only while that person speaks.
Nobody audible: no encode, no packet, unless the profile wants silence sent. Encoders are pooled by set and profile and
forgotten after a while.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from rooms.hearing import Profile
from server.voice.codec import SAMPLES, Encoder, Pcm

HOLD = 15
"""Ticks (300 ms) that a voice stays in its mix after its last frame with energy."""
AUDIBLE = 16.0
"""Root mean square (of 32768) from which a frame counts as heard: some -66 dB, well below soft speech."""
SPEECH = 110.0
"""Root mean square from which a frame shows as speaking: some -50 dB."""
SPEAKING_HOLD = 20
"""Ticks (400 ms) that somebody shows as speaking after the last such frame."""
ENCODER_IDLE = 250
"""Ticks after which an unused encoder is given up."""
ENCODERS = 200
"""Encoders that a room may have: some 80 KB each, and a new one for each set of voices. Beyond that the one that was unused
for the longest is given up."""
_KNEE = 26_000.0

Voices = frozenset[str]


def loudness(frame: Pcm) -> float:
    """Root mean square."""
    samples = frame.astype(np.float32)
    return float(np.sqrt(np.dot(samples, samples) / len(samples)))


def reported(level: float) -> float:
    """A loudness as packets report it: -dBov, 0 to 127."""
    return min(127.0, -20.0 * math.log10(level / 32768)) if level >= 1 else 127.0


def mix(frames: list[Pcm]) -> Pcm:
    """The sum of some voices; loud moments are bent instead of cut."""
    if len(frames) == 1:
        return frames[0]
    total = np.zeros(SAMPLES, np.float32)
    for frame in frames:
        total += frame
    peak = float(np.max(np.abs(total)))
    if peak > _KNEE:
        over = np.abs(total) > _KNEE
        excess = np.abs(total[over]) - _KNEE
        room = 32767 - _KNEE
        total[over] = np.sign(total[over]) * (_KNEE + room * np.tanh(excess / room))
    return total.astype(np.int16)


class Activity:
    """Since when each voice was last audible and last speaking, in ticks."""

    def __init__(self) -> None:
        self._audible: dict[str, int] = {}
        self._speech: dict[str, int] = {}

    def heard(self, person: str, level: float, tick: int) -> None:
        """A frame of this loudness was played."""
        if level >= AUDIBLE:
            self._audible[person] = tick
        if level >= SPEECH:
            self._speech[person] = tick

    def audible(self, person: str, tick: int) -> bool:
        return tick - self._audible.get(person, -HOLD - 1) <= HOLD

    def speaking(self, people: frozenset[str], tick: int) -> frozenset[str]:
        return frozenset(p for p in people if tick - self._speech.get(p, -SPEAKING_HOLD - 1) <= SPEAKING_HOLD)

    def forget(self, person: str) -> None:
        self._audible.pop(person, None)
        self._speech.pop(person, None)


class Mixes:
    """The encoders of one room and this tick's encoded mixes."""

    def __init__(self) -> None:
        self._encoders: dict[tuple[Voices, Profile], tuple[Encoder, int]] = {}
        self._now: dict[tuple[Voices, Profile], bytes] = {}
        self._tick = -1
        self.encodes = 0

    def __len__(self) -> int:
        """Encoders that are kept."""
        return len(self._encoders)

    def payload(self, voices: Voices, profile: Profile, frames: Mapping[str, Pcm], tick: int) -> bytes:
        """The Opus packet of these voices at this tick, encoded once however many hear it. No voices: silence."""
        if tick != self._tick:
            self._tick, self._now = tick, {}
        key = voices, profile
        done = self._now.get(key)
        if done is not None:
            return done
        encoder, _ = self._encoders.pop(key, (None, 0))
        if encoder is None:
            encoder = Encoder(profile.bitrate)
        self._encoders[key] = (encoder, tick)  # behind those that were used before
        if len(self._encoders) > ENCODERS:
            del self._encoders[next(iter(self._encoders))]
        heard = [frames[person] for person in sorted(voices) if person in frames]
        samples = mix(heard) if heard else np.zeros(SAMPLES, np.int16)
        self.encodes += 1
        done = self._now[key] = encoder.encode(samples)
        return done

    def tidy(self, tick: int) -> None:
        """Give up encoders that nobody needed for a while."""
        old = [key for key, (_, used) in self._encoders.items() if tick - used > ENCODER_IDLE]
        for key in old:
            del self._encoders[key]
