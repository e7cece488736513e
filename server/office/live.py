"""The office as live rooms see it (`server.ports.Office`): sessions whose time has come, and links.

A planned session's settings are made from its row and its programme each time they are asked for, and frozen shortly before
its doors, or when staff open them: from then on nothing that the office changes can reach a room that people are in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update

from rooms.base import Role
from rooms.past import load_settings
from rooms.state import Settings
from rooms.tally import Numbers
from server.office.base import models
from server.office.base.common import now_ms
from server.office.base.database import Database
from server.office.base.tables import links, programmes, reservations, sessions
from server.office.base.tables import series as series_table
from server.office.counts import counting
from server.office.plan.kinds import NOTICE
from server.office.plan.programmes import body_of
from server.office.sessions.links import add_link, insert_once
from server.office.sessions.room_settings import capacities_of, entry_of, make_settings
from server.ports import LinkRecord, SessionRecord


def _settings_of(connection: Connection, row: Row[Any]) -> Settings:
    if row.settings is not None:
        return load_settings(row.settings)
    programme = body_of(connection.execute(select(programmes).where(programmes.c.id == row.programme)).one())
    series = _series_of(connection, row)
    return make_settings(row, programme, capacities_of(row, programme, series))


def _series_of(connection: Connection, row: Row[Any]) -> models.SeriesBody | None:
    if row.series is None:
        return None
    found = connection.execute(select(series_table.c.body).where(series_table.c.id == row.series)).first()
    return None if found is None else models.SeriesBody.model_validate_json(found.body)


def _record(connection: Connection, row: Row[Any]) -> SessionRecord:
    ended = row.ended_at is not None or row.status != "planned"
    programme = _programme_of(connection, row)
    if programme is None:
        return SessionRecord(_settings_of(connection, row), ended)
    entry = entry_of(row, programme, _series_of(connection, row))
    return SessionRecord(_settings_of(connection, row), ended, programme.ask_first_time, entry.link_is_public)


def _programme_of(connection: Connection, row: Row[Any]) -> models.ProgrammeBody | None:
    if row.programme is None:
        return None
    found = connection.execute(select(programmes.c.body).where(programmes.c.id == row.programme)).one()
    return models.ProgrammeBody.model_validate_json(found.body)


def _has_room(connection: Connection, row: Row[Any]) -> bool:
    programme = _programme_of(connection, row)
    return programme is None or programme.mode != NOTICE


def _one(connection: Connection, session: str) -> SessionRecord | None:
    row = connection.execute(select(sessions).where(sessions.c.id == session)).first()
    return None if row is None else _record(connection, row)


def _begin(connection: Connection, session: str, freeze: bool) -> SessionRecord | None:
    row = connection.execute(select(sessions).where(sessions.c.id == session).with_for_update()).first()
    if row is None or row.ended_at is not None or row.status != "planned" or not _has_room(connection, row):
        return None
    settings = _settings_of(connection, row)
    if row.settings is None and freeze:
        frozen = update(sessions).where(sessions.c.id == session)
        connection.execute(frozen.values(settings=settings.model_dump_json()))
    return SessionRecord(settings, False)


def _due(connection: Connection, before: int) -> list[SessionRecord]:
    rows = connection.execute(
        select(sessions)
        .where(sessions.c.ended_at.is_(None), sessions.c.early_at <= before, sessions.c.status == "planned")
        .order_by(sessions.c.early_at)
    ).all()
    wanted = {row.programme for row in rows if row.programme is not None}
    modes = {
        row.id: models.ProgrammeBody.model_validate_json(row.body).mode
        for row in connection.execute(select(programmes.c.id, programmes.c.body).where(programmes.c.id.in_(wanted)))
    }
    return [_record(connection, row) for row in rows if modes.get(row.programme) != NOTICE]


def _next_date(connection: Connection, session: str, now: int) -> int | None:
    """When the series meets again; for sessions without a series, the next one without a series."""
    own = connection.execute(select(sessions.c.series).where(sessions.c.id == session)).first()
    if own is None:
        return None
    if own.series is not None:
        alike = sessions.c.series == own.series
        query = select(sessions.c.starts_at).where(
            alike, sessions.c.starts_at > now, sessions.c.status == "planned", sessions.c.id != session
        )  # fmt: skip
        row = connection.execute(query.order_by(sessions.c.starts_at).limit(1)).first()
        return None if row is None else row.starts_at
    others = connection.execute(
        select(sessions)
        .where(sessions.c.series.is_(None), sessions.c.ended_at.is_(None), sessions.c.id != session)
        .order_by(sessions.c.early_at)
    ).all()
    opens = [_settings_of(connection, row).open_at for row in others]
    return next((open_at for open_at in opens if open_at > now), None)


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
    """The session is over, and with it every mail address that was given for it."""
    counting.settle(connection, session, now)
    change = update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None))
    connection.execute(change.values(ended_at=now))
    counting.forget_who_came(connection, sessions.c.id == session)


def _link(row: Row[Any]) -> LinkRecord:
    return LinkRecord(
        id=row.id,
        session=row.session,
        role=Role(row.role),
        revoked=row.revoked_at is not None,
        expires_at=row.expires_at,
        code=row.code,
        starts_at=row.starts_at,
        organisation=row.organisation,
        personal=row.duty is not None or row.reservation is not None,
    )


def _find_link(connection: Connection, link: str) -> LinkRecord | None:
    row = connection.execute(select(links).where(links.c.id == link)).first()
    return None if row is None else _link(row)


def _links(connection: Connection, session: str) -> list[LinkRecord]:
    return [_link(row) for row in connection.execute(select(links).where(links.c.session == session))]


def _revoke(connection: Connection, link: str) -> bool:
    return bool(connection.execute(update(links).where(links.c.id == link).values(revoked_at=now_ms())).rowcount)


def _find_code(connection: Connection, code: str) -> LinkRecord | None:
    row = connection.execute(select(links).where(links.c.code == code)).first()
    return None if row is None else _link(row)


def _came(connection: Connection, link: str, now: int) -> None:
    """Somebody came by the link of a reservation: it was kept."""
    row = connection.execute(select(links.c.reservation).where(links.c.id == link)).first()
    if row is not None and row.reservation is not None:
        mine = (reservations.c.id == row.reservation, reservations.c.came_at.is_(None))
        connection.execute(update(reservations).where(*mine).values(came_at=now))


class LiveOffice:
    """server.ports.Office on the office's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def close(self) -> None:
        await self._database.close()

    async def create_session(self, settings: Settings) -> None:
        await self._database.write(_create, settings)

    async def session(self, session: str) -> SessionRecord | None:
        return await self._database.read(_one, session)

    async def begin_session(self, session: str, *, freeze: bool = True) -> SessionRecord | None:
        return await self._database.write(_begin, session, freeze)

    async def due_sessions(self, before: int) -> list[SessionRecord]:
        return await self._database.read(_due, before)

    async def next_date(self, session: str, now: int) -> int | None:
        return await self._database.read(_next_date, session, now)

    async def end_session(self, session: str) -> None:
        await self._database.write(_end, session, now_ms())

    async def add_link(
        self, session: str, role: Role, *, expires_at: int | None = None, code: str | None = None
    ) -> str:
        return await self._database.write(add_link, session, role, expires_at=expires_at, code=code)

    async def link(self, link: str) -> LinkRecord | None:
        return await self._database.read(_find_link, link)

    async def links(self, session: str) -> list[LinkRecord]:
        return await self._database.read(_links, session)

    async def revoke_link(self, link: str) -> bool:
        return await self._database.write(_revoke, link)

    async def find_code(self, code: str) -> LinkRecord | None:
        return await self._database.read(_find_code, code)

    async def keep_counts(self, session: str, totals: Mapping[str, Numbers]) -> None:
        await self._database.write(counting.keep_tally, session, totals, now_ms())

    async def came(self, link: str) -> None:
        await self._database.write(_came, link, now_ms())
