"""One participant's voice: who they are to the port, what they send, and what they are sent.

Receive path: SRTP → header → reorder window → decoder → a small store of samples from which every tick takes a frame.
Send path: SSRC, sequence and timestamp of this listener, continuous whatever mix they hear; timestamps advance with the
clock also through silence. Receive and send never know of seats or roles.
"""

from __future__ import annotations

import secrets
import struct
import time
from collections.abc import Callable

import numpy as np
from aiortc import rtp as aiortc_rtp

from server.bucket import Bucket
from server.voice import rtp
from server.voice.aiortc_parts import Dtls, Seal, SrtpError
from server.voice.codec import SAMPLES, Decoder, Pcm
from server.voice.sdp import Offer
from server.voice.stun import Address
from server.voice.window import Missing, Window

GONE_SECONDS = 10.0
QUIET_LEVEL = 100
"""A reported level this low (in -dBov) is digital silence: not worth decoding."""
FADE_FRAMES = 3
"""Lost frames that are faded from the last good one; then silence."""
SILENCE: Pcm = np.zeros(SAMPLES, np.int16)
CHECKS = 20.0
"""Connectivity checks of one peer that are looked at in a second. Browsers send one for each pair of addresses at first, and
one in some seconds later."""
DATAGRAMS = 200.0
"""Everything else of one peer: sound is fifty packets a second, and what a network held back comes at once."""
REPORT_SECONDS = 4.0
SendTo = Callable[[bytes, Address], None]
_NTP_EPOCH = 2_208_988_800
_REPORTED = 127
_UNREPORTED = 40
"""Level taken for packets that report none: ordinary speech."""


