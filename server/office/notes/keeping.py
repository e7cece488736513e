"""Staff notes as they are kept: who wrote, about whom and what are sealed as one; the rest says whose and until when.

A note belongs to one organisation, that of the link by which its writer came: another town of a shared session never
learns that there is one. It lives for the days its organisation has set, and is in no backup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, delete, insert, select

from rooms.notes import Note
from server.office.base.common import DAY_MS, Safe, new_id
from server.office.base.tables import organisations, staff_notes
from server.office.staff.organisations import organisation_settings

MOST = 2000
"""Notes of one session; a room's rates keep far below it."""

log = structlog.get_logger(__name__)


def keep(connection: Connection, safe: Safe, session: str, notes: Sequence[Note]) -> None:
    """Write a session's notes down; those that are there already stay as they are. Never raises for what a note says: one
    of no organisation, or of one that is no more, has nobody to read it and is dropped."""
    known = set(connection.execute(select(staff_notes.c.note).where(staff_notes.c.session == session)).scalars())
    origins = {note.origin for note in notes}
    there = set(connection.execute(select(organisations.c.id).where(organisations.c.id.in_(origins))).scalars())
    for note in notes:
        if note.origin not in there:
            log.warning("note_dropped", room=session, reason="no_organisation")
        elif len(known) >= MOST and note.id not in known:
            log.warning("note_dropped", room=session, reason="too_many")
        elif note.id not in known:
            known.add(note.id)
            connection.execute(
                insert(staff_notes),
                {
                    "id": new_id(),
                    "session": session,
                    "note": note.id,
                    "organisation": note.origin,
                    "at": note.at,
                    "sealed": safe.seal(json.dumps([note.by, note.about, note.text], ensure_ascii=False)),
                },
            )


def forget_old(connection: Connection, now: int) -> int:
    """Delete what has been kept for the days that its organisation has set; returns how many. `now` is in ms since 1970."""
    gone = 0
    for organisation in connection.execute(select(staff_notes.c.organisation).distinct()).scalars().all():
        oldest = now - organisation_settings(connection, organisation).notes_days * DAY_MS
        old = (staff_notes.c.organisation == organisation, staff_notes.c.at <= oldest)
        gone += connection.execute(delete(staff_notes).where(*old)).rowcount
    return gone
