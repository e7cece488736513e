"""What waits for the worker: however often somebody asks, no more than there are people, and no room behind another."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from rooms.hearing import HearingGroup
from server.ports import VoiceRefused
from server.voice import orders, pipe, process
from server.voice.config import VoiceConfig
from server.voice.orders import OFFERS, UNANSWERED, Orders
from server.voice.process import WorkerEngine
from server.voice.worker import ToParent
from tests.bots.voice import VoicePeer
from tests.voice.helpers import Listener, everybody, until


def offer(number: int, room: str = "r", person: str | None = None) -> pipe.Offer:
    return pipe.Offer(id=number, room=room, person=person or f"p{number}", sdp="v=0")


def plan(room: str, person: str) -> pipe.Plan:
    return pipe.Plan(room=room, plan=(HearingGroup(frozenset({person}), frozenset({person})),))


async def all_of(waiting: Orders, count: int | None = None) -> list[pipe.Order]:
    """What would be written now; each offer is answered at once."""
    written = []
    for _ in range(len(waiting) if count is None else count):
        order = await asyncio.wait_for(waiting.next(), 5)
        written.append(order)
        if isinstance(order, (pipe.Offer, pipe.Stats)):
            waiting.answered(order.id)
    return written


async def test_of_what_is_said_of_a_room_only_the_newest_waits() -> None:
    waiting = Orders()
    for number in range(500):
        waiting.say(plan("r", f"p{number}"))
        waiting.say(plan("other", f"p{number}"))
        waiting.say(pipe.Close(room="r", person="p"))
    assert await all_of(waiting) == [plan("r", "p499"), plan("other", "p499"), pipe.Close(room="r", person="p")]


async def test_a_room_that_ends_and_begins_again_is_told_in_this_order() -> None:
    waiting = Orders()
    waiting.say(plan("r", "old"))
    waiting.offer(offer(1))
    assert waiting.say(pipe.CloseRoom(room="r")) == [offer(1)]
    waiting.say(plan("r", "new"))
    assert await all_of(waiting) == [pipe.CloseRoom(room="r"), plan("r", "new")]


async def test_the_newest_offer_of_a_person_is_the_one_that_waits() -> None:
    waiting = Orders()
    assert waiting.offer(offer(1, person="p")) is None
    assert waiting.offer(offer(2, person="p")) == offer(1, person="p")
    assert waiting.offer(offer(3, "other", "p")) is None
    assert await all_of(waiting) == [offer(2, person="p"), offer(3, "other", "p")]


async def test_who_is_closed_or_asks_no_more_has_no_offer_waiting() -> None:
    waiting = Orders()
    for number in (1, 2, 3):
        waiting.offer(offer(number))
    assert waiting.say(pipe.Close(room="r", person="p2")) == [offer(2)]
    waiting.forget(offer(3))
    assert await all_of(waiting) == [pipe.Close(room="r", person="p2"), offer(1)]
    assert len(waiting) == 0


async def test_each_room_has_its_turn_and_hearing_goes_before_offers() -> None:
    waiting = Orders()
    for number in range(50):
        waiting.offer(offer(number, "flood"))
    waiting.offer(offer(50, "calm"))
    waiting.say(plan("calm", "p"))
    assert await all_of(waiting, 3) == [plan("calm", "p"), offer(0, "flood"), offer(50, "calm")]


async def test_few_offers_are_in_the_worker_and_everything_else_goes_past_those_that_wait() -> None:
    waiting = Orders()
    for number in range(UNANSWERED + 5):
        waiting.offer(offer(number))
    for _ in range(UNANSWERED):
        await waiting.next()
    held = asyncio.create_task(waiting.next())
    await asyncio.sleep(0)
    assert not held.done()
    waiting.say(plan("r", "p"))
    assert await held == plan("r", "p")
    waiting.count(pipe.Stats(id=900))
    waiting.beat(pipe.Stats(id=901))
    assert [each.kind for each in (await waiting.next(), await waiting.next())] == ["stats", "stats"]
    waiting.answered(0)
    assert await waiting.next() == offer(UNANSWERED)


async def test_when_all_places_are_taken_the_room_with_the_most_gives_way() -> None:
    waiting = Orders()
    waiting.offer(offer(0, "calm"))
    for number in range(1, OFFERS):
        assert waiting.offer(offer(number, "flood")) is None
    assert waiting.offer(offer(OFFERS, "flood")) == offer(OFFERS, "flood")
    assert waiting.offer(offer(OFFERS + 1, "calm")) == offer(OFFERS - 1, "flood")
    assert waiting.offers == OFFERS


async def test_who_asks_for_the_counters_while_a_question_waits_shares_it() -> None:
    waiting = Orders()
    first = waiting.count(pipe.Stats(id=1))
    waiting.say(plan("r", "p"))
    assert waiting.count(pipe.Stats(id=2)) is first
    assert [await waiting.next(), await waiting.next()] == [plan("r", "p"), first]  # after all that was said
    assert waiting.count(pipe.Stats(id=3)).id == 3
    held = asyncio.create_task(waiting.next())
    await asyncio.sleep(0)
    assert not held.done()  # one at a time
    waiting.answered(1)
    assert await held == pipe.Stats(id=3)
    for number in range(10, 20):
        waiting.beat(pipe.Stats(id=number))
    assert await all_of(waiting) == [pipe.Stats(id=10)]


def test_what_a_worker_has_to_tell_is_bounded_while_nobody_reads() -> None:
    parent = ToParent()
    for number in range(1000):
        parent.speaking("r", frozenset({f"p{number % 7}"}))
        parent.gone("r", f"p{number % 7}")
        parent.say(pipe.Failed(id=None, why="Unreadable"))
    assert len(parent) == 1 + 7 + 1


async def test_an_older_offer_of_a_person_is_told_that_a_newer_one_has_come() -> None:
    engine = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0))
    await engine.start(Listener())
    try:
        sdp = VoicePeer(lambda data: None).sdp()
        both = await asyncio.gather(*(engine.offer("r", "p", sdp) for _ in range(2)), return_exceptions=True)
        assert isinstance(both[0], VoiceRefused)
        assert both[0].code == "too_fast"
        assert "a=ice-lite" in str(both[1])
    finally:
        await engine.stop()


async def test_when_too_many_wait_the_newest_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "OFFERS", 2)
    engine = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0))
    await engine.start(Listener())
    try:
        sdp = VoicePeer(lambda data: None).sdp()
        asked = await asyncio.gather(*(engine.offer("r", f"p{n}", sdp) for n in range(4)), return_exceptions=True)
        refused = [each for each in asked if isinstance(each, VoiceRefused)]
        assert [(each.code, each.retry_after) for each in refused] == [("voice_unavailable", 2000)] * 2
        assert (await engine.stats())["peers"] == 2
    finally:
        await engine.stop()


async def test_a_worker_that_gives_no_sign_of_life_is_ended_and_another_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """And however much waits for it, it is not ended for that."""
    monkeypatch.setattr(process, "BEAT_SECONDS", 0.1)
    listener = Listener()
    engine = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0))
    await engine.start(listener)
    try:
        first = engine.pid
        assert first is not None
        for number in range(3000):
            engine.plan("r", everybody({f"p{number}-{each}" for each in range(50)}, {"p"}))
        await engine.stats()
        assert engine.pid == first
        os.kill(first, signal.SIGSTOP)
        await until(lambda: listener.restarts == 1)
        assert engine.pid != first
        assert await engine.stats()
    finally:
        await engine.stop()
