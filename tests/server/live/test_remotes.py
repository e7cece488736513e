"""手元リモコン beside the tablet: one person with several connections, in virtual time through registry, actor and hub."""

from __future__ import annotations

import asyncio
from itertools import count
from random import Random
from typing import Any, Self, cast

from rooms.base import Microphone, Role
from rooms.commands import client_command
from rooms.refusals import Code, Refusal
from rooms.views import audience_of, view_of
from server.live.actor import RoomActor
from server.live.coming import SPEECHLESS
from server.live.registry import Registry, RoomDeps
from server.ports import Office, Visitor
from server.storage.leases import InProcessLeases
from tests.server.fakes import FakeClient, MemoryJournal, SilentVoice, framer
from tests.server.seeded import AVATAR, NEAR, Plans
from tests.virtual_time import now, virtual

UNATTENDED_MS = 5 * 60_000
ABSENT = 121.0
"""Seconds after which a lost connection is an absence."""


class World:
    """A facilitator with a tablet, and a participant."""

    def __init__(self) -> None:
        self.office, self.voice, self.journal = Plans(Random(0)), SilentVoice(), MemoryJournal()
        self.leases = InProcessLeases(now, self.journal.newest)
        self._number = count(1)
        self.registry = self._node()

    def _node(self) -> Registry:
        office = cast(Office, self.office)
        deps = RoomDeps(office, self.journal, self.leases, self.voice, framer, now, unattended_ms=UNATTENDED_MS)
        return Registry(deps)

    async def __aenter__(self) -> Self:
        await self._begin()
        self.tablet = await self.come("f", Role.FACILITATOR)
        self.guest = await self.come("a")
        return self

    async def _begin(self) -> None:
        await self.registry.start()
        found = await self.registry.find(NEAR)
        assert isinstance(found, RoomActor)
        self.room = found

    async def __aexit__(self, *_: object) -> None:
        await self.registry.stop()

    async def restart(self) -> None:
        await self.registry.stop()
        self.registry = self._node()
        await self._begin()

    async def connect(self, who: str, role: Role, remote: str = "", link: str = "") -> FakeClient | Refusal:
        client = FakeClient()
        device = f"phone-{remote}" if remote else f"device-{who}"
        visitor = Visitor(who, NEAR, role, device, link=link or f"link-{who}", remote=remote)
        return await self.room.attach(client, visitor, None) or client

    async def come(self, who: str, role: Role = Role.PARTICIPANT) -> FakeClient:
        client = await self.connect(who, role)
        assert isinstance(client, FakeClient)
        name = f"{'かかり' if role is Role.FACILITATOR else 'なまえ'}{who}"
        assert (await self.ask(client, who, type="enter", nickname=name, avatar=AVATAR))["ok"]
        return client

    async def remote(self, name: str = "remote-1", who: str = "f") -> FakeClient:
        assert await self.room.add_remote(who, name) is None
        client = await self.connect(who, Role.FACILITATOR, name)
        assert isinstance(client, FakeClient)
        return client

    async def ask(self, client: FakeClient, who: str, **command: Any) -> dict[str, Any]:
        number = next(self._number)
        self.room.ask(client, who, number, client_command.validate_python(command, strict=False))
        return await client.acknowledged(number)

    def agrees(self, client: FakeClient) -> bool:
        """Whether what a client has folded is what a fresh view of the facilitator says."""
        return client.view == view_of(self.room.room, audience_of(self.room.room, "f"))


@virtual
async def test_it_is_the_same_person_once_and_both_are_told_everything() -> None:
    async with World() as world:
        before = world.room.connected
        phone = await world.remote()
        assert world.room.connected == before
        assert set(world.room.room.people) == {"f", "a"}
        assert not world.tablet.closed
        assert (await world.ask(phone, "f", type="set_step", step=1, key=""))["ok"]
        assert (await world.ask(world.tablet, "f", type="greet", person="a"))["ok"]
        assert (await world.ask(world.guest, "a", type="raise_hand"))["ok"]
        assert world.room.room.step == 1
        for client in (world.tablet, phone):
            assert world.agrees(client)
            assert client.view is not None
            assert client.view.remotes == ("remote-1",)


