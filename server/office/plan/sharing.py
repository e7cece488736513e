"""Shared series: several organisations hold one room. One plans; the others have links, rota, reservations and counts of
their own, and see nothing of each other's. Participants see no town at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from server.office.base.common import DAY_MS, hashed, new_id, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import crew, duties, links, reservations, series, sessions, shares
from server.office.plan.follow import series_row

OFFER_MS = 14 * DAY_MS
MOST = 30
"""Organisations that hold one series."""


def share(connection: Connection, organisation: str, wanted: str, now: int) -> str:
    """A secret to hand to one other organisation, good for 14 days, once. Refused: not_found, not_owner, too_many."""
    series_row(connection, organisation, wanted)
    connection.execute(
        delete(shares).where(shares.c.series == wanted, shares.c.accepted_at.is_(None), shares.c.expires_at <= now)
    )
    count = select(func.count()).select_from(shares).where(shares.c.series == wanted)
    if connection.execute(count).scalar_one() >= MOST:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    secret = new_secret()
    row = {
        "id": new_id(),
        "series": wanted,
        "secret": hashed(secret),
        "created_at": now,
        "expires_at": now + OFFER_MS,
    }
    connection.execute(insert(shares), row)
    return secret


def accept(connection: Connection, organisation: str, secret: str, now: int) -> str:
    """Hold another's series, too; its id. Refused: share_unknown, share_own, already_member."""
    row: Row[Any] | None = connection.execute(
        select(shares, series.c.organisation.label("owner"))
        .join(series, series.c.id == shares.c.series)
        .where(shares.c.secret == hashed(secret))
        .with_for_update(of=shares)
    ).first()
    if row is None or row.accepted_at is not None or row.expires_at <= now:
        raise OfficeRefused(OfficeCode.SHARE_UNKNOWN)
    if row.owner == organisation:
        raise OfficeRefused(OfficeCode.SHARE_OWN)
    already = select(shares.c.id).where(shares.c.series == row.series, shares.c.organisation == organisation)
    if connection.execute(already).first() is not None:
        raise OfficeRefused(OfficeCode.ALREADY_MEMBER, message="もういっしょに開いている予定です。")
    connection.execute(
        update(shares).where(shares.c.id == row.id).values(organisation=organisation, accepted_at=now, secret=None)
    )
    return str(row.series)


def end(connection: Connection, organisation: str, wanted: str, now: int) -> None:
    """The owner ends the sharing with all; a partner leaves. Their links stop letting anybody in; seats and counts stay.

    Refused: not_found.
    """
    row = series_row(connection, organisation, wanted, owned=False)
    partners = select(shares.c.organisation).where(shares.c.series == wanted, shares.c.organisation.is_not(None))
    owner = row.organisation == organisation
    leaving = list(connection.execute(partners).scalars()) if owner else [organisation]
    living = select(sessions.c.id).where(sessions.c.series == wanted, sessions.c.ended_at.is_(None))
    for partner in leaving:
        mine = (links.c.organisation == partner, links.c.session.in_(living), links.c.revoked_at.is_(None))
        connection.execute(update(links).where(*mine, links.c.reservation.is_(None)).values(revoked_at=now))
        connection.execute(update(links).where(*mine).values(organisation=row.organisation))
        own_crew = select(crew.c.id).where(crew.c.organisation == partner)
        connection.execute(delete(duties).where(duties.c.session.in_(living), duties.c.crew.in_(own_crew)))
        # Whoever reserved keeps the seat: it becomes the owner's to look after, with a link that still leads in.
        booked = (reservations.c.organisation == partner, reservations.c.session.in_(living))
        connection.execute(update(reservations).where(*booked).values(organisation=row.organisation))
    gone = delete(shares).where(shares.c.series == wanted)
    connection.execute(gone if owner else gone.where(shares.c.organisation == organisation))
