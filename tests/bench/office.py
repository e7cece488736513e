"""The office with five years of forty programmes: how long a month, a feed and a yearly table take.

A plain SELECT of the month's rows through the same driver is the baseline of the month; CPU and wall time are alike here,
since nothing waits for anything but the database.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from server.clock import now_ms
from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.database import Database
from server.office.base.tables import counts, series, sessions
from server.office.counts import counting
from server.office.papers import feeds
from server.office.plan import crew, follow, programmes
from server.office.plan.series import make_series
from server.office.rules.schedule import Schedule, preview
from server.office.sessions import calendar
from server.office.staff import organisations
from tests.bench.figures import Figure

PROGRAMMES = 40
RULES = ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY;BYDAY=1SA,3SA", "FREQ=WEEKLY;BYDAY=FR,SA")
ROUNDS, LEAST, WHOLE = 30, 10, 3.0
"""How often each is measured, at least, and for how many seconds if that is more."""


def _fill(connection: Connection, now: int) -> str:
    organisation = organisations.new_organisation(connection, "縁側県", "ken", now)
    asker = Asker(organisation, None, now)
    helpers = [crew.add_crew(connection, organisation, models.CrewBody(name=f"職員{n}")).id for n in range(40)]
    start = date.today() - timedelta(days=365 * 4)  # noqa: DTZ011 - any day will do
    for number in range(PROGRAMMES):
        body = models.ProgrammeBody(kind="ibasho", name=f"プログラム{number}", slug=f"p{number}")
        programme = programmes.add_programme(connection, organisation, body, "").id
        rule = {"rule": RULES[number % len(RULES)], "start": f"{9 + number % 8:02}:00", "end": f"{11 + number % 8:02}:00",
                "places": [{"form": "hybrid", "venue": f"会館{number}"}]}  # fmt: skip
        schedule = Schedule.model_validate({"starts_on": start, "rules": [rule], "closed": ["12-29/01-03"]})
        duties = tuple(models.Duty(crew=helpers[(number + each) % 40]) for each in range(2))
        made = models.SeriesBody(programme=programme, title=f"会{number}", schedule=schedule, crew=duties)
        shown = make_series(connection, asker, made)
        row = connection.execute(select(series).where(series.c.id == shown.id)).one()
        follow.follow(connection, row, now, since=start, until=start + timedelta(days=365 * 5))
    past = connection.execute(select(sessions.c.id, sessions.c.until_at).where(sessions.c.until_at < now)).all()
    rows = [
        {"session": row.id, "organisation": organisation, "total": 12, "online": 7, "hall": 5, "updated_at": now}
        for row in past
    ]
    connection.execute(insert(counts), rows)
    connection.execute(update(sessions).where(sessions.c.until_at < now).values(ended_at=now))
    return organisation


def _p95(work: Callable[[], Any]) -> float:
    """Milliseconds at the 95th percentile, of fewer rounds where one takes long: what takes long varies little."""
    began = time.perf_counter()
    work()
    first = time.perf_counter() - began
    took = []
    for _ in range(max(LEAST, min(ROUNDS, round(WHOLE / first)))):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(took, 95))


async def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder))
        now = now_ms()
        organisation = await database.write(_fill, now)
        try:
            with database.engine.connect().execution_options(write=False) as connection:
                return _measured(connection, organisation, now)
        finally:
            await database.close()


def _measured(connection: Connection, organisation: str, now: int) -> list[Figure]:
    dates = len(connection.execute(select(sessions.c.id)).all())
    first = date.today().replace(day=1)  # noqa: DTZ011
    last = first + timedelta(days=41)
    plain = select(sessions).where(sessions.c.day >= first.isoformat(), sessions.c.day <= last.isoformat())
    baseline = _p95(lambda: connection.execute(plain).all())
    month = _p95(lambda: calendar.list_sessions(connection, organisation, first, last, now).model_dump_json())
    address = "https://engawa.example"
    feed = _p95(lambda: feeds.written(feeds.public_feed(connection, organisation, None, address, now)))
    span = {"first": first - timedelta(days=365), "last": first + timedelta(days=30)}
    year = _p95(lambda: counting.counts_table(connection, organisation, models.CountsAsked.model_validate(span), now))
    five = {"first": first - timedelta(days=365 * 5), "last": first + timedelta(days=365), "by": "year"}
    whole = _p95(lambda: counting.counts_table(connection, organisation, models.CountsAsked.model_validate(five), now))
    rule = Schedule.model_validate(
        {"starts_on": "2020-01-01", "rules": [{"rule": RULES[0], "start": "10:00", "end": "12:00"}]}
    )
    reading = _p95(lambda: preview(rule, first, first + timedelta(days=365)))
    told = {"dates": dates, "programmes": PROGRAMMES, "database": "SQLite"}
    return [
        Figure("office: month view, p95", month, "ms", baseline, month / baseline, "≤ 300 ms", told),
        Figure("office: public feed, p95", feed, "ms", reach="≤ 500 ms", conditions=told),
        Figure("office: yearly table by month, p95", year, "ms", reach="≤ 1000 ms", conditions=told),
        Figure("office: five years by year, p95", whole, "ms", reach="≤ 1000 ms", conditions=told),
        Figure("office: a year of one weekly rule, p95", reading, "ms", conditions={"rules": 1}),
    ]
