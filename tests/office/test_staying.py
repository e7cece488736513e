"""What the office says and keeps of a session whose room goes on past its planned end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from rooms.state import Settings
from server.office.base.common import DAY_MS, at
from server.office.base.tables import sessions
from server.office.keeper import GRACE_MS, Keeper
from server.office.live import LiveOffice
from server.office.papers.public import is_open
from server.office.sessions.calendar import list_sessions
from server.office.sessions.planned import session_of
from server.ports import SessionRecord
from server.sessions import MOST_STAY_MS, stay_of
from tests.office.conftest import Clock, Town
from tests.office.test_decks import brought, first_session, left

MINUTE, HOUR = 60_000, 3_600_000
WEEKLY = "FREQ=WEEKLY;BYDAY=SU"


async def state(town: Town, session: str, now: int) -> tuple[str, bool]:
    """What the calendar says of it, and whether the public pages say that one may come."""
    day = at(now).date()
    shown = await town.database.read(list_sessions, town.organisation, day, day, now)
    planned = await town.database.read(session_of, town.organisation, session)
    return next(str(each.state) for each in shown.sessions if each.id == session), is_open(planned, now)


async def test_while_people_stay_it_is_held_its_slides_are_there_and_nobody_is_asked_in(town: Town) -> None:
    session, end = await first_session(town)
    clock = Clock()
    office = LiveOffice(town.database, clock, town.safe)
    keeper = Keeper(town.database, None, clock)
    await brought(town, session)
    never = [await state(town, session, end - 1), await state(town, session, end)]
    await office.freeze(session)
    assert (never, await state(town, session, end)) == ([("open", True), ("ended", False)], ("open", False))
    clock.now = end + MOST_STAY_MS - 1
    await keeper.round()
    assert (await state(town, session, clock.now), await left(town)) == (("open", False), (1, 1))
    assert next(each.settings.session for each in await office.due_sessions(clock.now)) == session
    await office.end_session(session)
    assert (await state(town, session, clock.now), await left(town)) == (("ended", False), (0, 0))


async def test_a_room_that_nobody_has_told_the_end_of_is_over_in_the_end(town: Town) -> None:
    session, end = await first_session(town)
    clock = Clock()
    await brought(town, session)
    await LiveOffice(town.database, clock, town.safe).freeze(session)
    clock.now = end + MOST_STAY_MS + GRACE_MS + 1
    await Keeper(town.database, None, clock).round()
    assert (await state(town, session, clock.now), await left(town)) == (("ended", False), (0, 0))


async def _followed(town: Town, first: str) -> tuple[int, SessionRecord]:
    """The planned end of a session, and how its room finds it."""
    record = await LiveOffice(town.database, Clock(), town.safe).look(first)
    assert record is not None
    return record.settings.end_at, record


async def _with(town: Town, start: str, **place: Any) -> str:
    """A weekly series of two hours, its first date."""
    rule = {"rule": WEEKLY, "start": start, "end": f"{int(start[:2]) + 2}:00", "places": [{"form": "hybrid", **place}]}
    shown = await town.series({"rules": [rule]})
    query = select(sessions.c.id).where(sessions.c.series == shown.id).order_by(sessions.c.starts_at).limit(1)
    return str(await town.database.read(lambda connection: connection.execute(query).scalar_one()))


async def test_people_stay_until_the_doors_of_what_comes_next_in_the_hall(town: Town) -> None:
    first = await _with(town, "10:00", venue="会館Ａ")
    elsewhere = await _with(town, "12:00", venue="公民館")
    end, record = await _followed(town, first)
    assert (record.next_at, stay_of(record, HOUR), elsewhere != first) == (None, HOUR, True)
    there = await _with(town, "13:00", venue="会館A")
    end, record = await _followed(town, first)
    assert record.next_at is not None
    assert (stay_of(record, 2 * HOUR), stay_of(record, 10 * MINUTE)) == (record.next_at - end, 10 * MINUTE)
    assert end < record.next_at < end + HOUR
    await town.database.write(
        lambda c: c.execute(update(sessions).where(sessions.c.id == there).values(status="cancelled"))
    )
    assert (await _followed(town, first))[1].next_at is None


async def test_rooms_of_a_series_that_follow_each_other_end_as_planned_and_those_beside_each_other_do_not(
    town: Town,
) -> None:
    first, end = await first_session(town)
    day = {"organisation": town.organisation, "programme": town.programme, "day": at(end).date().isoformat()}
    row = (
        await town.database.read(lambda c: c.execute(select(sessions).where(sessions.c.id == first)).one())
    )._asdict()

    async def beside(id: str, starts: int) -> None:
        times = {
            "starts_at": starts,
            "early_at": starts - 15 * MINUTE,
            "until_at": starts + HOUR,
            "ends_at": starts + HOUR,
        }
        await town.database.write(
            lambda c: c.execute(sessions.insert().values({**row, **day, **times, "id": id, "room_number": len(id)}))
        )

    await beside("b", row["starts_at"])
    assert stay_of((await _followed(town, first))[1], HOUR) == HOUR
    await beside("next", end)
    assert stay_of((await _followed(town, first))[1], HOUR) == 0


def test_a_session_of_the_command_line_may_stay_as_long_as_the_server_says() -> None:
    planned = Settings(session="s", title="t", early_at=0, open_at=0, closing_at=1, end_at=DAY_MS)
    assert stay_of(SessionRecord(planned, ended=False), HOUR) == HOUR
