"""Strangers at the port: nothing they send ends a call, answers them, or grows anything."""

from __future__ import annotations

import asyncio
import os
import random
import socket
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.voice import rtp, stun
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from tests.bots.voice import VoiceBot, encode, read_answer, tone
from tests.voice.helpers import Listener, everybody, hears, offerer, power, until, voices
from tests.voice.inprocess import InProcessEngine, inner
from tests.voice.stage import SECOND, staged

A = tone(440, 3)
HOSTILE = (
    b"",
    b"\x00",
    b"\x16",
    b"\x80",
    b"\xff" * 40,
    b"\x16\xfe\xfd" + bytes(10),
    b"\x16\xfe\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01" * 3,
    b"\x80\x6f" + bytes(60),
    b"\x80\xc8" + bytes(60),
    b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12),
    b"\x00\x01\xff\xff\x21\x12\xa4\x42" + bytes(12),
    b"\x01\x01\x00\x00\x21\x12\xa4\x42" + bytes(12),
    bytes(1500),
)


@pytest.fixture
async def engine() -> AsyncIterator[InProcessEngine]:
    made = InProcessEngine(VoiceConfig(host="127.0.0.1", port=0))
    await made.start(Listener())
    yield made
    await made.stop()


class Stranger:
    """Somebody else on the network."""

    def __init__(self, engine: InProcessEngine) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._to = ("127.0.0.1", inner(engine).port)

    def send(self, data: bytes) -> None:
        self._socket.sendto(data, self._to)

    def answered(self) -> bool:
        try:
            return bool(self._socket.recv(2000))
        except BlockingIOError:
            return False

    def close(self) -> None:
        self._socket.close()


async def test_hostile_datagrams_before_during_and_after_the_handshake(engine: InProcessEngine) -> None:
    stranger = Stranger(engine)
    stop = asyncio.Event()

    async def harass() -> None:
        while not stop.is_set():
            for data in HOSTILE:
                stranger.send(data)
            await asyncio.sleep(0.005)

    harassing = asyncio.create_task(harass())
    try:
        async with voices(engine, "a", "b") as bots:
            engine.plan("r", everybody({"a"}, {"a", "b"}))
            bots["a"].speak(encode(A))
            await hears(bots["b"], 1.5)
            assert power(bots["b"].heard(), 440) > 0.5
            assert inner(engine).counts["drop_stranger"] > 50
            assert not stranger.answered()
    finally:
        stop.set()
        await harassing
        stranger.close()


async def test_hostile_datagrams_from_the_peers_own_address(engine: InProcessEngine) -> None:
    """A broken or malicious client harms nobody else, and not even its own call."""
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        for data in HOSTILE:
            bots["a"].send(data)
            bots["b"].send(data)
        for payload in (b"\xff", b"\xff\xff\xff", os.urandom(300), b"\xfc", b""):
            bots["a"].send_packet(payload)
        await hears(bots["b"], 0.6)  # their own rubbish is heard as a stumble
        await hears(bots["b"], 1.2)
        assert power(bots["b"].heard(), 440) > 0.5


async def test_a_check_with_wrong_integrity_or_a_guessed_name_is_not_answered(engine: InProcessEngine) -> None:
    async with voices(engine, "a") as bots:
        answer = bots["a"].answer
        stranger = Stranger(engine)
        before = inner(engine).counts["drop_check"]
        stranger.send(stun.request("xxxx", answer["ice-ufrag"], "a wrong password of a fine length"))
        for _ in range(20):
            ufrag, password = stun.credentials()
            stranger.send(stun.request("xxxx", ufrag, password))
        await until(lambda: inner(engine).counts["drop_check"] >= before + 21)
        assert not stranger.answered()
        stranger.close()


async def test_a_flood_of_checks_ends_no_call_and_keeps_nobody_out(engine: InProcessEngine) -> None:
    stranger = Stranger(engine)
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b", "c"}))
        bots["a"].speak(encode(A))
        checks = [
            stun.request("xxxx", name, "no password at all") for name in ("nobodyyy", bots["a"].answer["ice-ufrag"])
        ]

        async def flood() -> None:
            while True:
                for _ in range(20):
                    for check in checks:
                        stranger.send(check)
                await asyncio.sleep(0.01)

        flooding = asyncio.create_task(flood())
        counts = inner(engine).counts
        await until(lambda: counts["drop_check_rate"] > 100 and counts["drop_check"] > 200)
        async with voices(engine, "c") as new:
            await hears(new["c"], 1)
            assert power(new["c"].heard(), 440) > 0.5
        assert not stranger.answered()
        flooding.cancel()
    stranger.close()


async def test_a_peer_keeps_its_call_when_its_address_changes(engine: InProcessEngine) -> None:
    """A phone goes from Wi-Fi to mobile: the same credentials, another address, no new offer."""
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)
        await bots["b"].move()
        bots["b"].check()
        await hears(bots["b"], 0.5)


