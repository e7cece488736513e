"""One peer's frames: whole, long, lost, broken, passed over. (Its SRTP and its sending: tests/voice/test_engine.py.)"""

from __future__ import annotations

import numpy as np
import pytest

from server.voice.codec import SAMPLES, Pcm
from server.voice.mixer import loudness
from server.voice.peer import FADE_FRAMES, QUIET_LEVEL, Peer
from server.voice.sdp import read_offer
from tests.bots.voice import TICK, VoicePeer, encode, tone

SOUND = encode(tone(440, 2))


@pytest.fixture
def peer() -> Peer:
    return Peer("r", "p", read_offer(VoicePeer(lambda data: None).sdp()), ("ufrag", "password"), 0.0)


def push(peer: Peer, number: int, payload: bytes, level: int = 20) -> float:
    """Packet of that number, in time; returns when."""
    now = number * TICK
    peer.window.push(number, number * SAMPLES, payload, level, now)
    return now


def said(peer: Peer, count: int) -> Pcm:
    """So many packets, each taken in time; the last frame."""
    frames = [peer.frame(push(peer, number, SOUND[number]), decode=True) for number in range(count)]
    last = frames[-1]
    assert last is not None
    return last


def test_a_steady_voice_gives_a_whole_frame_at_each_tick(peer: Peer) -> None:
    for number in range(50):
        frame = peer.frame(push(peer, number, SOUND[number]), decode=True)
        assert frame is not None
        assert len(frame) == SAMPLES
    assert len(peer._store) == 0


def test_a_lost_packet_fades_and_then_there_is_silence(peer: Peer) -> None:
    last = said(peer, 50)
    faded = []
    for number in range(50, 50 + FADE_FRAMES):
        frame = peer.frame(number * TICK, decode=True)
        faded.append(0.0 if frame is None else loudness(frame))
    assert loudness(last) > faded[0] > faded[1] > 0
    assert faded[-1] == 0
    assert peer.window.idle


def test_what_is_no_opus_is_a_softer_moment(peer: Peer) -> None:
    last = said(peer, 20)
    frame = peer.frame(push(peer, 20, b"\xff\xff\xff"), decode=True)
    assert frame is not None
    assert 0 < loudness(frame) < loudness(last)


def test_silence_and_who_is_not_wanted_are_passed_over_unless_always_decoded(peer: Peer) -> None:
    assert peer.frame(push(peer, 0, SOUND[0]), decode=False) is None
    assert peer.frame(push(peer, 1, SOUND[1], QUIET_LEVEL), decode=True) is None
    frame = peer.frame(push(peer, 2, SOUND[2], QUIET_LEVEL), decode=True, quiet=True)
    assert frame is not None
    assert np.any(frame)
    assert len(peer.window) == 0


def test_nothing_is_taken_from_or_sent_to_who_has_not_shaken_hands(peer: Peer) -> None:
    assert peer.receive(b"\x80" + bytes(40), 0.0) == "early"
    assert peer.receive_rtcp(b"\x80\xc8" + bytes(40)) == "early"
    assert peer.packet(1, SOUND[0]) is None
    assert peer.report(1, 100.0) is None
