"""Signing in: TOTP (pyotp), the sessions that a cookie stands for, and the log of tries.

Nobody can lock another out: a browser that signed in before holds a signed mark, or gets one by a link (`knowing`), and
strangers' wrong tries are no matter for it (`server.http.office.trying` counts them).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import pyotp
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from moderation import typed
from moderation.office import StaffRole
from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at, first, hashed, new_secret
from server.office.base.refusals import not_found
from server.office.base.tables import (
    memberships,
    organisations,
    sign_ins,
    staff,
    staff_sessions,
)
from server.office.rules.typed import STORED

SESSION_MS = 14 * DAY_MS
IDLE_MS = 12 * 3_600_000
"""A session ends after two weeks, or twelve hours without use."""
SEEN_STEP_MS = 60_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signing in: for the log, and for telling known browsers from others."""

    address: str
    about: str
    known: str | None = None
    """The account id of the browser's signed mark, if it has one."""


def log_sign_in(
    connection: Connection, mail: str, account: str | None, visitor: Visitor, outcome: str, now: int
) -> None:
    """A line of the log. `outcome`: signed_in, wrong_password, wrong_totp or slowed; `account` None if there is none."""
    connection.execute(
        insert(sign_ins),
        {
            "at": now,
            "staff": account,
            "mail": mail[:254],
            "address": visitor.address[:64],
            "outcome": outcome,
        },
    )


def verify_totp(connection: Connection, safe: Safe, row: Row[Any], digits: str, now: int) -> bool:
    """Whether the six digits are right and were not used before (30 s early or late is allowed). Uses them up."""
    secret = safe.open(row.totp)
    if secret is None:
        return False
    clock = pyotp.TOTP(secret)
    written = typed.digits(digits).encode()
    step = now // 1000 // clock.interval
    for candidate in (step, step - 1, step + 1):
        if candidate > row.totp_step and secrets.compare_digest(clock.generate_otp(candidate).encode(), written):
            change = update(staff).where(staff.c.id == row.id, staff.c.totp_step < candidate)
            return bool(connection.execute(change.values(totp_step=candidate)).rowcount)
    return False


def open_session(connection: Connection, account: str, about: str, now: int) -> str:
    """A new session of two weeks from `now` (ms); returns the secret for the cookie, which is nowhere else."""
    secret = new_secret()
    connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= now))
    connection.execute(
        insert(staff_sessions),
        {
            "id": hashed(secret),
            "staff": account,
            "about": about[:120],
            "created_at": now,
            "seen_at": now,
            "expires_at": now + SESSION_MS,
        },
    )
    return secret


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks: the account, its session, and its roles by organisation."""

    account: str
    session: str
    operator: bool
    roles: dict[str, StaffRole]
    needs_totp: frozenset[str]
    """Organisations that require a second factor, which this account has not."""
    stale: bool
    """The session's last use should be written down again."""


def who(connection: Connection, secret: str, now: int) -> SignedIn | None:
    """Whose session a cookie is; None if it has ended."""
    return of_session(connection, hashed(secret), now)


def of_session(connection: Connection, session: str, now: int) -> SignedIn | None:
    """The same by the session's id, with the rights of this moment."""
    row = first(
        connection,
        select(staff_sessions, staff.c.operator, staff.c.totp_confirmed)
        .join(staff, staff.c.id == staff_sessions.c.staff)
        .where(staff_sessions.c.id == session),
    )
    if row is None or row.expires_at <= now or row.seen_at + IDLE_MS <= now:
        return None
    member = (
        select(memberships.c.organisation, memberships.c.role, organisations.c.settings)
        .join(organisations, organisations.c.id == memberships.c.organisation)
        .where(memberships.c.staff == row.staff)
    )
    rows = connection.execute(member).all()
    roles = {each.organisation: StaffRole(each.role) for each in rows}
    needs = frozenset() if row.totp_confirmed else frozenset(each.organisation for each in rows if _requires(each))
    return SignedIn(row.staff, row.id, row.operator, roles, needs, row.seen_at + SEEN_STEP_MS < now)


def _requires(row: Row[*tuple[Any, ...]]) -> bool:
    return models.OrganisationSettings.model_validate_json(row.settings, context=STORED).totp_required


def seen(connection: Connection, session: str, now: int) -> None:
    """A session was used at `now` (ms): its twelve hours begin anew."""
    connection.execute(update(staff_sessions).where(staff_sessions.c.id == session).values(seen_at=now))


def end_session(connection: Connection, account: str, session: str) -> None:
    """End one of one's own sessions, by the first characters of its id. Refused: not_found."""
    mine = staff_sessions.c.staff == account
    # No LIKE: in SQLite it takes capital letters for small ones, in PostgreSQL not.
    begins = func.substr(staff_sessions.c.id, 1, len(session)) == session
    if not connection.execute(delete(staff_sessions).where(mine, begins)).rowcount:
        raise not_found()


def end_sessions(connection: Connection, account: str, keep: str | None = None) -> None:
    """End all sessions of an account, but for `keep`."""
    where = [staff_sessions.c.staff == account]
    if keep is not None:
        where.append(staff_sessions.c.id != keep)
    connection.execute(delete(staff_sessions).where(*where))


def sign_ins_of(connection: Connection, organisation: str) -> models.SignIns:
    """The last sign-ins of an organisation's staff, successful or not. Tries at unknown addresses belong to nobody."""
    rows = connection.execute(
        select(sign_ins)
        .join(memberships, memberships.c.staff == sign_ins.c.staff)
        .where(memberships.c.organisation == organisation)
        .order_by(sign_ins.c.at.desc())
        .limit(500)
    )
    return models.SignIns(
        sign_ins=tuple(
            models.SignInShown(at=at(row.at), mail=row.mail, address=row.address, outcome=row.outcome) for row in rows
        )
    )


def forget_old_sign_ins(connection: Connection, now: int) -> int:
    """Delete what is older than the organisations want; the longest wish of a person's organisations holds. How many."""
    rows = connection.execute(
        select(organisations.c.settings, memberships.c.staff).join(
            memberships, memberships.c.organisation == organisations.c.id
        )
    )
    keep: dict[str | None, int] = {}
    for row in rows:
        days = models.OrganisationSettings.model_validate_json(row.settings, context=STORED).sign_ins_days
        keep[row.staff] = max(days, keep.get(row.staff, 0))
    gone = 0
    for account, days in keep.items():
        old = (sign_ins.c.staff == account, sign_ins.c.at < now - days * DAY_MS)
        gone += connection.execute(delete(sign_ins).where(*old)).rowcount
    others = sign_ins.c.staff.is_(None) | sign_ins.c.staff.not_in([each for each in keep if each is not None])
    limit = now - 30 * DAY_MS
    gone += connection.execute(delete(sign_ins).where(others, sign_ins.c.at < limit)).rowcount
    return gone
