"""The engine: peers, rooms and their hearing plans; datagrams in, datagrams out, one frame every 20 ms.

It owns no socket, no clock and no task: `datagram` and `tick` are called with the time, and what is to be sent goes through
`send`. So the same engine runs in the worker process and, frame by frame, in tests.

Guard: nothing reaches DTLS or SRTP unless it is non-empty, of a known kind (RFC 7983), and from an address that has
passed an authenticated check of the peer it belongs to. Checks of unknown senders are limited in rate, since only they
cost strangers nothing and us something.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from rooms.hearing import PERSON, HearingPlan, Profile
from server.ports import VoiceNews, VoiceRefused
from server.voice.aiortc_parts import Dtls, fingerprint_of, make_certificate
from server.voice.codec import Pcm
from server.voice.config import VoiceConfig
from server.voice.mixer import LOUDEST, Activity, Mixes
from server.voice.peer import GONE_SECONDS, Peer, SendTo
from server.voice.sdp import Local, read_offer, write_answer
from server.voice.stun import Address, authentic, credentials, read_check, response

STRANGER_CHECKS = 400.0
"""Checks of unknown senders that are looked at in a second."""
HANDSHAKES = 32
"""DTLS handshakes at a time. One begins with the first DTLS datagram, so that who offers and stays away holds none."""
TAKEN_SECONDS = 3.0
"""An address that another peer has used within this time is theirs: nobody takes it from them with a check of their own."""
ADDRESSES = 8
"""Addresses a peer may have proven (Wi-Fi, mobile, IPv6 ...)."""
SPEAKING_EVERY = 10
"""Ticks between two looks at who is speaking."""


@dataclass(slots=True)
class _Room:
    plan: HearingPlan = ()
    peers: dict[str, Peer] = field(default_factory=dict)
    mixes: Mixes = field(default_factory=Mixes)
    activity: Activity = field(default_factory=Activity)
    sources: frozenset[str] = frozenset()
    profiles: dict[str, Profile] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    """Ears whose own sound is decoded whatever it is."""
    all_dtx: bool = True
    """Whether nobody need be sent silence."""
    speaking: frozenset[str] = frozenset()


class Engine:
    """Mixes the voices of all rooms of one worker."""

    def __init__(self, config: VoiceConfig, send: SendTo, news: VoiceNews) -> None:
        self._config = config
        self._send = send
        self._news = news
        self._certificate = make_certificate()
        self._fingerprint = fingerprint_of(self._certificate)
        self._rooms: dict[str, _Room] = {}
        self._by_ufrag: dict[str, Peer] = {}
        self._by_address: dict[Address, Peer] = {}
        self._handshakes = asyncio.Semaphore(HANDSHAKES)
        self._tasks: set[asyncio.Task[None]] = set()
        self._checks = STRANGER_CHECKS
        self._checked = 0.0
        self.port = config.port
        self.tick_number = 0
        self.counts: Counter[str] = Counter()
        self.waits: deque[float] = deque(maxlen=4000)

    # -- the port's verbs ------------------------------------------------------------------------------------------

    def offer(self, room: str, person: str, text: str, now: float) -> str:
        """Answer an offer, in the profile that the room's plan has for this ear. Raises VoiceRefused."""
        offer = read_offer(text)
        known = room in self._rooms and person in self._rooms[room].peers
        if len(self._by_ufrag) >= self._config.max_peers and not known:
            raise VoiceRefused("voice_full")
        self.close(room, person)
        peer = Peer(room, person, offer, credentials(), now)
        self._rooms.setdefault(room, _Room()).peers[person] = peer
        self._by_ufrag[peer.ufrag] = peer
        addresses = tuple((host, self.port) for host in self._config.advertised)
        local = Local(peer.ufrag, peer.password, self._fingerprint, peer.ssrc, addresses)
        return write_answer(offer, local, self._rooms[room].profiles.get(person, PERSON))

    def plan(self, room: str, plan: HearingPlan) -> None:
        state = self._rooms.setdefault(room, _Room())
        state.plan = plan
        state.sources = frozenset(source for group in plan for source in group.sources)
        state.profiles = {ear: group.profile for group in plan for ear in group.listeners}
        state.always = frozenset(ear for ear, profile in state.profiles.items() if profile.always_decoded)
        state.all_dtx = all(group.profile.dtx for group in plan)

    def close(self, room: str, person: str) -> None:
        state = self._rooms.get(room)
        peer = state.peers.pop(person, None) if state else None
        if state is None or peer is None:
            return
        state.activity.forget(person)
        self._by_ufrag.pop(peer.ufrag, None)
        for address in [address for address, each in self._by_address.items() if each is peer]:
            del self._by_address[address]
        if peer.dtls is not None:
            self._spawn(peer.dtls.stop())

    def close_room(self, room: str) -> None:
        for person in list(self._rooms[room].peers) if room in self._rooms else ():
            self.close(room, person)
        state = self._rooms.pop(room, None)
        if state is not None:
            self.counts["encodes_before"] += state.mixes.encodes

    def stats(self) -> dict[str, float]:
        """Counters for health and benches. Seconds for times."""
        waits = sorted(self.waits)
        peers = list(self._by_ufrag.values())
        return {
            "peers": float(len(peers)),
            "ready": float(sum(peer.ready for peer in peers)),
            "encodes": float(self.counts["encodes_before"] + sum(room.mixes.encodes for room in self._rooms.values())),
            "ticks": float(self.tick_number),
            "wait_p95": waits[int(len(waits) * 0.95)] if waits else 0.0,
            **{name: float(count) for name, count in self.counts.items()},
        }

    # -- datagrams -------------------------------------------------------------------------------------------------

    def datagram(self, data: bytes, address: Address, now: float) -> None:
        """Whatever arrived at the port."""
        self.counts["in"] += 1
        if not data:
            self.counts["drop_empty"] += 1
            return
        first = data[0]
        peer = self._by_address.get(address)
        if first < 4:
            self._check(data, address, peer, now)
        elif peer is None:
            self.counts["drop_stranger"] += 1
        elif 128 <= first < 192:
            self._media(peer, data, now)
        elif 20 <= first < 64:
            self._dtls(peer, data, now)
        else:
            self.counts["drop_kind"] += 1

    def _check(self, data: bytes, address: Address, peer: Peer | None, now: float) -> None:
        if peer is None and not self._may_check(now):
            self.counts["drop_check_rate"] += 1
            return
        check = read_check(data)
        named = self._by_ufrag.get(check.ufrag) if check else None
        if check is None or named is None or not authentic(check, named.password):
            self.counts["drop_check"] += 1
            return
        if peer is not None and peer is not named and peer.address == address and now - peer.last_heard < TAKEN_SECONDS:
            self.counts["drop_check"] += 1
            return
        self._prove(named, address)
        named.last_heard = now
        if check.nominates or named.address is None:
            named.address = address
        self._out(response(check, address, named.password), address)
        if check.nominates and named.dtls is None:
            self._begin_dtls(named)

    def _prove(self, peer: Peer, address: Address) -> None:
        """This address is the peer's from now on; of many, the oldest one that is not in use is forgotten."""
        peer.authenticated.pop(address, None)
        peer.authenticated[address] = None
        self._by_address[address] = peer
        if len(peer.authenticated) > ADDRESSES:
            oldest = next(each for each in peer.authenticated if each not in (peer.address, address))
            del peer.authenticated[oldest]
            if self._by_address.get(oldest) is peer:
                del self._by_address[oldest]

    def _may_check(self, now: float) -> bool:
        self._checks = min(STRANGER_CHECKS, self._checks + (now - self._checked) * STRANGER_CHECKS)
        self._checked = now
        if self._checks < 1:
            return False
        self._checks -= 1
        return True

    def _begin_dtls(self, peer: Peer) -> None:
        def send(data: bytes) -> None:
            if peer.address is not None:
                self._out(data, peer.address)

        peer.dtls = Dtls(self._certificate, peer.offer.fingerprints, send)

    async def _handshake(self, peer: Peer, dtls: Dtls) -> None:
        async with self._handshakes:
            done = await dtls.handshake()
        if self._by_ufrag.get(peer.ufrag) is not peer:
            return
        if done:
            peer.ready = True
            self.counts["handshakes"] += 1
        else:
            self.counts["handshakes_failed"] += 1
            self.close(peer.room, peer.person)
            self._news.gone(peer.room, peer.person)

    def _dtls(self, peer: Peer, data: bytes, now: float) -> None:
        if peer.dtls is None or not peer.dtls.feed(data):
            self.counts["drop_dtls"] += 1
            return
        peer.last_heard = now
        if not peer.shaking:
            peer.shaking = True
            self._spawn(self._handshake(peer, peer.dtls))

    def _media(self, peer: Peer, data: bytes, now: float) -> None:
        if not peer.ready or len(data) < 12:
            self.counts["drop_early"] += 1
            return
        rtcp = 192 <= data[1] <= 223
        why = peer.receive_rtcp(data) if rtcp else peer.receive(data, now)
        if why is not None:
            self.counts[f"drop_{why}"] += 1

    def _out(self, data: bytes, address: Address) -> None:
        self.counts["out"] += 1
        self._send(data, address)

    # -- the tick --------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """One frame of 20 ms for every room. Called in a regular cadence."""
        self.tick_number += 1
        for room_id, room in self._rooms.items():
            try:
                if room.peers:
                    self._mix_room(room, now)
                if self.tick_number % SPEAKING_EVERY == 0 and (room.peers or room.speaking):
                    self._tell_speaking(room_id, room)
            except Exception:  # a bug that one room meets must not silence the others, or end the ticks
                self.counts["room_errors"] += 1
        if self.tick_number % 50 == 0:
            self._tidy(now)

    def skip(self, ticks: int) -> None:
        """The clock has run ahead by so many ticks: timestamps follow it."""
        self.tick_number += ticks
        self.counts["skipped_ticks"] += ticks

    def _mix_room(self, room: _Room, now: float) -> None:
        frames = self._frames(room, now)
        tick = self.tick_number
        audible = frozenset(person for person in room.sources if room.activity.audible(person, tick))
        if not audible and room.all_dtx:
            return
        for group in room.plan:
            heard = group.sources & audible
            profile = group.profile
            if not heard and profile.dtx:
                continue
            for person in group.listeners:
                peer = room.peers.get(person)
                if peer is None or not peer.ready or peer.address is None:
                    continue
                mine = heard - {person} if person in heard else heard
                if not mine and profile.dtx:
                    continue
                packet = peer.packet(tick, room.mixes.payload(mine, profile, frames, tick))
                if packet is not None:
                    self.counts["out"] += 1
                    self.counts["media_out"] += 1
                    self._send(packet, peer.address)

    def _frames(self, room: _Room, now: float) -> dict[str, Pcm]:
        """This tick's frame of each source that has one: the loudest of each group are decoded, the others passed over."""
        wanted = self._loudest(room)
        frames: dict[str, Pcm] = {}
        for person, peer in room.peers.items():
            if not len(peer.window) and not peer.holds_samples:
                continue
            always = person in room.always
            decode = always or person in wanted
            frame = peer.frame(now, decode=decode, quiet=always)
            self.waits.extend(peer.waits)
            peer.waits.clear()
            if frame is not None and decode:
                self.counts["decoded"] += 1
                frames[person] = frame
                room.activity.heard(person, frame, self.tick_number)
        return frames

    @staticmethod
    def _loudest(room: _Room) -> set[str]:
        wanted: set[str] = set()
        for group in room.plan:
            levels = []
            for person in group.sources:
                peer = room.peers.get(person)
                if peer is not None:
                    level = peer.window.peek_level()
                    levels.append((127 if level is None else level, person))
            wanted.update(person for _, person in sorted(levels)[:LOUDEST])
        return wanted

    def _tell_speaking(self, room_id: str, room: _Room) -> None:
        speaking = room.activity.speaking(room.sources, self.tick_number)
        if speaking != room.speaking:
            room.speaking = speaking
            self._news.speaking(room_id, speaking)

    def _tidy(self, now: float) -> None:
        """Once a second: reports, encoders that nobody needs, peers that are gone."""
        for peer in list(self._by_ufrag.values()):
            report = peer.report(self.tick_number, now)
            if report is not None and peer.address is not None:
                self._out(report, peer.address)
            if now - peer.last_heard > GONE_SECONDS or (peer.dtls is not None and peer.ready and peer.dtls.ended):
                self.counts["gone"] += 1
                self.close(peer.room, peer.person)
                self._news.gone(peer.room, peer.person)
        for room in self._rooms.values():
            room.mixes.tidy(self.tick_number)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Close everything."""
        for room in list(self._rooms):
            self.close_room(room)
        await asyncio.gather(*self._tasks, return_exceptions=True)
