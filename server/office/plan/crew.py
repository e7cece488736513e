"""The crew: names for the rota. They need no account."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from server.office.base import models
from server.office.base.common import by_id, new_id
from server.office.base.refusals import not_found
from server.office.base.tables import crew, duties, links
from server.office.base.versions import version_of
from server.office.plan.limits import room_for_one


def list_crew(connection: Connection, organisation: str) -> models.Crew:
    """Names that can be put on the rota, in the order of their ids."""
    query = select(crew).where(crew.c.organisation == organisation, crew.c.archived_at.is_(None))
    return models.Crew(crew=tuple(_shown(row.id, row.name) for row in by_id(connection, query)))


def _shown(person: str, name: str) -> models.CrewShown:
    return models.CrewShown(id=person, version=version_of(name), name=name)


def version(connection: Connection, organisation: str, person: str) -> str | None:
    """As `CrewShown` has it; None where there is nobody."""
    return next((each.version for each in list_crew(connection, organisation).crew if each.id == person), None)


def add_crew(connection: Connection, organisation: str, body: models.CrewBody) -> models.CrewShown:
    """Refused: too_many."""
    room_for_one(connection, crew, organisation)
    made = new_id()
    connection.execute(insert(crew), {"id": made, "organisation": organisation, "name": body.name})
    return _shown(made, body.name)


def change_crew(connection: Connection, organisation: str, person: str, body: models.CrewBody) -> models.CrewShown:
    """The new name stands on every rota, also of sessions that are over. Refused: not_found."""
    where = (crew.c.id == person, crew.c.organisation == organisation)
    if not connection.execute(update(crew).where(*where).values(name=body.name)).rowcount:
        raise not_found()
    return _shown(person, body.name)


def archive_crew(connection: Connection, organisation: str, person: str, now: int) -> None:
    """Gone from the lists, and their links let nobody in any more; deleted altogether if no rota names them.

    Refused: not_found.
    """
    where = (crew.c.id == person, crew.c.organisation == organisation)
    own = select(duties.c.id).join(crew, crew.c.id == duties.c.crew).where(*where)
    connection.execute(update(links).where(links.c.duty.in_(own), links.c.revoked_at.is_(None)).values(revoked_at=now))
    if connection.execute(select(duties.c.id).where(duties.c.crew == person).limit(1)).first() is None:
        gone = connection.execute(delete(crew).where(*where)).rowcount
    else:
        gone = connection.execute(update(crew).where(*where).values(archived_at=now)).rowcount
    if not gone:
        raise not_found()
