"""What a schedule says, written out as rows of sessions, some eighteen months ahead.

The schedule is the truth and the rows follow it: a row is found again by (series, rule, original date, number of the linked
room), so a moved date keeps its links and reservations. What has begun or is over is never touched again; a session that
somebody reserved is cancelled rather than deleted, so that they are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from server.office.base import models
from server.office.base.common import later, ms_of, new_id, today
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import (
    NO_OVERRIDE,
    counts,
    duties,
    links,
    programmes,
    reservations,
    series,
    sessions,
    shares,
)
from server.office.base.untouched import UNTOUCHED, is_untouched
from server.office.plan.programmes import body_of
from server.office.rules.halls import same_hall
from server.office.rules.schedule.clashes import taken
from server.office.rules.schedule.occurrences import Held, dates_between
from server.office.rules.typed import STORED

AHEAD_DAYS = 550
"""Rows are written this far ahead: a year and a half, so that the next fiscal year can be printed."""
MOST_SESSIONS = 6000
"""Future sessions of one series at most."""


def series_row(connection: Connection, organisation: str, wanted: str, *, owned: bool = True) -> Row[Any]:
    """A series of the organisation, or (if not `owned`) one it shares. OfficeRefused(not_found) otherwise."""
    row = connection.execute(select(series).where(series.c.id == wanted)).first()
    if row is None:
        raise not_found()
    if row.organisation == organisation:
        return row
    shared = select(shares.c.id).where(shares.c.series == wanted, shares.c.organisation == organisation)
    if connection.execute(shared).first() is None:
        raise not_found()
    if owned:
        raise OfficeRefused(OfficeCode.NOT_OWNER)
    return row


def series_body(row: Row[Any]) -> models.SeriesBody:
    return models.SeriesBody.model_validate_json(row.body, context=STORED)


def future(wanted: str, now: int) -> Any:
    """Sessions of a series that nothing has happened in yet: not opened, not begun."""
    return (sessions.c.series == wanted) & UNTOUCHED & (sessions.c.starts_at > now)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row as the schedule wants it."""

    key: tuple[str, str, int]
    values: dict[str, Any]


def _rows_of(held: Held, body: models.SeriesBody, programme: models.ProgrammeBody) -> list[_Wanted]:
    rooms: list[tuple[str | None, datetime, datetime | None]] = [
        (room.name, room.start, room.end) for room in held.rooms
    ] or [(None, held.start, held.end)]
    rows = []
    for number, (room, start, end) in enumerate(rooms):
        starts_at = ms_of(start)
        ends_at = None if end is None else ms_of(end)
        early_at, until_at = taken(starts_at, ends_at, programme.early_minutes, programme.minutes)
        values = {
            "title": room or body.title,
            "room": room,
            "day": start.date().isoformat(),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "until_at": until_at,
            "early_at": early_at,
            "form": str(held.form),
            "venue": held.venue,
            "status": "planned",
            "moved": held.status == "moved",
            "note": held.note,
        }
        rows.append(_Wanted((held.rule, held.original.isoformat(), number), values))
    return rows


def follow(
    connection: Connection, row: Row[Any], now: int, *, since: date | None = None, until: date | None = None
) -> None:
    """Make the rows of future sessions what the schedule says.

    The series' row is locked and read anew, then its sessions, always in this order: of two who plan at once the later one
    plans what is true, and a room that begins meanwhile is left alone.
    """
    row = connection.execute(select(series).where(series.c.id == row.id).with_for_update()).one()
    body = series_body(row)
    programme = body_of(connection.execute(select(programmes).where(programmes.c.id == row.programme)).one())
    zone = body.schedule.timezone
    begin = since or later(today(zone, now), -1)
    end = until or later(today(zone, now), AHEAD_DAYS)
    held, left = dates_between(body.schedule, begin, end)
    wanted: dict[tuple[str, str, int], dict[str, Any]] = {}
    for each in held:
        for made in _rows_of(each, body, programme):
            if since is not None or made.values["until_at"] > now:
                wanted[made.key] = made.values
    for off in left:
        for made in [] if off.instead is None else _rows_of(off.instead, body, programme):
            if since is not None or made.values["until_at"] > now:
                wanted[made.key] = {**made.values, "status": "cancelled"}
    if len(wanted) > MOST_SESSIONS:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    existing = connection.execute(
        select(sessions).where(sessions.c.series == row.id).order_by(sessions.c.id).with_for_update()
    ).all()
    known = {(each.rule, each.original, each.room_number): each for each in existing}
    for key, session in known.items():
        if not is_untouched(session) or session.starts_at <= now:
            wanted.pop(key, None)  # what has begun keeps its times
            continue
        if key in wanted:
            _bring_to(connection, session, wanted.pop(key))
        elif since is None:
            remove(connection, session)
    _insert_rows(connection, row, body, wanted)
    connection.execute(update(series).where(series.c.id == row.id).values(planned_until=end.isoformat()))


