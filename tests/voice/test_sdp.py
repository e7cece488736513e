"""Offers in, answers out: what is taken, what is refused, and that the answer is one that a parser reads."""

from __future__ import annotations

import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given
from hypothesis import strategies as st

from rooms.hearing import PERSON
from server.ports import VoiceRefused
from server.voice.sdp import Local, read_offer, write_answer
from tests.bots.voice import VoicePeer

OFFER = VoicePeer(lambda data: None).sdp()
LOCAL = Local(
    "ourufrag", "our password of some length", "AA:BB", 77, (("203.0.113.5", 40_000), ("2001:db8::5", 40_000))
)
AUDIO = OFFER[OFFER.index("m=audio") :]


def test_what_counts_is_read() -> None:
    offer = read_offer(OFFER)
    assert (offer.mid, offer.payload_type, offer.level_extension) == ("0", 111, 1)
    assert (offer.sends, offer.receives) == (True, True)
    assert offer.fingerprints[0][0] == "sha-256"


@pytest.mark.parametrize(
    ("offered", "answered"),
    [("sendrecv", "sendrecv"), ("sendonly", "recvonly"), ("recvonly", "sendonly"), ("inactive", "inactive")],
)
def test_the_answer_mirrors_the_offer_and_is_what_a_parser_reads(offered: str, answered: str) -> None:
    text = write_answer(read_offer(OFFER.replace("a=sendrecv", f"a={offered}")), LOCAL, PERSON)
    session = SessionDescription.parse(text)
    (media,) = session.media
    assert media.direction == answered
    assert media.rtp.muxId == "0"
    assert [codec.payloadType for codec in media.rtp.codecs] == [111]
    assert media.dtls is not None
    assert media.dtls.role == "server"
    assert [(each.ip, each.port) for each in media.ice_candidates] == list(LOCAL.addresses)
    assert media.ice_candidates[0].priority > media.ice_candidates[1].priority
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert "a=ice-lite" in lines[: lines.index(next(line for line in lines if line.startswith("m=")))]


def test_no_level_is_asked_of_who_offers_none() -> None:
    text = "\r\n".join(line for line in OFFER.split("\r\n") if not line.startswith("a=extmap"))
    offer = read_offer(text)
    assert offer.level_extension is None
    assert "extmap" not in write_answer(offer, LOCAL, PERSON)


@pytest.mark.parametrize(
    "text",
    [
        OFFER + AUDIO,
        OFFER.replace("m=audio", "m=video"),
        OFFER.replace("opus/48000/2", "PCMU/8000"),
        OFFER.replace("sha-256", "md5"),
        OFFER.replace("a=fingerprint", "a=nothing"),
        OFFER.replace("a=ice-pwd", "a=nothing"),
        OFFER.replace("a=mid:0", "a=mid:" + "x" * 65),
        OFFER.replace("111", "999"),
    ],
)
def test_everything_else_is_refused_with_a_code(text: str) -> None:
    assert text != OFFER
    with pytest.raises(VoiceRefused) as refused:
        read_offer(text)
    assert refused.value.code == "voice_bad_offer"


@given(st.lists(st.one_of(st.sampled_from(OFFER.split("\r\n")), st.text(max_size=40)), max_size=30))
def test_whatever_is_offered_is_read_or_refused(lines: list[str]) -> None:
    try:
        offer = read_offer("\r\n".join(lines))
    except VoiceRefused:
        return
    answer = write_answer(offer, LOCAL, PERSON)
    assert answer.count("m=audio") == 1  # nothing of theirs begins a line of ours
