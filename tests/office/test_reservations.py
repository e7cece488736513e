"""Reservations: nobody is overbooked, nobody overtakes, nothing of anybody is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from server.identity.ids import new_id
from server.identity.links import Signer
from server.office import verbs
from server.office.base import models
from server.office.base.models import Capacities, ReservationState, Way
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import links, sessions
from server.office.base.tables import reservations as table
from server.office.content import defaults
from server.office.keeper import close_past, forget_addresses
from server.office.live import LiveOffice
from server.office.rules.entry import Entry, EntryKind
from server.office.seats import passes, reservations
from server.office.sessions.links import Addresses
from tests.office.conftest import NOW, NewTown, Town, monthly

ASK = models.NewReservation()
YES = models.ChangeReservation(state=ReservationState.BOOKED)


async def first_session(town: Town, **entry: Any) -> str:
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION, **entry))
    query = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    return await town.database.read(lambda connection: str(connection.execute(query).scalar_one()))


async def reserve(town: Town, session: str, asked: models.NewReservation = ASK) -> models.ReservationMade:
    return await town.database.write(reservations.reserve, town.organisation, session, asked, town.safe, NOW)


@pytest.fixture
def addresses(tmp_path: Any) -> Addresses:
    return Addresses("https://engawa.example", Signer(tmp_path))


async def shown(town: Town, code: str, addresses: Addresses, now: int = NOW) -> models.ReservationShown:
    return await town.database.write(reservations.show_reservation, code, addresses, now)


async def test_two_hundred_at_once_never_overbook(new_town: NewTown) -> None:
    town = await new_town(capacities=Capacities(online=40, hall=7))
    session = await first_session(town)
    asked = [models.NewReservation(way=Way.HALL if number % 5 == 0 else Way.ONLINE) for number in range(200)]
    room = asyncio.Semaphore(100)  # as many as the database lets wait

    async def one(each: models.NewReservation) -> models.ReservationMade:
        async with room:
            return await reserve(town, session, each)

    made = await asyncio.gather(*map(one, asked))
    states = Counter((each.way, each.state) for each in made)
    assert states == {
        (Way.ONLINE, ReservationState.BOOKED): 40,
        (Way.ONLINE, ReservationState.WAITING): 120,
        (Way.HALL, ReservationState.BOOKED): 7,
        (Way.HALL, ReservationState.WAITING): 33,
    }
    for way, number in ((Way.ONLINE, 120), (Way.HALL, 33)):
        places = [each.place_in_line for each in made if each.way is way and each.place_in_line is not None]
        assert sorted(places) == list(range(1, number + 1))
    assert len({each.code for each in made}) == 200


async def test_cancelling_and_asking_at_once_keeps_every_seat_taken_once(new_town: NewTown) -> None:
    town = await new_town(capacities=Capacities(online=20))
    session = await first_session(town)
    first = [await reserve(town, session) for _ in range(30)]
    cancelling = [town.database.write(reservations.cancel_by_code, each.code, NOW + 1) for each in first[:10]]
    await asyncio.gather(*cancelling, *(reserve(town, session) for _ in range(20)))
    rows = (await town.database.read(reservations.list_reservations, town.organisation, session)).reservations
    states = Counter(each.state for each in rows)
    assert states == {ReservationState.BOOKED: 20, ReservationState.CANCELLED: 10, ReservationState.WAITING: 20}
    waited = [each.number for each in rows if each.number > 20 and each.state is ReservationState.BOOKED]
    assert waited == list(range(21, 31)), "those who waited longest moved up"


async def test_who_waits_moves_up_when_there_are_more_seats(new_town: NewTown, addresses: Addresses) -> None:
    town = await new_town(capacities=Capacities(online=1))
    session = await first_session(town)
    await reserve(town, session)
    behind = await reserve(town, session)
    assert (await shown(town, behind.code, addresses)).place_in_line == 1
    patch = models.SessionPatch(capacities=Capacities(online=2))
    await town.database.write(verbs.patch_session, town.asker, session, patch, None, defaults())
    assert (await shown(town, behind.code, addresses)).state is ReservationState.BOOKED


async def test_without_a_waiting_list_full_is_full(new_town: NewTown) -> None:
    town = await new_town(capacities=Capacities(online=1))
    session = await first_session(town, waiting_list=False)
    await reserve(town, session)
    with pytest.raises(OfficeRefused) as refused:
        await reserve(town, session)
    assert refused.value.code is OfficeCode.FULL


async def test_the_way_in_is_ones_own_and_ends_with_the_reservation(town: Town, addresses: Addresses) -> None:
    session = await first_session(town)
    one, other = await reserve(town, session), await reserve(town, session)
    url = (await shown(town, one.code, addresses)).url
    assert url is not None
    assert url != (await shown(town, other.code, addresses)).url
    assert url == (await shown(town, one.code.lower().replace("-", " "), addresses)).url, "however it is typed"
    await town.database.write(reservations.cancel_by_code, one.code, NOW)
    assert (await shown(town, one.code, addresses)).url is None
    living = select(links.c.id).where(links.c.revoked_at.is_(None), links.c.reservation.is_not(None))
    assert len(await town.database.read(lambda connection: connection.execute(living).all())) == 1


async def test_an_application_is_answered_by_staff(town: Town, addresses: Addresses) -> None:
    await town.series(monthly(), entry=Entry(kind=EntryKind.APPLICATION))
    query = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    session = await town.database.read(lambda connection: str(connection.execute(query).scalar_one()))
    made = await reserve(town, session)
    assert made.state is ReservationState.APPLIED
    assert (await shown(town, made.code, addresses)).url is None
    rows = (await town.database.read(reservations.list_reservations, town.organisation, session)).reservations
    await town.database.write(reservations.change_reservation, town.organisation, session, rows[0].id, YES, NOW)
    assert (await shown(town, made.code, addresses)).url is not None


async def test_mail_addresses_are_sealed_and_gone_at_the_end(town: Town, tmp_path: Any) -> None:
    session = await first_session(town)
    await reserve(town, session, models.NewReservation(mail="hito@example.jp"))
    rows = await town.database.read(lambda connection: connection.execute(select(table)).all())
    assert rows[0].mail is not None
    assert b"hito" not in bytes(rows[0].mail)
    assert town.safe.open(rows[0].mail) == "hito@example.jp"
    await LiveOffice(town.database, lambda: NOW, town.safe).end_session(session)
    rows = await town.database.read(lambda connection: connection.execute(select(table)).all())
    assert rows[0].mail is None


async def test_addresses_of_sessions_that_never_opened_are_forgotten_too(town: Town) -> None:
    session = await first_session(town)
    await reserve(town, session, models.NewReservation(mail="hito@example.jp"))
    assert await town.database.write(forget_addresses, NOW) == 0
    assert await town.database.write(forget_addresses, NOW + 400 * 86_400_000) == 1


async def test_reservations_open_and_close_when_the_rule_says(town: Town) -> None:
    session = await first_session(town, opens_days_before=3)
    with pytest.raises(OfficeRefused) as refused:
        await reserve(town, session)
    assert refused.value.code is OfficeCode.RESERVATIONS_CLOSED
    assert "6月18日から" in refused.value.message
    by_staff = reservations.reserve
    made = await town.database.write(
        by_staff, town.organisation, session, ASK, town.safe, NOW, by_staff=True
    )  # staff may, by telephone
    assert made.state is ReservationState.BOOKED


async def test_a_code_that_nobody_has_is_refused(town: Town, addresses: Addresses) -> None:
    for typed in ("", "ABC", "AAA-AAA-AAA-AAA", new_id(), "あ" * 12):
        with pytest.raises(OfficeRefused) as refused:
            await shown(town, typed, addresses)
        assert refused.value.code is OfficeCode.CODE_UNKNOWN


async def test_a_members_pass_opens_the_next_session_until_it_is_revoked(town: Town, addresses: Addresses) -> None:
    series = await town.series(monthly("FREQ=DAILY"), entry=Entry(kind=EntryKind.MEMBERS))
    made = await town.database.write(passes.make_passes, town.organisation, series.id, 2, NOW)
    at_doors = NOW + 4 * 86_400_000
    planned, url = await town.database.write(passes.member_link, made.codes[0], addresses, at_doors)
    assert url is not None
    again = await town.database.write(passes.member_link, made.codes[0], addresses, at_doors)
    assert again[1] == url
    assert planned.row.series == series.id
    one = (await town.database.read(passes.list_passes, town.organisation, series.id)).passes[0]
    await town.database.write(passes.revoke_pass, town.organisation, series.id, one.id, NOW)
    with pytest.raises(OfficeRefused):
        await town.database.write(passes.member_link, made.codes[0], addresses, at_doors)
    revoked = select(links.c.id).where(links.c.revoked_at.is_not(None))
    assert len(await town.database.read(lambda connection: connection.execute(revoked).all())) == 1


async def test_staff_mark_who_came_to_the_hall(town: Town) -> None:
    session = await first_session(town)
    await reserve(town, session, models.NewReservation(way=Way.HALL))
    row = (await town.database.read(reservations.list_reservations, town.organisation, session)).reservations[0]
    for came in (True, None, False):
        asked = models.ChangeReservation(state=ReservationState.BOOKED, came=came)
        after = await town.database.write(
            reservations.change_reservation, town.organisation, session, row.id, asked, NOW
        )
        assert after.reservations[0].came is (came is not False)


async def test_more_seats_for_a_series_move_everybody_up(new_town: NewTown, addresses: Addresses) -> None:
    town = await new_town(capacities=Capacities(online=1))
    shown_series = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    query = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    session = await town.database.read(lambda connection: str(connection.execute(query).scalar_one()))
    await reserve(town, session)
    behind = await reserve(town, session)
    body = shown_series.series.model_copy(update={"capacities": Capacities(online=5)})
    asked = models.ReplaceSeries(series=body, version=shown_series.version)
    await town.database.write(verbs.replace_series, town.asker, shown_series.id, asked)
    assert (await shown(town, behind.code, addresses)).state is ReservationState.BOOKED


async def test_what_was_only_announced_is_over_when_its_time_is(town: Town) -> None:
    await first_session(town)
    assert await town.database.write(close_past, NOW) == 0
    far = NOW + 60 * 86_400_000
    gone = await town.database.write(close_past, far)
    assert gone == 2
    assert await town.database.write(close_past, far) == 0


async def test_after_the_end_nothing_tells_who_came(town: Town, addresses: Addresses) -> None:
    """Neither a member's pass nor a reservation can be joined to a session that is over."""
    series = await town.series(monthly("FREQ=DAILY"), entry=Entry(kind=EntryKind.MEMBERS))
    made = await town.database.write(passes.make_passes, town.organisation, series.id, 1, NOW)
    planned, _ = await town.database.write(passes.member_link, made.codes[0], addresses, NOW + 4 * 86_400_000)
    await LiveOffice(town.database, lambda: NOW, town.safe).end_session(planned.row.id)
    left = select(links.c.id).where(links.c.reservation.is_not(None))
    assert await town.database.read(lambda c: c.execute(left).all()) == []
    assert await town.database.read(lambda c: c.execute(select(table.c.came_at)).scalars().all()) == []
