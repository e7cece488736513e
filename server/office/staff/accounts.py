"""Accounts of the staff: one mail address, one name, one password. Passwords by argon2id (argon2-cffi).

Hashing takes some 50 ms by intent, so it comes before a transaction and never in one: what is written is a PasswordHash, and
only `hash_password` makes one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any, NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError
from zxcvbn import zxcvbn

from server.office.base.common import first, found, new_id
from server.office.base.models.common import mail_folded
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import staff
from server.office.staff.typical import TYPICAL

PasswordHash = NewType("PasswordHash", str)
_hasher = PasswordHasher()
_ENOUGH = 10**8
"""Guesses until it would be tried, as zxcvbn counts them. Beside argon2 and the tries that are let in, years."""
_LOOKED_AT = 72
"""Characters: what comes after makes no password worse, and looking at it takes time."""


@cache
def _nobody() -> str:
    """Verified against when there is no such account, so that answering takes the same time."""
    return _hasher.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is about to get an account."""

    name: str
    mail: str
    password: PasswordHash


def normal_mail(mail: str) -> str:
    """As it is stored and looked for: two spellings of one address are one account."""
    return mail_folded(mail).lower()


def _check_password(password: str, mail: str, name: str) -> None:
    """Refused: password_weak for what is guessed first: common passwords and words (zxcvbn's 90,000, and TYPICAL), what mail
    and name give away, rows of keys, repetitions, dates, and these with digits before, behind or for letters.

    No rule says which kinds of characters there have to be: long words are good passwords.
    """
    own = [part for part in (mail.lower(), *mail.lower().partition("@")[::2], name.lower()) if len(part) >= 4]
    told_away = any(part in password.lower() for part in own)
    guesses = zxcvbn(password[:_LOOKED_AT], user_inputs=[*own, *TYPICAL])["guesses"]
    if told_away or guesses < _ENOUGH:
        words = (
            "よく使われるか、推測されやすいパスワードです。"
            "名前やアドレスを含まない、関係のないことばを3つか4つ、つなげてください"
        )
        raise OfficeRefused(OfficeCode.PASSWORD_WEAK, Wrong("password", "password_weak", words))


def hash_password(password: str, mail: str, name: str) -> PasswordHash:
    """A password as it is stored. About 50 ms: never in a transaction. Refused: password_weak (also for what mail or name
    give away)."""
    _check_password(password, mail, name)
    return PasswordHash(_hasher.hash(password))


def newcomer(name: str, mail: str, password: str) -> Newcomer:
    """Somebody with their password hashed: as `hash_password`."""
    return Newcomer(name, mail, hash_password(password, mail, name))


def new_account(connection: Connection, newcomer: Newcomer, now: int, *, operator: bool = False) -> str:
    """An account's id. It belongs to no organisation yet. Refused: mail_taken."""
    account = new_id()
    try:
        with connection.begin_nested():
            connection.execute(
                insert(staff),
                {
                    "id": account,
                    "mail": normal_mail(newcomer.mail),
                    "name": newcomer.name,
                    "password": newcomer.password,
                    "operator": operator,
                    "created_at": now,
                },
            )
    except IntegrityError:
        raise OfficeRefused(OfficeCode.MAIL_TAKEN, Wrong("mail", "mail_taken", "もう使われています")) from None
    return account


def find_account(connection: Connection, mail: str) -> Row[Any] | None:
    """The account of a mail address, however it is spelt; None if there is none."""
    return first(connection, select(staff).where(staff.c.mail == normal_mail(mail)))


def verify(password: str, row: Row[Any] | None) -> bool:
    """Whether the password is right. Takes as long for accounts that do not exist. About 50 ms: never in a transaction."""
    nobody = _nobody()  # asked for whoever it is, so that the first time it is made tells nothing either
    try:
        _hasher.verify(nobody if row is None else row.password, password)
    except (VerificationError, InvalidHashError):
        return False
    return row is not None


def account_row(connection: Connection, account: str) -> Row[Any]:
    """Refused: not_found."""
    return found(connection, staff, staff.c.id == account)
