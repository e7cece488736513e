"""A mail to administrators that there is a staff note to read: never what it says, from whom, or of which session.

One mail an organisation for all that is new, and one an hour at most, however many notes come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from server.office.base.common import DAY_MS
from server.office.base.tables import staff_notes
from server.office.staff.members import administrators
from server.office.staff.organisations import organisation_settings

PAUSE_MS = DAY_MS // 24
SUBJECT = "職員の画面に、読むものがあります"


@dataclass(frozen=True, slots=True)
class NoteMail:
    """What should be sent, to each administrator apart."""

    notes: Sequence[str]
    """Ids of the notes it tells of."""
    to: Sequence[str]
    text: str


def due(connection: Connection, base: str, now: int) -> list[NoteMail]:
    """What nobody was told of and nobody has read. `base` is what addresses begin with; `now` in ms since 1970."""
    untold = (staff_notes.c.told_at.is_(None), staff_notes.c.read_at.is_(None))
    made = []
    for organisation in (
        connection.execute(select(staff_notes.c.organisation).where(*untold).distinct()).scalars().all()
    ):
        mine = staff_notes.c.organisation == organisation
        last = connection.execute(select(func.max(staff_notes.c.told_at)).where(mine)).scalar()
        if last is not None and last > now - PAUSE_MS:
            continue
        notes = connection.execute(select(staff_notes.c.id).where(mine, *untold)).scalars().all()
        name = organisation_settings(connection, organisation).name
        text = (
            f"「{name}」の職員の画面に、管理者が読むものがあります。\n\n{base}/o#/notes\n\n"
            "中身は、このメールには書いていません。ログインして読んでください。\n"
        )
        made.append(NoteMail(notes, administrators(connection, organisation), text))
    return made


def told(connection: Connection, mail: NoteMail, now: int) -> None:
    """Mark them as told of."""
    connection.execute(update(staff_notes).where(staff_notes.c.id.in_(mail.notes)).values(told_at=now))
