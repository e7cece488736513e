"""How a schedule is shown: its reading, its dates, and what is wrong with it. The body of the API's answer and the output of
`engawa schedule preview` alike; apart from the API's other models, of which the command line needs none.
"""

from __future__ import annotations

from datetime import date as CalendarDay
from datetime import datetime
from typing import Literal

from server.office.rules.answer import Answer, FieldError
from server.office.rules.schedule.folding import Reason
from server.office.rules.schedule.model import Block, Form


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
    reason: Reason
    why: str
    """What the calendar has on that day: 年末年始, the holiday's name, 土日, or nothing."""
    note: str


class CourseShown(Answer):
    """How far a rule comes that asks for so many dates to be held (`Rule.held`)."""

    rule: str
    since: CalendarDay
    """The first day of the rule: one that was replaced counted for itself."""
    wanted: int
    held: int
    last: CalendarDay | None
    """The pattern's day of the last of them."""


class Clash(Answer):
    kind: Literal["crew", "venue", "same_time"]
    what: str
    """Name of the person or venue."""
    session: str
    title: str
    start: datetime
    timezone: str = "Asia/Tokyo"
    with_session: str
    with_title: str
    with_start: datetime
    with_timezone: str = "Asia/Tokyo"


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
    courses: tuple[CourseShown, ...] = ()
    """One for each rule with `held`, whatever days were asked about; with fewer `held` than `wanted` it never gets there."""
    holidays_unknown_from: int | None = None
    """The first year of the days asked about whose holidays nobody knows yet, where there is one."""
    problems: tuple[FieldError, ...] = ()
    clashes: tuple[Clash, ...] = ()
