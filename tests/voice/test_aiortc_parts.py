"""The private parts of aiortc that server/voice/aiortc_parts.py stands on. If this fails after raising the version, read
docs/raising-versions.md before anything else."""

from __future__ import annotations

import asyncio
import inspect

import aiortc
import pylibsrtp
import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport

from server.voice import rtp
from server.voice.aiortc_parts import Dtls, fingerprint_of, make_certificate


def test_the_version_is_the_one_that_was_read() -> None:
    assert aiortc.__version__.startswith("1.16.")


def test_the_transport_still_asks_only_for_recv_and_send() -> None:
    source = inspect.getsource(RTCDtlsTransport)
    for part in ("self.transport._recv()", "self.transport._send(", "_tx_srtp", "_rx_srtp", "def _set_role"):
        assert part in source, part
    assert list(inspect.signature(RTCDtlsTransport.__init__).parameters) == ["self", "transport", "certificates"]


async def test_two_ends_shake_hands_and_exchange_media() -> None:
    ours, theirs = make_certificate(), make_certificate()
    ends: dict[str, Dtls] = {}
    ends["server"] = Dtls(ours, [("sha-256", fingerprint_of(theirs))], lambda data: _feed(ends["client"], data))
    ends["client"] = Dtls(
        theirs, [("sha-256", fingerprint_of(ours))], lambda data: _feed(ends["server"], data), role="client"
    )
    assert all(await asyncio.gather(ends["server"].handshake(), ends["client"].handshake()))
    packet = bytes((0x80, 111)) + bytes(10) + b"payload"
    assert ends["client"].unprotect(ends["server"].protect(packet)) == packet
    assert ends["server"].unprotect(ends["client"].protect(packet)) == packet
    seal = ends["server"].sealer()
    for sequence in (1, 2, 40_000):
        sealed = seal(111 | 0x80, sequence, 960, 77, b"more")
        assert ends["client"].unprotect(sealed) == rtp.header(111, True, sequence, 960, 77) + b"more"
    assert len(ends["client"].unprotect(seal(111, 40_001, 960, 77, bytes(1344)))) == 1356
    for size in (1345, 1488, 1500, 9000):  # nothing is written where there is no room, also not by libsrtp
        with pytest.raises(ValueError, match="too long"):
            seal(111, 40_002, 960, 77, bytes(size))
    try:
        ends["client"].unprotect(b"\x80" + bytes(30))
    except pylibsrtp.Error:
        pass
    else:
        raise AssertionError("a forged packet was taken")
    for end in ends.values():
        await end.stop()


def _feed(end: Dtls, data: bytes) -> None:
    assert end.feed(data)


async def test_a_foreign_certificate_is_refused() -> None:
    ours, theirs, other = make_certificate(), make_certificate(), make_certificate()
    ends: dict[str, Dtls] = {}
    ends["server"] = Dtls(ours, [("sha-256", fingerprint_of(other))], lambda data: _feed(ends["client"], data))
    ends["client"] = Dtls(
        theirs, [("sha-256", fingerprint_of(ours))], lambda data: _feed(ends["server"], data), role="client"
    )
    client = asyncio.create_task(ends["client"].handshake())
    assert not await ends["server"].handshake()
    await client
    assert not ends["server"].connected
    await ends["client"].stop()
