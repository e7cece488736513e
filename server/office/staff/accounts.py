"""Staff accounts: setting up, signing in, invitations, roles, TOTP, sessions that can be ended, and the log of sign-ins.

Nobody can lock another out: wrong tries are slowed per address, and per account only for browsers that never signed in to
it; a browser that did holds a signed mark and is always let try. Passwords by argon2id (argon2-cffi), TOTP by pyotp.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from moderation.office import StaffRole, allowed_to
from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at, first, found, hashed, new_id, new_secret
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import (
    invitations,
    memberships,
    organisations,
    series_versions,
    sign_ins,
    staff,
    staff_sessions,
)

SESSION_MS = 14 * DAY_MS
IDLE_MS = 12 * 3_600_000
"""A session ends after two weeks, or twelve hours without use."""
SEEN_STEP_MS = 60_000
INVITATION_MS = 7 * DAY_MS
MAX_ORGANISATIONS = 500
_hasher = PasswordHasher()
# Verified against when there is no such account, so that answering takes the same time.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signing in: for the log, and for telling known browsers from others."""

    address: str
    about: str
    known: str | None = None
    """The account id of the browser's signed mark, if it has one."""


def normal_mail(mail: str) -> str:
    return mail.strip().lower()


def _check_password(password: str, mail: str, name: str) -> None:
    lowered = password.lower()
    own = [part for part in (mail.partition("@")[0].lower(), name.lower()) if len(part) >= 4]
    if len(set(password)) < 5 or any(part in lowered for part in own) or lowered in ("password123", "1234567890"):
        raise OfficeRefused(
            OfficeCode.PASSWORD_WEAK,
            Wrong(
                "password", "password_weak", "名前やアドレスを含まない、10文字より長いことばの組み合わせがおすすめです"
            ),
        )


# -- the first start -----------------------------------------------------------------------------------------------


def is_set_up(connection: Connection) -> bool:
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


def set_up(connection: Connection, asked: models.SetUp, now: int) -> str:
    """The first account and organisation. Returns the account's id."""
    if is_set_up(connection):
        raise OfficeRefused(OfficeCode.ALREADY_SET_UP)
    row = _invitation(connection, asked.secret, now)
    if row.organisation is not None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    account = _new_account(connection, asked.name, asked.mail, asked.password, now, operator=True)
    organisation = new_organisation(connection, asked.organisation, None, now)
    _join(connection, account, organisation, StaffRole.ADMINISTRATOR)
    _used(connection, row.id, now)
    return account


def _new_account(
    connection: Connection, name: str, mail: str, password: str, now: int, *, operator: bool = False
) -> str:
    _check_password(password, mail, name)
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


def new_organisation(connection: Connection, name: str, slug: str | None, now: int) -> str:
    """Make an organisation with the usual settings."""
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
        raise OfficeRefused(OfficeCode.SLUG_TAKEN, Wrong("slug", "slug_taken", "もう使われています")) from None
    return organisation


def add_organisation(connection: Connection, account: str, asked: models.NewOrganisation, now: int) -> str:
    """By an operator, who becomes its first administrator."""
    organisation = new_organisation(connection, asked.name, asked.slug, now)
    _join(connection, account, organisation, StaffRole.ADMINISTRATOR)
    return organisation


def _join(connection: Connection, account: str, organisation: str, role: StaffRole) -> None:
    values = {"staff": account, "organisation": organisation, "role": str(role)}
    try:
        with connection.begin_nested():
            connection.execute(insert(memberships), values)
    except IntegrityError:
        raise OfficeRefused(OfficeCode.ALREADY_MEMBER) from None


# -- signing in ----------------------------------------------------------------------------------------------------


def log_sign_in(
    connection: Connection, mail: str, account: str | None, visitor: Visitor, outcome: str, now: int
) -> None:
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


def find_account(connection: Connection, mail: str) -> Row[Any] | None:
    return first(connection, select(staff).where(staff.c.mail == normal_mail(mail)))


def verify(password: str, row: Row[Any] | None) -> bool:
    """Whether the password is right. Takes as long for accounts that do not exist. About 50 ms: never in a transaction."""
    try:
        _hasher.verify(_NOBODY if row is None else row.password, password)
    except (VerificationError, InvalidHashError):
        return False
    return row is not None