class Peer:
    """State of one transport; driven by the engine, which alone owns the socket and the clock."""

    def __init__(self, room: str, person: str, offer: Offer, credentials: tuple[str, str], now: float) -> None:
        self.room = room
        self.person = person
        self.offer = offer
        self.ufrag, self.password = credentials
        self.address: Address | None = None
        self.authenticated: dict[Address, None] = {}
        """Proven addresses, oldest first."""
        self.checks = Bucket(CHECKS * 2, CHECKS)
        self.checks_from_elsewhere = Bucket(CHECKS * 2, CHECKS)
        """Of their own, from addresses not proven yet: whoever has seen a name on the network takes no consent away."""
        self.datagrams = Bucket(DATAGRAMS * 2, DATAGRAMS)
        self.shaking = False
        """Whether its handshake has begun."""
        self.dtls: Dtls | None = None
        self.last_heard = now
        self.ready = False
        self.sounding = False
        """Whether anything that they sent may wait to be played."""
        # what they send
        self.window = Window()
        self._ssrc_in: int | None = None
        self._decoder: Decoder | None = None
        self._store: Pcm = np.empty(0, np.int16)
        self._last: Pcm = SILENCE
        self._faded = FADE_FRAMES
        self.waits: list[float] = []
        """Seconds from a packet's arrival to the tick that plays it."""
        # what they are sent
        self.ssrc = secrets.randbits(31) + 1
        self._sequence = secrets.randbits(15)
        self._offset = secrets.randbits(31)
        self._last_tick = -10
        self._seal: Seal | None = None
        self.sent_packets = 0
        self._sent_octets = 0
        self.fraction_lost = 0
        self._reported_at = now

    # -- receiving -------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> str | None:
        """Take an SRTP packet. Returns why it was dropped, or None."""
        if self.dtls is None:
            return "early"
        try:
            plain = self.dtls.unprotect(data)
        except SrtpError:
            return "srtp"
        packet = rtp.read(plain, self.offer.level_extension)
        if packet is None or packet.payload_type != self.offer.payload_type:
            return "rtp"
        self.last_heard = now
        if not packet.payload:
            return "empty"
        if packet.ssrc != self._ssrc_in:
            self._ssrc_in = packet.ssrc
            self.window = Window()
        level = _UNREPORTED if packet.level is None else min(packet.level, _REPORTED)
        self.sounding = True
        self.window.push(packet.sequence, packet.timestamp, packet.payload, level, now)
        return None

    def receive_rtcp(self, data: bytes) -> str | None:
        """Take an SRTCP packet: the share of our packets that got lost is kept for operators."""
        if self.dtls is None:
            return "early"
        try:
            packets = aiortc_rtp.RtcpPacket.parse(self.dtls.unprotect_rtcp(data))
        except (SrtpError, ValueError, struct.error, IndexError):
            return "rtcp"
        for packet in packets:
            for report in getattr(packet, "reports", ()):
                if report.ssrc == self.ssrc:
                    self.fraction_lost = report.fraction_lost
        return None

    def frame(self, now: float, *, decode: bool, quiet: bool = False) -> Pcm | None:
        """The frame to be played at this tick; None if there is nothing.

        Without `decode` it is passed over; and, without `quiet`, also if it says of itself that it is silence.
        """
        while len(self._store) < SAMPLES:
            taken = self.window.pop(now)
            if taken is None:
                self.sounding = not self.window.idle
                return self._rest_of_store()
            if isinstance(taken, Missing):
                self._store = np.concatenate((self._store, self._conceal()))
                continue
            self.waits.append(now - taken.arrived)
            if not decode or (taken.level >= QUIET_LEVEL and not quiet):
                self._faded = FADE_FRAMES
                return None
            samples = self._decode(taken.payload)
            self._store = np.concatenate((self._store, samples))
        frame, self._store = self._store[:SAMPLES], self._store[SAMPLES:]
        self._last = frame
        return frame

    def _decode(self, payload: bytes) -> Pcm:
        if self._decoder is None:
            self._decoder = Decoder()
        samples = self._decoder.decode(payload)
        if samples is None:
            return self._conceal()
        self._faded = 0
        return samples

    def _conceal(self) -> Pcm:
        """The last frame again, fading: a lost packet is a softer moment, not a click."""
        if self._faded >= FADE_FRAMES:
            return SILENCE
        self._faded += 1
        ramp = np.linspace(0.6, 0.3, SAMPLES, dtype=np.float32) / self._faded
        return np.asarray(self._last * ramp, dtype=np.int16)

    def _rest_of_store(self) -> Pcm | None:
        if not len(self._store):
            return None
        frame = np.zeros(SAMPLES, np.int16)
        frame[: len(self._store)] = self._store
        self._store = np.empty(0, np.int16)
        return frame

    # -- sending ---------------------------------------------------------------------------------------------------

    def packet(self, tick: int, payload: bytes) -> bytes | None:
        """The SRTP packet that carries a mix to this listener at a tick; None if they are not connected."""
        seal = self._seal
        if seal is None:
            if self.dtls is None or not self.ready:
                return None
            seal = self._seal = self.dtls.sealer()
        kind = self.offer.payload_type if tick == self._last_tick + 1 else self.offer.payload_type | rtp.MARKER
        self._last_tick = tick
        self._sequence = sequence = (self._sequence + 1) & 0xFFFF
        self.sent_packets += 1
        self._sent_octets += len(payload)
        return seal(kind, sequence, (self._offset + tick * SAMPLES) & 0xFFFFFFFF, self.ssrc, payload)

    def report(self, tick: int, now: float) -> bytes | None:
        """A sender report every few seconds while there is something to report on."""
        if self.dtls is None or not self.ready or now - self._reported_at < REPORT_SECONDS or not self.sent_packets:
            return None
        self._reported_at = now
        info = aiortc_rtp.RtcpSenderInfo(
            ntp_timestamp=int((time.time() + _NTP_EPOCH) * 2**32),
            rtp_timestamp=(self._offset + tick * SAMPLES) & 0xFFFFFFFF,
            packet_count=self.sent_packets & 0xFFFFFFFF,
            octet_count=self._sent_octets & 0xFFFFFFFF,
        )
        return self.dtls.protect_rtcp(bytes(aiortc_rtp.RtcpSrPacket(ssrc=self.ssrc, sender_info=info)))
