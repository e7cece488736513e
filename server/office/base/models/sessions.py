"""Sessions: the calendar, one session, its links and texts."""

from __future__ import annotations

from datetime import date as CalendarDay
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from rooms.sheet import Step
from server.office.base.models.common import Body, Language, ShortText, VersionShown
from server.office.base.models.programmes import Capacities
from server.office.base.models.series import Duty, Task
from server.office.rules.answer import Answer
from server.office.rules.entry import Entry
from server.office.rules.schedule.folding import ByCalendar
from server.office.rules.schedule.model import Day, Form
from server.office.rules.schedule.shown import Clash


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
    timezone: str = "Asia/Tokyo"
    """Of start and end: it is said wherever it is not Japan's."""
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


class NotHeldShown(Answer):
    """A date of a series that the calendar leaves out: 「1月2日 年末年始で休み」."""

    date: CalendarDay
    series: str
    programme: str
    title: str
    rule: str
    reason: ByCalendar
    why: str
    """年末年始, the holiday's name, 休館日, 土日."""


class SessionList(Answer):
    sessions: tuple[SessionShown, ...]
    not_held: tuple[NotHeldShown, ...] = ()
    """Dates of the span that holidays, closed days and weekends leave out, in order; none where a clerk left one out."""
    holidays: tuple[HolidayShown, ...] = ()
    """Public holidays of the span, in the organisation's zone (for spans of up to a year)."""


class DutyShown(Answer):
    crew: str
    name: str
    task: Task
    url: str | None
    """Personal link, valid for the session's time; only for those who may plan or run."""


class LaidShown(Answer):
    """What is ready-made and brought by a step of the run sheet, for whoever leads it."""

    step: int
    """From 0."""
    name: str
    """Its id, where there is none any more."""
    gone: bool = False
    """Nothing is laid: there is none of this id any more."""
    first: str = ""
    """What to say first."""
    listening: str = ""
    paper: str = ""
    """How it is done in the hall by who has no device."""


class SessionDetail(Answer):
    session: SessionShown
    version: VersionShown
    entry: Entry
    capacities: Capacities
    duties: tuple[DutyShown, ...]
    clashes: tuple[Clash, ...]
    conditions: tuple[str, ...]
    steps: tuple[Step, ...]
    """The run sheet with its notes, for the staff; each step says how it is held, also where it goes on as before."""
    laid: tuple[LaidShown, ...] = ()
    """What its steps bring that is ready-made."""
    themes: bool = False
    """Whether themes were sent beforehand, or may be (GET …/themes)."""


class SessionPatch(Body):
    """What is different for this one session. None leaves it as it is in the series."""

    entry: Entry | None = None
    capacities: Capacities | None = None
    duties: Annotated[tuple[Duty, ...], Field(max_length=20)] | None = None
    note: ShortText | None = None
    clear: tuple[Literal["entry", "capacities"], ...] = ()
    """What follows the series again."""


class SentTheme(Answer):
    """A theme that somebody sent before the session, without a name."""

    id: str
    day: CalendarDay
    """On which it came."""
    text: str | None
    """None if it cannot be opened: it was sealed with another key."""
    left_out: bool
    """Whether staff keep it from the board."""
    version: VersionShown


class SentThemes(Answer):
    session: str
    taken: bool
    """Whether one can be sent now."""
    themes: tuple[SentTheme, ...]


class LeaveThemeOut(Body):
    left_out: bool


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
    language: Language = "ja"


class Feeds(Answer):
    public_url: str
    staff_url: str | None
    """Personal; whoever has it can read the calendar. Shown once, when it is made: the server keeps a hash."""
