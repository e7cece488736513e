"""Colleagues come by an invitation: a link with a secret that works once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from moderation.office import StaffRole
from server.office.base import models
from server.office.base.common import DAY_MS, first, hashed, new_id, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import invitations
from server.office.staff.organisations import join, organisation_settings

INVITATION_MS = 7 * DAY_MS


def open_invitation(connection: Connection, secret: str, now: int) -> Row[Any]:
    """The row of an invitation that can be accepted, locked until the end. Refused: invitation_unknown."""
    row = first(connection, select(invitations).where(invitations.c.secret == hashed(secret)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    return row


def use_up(connection: Connection, invitation: str, now: int) -> None:
    """Use an invitation up. Refused: invitation_unknown, to the later of two who try at once."""
    change = update(invitations).where(invitations.c.id == invitation, invitations.c.used_at.is_(None))
    if not connection.execute(change.values(used_at=now)).rowcount:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)


def invite(connection: Connection, organisation: str, asked: models.NewInvitation, now: int) -> tuple[str, str, int]:
    """(id, secret, ms when it ends); the secret is nowhere else. Refused: too_many (a hundred wait to be accepted)."""
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


def _of_an_organisation(connection: Connection, secret: str, now: int) -> Row[Any]:
    """An open invitation, but for the one that sets a server up."""
    row = open_invitation(connection, secret, now)
    if row.organisation is None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    return row


def look_at_invitation(connection: Connection, secret: str, now: int) -> models.InvitationShown:
    """What an invitation is for. Refused: invitation_unknown (none, used, too old)."""
    row = _of_an_organisation(connection, secret, now)
    settings = organisation_settings(connection, row.organisation)
    return models.InvitationShown(organisation=settings.name, role=StaffRole(row.role), mail=row.mail)


def may_accept(connection: Connection, asked: models.AcceptInvitation, now: int) -> tuple[str, str, str]:
    """(name, mail, password) of somebody without an account who was invited.

    Refused: invitation_unknown, invalid (name, mail or password is missing).
    """
    _of_an_organisation(connection, asked.secret, now)
    if asked.name is None or asked.mail is None or asked.password is None:
        missing = [
            Wrong(name, "missing", "入れてください")
            for name in ("name", "mail", "password")
            if getattr(asked, name) is None
        ]
        raise OfficeRefused(OfficeCode.INVALID, *missing)
    return asked.name, asked.mail, asked.password


def accept(connection: Connection, secret: str, account: str, now: int) -> None:
    """Let an account join by an invitation, which is used up. Refused: invitation_unknown, already_member."""
    row = _of_an_organisation(connection, secret, now)
    join(connection, account, row.organisation, StaffRole(row.role))
    use_up(connection, row.id, now)


def take_back_invitation(connection: Connection, organisation: str, invitation: str) -> None:
    """Refused: not_found."""
    where = (invitations.c.id == invitation, invitations.c.organisation == organisation)
    if not connection.execute(delete(invitations).where(*where)).rowcount:
        raise not_found()
