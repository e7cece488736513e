"""The engine, tick by tick: who hears whom, what silence costs, and what a change of plan does."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rooms.hearing import HearingGroup
from server.ports import VoiceRefused
from server.voice.config import VoiceConfig
from server.voice.peer import GONE_SECONDS, Peer
from tests.bots.voice import TICK, VoicePeer, encode, tone
from tests.voice.helpers import everybody, likeness, power
from tests.voice.stage import SECOND, Stage, staged

A, C = tone(440, 3), tone(900, 3)
AS, CS = encode(A), encode(C)


async def test_a_listener_hears_what_was_said_and_the_speaker_does_not() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        stage.play(2 * SECOND, {"a": AS})
        assert likeness(stage.people["b"].heard(), A) > 0.95
        assert stage.people["a"].received == 0


async def test_two_speakers_each_hear_the_other_alone() -> None:
    async with staged("a", "b", "c") as stage:
        stage.engine.plan("r", everybody({"a", "c"}, {"a", "b", "c"}))
        stage.play(2 * SECOND, {"a": AS, "c": CS})
        a, b, c = (stage.people[person].heard() for person in ("a", "b", "c"))
        assert min(power(b, 440), power(b, 900)) > 0.2
        assert power(a, 900) > 0.9
        assert power(a, 440) < 0.01
        assert power(c, 440) > 0.9
        assert power(c, 900) < 0.01


async def test_one_encode_serves_all_who_hear_the_same() -> None:
    listeners = [f"l{number}" for number in range(6)]
    async with staged("a", *listeners) as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", *listeners}))
        stage.play(SECOND, {"a": AS})
        stats = stage.engine.stats()
        assert stats["encodes"] > 0
        assert stats["media_out"] == 6 * stats["encodes"]


async def test_silence_sends_nothing_and_encodes_nothing() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a", "b"}, {"a", "b"}))
        silence = encode(np.zeros(48_000, np.int16))
        # Somebody who claims to be loud and is not is no louder for it.
        for level in (127, 0):
            stage.play(SECOND, {"a": silence}, levels={"a": level})
            assert stage.engine.stats()["encodes"] == 0
            assert stage.people["b"].received == 0


async def test_who_is_no_source_is_not_heard_from_the_next_tick_on_although_they_send() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        stage.play(SECOND, {"a": AS})
        assert stage.people["b"].received > 0
        stage.engine.plan("r", everybody(set(), {"a", "b"}))
        stage.people["b"].forget()
        stage.play(SECOND, {"a": AS})
        assert stage.people["b"].received == 0


async def test_who_is_no_listener_gets_nothing() -> None:
    async with staged("a", "b", "onlooker") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        stage.play(SECOND, {"a": AS})
        assert stage.people["b"].received > 0
        assert stage.people["onlooker"].received == 0


async def test_groups_and_rooms_do_not_hear_each_other() -> None:
    async with staged("a", "b", "c", "d") as stage:
        await stage.enter("e", room="other")
        groups = (HearingGroup(frozenset("a"), frozenset("ab")), HearingGroup(frozenset("c"), frozenset("cd")))
        stage.engine.plan("r", groups)
        stage.engine.plan("other", everybody({"a", "c"}, {"e"}))
        stage.play(SECOND, {"a": AS, "c": CS})
        assert power(stage.people["b"].heard(), 440) > 0.9
        assert power(stage.people["d"].heard(), 900) > 0.9
        assert stage.people["e"].received == 0


async def test_timestamps_follow_the_clock_through_silence_and_changes_of_the_mix() -> None:
    async with staged("a", "b", "c") as stage:
        stage.engine.plan("r", everybody({"a", "c"}, {"b"}))
        stage.play(20, {"a": AS})
        stage.play(30)
        stage.play(20, {"a": AS, "c": CS})
        stage.engine.skip(4, stage.now)  # the machine stood still: nothing was sent, and time went on
        stage.now += 4 * TICK
        stage.play(20, {"c": CS})
        arrivals = stage.people["b"].arrivals
        assert len(arrivals) > 60
        for (at, stamp), (later, next_stamp) in itertools.pairwise(arrivals):
            assert (next_stamp - stamp) & 0xFFFFFFFF == round((later - at) / TICK) * 960


async def test_speaking_is_told_and_ends() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        stage.play(SECOND, {"a": AS})
        assert stage.listener.spoke == [frozenset({"a"})]
        stage.play(SECOND)
        assert stage.listener.spoke == [frozenset({"a"}), frozenset()]


async def test_a_new_offer_replaces_the_old_peer() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        before = stage.people["b"]
        (again,) = await stage.enter("b")
        stage.play(SECOND, {"a": AS})
        assert again.received > 0
        assert before.received == 0
        assert stage.engine.stats()["peers"] == 2


@pytest.mark.parametrize("sdp", ["", "x", "v=0\r\n", "v=0\r\nm=audio 9 X 0\r\n", "\x00" * 2000, "m=video 9 UDP 96\r\n"])
async def test_a_broken_offer_has_a_code_and_costs_the_old_peer_nothing(sdp: str) -> None:
    async with staged("a") as stage:
        with pytest.raises(VoiceRefused) as refused:
            stage.engine.offer("r", "a", sdp, stage.now)
        assert refused.value.code == "voice_bad_offer"
        assert stage.engine.stats()["ready"] == 1


async def test_a_full_worker_says_so_and_still_lets_who_is_there_come_back() -> None:
    stage = Stage(VoiceConfig(max_peers=1))
    await stage.enter("a")
    with pytest.raises(VoiceRefused) as refused:
        await stage.enter("b")
    assert refused.value.code == "voice_full"
    await stage.enter("a")
    await stage.stop()


async def test_a_peer_that_falls_silent_is_gone_and_frees_everything() -> None:
    stage = Stage()
    stage.engine.offer("r", "a", VoicePeer(lambda data: None).sdp(), now=0.0)
    stage.play(int(GONE_SECONDS / TICK) - SECOND)
    assert stage.listener.went == []
    stage.play(3 * SECOND)
    assert stage.listener.went == ["a"]
    assert (stage.engine.stats()["peers"], stage.engine.stats()["addresses"]) == (0, 0)
    await stage.stop()


async def test_a_worker_that_stood_still_ends_nobody_for_not_having_listened() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        stage.play(SECOND, {"a": AS})
        still = int(3 * GONE_SECONDS / TICK)
        stage.now += still * TICK  # what was sent meanwhile is lost, or waits behind the first tick
        stage.engine.skip(still, stage.now)
        for _ in range(2 * SECOND):
            stage.engine.tick(stage.now)
        assert stage.listener.went == []
        stage.people["b"].forget()
        stage.play(SECOND, {"a": AS})
        assert stage.people["b"].received > SECOND * 0.8
        stage.now += GONE_SECONDS * 2  # it listened, and nothing came: they have gone
        for _ in range(2 * SECOND):
            stage.engine.tick(stage.now)
        assert sorted(stage.listener.went) == ["a", "b"]


async def test_a_fault_at_one_peer_ends_no_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"a", "b"}))
        monkeypatch.setattr(Peer, "report", lambda *_: 1 / 0)
        stage.play(2 * SECOND, {"a": AS})
        assert stage.people["b"].received > SECOND
        assert stage.engine.stats()["room_errors"] == 4


async def test_closing_a_room_frees_its_peers_and_no_other_room() -> None:
    async with staged("a", "b") as stage:
        await stage.enter("c", room="other")
        stage.engine.close_room("r")
        stage.engine.close_room("r")
        stage.engine.close("never", "was")
        assert stage.engine.stats()["peers"] == 1
        stage.engine.close("other", "c")
        assert (stage.engine.stats()["peers"], stage.engine.stats()["addresses"]) == (0, 0)
        assert stage.listener.went == []


async def test_loss_is_softened_and_costs_no_delay() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"b"}))
        for number in range(3 * SECOND):
            if number % 10 == 3:
                stage.people["a"].lose_packet()
            stage.play(1, {} if number % 10 == 3 else {"a": [AS[number % len(AS)]]})
        assert likeness(stage.people["b"].heard(), A) > 0.9
        assert stage.people["b"].received >= 3 * SECOND - 2
        # A lost packet is faded over at its own tick: had it been waited for, all that comes after would be later by it.
        assert max(stage.engine.waits) < TICK


async def test_the_delay_of_a_stall_is_gone_within_five_seconds() -> None:
    async with staged("a", "b") as stage:
        stage.engine.plan("r", everybody({"a"}, {"b"}))
        stage.play(SECOND, {"a": AS})
        stage.play(20)  # the network holds everything back ...
        for packet in AS[:20]:  # ... and delivers it at once
            stage.people["a"].send_packet(packet)
        stage.play(5 * SECOND, {"a": AS})
        stage.engine.waits.clear()
        stage.play(SECOND, {"a": AS})
        assert max(stage.engine.waits) < 0.15
