"""A voice without a browser: real ICE, DTLS and SRTP against the server's port, cheap enough for hundreds in one process.

It sends ready-made Opus packets and decrypts and counts what it receives; few decode. One UDP socket each, one candidate.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from rooms.hearing import PERSON
from server.voice import rtp, stun
from server.voice.aiortc_parts import Dtls, SrtpError, fingerprint_of, make_certificate
from server.voice.codec import SAMPLES, Decoder, Encoder, Pcm

TICK = 0.02
LATEST = 0.2
"""Seconds that a speaker may be behind and still send all of it at once."""
CONNECT_SECONDS = 30
LEVEL_EXTENSION = 1
_CERTIFICATE = make_certificate()


def encode(samples: Pcm, bitrate: int = PERSON.bitrate) -> list[bytes]:
    """Opus packets of 20 ms for a whole sound, for many bots to share."""
    encoder = Encoder(bitrate)
    frames = (samples[at : at + SAMPLES] for at in range(0, len(samples) - SAMPLES + 1, SAMPLES))
    return [packet for frame in frames if (packet := encoder.encode(frame))]


def tone(frequency: float, seconds: float, level: float = 8000.0) -> Pcm:
    """A sine wave whose loudness comes and goes twice a second, so that its envelope can be recognised."""
    t = np.arange(int(seconds * 48_000)) / 48_000
    return (np.sin(2 * np.pi * frequency * t) * level * (0.6 + 0.4 * np.sin(2 * np.pi * 2 * t))).astype(np.int16)


class VoicePeer:
    """A voice without socket, clock and task: it takes datagrams, and gives to `send` those it has for the server."""

    def __init__(self, send: Callable[[bytes], None], *, decode: bool = False) -> None:
        self.send = send
        self.answer: dict[str, str] = {}
        self.ufrag, self.password = stun.credentials()
        self._decoder = Decoder() if decode else None
        self._dtls: Dtls | None = None
        self._ssrc = secrets.randbits(31)
        self._sequence = secrets.randbits(15)
        self._timestamp = secrets.randbits(31)
        self.checked = asyncio.Event()
        """Set once a check was answered."""
        self.sent = 0
        self.received = 0
        self.octets = 0
        """Bytes of Opus that were received."""
        self.broken = 0
        self.pcm: list[Pcm] = []
        self.arrivals: list[tuple[float, int]] = []
        """(time, RTP timestamp) of each received packet, where decoding is on."""
        self.first_received: float | None = None

    def sdp(self) -> str:
        """The offer."""
        return "\r\n".join(
            [
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                "c=IN IP4 0.0.0.0",
                "a=mid:0",
                "a=sendrecv",
                "a=rtcp-mux",
                f"a=ice-ufrag:{self.ufrag}",
                f"a=ice-pwd:{self.password}",
                f"a=fingerprint:sha-256 {fingerprint_of(_CERTIFICATE)}",
                "a=setup:actpass",
                "a=rtpmap:111 opus/48000/2",
                f"a=extmap:{LEVEL_EXTENSION} urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "",
            ]
        )

    def answered(self, sdp: str) -> None:
        """Take the server's answer."""
        self.answer = read_answer(sdp)
        fingerprint = self.answer["fingerprint"].split(" ", 1)
        self._dtls = Dtls(_CERTIFICATE, [(fingerprint[0], fingerprint[1])], lambda data: self.send(data), role="client")

    def check(self) -> None:
        """Send a connectivity check that nominates this address."""
        self.send(stun.request(self.ufrag, self.answer["ice-ufrag"], self.answer["ice-pwd"]))

    async def shake_hands(self) -> None:
        """Connect, once a check was answered. Raises ConnectionError."""
        if self._dtls is None or not await self._dtls.handshake():
            raise ConnectionError("no handshake")

    def receive(self, data: bytes, now: float) -> None:
        """Whatever came from the server."""
        first = data[0] if data else 255
        if first < 4:
            self.checked.set()
        elif 20 <= first < 64 and self._dtls is not None:
            self._dtls.feed(data)
        elif 128 <= first < 192 and not 192 <= data[1] <= 223:
            self._media(data, now)

    def _media(self, data: bytes, now: float) -> None:
        if self._dtls is None or not self._dtls.connected:
            return
        try:
            packet = rtp.read(self._dtls.unprotect(data), None)
        except SrtpError:
            self.broken += 1
            return
        if packet is None:
            self.broken += 1
            return
        self.received += 1
        self.octets += len(packet.payload)
        if self.first_received is None:
            self.first_received = now
        if self._decoder is not None:
            samples = self._decoder.decode(packet.payload)
            if samples is not None:
                self.pcm.append(samples)
                self.arrivals.append((now, packet.timestamp))

    def heard(self) -> Pcm:
        """Everything that was decoded so far."""
        return np.concatenate(self.pcm) if self.pcm else np.empty(0, np.int16)

    def forget(self) -> None:
        """What was heard so far counts no more."""
        self.pcm.clear()
        self.arrivals.clear()
        self.received = self.octets = 0

    def send_packet(self, payload: bytes, level: int = 20) -> None:
        """One packet with a reported level."""
        if self._dtls is None or not self._dtls.connected:
            return
        self.sent += 1
        self._sequence = (self._sequence + 1) & 0xFFFF
        plain = bytearray(rtp.header(111, False, self._sequence, self._timestamp, self._ssrc))
        plain[0] |= 0x10
        extension = bytes((0xBE, 0xDE, 0, 1, LEVEL_EXTENSION << 4, level & 0x7F, 0, 0))
        self.send(self._dtls.protect(bytes(plain) + extension + payload))

    def lose_packet(self) -> None:
        """One packet that the network eats."""
        self._sequence = (self._sequence + 1) & 0xFFFF

    def pass_time(self) -> None:
        """20 ms go by: what is sent next is stamped with it."""
        self._timestamp = (self._timestamp + SAMPLES) & 0xFFFFFFFF

    async def leave(self) -> None:
        """Say goodbye."""
        if self._dtls is not None and self._dtls.connected:
            await self._dtls.stop()


