"""What administrators do with the staff notes of their organisation: read, say that they were read, delete.

Every function names the organisation: a note of another one is `not_found`, as if it had never been. That only
administrators ask is the endpoints' to hold (`moderation.office.Action.ADMINISTER`).
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at
from server.office.base.refusals import not_found
from server.office.base.tables import sessions, staff_notes
from server.office.staff.organisations import organisation_settings

MOST_SHOWN = 300


def list_notes(connection: Connection, safe: Safe, organisation: str) -> models.StaffNotes:
    """The newest first, opened. Refused: not_found."""
    settings = organisation_settings(connection, organisation)
    rows = connection.execute(
        select(staff_notes, sessions.c.title)
        .join(sessions, sessions.c.id == staff_notes.c.session, isouter=True)
        .where(staff_notes.c.organisation == organisation)
        .order_by(staff_notes.c.at.desc(), staff_notes.c.id)
        .limit(MOST_SHOWN + 1)
    ).all()
    shown = tuple(_shown(row, safe, settings) for row in rows[:MOST_SHOWN])
    return models.StaffNotes(notes=shown, more=len(rows) > MOST_SHOWN, days=settings.notes_days)


def _shown(row: Row[Any], safe: Safe, settings: models.OrganisationSettings) -> models.StaffNote:
    opened = safe.open(row.sealed)
    by, about, text = ("", "", None) if opened is None else json.loads(opened)
    return models.StaffNote(
        id=row.id,
        session=row.session,
        title=row.title or "",
        at=at(row.at, settings.timezone),
        until=at(row.at + settings.notes_days * DAY_MS, settings.timezone),
        read=row.read_at is not None,
        by=by,
        about=about,
        text=text,
    )


def mark_read(connection: Connection, organisation: str, note: str, now: int) -> None:
    """Doing it twice is fine. Refused: not_found."""
    mine = (staff_notes.c.id == note, staff_notes.c.organisation == organisation)
    read_at = func.coalesce(staff_notes.c.read_at, now)
    if not connection.execute(update(staff_notes).where(*mine).values(read_at=read_at)).rowcount:
        raise not_found()


def delete_note(connection: Connection, organisation: str, note: str) -> None:
    """For ever. Refused: not_found."""
    mine = (staff_notes.c.id == note, staff_notes.c.organisation == organisation)
    if not connection.execute(delete(staff_notes).where(*mine)).rowcount:
        raise not_found()
