"""The rooms that live on this node: loaded from the journal on demand, started ahead of their time, ended once.

Theory: a room lives on one node, which holds its lease and renews it on a timer. A lost lease stops the room here without
another write; people reconnect, to wherever it lives then. On a single node the leases are in this process, and the same
code runs.

Invariants: at most one actor of a room at a time. Whoever asks while one is being started waits for that one; while one is
being stopped it stays in the table and turns everybody away, so that nobody finds a second one before the first has
written its last. Whatever waited looks again before it acts: the actor may have ended or been replaced meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog

from rooms.base import Doors
from rooms.refusals import Code, Refusal
from rooms.state import Settings
from rooms.tally import Numbers
from server.live.actor import RoomActor
from server.live.claim import Claim, Sleep
from server.live.rights import Rights
from server.ports import (
    Fenced,
    Framer,
    Journal,
    JournalAway,
    JournalLost,
    Leases,
    Office,
    Room,
    SessionRecord,
    VoiceEngine,
)
from server.sessions import stay_of

AHEAD_MS = 15 * 60 * 1000
"""Rooms are started this long before their early doors, so that those who look in early find them."""
LOOK_EVERY = 60.0
"""Seconds between looks at the office's calendar."""
RENEW_EVERY = 5.0
"""Seconds between renewals of leases: two may fail before one runs out."""
_ENDED = Refusal(Code.SESSION_ENDED)
_LATER = Refusal(Code.STORAGE_FAILED, 2000)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RoomDeps:
    """What every room needs of the world."""

    office: Office
    journal: Journal
    leases: Leases
    voice: VoiceEngine
    framer: Framer
    now: Callable[[], int]
    sleep: Sleep = asyncio.sleep
    unattended_ms: int = 0
    """For so long an open room may be without staff before newcomers wait; 0: for ever."""
    stay_ms: int = 0
    """For so long past its planned end a room may go on while staff are there; 0: it ends as planned."""


@dataclass(frozen=True, slots=True)
class _Live:
    """A running room and what it holds of its store."""

    actor: RoomActor
    claim: Claim


