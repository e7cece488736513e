"""How many came."""

from __future__ import annotations

from datetime import date as CalendarDay
from datetime import datetime
from typing import Literal

from server.office.base.models.common import Body, Count, VersionShown
from server.office.rules.answer import Answer
from server.office.rules.schedule.model import Day


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


class HowItWas(Answer):
    """How people said it was, in numbers."""

    glad: int
    calm: int
    tired: int


class SessionCounts(Answer):
    session: str
    title: str
    start: datetime
    tally: Tally
    added: CountsBody
    how: HowItWas | None
    """None until the session is over, and where fewer than three said so: of two, each would know the other."""
    version: VersionShown


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