@virtual
async def test_no_voice_and_nothing_but_its_few_acts_come_by_it() -> None:
    async with World() as world:
        phone = await world.remote()
        for command in (
            {"type": "offer_voice", "sdp": "v=0"},
            {"type": "leave"},
            {"type": "set_doors", "doors": "ended"},
        ):
            assert (await world.ask(phone, "f", **command))["code"] == Code.NOT_BY_REMOTE
        answer = await world.ask(world.tablet, "f", type="offer_voice", sdp="v=0")
        assert answer["ok"]
        assert "f" in world.room.room.people


@virtual
async def test_the_tablet_dies_and_it_goes_on_for_as_long_as_one_likes() -> None:
    async with World() as world:
        phone = await world.remote()
        world.room.detach(world.tablet, "f")
        await asyncio.sleep(ABSENT + UNATTENDED_MS / 1000)
        assert (await world.ask(phone, "f", type="set_step", step=1, key=""))["ok"]
        assert world.agrees(phone)
        assert not world.room.room.unattended
        newer = await world.connect("f", Role.FACILITATOR)
        assert isinstance(newer, FakeClient)
        assert not phone.closed
        assert world.agrees(newer)
        assert (await world.ask(newer, "f", type="set_step", step=0, key=""))["ok"]
        assert world.agrees(phone)


@virtual
async def test_a_voice_that_died_with_the_tablet_is_shown_no_more() -> None:
    async with World() as world:
        phone = await world.remote()
        assert (await world.ask(world.tablet, "f", type="set_microphone", microphone="open"))["ok"]
        assert (await world.ask(phone, "f", type="speak_to_all", on=True))["ok"]
        world.room.detach(world.tablet, "f")
        await asyncio.sleep(SPEECHLESS - 1)
        assert isinstance(await world.connect("f", Role.FACILITATOR), FakeClient)
        await asyncio.sleep(SPEECHLESS)
        assert world.room.room.people["f"].shown.to_all
        await world.restart()
        assert isinstance(await world.connect("f", Role.FACILITATOR, "remote-1"), FakeClient)
        await asyncio.sleep(SPEECHLESS + 1)
        shown = world.room.room.people["f"].shown
        assert (shown.microphone, shown.to_all) == (Microphone.OFF, False)


@virtual
async def test_with_the_last_connection_the_person_is_lost() -> None:
    async with World() as world:
        phone = await world.remote()
        world.room.detach(phone, "f")
        world.room.detach(world.tablet, "f")
        await asyncio.sleep(ABSENT)
        assert set(world.room.room.people) == {"a"}
        assert await world.connect("f", Role.FACILITATOR, "remote-1") == Refusal(Code.REMOTE_WAITS, 3000)
        await world.come("f", Role.FACILITATOR)
        assert isinstance(await world.connect("f", Role.FACILITATOR, "remote-1"), FakeClient)


@virtual
async def test_put_out_at_the_desk_it_stays_out() -> None:
    async with World() as world:
        phone = await world.remote()
        assert (await world.ask(world.tablet, "f", type="put_out_remote", remote="remote-1"))["ok"]
        await phone.until(lambda: phone.closed)
        assert phone.last("bye") == {"code": "remote_ended", "for_good": False}
        assert (await world.ask(phone, "f", type="set_step", step=1, key=""))["code"] == Code.REPLACED
        world.room.detach(phone, "f")
        await asyncio.sleep(ABSENT)
        assert "f" in world.room.room.people
        assert not world.tablet.closed
        await world.restart()
        await world.connect("f", Role.FACILITATOR)
        assert await world.connect("f", Role.FACILITATOR, "remote-1") == Refusal(Code.REMOTE_ENDED)


