"""Staff notes as they are kept: who wrote, about whom and what are sealed as one; the rest says whose and until when.

A note belongs to one organisation, that of the link by which its writer came: another town of a shared session never
learns that there is one. It lives for the days its organisation has set, and is in no backup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, insert, select

from rooms.notes import Note
from server.office.base.common import Safe, new_id
from server.office.base.tables import organisations, staff_notes

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
