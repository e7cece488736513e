"""Handshakes: computed beside the tick, each room in its turn, and held up by nobody's silence."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport

from server.voice import aiortc_parts
from server.voice.handshakes import _Turns
from tests.bots.voice import VoicePeer
from tests.patience import PATIENCE, happens
from tests.voice.stage import Stage, staged


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is given up before the test has seen what it looks for."""
    monkeypatch.setattr(aiortc_parts, "HANDSHAKE_SECONDS", PATIENCE)


def _send(stage: Stage, address: tuple[str, int], data: bytes) -> None:
    stage.engine.datagram(data, address, stage.now)


@asynccontextmanager
async def silent(stage: Stage, *people: str, room: str = "r") -> AsyncIterator[None]:
    """People who offer, prove their address, say a real hello, and then neither hear nor say anything."""
    tasks = []
    for number, person in enumerate(people):
        address = ("192.0.2.9", 20_000 + number)
        peer = VoicePeer(partial(_send, stage, address))
        peer.answered(stage.engine.offer(room, person, peer.sdp(), stage.now))
        peer.check()
        tasks.append(asyncio.create_task(peer.shake_hands()))
        await asyncio.sleep(0)
    yield
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await task


async def test_36_people_who_fall_silent_in_their_handshakes_hold_up_nobody() -> None:
    people = [f"p{number}" for number in range(36)]
    async with staged() as stage, silent(stage, *people):
        await happens(lambda: stage.engine.stats()["shaking"] == 36)
        await stage.enter("other", room="another")
        await stage.enter("same")
        assert stage.engine.stats()["shaking"] == 36  # nobody had to be given up first
        assert stage.engine.stats().get("handshakes_failed", 0) == 0


async def test_one_person_has_one_handshake_however_often_they_offer() -> None:
    async with staged() as stage, silent(stage, *["p"] * 40):
        await happens(lambda: stage.engine.stats()["shaking"] == 1)
        await happens(lambda: len(stage.engine._doorway._handshakes) == 1)
        await stage.enter("same")
        assert stage.engine.stats()["shaking"] == 1
        assert stage.listener.went == []
        stage.engine.close("r", "p")
        await happens(lambda: len(stage.engine._doorway._handshakes) == 0)


async def test_who_never_goes_on_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiortc_parts, "HANDSHAKE_SECONDS", 0.2)
    async with staged() as stage, silent(stage, "p"):
        await happens(lambda: stage.listener.went == ["p"])
        assert stage.engine.stats()["peers"] == 0
        assert stage.engine.counts["handshakes_failed"] == 1


async def test_cryptography_of_strangers_is_computed_on_another_thread_than_the_ticks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where: dict[str, set[int]] = {"server": set(), "client": set()}
    for name in ("_do_handshake", "_recv_next", "_setup_srtp", "stop"):
        inner = getattr(RTCDtlsTransport, name)

        def watched(self: RTCDtlsTransport, inner=inner) -> object:  # type: ignore[no-untyped-def]
            where[self._role].add(threading.get_ident())
            return inner(self)

        monkeypatch.setattr(RTCDtlsTransport, name, watched)
    async with staged("a", "b"):
        pass
    here = threading.get_ident()
    assert where["client"] == {here}  # the bots' own: what is looked for would be seen
    assert len(where["server"]) == 1
    assert here not in where["server"]
    assert not any(thread.name == "voice handshakes" for thread in threading.enumerate())


async def test_each_room_has_its_turn() -> None:
    read: list[str] = []

    class Waits:
        def __init__(self, name: str) -> None:
            self.name = name

        def read(self) -> None:
            read.append(self.name)

    turns = _Turns()
    for number in range(30):
        turns.put("flood", Waits(f"flood{number}"))  # type: ignore[arg-type]
    for room in ("calm", "other"):
        turns.put(room, Waits(room))  # type: ignore[arg-type]
    serving = asyncio.create_task(turns.serve())
    await happens(lambda: len(read) == 32)
    turns.put("calm", Waits("again"))  # type: ignore[arg-type]
    await happens(lambda: len(read) == 33)
    serving.cancel()
    assert read[:4] == ["flood0", "calm", "other", "flood1"]
    assert read[4:] == [f"flood{number}" for number in range(2, 30)] + ["again"]
