"""The demo of `make run`: a town to look at, made in an empty office, found again, and never put into a real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from server.cli.demo import MAIL, RealOffice, clerk, make_demo
from server.office.base import models
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.live import LiveOffice
from server.office.plan.programmes import list_programmes
from server.office.plan.series import list_series
from server.office.staff import accounts, oneself
from tests.office.conftest import NOW, Town

HOUR = 3_600_000


async def test_the_demo_has_a_town_and_a_room_that_is_open(database: Database, tmp_path: Path) -> None:
    safe = Safe.of(tmp_path)
    made = await database.write(make_demo, clerk(tmp_path), safe, NOW)
    assert made.mail == MAIL

    def look(connection: Connection) -> tuple[models.Me, int, int]:
        row = accounts.find_account(connection, MAIL)
        assert accounts.verify(made.password, row)
        assert row is not None
        me = oneself.me(connection, row.id)
        town = me.organisations[0].id
        return me, len(list_programmes(connection, town, "").programmes), len(list_series(connection, town).series)

    me, programmes, series = await database.read(look)
    assert me.organisations[0].slug == "engawa-shi"
    assert (programmes, series) == (7, 7)
    assert made.session in [
        record.settings.session
        for record in await LiveOffice(database, lambda: NOW, Safe.of(tmp_path)).due_sessions(NOW)
    ]
    assert await database.write(make_demo, clerk(tmp_path), safe, NOW + HOUR) == made, (
        "the same, when it is begun again"
    )
    assert await database.read(look) == (me, programmes, series)


async def test_a_real_office_is_no_place_for_a_demo(town: Town, tmp_path: Path) -> None:
    somebody = accounts.newcomer("さとう", "sato@example.jp", "あたらしい朝のひかり")
    await town.database.write(accounts.new_account, somebody, NOW)
    with pytest.raises(RealOffice):
        await town.database.write(make_demo, clerk(tmp_path), town.safe, NOW)
