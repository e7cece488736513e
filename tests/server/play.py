"""A whole session as its run sheet says, with as many people as one likes; what must always hold is checked in between.

Nothing here asks the room's own rules who hears, reads or may speak: tests/rooms/oracle.py says it once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from rooms.base import STAFF_ROLES, Card, Microphone, Part, Role
from rooms.events import Shown
from rooms.machine import next_deadline
from rooms.plan import Place
from rooms.refusals import Refusal
from rooms.sheet import Step
from rooms.state import Settings
from rooms.views import audience_of, view_of
from server.office.base.models import KindShown
from server.ports import Visitor
from server.storage.journal import SqliteJournal
from tests.patience import happens
from tests.rooms.always import assert_sound
from tests.rooms.oracle import as_told, may_open, may_write, who_hears_whom
from tests.server.fakes import Clock, FakeClient, MemoryJournal
from tests.server.readers import Pages, Reader, Words
from tests.server.room import RoomUnderTest
from tests.templates import session_of

STAFF = {"f": Role.FACILITATOR, "g": Role.ASSISTANT}
WALL, LOOKER = "wall", "looker"
EARLY_MS, HOUR_MS = 60_000, 3_600_000
SOME = 1


def planned(kind: KindShown, words: Words, now: int) -> Settings:
    """The settings of a session of a ready-made kind, as the office makes them; but what all are told of a step, and its
    notes, are words by which it is seen who was sent them."""
    until = now + HOUR_MS + kind.programme.minutes * 120_000
    made = session_of(kind, "s1", early_at=now, starts_at=now + HOUR_MS // 2, until_at=until)
    return made.model_copy(update={"steps": tuple(_told(step, words) for step in made.steps)})


def _told(step: Step, words: Words) -> Step:
    return step.model_copy(update={"text": words.new(), "notes": words.new()})


class Play(RoomUnderTest):
    """Staff, a wall, somebody who looks in, and participants; `count` are the people without the last two."""

    def __init__(
        self,
        kind: KindShown,
        count: int,
        journal: SqliteJournal | MemoryJournal,
        now: Callable[[], int],
    ) -> None:
        self.words = Words()
        super().__init__(journal, now, planned(kind, self.words, now()))
        self.coming = [f"p{number:02}" for number in range(count - len(STAFF))]
        self.came: list[str] = []
        self.pages = Pages()
        self.may: dict[str, set[str]] = {}
        """For everybody the words that may reach them, and no others."""
        self._checks = 0
        self.lying: dict[str, str] = {}
        """What lies on tables and in booths, by zone."""

    def visitor(self, person: str, role: Role = Role.PARTICIPANT) -> Visitor:
        return replace(super().visitor(person, role), personal=True)

    async def attach(
        self, person: str, role: Role = Role.PARTICIPANT, *, rev: int | None = None, client: FakeClient | None = None
    ) -> FakeClient | Refusal:
        return await super().attach(person, role, rev=rev, client=client or Reader(self.pages))

    def reader(self, person: str) -> Reader:
        client = self.clients[person]
        assert isinstance(client, Reader)
        return client

    async def does(self, who: str, /, **command: Any) -> None:
        """Something that must be allowed."""
        answer = await self.ask(who, **command)
        assert answer["ok"], (who, command, answer)
        self._may_see_what_lies()

    async def come(self, people: Iterable[str]) -> None:
        """Participants come in, each in their own way."""
        for person in people:
            number = int(person[1:])
            await self.enter(
                person,
                card=list(Card)[number % 3],
                wish="listener" if number % 5 == 4 else "circle",
                hall="hall" if number % 4 == 3 else None,
                first_time=number % 7 == 0,
            )
            self.came.append(person)

    def shown(self, person: str) -> Shown:
        return self.actor.room.people[person].shown

    def place(self, person: str) -> Place:
        place = self.actor.room.plan.place(self.shown(person).place)
        assert place is not None
        return place

    def present(self, *, hall: bool | None = None) -> list[str]:
        """The participants who take part, connected and not in private, as they came."""
        here = [pid for pid in self.came if pid in self.actor.room.people and pid in self.clients]
        here = [pid for pid in here if self.place(pid).part is Part.PRESENT and not self.place(pid).private]
        return [pid for pid in here if hall is None or (self.shown(pid).hall is not None) is hall]

    def where(self) -> dict[str, str]:
        return {pid: person.shown.place for pid, person in self.actor.room.people.items()}

    async def says(self, person: str, scope: str = "place") -> None:
        """Somebody says a new word. Whether it was to be, and to whom, is the oracle's to say."""
        await self.pass_time(2)  # or it would be too fast
        room, word = self.actor.room, self.words.new()
        allowed = scope == "staff" or may_write(room, person)
        readers = self._readers(person, scope)
        for reader in readers:
            self.may.setdefault(reader, set()).add(word)
        answer = await self.say(person, word, scope=scope)
        assert answer["ok"] is allowed, (person, scope, answer)
        if allowed:
            assert {pid for pid in self.clients if word in self.reader(pid).words} == readers & self.clients.keys()

    def _readers(self, person: str, scope: str) -> set[str]:
        room, zone = self.actor.room, self.place(person).zone
        staff = {pid for pid, each in room.people.items() if each.shown.role in STAFF_ROLES}
        there = {pid for pid in room.people if self.place(pid).zone == zone}
        if scope == "staff":
            return staff | {person}
        if self.place(person).private:
            return there
        inside = {pid for pid in room.people if self.place(pid).part is not Part.WAITING}
        wall = {WALL} if scope == "room" or zone == "main" else set[str]()
        return (inside if scope == "room" else there) | staff | wall

    async def opens(self, person: str) -> None:
        """Somebody opens their microphone, where the oracle says that they may."""
        allowed = may_open(self.actor.room, person)
        answer = await self.ask(person, type="set_microphone", microphone="open")
        assert answer["ok"] is allowed, (person, answer)

    async def lays(self, person: str, place: Place) -> None:
        """One of the staff lays a prompt on a table or in a booth."""
        word = self.words.new()
        self.lying[place.zone] = word
        await self.does(person, type="start_activity", activity={"kind": "prompt", "text": word}, place=place.id)
        assert word in self.reader(person).words

    def _may_see_what_lies(self) -> None:
        """Whoever sits there, and of what is no secret the staff."""
        room = self.actor.room
        for zone, word in [(zone, word) for zone, word in self.lying.items() if zone in room.activities]:
            for pid, person in room.people.items():
                place = self.place(pid)
                staff = person.shown.role in STAFF_ROLES and not room.plan.is_private(zone)
                if place.zone == zone or staff:
                    self.may.setdefault(pid, set()).add(word)

    def _may_read_the_sheet(self) -> None:
        told = {step.text for step in self.planned.steps}
        for pid, person in self.actor.room.people.items():
            if person.shown.role in STAFF_ROLES:
                self.may.setdefault(pid, set()).update(told, {step.notes for step in self.planned.steps})
            elif self.place(pid).part is not Part.WAITING:
                self.may.setdefault(pid, set()).update(told)
        self.may.setdefault(WALL, set()).update(told)

    def check(self, every: int = 0) -> None:
        """What must hold whatever was done: seats, voices, words, the line, and that people know the room as it is: in large
        sessions the staff, the wall, who looks in, and of the others each `every`th, or some; others each time."""
        room = self.actor.room
        assert_sound(room)
        assert as_told(room, self.voice.plans.get("s1", ())) == who_hears_whom(room)
        speaking = [pid for pid, person in room.people.items() if person.shown.microphone is Microphone.OPEN]
        assert all(may_open(room, pid) for pid in speaking), "nobody speaks where one listens or writes"
        self._may_see_what_lies()
        self._may_read_the_sheet()
        self.pages.plan = room.plan
        some = every or len(self.came) // SOME + 1
        asked = {*STAFF, WALL, LOOKER, *self.came[self._checks % some :: some]}
        self._checks += 1
        for pid in self.clients:
            reader = self.reader(pid)
            assert not reader.closed, pid
            if pid in asked:
                assert reader.read() == view_of(room, audience_of(room, pid)), pid
            assert reader.words <= self.may.get(pid, set()), (pid, "was sent what is not theirs to read")
            staff = pid in STAFF
            assert staff or reader.waits <= {pid}, (pid, "was sent who waits")
            assert staff or reader.view is None or reader.view.undo is None
        if every == 1:
            self.pages.forget()

    async def pass_time(self, seconds: float) -> None:
        """It is later. (Where time is only told, the clock is.)"""
        if isinstance(self.now, Clock):
            self.now.now += round(seconds * 1000)
            await self.ask("f", type="refresh")  # whoever asks anything has the room look at the clock
            await happens(lambda: (next_deadline(self.actor.room) or self.now() + 1) > self.now())
        else:
            await asyncio.sleep(seconds)
