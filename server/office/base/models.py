"""What the office's API takes and gives. The OpenAPI document and the client's types are made from these models.

Times are ISO 8601 with an offset; days are 2026-04-19; ids are opaque. Texts have Japanese, やさしい日本語 and English
forms; only Japanese is required.
"""

from __future__ import annotations

from datetime import date as CalendarDay
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from moderation.office import Action, StaffRole
from rooms.state import Step
from server.office.rules.entry import Entry
from server.office.rules.schedule.model import Block, Change, Closed, Day, Form, Schedule, ZoneName, readable


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(readable)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(readable)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(readable)]


def _mail_address(text: str) -> str:
    """An address that a mail can be sent to: of one person, and nothing that a header would trip over."""
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        words = "メールアドレスの形ではありません(例: yamada@example.jp)"
        raise PydanticCustomError("mail_unreadable", "{words}", {"words": words}) from None


Mail = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(readable),
    AfterValidator(_mail_address),
]
Password = Annotated[str, Field(min_length=10, max_length=200), AfterValidator(readable)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Secret = Annotated[str, Field(min_length=8, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
Totp = Annotated[str, Field(pattern=r"^\d{6}$")]
Version = Annotated[int, Field(ge=1, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Capacity = Annotated[int, Field(ge=1, le=1000)]


class Localised(Body):
    """A text in three forms; an empty one falls back on Japanese."""

    ja: Text = ""
    ja_simple: Text = ""
    en: Text = ""


# -- staff ---------------------------------------------------------------------------------------------------------


class SetUp(Body):
    """The first administrator, by the one-time link that the first start prints."""

    secret: Secret
    organisation: Name
    name: Name
    mail: Mail
    password: Password


class SignIn(Body):
    mail: Annotated[str, Field(min_length=1, max_length=254), AfterValidator(readable)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    totp: Annotated[str, Field(max_length=12)] | None = None


class SecretOnly(Body):
    secret: Secret


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
    contact: Text = ""
    """Printed on notices and public pages."""
    about: Localised = Localised()
    listed: bool = True
    """Whether the organisation has a public page."""
    small_numbers: Annotated[int, Field(ge=0, le=20)] = 5
    """In published tables, numbers from 1 below this are shown as 「*」."""
    sign_ins_days: Annotated[int, Field(ge=7, le=1100)] = 180
    """How long the log of sign-ins is kept."""


class StaffMember(Answer):
    id: str
    name: str
    mail: str
    role: StaffRole
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


# -- programmes, venues, crew --------------------------------------------------------------------------------------


class StaffNeeded(Body):
    facilitate: Annotated[int, Field(ge=0, le=20)] = 1
    assist: Annotated[int, Field(ge=0, le=20)] = 1
    on_call: Annotated[int, Field(ge=0, le=20)] = 0


class Capacities(Body):
    """Seats by way of taking part; None is no limit of its own."""

    online: Capacity | None = None
    hall: Capacity | None = None
    listeners: Capacity | None = None


class RunStep(Body):
    title: Name
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    mode: Annotated[str, Field(pattern=r"^[a-z_]{0,24}$")] = ""


class ProgrammeBody(Body):
    """A template: what every session of this kind begins with."""

    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
    name: Name
    slug: Slug | None = None
    mode: Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")] = "ibasho"
    form: Form = Form.HYBRID
    summary: Localised = Localised()
    """One or two sentences, on public pages and notices."""
    how: Localised = Localised()
    """What it is like, one line each."""
    conditions: tuple[ShortText, ...] = Field((), max_length=8)
    """Shown, never checked: 区内, 居住地問わず, 女性自認, 当事者/家族/支援者."""
    entry: Entry = Entry()
    capacities: Capacities = Capacities()
    early_minutes: Annotated[int, Field(ge=0, le=180)] = 30
    minutes: Annotated[int, Field(ge=15, le=900)] = 120
    """Usual length; also how long a session with an open end lives."""
    steps: Annotated[tuple[RunStep, ...], Field(max_length=40)] = ()
    tables: Annotated[int, Field(ge=0, le=12)] = 3
    staff_needed: StaffNeeded = StaffNeeded()
    ask_first_time: bool = False
    listed: bool = True


class ProgrammeShown(Answer):
    id: str
    version: int
    archived: bool
    programme: ProgrammeBody
    public_url: str


class Programmes(Answer):
    programmes: tuple[ProgrammeShown, ...]


class KindShown(Answer):
    """A ready-made programme to begin with."""

    kind: str
    title: str
    about: str
    example_rule: str
    """RRULE that this kind is often held by."""
    programme: ProgrammeBody


class Kinds(Answer):
    kinds: tuple[KindShown, ...]


class VenueBody(Body):
    name: Name
    address: ShortText = ""
    access: Text = ""
    rooms: tuple[Name, ...] = Field((), max_length=20)


class VenueShown(Answer):
    id: str
    venue: VenueBody


class Venues(Answer):
    venues: tuple[VenueShown, ...]


class CrewBody(Body):
    name: Name
    """A name the staff know each other by; need not have an account."""


class CrewShown(Answer):
    id: str
    name: str


class Crew(Answer):
    crew: tuple[CrewShown, ...]


# -- series and sessions -------------------------------------------------------------------------------------------


class Task(StrEnum):
    FACILITATE = "facilitate"
    ASSIST = "assist"
    ON_CALL = "on_call"


class Duty(Body):
    crew: Id
    task: Task = Task.FACILITATE


class PreviewAsked(Body):
    schedule: Schedule
    crew: Annotated[tuple[Duty, ...], Field(max_length=20)] = ()
    """With an organisation: whoever is wanted twice is found, and halls are."""
    series: Id | None = None
    """The series that is being changed: it does not clash with itself."""
    first: Day | None = None
    """Default: today in the schedule's zone, or its first day if that is later."""
    last: Day | None = None
    """With it: all dates until then (at most 5 years); without: the next 12."""


class RoomShown(Answer):
    name: str
    start: datetime
    end: datetime | None


class DateShown(Answer):
    date: CalendarDay
    weekday: str
    start: datetime
    end: datetime | None
    rule: str
    form: Form
    venue: str | None
    rooms: tuple[RoomShown, ...]
    blocks: tuple[Block, ...]
    status: Literal["planned", "moved", "added"]
    original: CalendarDay
    holiday: str | None
    note: str


class NotHeld(Answer):
    date: CalendarDay
    weekday: str
    rule: str
    reason: Literal["skipped", "cancelled", "holiday", "closed", "taken"]
    note: str


class FieldError(Answer):
    at: str
    """Path of the field, such as schedule.rules.0.rule; empty for the whole."""
    code: str
    message: str


class PreviewShown(Answer):
    reading: str
    """The rule in Japanese."""
    timezone: str
    first: CalendarDay
    last: CalendarDay
    count: int
    dates: tuple[DateShown, ...]
    not_held: tuple[NotHeld, ...]
    without_effect: tuple[int, ...]
    """Numbers of changes whose date is no longer in the pattern."""
    problems: tuple[FieldError, ...] = ()
    clashes: tuple[Clash, ...] = ()


class SeriesBody(Body):
    """A programme on its dates. What is None comes from the programme."""

    programme: Id
    title: Name
    schedule: Schedule
    entry: Entry | None = None
    capacities: Capacities | None = None
    crew: Annotated[tuple[Duty, ...], Field(max_length=20)] = ()
    note: Text = ""
    """For staff only."""
    listed: bool = True


class SeriesMade(Body):
    series: SeriesBody


class NewFromKind(Body):
    """A programme from a ready-made kind and its first series, in one form."""

    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
    title: Name
    schedule: Schedule
    entry: Entry | None = None
    venue: Name | None = None


class SeriesShown(Answer):
    id: str
    version: int
    archived: bool
    programme_name: str
    reading: str
    series: SeriesBody
    shared_with: tuple[str, ...] = ()
    """Names of the other organisations that hold it together."""
    owner: bool = True
    can_undo: bool = False
    last_change: str = ""
    """What undo would take back, in Japanese."""


class SeriesList(Answer):
    series: tuple[SeriesShown, ...]


class ChangeAsked(Body):
    change: Change
    version: Version
    """The version one has seen; if somebody else changed the series meanwhile: 409 version_old."""


class VersionAsked(Body):
    version: Version


class ReplaceSeries(Body):
    series: SeriesBody
    version: Version


class Span(Body):
    first: Day
    last: Day


class SessionShown(Answer):
    """A session in the calendar."""

    id: str
    series: str | None
    programme: str | None
    programme_name: str
    title: str
    start: datetime
    end: datetime | None
    form: Form
    venue: str | None
    room: str | None
    """Name of the linked room, where a date has several."""
    rule: str
    original: CalendarDay
    status: Literal["planned", "cancelled"]
    moved: bool
    note: str
    listed: bool
    holiday: str | None
    state: Literal["planned", "open", "ended"]
    booked: int
    waiting: int
    staff: int
    """People on the rota."""
    warnings: tuple[str, ...]
    """Codes: too_few_staff, crew_clash, venue_clash."""
    owner: bool = True


class HolidayShown(Answer):
    date: CalendarDay
    name: str


class SessionList(Answer):
    sessions: tuple[SessionShown, ...]
    holidays: tuple[HolidayShown, ...] = ()
    """Public holidays of the span, in the organisation's zone (for spans of up to a year)."""


class DutyShown(Answer):
    crew: str
    name: str
    task: Task
    url: str | None
    """Personal link, valid for the session's time; only for those who may plan or run."""


class Clash(Answer):
    kind: Literal["crew", "venue", "same_time"]
    what: str
    """Name of the person or venue."""
    session: str
    title: str
    start: datetime
    with_session: str
    with_title: str
    with_start: datetime


class SessionDetail(Answer):
    session: SessionShown
    entry: Entry
    capacities: Capacities
    duties: tuple[DutyShown, ...]
    clashes: tuple[Clash, ...]
    conditions: tuple[str, ...]
    steps: tuple[Step, ...]


class SessionPatch(Body):
    """What is different for this one session. None leaves it as it is in the series."""

    entry: Entry | None = None
    capacities: Capacities | None = None
    duties: Annotated[tuple[Duty, ...], Field(max_length=20)] | None = None
    note: ShortText | None = None
    clear: tuple[Literal["entry", "capacities"], ...] = ()
    """What follows the series again."""


class LinkShown(Answer):
    id: str
    role: str
    organisation: str | None
    url: str
    code: str | None
    qr: str
    """SVG."""
    revoked: bool


class LinksShown(Answer):
    links: tuple[LinkShown, ...]
    public_url: str | None


class InvitationTexts(Answer):
    """Texts to paste into LINE, SNS and mail."""

    line: str
    sns: str
    mail_subject: str
    mail: str


class NoticeOptions(Body):
    language: Literal["ja", "ja-simple", "en"] = "ja"


# -- reservations --------------------------------------------------------------------------------------------------


class Way(StrEnum):
    ONLINE = "online"
    HALL = "hall"
    LISTENER = "listener"


class ReservationState(StrEnum):
    APPLIED = "applied"
    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class NewReservation(Body):
    """No name. A mail address only for reminders, deleted at the session's end."""

    way: Way = Way.ONLINE
    mail: Mail | None = None
    language: Literal["ja", "ja-simple", "en"] = "ja"


class ReservationMade(Answer):
    code: str
    """To keep: nobody can look it up again."""
    state: ReservationState
    way: Way
    place_in_line: int | None
    """On the waiting list, from 1."""


class ReservationShown(Answer):
    """To the person who holds the code."""

    state: ReservationState
    way: Way
    place_in_line: int | None
    title: str
    start: datetime
    end: datetime | None
    organisation: str
    venue: str | None
    session_status: Literal["planned", "cancelled"]
    url: str | None
    """The way in, while the reservation holds."""
    cancellable: bool = True


class ReservationRow(Answer):
    """To staff: no name, no code, no address."""

    id: str
    number: int
    way: Way
    state: ReservationState
    created_at: datetime
    came: bool
    reminder: bool


class Reservations(Answer):
    reservations: tuple[ReservationRow, ...]
    mail: bool = True
    """Whether reminders can be sent at all; otherwise no address is asked for."""


class ChangeReservation(Body):
    state: ReservationState
    came: bool | None = None
    """来ました: at the hall's door, or where somebody came another way. None leaves it as it is."""


class PassesMade(Answer):
    codes: tuple[str, ...]


class NewPasses(Body):
    number: Annotated[int, Field(ge=1, le=50)]


class PassShown(Answer):
    id: str
    number: int
    revoked: bool


class Passes(Answer):
    passes: tuple[PassShown, ...]


# -- sharing -------------------------------------------------------------------------------------------------------


class ShareMade(Answer):
    secret: str
    """To hand to the other organisation, which takes it in under 共同開催."""


class ShareAccepted(Answer):
    series: str


# -- counts --------------------------------------------------------------------------------------------------------


class CountsBody(Body):
    """What staff add by hand: people in the hall without a device, first-timers."""

    hall_added: Count = 0
    hall_listeners_added: Count = 0
    first_time_added: Count = 0


class Tally(Answer):
    """Numbers of people, never who. 延べ: somebody who came to two sessions counts twice."""

    total: int = 0
    online: int = 0
    hall: int = 0
    listeners: int = 0
    """Those who only ever sat in a listener seat, at home or in the hall."""
    spoke: int = 0
    wrote: int = 0
    reacted: int = 0
    first_time: int = 0
    peak: int = 0
    kept: int = 0
    missed: int = 0


class SessionCounts(Answer):
    session: str
    title: str
    start: datetime
    tally: Tally
    added: CountsBody


class CountsAsked(Body):
    first: Day
    last: Day
    by: Literal["month", "year", "programme", "session"] = "month"
    published: bool = False
    """Small numbers suppressed."""


class CountsRow(Answer):
    key: str
    label: str
    sessions: int
    cancelled: int
    tally: dict[str, int | None]
    """None is a number too small to publish."""


class CountsTable(Answer):
    by: str
    first: CalendarDay
    last: CalendarDay
    rows: tuple[CountsRow, ...]
    total: CountsRow
    published: bool


class Feeds(Answer):
    public_url: str
    staff_url: str
    """Personal; whoever has it can read the calendar."""


class Done(Answer):
    ok: Literal[True] = True


class Problem(Answer):
    """The body of every error under /api/office."""

    code: str
    message: str
    fields: tuple[FieldError, ...] = ()


StaffList.model_rebuild()
PreviewShown.model_rebuild()
