"""Organisations: made by an operator, each with its settings and a name for addresses."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from moderation.office import StaffRole
from server.office.base import former, models
from server.office.base.common import found, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import (
    memberships,
    organisations,
)
from server.office.base.versions import version_of
from server.office.rules.typed import STORED

MAX_ORGANISATIONS = 500


def new_organisation(connection: Connection, name: str, slug: str | None, now: int) -> str:
    """Make an organisation with the usual settings; its id. Nobody belongs to it yet. Refused: too_many, slug_taken."""
    if connection.execute(select(func.count()).select_from(organisations)).scalar_one() >= MAX_ORGANISATIONS:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    organisation = new_id()
    free = slug or f"o-{secrets.token_hex(3)}"
    settings = models.OrganisationSettings(name=name, slug=free)
    try:
        with connection.begin_nested():
            connection.execute(
                insert(organisations),
                {"id": organisation, "slug": free, "settings": settings.model_dump_json(), "created_at": now},
            )
    except IntegrityError:
        raise former.slug_taken() from None
    former.organisation_named(connection, organisation, None, free)
    return organisation


def add_organisation(connection: Connection, account: str, asked: models.NewOrganisation, now: int) -> str:
    """By an operator, who becomes its first administrator; its id. Refused: too_many, slug_taken."""
    organisation = new_organisation(connection, asked.name, asked.slug, now)
    join(connection, account, organisation, StaffRole.ADMINISTRATOR)
    return organisation


def join(connection: Connection, account: str, organisation: str, role: StaffRole) -> None:
    """Refused: already_member."""
    values = {"staff": account, "organisation": organisation, "role": str(role)}
    try:
        with connection.begin_nested():
            connection.execute(insert(memberships), values)
    except IntegrityError:
        raise OfficeRefused(OfficeCode.ALREADY_MEMBER) from None


def organisation_settings(connection: Connection, organisation: str) -> models.OrganisationSettings:
    """Refused: not_found."""
    row = found(connection, organisations, organisations.c.id == organisation)
    return models.OrganisationSettings.model_validate_json(row.settings, context=STORED)


def show_settings(connection: Connection, organisation: str) -> models.SettingsShown:
    """The same, with the version that a change names. Refused: not_found."""
    settings = organisation_settings(connection, organisation)
    # Not validated again: what an older version took stands as it is.
    return models.SettingsShown.model_construct(version=version_of(settings), **dict(settings))


def version(connection: Connection, organisation: str) -> str | None:
    """As `SettingsShown` has it. Refused: not_found."""
    return show_settings(connection, organisation).version


def change_settings(
    connection: Connection, organisation: str, asked: models.OrganisationSettings
) -> models.SettingsShown:
    """All of them anew; a new slug makes public addresses new, and those of before lead there. Refused: slug_taken."""
    before = former.organisation_slug(connection, organisation)
    try:
        with connection.begin_nested():
            connection.execute(
                update(organisations)
                .where(organisations.c.id == organisation)
                .values(slug=asked.slug, settings=asked.model_dump_json())
            )
    except IntegrityError:
        raise former.slug_taken() from None
    former.organisation_named(connection, organisation, before, asked.slug)
    return show_settings(connection, organisation)
