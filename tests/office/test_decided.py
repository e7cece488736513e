"""What a users' meeting decided: sealed, once, shown at the next session of its programme with what became of it, told
on the public page only where staff say so, and gone on its day. Who may read and write it, tests/office/api holds."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rooms.notes import Minutes
from server.office.base import models
from server.office.base.common import DAY_MS, at
from server.office.base.refusals import OfficeRefused
from server.office.base.tables import minutes, told_changes
from server.office.keeper import Keeper
from server.office.live import LiveOffice
from server.office.notes import decided
from tests.office.conftest import Clock, Town
from tests.office.test_look_back import first_two, keep_notes_for

KEPT = Minutes("minutes-5-", 5, ("お茶は15分", "本だなをつくる"), ("毛布がほしい",))


async def kept_at(town: Town) -> tuple[str, str, int, int]:
    """Two sessions, at the first of which a meeting was kept; and when each is over."""
    (first, over), (second, next_over) = await first_two(town)
    await keep_notes_for(town, 7)
    office = LiveOffice(town.database, lambda: over, town.safe)
    for _ in range(2):  # a room that is loaded again hands it out again
        await office.keep_notes(first, [KEPT])
    return first, second, over, next_over


async def show(town: Town, session: str, now: int) -> models.DecidedShown:
    return await town.database.read(decided.show, town.safe, town.organisation, session, now)


async def became(town: Town, session: str, line: str, body: models.BecameBody, now: int) -> models.DecidedShown:
    return await town.database.write(decided.set_became, town.safe, town.organisation, session, line, body, now)


async def test_it_is_shown_at_the_next_session_with_what_became_of_it_and_gone_on_its_day(town: Town) -> None:
    first, second, over, next_over = await kept_at(town)
    own = await show(town, first, over)
    assert (own.kept is not None, own.before) == (True, None)
    shown = (await show(town, second, over)).before
    assert shown is not None
    until = next_over + DAY_MS
    assert [line.text for line in shown.lines] == list(KEPT.lines)
    assert (shown.session, shown.suggestions, shown.until) == (first, KEPT.suggestions, at(until))
    body = models.BecameBody(became="going_on", word="板をたのみました")
    after = (await became(town, second, shown.lines[1].id, body, over)).before
    assert after is not None
    assert [(line.became, line.word) for line in after.lines] == [(None, ""), ("going_on", "板をたのみました")]
    office = LiveOffice(town.database, lambda: over, town.safe)
    await office.keep_notes(first, [KEPT])
    assert await office.decided_before(second) == (
        ("お茶は15分", "", ""),
        ("本だなをつくる", "going_on", "板をたのみました"),
    )
    assert await office.decided_before(first) == ()
    clock = Clock()
    keeper = Keeper(town.database, None, clock)
    for now, left in ((until - 1, 1), (until, 0)):
        clock.now = now
        await keeper.round()
        assert len(await town.database.read(lambda c: c.execute(select(minutes)).all())) == left


async def test_nothing_of_it_lies_open(town: Town) -> None:
    await kept_at(town)
    (row,) = await town.database.read(lambda c: c.execute(select(minutes)).all())
    assert not any(word.encode() in row.sealed for word in (*KEPT.lines, *KEPT.suggestions))


async def test_the_page_tells_only_what_staff_ticked_until_they_take_it_down(town: Town) -> None:
    first, second, over, next_over = await kept_at(town)
    before = (await show(town, second, over)).before
    assert before is not None
    line = before.lines[0].id
    nothing_yet = await became(town, second, line, models.BecameBody(told=True), over)
    assert nothing_yet.told == (), "of what nothing became there is nothing to tell"
    done = models.BecameBody(became="done", word="はじめました", told=True)
    told = await became(town, second, line, done, over)
    assert [(each.text, each.became, each.word) for each in told.told] == [("お茶は15分", "done", "はじめました")]
    later = next_over + 2 * DAY_MS
    await town.database.write(decided.forget_old, later)
    assert (await show(town, second, later)).before is None
    assert len((await show(town, second, later)).told) == 1, "it stays on the page"
    taken_down = await became(town, second, line, models.BecameBody(), later)
    assert taken_down.told == ()
    with pytest.raises(OfficeRefused):
        await became(town, second, line, done, later)
    assert await town.database.read(lambda c: c.execute(select(told_changes)).all()) == []
    assert first != second


async def test_what_is_told_is_gone_after_a_year_and_minutes_of_no_programme_are_dropped(town: Town) -> None:
    _, second, over, _ = await kept_at(town)
    before = (await show(town, second, over)).before
    assert before is not None
    await became(town, second, before.lines[0].id, models.BecameBody(became="done", told=True), over)
    await town.database.write(decided.forget_old, over + decided.TOLD_DAYS * DAY_MS)
    assert (await show(town, second, over)).told == ()
    await LiveOffice(town.database, lambda: over, town.safe).keep_notes("of no programme", [KEPT])
    assert await town.database.read(lambda c: c.execute(select(minutes)).all()) == []


async def test_a_line_is_named_by_what_there_is(town: Town) -> None:
    _, second, over, _ = await kept_at(town)
    before = (await show(town, second, over)).before
    assert before is not None
    of = before.lines[0].id.rpartition("-")[0]
    for wrong in ("nothing", f"{of}-2", f"{of}--1", f"{of}-x", of):
        with pytest.raises(OfficeRefused):
            await became(town, second, wrong, models.BecameBody(became="done"), over)
