"""What follows a session in its hall or its series: until its doors open, those who stay may stay."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from server.office.base.tables import sessions
from server.office.rules.halls import same_hall
from server.office.rules.schedule.model import Form
from server.sessions import MOST_STAY_MS

_BEFORE_MS = 24 * 3_600_000
"""No doors open longer before their session than this."""


def next_at(connection: Connection, row: Row[Any]) -> int | None:
    """When the doors open (ms since 1970) for the next session of the same series, or in the same hall, that begins no
    sooner than this one ends; None where that is later than anybody could stay. Rooms that are held beside one another
    follow nothing."""
    end = row.until_at
    soon = (
        sessions.c.ended_at.is_(None),
        sessions.c.early_at.between(end - _BEFORE_MS, end + MOST_STAY_MS),
        sessions.c.starts_at >= end,
        sessions.c.status == "planned",
        sessions.c.organisation.is_not(None),
        sessions.c.id != row.id,
    )
    wanted = select(sessions.c.early_at, sessions.c.series, sessions.c.organisation, sessions.c.form, sessions.c.venue)
    found = connection.execute(wanted.where(*soon))
    return min((each.early_at for each in found if _in_line(row, each)), default=None)


def _in_line(row: Row[Any], other: Any) -> bool:
    if row.series is not None and row.series == other.series:
        return True
    halls = row.organisation == other.organisation and Form.ONLINE not in (row.form, other.form)
    return halls and row.venue is not None and same_hall(row.venue, other.venue)
