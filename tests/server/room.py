"""A running room with fake clients, for tests of the actor and the hub."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rooms.base import STAFF_ROLES, Role
from rooms.commands import client_command
from rooms.notes import Handed
from rooms.refusals import Refusal
from rooms.sheet import Step
from rooms.state import Settings
from rooms.tally import Numbers
from rooms.views import audience_of, view_of
from server.live.actor import RoomActor
from server.live.claim import Claim
from server.ports import Visitor
from server.storage.journal import SqliteJournal
from server.storage.leases import InProcessLeases
from tests.patience import PATIENCE
from tests.server.fakes import Clock, FakeClient, MemoryJournal, SilentVoice, framer

HOUR = 3_600_000


def settings(session: str = "s1", start: int = 0) -> Settings:
    """A session that is open from `start` for three hours."""
    return Settings(
        session=session,
        title="ふらっと",
        early_at=start,
        open_at=start,
        closing_at=start + 3 * HOUR,
        end_at=start + 4 * HOUR,
        steps=(Step(title="はじまり", minutes=10), Step(title="おしゃべり", minutes=40)),
    )


class RoomUnderTest:
    """An actor on a journal, and a helper for each thing that a client does."""

    def __init__(
        self,
        journal: SqliteJournal | MemoryJournal,
        now: Callable[[], int] | None = None,
        planned: Settings | None = None,
    ) -> None:
        self.now = now or Clock()
        self.planned = planned or settings()
        self.voice = self._new_voice()
        self.journal = journal
        self.leases = InProcessLeases(self.now, journal.newest)
        self.over = asyncio.Event()
        self.counts: list[Mapping[str, Numbers]] = []
        self.notes: dict[str, Handed] = {}
        self.office_away = False
        self.clients: dict[str, FakeClient] = {}
        self.actor = self._new_actor()
        self._ack = 0

    def _new_voice(self) -> SilentVoice:
        return SilentVoice()

    def _new_actor(self) -> RoomActor:
        async def on_end(session: str) -> None:
            assert session == self.actor.id
            self.over.set()

        async def keep_counts(session: str, totals: Mapping[str, Numbers]) -> None:
            self.counts.append(totals)

        claim = Claim(self.planned.session, self.journal, self.leases, lambda: None)
        return RoomActor(self.planned, claim, self.voice, framer, self.now, on_end, keep_counts, self.keep_notes)

    async def keep_notes(self, session: str, notes: Sequence[Handed]) -> None:
        if self.office_away:
            raise OSError
        self.notes |= {note.id: note for note in notes}

    async def start(self) -> None:
        await self.actor.start()

    async def kill_and_restart(self) -> None:
        """As after kill -9: nothing of the old actor is asked to clean up."""
        task = self.actor._task
        assert task is not None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.actor._notes.stop()
        self.clients.clear()
        self.actor = self._new_actor()
        await self.actor.start()

    def visitor(self, person: str, role: Role = Role.PARTICIPANT) -> Visitor:
        """Who connects as this person, each by a link and from a place of their own."""
        return Visitor(
            person, self.planned.session, role, f"device-of-{person}", link=f"link-of-{person}", network=f"at-{person}"
        )

    def detach(self, person: str) -> FakeClient:
        """The connection of this person ends."""
        client = self.clients.pop(person)
        self.actor.detach(client, person)
        return client

    async def ended(self) -> None:
        """Wait until the session is over and the office knows."""
        async with asyncio.timeout(PATIENCE):
            await self.over.wait()

    async def attach(
        self, person: str, role: Role = Role.PARTICIPANT, *, rev: int | None = None, client: FakeClient | None = None
    ) -> FakeClient | Refusal:
        client = client or FakeClient()
        refusal = await self.actor.attach(client, self.visitor(person, role), rev)
        if refusal is not None:
            return refusal
        self.clients[person] = client
        return client

    async def ask(self, who: str, /, **command: Any) -> dict[str, Any]:
        """Send a command as JSON, as the socket does, and wait for its acknowledgement."""
        return await self.ask_as(self.clients[who], who, **command)

    async def ask_as(self, client: FakeClient, who: str, /, **command: Any) -> dict[str, Any]:
        self._ack += 1
        number = self._ack
        self.actor.ask(client, who, number, client_command.validate_python(command, strict=False))
        return await client.acknowledged(number)

    async def enter(self, person: str, role: Role = Role.PARTICIPANT, **fields: Any) -> FakeClient:
        client = await self.attach(person, role)
        assert isinstance(client, FakeClient), client
        avatar = {"style": "critters", "seed": "a"}
        # Nobody may be called like one of the staff but for a letter behind.
        fields = {"nickname": f"{'かかり' if role in STAFF_ROLES else 'なまえ'}{person}", **fields}
        answer = await self.ask(person, type="enter", avatar=avatar, **fields)
        assert answer["ok"], answer
        return client

    async def say(self, person: str, text: str, **fields: Any) -> dict[str, Any]:
        return await self.ask(person, type="say", id=secrets.token_urlsafe(9), text=text, **fields)

    def assert_views_agree(self) -> None:
        """Law 2, through the hub: what every client has folded is what a fresh view would say."""
        for person, client in self.clients.items():
            if client.closed:
                continue
            assert client.view == view_of(self.actor.room, audience_of(self.actor.room, person))
