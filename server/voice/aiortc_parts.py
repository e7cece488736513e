"""The one file that touches private parts of aiortc (pinned to a minor version; tests/voice/test_aiortc_parts.py fails
loudly on a version that changes them).

aiortc's RTCDtlsTransport does the handshake over any object with `role`, `state`, `_recv` and `_send`; afterwards its SRTP
sessions are used directly, so that a media packet costs one call into libsrtp. The inbox towards DTLS is bounded, and only
what the guard let through (server.voice.doorway) is put there. What is sent calls pylibsrtp's binding itself: its `protect`
makes an object for each packet and copies three times, and took three times as long.

A handshake may run on another thread than the one that feeds it and that sends media (server.voice.handshakes).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import pylibsrtp
from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters
from aiortc.rtcdtlstransport import RTCDtlsTransport, SRTPProtectionProfile
from OpenSSL import SSL
from pylibsrtp import ffi, lib  # type: ignore[attr-defined]  # its binding, which it does not offer

from server.voice.rtp import HEADER, HEADER_BYTES

INBOX = 24
"""DTLS datagrams that may wait; a handshake has some six, and they are sent again."""
HANDSHAKE_SECONDS = 6.0

SrtpError = pylibsrtp.Error

Seal = Callable[[int, int, int, int, bytes], bytes]
"""Packs a plain RTP header and a payload and encrypts both: (payload type, with the marker's bit; sequence; timestamp; SSRC;
payload). The shortest way from here into libsrtp: it is called for every packet to every listener. Raises SrtpError, and
ValueError for more than 1,344 bytes of payload (Opus has at most 1,275)."""


class _Certificate(RTCCertificate):
    """With one TLS context for all its handshakes, where aiortc makes one for each: a third of a millisecond, and memory."""

    _context: SSL.Context | None = None

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        if self._context is None:
            self._context = super()._create_ssl_context(srtp_profiles)
            self._context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        return self._context


class _IceSide:
    """What RTCDtlsTransport needs of an ICE transport. A datagram is read when it has its turn."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send_datagram = send
        self.inbox: deque[bytes] = deque()
        self.turns = asyncio.Semaphore(0)

    async def _recv(self) -> bytes:
        await self.turns.acquire()
        return self.inbox.popleft()

    async def _send(self, data: bytes) -> None:
        self._send_datagram(data)


class Dtls:
    """DTLS and SRTP with one peer, as the server (`a=setup:passive`) or, for bots, as the client."""

    def __init__(
        self,
        certificate: RTCCertificate,
        fingerprints: list[tuple[str, str]],
        send: Callable[[bytes], None],
        *,
        role: str = "server",
        turn: Callable[[Dtls], None] | None = None,
    ) -> None:
        """`fingerprints`: (algorithm, value) of the other side. `send` takes a datagram and must not block.

        `turn` is told of each datagram that waits, and has `read` called once for it on the loop of the handshake; without
        it, it is read at once.
        """
        self._ice = _IceSide(send)
        self._turn = turn
        self._transport = RTCDtlsTransport(self._ice, [certificate])  # type: ignore[arg-type]
        self._transport._set_role(role)
        self._remote = RTCDtlsParameters([RTCDtlsFingerprint(algorithm=a, value=v) for a, v in fingerprints])
        self.connected = False

    def feed(self, datagram: bytes) -> bool:
        """Hand over a DTLS datagram; False if it had to be dropped."""
        if not datagram or len(self._ice.inbox) >= INBOX:
            return False
        self._ice.inbox.append(datagram)
        if self._turn is not None:
            self._turn(self)
        else:
            self.read()
        return True

    def read(self) -> None:
        """One datagram that waits may be read."""
        self._ice.turns.release()

    async def handshake(self) -> bool:
        """Run the handshake; False if it failed or took too long."""
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                await self._transport.start(self._remote)
        except Exception:  # whatever a stranger's datagrams make OpenSSL raise, it is a failed handshake
            return False
        self.connected = self._transport.state == "connected"
        return self.connected

    @property
    def ended(self) -> bool:
        """Whether the other side has closed, or the handshake failed."""
        return self._transport.state in ("closed", "failed")

    def sealer(self) -> Seal:
        """What makes this connection's packets, once it is connected. See Seal."""
        session = self._transport._tx_srtp
        handle, memory, buffer, length = session._srtp[0], session._cdata, session._buffer, ffi.new("int *")
        write, protect, most = HEADER.pack_into, lib.srtp_protect, len(memory) - pylibsrtp.SRTP_MAX_TRAILER_LEN

        def seal(kind: int, sequence: int, timestamp: int, ssrc: int, payload: bytes) -> bytes:
            write(buffer, 0, 0x80, kind, sequence, timestamp, ssrc)
            size = HEADER_BYTES + len(payload)
            if size > most:  # libsrtp writes its tag behind the packet, and does not ask for how much there is room
                raise ValueError("packet is too long")
            buffer[HEADER_BYTES:size] = payload
            length[0] = size
            error = protect(handle, memory, length)
            if error:
                raise SrtpError(error)
            sealed: bytes = buffer[0 : length[0]]
            return sealed

        seal.session = session  # type: ignore[attr-defined]  # the handle is good for as long as this lives
        return seal

    def protect(self, packet: bytes) -> bytes:
        """SRTP of an RTP packet."""
        return bytes(self._transport._tx_srtp.protect(packet))

    def protect_rtcp(self, packet: bytes) -> bytes:
        return bytes(self._transport._tx_srtp.protect_rtcp(packet))

    def unprotect(self, packet: bytes) -> bytes:
        """RTP of an SRTP packet. Raises SrtpError for forged, replayed and broken ones."""
        return bytes(self._transport._rx_srtp.unprotect(packet))

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        return bytes(self._transport._rx_srtp.unprotect_rtcp(packet))

    async def stop(self) -> None:
        """Say goodbye and free everything."""
        self.connected = False
        await self._transport.stop()


def make_certificate() -> RTCCertificate:
    """A new certificate (ECDSA); one per worker, since making it takes milliseconds."""
    return _Certificate.generateCertificate()


def fingerprint_of(certificate: RTCCertificate) -> str:
    """The SHA-256 fingerprint for the answer."""
    return next(str(each.value) for each in certificate.getFingerprints() if each.algorithm == "sha-256")
