"""What one changes about one's own account: password, TOTP, where one is signed in, the address of one's feed."""

from __future__ import annotations

from typing import Any

import pyotp
from sqlalchemy import Connection, Row, func, select, update

from moderation.office import Action, StaffRole, allowed_to, may
from server.office.base import models
from server.office.base.common import Safe, at, first, hashed, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import (
    memberships,
    organisations,
    staff,
    staff_notes,
    staff_sessions,
)
from server.office.rules.typed import STORED
from server.office.staff.accounts import PasswordHash, account_row
from server.office.staff.signing_in import end_sessions, verify_totp


def me(connection: Connection, account: str) -> models.Me:
    """Who one is, and what one may do in which organisation. Refused: not_found."""
    row = account_row(connection, account)
    unread = (
        select(func.count())
        .select_from(staff_notes)
        .where(staff_notes.c.organisation == organisations.c.id, staff_notes.c.read_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(
            organisations.c.id,
            organisations.c.settings,
            organisations.c.slug,
            memberships.c.role,
            unread.label("unread"),
        )
        .join(memberships, memberships.c.organisation == organisations.c.id)
        .where(memberships.c.staff == account)
        .order_by(organisations.c.created_at)
    )
    return models.Me(
        id=row.id,
        name=row.name,
        mail=row.mail,
        operator=row.operator,
        totp=row.totp_confirmed,
        organisations=tuple(
            _organisation(each, models.OrganisationSettings.model_validate_json(each.settings, context=STORED))
            for each in connection.execute(query)
        ),
    )


def _organisation(row: Row[*tuple[Any, ...]], settings: models.OrganisationSettings) -> models.OrganisationShown:
    role = StaffRole(row.role)
    return models.OrganisationShown(
        id=row.id,
        name=settings.name,
        slug=row.slug,
        role=role,
        may=allowed_to(role),
        totp_required=settings.totp_required,
        unread_notes=row.unread if may(role, Action.ADMINISTER) else 0,
    )


def change_password(connection: Connection, account: str, session: str | None, password: PasswordHash) -> None:
    """Sessions of the account but `session` end: whoever knew the old password is out."""
    connection.execute(update(staff).where(staff.c.id == account).values(password=password))
    end_sessions(connection, account, keep=session)


def let_in_again(connection: Connection, account: str, password: PasswordHash) -> None:
    """For who is locked out: a new password, no TOTP, and every session ends."""
    change_password(connection, account, None, password)
    remove_totp(connection, account)


def start_totp(connection: Connection, safe: Safe, account: str) -> tuple[str, str]:
    """(secret, otpauth URI). Not asked for before it is confirmed. Refused: state_cannot_change (it is already)."""
    row = account_row(connection, account)
    if row.totp_confirmed:
        raise OfficeRefused(OfficeCode.STATE_CANNOT_CHANGE)
    secret = pyotp.random_base32()
    connection.execute(update(staff).where(staff.c.id == account).values(totp=safe.seal(secret), totp_step=0))
    return secret, pyotp.TOTP(secret).provisioning_uri(name=row.mail, issuer_name="Engawa")


def confirm_totp(connection: Connection, safe: Safe, account: str, session: str | None, digits: str, now: int) -> None:
    """From now on six digits are asked for; those that confirm are used up. Sessions of the account but `session` end: a
    password alone was enough for them. Refused: invalid (totp)."""
    row = account_row(connection, account)
    if row.totp is None or not verify_totp(connection, safe, row, digits, now):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("totp", "totp_wrong", "数字が違います"))
    connection.execute(update(staff).where(staff.c.id == account).values(totp_confirmed=True))
    end_sessions(connection, account, keep=session)


def stop_totp(connection: Connection, safe: Safe, account: str, digits: str | None, now: int) -> None:
    """Like `remove_totp`, by the digits of now once they are asked for. Refused: invalid (totp).

    Whose telephone is lost asks a colleague (`members.take_totp_away`), or whoever has the machine (`let_in_again`).
    """
    row = account_row(connection, account)
    if row.totp_confirmed and not (digits and verify_totp(connection, safe, row, digits, now)):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("totp", "totp_wrong", "いまの6けたの数字を入れてください"))
    remove_totp(connection, account)


def remove_totp(connection: Connection, account: str) -> None:
    """The password alone is enough from now on; whoever asks has been asked for it."""
    connection.execute(update(staff).where(staff.c.id == account).values(totp=None, totp_confirmed=False, totp_step=0))


def sessions_of(connection: Connection, account: str, current: str) -> models.StaffSessions:
    """Where one is signed in, the last used first. `current`: the session that asks."""
    rows = connection.execute(
        select(staff_sessions).where(staff_sessions.c.staff == account).order_by(staff_sessions.c.seen_at.desc())
    )
    return models.StaffSessions(
        sessions=tuple(
            models.StaffSessionShown(
                id=row.id[:16],
                about=row.about,
                created_at=at(row.created_at),
                seen_at=at(row.seen_at),
                current=row.id == current,
            )
            for row in rows
        )
    )


def feed_secret(connection: Connection, account: str, *, renew: bool = False) -> str | None:
    """A new secret of a person's own feed, shown this once: the server keeps a hash of it. None if there is one already and
    it is not to be renewed. Refused: not_found."""
    row = account_row(connection, account)
    if row.feed and not renew:
        return None
    secret = new_secret()
    connection.execute(update(staff).where(staff.c.id == account).values(feed=hashed(secret)))
    return secret


def feed_owner(connection: Connection, secret: str) -> Row[Any] | None:
    """Whose feed it is; None for secrets that were never given, or were renewed."""
    return first(connection, select(staff).where(staff.c.feed == hashed(secret)))
