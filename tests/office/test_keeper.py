"""What the office does by itself, at the time that its clock says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Row, select

from server.office.base.common import DAY_MS
from server.office.base.tables import reservations, series, sessions
from server.office.keeper import GRACE_MS, Keeper
from server.office.live import LiveOffice
from server.office.plan import follow
from server.office.rules.entry import Entry, EntryKind
from tests.office.conftest import NOW, Clock, NewTown, Town, monthly
from tests.office.test_reminders import booked


async def rows(town: Town) -> Sequence[Row[Any]]:
    query = select(sessions).order_by(sessions.c.starts_at)
    return await town.database.read(lambda connection: connection.execute(query).all())


async def test_what_is_over_is_closed_and_its_addresses_forgotten(new_town: NewTown) -> None:
    town: Town = await new_town(entry=Entry(kind=EntryKind.EITHER))
    await town.series(monthly())
    await booked(town)
    clock = Clock()
    keeper = Keeper(town.database, None, clock)
    await keeper.round()
    assert {row.ended_at for row in await rows(town)} == {None}
    first = (await rows(town))[0]
    clock.now = first.until_at + 1
    await keeper.round()
    mails = await town.database.read(lambda connection: connection.execute(select(reservations.c.mail)).scalars().all())
    assert mails == [None]
    assert (await rows(town))[0].ended_at is None, "a server that was off may still open its room"
    clock.now = first.until_at + GRACE_MS + 1
    await keeper.round()
    assert [row.ended_at for row in await rows(town)][:2] == [first.until_at, None]


async def test_once_a_day_it_is_planned_ahead(town: Town) -> None:
    await town.series(monthly())
    clock = Clock()
    keeper = Keeper(town.database, None, clock)
    before = [row.day for row in await rows(town)]
    planned = await town.database.read(lambda c: str(c.execute(select(series.c.planned_until)).scalar_one()))
    clock.now = NOW + 60 * DAY_MS
    await keeper.round()
    after = [row.day for row in await rows(town)]
    assert set(after) > set(before)
    assert planned < max(after)


async def test_a_step_that_fails_keeps_no_other_from_being_done(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.series(monthly())
    first = (await rows(town))[0]

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(follow, "plan_ahead", fails)
    monkeypatch.setattr("server.office.keeper.forget_addresses", fails)
    await Keeper(town.database, None, lambda: first.until_at + GRACE_MS + 1).round()
    assert (await rows(town))[0].ended_at == first.until_at


async def test_a_room_ends_at_the_time_of_its_office(town: Town) -> None:
    await town.series(monthly())
    first = (await rows(town))[0]
    await LiveOffice(town.database, lambda: first.starts_at + 7, town.safe).end_session(first.id)
    assert (await rows(town))[0].ended_at == first.starts_at + 7
