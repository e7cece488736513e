"""Rooms look at what is planned often, and freeze it once: looking writes nothing and asks as much for many as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from moderation import typed
from server.office.base import models
from server.office.base.database import Database
from server.office.base.tables import sessions
from server.office.live import LiveOffice
from server.office.papers import feeds
from server.office.plan import programmes
from server.office.plan.series import list_series
from server.office.rules import halls
from tests.office.conftest import NOW, Town

DAILY = {"rules": [{"rule": "FREQ=DAILY", "start": "10:00", "end": "12:00"}], "ends_on": "2026-06-20"}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement.split()[0])

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


async def test_looking_reads_and_freezing_writes_once(town: Town) -> None:
    await town.series(DAILY)
    office = LiveOffice(town.database, lambda: NOW, town.safe)
    query = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    session = await town.database.read(lambda connection: str(connection.execute(query).scalar_one()))
    with statements(town.database) as said:
        looked = await office.look(session)
    assert looked is not None
    assert not looked.frozen
    assert "UPDATE" not in said
    frozen = await office.freeze(session)
    assert frozen is not None
    assert frozen.frozen
    assert frozen.settings == looked.settings
    with statements(town.database) as said:
        assert await office.freeze(session) == await office.look(session) == frozen
    assert "UPDATE" not in said, "frozen once is frozen"


async def test_many_sessions_are_read_with_as_many_queries_as_one(town: Town) -> None:
    office = LiveOffice(town.database, lambda: NOW, town.safe)
    shown = await town.series(DAILY)
    starts = await town.database.read(lambda c: c.execute(select(sessions.c.early_at)).scalars().all())
    with statements(town.database) as one:
        assert len(await office.due_sessions(min(starts))) == 1
    with statements(town.database) as all_of_them:
        assert len(await office.due_sessions(max(starts))) == len(starts) > 10
    assert all_of_them.count("SELECT") == one.count("SELECT")
    assert shown.version == 1


async def test_many_series_are_listed_with_as_many_queries_as_one(town: Town) -> None:
    await town.series(DAILY)
    with statements(town.database) as one:
        assert len((await town.database.read(list_series, town.organisation)).series) == 1
    changed = await town.change(await town.series(DAILY), {"kind": "skip", "date": "2026-06-10"})
    await town.series(DAILY)
    with statements(town.database) as three:
        listed = (await town.database.read(list_series, town.organisation)).series
    assert len(three) == len(one)
    assert {each.id: each.can_undo for each in listed}[changed.id]
    assert sum(each.can_undo for each in listed) == 1


async def test_a_feed_asks_for_many_programmes_as_for_one(town: Town) -> None:
    def another(connection: Connection, number: int) -> str:
        body = models.ProgrammeBody(kind="ibasho", name=f"会 {number}", slug=f"more{number}", listed=True)
        return programmes.add_programme(connection, town.organisation, body, "").id

    async def asked() -> tuple[int, int]:
        with statements(town.database) as said:
            made = await town.database.read(feeds.public_feed, town.organisation, None, "https://engawa.example", NOW)
        return len(said), len({event.url for event in made.events})

    await town.series(DAILY)
    one, _ = await asked()
    for number in range(4):
        programme = await town.database.write(another, number)
        await replace(town, programme=programme).series(DAILY)
    many, pages = await asked()
    assert pages > 4
    assert many == one


async def test_a_halls_name_is_folded_once_however_often_it_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    real = typed.solid

    def counted(text: str) -> str:
        folded.append(text)
        return real(text)

    monkeypatch.setattr(typed, "solid", counted)
    halls.hall_key.cache_clear()
    for _ in range(100):
        assert halls.same_hall("会館Ａ", "会館 a")
        assert not halls.same_hall("会館Ａ", "会館B")
    assert len(folded) <= 2 * 3
