"""Voices over real sockets: who hears whom, what silence costs, and what a change of plan does."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from server.ports import VoiceRefused
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from tests.bots.voice import VoiceBot, encode, tone
from tests.voice.helpers import Listener, everybody, likeness, offerer, power, voices
from tests.voice.inprocess import InProcessEngine

A, C = tone(440, 3), tone(900, 3)


@pytest.fixture
async def engine() -> AsyncIterator[InProcessEngine]:
    made = InProcessEngine(VoiceConfig(host="127.0.0.1", port=0))
    await made.start(Listener())
    yield made
    await made.stop()


def inner(engine: InProcessEngine) -> Engine:
    assert engine.engine is not None
    return engine.engine


async def until(condition: object, seconds: float = 8.0) -> None:
    assert callable(condition)
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def hears(bot: VoiceBot, seconds: float) -> None:
    """Wait until a bot has decoded so much."""
    bot.pcm.clear()
    await until(lambda: len(bot.heard()) >= seconds * 48_000, seconds + 5)


async def test_a_listener_hears_what_was_said_and_the_speaker_does_not(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 2)
        assert likeness(bots["b"].heard(), A) > 0.8
        assert bots["a"].received == 0


async def test_two_speakers_each_hear_the_other_alone(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b", "c") as bots:
        engine.plan("r", everybody({"a", "c"}, {"a", "b", "c"}))
        bots["a"].speak(encode(A))
        bots["c"].speak(encode(C))
        await hears(bots["b"], 0.5)  # both have begun
        for bot in bots.values():
            bot.pcm.clear()
        await hears(bots["b"], 1.5)
        assert power(bots["b"].heard(), 440) > 0.2
        assert power(bots["b"].heard(), 900) > 0.2
        assert power(bots["a"].heard(), 900) > 0.9
        assert power(bots["a"].heard(), 440) < 0.01
        assert power(bots["c"].heard(), 440) > 0.9
        assert power(bots["c"].heard(), 900) < 0.01


async def test_one_encode_serves_all_who_hear_the_same(engine: InProcessEngine) -> None:
    listeners = {f"l{number}" for number in range(6)}
    async with voices(engine, "a", *listeners) as bots:
        engine.plan("r", everybody({"a"}, {"a", *listeners}))
        bots["a"].speak(encode(A))
        await hears(bots["l0"], 1)
        stats = inner(engine).stats()
        assert stats["media_out"] >= 5.5 * stats["encodes"]


async def test_silence_sends_nothing_and_encodes_nothing(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a", "b"}, {"a", "b"}))
        silence = encode(tone(440, 1, level=0.0))
        bots["a"].speak(silence, level=127)
        ticks = inner(engine).tick_number
        await until(lambda: inner(engine).tick_number > ticks + 50)
        assert inner(engine).stats()["encodes"] == 0
        assert bots["b"].received == 0
        # Somebody who claims to be loud and is not is no louder for it.
        bots["a"].speak(silence, level=0)
        ticks = inner(engine).tick_number
        await until(lambda: inner(engine).tick_number > ticks + 50)
        assert bots["b"].received == 0


async def test_who_is_no_source_is_not_heard_although_they_send(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)
        engine.plan("r", everybody(set(), {"a", "b"}))
        ticks, heard = inner(engine).tick_number, bots["b"].received
        await until(lambda: inner(engine).tick_number > ticks + 40)
        # At most what was on its way: the plan takes hold at the next tick, far within 300 ms.
        assert bots["b"].received - heard <= 2


async def test_who_is_no_listener_gets_nothing(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b", "onlooker") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)
        assert bots["onlooker"].received == 0


async def test_timestamps_follow_the_clock_through_silence_and_changes_of_the_mix(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b", "c") as bots:
        engine.plan("r", everybody({"a", "c"}, {"b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)
        bots["a"].silent()
        await asyncio.sleep(0.6)
        bots["c"].speak(encode(C))
        await hears(bots["b"], 0.3)
        arrivals = bots["b"].arrivals
        first_time, first_stamp = arrivals[0]
        drift = [abs((when - first_time) - ((stamp - first_stamp) & 0xFFFFFFFF) / 48_000) for when, stamp in arrivals]
        assert max(drift) < 0.15
        steps = {(b[1] - a[1]) & 0xFFFFFFFF for a, b in itertools.pairwise(arrivals)}
        assert all(step > 0 and step % 960 == 0 for step in steps)


async def test_speaking_is_told_and_ends(engine: InProcessEngine) -> None:
    listener = Listener()
    await engine.stop()
    await engine.start(listener)
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await until(lambda: listener.spoke[-1:] == [frozenset({"a"})])
        bots["a"].silent()
        await until(lambda: listener.spoke[-1:] == [frozenset()])


async def test_a_new_offer_replaces_the_old_peer(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        again = VoiceBot(offerer(engine, "r", "b"), decode=True)
        await again.connect()
        bots["a"].speak(encode(A))
        await hears(again, 0.5)
        assert bots["b"].received == 0
        assert inner(engine).stats()["peers"] == 2
        await again.close()


@pytest.mark.parametrize("sdp", ["", "x", "v=0\r\n", "v=0\r\nm=audio 9 X 0\r\n", "\x00" * 2000, "m=video 9 UDP 96\r\n"])
async def test_a_broken_offer_has_a_code(engine: InProcessEngine, sdp: str) -> None:
    with pytest.raises(VoiceRefused) as refused:
        await engine.offer("r", "a", sdp)
    assert refused.value.code == "voice_bad_offer"


async def test_a_full_worker_says_so() -> None:
    engine = InProcessEngine(VoiceConfig(host="127.0.0.1", port=0, max_peers=1))
    await engine.start(Listener())
    try:
        async with voices(engine, "a"):
            late = VoiceBot(offerer(engine, "r", "b"))
            with pytest.raises(VoiceRefused) as refused:
                await late.connect()
            assert refused.value.code == "voice_full"
    finally:
        await engine.stop()


async def test_loss_is_softened_and_its_delay_does_not_stay(engine: InProcessEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A), drop=lambda number: number % 10 == 3)
        await hears(bots["b"], 2)
        assert likeness(bots["b"].heard(), A) > 0.7
        assert inner(engine).stats()["wait_p95"] < 0.13
