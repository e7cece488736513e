"""What follows a session in its hall or its series: until its doors open, those who stay may stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from server.office.base.tables import sessions
from server.office.rules.halls import same_hall
from server.office.rules.schedule.model import Form
from server.sessions import MOST_STAY_MS

_BEFORE_MS = 24 * 3_600_000
"""No doors open longer before their session than this."""


def next_of(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, int]:
    """For each of these sessions, by its id, when the doors open (ms since 1970) for the next one of the same series, or in
    the same hall, that begins no sooner than it ends; none where that is later than anybody could stay. Rooms that are held
    beside one another follow nothing. One query, however many they are."""
    if not rows:
        return {}
    ends = [row.until_at for row in rows]
    soon = (
        sessions.c.ended_at.is_(None),
        sessions.c.early_at.between(min(ends) - _BEFORE_MS, max(ends) + MOST_STAY_MS),
        sessions.c.starts_at >= min(ends),
        sessions.c.status == "planned",
        sessions.c.organisation.is_not(None),
    )
    told = ("id", "early_at", "starts_at", "series", "organisation", "form", "venue")
    found = connection.execute(select(*(sessions.c[name] for name in told)).where(*soon)).all()
    firsts = ((row, min((each.early_at for each in found if _follows(each, row)), default=None)) for row in rows)
    return {row.id: first for row, first in firsts if first is not None}


def _follows(other: Any, row: Row[Any]) -> bool:
    end = row.until_at
    soon = other.starts_at >= end and end - _BEFORE_MS <= other.early_at <= end + MOST_STAY_MS
    return soon and other.id != row.id and _in_line(row, other)


def _in_line(row: Row[Any], other: Any) -> bool:
    if row.series is not None and row.series == other.series:
        return True
    halls = row.organisation == other.organisation and Form.ONLINE not in (row.form, other.form)
    return halls and row.venue is not None and same_hall(row.venue, other.venue)