class VoiceBot(VoicePeer, asyncio.DatagramProtocol):
    """A voice on a socket of its own. `offer` carries an SDP offer to the server and brings its answer back."""

    def __init__(self, offer: Callable[[str], Awaitable[str]], *, decode: bool = False) -> None:
        super().__init__(self._to_server, decode=decode)
        self._offer = offer
        self._transport: asyncio.DatagramTransport | None = None
        self._remote: tuple[str, int] = ("", 0)
        self._sending: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Offer, check, shake hands. Raises TimeoutError and ConnectionError."""
        self.answered(await self._offer(self.sdp()))
        host, port = self.answer["candidate"].split()[4:6]
        self._remote = (host, int(port))
        await self.move()
        self._keeping = asyncio.create_task(self._keep_consent())
        async with asyncio.timeout(CONNECT_SECONDS):
            await self.checked.wait()
            await self.shake_hands()

    async def move(self) -> None:
        """Take a new address, as a phone does that changes its network. Checks go on from there."""
        if self._transport is not None:
            self._transport.close()
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))

    def _to_server(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.sendto(data, self._remote)

    async def _keep_consent(self) -> None:
        """Checks, quickly until the first is answered, then every three seconds."""
        while True:
            self.check()
            await asyncio.sleep(3 if self.checked.is_set() else 0.2)

    def datagram_received(self, data: bytes, _: tuple[str | Any, int]) -> None:
        self.receive(data, asyncio.get_running_loop().time())

    def speak(self, packets: list[bytes], *, level: int = 20, drop: Callable[[int], bool] | None = None) -> None:
        """Send packets over and over, one every 20 ms, until silent(). `drop` loses some on the way."""
        self.silent()
        self._sending = asyncio.create_task(self._run(packets, level, drop))

    def silent(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    async def _run(self, packets: list[bytes], level: int, drop: Callable[[int], bool] | None) -> None:
        loop = asyncio.get_running_loop()
        due, number = loop.time(), 0
        while True:
            if drop is None or not drop(number):
                self.send_packet(packets[number % len(packets)], level)
            else:
                self.lose_packet()
            self.pass_time()
            number += 1
            due += TICK
            while loop.time() - due > LATEST:
                # As a browser that was held up: what was not said then is not said at once later.
                self.pass_time()
                due += TICK
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def close(self) -> None:
        self.silent()
        if self._keeping is not None:
            self._keeping.cancel()
        await self.leave()
        if self._transport is not None:
            self._transport.close()


def read_answer(sdp: str) -> dict[str, str]:
    """The attributes of an answer; of candidates the first."""
    found: dict[str, str] = {}
    for line in sdp.splitlines():
        if line.startswith("a="):
            name, _, value = line[2:].partition(":")
            found.setdefault(name, value)
    return found
