"""The two databases order and compare letters each in their own way; the office does not show it.

PostgreSQL runs here as a Japanese town's does, with that language's order: a before B, ア among あ. SQLite goes by
code points.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from server.office.base import models
from server.office.base.database import Database
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import staff, staff_sessions
from server.office.plan import crew, programmes, series, venues
from server.office.sessions import calendar, rota
from server.office.staff import signing_in
from tests.office.conftest import NOW, NewTown, Town, monthly

NAMES = ("あ", "B", "イ", "a", "Ａ", "ｲ", "ー", "か゛", "が", "𠮷", "z")
SPAN = date(2026, 6, 1), date(2026, 9, 1)


async def test_here_the_two_order_letters_differently(database: Database) -> None:
    """Or none of this would show anything."""
    less = await database.read(lambda c: c.exec_driver_sql("SELECT 'a' < 'B'").scalar_one())
    assert bool(less) is (database.engine.dialect.name == "postgresql")


async def test_a_rota_has_one_order_on_both(town: Town) -> None:
    people = [
        (await town.database.write(crew.add_crew, town.organisation, models.CrewBody(name=name))).id for name in NAMES
    ]
    tasks = [models.Task.ASSIST, models.Task.FACILITATE, models.Task.ON_CALL]
    duties = tuple(models.Duty(crew=each, task=tasks[number % 3]) for number, each in enumerate(people))
    await town.series(monthly(), crew=duties)
    (first, *_) = (await town.database.read(calendar.list_sessions, town.organisation, *SPAN, NOW)).sessions
    found = (await town.database.read(rota.rota_of, [first.id]))[first.id]
    shown = [(each.task, each.name) for each in found]
    assert len(shown) == len(NAMES)
    assert [task for task, _ in shown] == sorted((task for task, _ in shown), reverse=True)
    for task in tasks:
        mine = [name for its, name in shown if its == task]
        assert mine == sorted(mine)


async def test_lists_go_by_ids_as_code_points_on_both(town: Town) -> None:
    o, database = town.organisation, town.database
    for number in range(12):
        await database.write(crew.add_crew, o, models.CrewBody(name=f"かかり{number}"))
        await database.write(
            programmes.add_programme, o, models.ProgrammeBody(kind="ibasho", name="ふらっと", slug=f"flat-{number}"), ""
        )
        await database.write(venues.add_venue, town.asker, models.VenueBody(name=f"会館{number}"))
        await town.series(monthly())
    lists = (
        [each.id for each in (await database.read(crew.list_crew, o)).crew],
        [each.id for each in (await database.read(programmes.list_programmes, o, "")).programmes],
        [each.id for each in (await database.read(venues.list_venues, o)).venues],
        [each.id for each in (await database.read(series.list_series, o)).series],
    )
    for ids in lists:
        assert len(ids) >= 12
        assert ids == sorted(ids)


async def test_a_session_of_ones_own_is_named_by_its_very_letters_on_both(new_town: NewTown) -> None:
    town = await new_town()
    account = {"id": "かかり", "mail": "kakari@example.jp", "name": "かかり", "password": "-", "created_at": NOW}
    await town.database.write(lambda c: c.execute(staff.insert(), account))
    while True:  # some have no letter among their first digits
        await town.database.write(signing_in.open_session, "かかり", "Firefox", NOW)
        mine = await town.database.read(lambda c: c.execute(select(staff_sessions.c.id)).scalars().all())
        named = next((each[:16] for each in mine if each[:16] != each[:16].upper()), None)
        if named is not None:
            break
    with pytest.raises(OfficeRefused) as refused:
        await town.database.write(signing_in.end_session, "かかり", named.upper())
    assert refused.value.code is OfficeCode.NOT_FOUND
    with pytest.raises(OfficeRefused):
        await town.database.write(signing_in.end_session, "かかり", "%")
    await town.database.write(signing_in.end_session, "かかり", named)
    left = await town.database.read(lambda c: c.execute(select(staff_sessions.c.id)).scalars().all())
    assert len(left) == len(mine) - 1
