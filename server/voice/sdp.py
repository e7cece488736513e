"""Offers in, answers out: exactly one audio section, Opus, one transport. Whatever else is offered is refused.

The answer is written by hand, because every line of it is a decision: ICE-lite, passive DTLS, one mono stream, bitrate and
silence (usedtx) as the ear's profile has them, and no forward error correction asked of browsers (FFmpeg's decoder could not
use it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiortc.sdp import SessionDescription

from rooms.hearing import Profile
from server.ports import VoiceRefused

AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
LINES = 250
"""Lines of an offer that is looked at; browsers have some fifty, and one more for each address. The parser takes its time
for each line and each section, on the thread of the tick."""
_DIGESTS = ("sha-256", "sha-384", "sha-512")
_TOKEN = re.compile(r"[\w+/:. -]{1,64}")


@dataclass(frozen=True, slots=True)
class Offer:
    """What we need to know of an offer."""

    mid: str
    payload_type: int
    level_extension: int | None
    fingerprints: list[tuple[str, str]]
    ufrag: str
    password: str
    sends: bool
    receives: bool


def read_offer(text: str) -> Offer:
    """Raises VoiceRefused(voice_bad_offer) for anything that is not one audio section with Opus over DTLS-SRTP."""
    try:
        return _read(text)
    except VoiceRefused:
        raise
    except Exception as error:  # the parser raises whatever a broken line makes it raise
        raise VoiceRefused("voice_bad_offer") from error


def _read(text: str) -> Offer:
    lines = text.splitlines()
    if len(lines) > LINES or sum(line.startswith("m=") for line in lines) != 1:
        raise VoiceRefused("voice_bad_offer")
    session = SessionDescription.parse(text)
    if len(session.media) != 1 or session.media[0].kind != "audio":
        raise VoiceRefused("voice_bad_offer")
    media = session.media[0]
    opus = next(codec for codec in media.rtp.codecs if codec.mimeType.lower() == "audio/opus")
    levels = [ext.id for ext in media.rtp.headerExtensions if ext.uri == AUDIO_LEVEL]
    if media.dtls is None or media.ice is None or not media.dtls.fingerprints:
        raise VoiceRefused("voice_bad_offer")
    if not any(each.algorithm.lower() in _DIGESTS for each in media.dtls.fingerprints):
        raise VoiceRefused("voice_bad_offer")
    mid = media.rtp.muxId
    ufrag, password = media.ice.usernameFragment, media.ice.password
    number = opus.payloadType
    if not ufrag or not password or _TOKEN.fullmatch(mid) is None or number is None or not 0 <= number <= 127:
        raise VoiceRefused("voice_bad_offer")
    return Offer(
        mid=mid,
        payload_type=number,
        level_extension=levels[0] if levels and 1 <= levels[0] <= 14 else None,
        fingerprints=[(each.algorithm, each.value) for each in media.dtls.fingerprints],
        ufrag=ufrag,
        password=password,
        sends=media.direction in ("sendrecv", "sendonly"),
        receives=media.direction in ("sendrecv", "recvonly"),
    )


@dataclass(frozen=True, slots=True)
class Local:
    """Our side of one peer."""

    ufrag: str
    password: str
    fingerprint: str
    ssrc: int
    addresses: tuple[tuple[str, int], ...]


def write_answer(offer: Offer, local: Local, profile: Profile) -> str:
    """The answer to an offer, with one candidate for each advertised address. `profile` bounds what the other side sends."""
    pt = offer.payload_type
    direction = {(True, True): "sendrecv", (True, False): "recvonly", (False, True): "sendonly"}.get(
        (offer.sends, offer.receives), "inactive"
    )
    lines = [
        "v=0",
        f"o=- {local.ssrc} 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {offer.mid}",
        "a=msid-semantic: WMS room",
        f"m=audio 9 UDP/TLS/RTP/SAVPF {pt}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{offer.mid}",
        f"a={direction}",
        "a=rtcp-mux",
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        "a=setup:passive",
        f"a=rtpmap:{pt} opus/48000/2",
        f"a=fmtp:{pt} minptime=10;useinbandfec=0;usedtx={int(profile.dtx)};stereo=0;sprop-stereo=0"
        f";maxaveragebitrate={profile.bitrate}",
        "a=ptime:20",
        "a=maxptime:60",
    ]
    if offer.level_extension is not None:
        lines.append(f"a=extmap:{offer.level_extension} {AUDIO_LEVEL}")
    lines += ["a=msid:room room-voice", f"a=ssrc:{local.ssrc} cname:room", f"a=ssrc:{local.ssrc} msid:room room-voice"]
    for number, (host, port) in enumerate(local.addresses, 1):
        priority = (126 << 24) + ((65535 - number) << 8) + 255
        lines.append(f"a=candidate:{number} 1 udp {priority} {host} {port} typ host")
    lines.append("a=end-of-candidates")
    return "\r\n".join(lines) + "\r\n"
