"""The staff's sheet after a session: sealed, shown at the next session of its programme, gone on its day; and how people
said it was, which few of them show to nobody. Who may read and write it, tests/office/api holds for every endpoint."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from rooms.tally import Numbers
from server.office.base import models
from server.office.base.common import DAY_MS, at
from server.office.base.tables import look_backs, sessions
from server.office.counts import counting
from server.office.keeper import Keeper
from server.office.live import LiveOffice
from server.office.notes import looking_back
from server.office.staff.organisations import change_settings, organisation_settings
from tests.office.conftest import Clock, Town, monthly

SHEET = models.LookBackBody(good="ひざしの席", minded="音がわれた", next="延長コード")


async def first_two(town: Town) -> list[tuple[str, int]]:
    await town.series(monthly())
    query = select(sessions.c.id, sessions.c.until_at).order_by(sessions.c.starts_at).limit(2)
    rows = await town.database.read(lambda connection: connection.execute(query).all())
    return [(row.id, row.until_at) for row in rows]


async def keep_notes_for(town: Town, days: int) -> None:
    settings = await town.database.read(organisation_settings, town.organisation)
    await town.database.write(change_settings, town.organisation, settings.model_copy(update={"notes_days": days}))


async def show(town: Town, session: str, now: int) -> models.LookBackShown:
    return await town.database.read(looking_back.show, town.safe, town.organisation, session, now)


async def write(town: Town, session: str, body: models.LookBackBody, now: int) -> models.LookBackShown:
    return await town.database.write(looking_back.write, town.safe, town.organisation, session, body, now)


async def test_it_is_shown_at_the_next_session_and_gone_on_its_day(town: Town) -> None:
    (first, over), (second, next_over) = await first_two(town)
    await keep_notes_for(town, 7)
    written = await write(town, first, SHEET, over)
    until = next_over + DAY_MS
    assert (written.sheet, written.until, written.before) == (SHEET, at(until), None)
    shown = await show(town, second, over)
    assert (shown.sheet, shown.until) == (models.LookBackBody(), None)
    assert shown.before is not None
    assert (shown.before.session, shown.before.sheet, shown.before.until) == (first, SHEET, at(until))
    clock = Clock()
    keeper = Keeper(town.database, None, clock)
    for now, left in ((until - 1, 1), (until, 0)):
        clock.now = now
        await keeper.round()
        assert len(await town.database.read(lambda c: c.execute(select(look_backs)).all())) == left
    assert (await show(town, second, until)).before is None


async def test_where_nothing_follows_it_is_kept_as_long_as_notes_are_and_a_far_session_is_not_waited_for(
    town: Town,
) -> None:
    (first, over), _ = await first_two(town)
    far = over + 300 * DAY_MS
    for status, until in (("cancelled", over + 30 * DAY_MS), ("planned", over + 100 * DAY_MS)):
        change = {"status": status, "starts_at": far, "until_at": far}
        await town.database.write(Connection.execute, update(sessions).where(sessions.c.id != first).values(**change))
        assert (await write(town, first, SHEET, over)).until == at(until)


async def test_what_is_written_is_sealed_and_taken_back_by_leaving_it_empty(town: Town) -> None:
    (first, over), _ = await first_two(town)
    await write(town, first, SHEET, over)
    (row,) = await town.database.read(lambda c: c.execute(select(look_backs)).all())
    assert not any(word.encode() in row.sealed for word in (SHEET.good, SHEET.minded, SHEET.next))
    empty = await write(town, first, models.LookBackBody(), over)
    assert (empty.until, empty.sheet) == (None, models.LookBackBody())
    assert await town.database.read(lambda c: c.execute(select(look_backs)).all()) == []


@pytest.mark.parametrize(
    ("said", "shown"), [((1, 0, 1), False), ((1, 1, 1), True), ((0, 0, 3), True), ((0, 0, 0), False)]
)
async def test_how_it_was_shows_from_three_on_and_only_afterwards(
    town: Town, said: tuple[int, int, int], shown: bool
) -> None:
    (first, over), _ = await first_two(town)
    office = LiveOffice(town.database, lambda: over, town.safe)
    glad, calm, tired = said
    numbers = replace(Numbers(total=4, online=4), glad=glad, calm=calm, tired=tired)
    await office.keep_counts(first, {town.organisation: numbers})
    assert (await town.database.read(counting.show_counts, town.organisation, first)).how is None
    await office.end_session(first)
    how = (await town.database.read(counting.show_counts, town.organisation, first)).how
    assert how == (models.HowItWas(glad=glad, calm=calm, tired=tired) if shown else None)
