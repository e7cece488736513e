"""Bots hold a whole session of a ready-made kind on a real server, in real time: doors, every step of its run sheet with
what its plan has, the end. `make rehearse TEMPLATE=salon` shows it to whoever wants to watch; a test does it in seconds."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from rooms.base import PlaceKind, Role
from rooms.plan import Place
from rooms.views import View
from server.clock import now_ms
from server.identity.links import Signer, new_codes
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.models import KindShown
from server.office.live import LiveOffice
from server.sessions import SessionLinks, session_links
from tests.bots.client import Bot
from tests.bots.rehearse import Guest
from tests.bots.server import ServerProcess
from tests.templates import session_of

SESSION = "rehearsal"
LONGEST_MS = 12 * 3_600_000
FAREWELL = 10 * 60
"""Seconds as planned between そろそろおしまい and the end."""
AT_A_TABLE, IN_A_LINE, IN_A_ROUND = 4, 4, 6


async def prepared(data: Path, kind: KindShown, base: str) -> SessionLinks:
    """The session in the data folder, before the server starts: the doors open early, and now."""
    now = now_ms()
    office = LiveOffice(Database(data), now_ms, Safe.of(data))
    try:
        settings = session_of(kind, SESSION, early_at=now, starts_at=now + LONGEST_MS, until_at=now + 2 * LONGEST_MS)
        await office.create_session(settings)
        for role in (Role.FACILITATOR, Role.SCREEN):
            await office.add_link(SESSION, role)
        await office.add_link(SESSION, Role.PARTICIPANT, code=next(iter(new_codes())))
        return await session_links(office, Signer(data), settings, base)
    finally:
        await office.close()


@dataclass
class Leading:
    """Who leads, and whom they lead. `faster` divides all waiting."""

    kind: KindShown
    server: ServerProcess
    links: SessionLinks
    people: int
    faster: float
    talk: list[list[bytes]]
    say: Callable[[str], None] = print
    lively: bool = True
    """Whether people say and do small things of their own meanwhile."""
    look: Callable[[Leading], Awaitable[None]] | None = None
    """Called in every step, once what its plan has was done."""
    steps: list[str] = field(default_factory=list)
    """What was held, in order."""
    _living: list[asyncio.Task[None]] = field(default_factory=list)

    async def hold(self) -> None:
        """From doors to end. Raises RuntimeError where the room refuses what whoever leads must be able to do."""
        async with aiohttp.ClientSession() as http, contextlib.AsyncExitStack() as stack:
            self.leader = Bot(http, self.server.base)
            stack.push_async_callback(self.leader.close)
            await self.leader.join(secret=self._secret(Role.FACILITATOR))
            await self.leader.connect()
            await self._must(
                self.leader, type="enter", nickname="しんこう役", avatar={"style": "critters", "seed": "f"}
            )
            self.guests = [Guest(http, self.server.base, number, self.talk) for number in range(self.people)]
            for guest in self.guests:
                stack.push_async_callback(guest.go)
            await self._come(self.guests[::2])
            await self._must(self.leader, type="set_doors", doors="open")
            await self._come(self.guests[1::2])
            stack.callback(lambda: [task.cancel() for task in self._living])
            if self.lively:
                self._living = [asyncio.create_task(guest.live()) for guest in self.guests]
            for number, step in enumerate(self.kind.programme.steps):
                await self._step(number, step.title, step.minutes * 60 / self.faster)
            await self._end()

    async def _step(self, number: int, title: str, seconds: float) -> None:
        until = asyncio.get_running_loop().time() + seconds
        if number:
            await self._must(self.leader, type="set_step", step=number, key=self.view.steps[number].key)
            await self.leader.until(lambda: self.view.step == number)
        self.steps.append(self.view.steps[self.view.step].title)
        inside = [person for person in self.view.people.values() if person.held is None]
        self.say(f"{number + 1}. {title}({len(inside)}人、{round(seconds)}秒)")
        await self._what_the_plan_has()
        if self.look is not None:
            await self.look(self)
        await asyncio.sleep(until - asyncio.get_running_loop().time())

    async def _what_the_plan_has(self) -> None:
        plan = self.view.plan
        tables = [place for place in plan.places if place.kind is PlaceKind.TABLE]
        if tables:
            await self._sit_down(tables)
        if plan.exchange is not None:
            for guest in self._at_home()[:AT_A_TABLE]:
                await self._may(guest.bot, type="take_place", place=plan.exchange[0])
            await self._must(self.leader, type="change_places")
        if booths := [place for place in plan.places if place.private]:
            await self._lead_to(booths)
        if not tables and plan.exchange is None:
            await self._go_round()

    async def _sit_down(self, tables: list[Place]) -> None:
        for number, guest in enumerate(self._at_home()[: AT_A_TABLE * len(tables)]):
            await self._may(guest.bot, type="take_place", place=tables[number % len(tables)].id)
        if len(tables) > 1:
            await self._must(self.leader, type="mix_tables")

    async def _lead_to(self, booths: list[Place]) -> None:
        for guest in self._at_home()[:IN_A_LINE]:
            await self._may(guest.bot, type="join_line")
        await self.leader.ask({"type": "refresh"})
        for person, booth in zip(self.view.line, booths, strict=False):
            await self._may(self.leader, type="call_from_line", person=person)
            await self._may(self.leader, type="move_person", person=person, place=booth.id)

    async def _go_round(self) -> None:
        order = [guest.bot.person for guest in self._at_home()[:IN_A_ROUND]]
        await self._may(self.leader, type="begin_round", order=order)
        for _ in order:
            turn = self.view.turn
            guest = next((each for each in self.guests if each.bot.person == turn), None)
            if guest is None:
                break
            await self._may(guest.bot, type="end_turn")
            await self.leader.ask({"type": "refresh"})
        await self._may(self.leader, type="end_round")

    async def _end(self) -> None:
        await self._must(self.leader, type="set_doors", doors="closing")
        self.say("そろそろおしまい")
        await asyncio.sleep(FAREWELL / self.faster)
        await self.leader.tell({"type": "set_doors", "doors": "ended"})
        for bot in (self.leader, *(guest.bot for guest in self.guests)):
            await bot.until(lambda bot=bot: not bot.open)  # type: ignore[misc]
        self.say("おわりました。")

    @property
    def view(self) -> View:
        """As whoever leads sees it."""
        if self.leader.view is None:
            raise RuntimeError("not connected")
        return self.leader.view

    def _secret(self, role: Role) -> str:
        return self.links.urls[role].split("#", 1)[1]

    async def _come(self, guests: list[Guest]) -> None:
        for guest in guests:
            await guest.come(self._secret(Role.PARTICIPANT))

    def _at_home(self) -> list[Guest]:
        """Those who take part, not in the hall and not in private."""
        places = {place.id: place for place in self.view.plan.places}
        people = self.view.people
        here = [guest for guest in self.guests if guest.bot.person in people]
        return [
            guest
            for guest in here
            if people[guest.bot.person].hall is None and not places[people[guest.bot.person].place].private
        ]

    async def _must(self, bot: Bot, **command: Any) -> None:
        answer = await bot.ask(command)
        if not answer["ok"]:
            raise RuntimeError(f"{command}: {answer['code']}")

    async def _may(self, bot: Bot, **command: Any) -> None:
        """What a room may refuse: it is full, somebody rests, the step is for listening."""
        await bot.ask(command)