class Registry:
    """Finds or starts the actor of a session. Also hears the voice engine (it is its VoiceListener)."""

    def __init__(self, deps: RoomDeps) -> None:
        self._deps = deps
        self._rooms: dict[str, _Live] = {}
        self._starting: dict[str, asyncio.Future[Room | Refusal]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._look = asyncio.Event()
        self._rights = Rights(deps.office, lambda: [live.actor for live in self._rooms.values()], deps.now)

    async def start(self) -> None:
        """Bring back every room that was alive, and begin to watch the calendar and the leases."""
        self._spawn(self._keep_leases(), "leases")
        await self._start_due()
        self._spawn(self._watch_calendar(), "calendar")
        self._spawn(self._rights.watch(), "rights")

    async def stop(self) -> None:
        """Stop every room, also those that are being started just now. Nothing is found any more."""
        self._stopping = True
        await asyncio.gather(*self._starting.values(), return_exceptions=True)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(self._stop_one(live) for live in list(self._rooms.values())))

    async def find(self, session: str) -> Room | Refusal:
        """The running room of a session, started if need be.

        Refused with `session_ended` if the session is unknown, over or unreadable for ever; with `storage_failed` if its
        store does not answer or another node holds it; with `shutting_down` while this node stops.
        """
        live = self._rooms.get(session)
        if live is not None:
            # One that is stopping tells whoever comes to try again: by then there is another.
            return _ENDED if live.actor.ended else live.actor
        if self._stopping:
            return Refusal(Code.SHUTTING_DOWN, 2000)
        pending = self._starting.get(session)
        if pending is None:
            pending = asyncio.ensure_future(self._start_one(session))
            self._starting[session] = pending
            pending.add_done_callback(lambda _: self._starting.pop(session, None))
        return await asyncio.shield(pending)

    async def _start_one(self, session: str) -> Room | Refusal:
        office = self._deps.office
        record = await office.look(session)
        if record is None:
            return _ENDED
        if self._is_near(record.settings) and not record.frozen:
            record = await office.freeze(session) or record
        return await self._begin(self._settings_of(record))

    def _settings_of(self, record: SessionRecord) -> Settings:
        """With what this server has to say, which the office does not know."""
        deps = self._deps
        own = {"unattended_ms": deps.unattended_ms, "stay_ms": stay_of(record, deps.stay_ms)}
        return record.settings.model_copy(update=own)

    def _is_near(self, settings: Settings) -> bool:
        return settings.early_at - AHEAD_MS <= self._deps.now()

    async def _begin(self, settings: Settings) -> Room | Refusal:
        deps, session = self._deps, settings.session
        claim = Claim(session, deps.journal, deps.leases, lambda: self._lost(session), deps.sleep)

        async def keep_counts(session: str, totals: Mapping[str, Numbers]) -> None:
            if not claim.lost:  # whoever has the room now counts on from the journal
                await deps.office.keep_counts(session, totals)

        office = deps.office
        actor = RoomActor(
            settings, claim, deps.voice, deps.framer, deps.now, self._ended, keep_counts, office.keep_notes
        )
        try:
            await actor.start()
        except (Fenced, JournalAway) as error:
            log.error("room_not_started", room=session, error=type(error).__name__)
            await claim.drop()
            return _LATER
        except JournalLost:
            log.error("room_unreadable", room=session)
            await claim.drop()
            return _ENDED
        except Exception:
            # Events that cannot be replayed are a fault of ours: of this room alone, and told with a code.
            log.exception("room_unreadable", room=session)
            await claim.drop()
            return Refusal(Code.INTERNAL)
        live = self._rooms[session] = _Live(actor, claim)
        if claim.lost:  # between its first write and now
            self._lost(session)
        return live.actor

    async def _ended(self, session: str) -> None:
        """The words are gone already; that the session is over is told until the office has it."""
        delay = 1.0
        while True:
            try:
                await self._deps.office.end_session(session)
            except Exception:
                log.exception("end_not_told", room=session)
                await self._deps.sleep(delay)
                delay = min(delay * 2, 60.0)
            else:
                break
        live = self._rooms.pop(session, None)
        if live is not None:
            await live.claim.drop()

    def _lost(self, session: str) -> None:
        """Another node has the room, or may have it: whoever is connected comes back to wherever it lives."""
        live = self._rooms.get(session)
        if live is not None and not live.actor.ended:
            self._spawn(self._stop_one(live), f"lost {session}")

    async def _stop_one(self, live: _Live) -> None:
        await live.actor.stop()
        await live.claim.drop()
        if self._rooms.get(live.actor.id) is live:
            del self._rooms[live.actor.id]

    # -- timers ----------------------------------------------------------------------------------------------------

    def _spawn(self, work: Awaitable[None], name: str) -> None:
        async def run() -> None:
            await work

        task = asyncio.create_task(run(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_leases(self) -> None:
        while True:
            await self._deps.sleep(RENEW_EVERY)
            await asyncio.gather(*(live.claim.renew() for live in list(self._rooms.values())))

    def look_soon(self) -> None:
        """Look at the calendar now: something may have been planned that is due already."""
        self._look.set()

    def look_at_rights(self) -> None:
        """Look now at the links by which people are here: one may have ended."""
        self._rights.look_soon()

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
            await self._each(record.settings.session, self.find(record.settings.session))
        for live in list(self._rooms.values()):
            await self._each(live.actor.id, self._keep_up(live))

    async def _each(self, session: str, work: Awaitable[object]) -> None:
        """One session that fails must not keep the others' doors closed."""
        try:
            await work
        except Exception:
            log.exception("session_failed", room=session)

    async def _keep_up(self, live: _Live) -> None:
        """A room whose doors are closed still follows the office: moved, cancelled, or nobody there any more."""
        office, actor = self._deps.office, live.actor
        planned = await office.look(actor.id)
        # From here to the branch nothing waits: a room that ended meanwhile must be left to end.
        moved = planned is None or self._settings_of(planned) != actor.room.settings
        if actor.room.doors is not Doors.BEFORE or (not moved and self._is_near(actor.room.settings)):
            if planned is not None and not planned.frozen:
                await office.freeze(actor.id)
        elif moved or not actor.connected:
            # Whoever is connected comes back by themselves, into the room as the office has it now.
            await self._stop_one(live)

    def counts(self) -> dict[str, int]:
        """Rooms and connected clients, for health and benches."""
        return {
            "rooms": len(self._rooms),
            "connected": sum(live.actor.connected for live in self._rooms.values()),
        }

    # -- VoiceListener ---------------------------------------------------------------------------------------------

    def speaking(self, room: str, people: frozenset[str]) -> None:
        live = self._rooms.get(room)
        if live is not None:
            live.actor.speaking(people)

    def gone(self, room: str, person: str) -> None:
        log.info("voice_gone", room=room, person=person)

    def restarted(self) -> None:
        for live in self._rooms.values():
            live.actor.voice_restarted()
