"""Who belongs to an organisation, and with which role. Its last administrator cannot be taken away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from moderation.office import StaffRole
from server.office.base import models
from server.office.base.common import at, found
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import (
    invitations,
    memberships,
    series_versions,
    sign_ins,
    staff,
    staff_sessions,
)
from server.office.base.versions import version_of
from server.office.staff.accounts import account_row
from server.office.staff.oneself import remove_totp
from server.office.staff.signing_in import end_sessions


def staff_of(connection: Connection, organisation: str, now: int) -> models.StaffList:
    """Members, the longest known first, and invitations that can still be accepted at `now` (ms)."""
    last = (
        select(staff_sessions.c.staff, func.max(staff_sessions.c.seen_at).label("seen"))
        .group_by(staff_sessions.c.staff)
        .subquery()
    )
    members = connection.execute(
        select(staff, memberships.c.role, last.c.seen)
        .join(memberships, memberships.c.staff == staff.c.id)
        .join(last, last.c.staff == staff.c.id, isouter=True)
        .where(memberships.c.organisation == organisation)
        .order_by(staff.c.created_at)
    )
    pending = connection.execute(
        select(invitations)
        .where(
            invitations.c.organisation == organisation,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        .order_by(invitations.c.created_at)
    )
    return models.StaffList(
        staff=tuple(
            models.StaffMember(
                id=row.id,
                name=row.name,
                mail=row.mail,
                role=StaffRole(row.role),
                version=version_of(row.role),
                totp=row.totp_confirmed,
                last_seen_at=None if row.seen is None else at(row.seen),
            )
            for row in members
        ),
        invitations=tuple(
            models.PendingInvitation(id=row.id, role=StaffRole(row.role), mail=row.mail, expires_at=at(row.expires_at))
            for row in pending
        ),
    )


def administrators(connection: Connection, organisation: str) -> list[str]:
    """The mail addresses of those who administer an organisation."""
    query = (
        select(staff.c.mail)
        .join(memberships, memberships.c.staff == staff.c.id)
        .where(memberships.c.organisation == organisation, memberships.c.role == str(StaffRole.ADMINISTRATOR))
        .order_by(staff.c.created_at)
    )
    return list(connection.execute(query).scalars())


def _keep_an_administrator(connection: Connection, organisation: str, without: str) -> None:
    """Refuse what would leave an organisation without anybody who can invite. Locks the rows it counts."""
    rows = connection.execute(
        select(memberships.c.staff)
        .where(memberships.c.organisation == organisation, memberships.c.role == str(StaffRole.ADMINISTRATOR))
        .with_for_update()
    )
    if {row.staff for row in rows} == {without}:
        raise OfficeRefused(OfficeCode.LAST_ADMINISTRATOR)


def _membership(connection: Connection, organisation: str, account: str) -> Row[Any]:
    return found(connection, memberships, memberships.c.organisation == organisation, memberships.c.staff == account)


def version(connection: Connection, organisation: str, account: str) -> str | None:
    """As `StaffMember` has it; None for who is no member."""
    mine = (memberships.c.organisation == organisation, memberships.c.staff == account)
    row = connection.execute(select(memberships.c.role).where(*mine)).first()
    return None if row is None else version_of(row.role)


def change_role(connection: Connection, organisation: str, account: str, role: StaffRole) -> None:
    """Refused: not_found, last_administrator."""
    _membership(connection, organisation, account)
    if role is not StaffRole.ADMINISTRATOR:
        _keep_an_administrator(connection, organisation, account)
    where = (memberships.c.organisation == organisation, memberships.c.staff == account)
    connection.execute(update(memberships).where(*where).values(role=str(role)))


def remove_member(connection: Connection, organisation: str, account: str) -> None:
    """Take somebody out of an organisation; who belongs to none any more is signed out, and forgotten (but for operators).

    Refused: not_found, last_administrator.
    """
    _membership(connection, organisation, account)
    _keep_an_administrator(connection, organisation, account)
    where = (memberships.c.organisation == organisation, memberships.c.staff == account)
    connection.execute(delete(memberships).where(*where))
    if connection.execute(select(memberships.c.staff).where(memberships.c.staff == account)).first() is None:
        _delete_account(connection, account)


def _delete_account(connection: Connection, account: str) -> None:
    """Whoever works for nobody here any more is forgotten; what they did stays, without their name."""
    end_sessions(connection, account)
    if account_row(connection, account).operator:
        return  # may make organisations, and is needed for that
    connection.execute(update(sign_ins).where(sign_ins.c.staff == account).values(staff=None))
    connection.execute(update(series_versions).where(series_versions.c.staff == account).values(staff=None))
    connection.execute(delete(staff).where(staff.c.id == account))


def take_totp_away(connection: Connection, organisation: str, account: str) -> None:
    """For a colleague whose telephone is lost; their sessions end. It is their account: not if they belong to others, too.

    Refused: not_found, not_allowed (they belong to another organisation, too).
    """
    _membership(connection, organisation, account)
    elsewhere = select(memberships.c.organisation).where(
        memberships.c.staff == account, memberships.c.organisation != organisation
    )
    if connection.execute(elsewhere).first() is not None:
        raise OfficeRefused(OfficeCode.NOT_ALLOWED)
    remove_totp(connection, account)
    end_sessions(connection, account)
