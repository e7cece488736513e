"""Coming in: by password, by an invitation, or as the first of all. Each is one transaction, to the session that is opened.

So nobody has used six digits or an invitation up and still stands outside. What costs time comes before, outside of it:
`accounts.verify`, and `accounts.newcomer` for who has no account yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from server.office.base import models
from server.office.base.common import Safe
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.staff import invitations, setting_up
from server.office.staff.accounts import Newcomer, find_account, new_account
from server.office.staff.oneself import me
from server.office.staff.signing_in import Visitor, log_sign_in, open_session, verify_totp


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in."""

    me: models.Me
    secret: str
    """For the cookie."""


def _enter(connection: Connection, account: str, about: str, now: int) -> Entered:
    secret = open_session(connection, account, about, now)
    return Entered(me(connection, account), secret)


def sign_in(
    connection: Connection, safe: Safe, asked: models.SignIn, verified: Row[Any], visitor: Visitor, now: int
) -> Entered:
    """Sign in to an account; `verified` is its row, for whose password `accounts.verify` has just said yes.

    Refused: sign_in_failed (the account or its password is another by now), totp_needed, totp_wrong (or used before).
    """
    row = find_account(connection, asked.mail)
    if row is None or (row.id, row.password) != (verified.id, verified.password):
        raise OfficeRefused(OfficeCode.SIGN_IN_FAILED)
    if row.totp_confirmed:
        if not asked.totp:
            raise OfficeRefused(OfficeCode.TOTP_NEEDED)
        if not verify_totp(connection, safe, row, asked.totp, now):
            raise OfficeRefused(OfficeCode.TOTP_WRONG)
    log_sign_in(connection, asked.mail, row.id, visitor, "signed_in", now)
    return _enter(connection, row.id, visitor.about, now)


def set_up(connection: Connection, asked: models.SetUp, newcomer: Newcomer, about: str, now: int) -> Entered:
    """The first account and organisation, by the link of the first start; `about` is a word for the browser.

    Refused: already_set_up, invitation_unknown, mail_taken.
    """
    account = setting_up.first_account(connection, asked.secret, asked.organisation, newcomer, now)
    return _enter(connection, account, about, now)


def join_by_invitation(connection: Connection, secret: str, account: str, now: int) -> models.Me:
    """Join an organisation with the account one is signed in to. Refused: invitation_unknown, already_member."""
    invitations.accept(connection, secret, account, now)
    return me(connection, account)


def come_by_invitation(connection: Connection, secret: str, newcomer: Newcomer, about: str, now: int) -> Entered:
    """Join an organisation with an account of one's own, made for it. Refused: invitation_unknown, mail_taken."""
    invitations.open_invitation(connection, secret, now)
    account = new_account(connection, newcomer, now)
    invitations.accept(connection, secret, account, now)
    return _enter(connection, account, about, now)
