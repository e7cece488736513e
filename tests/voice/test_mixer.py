"""Mixing in numbers: sums, loud moments, how long a voice counts, and who shares an encode."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.hearing import PERSON, Profile
from server.voice import mixer
from server.voice.codec import SAMPLES, Pcm
from server.voice.mixer import AUDIBLE, ENCODER_IDLE, HOLD, SPEAKING_HOLD, SPEECH, Activity, Mixes, loudness, mix

DEVICE = Profile(64_000, dtx=False, always_decoded=True)


def steady(level: int) -> Pcm:
    return np.full(SAMPLES, level, np.int16)


def test_one_voice_is_mixed_to_itself_and_quiet_ones_to_their_sum() -> None:
    chance = np.random.default_rng(1)
    frames = [chance.integers(-6000, 6000, SAMPLES).astype(np.int16) for _ in range(4)]
    assert np.array_equal(mix(frames[:1]), frames[0])
    assert np.array_equal(mix(frames), sum(frames[1:], frames[0]))


@given(st.lists(st.integers(-32768, 32767), min_size=2, max_size=6))
def test_loud_moments_are_bent_and_never_turn_over(levels: list[int]) -> None:
    mixed = mix([steady(level) for level in levels])
    assert mixed.dtype == np.int16
    assert np.sign(int(mixed[0])) == np.sign(sum(levels))
    assert abs(int(mixed[0])) <= abs(sum(levels))


def test_louder_is_never_softer() -> None:
    peaks = [int(mix([steady(level), steady(level)])[0]) for level in range(0, 32_767, 500)]
    assert peaks == sorted(peaks)


def test_a_voice_counts_as_audible_for_a_while_and_no_longer() -> None:
    activity = Activity()
    activity.heard("p", loudness(steady(int(AUDIBLE) + 1)), 100)
    assert activity.audible("p", 100 + HOLD)
    assert not activity.audible("p", 101 + HOLD)
    assert activity.speaking(frozenset("p"), 100) == frozenset()  # heard, and softer than speech
    activity.heard("p", loudness(steady(int(SPEECH) + 1)), 200)
    assert activity.speaking(frozenset("pq"), 200 + SPEAKING_HOLD) == {"p"}
    assert activity.speaking(frozenset("pq"), 201 + SPEAKING_HOLD) == frozenset()
    activity.forget("p")
    assert not activity.audible("p", 200)


def test_noise_below_the_threshold_is_never_audible() -> None:
    activity = Activity()
    frame = steady(int(AUDIBLE) - 1)
    assert loudness(frame) < AUDIBLE
    activity.heard("p", loudness(frame), 5)
    assert not activity.audible("p", 5)


def test_a_mix_is_encoded_once_a_tick_for_each_set_and_profile() -> None:
    mixes, frames = Mixes(), {"a": steady(3000), "b": steady(-2000)}
    both, one = frozenset("ab"), frozenset("a")
    first = mixes.payload(both, PERSON, frames, 1)
    assert mixes.payload(frozenset("ba"), PERSON, frames, 1) is first
    assert mixes.encodes == 1
    mixes.payload(one, PERSON, frames, 1)
    mixes.payload(both, DEVICE, frames, 1)
    assert mixes.encodes == 3
    mixes.payload(both, PERSON, frames, 2)
    assert mixes.encodes == 4


def test_encoders_that_nobody_needs_are_given_up_and_made_again() -> None:
    mixes = Mixes()
    for tick in range(10):
        mixes.payload(frozenset("a"), PERSON, {"a": steady(1000)}, tick)
    mixes.tidy(9 + ENCODER_IDLE)
    assert len(mixes) == 1
    mixes.tidy(10 + ENCODER_IDLE)
    assert len(mixes) == 0
    assert mixes.payload(frozenset("a"), PERSON, {"a": steady(1000)}, 10 + ENCODER_IDLE)


def test_however_many_sets_of_voices_there_are_encoders_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixer, "ENCODERS", 4)
    mixes, frames = Mixes(), {each: steady(1000) for each in "abcdefgh"}
    for tick, voice in enumerate("abcdefgh"):
        mixes.payload(frozenset("a"), PERSON, frames, tick)  # in use all the time: its encoder goes on
        mixes.payload(frozenset(voice), PERSON, frames, tick)
        assert len(mixes) <= 4
    assert (frozenset("a"), PERSON) in mixes._encoders
