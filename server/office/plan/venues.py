"""Venues: a name with an address and how to get there. A schedule names them by their name."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from server.office.base import models
from server.office.base.common import new_id
from server.office.base.refusals import not_found
from server.office.base.tables import venues
from server.office.base.versions import version_of
from server.office.plan.limits import room_for_one
from server.office.rules.typed import STORED


def list_venues(connection: Connection, organisation: str) -> models.Venues:
    """Without those that were archived."""
    rows = connection.execute(
        select(venues)
        .where(venues.c.organisation == organisation, venues.c.archived_at.is_(None))
        .order_by(venues.c.id)
    )
    return models.Venues(
        venues=tuple(_shown(row.id, models.VenueBody.model_validate_json(row.body, context=STORED)) for row in rows)
    )


def _shown(venue: str, body: models.VenueBody) -> models.VenueShown:
    return models.VenueShown(id=venue, version=version_of(body), venue=body)


def version(connection: Connection, organisation: str, venue: str) -> str | None:
    """As `VenueShown` has it; None where there is none."""
    return next((each.version for each in list_venues(connection, organisation).venues if each.id == venue), None)


def add_venue(connection: Connection, organisation: str, body: models.VenueBody) -> models.VenueShown:
    """Refused: too_many."""
    room_for_one(connection, venues, organisation)
    made = new_id()
    connection.execute(insert(venues), {"id": made, "organisation": organisation, "body": body.model_dump_json()})
    return _shown(made, body)


def change_venue(connection: Connection, organisation: str, venue: str, body: models.VenueBody) -> models.VenueShown:
    """All of a venue anew. Schedules go on naming it as they did, so a new name is another venue. Refused: not_found."""
    where = (venues.c.id == venue, venues.c.organisation == organisation)
    if not connection.execute(update(venues).where(*where).values(body=body.model_dump_json())).rowcount:
        raise not_found()
    return _shown(venue, body)


def archive_venue(connection: Connection, organisation: str, venue: str, now: int) -> None:
    """Gone from the lists; a schedule that names it goes on doing so. Refused: not_found."""
    where = (venues.c.id == venue, venues.c.organisation == organisation)
    if not connection.execute(update(venues).where(*where).values(archived_at=now)).rowcount:
        raise not_found()


def venue_named(connection: Connection, organisation: str, name: str | None) -> models.VenueBody | None:
    """What is known about a venue that a schedule names; None if it names none, or one that is not kept."""
    shown = list_venues(connection, organisation).venues if name else ()
    return next((each.venue for each in shown if each.venue.name == name), None)
