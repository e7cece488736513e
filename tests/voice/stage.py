"""An engine and its voices on one table: real ICE, DTLS, SRTP and Opus, without a socket, a clock or a sleep.

Time is counted in ticks of 20 ms. What a test drives frame by frame is the same on a busy machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from tests.bots.voice import CONNECT_SECONDS, TICK, VoicePeer
from tests.voice.helpers import Listener

Sounds = Mapping[str, list[bytes]]
"""Opus packets of 20 ms, by who sends them."""
SECOND = 50
"""Ticks."""
CONSENT = 150
"""Ticks between two checks of everybody, as browsers send them."""


class Stage:
    """`people` by name; each has an address of its own."""

    def __init__(self, config: VoiceConfig | None = None, listener: Listener | None = None) -> None:
        self.listener = listener or Listener()
        self.engine = Engine(config or VoiceConfig(), self._deliver, self.listener)
        self.people: dict[str, VoicePeer] = {}
        self.now = 0.0
        self.ticks = 0
        self._at: dict[tuple[str, int], VoicePeer] = {}

    def _deliver(self, data: bytes, address: tuple[str, int]) -> None:
        if address in self._at:
            self._at[address].receive(data, self.now)

    async def enter(self, *people: str, room: str = "r") -> list[VoicePeer]:
        """Connect voices that decode what they hear."""
        return [await self._enter(person, room) for person in people]

    async def _enter(self, person: str, room: str) -> VoicePeer:
        address = ("192.0.2.1", 5000 + len(self._at))
        peer = VoicePeer(lambda data: self.engine.datagram(data, address, self.now), decode=True)
        self._at[address] = self.people[person] = peer
        peer.answered(self.engine.offer(room, person, peer.sdp(), self.now))
        ready = self.engine.stats()["ready"]  # without the one that this offer replaced
        peer.check()
        async with asyncio.timeout(CONNECT_SECONDS):
            await peer.shake_hands()
            while self.engine.stats()["ready"] == ready:
                await asyncio.sleep(0)
        return peer

    def play(self, ticks: int, sounds: Sounds | None = None, *, levels: Mapping[str, int] | None = None) -> None:
        """Let time pass. Whoever has a sound sends a packet of it at every tick, over and over, and reports its level."""
        for number in range(ticks):
            self.now += TICK
            self.ticks += 1
            for person, peer in self.people.items():
                if self.ticks % CONSENT == 0:
                    peer.check()
                if sounds and person in sounds:
                    peer.send_packet(sounds[person][number % len(sounds[person])], (levels or {}).get(person, 20))
                peer.pass_time()
            self.engine.tick(self.now)

    async def stop(self) -> None:
        for peer in self._at.values():
            await peer.leave()
        await self.engine.stop()


@asynccontextmanager
async def staged(*people: str) -> AsyncIterator[Stage]:
    """A stage with these people in the room `r`."""
    stage = Stage()
    await stage.enter(*people)
    try:
        yield stage
    finally:
        await stage.stop()
