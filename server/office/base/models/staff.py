"""Accounts, signing in, organisations and their staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from moderation.office import Action, StaffRole
from server.office.base.models.common import (
    Body,
    Localised,
    Mail,
    MailAsked,
    Name,
    Password,
    Secret,
    Slug,
    Totp,
    TotpAsked,
    VersionShown,
)
from server.office.base.models.contact import Contact
from server.office.rules.answer import Answer
from server.office.rules.schedule.model import Closed, ZoneName
from server.office.rules.typed import Between


class SetUp(Body):
    """The first administrator, by the one-time link that the first start prints."""

    secret: Secret
    organisation: Name
    name: Name
    mail: Mail
    password: Password


class SignIn(Body):
    mail: MailAsked
    password: Annotated[str, Field(min_length=1, max_length=200)]
    totp: TotpAsked | None = None


class SecretOnly(Body):
    secret: Secret


class MailOnly(Body):
    mail: MailAsked


class AcceptInvitation(Body):
    """With an account: signed in, nothing else. Without one: name, mail and password."""

    secret: Secret
    name: Name | None = None
    mail: Mail | None = None
    password: Password | None = None


class InvitationShown(Answer):
    organisation: str
    role: StaffRole
    mail: str | None


class OrganisationShown(Answer):
    id: str
    name: str
    slug: str
    role: StaffRole
    may: tuple[Action, ...]
    """What this account may do here; the server checks it again with each request."""
    totp_required: bool = False
    """Whether nothing of it is shown or done before this account has a second factor."""
    unread_notes: int = 0
    """Staff notes that no administrator has read yet; 0 for whoever may not read them."""


class Me(Answer):
    id: str
    name: str
    mail: str
    operator: bool
    totp: bool
    organisations: tuple[OrganisationShown, ...]


class ChangePassword(Body):
    password: Annotated[str, Field(min_length=1, max_length=200)]
    new_password: Password


class TotpStarted(Answer):
    secret: str
    uri: str
    qr: str
    """SVG."""


class ConfirmTotp(Body):
    totp: Totp


class PasswordOnly(Body):
    password: Annotated[str, Field(min_length=1, max_length=200)]


class RemoveTotp(PasswordOnly):
    totp: TotpAsked | None = None
    """The digits of now: the password alone does not take them away. Not needed before they were confirmed."""


class StaffSessionShown(Answer):
    id: str
    about: str
    created_at: datetime
    seen_at: datetime
    current: bool


class StaffSessions(Answer):
    sessions: tuple[StaffSessionShown, ...]


class NewOrganisation(Body):
    name: Name
    slug: Slug | None = None


class OrganisationSettings(Body):
    """What a town decides once."""

    name: Name
    slug: Slug
    timezone: ZoneName = "Asia/Tokyo"
    closed: Annotated[tuple[Closed, ...], Field(max_length=40)] = ("12-29/01-03",)
    contact: Contact = Contact()
    """Printed on notices and public pages, and told to those who take part."""
    about: Localised = Localised()
    listed: bool = True
    """Whether the organisation has a public page."""
    small_numbers: Annotated[int, Between(0, 20)] = 5
    """In published tables, numbers from 1 below this are shown as 「*」."""
    sign_ins_days: Annotated[int, Between(7, 1100)] = 180
    """How long the log of sign-ins is kept."""
    notes_days: Annotated[int, Between(7, 90)] = 30
    """How long a staff note is kept, from when it was raised."""
    totp_required: bool = False
    """Whether its staff need a second factor (TOTP): whoever has none sets it up before anything else of it."""


class SettingsShown(OrganisationSettings):
    version: VersionShown


class StaffMember(Answer):
    id: str
    name: str
    mail: str
    role: StaffRole
    version: VersionShown
    totp: bool
    last_seen_at: datetime | None


class StaffList(Answer):
    staff: tuple[StaffMember, ...]
    invitations: tuple[PendingInvitation, ...]


class PendingInvitation(Answer):
    id: str
    role: StaffRole
    mail: str | None
    expires_at: datetime


class NewInvitation(Body):
    role: StaffRole
    mail: Mail | None = None


class InvitationMade(Answer):
    id: str
    url: str
    expires_at: datetime


class ChangeRole(Body):
    role: StaffRole


class SignInShown(Answer):
    at: datetime
    mail: str
    address: str
    outcome: str


class SignIns(Answer):
    sign_ins: tuple[SignInShown, ...]


StaffList.model_rebuild()