def verify_totp(connection: Connection, safe: Safe, row: Row[Any], digits: str, now: int) -> bool:
    """Whether the six digits are right and were not used before (one step early or late is allowed)."""
    secret = safe.open(row.totp)
    if secret is None:
        return False
    clock = pyotp.TOTP(secret)
    # Japanese keyboards write full-width digits.
    typed = unicodedata.normalize("NFKC", digits).strip().encode()
    step = now // 1000 // clock.interval
    for candidate in (step, step - 1, step + 1):
        if candidate > row.totp_step and secrets.compare_digest(clock.generate_otp(candidate).encode(), typed):
            change = update(staff).where(staff.c.id == row.id, staff.c.totp_step < candidate)
            return bool(connection.execute(change.values(totp_step=candidate)).rowcount)
    return False


def open_session(connection: Connection, account: str, about: str, now: int) -> str:
    """A new session; returns the secret for the cookie."""
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
    stale: bool
    """The session's last use should be written down again."""


def who(connection: Connection, secret: str, now: int) -> SignedIn | None:
    """Whose session a cookie is; None if it has ended."""
    row = first(
        connection,
        select(staff_sessions, staff.c.operator)
        .join(staff, staff.c.id == staff_sessions.c.staff)
        .where(staff_sessions.c.id == hashed(secret)),
    )
    if row is None or row.expires_at <= now or row.seen_at + IDLE_MS <= now:
        return None
    member = select(memberships.c.organisation, memberships.c.role).where(memberships.c.staff == row.staff)
    roles = {each.organisation: StaffRole(each.role) for each in connection.execute(member)}
    return SignedIn(row.staff, row.id, row.operator, roles, row.seen_at + SEEN_STEP_MS < now)


def seen(connection: Connection, session: str, now: int) -> None:
    connection.execute(update(staff_sessions).where(staff_sessions.c.id == session).values(seen_at=now))


def end_session(connection: Connection, account: str, session: str) -> None:
    """End one of one's own sessions, by the first characters of its id."""
    mine = staff_sessions.c.staff == account
    begins = staff_sessions.c.id.startswith(session, autoescape=True)
    if not connection.execute(delete(staff_sessions).where(mine, begins)).rowcount:
        raise not_found()


def end_sessions(connection: Connection, account: str, keep: str | None = None) -> None:
    where = [staff_sessions.c.staff == account]
    if keep is not None:
        where.append(staff_sessions.c.id != keep)
    connection.execute(delete(staff_sessions).where(*where))


# -- oneself -------------------------------------------------------------------------------------------------------


def account_row(connection: Connection, account: str) -> Row[Any]:
    return found(connection, staff, staff.c.id == account)


def me(connection: Connection, account: str) -> models.Me:
    row = account_row(connection, account)
    query = (
        select(organisations.c.id, organisations.c.settings, organisations.c.slug, memberships.c.role)
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
            models.OrganisationShown(
                id=each.id,
                name=models.OrganisationSettings.model_validate_json(each.settings).name,
                slug=each.slug,
                role=StaffRole(each.role),
                may=allowed_to(StaffRole(each.role)),
            )
            for each in connection.execute(query)
        ),
    )


def change_password(connection: Connection, account: str, session: str | None, password: str) -> None:
    """Other sessions of the account end: whoever knew the old password is out."""
    row = account_row(connection, account)
    _check_password(password, row.mail, row.name)
    connection.execute(update(staff).where(staff.c.id == account).values(password=_hasher.hash(password)))
    end_sessions(connection, account, keep=session)


def start_totp(connection: Connection, safe: Safe, account: str) -> tuple[str, str]:
    """(secret, otpauth URI). Not asked for before it is confirmed; one that is confirmed already is not touched."""
    row = account_row(connection, account)
    if row.totp_confirmed:
        raise OfficeRefused(OfficeCode.STATE_CANNOT_CHANGE)
    secret = pyotp.random_base32()
    connection.execute(update(staff).where(staff.c.id == account).values(totp=safe.seal(secret), totp_step=0))
    return secret, pyotp.TOTP(secret).provisioning_uri(name=row.mail, issuer_name="Engawa")


def confirm_totp(connection: Connection, safe: Safe, account: str, digits: str, now: int) -> None:
    row = account_row(connection, account)
    if row.totp is None or not verify_totp(connection, safe, row, digits, now):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("totp", "totp_wrong", "数字が違います"))
    connection.execute(update(staff).where(staff.c.id == account).values(totp_confirmed=True))


def remove_totp(connection: Connection, account: str) -> None:
    connection.execute(update(staff).where(staff.c.id == account).values(totp=None, totp_confirmed=False, totp_step=0))


def sessions_of(connection: Connection, account: str, current: str) -> models.StaffSessions:
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


# -- invitations and roles -----------------------------------------------------------------------------------------


