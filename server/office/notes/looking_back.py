"""The staff's sheet after a session: what was good, what they minded, what is for the next time. For the staff of one
organisation alone, sealed, shown at the next session of the programme, and gone on its day.

It is kept for the days that staff notes are, counted from the session's end; a session that meets less often is waited for,
`FURTHEST_DAYS` at most. In no backup, as notes are not.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at
from server.office.base.tables import look_backs, sessions
from server.office.base.versions import version_of
from server.office.sessions.planned import Planned, session_of
from server.office.staff.organisations import organisation_settings

FURTHEST_DAYS = 100
"""However far away the next session is."""


def show(connection: Connection, safe: Safe, organisation: str, wanted: str, now: int) -> models.LookBackShown:
    """The sheet of a session, and that of the one before. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    mine = (look_backs.c.session == wanted, look_backs.c.organisation == organisation, look_backs.c.until_at > now)
    row = connection.execute(select(look_backs).where(*mine)).first()
    sheet = models.LookBackBody() if row is None else _opened(row, safe)
    return models.LookBackShown(
        session=wanted,
        sheet=sheet,
        until=None if row is None else at(row.until_at, planned.zone),
        before=_before(connection, safe, organisation, planned, now),
        version=version_of(sheet),
    )


def _opened(row: Row[Any], safe: Safe) -> models.LookBackBody:
    """Empty where it was sealed with another key."""
    opened = safe.open(row.sealed)
    if opened is None:
        return models.LookBackBody()
    good, minded, following = json.loads(opened)
    return models.LookBackBody(good=good, minded=minded, next=following)


def _before(
    connection: Connection, safe: Safe, organisation: str, planned: Planned, now: int
) -> models.LookBackBefore | None:
    earlier = (
        look_backs.c.organisation == organisation,
        look_backs.c.programme == planned.row.programme,
        look_backs.c.starts_at < planned.row.starts_at,
        look_backs.c.until_at > now,
    )
    row = connection.execute(
        select(look_backs).where(*earlier).order_by(look_backs.c.starts_at.desc()).limit(1)
    ).first()
    if row is None:
        return None
    start, until = at(row.starts_at, planned.zone), at(row.until_at, planned.zone)
    return models.LookBackBefore(session=row.session, start=start, until=until, sheet=_opened(row, safe))


def write(
    connection: Connection, safe: Safe, organisation: str, wanted: str, body: models.LookBackBody, now: int
) -> models.LookBackShown:
    """In place of what was written before; all of it empty deletes it. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    mine = (look_backs.c.session == wanted, look_backs.c.organisation == organisation)
    connection.execute(delete(look_backs).where(*mine))
    if body.good or body.minded or body.next:
        row = {
            "session": wanted,
            "organisation": organisation,
            "programme": planned.row.programme,
            "starts_at": planned.row.starts_at,
            "until_at": until_of(connection, organisation, planned, now),
            "sealed": safe.seal(json.dumps([body.good, body.minded, body.next], ensure_ascii=False)),
        }
        connection.execute(insert(look_backs), row)
    return show(connection, safe, organisation, wanted, now)


def until_of(connection: Connection, organisation: str, planned: Planned, now: int) -> int:
    """When it is deleted: after the notes' days, and not before the day after the next session as it is planned now."""
    over = max(planned.row.until_at, now)
    days = organisation_settings(connection, organisation).notes_days
    following = connection.execute(
        select(func.min(sessions.c.until_at)).where(
            sessions.c.programme == planned.row.programme,
            sessions.c.starts_at > planned.row.starts_at,
            sessions.c.until_at > now,
            sessions.c.status == "planned",
        )
    ).scalar()
    shown = 0 if following is None else min(following + DAY_MS, over + FURTHEST_DAYS * DAY_MS)
    return int(max(over + days * DAY_MS, shown))


def forget_old(connection: Connection, now: int) -> int:
    """Delete those whose day has come; returns how many. `now` is in ms since 1970."""
    return connection.execute(delete(look_backs).where(look_backs.c.until_at <= now)).rowcount