@given(st.binary(max_size=200), st.sampled_from([None, 1, 14]))
@settings(max_examples=300)
def test_any_bytes_are_a_packet_or_none(data: bytes, extension: int | None) -> None:
    packet = rtp.read(data, extension)
    assert packet is None or len(packet.payload) <= len(data)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_a_check_or_none(data: bytes) -> None:
    stun.read_check(data)
    stun.called_for(data)
    stun.called_for(b"\x00\x01\x00\x00\x21\x12\xa4\x42" + data)
    check = stun.read_check(b"\x00\x01" + data)
    assert check is None or not stun.authentic(check, "password")


async def test_random_bytes_at_an_engine_raise_nothing() -> None:
    chance = random.Random(1)
    engine = Engine(VoiceConfig(), lambda data, address: None, Listener())
    for _ in range(3000):
        engine.datagram(chance.randbytes(chance.randrange(80)), ("127.0.0.1", chance.randrange(9)), 0.0)
    assert engine.counts["in"] == 3000
    assert engine.counts["out"] == 0


def test_the_bot_speaks_the_servers_language() -> None:
    """Both sides use the same STUN code, so this compares it with what aioice itself accepts."""
    check = stun.read_check(stun.request("abcd", "ufragggg", "passwordpassword"))
    assert check is not None
    assert stun.authentic(check, "passwordpassword")
    assert not stun.authentic(check, "passwordpassworX")
    assert check.nominates
    assert stun.called_for(stun.request("abcd", "ufragggg", "passwordpassword")) == check.ufrag == "ufragggg"


async def test_a_phone_whose_network_changes_all_day_keeps_its_call(engine: InProcessEngine) -> None:
    async with voices(engine, "a") as bots:
        bot = bots["a"]
        for _ in range(25):
            await bot.move()
            bot.checked.clear()
            bot.check()
            async with asyncio.timeout(30):
                await bot.checked.wait()
        assert inner(engine).stats()["addresses"] <= 9


async def test_nobody_takes_an_address_that_another_is_using() -> None:
    sent: list[bytes] = []
    engine = Engine(VoiceConfig(), lambda data, address: sent.append(data), Listener())
    bots = {person: VoiceBot(lambda sdp: None) for person in "ab"}  # type: ignore[arg-type, return-value]
    answers = {person: read_answer(engine.offer("r", person, bot.sdp(), 0.0)) for person, bot in bots.items()}
    checks = {p: stun.request("xxxx", answers[p]["ice-ufrag"], answers[p]["ice-pwd"]) for p in "ab"}
    address = ("127.0.0.1", 5000)
    engine.datagram(checks["a"], address, 0.1)
    assert len(sent) == 1
    engine.datagram(checks["b"], address, 0.2)
    assert len(sent) == 1
    await engine.stop()


async def test_what_is_larger_than_a_network_carries_is_dropped_at_the_door() -> None:
    """libsrtp's binding raises where it has no room, and what is raised there would fill the log."""
    async with staged("a", "b") as stage:
        for first in (0x80, 0x16, 0x00):
            for size in (1400, 1500, 1501, 60_000):
                stage.people["a"].send(bytes((first, 0x6F)) + bytes(size - 2))
        assert stage.engine.counts["drop_size"] == 6
        stage.engine.plan("r", everybody({"a"}, {"b"}))
        stage.play(SECOND, {"a": encode(A)})
        assert power(stage.people["b"].heard(), 440) > 0.5


async def test_a_flood_of_one_peer_is_looked_at_only_in_part_and_the_others_are_heard() -> None:
    async with staged("a", "b", "flood") as stage:
        stage.engine.plan("r", everybody({"a", "flood"}, {"b"}))
        flood, counts = stage.people["flood"], stage.engine.counts
        sound, spoken = encode(tone(900, 1)), encode(A)
        for number in range(SECOND):
            for _ in range(20):
                flood.check()
                flood.send_packet(sound[number % len(sound)])
                flood.send(b"\x16" + bytes(40))
            stage.play(1, {"a": [spoken[number]]})
        assert counts["drop_check_rate"] >= 1000 - 60
        assert counts["drop_rate"] >= 2000 - 600
        assert power(stage.people["b"].heard(), 440) > 0.2
        stage.play(3 * SECOND)  # and afterwards it is a voice as others are
        stage.people["b"].forget()
        stage.play(SECOND, {"flood": sound})
        assert power(stage.people["b"].heard(), 900) > 0.9


async def test_a_bug_that_one_room_meets_silences_no_other(
    engine: InProcessEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with voices(engine, "a", "b") as bots:
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        state = inner(engine)._rooms["r"]
        broken = VoiceBot(offerer(engine, "broken", "x"))
        await broken.connect()
        engine.plan("broken", everybody({"x"}, {"x"}))
        monkeypatch.setattr(inner(engine)._rooms["broken"].activity, "audible", None)
        bots["a"].speak(encode(A))
        await hears(bots["b"], 0.5)
        assert inner(engine).counts["room_errors"] > 0
        assert state.peers
        await broken.close()
