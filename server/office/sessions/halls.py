"""Where a session meets, for those who would rather walk there: only what its public page would tell, too."""

from __future__ import annotations

from sqlalchemy import Connection, select

from server.office.base import models
from server.office.base.tables import programmes, sessions
from server.office.plan.venues import venue_named
from server.office.rules.schedule.model import Form
from server.office.sessions.planned import with_plans
from server.office.staff.organisations import organisation_settings


def hall_to_walk_to(connection: Connection, session: str) -> models.VenueBody | None:
    """The hall of a session, with its address. None where none is known, where nobody meets in one or will, and where the
    place is not for everybody to know: of a programme, a series or an organisation that the public pages leave out."""
    rows = connection.execute(select(sessions).where(sessions.c.id == session, sessions.c.status == "planned")).all()
    planned = next(iter(with_plans(connection, rows, None)), None)
    if planned is None or planned.row.venue is None or Form(planned.row.form) is Form.ONLINE or not planned.listed:
        return None
    living = (programmes.c.id == planned.row.programme, programmes.c.archived_at.is_(None))
    if connection.execute(select(programmes.c.id).where(*living)).first() is None:
        return None
    owner = planned.row.organisation
    if not organisation_settings(connection, owner).listed:
        return None
    hall = venue_named(connection, owner, planned.row.venue)
    return hall if hall is not None and hall.address else None
