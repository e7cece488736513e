"""Members' passes: codes for one series, numbers without names."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rooms.base import Role
from server.office.base import models
from server.office.base.common import at, hashed, later, new_id, today
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import links, passes, series
from server.office.plan.follow import series_row
from server.office.seats.codes import new_reservation_code, read_reservation_code, spaced
from server.office.sessions.links import Addresses, add_link
from server.office.sessions.planned import Planned, upcoming
from server.office.sessions.standing import MEMBER

MOST_PASSES = 500


def make_passes(connection: Connection, organisation: str, wanted: str, number: int, now: int) -> models.PassesMade:
    """Codes for the members of a series: numbers, no names. Shown once."""
    row = series_row(connection, organisation, wanted)
    connection.execute(select(series.c.id).where(series.c.id == row.id).with_for_update()).one()
    last = connection.execute(
        select(func.coalesce(func.max(passes.c.number), 0)).where(passes.c.series == row.id)
    ).scalar_one()
    if last + number > MOST_PASSES:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    codes = [new_reservation_code() for _ in range(number)]
    try:
        connection.execute(
            insert(passes),
            [
                {"id": new_id(), "series": row.id, "code": hashed(code), "number": last + index, "created_at": now}
                for index, code in enumerate(codes, 1)
            ],
        )
    except IntegrityError:
        raise OfficeRefused(OfficeCode.INTERNAL) from None
    return models.PassesMade(codes=tuple(spaced(code) for code in codes))


def list_passes(connection: Connection, organisation: str, wanted: str) -> models.Passes:
    series_row(connection, organisation, wanted)
    rows = connection.execute(select(passes).where(passes.c.series == wanted).order_by(passes.c.number))
    return models.Passes(
        passes=tuple(models.PassShown(id=row.id, number=row.number, revoked=row.revoked_at is not None) for row in rows)
    )


def revoke_pass(connection: Connection, organisation: str, wanted: str, one: str, now: int) -> None:
    """The pass opens nothing any more, nor do links that it opened before."""
    series_row(connection, organisation, wanted)
    where = (passes.c.id == one, passes.c.series == wanted)
    if not connection.execute(update(passes).where(*where).values(revoked_at=now)).rowcount:
        raise not_found()
    mine = (links.c.reservation == MEMBER + one, links.c.revoked_at.is_(None))
    connection.execute(update(links).where(*mine).values(revoked_at=now))


def member_link(connection: Connection, typed: str, addresses: Addresses, now: int) -> tuple[Planned, str | None]:
    """The next session of a member's series, and the way in once its doors are near. OfficeRefused(code_unknown)."""
    code = read_reservation_code(typed)
    row = None
    if code is not None:
        mine = (passes.c.code == hashed(code), passes.c.revoked_at.is_(None))
        row = connection.execute(
            select(passes, series.c.organisation).join(series, series.c.id == passes.c.series).where(*mine)
        ).first()
    if row is None:
        raise OfficeRefused(OfficeCode.CODE_UNKNOWN)
    shown = upcoming(connection, row.organisation, now, limit=1, series_id=row.series)
    if not shown:
        raise OfficeRefused(OfficeCode.NO_DATES)
    planned = shown[0]
    if at(planned.row.early_at, planned.zone).date() > later(today(planned.zone, now), 1):
        return planned, None
    mark = MEMBER + row.id
    link = connection.execute(
        select(links.c.id).where(
            links.c.session == planned.row.id, links.c.reservation == mark, links.c.revoked_at.is_(None)
        )
    ).scalar()
    if link is None:
        link = add_link(connection, planned.row.id, Role.PARTICIPANT, organisation=row.organisation, reservation=mark)
    return planned, addresses.of(Role.PARTICIPANT, str(link))