@virtual
async def test_put_out_it_keeps_nobody_from_coming_in() -> None:
    async with World() as world:
        await world.remote()
        assert (await world.ask(world.tablet, "f", type="put_out_remote", remote="remote-1"))["ok"]
        for _ in range(200):
            assert await world.connect("f", Role.FACILITATOR, "remote-1") == Refusal(Code.REMOTE_ENDED)
        assert isinstance(await world.connect("f", Role.FACILITATOR), FakeClient)


@virtual
async def test_in_a_strangers_hand_it_takes_no_haste_from_the_desk() -> None:
    async with World() as world:
        phone = await world.remote()
        for command in ({"type": "set_step", "step": 0}, {"type": "refresh"}):
            codes = [(await world.ask(phone, "f", **command)).get("code") for _ in range(90)]
            assert Code.TOO_FAST in codes
            assert (await world.ask(world.tablet, "f", **command))["ok"]
        coming = [await world.connect("f", Role.FACILITATOR, "remote-1") for _ in range(90)]
        assert Refusal(Code.TOO_FAST, 250) in coming
        assert isinstance(page := await world.connect("f", Role.FACILITATOR), FakeClient)
        assert (await world.ask(page, "f", type="put_out_remote", remote="remote-1"))["ok"]


@virtual
async def test_who_asks_for_a_fresh_view_gets_it_alone() -> None:
    """A view is the largest of all frames: a telephone makes nobody's tablet read one."""
    async with World() as world:
        phone = await world.remote()
        for asking, other in ((phone, world.tablet), (world.tablet, phone)):
            before = [each.order.count("view") for each in (asking, other, world.guest)]
            answers = await asyncio.gather(
                world.ask(world.guest, "a", type="raise_hand"),  # in the same batch: the other is told
                world.ask(asking, "f", type="refresh"),
                world.ask(world.guest, "a", type="lower_hand"),
            )
            assert all(each["ok"] for each in answers)
            after = [each.order.count("view") for each in (asking, other, world.guest)]
            assert after == [before[0] + 1, before[1], before[2]]
            assert world.agrees(asking)
            assert world.agrees(other)
        both = await asyncio.gather(
            world.ask(phone, "f", type="refresh"),
            world.ask(world.tablet, "f", type="refresh"),
            world.ask(world.guest, "a", type="raise_hand"),
        )
        assert all(each["ok"] for each in both)
        assert (await world.ask(world.tablet, "f", type="set_step", step=1, key=""))["ok"]
        assert world.agrees(phone)
        assert world.agrees(world.tablet)


@virtual
async def test_put_out_by_itself_with_no_tablet_the_person_is_lost() -> None:
    async with World() as world:
        phone = await world.remote()
        world.room.detach(world.tablet, "f")
        assert (await world.ask(phone, "f", type="put_out_remote", remote="remote-1"))["ok"]
        await phone.until(lambda: phone.closed)
        world.room.detach(phone, "f")
        await asyncio.sleep(ABSENT)
        assert "f" not in world.room.room.people


@virtual
async def test_of_three_the_oldest_goes() -> None:
    async with World() as world:
        phones = [await world.remote(f"remote-{n}") for n in (1, 2, 3)]
        await phones[0].until(lambda: phones[0].closed)
        assert [phone.closed for phone in phones] == [True, False, False]
        assert all(world.agrees(client) for client in (world.tablet, *phones[1:]))


@virtual
async def test_the_same_telephone_again_replaces_itself_alone() -> None:
    async with World() as world:
        first = await world.remote()
        again = await world.connect("f", Role.FACILITATOR, "remote-1")
        assert isinstance(again, FakeClient)
        assert first.closed
        assert not world.tablet.closed
        world.room.detach(first, "f")
        assert (await world.ask(again, "f", type="set_step", step=1, key=""))["ok"]


