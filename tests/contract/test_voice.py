"""One suite for every VoiceEngine, over real sockets: the worker process, and the same engine in this one.

A voice is recognised by its pitch: how faithfully it comes out is asked tick by tick, where a busy machine makes no gaps
(tests/voice/test_engine.py).
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable

import pytest

from rooms.hearing import HearingGroup, Profile
from server.ports import VoiceEngine, VoiceRefused
from server.voice.config import VoiceConfig
from server.voice.process import WorkerEngine
from tests.bots.voice import VoiceBot, VoicePeer, encode, read_answer, tone
from tests.voice.helpers import Listener, everybody, hears, offerer, power, until, voices
from tests.voice.inprocess import InProcessEngine

Make = Callable[[VoiceConfig], VoiceEngine]
A = tone(440, 3)
PACKETS = encode(A)


def config(max_peers: int = 100) -> VoiceConfig:
    return VoiceConfig(host="127.0.0.1", port=0, max_peers=max_peers)


def an_offer() -> str:
    return VoicePeer(lambda data: None).sdp()


@pytest.fixture(params=[WorkerEngine, InProcessEngine])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def engine(make: Make, listener: Listener) -> AsyncIterator[VoiceEngine]:
    made = make(config())
    await made.start(listener)
    yield made
    await made.stop()


async def refusal(engine: VoiceEngine, sdp: str, person: str = "a") -> str:
    with pytest.raises(VoiceRefused) as refused:
        await engine.offer("r", person, sdp)
    return refused.value.code


async def test_an_offer_is_answered_and_its_answer_leads_to_the_others(engine: VoiceEngine, listener: Listener) -> None:
    engine.plan("r", everybody({"a"}, {"a", "b"}))
    async with voices(engine, "a", "b") as bots:
        bots["a"].speak(PACKETS)
        await hears(bots["b"], 1.5)
        assert power(bots["b"].heard(), 440) > 0.5
        assert bots["a"].received == 0
        assert listener.spoke[-1] == {"a"}
        bots["a"].silent()
        await until(lambda: listener.spoke[-1] == frozenset())
        assert listener.restarts == 0
        assert listener.went == []


async def test_a_plan_replaces_the_one_before_and_may_name_people_who_are_not_there(engine: VoiceEngine) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"b", "nobody"}))
        bots["a"].speak(PACKETS)
        await hears(bots["b"], 0.2)
        engine.plan("r", everybody({"b"}, {"a"}))
        bots["b"].speak(PACKETS)
        await hears(bots["a"], 0.2)
        bots["b"].forget()
        await hears(bots["a"], 0.5)
        assert bots["b"].received == 0


async def test_a_plan_says_how_each_ear_is_treated(engine: VoiceEngine) -> None:
    device = Profile(64_000, dtx=False, always_decoded=True)
    nobody: frozenset[str] = frozenset()
    engine.plan("r", (HearingGroup(nobody, frozenset("b")), HearingGroup(nobody, frozenset("d"), device)))
    asked = {person: read_answer(await engine.offer("r", person, an_offer()))["fmtp"] for person in ("b", "d")}
    assert "usedtx=1;" in asked["b"]
    assert asked["b"].endswith("maxaveragebitrate=32000")
    assert "usedtx=0;" in asked["d"]
    assert asked["d"].endswith("maxaveragebitrate=64000")
    async with voices(engine, "b", "d") as bots:
        await until(lambda: bots["d"].received > 20)
        assert bots["b"].received == 0


async def test_closing_frees_one_peer_and_unknown_ones_are_fine(engine: VoiceEngine) -> None:
    engine.plan("r", everybody({"a"}, {"b", "c"}))
    async with voices(engine, "a", "b", "c") as bots:
        bots["a"].speak(PACKETS)
        await hears(bots["b"], 0.2)
        engine.close("r", "b")
        engine.close("r", "unknown")
        engine.close("unknown", "b")
        assert (await engine.stats())["peers"] == 2  # a question is answered after all that was said before
        await hears(bots["c"], 0.5)  # what was on its way has come
        bots["b"].forget()
        await hears(bots["c"], 0.5)
        assert bots["b"].received == 0


async def test_closing_a_room_frees_its_peers_and_its_plan(engine: VoiceEngine) -> None:
    engine.plan("r", everybody({"a"}, {"b"}))
    engine.plan("other", everybody({"c"}, {"d"}))
    async with voices(engine, "a", "b"), voices(engine, "c", "d", room="other") as others:
        engine.close_room("r")
        engine.close_room("never was")
        assert (await engine.stats())["peers"] == 2
        async with voices(engine, "a", "b") as again:
            again["a"].speak(PACKETS)
            others["c"].speak(PACKETS)
            await hears(others["d"], 0.5)
            assert again["b"].received == 0
            engine.plan("r", everybody({"a"}, {"b"}))
            await hears(again["b"], 0.2)


async def test_who_says_goodbye_is_gone(engine: VoiceEngine, listener: Listener) -> None:
    async with voices(engine, "a", "b") as bots:
        await bots["a"].close()
        await until(lambda: listener.went == ["a"])
        assert (await engine.stats())["peers"] == 1


async def test_a_new_offer_replaces_the_old_peer_at_once_and_nobody_is_gone(
    engine: VoiceEngine, listener: Listener
) -> None:
    engine.plan("r", everybody({"a"}, {"a", "b"}))
    async with voices(engine, "a", "b") as bots, voices(engine, "b") as again:
        bots["a"].speak(PACKETS)
        await hears(again["b"], 0.5)
        assert bots["b"].received == 0
        assert (await engine.stats())["peers"] == 2
        assert listener.went == []


async def test_what_is_no_offer_is_refused_with_its_code(engine: VoiceEngine) -> None:
    for sdp in (
        "",
        "v=0\r\n",
        an_offer().replace("opus/48000/2", "PCMU/8000"),
        an_offer().replace("a=fingerprint", "a=x"),
    ):
        assert await refusal(engine, sdp) == "voice_bad_offer"
    assert (await engine.stats())["peers"] == 0


async def test_a_full_engine_refuses_whoever_is_new(make: Make, listener: Listener) -> None:
    engine = make(config(max_peers=1))
    await engine.start(listener)
    try:
        await engine.offer("r", "a", an_offer())
        assert await refusal(engine, an_offer(), "b") == "voice_full"
        await engine.offer("r", "a", an_offer())
    finally:
        await engine.stop()


async def test_without_an_engine_offers_are_refused_and_what_was_planned_holds_later(
    make: Make, listener: Listener
) -> None:
    engine = make(config())
    assert await refusal(engine, an_offer()) == "voice_unavailable"
    assert await engine.stats() == {}
    engine.plan("r", everybody({"a"}, {"b"}))
    await engine.start(listener)
    try:
        assert (await engine.stats())["peers"] == 0
        async with voices(engine, "a", "b") as bots:
            bots["a"].speak(PACKETS)
            await hears(bots["b"], 0.2)
    finally:
        await engine.stop()
    assert await refusal(engine, an_offer()) == "voice_unavailable"
    assert await engine.stats() == {}


async def test_a_killed_worker_is_told_once_and_its_plans_stand_before_anybody_offers_again(listener: Listener) -> None:
    """Only of an engine that can die while its server lives."""
    engine = WorkerEngine(config())
    await engine.start(listener)
    try:
        engine.plan("r", everybody({"a"}, {"b"}))
        async with voices(engine, "a", "b"):
            assert engine.pid is not None
            os.kill(engine.pid, signal.SIGKILL)
            await until(lambda: listener.restarts == 1)
            assert (await engine.stats())["peers"] == 0
            again = {person: VoiceBot(offerer(engine, "r", person), decode=True) for person in ("a", "b")}
            for bot in again.values():
                await bot.connect()
            again["a"].speak(PACKETS)
            await hears(again["b"], 0.5)
            for bot in again.values():
                await bot.close()
        assert listener.restarts == 1
    finally:
        await engine.stop()
