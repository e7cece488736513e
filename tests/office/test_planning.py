"""Series and their sessions: rows follow the schedule, keep who they are, and undo brings back what was."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, insert, select, update

from rooms.base import Role
from server.identity.links import Signer
from server.office import verbs
from server.office.base import asking, models
from server.office.base.common import at, later
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import counts, links, series, sessions
from server.office.content import defaults
from server.office.live import LiveOffice
from server.office.papers import ways_in
from server.office.plan import crew as crew_verbs
from server.office.plan import follow, sharing
from server.office.plan.previews import show_preview
from server.office.plan.series import archive_series
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule import preview
from server.office.seats import reservations
from server.office.sessions import calendar, clashes
from server.office.sessions.links import Addresses
from tests.office.conftest import NOW, NewTown, Town, monthly

TODAY = at(NOW).date()


async def rows(town: Town) -> list[Row[Any]]:
    query = select(sessions).order_by(sessions.c.starts_at, sessions.c.room_number)
    return await town.database.read(lambda connection: list(connection.execute(query).all()))


async def days(town: Town, status: str = "planned") -> list[str]:
    return [row.day for row in await rows(town) if row.status == status]


async def test_a_year_and_a_half_of_sessions_is_written_out(town: Town) -> None:
    shown = await town.series(monthly())
    expected = preview(shown.series.schedule, TODAY, later(TODAY, follow.AHEAD_DAYS)).dates
    assert await days(town) == [each.date.isoformat() for each in expected]
    assert shown.reading == "毎月第3日曜 10時〜12時(祝日も開催)"
    assert len(expected) == 18


async def test_a_moved_date_keeps_its_links_and_reservations(town: Town, tmp_path: Any) -> None:
    shown = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    first = (await rows(town))[0]
    addresses = Addresses("", Signer(tmp_path))
    await town.database.write(ways_in.show_links, town.organisation, first.id, addresses)
    await town.database.write(
        reservations.reserve, town.organisation, first.id, models.NewReservation(), town.safe, NOW
    )
    await town.change(shown, {"kind": "move", "date": first.original, "to": {"date": "2026-06-24", "start": "18:00"}})
    moved = (await rows(town))[0]
    assert (moved.id, moved.day, moved.moved) == (first.id, "2026-06-24", True)
    assert at(moved.starts_at).hour == 18
    assert moved.ends_at - moved.starts_at == 2 * 3_600_000
    listed = await town.database.read(reservations.list_reservations, town.organisation, first.id)
    assert len(listed.reservations) == 1


async def test_undo_takes_changes_back_one_by_one_and_can_be_gone_beyond(town: Town) -> None:
    shown = await town.series(monthly())
    before = [(row.id, row.day, row.status) for row in await rows(town)]
    cancelled = await town.change(shown, {"kind": "cancel", "date": "2026-06-21", "note": "台風"})
    moved = await town.change(cancelled, {"kind": "move", "date": "2026-07-19", "to": {"date": "2026-07-20"}})
    assert moved.last_change == "7月19日(日)を7月20日(月)に移した"
    once = await town.database.write(verbs.undo, town.asker, shown.id, moved.version)
    assert once.last_change == "6月21日(日)を中止にした"
    assert await days(town, "cancelled") == ["2026-06-21"]
    twice = await town.database.write(verbs.undo, town.asker, shown.id, once.version)
    assert [(row.id, row.day, row.status) for row in await rows(town)] == before
    assert not twice.can_undo
    with pytest.raises(OfficeRefused) as refused:
        await town.database.write(verbs.undo, town.asker, shown.id, twice.version)
    assert refused.value.code is OfficeCode.NOTHING_TO_UNDO
    again = await town.change(twice, {"kind": "skip", "date": "2026-06-21"})
    assert again.last_change == "6月21日(日)を休みにした"
    assert "2026-06-21" not in await days(town)


async def test_of_two_who_change_at_once_one_is_told_to_look_again(town: Town) -> None:
    shown = await town.series(monthly())
    changes = [{"kind": "cancel", "date": "2026-06-21"}, {"kind": "cancel", "date": "2026-07-19"}]
    made = await asyncio.gather(*(town.change(shown, each) for each in changes), return_exceptions=True)
    refused = [each for each in made if isinstance(each, OfficeRefused)]
    assert [each.code for each in refused] == [OfficeCode.VERSION_OLD]
    assert len(await days(town, "cancelled")) == 1


async def test_what_has_begun_is_never_touched(town: Town) -> None:
    shown = await town.series(monthly("FREQ=DAILY"))
    first = (await rows(town))[0]
    office = LiveOffice(town.database, lambda: NOW, town.safe)
    record = await office.freeze(first.id)
    assert record is not None
    await town.change(shown, {"kind": "skip", "date": first.original, "scope": "all"})
    left = await rows(town)
    assert [row.id for row in left] == [first.id]
    again = await office.freeze(first.id)
    assert again == record


async def test_a_session_that_somebody_reserved_is_cancelled_rather_than_deleted(town: Town) -> None:
    shown = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    first = (await rows(town))[0]
    await town.database.write(
        reservations.reserve, town.organisation, first.id, models.NewReservation(), town.safe, NOW
    )
    await town.change(
        shown, {"kind": "replace", "date": "2026-06-01", "scope": "all", **monthly("FREQ=WEEKLY;BYDAY=MO")}
    )
    by_day = {row.day: row for row in await rows(town)}
    assert by_day[first.day].status == "cancelled"
    assert by_day[first.day].id == first.id


async def test_linked_rooms_are_sessions_with_doors_of_their_own(town: Town, tmp_path: Any) -> None:
    rule = {**monthly()["rules"][0], "rooms": [{"name": "UX女子会"}, {"name": "つながる待合室", "start": "11:00"}]}
    await town.series({"rules": [rule]})
    made = (await rows(town))[:2]
    assert [(row.title, at(row.starts_at).hour, row.day) for row in made] == [
        ("UX女子会", 10, made[0].day),
        ("つながる待合室", 11, made[0].day),
    ]
    addresses = Addresses("", Signer(tmp_path))
    doors = [
        {
            each.url
            for each in (await town.database.write(ways_in.show_links, town.organisation, row.id, addresses)).links
        }
        for row in made
    ]
    assert doors[0].isdisjoint(doors[1])


async def test_the_rota_finds_who_is_wanted_twice_and_who_is_alone(town: Town) -> None:
    crew = [
        await town.database.write(crew_verbs.add_crew, town.organisation, models.CrewBody(name=name)) for name in "あい"
    ]
    duties = (models.Duty(crew=crew[0].id),)
    place = [{"form": "hybrid", "venue": "会館"}]
    one = {"rules": [{**monthly()["rules"][0], "places": place}]}
    other = {"rules": [{**monthly(start="11:00", end="13:00")["rules"][0], "places": place}]}
    await town.series(one, crew=duties)
    await town.series(other, crew=duties)
    first = (await rows(town))[0]
    detail = await town.database.read(calendar.show_session, town.organisation, first.id, NOW, defaults())
    assert {clash.kind for clash in detail.clashes} == {"crew", "venue"}
    assert set(detail.session.warnings) == {"crew_clash", "venue_clash", "too_few_staff"}
    patch = models.SessionPatch(
        duties=(models.Duty(crew=crew[1].id), models.Duty(crew=crew[0].id, task=models.Task.ON_CALL))
    )
    detail = await town.database.write(verbs.patch_session, town.asker, first.id, patch, None, defaults())
    assert {duty.name: duty.task for duty in detail.duties} == {"い": "facilitate", "あ": "on_call"}


async def test_a_personal_link_is_valid_for_the_sessions_time_and_moves_with_it(town: Town, tmp_path: Any) -> None:
    crew = await town.database.write(crew_verbs.add_crew, town.organisation, models.CrewBody(name="あ"))
    shown = await town.series(monthly(), crew=(models.Duty(crew=crew.id, task=models.Task.ASSIST),))
    first = (await rows(town))[0]
    addresses = Addresses("https://e.example", Signer(tmp_path))
    detail = await town.database.read(calendar.show_session, town.organisation, first.id, NOW, defaults())
    detail = await town.database.write(ways_in.with_personal_links, town.organisation, detail, addresses)
    assert (detail.duties[0].url or "").startswith("https://e.example/f#")
    mine = select(links).where(links.c.duty.is_not(None))
    link = await town.database.read(lambda connection: connection.execute(mine).one())
    assert (link.role, link.starts_at < first.early_at, link.expires_at > first.until_at) == (
        Role.ASSISTANT,
        True,
        True,
    )
    await town.change(shown, {"kind": "move", "date": first.original, "to": {"date": "2026-06-24"}})
    again = await town.database.read(lambda connection: connection.execute(mine).one())
    assert again.starts_at - link.starts_at == 3 * 86_400_000
    nobody = models.SessionPatch(duties=())
    await town.database.write(verbs.patch_session, town.asker, first.id, nobody, None, defaults())
    gone = await town.database.read(lambda connection: connection.execute(mine).one())
    assert gone.revoked_at is not None


async def test_a_shared_series_is_one_room_with_two_towns(town: Town, new_town: NewTown, tmp_path: Any) -> None:
    partner = await new_town("隣の市", "tonari")
    shown = await town.series(monthly())
    first = (await rows(town))[0]
    with pytest.raises(OfficeRefused):
        await partner.database.read(calendar.show_session, partner.organisation, first.id, NOW, defaults())
    secret = await town.database.write(sharing.share, town.organisation, shown.id, NOW)
    await town.database.write(sharing.accept, partner.organisation, secret, NOW)
    with pytest.raises(OfficeRefused):
        await town.database.write(sharing.accept, partner.organisation, secret, NOW)
    addresses = Addresses("", Signer(tmp_path))
    own = await town.database.write(ways_in.show_links, town.organisation, first.id, addresses)
    theirs = await town.database.write(ways_in.show_links, partner.organisation, first.id, addresses)
    assert {each.id for each in own.links}.isdisjoint({each.id for each in theirs.links})
    with pytest.raises(OfficeRefused) as refused:
        await partner.change(shown, {"kind": "cancel", "date": first.original})
    assert refused.value.code is OfficeCode.NOT_OWNER
    await town.database.write(sharing.end, town.organisation, shown.id, NOW)
    with pytest.raises(OfficeRefused):
        await partner.database.read(calendar.show_session, partner.organisation, first.id, NOW, defaults())
    living = select(links.c.organisation).where(links.c.revoked_at.is_(None))
    assert set(await town.database.read(lambda c: c.execute(living).scalars().all())) == {town.organisation}


async def test_open_ended_series_are_planned_on(town: Town) -> None:
    await town.series(monthly())
    before = len(await days(town))
    assert await town.database.write(follow.plan_ahead, NOW + 200 * 86_400_000) == 1
    assert len(await days(town)) == before + 6, "a third Sunday in each of the months that came into sight"
    assert await town.database.write(follow.plan_ahead, NOW + 200 * 86_400_000) == 0


async def test_an_archived_series_leaves_its_past_and_its_counts(town: Town) -> None:
    shown = await town.series(monthly())
    first = (await rows(town))[0]
    when = first.starts_at + 1
    await town.database.write(
        lambda c: c.execute(
            insert(counts), {"session": first.id, "organisation": town.organisation, "updated_at": when}
        )
    )
    asker = asking.Asker(town.organisation, None, when)
    await town.database.write(archive_series, asker, shown.id)
    assert [row.id for row in await rows(town)] == [first.id]


async def test_a_new_time_of_opening_reaches_future_sessions(town: Town) -> None:
    await town.series(monthly())
    body = models.ProgrammeBody(kind="ibasho", name="ふらっと", early_minutes=60)
    await town.database.write(verbs.change_programme, town.asker, town.programme, body, "", defaults())
    first = (await rows(town))[0]
    assert first.starts_at - first.early_at == 3_600_000


KINDS = st.sampled_from(["skip", "cancel", "restore", "move"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KINDS, st.integers(0, 9), st.integers(1, 6)), max_size=8))
async def test_rows_are_always_what_the_schedule_says(town: Town, told: list[tuple[str, int, int]]) -> None:
    """Whatever single dates are told, in whatever order: the rows are the preview, and no row changes its identity."""
    await town.database.write(lambda c: c.execute(update(series).values(archived_at=NOW)))
    shown = await town.series(monthly("FREQ=WEEKLY;BYDAY=SU"))
    query = select(sessions).where(sessions.c.series == shown.id)
    before = {row.original: row.id for row in await town.database.read(lambda c: list(c.execute(query).all()))}
    originals = sorted(before)
    for kind, index, shift in told:
        change: dict[str, Any] = {"kind": kind, "date": originals[index]}
        if kind == "move":
            change["to"] = {"date": later(date.fromisoformat(originals[index]), shift).isoformat()}
        shown = await town.change(shown, change)
    now = await town.database.read(lambda c: list(c.execute(query).all()))
    wanted = preview(shown.series.schedule, TODAY, later(TODAY, follow.AHEAD_DAYS))
    held = {(row.original, row.day) for row in now if row.status == "planned"}
    assert held == {(each.original.isoformat(), each.date.isoformat()) for each in wanted.dates}
    off = {row.original for row in now if row.status == "cancelled"}
    assert off == {each.date.isoformat() for each in wanted.not_held if each.reason == "cancelled"}
    kept = {row.original: row.id for row in now if row.original in before}
    untouched = set(originals) - {originals[index] for _, index, _ in told}
    assert {original: kept[original] for original in untouched} == {
        original: before[original] for original in untouched
    }


async def test_a_note_for_one_session_outlives_changes_of_the_series(town: Town) -> None:
    shown = await town.series(monthly())
    first = (await rows(town))[0]
    patch = models.SessionPatch(note="上ばきをお持ちください")
    await town.database.write(verbs.patch_session, town.asker, first.id, patch, None, defaults())
    await town.change(shown, {"kind": "move", "date": first.original, "to": {"date": "2026-06-22"}})
    detail = await town.database.read(calendar.show_session, town.organisation, first.id, NOW, defaults())
    assert detail.session.note == "上ばきをお持ちください"


async def test_what_would_clash_is_told_while_planning(town: Town) -> None:
    crew = await town.database.write(crew_verbs.add_crew, town.organisation, models.CrewBody(name="あ"))
    place = [{"form": "hybrid", "venue": "会館"}]
    first = await town.series(
        {"rules": [{**monthly()["rules"][0], "places": place}]}, crew=(models.Duty(crew=crew.id),)
    )
    asked = models.PreviewAsked.model_validate(
        {
            "schedule": {
                "starts_on": "2026-06-01",
                "rules": [{**monthly(start="11:30", end="13:00")["rules"][0], "places": place}],
            },
            "crew": [{"crew": crew.id}],
        }
    )

    async def clashing(asked: models.PreviewAsked) -> set[str]:
        plan = show_preview(asked.schedule, None, None, TODAY)
        shown = await town.database.read(clashes.clashes_of_plan, town.organisation, asked, plan, defaults())
        return {each.kind for each in shown.clashes}

    assert await clashing(asked) == {"crew", "venue"}
    assert await clashing(asked.model_copy(update={"series": first.id})) == set()


@pytest.mark.parametrize(
    ("kind", "rules", "there"),
    [
        ("hall, however it is typed", [{"start": "11:00", "end": "13:00", "hall": "会 館ａ"}], [("10:00", "12:00")]),
        ("early doors", [{"start": "12:20", "end": "13:00", "hall": "会館A"}], [("10:00", "12:00")]),
        ("no early doors to spare", [{"start": "12:30", "end": "13:00", "hall": "会館A"}], [("10:00", "12:00")]),
        ("an open end", [{"start": "10:00", "end": None, "hall": "会館A"}], [("12:20", "13:00")]),
        ("an open end before", [{"start": "10:00", "end": None, "hall": "会館A"}], [("12:40", "13:00")]),
        ("its own two rules", [{"start": "10:00", "end": "12:00", "hall": "会館A"},
                               {"start": "11:00", "end": "12:30", "hall": "会館Ａ"}], []),
        ("its own rules in two halls", [{"start": "10:00", "end": "12:00", "hall": "会館A"},
                                        {"start": "11:00", "end": "12:30", "hall": "会館B"}], []),
        ("its linked rooms", [{"start": "10:00", "end": "12:00", "hall": "会館A",
                               "rooms": [{"name": "表"}, {"name": "奥", "start": "11:00"}]}], []),
        ("a linked room that lasts", [{"start": "10:00", "end": "12:00", "hall": "会館A",
                                       "rooms": [{"name": "表"}, {"name": "奥", "end": "14:00"}]}], [("13:30", "15:00")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("with_crew", [True, False])
async def test_preview_and_calendar_give_one_answer_about_clashes(
    new_town: NewTown, kind: str, rules: list[dict[str, Any]], there: list[tuple[str, str]], with_crew: bool
) -> None:
    town = await new_town(early_minutes=30, minutes=150)
    person = await town.database.write(crew_verbs.add_crew, town.organisation, models.CrewBody(name="さとう"))
    duties = (models.Duty(crew=person.id),) if with_crew else ()
    whole = {"ends_on": "2026-07-31"}
    for start, end in there:
        rule = {**monthly(start=start, end=end)["rules"][0], "places": [{"form": "hybrid", "venue": "会館A"}]}
        await town.series({**whole, "rules": [rule]}, crew=duties)
    made = [
        {
            **monthly(start=rule["start"], end=rule["end"])["rules"][0],
            "places": [{"form": "hybrid", "venue": rule["hall"]}],
            "rooms": rule.get("rooms", []),
        }
        for rule in rules
    ]
    schedule = {**whole, "starts_on": "2026-06-01", "rules": made}

    async def previewed(**more: Any) -> set[tuple[str, str]]:
        body = {"schedule": schedule, "crew": [each.model_dump() for each in duties], **more}
        asked = models.PreviewAsked.model_validate(body)
        plan = show_preview(asked.schedule, None, None, TODAY)
        shown = await town.database.read(clashes.clashes_of_plan, town.organisation, asked, plan, defaults())
        return {(each.kind, each.start.date().isoformat()) for each in shown.clashes}

    before = await previewed(programme=town.programme)
    shown = await town.series({**whole, "rules": made}, crew=duties)
    assert await previewed(series=shown.id) == before
    last = date(2026, 8, 1)
    calendar_shows = await town.database.read(calendar.list_sessions, town.organisation, TODAY, last, NOW)
    told = {
        (warning.removesuffix("_clash"), each.start.date().isoformat())
        for each in calendar_shows.sessions
        if each.series == shown.id
        for warning in each.warnings
        if warning.endswith("_clash")
    }
    assert told == before
    if kind in ("no early doors to spare", "its own rules in two halls"):
        assert bool(before) is (with_crew and kind != "no early doors to spare")
    elif kind == "its linked rooms":
        assert {each for each, _ in before} == ({"crew"} if with_crew else set())
    else:
        assert {each for each, _ in before} == ({"crew", "venue"} if with_crew else {"venue"})


async def test_a_preview_of_what_cannot_be_done_says_so_and_shows_the_rest() -> None:
    asked = models.PreviewAsked.model_validate(
        {
            "schedule": {
                "starts_on": "2026-06-01",
                "rules": [{"rule": "FREQ=YEARLY;BYDAY=30MO", "start": "10:00"}],
                "changes": [{"kind": "move", "scope": "all", "date": "2026-07-27", "to": {"date": "2026-07-28"}}],
            }
        }
    )
    shown = show_preview(asked.schedule, None, None, TODAY)
    assert [each.code for each in shown.problems] == ["cannot_move_all"]
    assert shown.dates
