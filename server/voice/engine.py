"""The engine: rooms, their peers and hearing plans; one frame every 20 ms from who is heard to who hears.

It owns no socket and no clock: `datagram` and `tick` are called with the time, and what is to be sent goes through `send`.
So the same engine runs in the worker process and, frame by frame, in tests. Who may come in at all is the doorway's affair.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from rooms.hearing import PERSON, HearingGroup, HearingPlan, Profile
from server.ports import VoiceNews, VoiceRefused
from server.voice.codec import Pcm
from server.voice.config import VoiceConfig
from server.voice.doorway import Doorway
from server.voice.loudest import Places
from server.voice.mixer import Activity, Mixes, loudness, reported
from server.voice.peer import GONE_SECONDS, QUIET_LEVEL, Peer, SendTo
from server.voice.sdp import Local, read_offer, write_answer
from server.voice.stun import credentials

TICK = 0.02
"""Seconds of one frame."""
SPEAKING_EVERY = 10
"""Ticks between two looks at who is speaking."""
TIDY_EVERY = 50


@dataclass(slots=True)
class _Room:
    plan: HearingPlan = ()
    peers: dict[str, Peer] = field(default_factory=dict)
    mixes: Mixes = field(default_factory=Mixes)
    activity: Activity = field(default_factory=Activity)
    sources: frozenset[str] = frozenset()
    places: dict[frozenset[str], Places] = field(default_factory=dict)
    """Who is heard of each set of sources."""
    profiles: dict[str, Profile] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    """Ears whose own sound is decoded whatever it is, and needs no place."""
    asking: frozenset[str] = frozenset()
    """Sources that need a place in order to be heard."""
    all_dtx: bool = True
    """Whether nobody need be sent silence."""
    speaking: frozenset[str] = frozenset()


class Engine:
    """Mixes the voices of all rooms of one worker."""

    def __init__(self, config: VoiceConfig, send: SendTo, news: VoiceNews) -> None:
        self._config = config
        self._send = send
        self._news = news
        self._rooms: dict[str, _Room] = {}
        self.port = config.port
        self.tick_number = 0
        self._tidy_at = TIDY_EVERY
        self.counts: Counter[str] = Counter()
        self._doorway = Doorway(send, self.counts, self._gone)
        self.datagram = self._doorway.datagram
        """Whatever arrived at the port: (data, address, now)."""
        self.waits: deque[float] = deque(maxlen=4000)

    # -- the port's verbs ------------------------------------------------------------------------------------------

    def offer(self, room: str, person: str, text: str, now: float) -> str:
        """Answer an offer, in the profile that the room's plan has for this ear. Raises VoiceRefused."""
        offer = read_offer(text)
        known = room in self._rooms and person in self._rooms[room].peers
        if len(self._doorway) >= self._config.max_peers and not known:
            raise VoiceRefused("voice_full")
        self.close(room, person)
        peer = Peer(room, person, offer, credentials(), now)
        self._rooms.setdefault(room, _Room()).peers[person] = peer
        self._doorway.expect(peer)
        addresses = tuple((host, self.port) for host in self._config.advertised)
        local = Local(peer.ufrag, peer.password, self._doorway.fingerprint, peer.ssrc, addresses)
        return write_answer(offer, local, self._rooms[room].profiles.get(person, PERSON))

    def plan(self, room: str, plan: HearingPlan) -> None:
        state = self._rooms.setdefault(room, _Room())
        state.plan = plan
        state.sources = frozenset(source for group in plan for source in group.sources)
        state.places = {group.sources: self._places(state, group.sources) for group in plan}
        state.profiles = {ear: group.profile for group in plan for ear in group.listeners}
        state.always = frozenset(ear for ear, profile in state.profiles.items() if profile.always_decoded)
        state.asking = state.sources - state.always
        state.all_dtx = all(group.profile.dtx for group in plan)

    @staticmethod
    def _places(room: _Room, sources: frozenset[str]) -> Places:
        """The places of a set of sources in a new plan: whoever sits down or goes changes nobody else's."""
        same = room.places.get(sources)
        if same is not None or not room.places:
            return same or Places(sources)
        return room.places[max(room.places, key=lambda before: len(before & sources))].heir(sources)

    def close(self, room: str, person: str) -> None:
        state = self._rooms.get(room)
        peer = state.peers.pop(person, None) if state else None
        if state is None or peer is None:
            return
        state.activity.forget(person)
        self._doorway.forget(peer)

    def close_room(self, room: str) -> None:
        for person in list(self._rooms[room].peers) if room in self._rooms else ():
            self.close(room, person)
        state = self._rooms.pop(room, None)
        if state is not None:
            self.counts["encodes_before"] += state.mixes.encodes

    def stats(self) -> dict[str, float]:
        """Counters for health and benches. Seconds for times."""
        waits = sorted(self.waits)
        peers = list(self._doorway.peers)
        return {
            "peers": float(len(peers)),
            "ready": float(sum(peer.ready for peer in peers)),
            "shaking": float(sum(peer.shaking and not peer.ready for peer in peers)),
            "addresses": float(self._doorway.addresses),
            "encodes": float(self.counts["encodes_before"] + sum(room.mixes.encodes for room in self._rooms.values())),
            "ticks": float(self.tick_number),
            "wait_p95": waits[int(len(waits) * 0.95)] if waits else 0.0,
            **{name: float(count) for name, count in self.counts.items()},
        }

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
        if self.tick_number >= self._tidy_at:
            self._tidy_at = self.tick_number + TIDY_EVERY
            self._tidy(now)

    def skip(self, ticks: int, now: float) -> None:
        """The clock has run ahead by so many ticks: timestamps follow it. Nobody listened meanwhile, so it was nobody's
        silence: neither their transport nor their place ends by it."""
        self.tick_number += ticks
        self.counts["skipped_ticks"] += ticks
        for peer in self._doorway.peers:
            peer.last_heard = min(now, peer.last_heard + ticks * TICK)
        for room in self._rooms.values():
            for places in room.places.values():
                places.skip(ticks)

    def _mix_room(self, room: _Room, now: float) -> None:
        frames = self._frames(room, now)
        tick = self.tick_number
        audible = frozenset(person for person in room.sources if room.activity.audible(person, tick))
        if not audible and room.all_dtx:
            return
        for group in room.plan:
            heard = group.sources & audible & (room.places[group.sources].held | room.always)
            if heard or not group.profile.dtx:
                self._send_group(room, group, heard, frames)

    def _send_group(self, room: _Room, group: HearingGroup, heard: frozenset[str], frames: dict[str, Pcm]) -> None:
        """Each ear of a group gets what can be heard of its sources, without its own voice."""
        tick, profile, peers, send = self.tick_number, group.profile, room.peers, self._send
        shared: bytes | None = None  # of all who are not heard themselves, so nearly everybody's: looked up once
        sent = 0
        for person in group.listeners:
            peer = peers.get(person)
            if peer is None or not peer.ready or peer.address is None:
                continue
            if person in heard:
                mine = heard - {person}
                if not mine and profile.dtx:
                    continue
                payload = room.mixes.payload(mine, profile, frames, tick)
            else:
                payload = shared = room.mixes.payload(heard, profile, frames, tick) if shared is None else shared
            packet = peer.packet(tick, payload)
            if packet is not None:
                sent += 1
                send(packet, peer.address)
        self.counts["out"] += sent
        self.counts["media_out"] += sent

    def _frames(self, room: _Room, now: float) -> dict[str, Pcm]:
        """This tick's frame of each source that has one: who has a place is decoded, the others are passed over."""
        wanted = self._wanted(room)
        frames: dict[str, Pcm] = {}
        for person, peer in room.peers.items():
            if not peer.sounding:
                continue
            always = person in room.always
            decode = always or person in wanted
            frame = peer.frame(now, decode=decode, quiet=always)
            self.waits.extend(peer.waits)
            peer.waits.clear()
            if frame is not None and decode:
                self.counts["decoded"] += 1
                frames[person] = frame
                self._measure(room, person, loudness(frame))
        return frames

    def _wanted(self, room: _Room) -> set[str]:
        """Who is to be decoded, by what the next packets report."""
        reports: dict[str, int] = {}
        for person in room.asking:
            peer = room.peers.get(person)
            level = None if peer is None or not peer.sounding else peer.window.peek_level()
            if level is not None and level < QUIET_LEVEL:
                reports[person] = level
        wanted: set[str] = set()
        for places in room.places.values():
            if reports or len(places):
                wanted |= places.choose(reports, self.tick_number)
        return wanted

    def _measure(self, room: _Room, person: str, level: float) -> None:
        for places in room.places.values():
            places.measured(person, reported(level), self.tick_number)
        if person in room.always or any(person in places for places in room.places.values()):
            room.activity.heard(person, level, self.tick_number)

    def _tell_speaking(self, room_id: str, room: _Room) -> None:
        speaking = room.activity.speaking(room.sources, self.tick_number)
        if speaking != room.speaking:
            room.speaking = speaking
            self._news.speaking(room_id, speaking)

    def _gone(self, peer: Peer) -> None:
        """Its transport has ended, or never began."""
        self.close(peer.room, peer.person)
        self._news.gone(peer.room, peer.person)

    def _tidy(self, now: float) -> None:
        """Once a second: reports, encoders that nobody needs, peers that are gone."""
        for peer in list(self._doorway.peers):
            try:
                self._tidy_peer(peer, now)
            except Exception:  # as in a tick
                self.counts["room_errors"] += 1
        for room in self._rooms.values():
            room.mixes.tidy(self.tick_number)

    def _tidy_peer(self, peer: Peer, now: float) -> None:
        report = peer.report(self.tick_number, now)
        if report is not None and peer.address is not None:
            self._doorway.send(report, peer.address)
        if now - peer.last_heard > GONE_SECONDS or (peer.dtls is not None and peer.ready and peer.dtls.ended):
            self.counts["gone"] += 1
            self._gone(peer)

    async def stop(self) -> None:
        """Close everything."""
        for room in list(self._rooms):
            self.close_room(room)
        await self._doorway.stop()
