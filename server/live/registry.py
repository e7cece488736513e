"""The rooms that live in this process: loaded from the journal on demand, started ahead of their time, ended once.

A room lives on one node. The single node's lease is this dictionary; a lease in Redis can stand in its place later.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from rooms.base import Doors
from rooms.state import Settings
from server.live.actor import RoomActor
from server.ports import Framer, Journal, JournalLost, Office, VoiceEngine

AHEAD_MS = 15 * 60 * 1000
"""Rooms are started this long before their early doors, so that those who look in early find them."""
LOOK_EVERY = 60.0
"""Seconds between looks at the office's calendar."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RoomDeps:
    """What every room needs of the world."""

    office: Office
    journal: Journal
    voice: VoiceEngine
    framer: Framer
    now: Callable[[], int]


class Registry:
    """Finds or starts the actor of a session. Also hears the voice engine (it is its VoiceListener)."""

    def __init__(self, deps: RoomDeps) -> None:
        self._deps = deps
        self._actors: dict[str, RoomActor] = {}
        self._starting: dict[str, asyncio.Future[RoomActor | None]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._look = asyncio.Event()

    async def start(self) -> None:
        """Bring back every room that was alive, and begin to watch the calendar."""
        await self._start_due()
        self._watch = asyncio.create_task(self._watch_calendar(), name="calendar")

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await asyncio.gather(*(actor.stop() for actor in self._actors.values()))
        self._actors.clear()

    async def find(self, session: str) -> RoomActor | None:
        """The running actor of a session, started if need be; None if the session is unknown or has ended."""
        actor = self._actors.get(session)
        if actor is not None:
            # One that is stopping tells whoever comes to try again: by then there is another.
            return None if actor.ended else actor
        pending = self._starting.get(session)
        if pending is None:
            pending = asyncio.ensure_future(self._start_one(session))
            self._starting[session] = pending
            pending.add_done_callback(lambda _: self._starting.pop(session, None))
        return await asyncio.shield(pending)

    async def _start_one(self, session: str) -> RoomActor | None:
        office = self._deps.office
        record = await office.look(session)
        if record is None:
            return None
        if self._is_near(record.settings) and not record.frozen:
            record = await office.freeze(session) or record
        return await self._begin(record.settings)

    def _is_near(self, settings: Settings) -> bool:
        return settings.early_at - AHEAD_MS <= self._deps.now()

    async def _begin(self, settings: Settings) -> RoomActor | None:
        deps = self._deps
        actor = RoomActor(
            settings, deps.journal, deps.voice, deps.framer, deps.now, self._ended, deps.office.keep_counts
        )
        try:
            await actor.start()
        except JournalLost:
            log.error("room_unreadable", room=settings.session)
            return None
        self._actors[settings.session] = actor
        return actor

    async def _ended(self, session: str) -> None:
        """The words are gone already; that the session is over is told until the office has it."""
        delay = 1.0
        while True:
            try:
                await self._deps.office.end_session(session)
            except Exception:
                log.exception("end_not_told", room=session)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 60.0)
            else:
                break
        self._actors.pop(session, None)

    def look_soon(self) -> None:
        """Look at the calendar now: something may have been planned that is due already."""
        self._look.set()

    async def _watch_calendar(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._look.wait()
            self._look.clear()
            try:
                await self._start_due()
            except Exception:
                log.exception("calendar_failed")

    async def _start_due(self) -> None:
        for record in await self._deps.office.due_sessions(self._deps.now() + AHEAD_MS):
            await self.find(record.settings.session)
        for actor in list(self._actors.values()):
            await self._keep_up(actor)

    async def _keep_up(self, actor: RoomActor) -> None:
        """A room whose doors are closed still follows the office: moved, cancelled, or nobody there any more."""
        office = self._deps.office
        planned = await office.look(actor.id)
        moved = planned is None or planned.settings != actor.room.settings
        if actor.room.doors is not Doors.BEFORE or (not moved and self._is_near(actor.room.settings)):
            if planned is not None and not planned.frozen:
                await office.freeze(actor.id)
        elif moved or not actor.connected:
            # Whoever is connected comes back by themselves, into the room as the office has it now. Only one actor writes
            # to a room: until this one has stopped, nobody finds another.
            await actor.stop()
            self._actors.pop(actor.id, None)

    def counts(self) -> dict[str, int]:
        """Rooms and connected clients, for health and benches."""
        return {
            "rooms": len(self._actors),
            "connected": sum(actor.connected for actor in self._actors.values()),
        }

    # -- VoiceListener ---------------------------------------------------------------------------------------------

    def speaking(self, room: str, people: frozenset[str]) -> None:
        actor = self._actors.get(room)
        if actor is not None:
            actor.speaking(people)

    def gone(self, room: str, person: str) -> None:
        log.info("voice_gone", room=room, person=person)

    def restarted(self) -> None:
        for actor in self._actors.values():
            actor.voice_restarted()
