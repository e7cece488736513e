"""Dates of series that holidays and closed days leave out, so that pages can say why nothing is held: 年末年始で休み.

They are no sessions and have no rows: they follow from the schedules each time, and what was worked out is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from server.office.base import models
from server.office.base.tables import series, shares
from server.office.rules.schedule.occurrences import Left, left_by_calendar
from server.office.rules.typed import STORED

CLOSE_DAYS = 8
"""Rests of a series that lie no further apart than this, for one reason, are one."""


@dataclass(frozen=True, slots=True)
class Rest:
    """One date of a series, or several in a row, that the calendar leaves out."""

    series: str
    programme: str
    title: str
    listed: bool
    left: Left
    last: date
    """The last of the dates; `left` is the first."""


@lru_cache(maxsize=2048)  # a month of all series is looked at often, and the text of a series rarely changes
def _left(body: str, first: date, last: date) -> tuple[models.SeriesBody, tuple[Left, ...]]:
    read = models.SeriesBody.model_validate_json(body, context=STORED)
    return read, tuple(left_by_calendar(read.schedule, first, last))


def rests(
    connection: Connection,
    organisation: str,
    first: date,
    last: date,
    *,
    series_id: str | None = None,
    programme: str | None = None,
) -> list[Rest]:
    """Between two days, in order, of series that an organisation has or shares; of one series or programme, if given."""
    shared = select(shares.c.series).where(shares.c.organisation == organisation)
    where: list[Any] = [
        (series.c.organisation == organisation) | series.c.id.in_(shared),
        series.c.archived_at.is_(None),
    ]
    if series_id is not None:
        where.append(series.c.id == series_id)
    if programme is not None:
        where.append(series.c.programme == programme)
    found = []
    for row in connection.execute(select(series.c.id, series.c.programme, series.c.body).where(*where)):
        body, left = _left(row.body, first, last)
        found += [Rest(row.id, row.programme, body.title, body.listed, each, each.date) for each in left]
    return sorted(found, key=lambda each: (each.left.date, each.title, each.series, each.left.rule))


def joined(found: Iterable[Rest]) -> list[Rest]:
    """The same with dates in a row as one: 12月29日〜1月1日 年末年始で休み."""
    made: list[Rest] = []
    for each in found:
        for number, before in enumerate(made):
            same = before.series == each.series and before.left.why == each.left.why
            if same and (each.left.date - before.last).days < CLOSE_DAYS:
                made[number] = replace(before, last=each.left.date)
                break
        else:
            made.append(each)
    return made
