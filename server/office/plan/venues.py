"""Venues: a name with an address and how to get there.

A schedule names its hall, and `rules.halls` says which names are one hall. So no two venues of an organisation are the
same hall; what is typed for a hall that is known is stored under its name (`in_known_names`); and a venue that gets another
name gets it everywhere: in its schedules, in what undo would bring back, and on all sessions that are not over. The hall
stays the same one, so nobody who reserved is told of another place.

Who changes names, or stores a schedule, first waits for the others of the organisation (`versions.lock`), so that no
schedule is stored under a name that is just being changed.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, select, update

from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import by_id, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import series, series_versions, sessions, venues
from server.office.base.versions import lock, version_of
from server.office.plan.history import undo_goes_past
from server.office.plan.limits import room_for_one
from server.office.rules.halls import hall_key, with_halls
from server.office.rules.typed import STORED


def list_venues(connection: Connection, organisation: str) -> models.Venues:
    """Without those that were archived."""
    query = select(venues).where(venues.c.organisation == organisation, venues.c.archived_at.is_(None))
    return models.Venues(
        venues=tuple(
            _shown(row.id, models.VenueBody.model_validate_json(row.body, context=STORED))
            for row in by_id(connection, query)
        )
    )


def _shown(venue: str, body: models.VenueBody) -> models.VenueShown:
    return models.VenueShown(id=venue, version=version_of(body), venue=body)


def version(connection: Connection, organisation: str, venue: str) -> str | None:
    """As `VenueShown` has it; None where there is none."""
    return next((each.version for each in list_venues(connection, organisation).venues if each.id == venue), None)


def _free(known: models.Venues, name: str, venue: str | None = None) -> None:
    """Refused: venue_taken, where another venue is the same hall."""
    for each in known.venues:
        if each.id != venue and hall_key(each.venue.name) == hall_key(name):
            there = each.venue.name
            said = (
                f"「{there}」がもうあります。同じ会場なら、そちらを直してください。"
                f"別の会場なら、違いの分かる名前にしてください(例: {there} 2階)"
            )
            raise OfficeRefused(OfficeCode.VENUE_TAKEN, Wrong("name", "venue_taken", said), message=said)


def add_venue(connection: Connection, asker: Asker, body: models.VenueBody) -> models.VenueShown:
    """A venue; schedules that name this hall already, in whatever spelling, name it so. Refused: too_many, venue_taken."""
    lock(connection, asker.organisation)
    _free(list_venues(connection, asker.organisation), body.name)
    room_for_one(connection, venues, asker.organisation)
    made = new_id()
    row = {"id": made, "organisation": asker.organisation, "body": body.model_dump_json()}
    connection.execute(insert(venues), row)
    _name_everywhere(connection, asker, body.name, body.name)
    return _shown(made, body)


def change_venue(connection: Connection, asker: Asker, venue: str, body: models.VenueBody) -> models.VenueShown:
    """All of a venue anew, with its name wherever it is named. Refused: not_found, venue_taken."""
    lock(connection, asker.organisation)
    known = list_venues(connection, asker.organisation)
    before = next((each.venue for each in known.venues if each.id == venue), None)
    if before is None:
        raise not_found()
    if body.name != before.name:  # twins of older versions may still get another address
        _free(known, body.name, venue)
    connection.execute(update(venues).where(venues.c.id == venue).values(body=body.model_dump_json()))
    if body.name != before.name:
        others = [each.venue.name for each in known.venues if each.id != venue]
        _name_everywhere(connection, asker, before.name, body.name, others)
    return _shown(venue, body)


def _name_everywhere(
    connection: Connection, asker: Asker, before: str, name: str, others: list[str] | None = None
) -> None:
    """Give a hall its name in all series, with what undo would bring back, and on sessions that are not over.

    `others` are the names of the other venues: what is named so by the letter is theirs.
    """

    def named(found: str) -> str:
        return name if hall_key(found) == hall_key(before) and found not in (others or ()) else found

    mine = (series.c.organisation == asker.organisation, series.c.archived_at.is_(None))
    rows = connection.execute(select(series).where(*mine).order_by(series.c.id).with_for_update()).all()
    for row in rows:
        body = with_halls(row.body, named)
        if body == row.body:
            continue
        _rename_history(connection, row.id, named)
        connection.execute(update(series).where(series.c.id == row.id).values(body=body, version=row.version + 1))
        undo_goes_past(connection, asker, row, body, f"会場の名前を「{name}」に変えた")
    coming = (sessions.c.organisation == asker.organisation, sessions.c.until_at > asker.now)
    halls = connection.execute(select(sessions.c.venue).distinct().where(*coming, sessions.c.venue.is_not(None)))
    spelt = [found for found in halls.scalars() if named(found) != found]
    if spelt:
        here = (*coming, sessions.c.venue.in_(spelt))
        connection.execute(select(sessions.c.id).where(*here).order_by(sessions.c.id).with_for_update()).all()
        connection.execute(update(sessions).where(*here).values(venue=name))


def _rename_history(connection: Connection, wanted: str, named: Callable[[str], str]) -> None:
    """So that undo brings back what was planned, in the hall by its name of today."""
    rows = connection.execute(select(series_versions).where(series_versions.c.series == wanted)).all()
    for row in rows:
        body = with_halls(row.body, named)
        if body != row.body:
            this = (series_versions.c.series == wanted, series_versions.c.version == row.version)
            connection.execute(update(series_versions).where(*this).values(body=body))


def archive_venue(connection: Connection, organisation: str, venue: str, now: int) -> None:
    """Gone from the lists; a schedule that names it goes on doing so. Refused: not_found."""
    where = (venues.c.id == venue, venues.c.organisation == organisation)
    if not connection.execute(update(venues).where(*where).values(archived_at=now)).rowcount:
        raise not_found()


def in_known_names(connection: Connection, organisation: str, body: models.SeriesBody) -> models.SeriesBody:
    """A series with the halls that are known under their names. Others of the organisation wait until this is stored."""
    lock(connection, organisation)
    known = list_venues(connection, organisation).venues
    exact = {each.venue.name for each in known}
    names = {hall_key(each.venue.name): each.venue.name for each in known}
    before = body.model_dump_json()
    made = with_halls(before, lambda name: name if name in exact else names.get(hall_key(name), name))
    return body if made == before else models.SeriesBody.model_validate_json(made, context=STORED)


def venue_named(connection: Connection, organisation: str, name: str | None) -> models.VenueBody | None:
    """What is known about a venue that a schedule names; None if it names none, or one that is not kept."""
    if not name:
        return None
    known = [each.venue for each in list_venues(connection, organisation).venues]
    same = [each for each in known if hall_key(each.name) == hall_key(name)]
    return next((each for each in same if each.name == name), same[0] if same else None)
