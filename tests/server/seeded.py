"""A node with its rooms in virtual time, people who come and go, a disk that is slow and fails, an office that moves things,
and kills: one history for each seed, checked against what must hold in any order.

The actor, the hub, the registry and replay are the real ones. What each history must keep:
revisions run from 1 without hole or double (so nobody writes to a room beside its one writer); who was answered before
another asked has the lower revision; what was acknowledged is in the journal once, what was refused is not; nobody is
answered twice, and nobody who stays connected is left without an answer; what each client was sent, folded, is a fresh view.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, TypeVar, cast

from rooms.base import STAFF_ROLES, LinkEnd, Role
from rooms.commands import client_command
from rooms.events import AnyEvent, MessageSaid
from rooms.notes import Handed
from rooms.past import load_events
from rooms.refusals import Refusal
from rooms.state import Settings
from rooms.tally import Numbers
from rooms.views import audience_of, view_of
from server.live.actor import RoomActor
from server.live.registry import Registry, RoomDeps
from server.ports import JournalEntry, JournalLost, Office, Room, SessionRecord, Token, Visitor
from server.storage.leases import InProcessLeases
from tests.rooms.helpers import roomy_plan
from tests.server.fakes import FakeClient, MemoryJournal, SilentVoice, framer
from tests.server.room import settings
from tests.virtual_time import now

T = TypeVar("T")
NEAR, FAR = "near", "far"
"""A session that is open, and one that the office still moves."""
CAST = {"f": Role.FACILITATOR, "a": Role.PARTICIPANT, "b": Role.PARTICIPANT, "s": Role.SCREEN}
AVATAR = {"style": "critters", "seed": "a"}
HALF_AN_HOUR = 1_800_000


class Disk(MemoryJournal):
    """Takes its time before and after an entry holds, and sometimes fails before. Notices a second writer.

    As with a disk behind a thread, what has been handed over is written also where nobody waits for it any more. One that
    `loses` has sometimes forgotten its last entries when the next one comes.
    """

    def __init__(self, chance: Random, loses: bool) -> None:
        super().__init__()
        self._chance = chance
        self._loses = loses
        self._shorter: set[str] = set()
        self.lost: list[AnyEvent] = []

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        writing = asyncio.ensure_future(self._append(room, token, after, entries))
        writing.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(writing)

    async def _append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        await asyncio.sleep(self._chance.choice((0, 0, 0.001, 0.02)))
        if self._chance.random() < 0.02:
            raise JournalLost
        if self._loses and self._chance.random() < 0.02:
            await self._forget(room, self._chance.randint(1, 5))
        for entry in entries:
            known = len(await self.events(room))
            follows = entry.last == known + len(load_events(entry.payload))
            assert follows or room in self._shorter, "a hole, a double, or two writers"
        await super().append(room, token, after, entries)
        await asyncio.sleep(self._chance.choice((0, 0, 0.001)))

    async def _forget(self, room: str, count: int) -> None:
        """Lose the last entries of a room; whoever writes to it does not know yet."""
        kept = await super().read(room)
        gone = kept[-count:]
        self.lost += [event for entry in gone for event in load_events(entry.payload)]
        self.lose(room, kept[-count - 1].last if len(kept) > count else 0)
        self._shorter.add(room)

    async def open(self, room: str, token: Token) -> None:
        await super().open(room, token)
        self._shorter.discard(room)

    async def events(self, room: str) -> list[AnyEvent]:
        """All that ever happened in a room."""
        return [event for entry in await self.read(room) for event in load_events(entry.payload)]


class Plans:
    """The part of an office that the registry asks."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.sessions: dict[str, Settings] = {
            NEAR: self._plan(NEAR, now() - 1000),
            FAR: self._plan(FAR, now() + HALF_AN_HOUR),
        }
        self._frozen: dict[str, Settings] = {}
        self.over: set[str] = set()
        self.revoked: set[str] = set()
        """Links that let nobody in any more."""

    @staticmethod
    def _plan(session: str, start: int) -> Settings:
        return settings(session, start).model_copy(update={"plan": roomy_plan()})

    def move(self, session: str, start: int) -> None:
        """The office moves a session. The registry is told by `look_soon`, or looks by itself."""
        self.sessions[session] = self._plan(session, start)

    async def look(self, session: str) -> SessionRecord | None:
        await self._think()
        return self._record(session)

    async def freeze(self, session: str) -> SessionRecord | None:
        await self._think()
        if session in self.sessions:
            self._frozen.setdefault(session, self.sessions[session])
        return self._record(session)

    def _record(self, session: str) -> SessionRecord | None:
        frozen = self._frozen.get(session)
        planned = frozen or self.sessions.get(session)
        if planned is None or session in self.over:
            return None
        return SessionRecord(planned, ended=False, frozen=frozen is not None)

    async def due_sessions(self, before: int) -> list[SessionRecord]:
        await self._think()
        due = [each for each in self.sessions.values() if each.early_at <= before and each.session not in self.over]
        return [SessionRecord(each, ended=False) for each in due]

    async def end_session(self, session: str) -> None:
        await self._think()
        self.over.add(session)

    async def ended_links(self, links: Collection[str], now: int) -> Mapping[str, LinkEnd]:
        await self._think()
        return {link: "link_revoked" for link in links if link in self.revoked}

    async def keep_notes(self, session: str, notes: Sequence[Handed]) -> None:
        pass

    async def keep_counts(self, session: str, totals: Mapping[str, Numbers]) -> None:
        await self._think()

    async def _think(self) -> None:
        await asyncio.sleep(self._chance.choice((0, 0.001, 0.05)))


