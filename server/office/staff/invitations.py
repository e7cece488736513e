"""Colleagues come by an invitation: a link with a secret that works once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from moderation.office import StaffRole
from server.office.base import models
from server.office.base.common import DAY_MS, first, hashed, new_id, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import (
    invitations,
)
from server.office.staff.accounts import new_account
from server.office.staff.organisations import join, organisation_settings

INVITATION_MS = 7 * DAY_MS


def open_invitation(connection: Connection, secret: str, now: int) -> Row[Any]:
    row = first(connection, select(invitations).where(invitations.c.secret == hashed(secret)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    return row


def use_up(connection: Connection, invitation: str, now: int) -> None:
    """Use an invitation up; of two who try at once, one is told that it is used."""
    change = update(invitations).where(invitations.c.id == invitation, invitations.c.used_at.is_(None))
    if not connection.execute(change.values(used_at=now)).rowcount:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)


def invite(connection: Connection, organisation: str, asked: models.NewInvitation, now: int) -> tuple[str, str, int]:
    """(id, secret, expires_at)."""
    pending = select(func.count()).select_from(invitations).where(
        invitations.c.organisation == organisation, invitations.c.used_at.is_(None), invitations.c.expires_at > now
    )  # fmt: skip
    if connection.execute(pending).scalar_one() >= 100:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    secret, made = new_secret(), new_id()
    connection.execute(
        insert(invitations),
        {
            "id": made,
            "secret": hashed(secret),
            "organisation": organisation,
            "role": str(asked.role),
            "mail": asked.mail,
            "created_at": now,
            "expires_at": now + INVITATION_MS,
        },
    )
    return made, secret, now + INVITATION_MS


def look_at_invitation(connection: Connection, secret: str, now: int) -> models.InvitationShown:
    row = open_invitation(connection, secret, now)
    if row.organisation is None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    settings = organisation_settings(connection, row.organisation)
    return models.InvitationShown(organisation=settings.name, role=StaffRole(row.role), mail=row.mail)


def accept(connection: Connection, asked: models.AcceptInvitation, account: str | None, now: int) -> str:
    """Join by invitation, with the account one is signed in to or a new one. Returns the account's id."""
    row = open_invitation(connection, asked.secret, now)
    if row.organisation is None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    if account is None:
        missing = [
            Wrong(name, "missing", "入れてください")
            for name in ("name", "mail", "password")
            if getattr(asked, name) is None
        ]
        if asked.name is None or asked.mail is None or asked.password is None:
            raise OfficeRefused(OfficeCode.INVALID, *missing)
        account = new_account(connection, asked.name, asked.mail, asked.password, now)
    join(connection, account, row.organisation, StaffRole(row.role))
    use_up(connection, row.id, now)
    return account


def take_back_invitation(connection: Connection, organisation: str, invitation: str) -> None:
    where = (invitations.c.id == invitation, invitations.c.organisation == organisation)
    if not connection.execute(delete(invitations).where(*where)).rowcount:
        raise not_found()
