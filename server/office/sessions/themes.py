"""話したいテーマ that people send before a session, from its public page or their reservation's: without a name.

Of a theme there is its text, sealed, its session and the day on which it came: nothing of who sent it. Staff read them, and
say which are left out; the others wait for the desk, where staff lay them on the board. All of them are gone when the
session ends, and they are in no backup.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from moderation import text
from rooms.plan import THEME, THEME_POINTS
from rooms.refusals import Code
from server.office.base import models
from server.office.base.common import Safe, at, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import sent_themes, sessions
from server.office.base.untouched import over
from server.office.base.versions import version_of
from server.office.sessions.planned import Planned, session_of

MOST = 100
"""Of one session: as many as a board has room for."""


def asks(planned: Planned) -> bool:
    """Whether it is a session for which themes can be sent at all."""
    return planned.programme.ask_themes and planned.has_room


def takes(planned: Planned, now: int) -> bool:
    """Whether one can be sent now: until it begins. `now` is in ms since 1970, here and below."""
    row = planned.row
    return asks(planned) and row.status == "planned" and row.ended_at is None and now < row.starts_at


def read(typed: str) -> str:
    """A theme as it is shown, in one line. Refused: theme_empty, theme_too_long."""
    fit = text.message(text.line(typed), THEME)
    if fit is Code.TEXT_EMPTY:
        raise OfficeRefused(OfficeCode.THEME_EMPTY)
    if isinstance(fit, Code) or len(fit) > THEME_POINTS:
        raise OfficeRefused(OfficeCode.THEME_TOO_LONG)
    return fit


def send(connection: Connection, safe: Safe, planned: Planned, theme: str, now: int) -> bool:
    """Keep a theme, as `read` gave it; False if it is there already. Refused: themes_closed, themes_full."""
    session = planned.row.id
    if not takes(planned, now):
        raise OfficeRefused(OfficeCode.THEMES_CLOSED)
    # Locked, so that no two are counted at once.
    connection.execute(select(sessions.c.id).where(sessions.c.id == session).with_for_update()).first()
    there = _of(connection, session)
    if len(there) >= MOST:  # asked first: a full board answers all alike, and tells nobody what is on it
        raise OfficeRefused(OfficeCode.THEMES_FULL)
    if theme in {safe.open(row.sealed) for row in there}:
        return False
    day = at(now, planned.zone).date().isoformat()
    row = {"id": new_id(), "session": session, "day": day, "left_out": False, "sealed": safe.seal(theme)}
    connection.execute(insert(sent_themes), row)
    return True


def _of(connection: Connection, session: str) -> list[Row[Any]]:
    """In an order that says nothing of who came when within a day."""
    query = select(sent_themes).where(sent_themes.c.session == session)
    return sorted(connection.execute(query), key=lambda row: (row.day, row.id))


def show(connection: Connection, safe: Safe, organisation: str, wanted: str, now: int) -> models.SentThemes:
    """Those of a session, for its staff. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    return models.SentThemes(
        session=wanted,
        taken=takes(planned, now),
        themes=tuple(
            models.SentTheme(
                id=row.id, day=row.day, text=safe.open(row.sealed), left_out=row.left_out, version=_version(row)
            )
            for row in _of(connection, wanted)
        ),
    )


def there_are(connection: Connection, planned: Planned) -> bool:
    """Whether there is anything to read, or may be."""
    some = select(sent_themes.c.id).where(sent_themes.c.session == planned.row.id).limit(1)
    return asks(planned) or connection.execute(some).first() is not None


def _version(row: Row[Any]) -> str:
    return version_of(row.left_out)


def version(connection: Connection, organisation: str, wanted: str, theme: str) -> str | None:
    """As `SentTheme` has it; None where there is none."""
    session_of(connection, organisation, wanted)
    row = connection.execute(select(sent_themes).where(*_one(wanted, theme))).first()
    return None if row is None else _version(row)


def _one(session: str, theme: str) -> tuple[ColumnElement[bool], ...]:
    return sent_themes.c.session == session, sent_themes.c.id == theme


def leave_out(
    connection: Connection, safe: Safe, organisation: str, wanted: str, theme: str, body: models.LeaveThemeOut, now: int
) -> models.SentThemes:
    """Leave one out, or take that back. Refused: not_found."""
    session_of(connection, organisation, wanted)
    change = update(sent_themes).where(*_one(wanted, theme)).values(left_out=body.left_out)
    if not connection.execute(change).rowcount:
        raise not_found()
    return show(connection, safe, organisation, wanted, now)


def for_desk(connection: Connection, safe: Safe, session: str) -> dict[str, str]:
    """By id: those that staff have not left out. What was sealed with another key nobody can read."""
    opened = {row.id: safe.open(row.sealed) for row in _of(connection, session) if not row.left_out}
    return {theme: text for theme, text in opened.items() if text is not None}


def forget(connection: Connection, of: ColumnElement[bool]) -> int:
    """Delete those of the sessions of a condition; returns how many."""
    theirs = exists().where(sessions.c.id == sent_themes.c.session, of)
    return connection.execute(delete(sent_themes).where(theirs)).rowcount


def forget_over(connection: Connection, now: int) -> int:
    """Those of sessions that are over, also where no room ever opened."""
    return forget(connection, over(now))
