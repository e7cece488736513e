"""Finding, starting, keeping up, losing and ending rooms, on one node and on two that share a journal, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random
from typing import cast

from rooms.base import Role
from rooms.commands import RaiseHand, client_command
from rooms.refusals import Code, Refusal
from server.live.actor import RoomActor
from server.live.registry import RENEW_EVERY, Registry, RoomDeps
from server.ports import JournalAway, JournalEntry, LeasesAway, Office, Room, SessionRecord, Token, Visitor
from server.storage.leases import LEASE_SECONDS, Held, InProcessLeases
from tests.server.fakes import FakeClient, MemoryJournal, SilentVoice, framer
from tests.server.seeded import AVATAR, FAR, NEAR, Plans
from tests.virtual_time import now, virtual

LATER = Refusal(Code.STORAGE_FAILED, 2000)


class Journal(MemoryJournal):
    """Keeps who wrote, and can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.wrote: list[Token] = []
        self.away = False

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        await super().append(room, token, after, entries)
        self.wrote.append(token)

    async def erase(self, room: str) -> None:
        if self.away:
            raise JournalAway
        await super().erase(room)


class Leases(InProcessLeases):
    away = False

    async def take(self, room: str) -> Token | None:
        if self.away:
            raise LeasesAway
        return await super().take(room)

    async def renew(self, room: str, token: Token) -> bool:
        if self.away:
            raise LeasesAway
        return await super().renew(room, token)


class SlowPlans(Plans):
    """An office that thinks long about one session."""

    thinks = 0.0

    async def look(self, session: str) -> SessionRecord | None:
        if session == FAR:
            await asyncio.sleep(self.thinks)
        return await super().look(session)


class World:
    """Two nodes, one office, one journal."""

    def __init__(self, unattended_ms: int = 0) -> None:
        self.unattended_ms = unattended_ms
        self.plans, self.journal, self.held = SlowPlans(Random(0)), Journal(), Held()
        self.paused: set[str] = set()
        """Nodes that do not look at their leases any more, as a process that stands still."""
        self.leases: dict[str, Leases] = {}
        self.a, self.b = self.node("a"), self.node("b")

    def node(self, name: str) -> Registry:
        self.leases[name] = Leases(now, self.journal.newest, owner=name, held=self.held)

        async def sleep(seconds: float) -> None:
            await asyncio.sleep(seconds)
            while name in self.paused:
                await asyncio.sleep(1)

        office = cast(Office, self.plans)
        leases, bound = self.leases[name], self.unattended_ms
        return Registry(RoomDeps(office, self.journal, leases, SilentVoice(), framer, now, sleep, unattended_ms=bound))


async def found(registry: Registry, session: str = NEAR) -> Room:
    room = await registry.find(session)
    assert not isinstance(room, Refusal), room
    return room


def alone(room: Room) -> bool:
    """Whether newcomers wait because nobody of the staff is there."""
    assert isinstance(room, RoomActor)
    return room.room.unattended


async def enter(room: Room, who: str, role: Role = Role.PARTICIPANT) -> FakeClient:
    client = FakeClient()
    assert await room.attach(client, Visitor(who, "s1", role, f"device-{who}"), None) is None
    command = {"type": "enter", "nickname": f"なまえ{who}", "avatar": AVATAR}
    room.ask(client, who, 1, client_command.validate_python(command, strict=False))
    assert (await client.acknowledged(1))["ok"]
    return client


@virtual
async def test_all_who_ask_at_once_find_the_same_room() -> None:
    world = World()
    rooms = await asyncio.gather(*(world.a.find(NEAR) for _ in range(20)))
    assert len({id(room) for room in rooms}) == 1
    assert isinstance(rooms[0], RoomActor)
    assert await world.a.find("nothing") == Refusal(Code.SESSION_ENDED)
    await world.a.stop()


@virtual
async def test_a_room_lives_on_one_node_and_moves_when_that_one_stops() -> None:
    world = World()
    client = await enter(await found(world.a), "x")
    assert await world.b.find(NEAR) == LATER
    await world.a.stop()
    assert client.last("bye")["code"] == "shutting_down"
    room = await found(world.b)
    assert isinstance(room, RoomActor)
    assert "x" in room.room.people
    assert await world.a.find(NEAR) == Refusal(Code.SHUTTING_DOWN, 2000)
    await world.b.stop()


@virtual
async def test_a_room_without_staff_closes_by_itself_stays_so_elsewhere_and_opens_when_they_come() -> None:
    world = World(unattended_ms=300_000)
    first = await found(world.a)
    await enter(first, "x")
    await asyncio.sleep(299)
    before = alone(first)
    await asyncio.sleep(2)
    assert (before, alone(first)) == (False, True)
    await world.a.stop()
    room = await found(world.b)
    still = alone(room)
    await enter(room, "f", Role.FACILITATOR)
    assert (still, alone(room)) == (True, False)
    await world.b.stop()


@virtual
async def test_a_lease_that_is_renewed_lasts() -> None:
    world = World()
    await world.a.start()
    await enter(await found(world.a), "x")
    await asyncio.sleep(10 * LEASE_SECONDS)
    assert await world.b.find(NEAR) == LATER
    assert world.a.counts()["connected"] == 1
    await world.a.stop()


