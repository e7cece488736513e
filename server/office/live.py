"""The office as live rooms see it (`server.ports.Office`): sessions whose time has come, and links.

A planned session's settings are made from its row and its programme each time they are asked for, and frozen shortly before
its doors, or when staff open them: from then on nothing that the office changes can reach a room that people are in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from rooms.base import LinkEnd, Role
from rooms.notes import Handed, Minutes, Note
from rooms.past import load_settings
from rooms.state import Settings
from rooms.tally import Numbers
from server.office.base import models
from server.office.base.changes import Changes
from server.office.base.common import Safe
from server.office.base.database import Lane
from server.office.base.tables import links, organisations, reservations, sessions
from server.office.base.untouched import is_frozen
from server.office.content import Content, Living
from server.office.counts import counting
from server.office.decks import keeping as decks
from server.office.notes import decided, keeping
from server.office.rules.typed import STORED
from server.office.sessions import following, standing, themes
from server.office.sessions.halls import hall_to_walk_to
from server.office.sessions.links import add_link, insert_once
from server.office.sessions.planned import Planned, with_plans
from server.office.staff.members import administrators
from server.ports import LinkRecord, NextDate, SessionRecord, Town


def _settings_of(row: Row[Any], planned: Planned | None, ready: Content) -> Settings:
    """A session without a programme was made with its settings."""
    return load_settings(row.settings) if planned is None else planned.settings(ready)


def _records(
    connection: Connection, rows: Sequence[Row[Any]], ready: Content, *, with_room: bool = False
) -> list[SessionRecord]:
    """Rows as rooms know them; `with_room`: without those that are only announced."""
    plans = {each.row.id: each for each in with_plans(connection, rows, None)}
    then = following.next_of(connection, [row for row in rows if row.id in plans])
    records = []
    for row in rows:
        planned = plans.get(row.id)
        if with_room and planned is not None and not planned.has_room:
            continue
        record = SessionRecord(
            _settings_of(row, planned, ready),
            row.ended_at is not None or row.status != "planned",
            frozen=is_frozen(row),
        )
        if planned is not None:
            record = replace(record, next_at=then.get(row.id))
            first_time, public = planned.programme.ask_first_time, planned.entry.link_is_public
            record = replace(record, ask_first_time=first_time, open_to_all=public, zone=planned.zone)
        records.append(record)
    return records


def _one(connection: Connection, session: str, ready: Content) -> SessionRecord | None:
    rows = connection.execute(select(sessions).where(sessions.c.id == session)).all()
    return next(iter(_records(connection, rows, ready)), None)


def _look(connection: Connection, session: str, ready: Content) -> SessionRecord | None:
    rows = connection.execute(select(sessions).where(sessions.c.id == session)).all()
    return next((each for each in _records(connection, rows, ready, with_room=True) if not each.ended), None)


def _freeze(connection: Connection, session: str, ready: Content) -> SessionRecord | None:
    # Locked first: what a clerk changes meanwhile is either in it, or not at all.
    connection.execute(select(sessions.c.id).where(sessions.c.id == session).with_for_update()).first()
    record = _look(connection, session, ready)
    if record is None or record.frozen:
        return record
    frozen = update(sessions).where(sessions.c.id == session)
    connection.execute(frozen.values(settings=record.settings.model_dump_json()))
    return replace(record, frozen=True)


def _due(connection: Connection, before: int, ready: Content) -> list[SessionRecord]:
    rows = connection.execute(
        select(sessions)
        .where(sessions.c.ended_at.is_(None), sessions.c.early_at <= before, sessions.c.status == "planned")
        .order_by(sessions.c.early_at)
    ).all()
    return _records(connection, rows, ready, with_room=True)


def _next_date(connection: Connection, session: str, now: int, ready: Content) -> NextDate | None:
    """When the series meets again; for sessions without a series, the next one without a series."""
    own = connection.execute(select(sessions.c.series).where(sessions.c.id == session)).first()
    if own is None:
        return None
    if own.series is not None:
        alike = sessions.c.series == own.series
        query = select(sessions.c.starts_at, sessions.c.id).where(
            alike, sessions.c.starts_at > now, sessions.c.status == "planned", sessions.c.id != session
        )  # fmt: skip
        row = connection.execute(query.order_by(sessions.c.starts_at).limit(1)).first()
        return None if row is None else NextDate(row.starts_at, row.id)
    others = connection.execute(
        select(sessions)
        .where(sessions.c.series.is_(None), sessions.c.ended_at.is_(None), sessions.c.id != session)
        .order_by(sessions.c.early_at)
    ).all()
    opens = [each.settings.open_at for each in _records(connection, others, ready)]
    return next((NextDate(open_at, None) for open_at in opens if open_at > now), None)


def _create(connection: Connection, settings: Settings) -> None:
    row = {
        "id": settings.session,
        "settings": settings.model_dump_json(),
        "early_at": settings.early_at,
        "title": settings.title,
        "starts_at": settings.open_at,
        "ends_at": settings.end_at,
        "until_at": settings.end_at,
    }
    insert_once(connection, sessions, row)


def _end(connection: Connection, session: str, now: int) -> None:
    """The session is over, and with it its slides, every mail address that was given for it and every theme sent."""
    counting.settle(connection, session, now)
    change = update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None))
    connection.execute(change.values(ended_at=now))
    counting.forget_who_came(connection, sessions.c.id == session)
    decks.forget(connection, sessions.c.id == session)
    themes.forget(connection, sessions.c.id == session)


def _revoke(connection: Connection, link: str, now: int) -> bool:
    return bool(connection.execute(update(links).where(links.c.id == link).values(revoked_at=now)).rowcount)


def _came(connection: Connection, link: str, now: int) -> None:
    """Somebody came by the link of a reservation: it was kept."""
    row = connection.execute(select(links.c.reservation).where(links.c.id == link)).first()
    if row is not None and row.reservation is not None:
        mine = (reservations.c.id == row.reservation, reservations.c.came_at.is_(None))
        connection.execute(update(reservations).where(*mine).values(came_at=now))


def _as_town(settings: models.OrganisationSettings) -> Town:
    contact = settings.contact
    return Town(settings.name, contact.telephone, contact.dial, contact.hours, contact.mail, contact.note)


def _town(connection: Connection, organisation: str, session: str) -> Town | None:
    row = connection.execute(select(organisations).where(organisations.c.id == organisation)).first()
    if row is None:
        return None
    town = _as_town(models.OrganisationSettings.model_validate_json(row.settings, context=STORED))
    hall = hall_to_walk_to(connection, session)
    place, address = ("", "") if hall is None else (hall.name, hall.address)
    return replace(town, keeps_notes=bool(administrators(connection, organisation)), place=place, address=address)


def _only_town(connection: Connection) -> Town | None:
    rows = connection.execute(select(organisations).limit(2)).all()
    if len(rows) != 1:
        return None
    settings = models.OrganisationSettings.model_validate_json(rows[0].settings, context=STORED)
    return _as_town(settings) if settings.listed else None


@dataclass(frozen=True, slots=True)
class _Stood:
    """A look that found all of these links standing."""

    mark: tuple[int, int]
    """Of the database as it was looked at (`Changes.mark`)."""
    links: frozenset[str]
    at: int
    until: int | None
    """When the first of them ends by itself, in ms since 1970."""

    def still(self, mark: tuple[int, int] | None, links: Collection[str], now: int) -> bool:
        """Whether another look at these links would find the same."""
        in_time = self.at <= now and (self.until is None or now < self.until)
        return mark == self.mark and in_time and self.links.issuperset(links)


class LiveOffice:
    """server.ports.Office on the office's database, a clock in ms since 1970, and the key that seals notes. `ready`: what
    there is ready-made for a run sheet to bring."""

    def __init__(self, database: Lane, now: Callable[[], int], safe: Safe, ready: Living | None = None) -> None:
        self._database = database
        self._now = now
        self._safe = safe
        self._ready = Living() if ready is None else ready
        self._changes = Changes(database.engine)
        self._stood: _Stood | None = None

    async def close(self) -> None:
        self._changes.close()
        await self._database.close()

    async def create_session(self, settings: Settings) -> None:
        await self._database.write(_create, settings)

    async def session(self, session: str) -> SessionRecord | None:
        return await self._database.read(_one, session, self._ready.now)

    async def look(self, session: str) -> SessionRecord | None:
        return await self._database.read(_look, session, self._ready.now)

    async def freeze(self, session: str) -> SessionRecord | None:
        return await self._database.write(_freeze, session, await self._ready.fresh())

    async def due_sessions(self, before: int) -> list[SessionRecord]:
        return await self._database.read(_due, before, self._ready.now)

    async def next_date(self, session: str, now: int) -> NextDate | None:
        return await self._database.read(_next_date, session, now, self._ready.now)

    async def end_session(self, session: str) -> None:
        await self._database.write(_end, session, self._now())

    async def add_link(
        self, session: str, role: Role, *, expires_at: int | None = None, code: str | None = None
    ) -> str:
        return await self._database.write(add_link, session, role, expires_at=expires_at, code=code)

    async def link(self, link: str) -> LinkRecord | None:
        return await self._database.read(standing.by_id, link)

    async def links(self, session: str) -> list[LinkRecord]:
        return await self._database.read(standing.of_session, session)

    async def ended_links(self, links: Collection[str], now: int) -> Mapping[str, LinkEnd]:
        mark = self._changes.mark()  # before it is looked: what is written meanwhile is looked at the next time
        if self._stood is not None and self._stood.still(mark, links, now):
            return {}
        gone, until = await self._database.read(standing.ended, links, now)
        self._stood = None if gone or mark is None else _Stood(mark, frozenset(links), now, until)
        return gone

    async def revoke_link(self, link: str) -> bool:
        return await self._database.write(_revoke, link, self._now())

    async def find_code(self, code: str) -> LinkRecord | None:
        return await self._database.read(standing.by_code, code)

    async def town(self, organisation: str, session: str) -> Town | None:
        return await self._database.read(_town, organisation, session)

    async def only_town(self) -> Town | None:
        return await self._database.read(_only_town)

    async def sent_themes(self, session: str) -> Mapping[str, str]:
        return await self._database.read(themes.for_desk, self._safe, session)

    async def decided_before(self, session: str) -> Sequence[tuple[str, str, str]]:
        return await self._database.read(decided.for_desk, self._safe, session, self._now())

    async def keep_counts(self, session: str, totals: Mapping[str, Numbers]) -> None:
        await self._database.write(counting.keep_tally, session, totals, self._now())

    async def came(self, link: str) -> None:
        await self._database.write(_came, link, self._now())

    async def keep_notes(self, session: str, notes: Sequence[Handed]) -> None:
        about_people = [each for each in notes if isinstance(each, Note)]
        minutes = [each for each in notes if isinstance(each, Minutes)]
        await self._database.write(keeping.keep, self._safe, session, about_people)
        await self._database.write(decided.keep, self._safe, session, minutes, self._now())
