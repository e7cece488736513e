"""Whose link has ended is put out: connected or not, looking on or inside; and only by an answer of the office."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from random import Random
from typing import cast

from rooms.base import LinkEnd, Role
from rooms.commands import client_command
from rooms.refusals import Refusal
from server.live.actor import RoomActor
from server.live.registry import Registry, RoomDeps
from server.ports import Office, Visitor
from server.storage.leases import InProcessLeases
from tests.server.fakes import FakeClient, MemoryJournal, SilentVoice, framer
from tests.server.seeded import AVATAR, NEAR, Plans
from tests.virtual_time import now, virtual


class Away(Plans):
    """An office that may not answer."""

    away = False

    async def ended_links(self, links: Collection[str], now: int) -> Mapping[str, LinkEnd]:
        if self.away:
            raise OSError
        return await super().ended_links(links, now)


class World:
    def __init__(self) -> None:
        self.office, self.voice, journal = Away(Random(0)), SilentVoice(), MemoryJournal()
        leases = InProcessLeases(now, journal.newest)
        self.registry = Registry(RoomDeps(cast(Office, self.office), journal, leases, self.voice, framer, now))

    async def __aenter__(self) -> World:
        await self.registry.start()
        found = await self.registry.find(NEAR)
        assert isinstance(found, RoomActor)
        self.room = found
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.registry.stop()

    async def come(self, who: str, link: str, role: Role = Role.PARTICIPANT, *, enters: bool = True) -> FakeClient:
        client = FakeClient()
        assert await self.room.attach(client, Visitor(who, NEAR, role, f"device-{who}", link=link), None) is None
        if enters:
            command = {"type": "enter", "nickname": f"なまえ{who}", "avatar": AVATAR}
            self.room.ask(client, who, 1, client_command.validate_python(command, strict=False))
            assert (await client.acknowledged(1))["ok"]
        return client


@virtual
async def test_all_who_came_by_a_link_go_and_those_by_another_stay() -> None:
    async with World() as world:
        inside = await world.come("a", "lost")
        looking = await world.come("b", "lost", enters=False)
        screen = await world.come("s", "lost", Role.SCREEN, enters=False)
        away = await world.come("c", "lost")
        world.room.detach(away, "c")
        other = await world.come("d", "kept")
        begun = now()
        world.office.revoked.add("lost")
        for client in (inside, looking, screen):
            await client.until(lambda client=client: client.closed)  # type: ignore[misc]
            assert client.last("bye") == {"code": "link_revoked", "for_good": False}
        assert now() - begun < 2000
        await other.until(lambda: other.view is not None and set(other.view.people) == {"d"})
        assert set(world.room.room.people) == {"d"}
        assert not world.room.room.onlookers
        assert (NEAR, "a") in world.voice.closed
        assert not other.closed


@virtual
async def test_whoever_came_back_by_a_new_link_stays() -> None:
    async with World() as world:
        await world.come("a", "old")
        again = await world.come("a", "new", enters=False)
        world.office.revoked.add("old")
        await asyncio.sleep(5)
        assert not again.closed
        assert set(world.room.room.people) == {"a"}


@virtual
async def test_while_the_office_does_not_answer_everybody_stays() -> None:
    async with World() as world:
        client = await world.come("a", "lost")
        world.office.away = True
        world.office.revoked.add("lost")
        await asyncio.sleep(300)
        assert not client.closed
        world.office.away = False
        await client.until(lambda: client.closed)


@virtual
async def test_what_the_office_changes_here_is_looked_at_at_once() -> None:
    async with World() as world:
        client = await world.come("a", "lost")
        world.office.revoked.add("lost")
        begun = now()
        world.registry.look_at_rights()
        await client.until(lambda: client.closed)
        assert now() - begun < 500
        assert not isinstance(await world.registry.find(NEAR), Refusal)
