"""A planned session: its row with the programme and the series it stands on. The one place that loads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from rooms.past import load_settings
from rooms.state import Settings
from server.office.base import models
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import counts, programmes, series, sessions, shares
from server.office.base.untouched import is_frozen
from server.office.content import Content
from server.office.plan.programmes import body_of
from server.office.rules.entry import Entry
from server.office.rules.typed import STORED
from server.office.sessions.room_settings import capacities_of, entry_of, make_settings, session_override

LONGEST_DAYS = 366 * 6
ZONE = "Asia/Tokyo"
"""Of whatever has no series that says another."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A session's row with what it stands on."""

    row: Row[Any]
    programme: models.ProgrammeBody
    series: models.SeriesBody | None
    owner: bool

    @property
    def zone(self) -> str:
        return self.series.schedule.timezone if self.series is not None else ZONE

    @property
    def entry(self) -> Entry:
        return entry_of(self.row, self.programme, self.series)

    @property
    def note(self) -> str:
        """The session's own, or that of the change that moved or cancelled it."""
        return str(session_override(self.row).get("note", self.row.note))

    @property
    def capacities(self) -> models.Capacities:
        return capacities_of(self.row, self.programme, self.series)

    @property
    def has_room(self) -> bool:
        """Not so for what is only announced."""
        return self.programme.mode != NOTICE

    def settings(self, ready: Content) -> Settings:
        """Of the room: those that it began with, or as it would begin now, with what is `ready`-made now."""
        if is_frozen(self.row):
            return load_settings(self.row.settings)
        return make_settings(self.row, self.programme, self.capacities, ready)

    @property
    def listed(self) -> bool:
        return self.programme.listed and (self.series is None or self.series.listed)


def visible(organisation: str) -> Any:
    """Sessions of an organisation: its own, and those of series that it shares."""
    shared = select(shares.c.series).where(shares.c.organisation == organisation)
    mine = (sessions.c.organisation == organisation) | sessions.c.series.in_(shared)
    return mine & (sessions.c.status != "skipped")


def session_of(connection: Connection, organisation: str, wanted: str, *, owned: bool = False) -> Planned:
    """A session that an organisation may see; OfficeRefused(not_found) otherwise."""
    row = connection.execute(select(sessions).where(sessions.c.id == wanted, visible(organisation))).first()
    if row is None or row.programme is None:
        raise not_found()
    if owned and row.organisation != organisation:
        raise OfficeRefused(OfficeCode.NOT_OWNER)
    return with_plans(connection, [row], organisation)[0]


def with_plans(connection: Connection, rows: Sequence[Row[Any]], organisation: str | None) -> list[Planned]:
    """Rows of sessions with what they stand on, in their order; rows without a programme are left out.

    Three queries at most, however many rows. `organisation`: who asks, None for rooms.
    """
    wanted = {row.series for row in rows if row.series is not None}
    kinds = {row.programme for row in rows if row.programme is not None}
    bodies = {
        each.id: models.SeriesBody.model_validate_json(each.body, context=STORED)
        for each in connection.execute(select(series.c.id, series.c.body).where(series.c.id.in_(wanted)))
    }
    templates = {
        each.id: body_of(each) for each in connection.execute(select(programmes).where(programmes.c.id.in_(kinds)))
    }
    return [
        Planned(row, templates[row.programme], bodies.get(row.series), row.organisation == organisation)
        for row in rows
        if row.programme is not None
    ]


def planned_between(
    connection: Connection, organisation: str, first: date, last: date, *, counted: bool = False
) -> list[Planned]:
    """Sessions on days of a span, in order; cancelled ones too. `counted`: also those that were shared once."""
    if (last - first).days > LONGEST_DAYS:
        raise OfficeRefused(OfficeCode.SPAN_TOO_LONG, Wrong("last", "span_too_long", "期間が長すぎます"))
    where = visible(organisation)
    if counted:
        where |= sessions.c.id.in_(select(counts.c.session).where(counts.c.organisation == organisation))
    rows = connection.execute(
        select(sessions)
        .where(where, sessions.c.day >= first.isoformat(), sessions.c.day <= last.isoformat())
        .order_by(sessions.c.starts_at, sessions.c.room_number)
    ).all()
    return with_plans(connection, rows, organisation)


def upcoming(
    connection: Connection,
    organisation: str,
    now: int,
    *,
    limit: int,
    series_id: str | None = None,
    programme: str | None = None,
    cancelled: bool = False,
) -> list[Planned]:
    """The next sessions, in order; of one series or programme, if given. Cancelled ones only where they are asked for."""
    where = [visible(organisation), sessions.c.until_at > now, sessions.c.ended_at.is_(None)]
    if not cancelled:
        where.append(sessions.c.status == "planned")
    if series_id is not None:
        where.append(sessions.c.series == series_id)
    if programme is not None:
        where.append(sessions.c.programme == programme)
    query = select(sessions).where(*where).order_by(sessions.c.starts_at, sessions.c.room_number).limit(limit)
    return with_plans(connection, connection.execute(query).all(), organisation)