def _invitation(connection: Connection, secret: str, now: int) -> Row[Any]:
    row = first(connection, select(invitations).where(invitations.c.secret == hashed(secret)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    return row


def _used(connection: Connection, invitation: str, now: int) -> None:
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
    row = _invitation(connection, secret, now)
    if row.organisation is None:
        raise OfficeRefused(OfficeCode.INVITATION_UNKNOWN)
    settings = organisation_settings(connection, row.organisation)
    return models.InvitationShown(organisation=settings.name, role=StaffRole(row.role), mail=row.mail)


def accept(connection: Connection, asked: models.AcceptInvitation, account: str | None, now: int) -> str:
    """Join by invitation, with the account one is signed in to or a new one. Returns the account's id."""
    row = _invitation(connection, asked.secret, now)
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
        account = _new_account(connection, asked.name, asked.mail, asked.password, now)
    _join(connection, account, row.organisation, StaffRole(row.role))
    _used(connection, row.id, now)
    return account


def take_back_invitation(connection: Connection, organisation: str, invitation: str) -> None:
    where = (invitations.c.id == invitation, invitations.c.organisation == organisation)
    if not connection.execute(delete(invitations).where(*where)).rowcount:
        raise not_found()


def staff_of(connection: Connection, organisation: str, now: int) -> models.StaffList:
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


def change_role(connection: Connection, organisation: str, account: str, role: StaffRole) -> None:
    _membership(connection, organisation, account)
    if role is not StaffRole.ADMINISTRATOR:
        _keep_an_administrator(connection, organisation, account)
    where = (memberships.c.organisation == organisation, memberships.c.staff == account)
    connection.execute(update(memberships).where(*where).values(role=str(role)))


def remove_member(connection: Connection, organisation: str, account: str) -> None:
    """Take somebody out of an organisation; who belongs to none any more is signed out everywhere."""
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
    """For a colleague whose telephone is lost. Only for those who belong to no other organisation: it is their account."""
    _membership(connection, organisation, account)
    elsewhere = select(memberships.c.organisation).where(
        memberships.c.staff == account, memberships.c.organisation != organisation
    )
    if connection.execute(elsewhere).first() is not None:
        raise OfficeRefused(OfficeCode.NOT_ALLOWED)
    remove_totp(connection, account)
    end_sessions(connection, account)


# -- the organisation ----------------------------------------------------------------------------------------------


def organisation_settings(connection: Connection, organisation: str) -> models.OrganisationSettings:
    row = found(connection, organisations, organisations.c.id == organisation)
    return models.OrganisationSettings.model_validate_json(row.settings)


def change_settings(
    connection: Connection, organisation: str, asked: models.OrganisationSettings
) -> models.OrganisationSettings:
    try:
        with connection.begin_nested():
            connection.execute(
                update(organisations)
                .where(organisations.c.id == organisation)
                .values(slug=asked.slug, settings=asked.model_dump_json())
            )
    except IntegrityError:
        raise OfficeRefused(OfficeCode.SLUG_TAKEN, Wrong("slug", "slug_taken", "もう使われています")) from None
    return asked


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
    """Delete what is older than the organisations want; the longest wish of a person's organisations holds."""
    rows = connection.execute(
        select(organisations.c.settings, memberships.c.staff).join(
            memberships, memberships.c.organisation == organisations.c.id
        )
    )
    keep: dict[str | None, int] = {}
    for row in rows:
        days = models.OrganisationSettings.model_validate_json(row.settings).sign_ins_days
        keep[row.staff] = max(days, keep.get(row.staff, 0))
    gone = 0
    for account, days in keep.items():
        old = (sign_ins.c.staff == account, sign_ins.c.at < now - days * DAY_MS)
        gone += connection.execute(delete(sign_ins).where(*old)).rowcount
    others = sign_ins.c.staff.is_(None) | sign_ins.c.staff.not_in([each for each in keep if each is not None])
    limit = now - 30 * DAY_MS
    gone += connection.execute(delete(sign_ins).where(others, sign_ins.c.at < limit)).rowcount
    return gone


def feed_secret(connection: Connection, account: str, *, renew: bool = False) -> str:
    """The secret of a person's own calendar feed. Kept readable: a feed's address must be shown again."""
    row = account_row(connection, account)
    if row.feed and not renew:
        return str(row.feed)
    secret = new_secret()
    connection.execute(update(staff).where(staff.c.id == account).values(feed=secret))
    return secret


def feed_owner(connection: Connection, secret: str) -> Row[Any] | None:
    return first(connection, select(staff).where(staff.c.feed == secret))
