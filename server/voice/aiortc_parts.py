"""The one file that touches private parts of aiortc (pinned to a minor version; tests/voice/test_aiortc_parts.py fails
loudly on a version that changes them).

aiortc's RTCDtlsTransport does the handshake over any object with `role`, `state`, `_recv` and `_send`; afterwards its SRTP
sessions are used directly, so that a media packet costs one call into libsrtp. The inbox towards DTLS is bounded, and only
what the guard let through (server.voice.doorway) is put there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pylibsrtp
from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters
from aiortc.rtcdtlstransport import RTCDtlsTransport

INBOX = 24
"""DTLS datagrams that may wait; a handshake has some six, and they are sent again."""
HANDSHAKE_SECONDS = 6.0

SrtpError = pylibsrtp.Error


class _IceSide:
    """What RTCDtlsTransport needs of an ICE transport."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send_datagram = send
        self.inbox: asyncio.Queue[bytes] = asyncio.Queue(INBOX)
        self.closed = asyncio.Event()

    async def _recv(self) -> bytes:
        data = await self.inbox.get()
        if not data:
            raise ConnectionError
        return data

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
    ) -> None:
        """`fingerprints`: (algorithm, value) of the other side. `send` takes a datagram and must not block."""
        self._ice = _IceSide(send)
        self._transport = RTCDtlsTransport(self._ice, [certificate])  # type: ignore[arg-type]
        self._transport._set_role(role)
        self._remote = RTCDtlsParameters([RTCDtlsFingerprint(algorithm=a, value=v) for a, v in fingerprints])
        self.connected = False

    def feed(self, datagram: bytes) -> bool:
        """Hand over a DTLS datagram; False if it had to be dropped."""
        if not datagram:
            return False
        try:
            self._ice.inbox.put_nowait(datagram)
        except asyncio.QueueFull:
            return False
        return True

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
    return RTCCertificate.generateCertificate()


def fingerprint_of(certificate: RTCCertificate) -> str:
    """The SHA-256 fingerprint for the answer."""
    return next(str(each.value) for each in certificate.getFingerprints() if each.algorithm == "sha-256")