def _bring_to(connection: Connection, session: Row[Any], values: dict[str, Any]) -> None:
    different = {name: value for name, value in values.items() if getattr(session, name) != value}
    if different:
        connection.execute(update(sessions).where(sessions.c.id == session.id, UNTOUCHED).values(**different))
        if {"starts_at", "form"} & different.keys() or not same_hall(session.venue, values["venue"]):
            # Those who left an address are told of the new time or place, and reminded before it. Who heard that it is
            # cancelled hears of both if it is held again.
            known = reservations.c.mail.is_not(None) & (reservations.c.told != "off")
            moved = (reservations.c.session == session.id, known)
            connection.execute(update(reservations).where(*moved).values(told="moved", reminded_at=None))
        if "early_at" in different or "until_at" in different:
            _links_follow(connection, session.id, values)


def _links_follow(connection: Connection, session: str, values: dict[str, Any]) -> None:
    """Personal links are valid for the session's time, so they move with it."""
    times = {"starts_at": values["early_at"] - DUTY_EARLY_MS, "expires_at": values["until_at"] + DUTY_LATE_MS}
    connection.execute(update(links).where(links.c.session == session, links.c.duty.is_not(None)).values(**times))


DUTY_EARLY_MS = 2 * 3_600_000
DUTY_LATE_MS = 2 * 3_600_000
"""A personal link opens two hours before the doors and lasts two hours after the end."""


def _insert_rows(
    connection: Connection, row: Row[Any], body: models.SeriesBody, wanted: dict[tuple[str, str, int], dict[str, Any]]
) -> None:
    if not wanted:
        return
    made = [
        {
            "id": new_id(),
            "organisation": row.organisation,
            "programme": row.programme,
            "series": row.id,
            "rule": key[0],
            "original": key[1],
            "room_number": key[2],
            "body": NO_OVERRIDE,
            **values,
        }
        for key, values in wanted.items()
    ]
    connection.execute(insert(sessions), made)
    rota = [
        {"id": new_id(), "session": each["id"], "crew": duty.crew, "task": str(duty.task)}
        for each in made
        for duty in body.crew
    ]
    if rota:
        connection.execute(insert(duties), rota)


def remove(connection: Connection, session: Row[Any]) -> None:
    """Delete a future session; cancel it if anybody reserved or was counted. One whose links may be printed already is
    only hidden, so that a date that comes back has the same ones."""
    for table in (reservations, counts):
        if connection.execute(select(table.c.session).where(table.c.session == session.id).limit(1)).first():
            connection.execute(update(sessions).where(sessions.c.id == session.id).values(status="cancelled"))
            return
    if connection.execute(select(links.c.id).where(links.c.session == session.id).limit(1)).first():
        connection.execute(update(sessions).where(sessions.c.id == session.id).values(status="skipped"))
        return
    connection.execute(delete(duties).where(duties.c.session == session.id))
    connection.execute(delete(sessions).where(sessions.c.id == session.id))


def plan_ahead(connection: Connection, now: int) -> int:
    """Once a day: write out more sessions of open-ended series. Returns how many series were looked at."""
    limit = later(today("Asia/Tokyo", now), AHEAD_DAYS - 30).isoformat()
    rows = connection.execute(
        select(series).where(series.c.archived_at.is_(None), series.c.planned_until < limit)
    ).all()
    for row in rows:
        follow(connection, row, now)
    return len(rows)


def programme_changed(connection: Connection, organisation: str, programme: str, now: int) -> None:
    """Future sessions follow a programme's new times of opening."""
    where = (series.c.organisation == organisation, series.c.programme == programme, series.c.archived_at.is_(None))
    for row in connection.execute(select(series).where(*where)).all():
        follow(connection, row, now)
