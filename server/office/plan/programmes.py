"""Programmes: what series are made of. Nothing is deleted that a session may refer to; it is archived."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from moderation.normal import nfkc
from server.office.base import former, models
from server.office.base.common import by_id, found, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import organisations, programmes, series, shares
from server.office.plan.limits import room_for_one
from server.office.rules.typed import STORED


def _slug(name: str) -> str:
    """A name for addresses from a programme's name: what is Latin in it, or something short."""
    plain = nfkc(name).lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-")
    return made if len(made) >= 3 else f"p-{secrets.token_hex(3)}"


def body_of(row: Row[Any]) -> models.ProgrammeBody:
    return models.ProgrammeBody.model_validate_json(row.body, context=STORED)


def _shown(row: Row[Any], slug: str, base: str) -> models.ProgrammeShown:
    return models.ProgrammeShown(
        id=row.id,
        version=row.version,
        archived=row.archived_at is not None,
        programme=body_of(row).model_copy(update={"slug": row.slug}),
        public_url=f"{base}/p/{slug}/{row.slug}",
    )


def organisation_slug(connection: Connection, organisation: str) -> str:
    return str(found(connection, organisations, organisations.c.id == organisation).slug)


def list_programmes(connection: Connection, organisation: str, base: str) -> models.Programmes:
    slug = organisation_slug(connection, organisation)
    query = select(programmes).where(programmes.c.organisation == organisation, programmes.c.archived_at.is_(None))
    return models.Programmes(programmes=tuple(_shown(row, slug, base) for row in by_id(connection, query)))


def public_programmes(connection: Connection, organisation: str) -> list[tuple[Row[Any], str]]:
    """What an organisation shows on its public pages, each with its name for addresses: its own, then those it shares.

    A shared one whose name is taken here is told apart by its id, so that nobody is led to another town's door.
    """
    shared = select(series.c.programme).join(shares, shares.c.series == series.c.id)
    shared = shared.where(shares.c.organisation == organisation)
    own = programmes.c.organisation == organisation
    query = select(programmes).where(own | programmes.c.id.in_(shared), programmes.c.archived_at.is_(None))
    rows = sorted(connection.execute(query).all(), key=lambda row: (row.organisation != organisation, row.id))
    taken: set[str] = set()
    found = []
    for row in rows:
        slug = row.slug if row.slug not in taken else f"{row.slug}-{row.id.lower()}"  # as addresses are read
        taken.add(slug)
        found.append((row, slug))
    return found


def programme_row(connection: Connection, organisation: str, programme: str) -> Row[Any]:
    return found(connection, programmes, programmes.c.id == programme, programmes.c.organisation == organisation)


def version(connection: Connection, organisation: str, programme: str) -> str | None:
    """As `ProgrammeShown` has it; None where there is none."""
    mine = (programmes.c.id == programme, programmes.c.organisation == organisation)
    row = connection.execute(select(programmes.c.version).where(*mine)).first()
    return None if row is None else str(row.version)


def add_programme(
    connection: Connection, organisation: str, body: models.ProgrammeBody, base: str
) -> models.ProgrammeShown:
    room_for_one(connection, programmes, organisation)
    made = new_id()
    slug = body.slug or _free_slug(connection, organisation, _slug(body.name))
    row = {
        "id": made,
        "organisation": organisation,
        "slug": slug,
        "body": body.model_dump_json(),
        "version": 1,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(programmes), row)
    except IntegrityError:
        raise former.slug_taken() from None
    former.programme_named(connection, organisation, made, None, slug)
    return _shown(programme_row(connection, organisation, made), organisation_slug(connection, organisation), base)


def _free_slug(connection: Connection, organisation: str, wanted: str) -> str:
    query = select(programmes.c.id).where(programmes.c.organisation == organisation, programmes.c.slug == wanted)
    taken = connection.execute(query).first() is not None or former.is_former(connection, organisation, wanted)
    return f"{wanted[:24]}-{secrets.token_hex(2)}" if taken else wanted


def rewrite(
    connection: Connection, organisation: str, programme: str, body: models.ProgrammeBody, base: str
) -> models.ProgrammeShown:
    """The programme alone: what follows from it is done by `verbs.change_programme`. Refused: not_found, slug_taken."""
    before = former.programme_slug(connection, programme)
    row = programme_row(connection, organisation, programme)
    slug = body.slug or row.slug
    values = {"slug": slug, "body": body.model_dump_json(), "version": row.version + 1}
    try:
        with connection.begin_nested():
            connection.execute(update(programmes).where(programmes.c.id == programme).values(**values))
    except IntegrityError:
        raise former.slug_taken() from None
    former.programme_named(connection, organisation, programme, before, slug)
    return _shown(programme_row(connection, organisation, programme), organisation_slug(connection, organisation), base)


def archive_programme(connection: Connection, organisation: str, programme: str, now: int) -> None:
    programme_row(connection, organisation, programme)
    living = select(series.c.id).where(series.c.programme == programme, series.c.archived_at.is_(None))
    if connection.execute(living).first() is not None:
        raise OfficeRefused(
            OfficeCode.IN_USE, message="このプログラムの予定が残っています。先に予定をしまってください。"
        )
    connection.execute(update(programmes).where(programmes.c.id == programme).values(archived_at=now))