class SlowVoice(SilentVoice):
    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance

    async def offer(self, room: str, person: str, sdp: str) -> str:
        await asyncio.sleep(self._chance.choice((0, 0.01, 0.3)))
        return await super().offer(room, person, sdp)


@dataclass(slots=True)
class Said:
    """A message and what became of it. Moments are counted, not timed."""

    room: str
    id: str
    asked: int
    client: FakeClient
    ack: int
    answered: int | None = None


@dataclass
class History:
    """One run."""

    chance: Random
    loses: bool = False
    """Whether the disk forgets, in a node that is not killed."""
    said: list[Said] = field(default_factory=list)
    here: dict[tuple[str, str], FakeClient] = field(default_factory=dict)
    """(session, person) to the client that is connected, as far as it knows."""
    asked: dict[FakeClient, list[int]] = field(default_factory=dict)
    kept: set[asyncio.Task[Any]] = field(default_factory=set)
    """What outlives a kill of the node: the people, and this history."""

    def __post_init__(self) -> None:
        self.disk, self.plans = Disk(self.chance, self.loses), Plans(self.chance)
        self._moments, self._acks = count(1), count(1)
        self._lines: set[FakeClient] = set()
        self._registry = self._new_registry()

    def _new_registry(self) -> Registry:
        office = cast(Office, self.plans)
        leases = InProcessLeases(now, self.disk.newest)
        return Registry(RoomDeps(office, self.disk, leases, SlowVoice(self.chance), framer, now))

    async def run(self) -> None:
        """Live through it; raises AssertionError where it breaks a law."""
        own = asyncio.current_task()
        assert own is not None
        self.kept.add(own)
        await self._on_node(self._registry.start())
        people = [asyncio.ensure_future(self._live(session, who)) for session in (NEAR, FAR) for who in CAST]
        around = asyncio.ensure_future(self._disturb())
        self.kept |= {*people, around}
        await asyncio.gather(*people)
        around.cancel()
        await asyncio.gather(around, return_exceptions=True)
        await asyncio.sleep(30)
        await self._rest()
        await self._check()
        await self._registry.stop()

    async def _on_node(self, work: Coroutine[Any, Any, T]) -> T | None:
        """A request to the node; None if a kill took it."""
        task = asyncio.ensure_future(work)
        await asyncio.wait([task])
        return None if task.cancelled() else task.result()

    async def _kill(self) -> None:
        """As kill -9: nothing is asked to clean up, every connection is gone, and another process starts."""
        for client in self._lines:
            client.close()
        self._lines.clear()
        self.here.clear()
        running = [task for task in asyncio.all_tasks() if task not in self.kept]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._registry = self._new_registry()
        await self._on_node(self._registry.start())

    async def _disturb(self) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(1, 40))
            match self.chance.randrange(6):
                case 0 if not self.loses:
                    await self._kill()
                case 1:
                    start = now() + HALF_AN_HOUR + self.chance.randrange(HALF_AN_HOUR)
                    self.plans.move(FAR, start)
                    self._registry.look_soon()
                case 2:
                    self._registry.restarted()
                case _:
                    self._registry.speaking(NEAR, frozenset(self.chance.sample(sorted(CAST), 2)))

    # -- people ------------------------------------------------------------------------------------------------------

    async def _live(self, session: str, who: str) -> None:
        """Comes, does some things, loses the connection or goes, and comes again."""
        last: FakeClient | None = None
        for _ in range(self.chance.randint(1, 3)):
            await asyncio.sleep(self.chance.choice((0, 0.01, 2, 20)))
            actor = await self._on_node(self._registry.find(session))
            if actor is None or isinstance(actor, Refusal):
                continue
            client = FakeClient()
            self._lines.add(client)
            if last is not None:
                client.view, client.rev = last.view, last.rev
            asked = actor.attach(client, Visitor(who, session, CAST[who], f"device-{who}"), client.rev)
            refusal = await self._on_node(asked)
            if isinstance(refusal, Refusal) or client.closed or client.view is None:
                continue
            self.here[session, who] = last = client
            await self._act(actor, session, who, client)
            if self.here.get((session, who)) is client and self.chance.random() < 0.6:
                self.here.pop((session, who), None)
                actor.detach(client, who)

    async def _act(self, actor: Room, session: str, who: str, client: FakeClient) -> None:
        for _ in range(self.chance.randint(0, 6)):
            if client.closed:
                return
            ack = self._ask(actor, session, who, client)
            if self.chance.random() < 0.7:
                await client.until(lambda ack=ack: ack in client.acks or client.closed)  # type: ignore[misc]
            await asyncio.sleep(self.chance.choice((0, 0, 0.001, 0.2, 5, 45)))

    def _ask(self, actor: Room, session: str, who: str, client: FakeClient) -> int:
        ack = next(self._acks)
        assert client.view is not None
        command = self._anything(ack) if client.view.entered else self._entering(who)
        if command["type"] == "say":
            said = Said(session, command["id"], next(self._moments), client, ack)
            self.said.append(said)
            client.answered[ack] = lambda: setattr(said, "answered", next(self._moments))
        self.asked.setdefault(client, []).append(ack)
        actor.ask(client, who, ack, client_command.validate_python(command, strict=False))
        return ack

    def _entering(self, who: str) -> dict[str, Any]:
        if self.chance.random() < 0.1:
            return {"type": "refresh"}
        return {
            "type": "enter",
            "nickname": f"{'かかり' if CAST[who] in STAFF_ROLES else 'なまえ'}{who}",
            "avatar": AVATAR,
        }

    def _anything(self, number: int) -> dict[str, Any]:
        someone = self.chance.choice(sorted(CAST))
        say = {"type": "say", "id": f"message-{number:06}", "text": "ことば"}
        return self.chance.choice([
            say, say, say, {"type": "raise_hand"}, {"type": "lower_hand"}, {"type": "refresh"}, {"type": "leave"},
            {"type": "offer_voice", "sdp": "v=0"}, {"type": "walk", "path": [{"x": 1, "y": 2}]},
            {"type": "set_microphone", "microphone": self.chance.choice(("off", "testing", "open"))},
            {"type": "take_place", "place": self.chance.choice(("circle", "table-1", "listeners", "rest"))},
            {"type": "move_person", "person": someone, "place": self.chance.choice(("booth-1", "circle", "veranda"))},
            {"type": "send_away", "person": someone}, {"type": "give_turn", "person": someone},
        ])  # fmt: skip

    # -- what must hold ----------------------------------------------------------------------------------------------

    async def _rest(self) -> None:
        """Wait until no room is about to write: an absence may end, and be on its way to the disk, at this very moment."""
        for session in (NEAR, FAR):
            actor = await self._registry.find(session)
            while isinstance(actor, RoomActor) and not actor.at_rest:
                await asyncio.sleep(1)

    async def _check(self) -> None:
        for (session, who), client in self.here.items():
            if client.closed:
                continue
            actor = await self._registry.find(session)
            assert isinstance(actor, RoomActor)
            assert client.view == view_of(actor.room, audience_of(actor.room, who)), (session, who)
            assert [ack for ack in self.asked.get(client, ()) if ack not in client.acks] == [], (session, who)
        happened = [*await self.disk.events(NEAR), *await self.disk.events(FAR)]
        lost = {event.message.id for event in self.disk.lost if isinstance(event, MessageSaid)}
        times = [event.message.id for event in happened if isinstance(event, MessageSaid)]
        assert len(times) == len(set(times))
        accepted = [(each, each.client.acks[each.ack]) for each in self.said if each.ack in each.client.acks]
        accepted = [(each, answer) for each, answer in accepted if each.id not in lost]
        for each, answer in accepted:
            assert (each.id in times) == answer["ok"], (each.id, answer)
        self._check_order([(each, answer["rev"]) for each, answer in accepted if answer["ok"]])

    def _check_order(self, accepted: list[tuple[Said, int]]) -> None:
        for first, low in accepted:
            for second, high in accepted:
                if first.room == second.room and first.answered is not None and first.answered < second.asked:
                    assert low < high, (first, second)


async def history(seed: int, *, loses: bool = False) -> History:
    """The history of a seed, checked; for `tests.virtual_time.run`."""
    made = History(Random(seed), loses)
    await made.run()
    return made
