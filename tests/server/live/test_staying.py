"""A room past its planned end, on a node that is stopped and killed, with links that end, in virtual time."""

from __future__ import annotations

import asyncio
from random import Random
from typing import cast

from rooms.base import Doors, Role
from rooms.commands import client_command
from rooms.events import Stay
from rooms.refusals import Code, Refusal
from rooms.state import Room as RoomState
from server.live.actor import RoomActor
from server.live.registry import Registry, RoomDeps
from server.ports import Office, SessionRecord, Visitor
from server.storage.leases import InProcessLeases
from tests.server.fakes import FakeClient, MemoryJournal, SilentVoice, framer
from tests.server.seeded import AVATAR, FAR, NEAR, Plans
from tests.virtual_time import now, virtual

MINUTE = 60_000
STAY = 30 * MINUTE
AWAY = 5 * MINUTE
NAMES = {"f": "やまだ", "a": "さくら", "b": "つばめ"}


class Followed(Plans):
    """An office that may have planned something for after a session."""

    next_at: int | None = None

    def _record(self, session: str) -> SessionRecord | None:
        record = super()._record(session)
        if record is None or self.next_at is None:
            return record
        return SessionRecord(record.settings, record.ended, frozen=record.frozen, next_at=self.next_at)


class World:
    """A session that is planned to end in two minutes, and the nodes that hold it one after another."""

    def __init__(self) -> None:
        self.office, self.journal = Followed(Random(0)), MemoryJournal()
        self.end = now() + 2 * MINUTE
        near = self.office.sessions[NEAR]
        self.office.sessions[NEAR] = near.model_copy(update={"closing_at": now() + MINUTE, "end_at": self.end})
        self.begin()

    def begin(self) -> None:
        """A new process, which finds what the last one has left."""
        leases = InProcessLeases(now, self.journal.newest)
        office = cast(Office, self.office)
        deps = RoomDeps(office, self.journal, leases, SilentVoice(), framer, now, unattended_ms=AWAY, stay_ms=STAY)
        self.registry = Registry(deps)

    async def kill(self) -> None:
        """As after kill -9, two seconds ago."""
        for task in [*self.registry._tasks, self.actor._task]:
            assert task is not None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self.actor._notes.stop()
        await asyncio.sleep(2)
        self.begin()
        await self.registry.start()

    @property
    def actor(self) -> RoomActor:
        return self.registry._rooms[NEAR].actor

    @property
    def room(self) -> RoomState:
        return self.actor.room

    async def until(self, at: int) -> None:
        await asyncio.sleep((at - now()) / 1000)

    async def connect(self, who: str, role: Role = Role.PARTICIPANT) -> FakeClient | Refusal:
        client, room = FakeClient(), await self.registry.find(NEAR)
        if isinstance(room, Refusal):
            return room
        visitor = Visitor(who, NEAR, role, f"device-{who}", link=f"link-{who}")
        return await room.attach(client, visitor, None) or client

    async def come(self, who: str, role: Role = Role.PARTICIPANT) -> FakeClient:
        client = await self.connect(who, role)
        assert isinstance(client, FakeClient), client
        command = {"type": "enter", "nickname": NAMES[who], "avatar": AVATAR}
        self.actor.ask(client, who, 1, client_command.validate_python(command, strict=False))
        said = await client.acknowledged(1)
        assert said["ok"], said
        return client


async def past() -> World:
    """A minute past the end, with a facilitator and two who stay."""
    world = World()
    await world.registry.start()
    for who, role in (("f", Role.FACILITATOR), ("a", Role.PARTICIPANT), ("b", Role.PARTICIPANT)):
        await world.come(who, role)
    await world.until(world.end + MINUTE)
    return world


async def over(world: World) -> int:
    """When the office is told that it is over, in ms after the planned end."""
    await asyncio.sleep(1)
    while NEAR not in world.office.over:
        await asyncio.sleep(1)
    return now() - world.end


@virtual
async def test_it_goes_on_until_the_bound_and_then_nothing_is_left_of_it() -> None:
    world = await past()
    assert (world.room.doors, world.room.stay) == (Doors.CLOSING, Stay(latest=world.end + STAY))
    assert await world.connect("n") == Refusal(Code.SESSION_ENDED)
    assert isinstance(await world.connect("s", Role.SCREEN), FakeClient)
    assert STAY <= await over(world) <= STAY + 3000
    assert await world.connect("a") == Refusal(Code.SESSION_ENDED)
    assert NEAR in world.journal._erased
    await world.registry.stop()


@virtual
async def test_killed_past_its_end_it_comes_back_with_those_who_stayed_for_staff_who_come_back() -> None:
    world = await past()
    revision = world.room.revision
    await world.kill()
    assert (world.room.doors, world.room.revision >= revision) == (Doors.CLOSING, True)
    for who, role in (("a", Role.PARTICIPANT), ("f", Role.FACILITATOR)):
        client = await world.connect(who, role)
        assert isinstance(client, FakeClient)
        assert client.view is not None
        assert client.view.entered
    assert await world.connect("n") == Refusal(Code.SESSION_ENDED)
    assert STAY <= await over(world) <= STAY + 3000
    await world.registry.stop()


@virtual
async def test_killed_past_its_end_and_no_staff_come_back_it_waits_for_them_and_ends() -> None:
    world = await past()
    await world.kill()
    began = now() - world.end
    client = await world.connect("a")
    assert isinstance(client, FakeClient)
    assert began + AWAY - 3000 <= await over(world) <= began + AWAY + 3000
    assert client.last("bye")["code"] == "session_ended"
    await world.registry.stop()


@virtual
async def test_off_for_longer_than_it_may_stay_it_ends_as_the_node_comes_back() -> None:
    world = await past()
    await world.registry.stop()
    await asyncio.sleep(STAY / 1000)
    world.begin()
    await world.registry.start()
    await over(world)
    assert NEAR in world.journal._erased
    await world.registry.stop()


@virtual
async def test_a_link_that_ends_meanwhile_ends_for_those_who_came_by_it_alone() -> None:
    world = await past()
    world.office.revoked.add("link-a")
    await asyncio.sleep(3)
    assert set(world.room.people) == {"f", "b"}
    world.office.revoked.add("link-f")
    gone = now() - world.end
    assert gone + AWAY - 3000 <= await over(world) <= gone + AWAY + 3000
    await world.registry.stop()


@virtual
async def test_nobody_stays_into_what_comes_next_in_the_hall() -> None:
    world = World()
    world.office.next_at = world.end + 12 * MINUTE
    await world.registry.start()
    await world.come("f", Role.FACILITATOR)
    assert 12 * MINUTE <= await over(world) <= 12 * MINUTE + 3000
    await world.registry.stop()
    other = World()
    other.office.next_at = other.end - MINUTE
    await other.registry.start()
    await other.come("f", Role.FACILITATOR)
    assert await over(other) <= 3000
    await other.registry.stop()


@virtual
async def test_who_waits_before_the_doors_is_not_sent_off_each_minute_by_what_the_server_adds_to_the_plan() -> None:
    world = World()
    world.office.move(FAR, now() + 10 * MINUTE)
    await world.registry.start()
    room = await world.registry.find(FAR)
    assert isinstance(room, RoomActor)
    client = FakeClient()
    assert await room.attach(client, Visitor("x", FAR, Role.PARTICIPANT, "device-x"), None) is None
    await asyncio.sleep(180)
    assert not client.closed
    await world.registry.stop()
