"""Two kinds of ears in one room: what a profile says holds for its ears, and changes nothing for persons."""

from __future__ import annotations

import itertools

import numpy as np

from rooms.hearing import PERSON, HearingGroup, HearingPlan, Profile
from server.voice.codec import Pcm
from server.voice.mixer import AUDIBLE, loudness
from tests.bots.voice import encode, read_answer, tone
from tests.voice.helpers import likeness, power
from tests.voice.stage import SECOND, staged

DEVICE = Profile(bitrate=64_000, dtx=False, always_decoded=True)
A, H = tone(440, 2), tone(900, 2)
SILENCE: Pcm = np.zeros(48_000, np.int16)


def plan(*sources: str, people: set[str], device: str = "hall") -> HearingPlan:
    """Everybody hears the sources; the device in a group of its own."""
    heard = frozenset(sources)
    return HearingGroup(heard, frozenset(people)), HearingGroup(heard, frozenset({device}), DEVICE)


async def test_each_ear_gets_the_bitrate_of_its_profile_and_all_of_a_profile_share_one_encode() -> None:
    rich = np.random.default_rng(1).normal(0, 3000, 96_000).astype(np.int16)  # noise takes whatever bits there are
    async with staged("a", "b", "c", "hall") as stage:
        stage.engine.plan("r", plan("a", people={"a", "b", "c"}))
        stage.play(3 * SECOND, {"a": encode(rich, 96_000)})
        b, c, hall = (stage.people[person] for person in ("b", "c", "hall"))
        assert (b.received, b.octets) == (c.received, c.octets)
        assert abs(b.octets * 8 / b.received * SECOND / PERSON.bitrate - 1) < 0.15
        assert abs(hall.octets * 8 / hall.received * SECOND / DEVICE.bitrate - 1) < 0.15
        # One encode for b and c, one for the hall: of whom the silence before is the only one that b and c do not get.
        assert stage.engine.stats()["encodes"] == b.received + hall.received


async def test_what_went_in_comes_out_in_both_profiles() -> None:
    async with staged("a", "b", "hall") as stage:
        stage.engine.plan("r", plan("a", "hall", people={"a", "b"}))
        stage.play(3 * SECOND, {"a": encode(A), "hall": encode(H, DEVICE.bitrate)})
        a, b, hall = (stage.people[person].heard() for person in ("a", "b", "hall"))
        assert likeness(hall, A) > 0.95
        assert likeness(a, H) > 0.95
        assert power(hall, 440) > 0.9
        assert power(hall, 900) < 0.01
        assert power(a, 900) > 0.9
        assert min(power(b, 440), power(b, 900)) > 0.2


async def test_silence_is_sent_to_an_ear_without_dtx_and_to_nobody_else() -> None:
    async with staged("a", "b", "hall") as stage:
        stage.engine.plan("r", plan("a", "hall", people={"a", "b"}))
        stage.play(SECOND)
        a, b, hall = (stage.people[person] for person in ("a", "b", "hall"))
        assert (a.received, b.received, hall.received) == (0, 0, SECOND)
        assert loudness(hall.heard()) < AUDIBLE
        assert stage.engine.stats()["encodes"] == SECOND
        stage.play(SECOND, {"hall": encode(H)})  # who speaks alone hears silence, too
        assert hall.received == 2 * SECOND
        assert loudness(hall.heard()) < AUDIBLE
        assert b.received > SECOND * 0.9
        stamps = [stamp for _, stamp in hall.arrivals]
        assert {(later - earlier) & 0xFFFFFFFF for earlier, later in itertools.pairwise(stamps)} == {960}


async def test_an_ear_that_is_always_decoded_is_so_when_silent_and_beside_the_six_loudest() -> None:
    crowd = [f"p{number}" for number in range(6)]
    async with staged(*crowd, "hall", "b") as stage:
        stage.engine.plan("r", plan(*crowd, "hall", people={*crowd, "b"}))
        silence = encode(SILENCE)
        stage.play(SECOND, {"p0": silence, "hall": silence}, levels={"p0": 127, "hall": 127})
        assert SECOND * 0.9 < stage.engine.stats()["decoded"] <= SECOND  # the hall alone
        loud = {person: encode(A) for person in crowd}
        stage.play(10, loud)
        stage.people["b"].forget()
        stage.play(SECOND, {**loud, "hall": encode(H)}, levels={"hall": 90})
        assert power(stage.people["b"].heard(), 900) > 0.01


async def test_a_person_beside_the_six_loudest_and_a_silent_person_are_not_decoded() -> None:
    crowd = [f"p{number}" for number in range(7)]
    async with staged(*crowd) as stage:
        stage.engine.plan("r", (HearingGroup(frozenset(crowd), frozenset(crowd)),))
        silence = encode(SILENCE)
        stage.play(SECOND, dict.fromkeys(crowd, silence), levels=dict.fromkeys(crowd, 127))
        assert stage.engine.stats().get("decoded", 0) == 0
        stage.play(SECOND, dict.fromkeys(crowd, encode(A)))
        assert 6 * SECOND * 0.9 < stage.engine.stats()["decoded"] <= 6 * SECOND


async def test_the_answer_asks_of_an_ear_what_its_profile_says() -> None:
    async with staged("a") as stage:
        stage.engine.plan("r", plan("a", people={"a"}))
        asked = {
            who: read_answer(stage.engine.offer("r", who, stage.people["a"].sdp(), 0.0)) for who in ("a", "hall", "x")
        }
        for who, dtx, bitrate in (("a", 1, 32_000), ("hall", 0, 64_000), ("x", 1, 32_000)):
            assert f"usedtx={dtx};" in asked[who]["fmtp"]
            assert asked[who]["fmtp"].endswith(f"maxaveragebitrate={bitrate}")


async def test_a_changed_plan_changes_the_profile_at_the_next_tick() -> None:
    async with staged("a", "hall") as stage:
        stage.engine.plan("r", plan(people={"a"}))
        stage.play(10)
        stage.engine.plan("r", (HearingGroup(frozenset(), frozenset({"a", "hall"})),))
        stage.play(10)
        assert stage.people["hall"].received == 10