@virtual
async def test_who_comes_again_and_again_costs_the_others_no_view() -> None:
    async with World() as world:

        def views(client: FakeClient) -> int:
            return [event for event, _ in client.frames].count("view")

        await (
            world.remote()
        )  # a new device is a mark by which its owner is known: once, that is a view for all of theirs
        before = views(world.tablet)
        for n in range(5):
            phone = await world.remote()
            assert views(phone) == 1
            assert (await world.ask(world.tablet, "f", type="set_step", step=n % 2, key=""))["ok"]
            assert world.agrees(world.tablet)
            assert world.agrees(phone)
        assert views(world.tablet) == before
        # In one batch with what happens: the one that comes has it in its view, the others are told.
        coming = asyncio.create_task(world.connect("f", Role.FACILITATOR, "remote-1"))
        await asyncio.sleep(0)
        assert (await world.ask(world.guest, "a", type="raise_hand"))["ok"]
        again = await coming
        assert isinstance(again, FakeClient)
        assert (views(again), views(world.tablet)) == (1, before)
        assert again.frames[0][0] == "view"
        assert world.agrees(world.tablet)
        assert world.agrees(again)


@virtual
async def test_it_ends_with_the_right_of_the_tablet() -> None:
    async with World() as world:
        phone = await world.remote()
        world.room.detach(world.tablet, "f")
        begun = now()
        world.office.revoked.add("link-f")
        await phone.until(lambda: phone.closed)
        assert phone.last("bye")["code"] == "link_revoked"
        assert now() - begun < 2000
        assert "f" not in world.room.room.people


@virtual
async def test_it_ends_with_the_right_for_which_it_was_made_wherever_its_owner_came_by_since() -> None:
    async with World() as world:
        phone = await world.remote()
        page = await world.connect("f", Role.FACILITATOR, link="another")
        assert isinstance(page, FakeClient)
        assert world.room.room.people["f"].link == "another"
        begun = now()
        world.office.revoked.add("link-f")
        await phone.until(lambda: phone.closed)
        assert phone.last("bye")["code"] == "link_revoked"
        assert now() - begun < 2000
        assert (await world.ask(phone, "f", type="set_step", step=1, key=""))["code"] == Code.REPLACED
        world.room.detach(phone, "f")
        assert (await world.ask(page, "f", type="set_step", step=1, key=""))["ok"]
        assert world.room.links == {"another", "link-a"}
        world.office.revoked.add("another")
        await page.until(lambda: page.closed)


@virtual
async def test_leaving_at_the_tablet_ends_both() -> None:
    async with World() as world:
        phone = await world.remote()
        assert (await world.ask(world.tablet, "f", type="leave"))["ok"]
        await phone.until(lambda: phone.closed)
        assert world.tablet.closed
        assert world.tablet.last("bye")["code"] == "left"
        assert phone.last("bye")["code"] == "remote_ended"
        for client in (phone, world.tablet):
            world.room.detach(client, "f")
        colleague = await world.come("f", Role.FACILITATOR)
        assert await world.connect("f", Role.FACILITATOR, "remote-1") == Refusal(Code.REMOTE_ENDED)
        assert colleague.view is not None
        assert colleague.view.remotes == ()


@virtual
async def test_it_outlives_a_restart_and_comes_back_alone() -> None:
    async with World() as world:
        phone = await world.remote()
        await world.restart()
        assert phone.last("bye")["code"] == "shutting_down"
        back = await world.connect("f", Role.FACILITATOR, "remote-1")
        assert isinstance(back, FakeClient)
        await asyncio.sleep(ABSENT + UNATTENDED_MS / 1000)
        assert "f" in world.room.room.people
        assert not world.room.room.unattended
        assert (await world.ask(back, "f", type="set_step", step=1, key=""))["ok"]


@virtual
async def test_nobody_makes_a_remote_of_a_participant_or_of_nobody() -> None:
    async with World() as world:
        assert await world.room.add_remote("a", "remote-1") == Refusal(Code.NOT_ALLOWED)
        assert await world.room.add_remote("x", "remote-1") == Refusal(Code.NOT_ENTERED)
        assert await world.connect("a", Role.PARTICIPANT, "remote-1") == Refusal(Code.REMOTE_ENDED)
