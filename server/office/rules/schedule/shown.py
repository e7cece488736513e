"""How a schedule is shown: its reading, its dates, and what is wrong with it. The body of the API's answer and the output of
`engawa schedule preview` alike; apart from the API's other models, of which the command line needs none.
"""

from __future__ import annotations

from datetime import date as CalendarDay
from datetime import datetime
from typing import Literal

from server.office.rules.answer import Answer, FieldError
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
    reason: Literal["skipped", "cancelled", "holiday", "closed", "taken"]
    note: str


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