@virtual
async def test_a_node_that_stood_still_writes_nothing_any_more_and_sends_people_off() -> None:
    """It wakes with a command in its mailbox, before it has looked at its lease."""
    world = World()
    await world.a.start()
    old = await found(world.a)
    client = await enter(old, "x")
    world.paused.add("a")
    await asyncio.sleep(LEASE_SECONDS + 1)
    await world.b.start()
    other = await enter(await found(world.b), "y")
    wrote = len(world.journal.wrote)
    old.ask(client, "x", 7, RaiseHand())
    await client.until(lambda: client.closed)
    assert not client.acks.get(7, {"ok": False})["ok"]
    assert client.last("bye")["code"] == "shutting_down"
    await asyncio.sleep(60)
    assert world.a.counts() == {"rooms": 0, "connected": 0}
    assert len(world.journal.wrote) == wrote
    assert not other.closed
    assert await world.a.find(NEAR) == LATER
    await world.a.stop()
    await world.b.stop()


@virtual
async def test_a_lease_that_was_lost_is_noticed_without_a_write() -> None:
    world = World()
    await world.a.start()
    client = await enter(await found(world.a), "x")
    world.paused.add("a")
    await asyncio.sleep(LEASE_SECONDS + 1)
    await found(world.b)
    wrote = len(world.journal.wrote)
    world.paused.clear()
    await asyncio.sleep(2 * RENEW_EVERY + 2)
    assert client.closed
    assert world.a.counts()["rooms"] == 0
    assert len(world.journal.wrote) == wrote
    await world.a.stop()
    await world.b.stop()


@virtual
async def test_leases_that_are_away_for_a_moment_stop_nothing() -> None:
    world = World()
    await world.a.start()
    client = await enter(await found(world.a), "x")
    world.leases["a"].away = True
    assert await world.a.find(FAR) == LATER
    await asyncio.sleep(2 * RENEW_EVERY)
    world.leases["a"].away = False
    await asyncio.sleep(RENEW_EVERY)
    assert not client.closed
    await found(world.a, FAR)
    await world.a.stop()


@virtual
async def test_nobody_starts_a_room_on_a_node_that_stops() -> None:
    world = World()
    asking = asyncio.ensure_future(world.a.find(NEAR))
    await asyncio.sleep(0)
    await world.a.stop()
    await asking
    assert world.a.counts()["rooms"] == 0
    await found(world.b)
    await world.b.stop()


@virtual
async def test_a_room_that_ends_while_the_office_moves_it_is_left_to_end() -> None:
    """Its erasure takes a while, and the calendar is looked at meanwhile: putting the room down would cut it short."""
    world = World()
    await world.a.start()
    room = await found(world.a, FAR)
    f = await enter(room, "f", Role.FACILITATOR)
    world.plans.move(FAR, now() + 3_600_000)
    world.journal.away, world.plans.thinks = True, 5
    world.a.look_soon()
    await asyncio.sleep(1)  # the office is thinking
    room.ask(f, "f", 9, client_command.validate_python({"type": "set_doors", "doors": "ended"}, strict=False))
    await asyncio.sleep(10)
    assert f.last("bye")["code"] == "session_ended"
    world.journal.away = False
    await asyncio.sleep(120)
    assert FAR in world.plans.over
    assert await world.a.find(FAR) == Refusal(Code.SESSION_ENDED)
    assert FAR not in world.held.rooms
    await world.a.stop()


@virtual
async def test_an_end_that_the_store_does_not_hear_is_told_until_it_does() -> None:
    world = World()
    await world.a.start()
    room = await found(world.a)
    f = await enter(room, "f", Role.FACILITATOR)
    world.journal.away = True
    room.ask(f, "f", 9, client_command.validate_python({"type": "set_doors", "doors": "ended"}, strict=False))
    await asyncio.sleep(30)
    assert f.last("bye")["code"] == "session_ended"
    assert await world.a.find(NEAR) == Refusal(Code.SESSION_ENDED)
    assert NEAR not in world.plans.over
    world.journal.away = False
    await asyncio.sleep(120)
    assert NEAR in world.plans.over
    assert world.held.rooms == {}
    assert world.a.counts()["rooms"] == 0
    await world.a.stop()


@virtual
async def test_two_nodes_that_pause_by_turns_write_one_history() -> None:
    """Each takes over from the other again and again. Tokens never go back, and every entry follows the one before."""
    for seed in range(20):
        chance, world = Random(seed), World()
        await asyncio.gather(world.a.start(), world.b.start())
        for number in range(12):
            name = chance.choice("ab")
            world.paused = {name} if chance.random() < 0.5 else set()
            await asyncio.sleep(chance.choice((1.0, RENEW_EVERY, LEASE_SECONDS + 1.0)))
            for registry in (world.a, world.b):
                room = await registry.find(NEAR)
                if not isinstance(room, Refusal):
                    client = FakeClient()
                    await room.attach(client, Visitor(f"p{number}", "s1", Role.PARTICIPANT, "device"), None)
        assert world.journal.wrote == sorted(world.journal.wrote), seed
        lasts = [entry.last for entry in await world.journal.read(NEAR)]
        assert lasts == sorted(set(lasts)), seed
        world.paused = set()
        await world.a.stop()
        await world.b.stop()
