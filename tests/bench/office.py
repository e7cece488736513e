"""The office with five years of forty programmes: how long a month, a year, a feed, a table and a save take; and how long
where each of their sessions of one year has a room of five hundred, all reserved.

CPU time of the thread that does it, since others use the machine too: medians of rounds in which each takes turns
with the baseline, the month's rows read by the driver alone: what is done with a row by us is no part of that.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from server.clock import now_ms
from server.office import keeper, verbs
from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.database import Database
from server.office.base.tables import counts, series, sessions
from server.office.base.tables import programmes as programmes_table
from server.office.content import defaults
from server.office.counts import counting
from server.office.papers import feeds
from server.office.plan import crew, follow, programmes
from server.office.plan import series as series_of
from server.office.plan.series import make_series
from server.office.rules.schedule import Schedule, preview
from server.office.seats import reservations as reservations_of
from server.office.sessions import calendar
from server.office.staff import organisations
from tests.bench.figures import Figure

PROGRAMMES = 40
RULES = ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY;BYDAY=1SA,3SA", "FREQ=WEEKLY;BYDAY=FR,SA")
ROUNDS = 11
SEATS = 500
"""Reservations of each session of the year."""
HALF_MS = 183 * 86_400_000
ADDRESS = "https://engawa.example"
Ways = dict[str, Callable[[], Any]]


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


def _fill_rooms(connection: Connection, organisation: str, now: int) -> int:
    """Reserve all of half a year before now and after it. How many reservations there are."""
    year = (sessions.c.starts_at > now - HALF_MS, sessions.c.starts_at < now + HALF_MS)
    ids = connection.execute(select(sessions.c.id).where(*year)).scalars().all()

    columns = "id, session, organisation, code, number, way, state, language, created_at, changed_at, told"
    # Past SQLAlchemy, which takes a minute for a million.
    cursor = connection.connection.cursor()
    for session in ids:
        codes = [(f"{session}/{number}", number) for number in range(1, SEATS + 1)]
        cursor.executemany(
            f"INSERT INTO reservations ({columns}) VALUES (?, ?, ?, ?, ?, 'online', 'booked', 'ja', 1, 1, 'booked')",  # noqa: S608
            [(code, session, organisation, code, number) for code, number in codes],
        )
    return len(ids) * SEATS


def _cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of this thread."""
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def _in_turns(ways: Ways) -> dict[str, tuple[float, float]]:
    """Medians of ms, and of how many times those of the first way they are, each beside it in turns; all warm."""
    first = next(iter(ways.values()))
    found = {}
    for name, work in ways.items():
        first()
        work()
        pairs = [(_cpu(first), _cpu(work)) for _ in range(ROUNDS)]
        found[name] = statistics.median(own for _, own in pairs), statistics.median(own / base for base, own in pairs)
    return found


def _looks(connection: Connection, organisation: str, now: int) -> Ways:
    """What people look at."""
    first = date.today().replace(day=1)  # noqa: DTZ011
    last, year_last = first + timedelta(days=41), first + timedelta(days=365)
    plain = "SELECT * FROM sessions WHERE day >= ? AND day <= ?"
    span = {"first": first - timedelta(days=365), "last": first + timedelta(days=30)}
    by_month = models.CountsAsked.model_validate(span)
    by_year = models.CountsAsked.model_validate({**span, "first": first - timedelta(days=365 * 5), "by": "year"})
    of_session = (sessions.c.starts_at > now, sessions.c.organisation == organisation)
    session = (
        connection.execute(select(sessions.c.id).where(*of_session).order_by(sessions.c.starts_at)).scalars().first()
    )
    assert session is not None

    def listed(until: date) -> str:
        return calendar.list_sessions(connection, organisation, first, until, now).model_dump_json()

    def public() -> bytes:
        return feeds.written(feeds.public_feed(connection, organisation, None, ADDRESS, now))

    return {
        "the month's rows, by the driver": lambda: connection.exec_driver_sql(
            plain, (first.isoformat(), last.isoformat())
        ).all(),
        "month view": lambda: listed(last),
        "year view": lambda: listed(year_last),
        "one session": lambda: calendar.show_session(
            connection, organisation, session, now, defaults()
        ).model_dump_json(),
        "its reservations": lambda: reservations_of.list_reservations(connection, organisation, session),
        "public feed": public,
        "yearly table by month": lambda: counting.counts_table(connection, organisation, by_month, now),
        "five years by year": lambda: counting.counts_table(connection, organisation, by_year, now),
    }


def _saves(database: Database, organisation: str, now: int) -> Ways:
    """What is written, and taken back each time: a series and a programme with their dates, and the keeper's round."""
    asker = Asker(organisation, None, now)
    with database.engine.connect() as connection:
        shown = next(iter(series_of.list_series(connection, organisation).series))
        programme = connection.execute(
            select(programmes_table).where(programmes_table.c.id == shown.series.programme)
        ).one()
    title = shown.series.model_copy(update={"title": "べつの会"})
    replaced = models.ReplaceSeries(series=title, version=shown.version)
    earlier = programmes.body_of(programme).model_copy(update={"early_minutes": 45})

    def undone(work: Callable[[Connection], Any]) -> Callable[[], None]:
        def run() -> None:
            with database.engine.connect().execution_options(write=True) as connection:
                begun = connection.begin()
                work(connection)
                begun.rollback()

        return run

    return {
        "saving a series": undone(lambda c: verbs.replace_series(c, asker, shown.id, replaced)),
        "saving a programme": undone(
            lambda c: verbs.change_programme(c, asker, programme.id, earlier, ADDRESS, defaults())
        ),
        "forgetting addresses, each minute": undone(lambda c: keeper.forget_addresses(c, now)),
    }


def _measured(title: str, database: Database, organisation: str, now: int, told: dict[str, object]) -> list[Figure]:
    with database.engine.connect().execution_options(write=False) as connection:
        rule = Schedule.model_validate(
            {"starts_on": "2020-01-01", "rules": [{"rule": RULES[0], "start": "10:00", "end": "12:00"}]}
        )
        first = date.today()  # noqa: DTZ011
        ways = _looks(connection, organisation, now) | _saves(database, organisation, now)
        ways["a year of one weekly rule"] = lambda: preview(rule, first, first + timedelta(days=365))
        found = _in_turns(ways)
    base = next(iter(found.values()))[0]
    return [
        Figure(f"{title}: {name}", own, "ms CPU", base, times, conditions=told) for name, (own, times) in found.items()
    ]


async def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder))
        now = now_ms()
        organisation = await database.write(_fill, now)
        try:
            dates = await database.read(lambda c: c.execute(select(func.count()).select_from(sessions)).scalar_one())
            told: dict[str, object] = {"dates": dates, "programmes": PROGRAMMES, "database": "SQLite"}
            found = _measured("office", database, organisation, now, dict(told))
            seats = await database.write(_fill_rooms, organisation, now)
            await database.read(
                lambda c: c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
            )  # no millions wait in it
            told["reservations"] = seats
            return found + _measured(f"office, rooms of {SEATS}", database, organisation, now, dict(told))
        finally:
            await database.close()
