"""Seats and the waiting line: who holds, who waits, who moves up.

The session's row is locked while seats are given, so that two hundred who ask at once never get one seat twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, case, exists, func, select, update

from server.office.base import models
from server.office.base.models import ReservationState as State
from server.office.base.refusals import not_found
from server.office.base.tables import reservations, sessions
from server.office.rules.entry import Line, moving_up
from server.office.sessions.planned import Planned, session_of


def locked(connection: Connection, session: str) -> Row[Any]:
    row = connection.execute(select(sessions).where(sessions.c.id == session).with_for_update()).first()
    if row is None:
        raise not_found()
    return row


def line_of(connection: Connection, planned: Planned, way: str) -> Line:
    """Who holds and waits for seats of one way, of every organisation that shares the session."""
    mine = (reservations.c.session == planned.row.id, reservations.c.way == way)
    booked = connection.execute(
        select(func.count()).select_from(reservations).where(*mine, reservations.c.state == str(State.BOOKED))
    ).scalar_one()
    waiting = connection.execute(
        select(reservations.c.id)
        .where(*mine, reservations.c.state == str(State.WAITING))
        .order_by(reservations.c.changed_at, reservations.c.number)
    )
    capacities = planned.capacities
    capacity = {"online": capacities.online, "hall": capacities.hall, "listener": capacities.listeners}[way]
    return Line(capacity, booked, tuple(waiting.scalars()))


def move_up(connection: Connection, organisation: str, session: str, way: str, now: int) -> None:
    planned = session_of(connection, organisation, session)
    if planned.row.until_at <= now:
        return
    for reservation in moving_up(line_of(connection, planned, way)):
        connection.execute(
            update(reservations)
            .where(reservations.c.id == reservation)
            .values(state=str(State.BOOKED), changed_at=now, told=case((reservations.c.told == "off", "off"), else_=""))
        )


def capacity_changed(connection: Connection, organisation: str, session: str, now: int) -> None:
    """More seats: those who wait move up."""
    locked(connection, session)
    for way in models.Way:
        move_up(connection, organisation, session, way, now)


def series_changed(connection: Connection, /, organisation: str, now: int, **which: str) -> None:
    """More seats for a series or a programme: in every future session those who wait move up."""
    where = [sessions.c[name] == value for name, value in which.items()]
    # Looked for from each session: the other way round, every reservation there ever was would be read.
    waiting = (reservations.c.session == sessions.c.id, reservations.c.state == str(State.WAITING))
    query = (
        select(sessions.c.id).where(*where, exists().where(*waiting), sessions.c.until_at > now).order_by(sessions.c.id)
    )
    for session in connection.execute(query).scalars().all():
        capacity_changed(connection, organisation, session, now)
