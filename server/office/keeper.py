"""What the office does by itself: plans ahead, forgets what is old, sends what is due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy import Connection, select, update

from server.office.base import once
from server.office.base.common import DAY_MS
from server.office.base.database import Lane
from server.office.base.tables import reservations, sessions
from server.office.base.untouched import UNTOUCHED
from server.office.counts import counting
from server.office.decks import keeping as decks
from server.office.notes import decided, looking_back
from server.office.notes import keeping as notes
from server.office.papers.mails import Postman
from server.office.plan import follow
from server.office.sessions import themes
from server.office.staff import signing_in

EVERY = 60.0
"""Seconds between two rounds; what is done once a day looks at the day itself."""

GRACE_MS = 3_600_000
"""A server that comes back within an hour of a session's end still opens and closes its room properly."""

log = structlog.get_logger(__name__)


def forget_addresses(connection: Connection, now: int) -> int:
    """Mail addresses of sessions that are over, also those whose room never opened."""
    over = select(sessions.c.id).where((sessions.c.until_at < now) | sessions.c.ended_at.is_not(None))
    change = update(reservations).where(reservations.c.mail.is_not(None), reservations.c.session.in_(over))
    return connection.execute(change.values(mail=None)).rowcount


def close_past(connection: Connection, now: int) -> int:
    """Sessions that are over without a room ever having begun: only announced ones, or while the server was off."""
    past = UNTOUCHED & (sessions.c.until_at < now - GRACE_MS) & sessions.c.organisation.is_not(None)
    ids = connection.execute(select(sessions.c.id).where(past)).scalars().all()
    for session in ids:
        counting.settle(connection, session, now)
    counting.forget_who_came(connection, past)
    connection.execute(update(sessions).where(past).values(ended_at=sessions.c.until_at))
    return len(ids)


class Keeper:
    """Goes round for as long as the server runs, and has the postman send letters beside it."""

    def __init__(self, database: Lane, postman: Postman | None, now: Callable[[], int]) -> None:
        self._database = database
        self._postman = postman
        self._now = now
        self._tasks: list[asyncio.Task[None]] = []
        self._day = -1

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._run(), name="keeper")]
        if self._postman is not None:
            self._tasks.append(asyncio.create_task(self._postman.send_letters(), name="letters"))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self.round()
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Everything that is due now."""
        now = self._now()
        steps: list[Callable[[], Awaitable[object]]] = [
            lambda: self._database.write(close_past, now),
            lambda: self._database.write(forget_addresses, now),
            lambda: self._database.write(decks.forget_over, now),
            lambda: self._database.write(themes.forget_over, now),
            lambda: self._database.write(notes.forget_old, now),
            lambda: self._database.write(looking_back.forget_old, now),
            lambda: self._database.write(decided.forget_old, now),
            lambda: self._database.write(once.forget_old, now),
        ]
        if now // DAY_MS != self._day:
            self._day = now // DAY_MS
            steps += [
                lambda: self._database.write(follow.plan_ahead, now),
                lambda: self._database.write(signing_in.forget_old_sign_ins, now),
            ]
        steps.append(self._database.forget_written)
        if self._postman is not None:
            steps.append(self._postman.round)
        for step in steps:
            try:
                await step()
            except Exception:  # one step that fails keeps no other from being done
                log.exception("keeper_failed")
