"""The first start: a one-time secret, the first account and the first organisation."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from moderation.office import StaffRole
from server.office.base.common import DAY_MS, hashed, new_id, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import (
    invitations,
    staff,
)
from server.office.staff.accounts import Newcomer, new_account
from server.office.staff.invitations import open_invitation, use_up
from server.office.staff.organisations import join, new_organisation


def is_set_up(connection: Connection) -> bool:
    """Whether anybody has an account."""
    return connection.execute(select(staff.c.id).limit(1)).first() is not None


def first_invitation(connection: Connection, now: int) -> str | None:
    """A new one-time secret for the first administrator; None once there is an account. Older ones stop working."""
    if is_set_up(connection):
        return None
    secret = new_secret()
    connection.execute(delete(invitations).where(invitations.c.organisation.is_(None)))
    connection.execute(
        insert(invitations),
        {
            "id": new_id(),
            "secret": hashed(secret),
            "organisation": None,
            "role": str(StaffRole.ADMINISTRATOR),
            "created_at": now,
            "expires_at": now + 365 * DAY_MS,
        },
    )
    return secret


def may_set_up(connection: Connection, secret: str, now: int) -> str:
    """The id of the first invitation, by its secret. Refused: already_set_up, invitation_unknown."""
    if is_set_up(connection):
        raise OfficeRefused(OfficeCode.ALREADY_SET_UP)
    row = open_invitation(connection, secret, now)
    if row.organisation is not None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    return str(row.id)


def first_account(connection: Connection, secret: str, name: str, newcomer: Newcomer, now: int) -> str:
    """The first account and its organisation of that name; uses the invitation up. Returns the account's id.

    Refused: already_set_up, invitation_unknown, mail_taken.
    """
    invitation = may_set_up(connection, secret, now)
    account = new_account(connection, newcomer, now, operator=True)
    organisation = new_organisation(connection, name, None, now)
    join(connection, account, organisation, StaffRole.ADMINISTRATOR)
    use_up(connection, invitation, now)
    return account
