"""Whether a link stands: by what is written of it, and by what it was given out for.

A link of somebody on the rota, of a reservation or of a pass is worth as much as that is now. So whoever takes the cause
away has taken the link away, also where the two crossed: the row alone is not believed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from rooms.base import LinkEnd, Role
from server.office.base.tables import crew, duties, links, passes, reservations, sessions
from server.office.sessions.rota import chunks
from server.ports import LinkRecord

MEMBER = "pass:"
"""In place of a reservation, before the id of the pass: a link that a member's pass has opened."""

_CAUSES = (
    links.join(sessions, sessions.c.id == links.c.session)
    .outerjoin(duties, duties.c.id == links.c.duty)
    .outerjoin(crew, (crew.c.id == duties.c.crew) & crew.c.archived_at.is_(None))
    .outerjoin(reservations, (reservations.c.id == links.c.reservation) & (reservations.c.state == "booked"))
    .outerjoin(
        passes,
        links.c.reservation.startswith(MEMBER)
        & (passes.c.id == func.substr(links.c.reservation, len(MEMBER) + 1))
        & passes.c.revoked_at.is_(None),
    )
)
_WITH_CAUSES = select(
    links,
    sessions.c.status.label("session_status"),
    sessions.c.ended_at.label("session_ended_at"),
    crew.c.id.label("on_rota"),
    func.coalesce(reservations.c.id, passes.c.id).label("seat"),
).select_from(_CAUSES)


def _caused(row: Row[Any]) -> bool:
    """Whether what the link was given out for is still there."""
    return (row.duty is None or row.on_rota is not None) and (row.reservation is None or row.seat is not None)


def _record(row: Row[Any]) -> LinkRecord:
    return LinkRecord(
        id=row.id,
        session=row.session,
        role=Role(row.role),
        revoked=row.revoked_at is not None or not _caused(row),
        expires_at=row.expires_at,
        code=row.code,
        starts_at=row.starts_at,
        organisation=row.organisation,
        personal=row.duty is not None or row.reservation is not None,
    )


def _found(connection: Connection, where: ColumnElement[bool]) -> LinkRecord | None:
    row = connection.execute(_WITH_CAUSES.where(where)).first()
    return None if row is None else _record(row)


def by_id(connection: Connection, link: str) -> LinkRecord | None:
    """A link, whether or not it stands."""
    return _found(connection, links.c.id == link)


def by_code(connection: Connection, code: str) -> LinkRecord | None:
    """The link that has this short code."""
    return _found(connection, links.c.code == code)


def of_session(connection: Connection, session: str) -> list[LinkRecord]:
    """All of a session, also those that ended."""
    return [_record(row) for row in connection.execute(_WITH_CAUSES.where(links.c.session == session))]


def ended(connection: Connection, asked: Collection[str], now: int) -> tuple[dict[str, LinkEnd], int | None]:
    """Of these links, those that let nobody in at `now` (ms), and why; one that is unknown was taken back.

    And when the first of the others ends by itself, if nothing is written until then."""
    gone: dict[str, LinkEnd] = dict.fromkeys(asked, "link_revoked")
    ends: list[int] = []
    ids: Sequence[str] = sorted(asked)
    for some in chunks(ids):
        for row in connection.execute(_WITH_CAUSES.where(links.c.id.in_(some))):
            why = _why_ended(row, now)
            if why is not None:
                gone[row.id] = why
                continue
            del gone[row.id]
            if row.expires_at is not None:
                ends.append(row.expires_at)
    return gone, min(ends, default=None)


def _why_ended(row: Row[Any], now: int) -> LinkEnd | None:
    if row.session_ended_at is not None or row.session_status != "planned":
        return "session_ended"
    return _record(row).why_ended(now)
