"""Being many by one device or one personal link, and throwing away what staff decided by being somebody new."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
import pytest

from rooms.views import View
from tests.attacks.doors import arrive, personal_link
from tests.bots.client import Bot, Refusal
from tests.bots.people import person
from tests.bots.server import Links, ServerProcess


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: devices and links are of one session each."""
    return shared_server


@dataclass
class Room:
    """A session that is open, and its facilitator."""

    links: Links
    facilitator: Bot

    async def departed(self, who: Bot) -> None:
        """Wait until the facilitator sees that somebody left."""
        await self.facilitator.until(lambda: who.person in {gone.person for gone in self._view.departed})

    async def banned(self, who: Bot) -> None:
        command = {"type": "send_away", "person": who.person, "for_good": True}
        answer = await self.facilitator.ask(command)
        assert answer["ok"], answer

    @property
    def _view(self) -> View:
        assert self.facilitator.view is not None
        return self.facilitator.view


@pytest.fixture
async def room(server: ServerProcess, http: aiohttp.ClientSession) -> Room:
    links = await server.new_session()
    return Room(links, await person(http, server, links, "しんこう", role="facilitator"))


async def test_one_device_is_one_person(server: ServerProcess, http: aiohttp.ClientSession, room: Room) -> None:
    first = await arrive(http, server, room.links.secret())
    tabs = [await arrive(http, server, room.links.secret(), device=first.device) for _ in range(5)]
    assert {tab.person for tab in tabs} == {first.person}
    await first.until(lambda: first.bye is not None)
    assert first.bye == {"code": "replaced", "for_good": False}
    assert (await tabs[-1].enter("さくら"))["ok"]


async def test_a_personal_link_is_one_person(server: ServerProcess, http: aiohttp.ClientSession, room: Room) -> None:
    secret = await personal_link(server, room.links.session)
    devices = [await arrive(http, server, secret) for _ in range(4)]
    assert len({device.person for device in devices}) == 1
    for earlier in devices[:-1]:
        await earlier.until(lambda earlier=earlier: earlier.bye is not None)  # type: ignore[misc]
        assert earlier.bye == {"code": "replaced", "for_good": False}
    assert (await devices[-1].enter("よやく"))["ok"]


@pytest.mark.parametrize("left", [False, True], ids=["there", "left"])
@pytest.mark.parametrize("personal", [False, True], ids=["public", "personal"])
async def test_for_good_holds(
    server: ServerProcess, http: aiohttp.ClientSession, room: Room, personal: bool, left: bool
) -> None:
    """By each way back that the server can know. A public link with nothing of before is somebody new."""
    public, own = room.links.secret(), await personal_link(server, room.links.session)
    secret = own if personal else public
    bad = await arrive(http, server, secret)
    assert (await bad.enter("わるもの"))["ok"]
    if left:
        assert (await bad.ask({"type": "leave"}))["ok"]
        await room.departed(bad)
    await room.banned(bad)
    ways = [
        (public, bad.device, bad.token),
        (public, bad.device, ""),
        (public, None, bad.token),
        (own, bad.device, bad.token),
        (own, bad.device, ""),
        (own, None, bad.token),
    ]
    if personal:
        ways.append((own, None, ""))
    for by, device, token in ways:
        with pytest.raises(Refusal) as refused:
            await arrive(http, server, by, device, token)
        assert refused.value.code == "sent_away", (by == own, device is None, token == "")
    joined = Bot(http, server.base)
    joined.device = bad.device
    await joined.join(secret=public)
    assert joined.person, "joining tells a banned device nothing: the room refuses it"


async def test_for_good_puts_out_every_tab_of_the_device(
    server: ServerProcess, http: aiohttp.ClientSession, room: Room
) -> None:
    own = await personal_link(server, room.links.session)
    bad = await arrive(http, server, room.links.secret())
    assert (await bad.enter("わるもの"))["ok"]
    screen = await arrive(http, server, room.links.secret("screen"), bad.device)
    reserved = await arrive(http, server, own, bad.device)
    await room.banned(bad)
    for tab in (bad, screen, reserved):
        await tab.until(lambda tab=tab: tab.bye is not None)  # type: ignore[misc]
        assert tab.bye == {"code": "sent_away", "for_good": True}


async def test_a_rest_holds_by_every_way_back(server: ServerProcess, http: aiohttp.ClientSession, room: Room) -> None:
    loud = await person(http, server, room.links, "おおごえ")
    rest = {"type": "rest_microphone", "person": loud.person, "rested": True}
    assert (await room.facilitator.ask(rest))["ok"]
    assert (await loud.ask({"type": "leave"}))["ok"]
    own = await personal_link(server, room.links.session)
    ways = [
        (room.links.secret(), loud.device, loud.token),
        (room.links.secret(), loud.device, ""),
        (room.links.secret(), None, loud.token),
        (own, loud.device, ""),
    ]
    for number, (secret, device, token) in enumerate(ways):
        back = await arrive(http, server, secret, device, token)
        assert (await back.enter(f"おおごえ{number}"))["ok"]
        assert (await back.ask({"type": "set_microphone", "microphone": "open"}))["code"] == "microphone_rested"
        assert (await back.ask({"type": "leave"}))["ok"]
