"""Accounts of the staff: one mail address, one name, one password. Passwords by argon2id (argon2-cffi)."""

from __future__ import annotations

import secrets
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from server.office.base.common import first, found, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import (
    staff,
)

_hasher = PasswordHasher()


# Verified against when there is no such account, so that answering takes the same time.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def normal_mail(mail: str) -> str:
    return mail.strip().lower()


def check_password(password: str, mail: str, name: str) -> None:
    lowered = password.lower()
    own = [part for part in (mail.partition("@")[0].lower(), name.lower()) if len(part) >= 4]
    if len(set(password)) < 5 or any(part in lowered for part in own) or lowered in ("password123", "1234567890"):
        raise OfficeRefused(
            OfficeCode.PASSWORD_WEAK,
            Wrong(
                "password", "password_weak", "名前やアドレスを含まない、10文字より長いことばの組み合わせがおすすめです"
            ),
        )


def new_account(
    connection: Connection, name: str, mail: str, password: str, now: int, *, operator: bool = False
) -> str:
    check_password(password, mail, name)
    account = new_id()
    try:
        with connection.begin_nested():
            connection.execute(
                insert(staff),
                {
                    "id": account,
                    "mail": normal_mail(mail),
                    "name": name,
                    "password": _hasher.hash(password),
                    "operator": operator,
                    "created_at": now,
                },
            )
    except IntegrityError:
        raise OfficeRefused(OfficeCode.MAIL_TAKEN, Wrong("mail", "mail_taken", "もう使われています")) from None
    return account


def find_account(connection: Connection, mail: str) -> Row[Any] | None:
    return first(connection, select(staff).where(staff.c.mail == normal_mail(mail)))


def verify(password: str, row: Row[Any] | None) -> bool:
    """Whether the password is right. Takes as long for accounts that do not exist. About 50 ms: never in a transaction."""
    try:
        _hasher.verify(_NOBODY if row is None else row.password, password)
    except (VerificationError, InvalidHashError):
        return False
    return row is not None


def account_row(connection: Connection, account: str) -> Row[Any]:
    return found(connection, staff, staff.c.id == account)
