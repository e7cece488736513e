"""Venues are known by who they are: renamed once, renamed everywhere, and one hall however it is typed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from moderation import text
from server.identity.links import Signer
from server.office import verbs
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import series_versions, sessions
from server.office.base.tables import venues as table
from server.office.papers import texts
from server.office.papers.mails import MailServer, Postman
from server.office.papers.notice.words import Notice
from server.office.plan import series, sharing, venues
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.halls import hall_key, same_hall
from server.office.seats import reservations
from server.office.sessions.links import Addresses
from tests.office.conftest import NOW, Clock, NewTown, Post, Town, monthly

OLD, NEW = "旧会館", "新しい会館"
RULE = {**monthly()["rules"][0], "places": [{"form": "hybrid", "venue": OLD}, {"form": "online"}]}


async def venue(town: Town, name: str = OLD, **more: Any) -> models.VenueShown:
    return await town.database.write(venues.add_venue, town.asker, models.VenueBody(name=name, **more))


async def rename(town: Town, made: models.VenueShown, name: str = NEW) -> models.VenueShown:
    body = made.venue.model_copy(update={"name": name})
    return await town.database.write(venues.change_venue, town.asker, made.id, body)


async def halls(town: Town) -> set[str | None]:
    return set(await town.database.read(lambda c: list(c.execute(select(sessions.c.venue)).scalars())))


async def shown(town: Town, wanted: str) -> models.SeriesShown:
    return await town.database.read(series.get_series, town.organisation, wanted)


async def notice(town: Town, tmp_path: Any) -> Notice:
    first = await town.database.read(
        lambda c: c.execute(select(sessions.c.id).order_by(sessions.c.starts_at)).scalars().first()
    )
    addresses = Addresses("https://engawa.example", Signer(tmp_path))
    return await town.database.write(texts.session_notice, town.organisation, first or "", addresses, "ja")


async def test_a_renamed_venue_is_renamed_wherever_it_stands(town: Town, tmp_path: Any) -> None:
    made = await venue(town, address="本町1-2", access="駅前")
    plan = await town.series({"rules": [RULE]})
    plan = await town.change(
        plan, {"kind": "add", "date": "2026-06-03", "start": "10:00", "place": {"venue": "旧 会館"}}
    )
    moved = {"kind": "move", "date": "2026-07-19", "to": {"date": "2026-07-20", "place": {"venue": OLD}}}
    plan = await town.change(plan, moved)
    plan = await town.change(plan, {"kind": "replace", "date": "2026-12-01", "rules": [RULE]})
    await rename(town, made)
    after = await shown(town, plan.id)
    assert OLD not in after.series.model_dump_json()
    assert after.series.model_dump_json().count(f'"{NEW}"') == 4
    assert after.version == plan.version + 1
    assert NEW in after.reading
    assert await halls(town) == {NEW, None}
    paper = await notice(town, tmp_path)
    assert NEW in paper.dates[0].place
    assert paper.contact.endswith(f"{NEW} 本町1-2\n駅前")


async def test_undo_after_a_rename_takes_back_what_the_clerk_did_in_the_hall_of_today(town: Town) -> None:
    made = await venue(town)
    plan = await town.series({"rules": [RULE]})
    await rename(town, made, "中の会館")
    assert not (await shown(town, plan.id)).can_undo, "nothing but the making was before"
    plan = await town.change(await shown(town, plan.id), {"kind": "skip", "date": "2026-06-21"})
    made = await rename(town, made)
    after = await shown(town, plan.id)
    assert after.can_undo
    assert after.last_change == "6月21日(日)を休みにした"
    back = await town.database.write(verbs.undo, town.asker, plan.id, after.version)
    assert back.series.schedule.changes == ()
    assert await halls(town) == {NEW, None}
    assert not back.can_undo
    said = await town.database.read(
        lambda c: list(c.execute(select(series_versions.c.what).order_by(series_versions.c.version)).scalars())
    )
    assert said[1::2] == ["会場の名前を「中の会館」に変えた", f"会場の名前を「{NEW}」に変えた"]


async def test_a_new_name_for_the_same_hall_is_no_news_to_those_who_reserved(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    made = await venue(town)
    plan = await town.series({"rules": [RULE]}, entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    first = await town.database.read(
        lambda c: c.execute(select(sessions.c.id).order_by(sessions.c.starts_at)).scalars().first()
    )
    asked = models.NewReservation(mail="guest@engawa.example.jp")
    await town.database.write(reservations.reserve, town.organisation, first or "", asked, town.safe, NOW)
    await postman.round()
    await rename(town, made)
    body = (await shown(town, plan.id)).series
    again = models.ReplaceSeries(series=body, version=plan.version + 1)
    await town.database.write(verbs.replace_series, town.asker, plan.id, again)
    await postman.round()
    assert [mail["Subject"] for mail in box.mails] == ["予約ができました"]


async def test_a_hall_is_one_however_it_is_typed(town: Town, tmp_path: Any) -> None:
    made = await venue(town, "会館A", address="本町1-2")
    for name in ("会館Ａ", "会館a", "会館 Ａ", "会 館\u3000a"):
        for work in (venue(town, name), rename(town, await venue(town, f"分館{name}"), name)):
            with pytest.raises(OfficeRefused) as refused:
                await work
            assert refused.value.code is OfficeCode.VENUE_TAKEN
            assert "「会館A」" in refused.value.message
        await town.database.write(lambda c: _archive_branches(c, town))
    await rename(town, made, "会館A")  # itself is no other
    plan = await town.series({"rules": [{**RULE, "places": [{"venue": "会館 ａ"}]}]})
    assert plan.series.schedule.rules[0].places[0].venue == "会館A"
    assert (await notice(town, tmp_path)).contact.endswith("会館A 本町1-2")
    await rename(town, made, "会館 ａ")
    assert await halls(town) == {"会館 ａ"}


def _archive_branches(connection: Any, town: Town) -> None:
    for each in venues.list_venues(connection, town.organisation).venues:
        if each.venue.name.startswith("分館"):
            venues.archive_venue(connection, town.organisation, each.id, NOW)


async def test_a_hall_that_schedules_name_already_gets_its_name_and_address_when_it_is_added(
    town: Town, tmp_path: Any
) -> None:
    await town.series({"rules": [{**RULE, "places": [{"venue": "公民館Ｂ"}]}]})
    await venue(town, "公民館B", address="緑町3")
    assert await halls(town) == {"公民館B"}
    assert (await notice(town, tmp_path)).contact.endswith("公民館B 緑町3")


async def test_of_twins_that_an_older_version_took_each_keeps_what_is_named_so_by_the_letter(town: Town) -> None:
    made = await venue(town, "会館A")
    twin = {"id": "twin", "organisation": town.organisation, "body": models.VenueBody(name="会館Ａ").model_dump_json()}
    await town.database.write(lambda c: c.execute(insert(table), twin))
    mine, theirs, typed = [
        await town.series({"rules": [{**RULE, "places": [{"form": "venue", "venue": name}]}]})
        for name in ("会館A", "会館Ａ", "会館 a")
    ]
    await rename(town, made)
    found = [(await shown(town, each.id)).series.schedule.rules[0].places[0].venue for each in (mine, theirs)]
    assert found == [NEW, "会館Ａ"]
    assert (await shown(town, typed.id)).series.schedule.rules[0].places[0].venue in (NEW, "会館Ａ")
    assert await halls(town) == {NEW, "会館Ａ"}


async def test_only_the_owner_renames_and_partners_see_it(new_town: NewTown, tmp_path: Any) -> None:
    here = await new_town("縁側市", "engawa")
    there = await new_town("日向町", "hinata")
    made, theirs = await venue(here, address="本町1-2"), await venue(there)
    plan = await here.series({"rules": [RULE]})
    secret = await here.database.write(sharing.share, here.organisation, plan.id, NOW)
    await there.database.write(sharing.accept, there.organisation, secret, NOW)
    await rename(there, theirs, "日向の会館")
    assert (await shown(here, plan.id)).version == plan.version
    await rename(here, made)
    assert NEW in (await shown(there, plan.id)).reading
    assert (await notice(there, tmp_path)).contact.endswith(f"{NEW} 本町1-2")


async def test_what_is_over_keeps_the_name_it_was_held_under(town: Town) -> None:
    made = await venue(town)
    await town.series({"rules": [RULE]})
    later = NOW + 40 * 86_400_000
    asker = type(town.asker)(town.organisation, None, later)
    body = models.VenueBody(name=NEW)
    await town.database.write(venues.change_venue, asker, made.id, body)
    rows = await town.database.read(lambda c: c.execute(select(sessions.c.until_at, sessions.c.venue)).all())
    assert {name for until, name in rows if until <= later and name} == {OLD}
    assert {name for until, name in rows if until > later and name} == {NEW}


async def test_a_notice_printed_during_a_rename_has_one_name_or_the_other(town: Town, tmp_path: Any) -> None:
    made = await venue(town, address="本町1-2")
    await town.series({"rules": [RULE]})
    names = [NEW, OLD] * 6

    async def renaming() -> None:
        for name in names:
            await rename(town, made, name)

    async def printing() -> list[Notice]:
        return [await notice(town, tmp_path) for _ in names]

    _, papers, more = await asyncio.gather(renaming(), printing(), printing())
    for paper in papers + more:
        name = paper.contact.split("\n")[-1].removesuffix(" 本町1-2")
        assert name in (OLD, NEW)
        assert paper.dates[0].place.endswith(name)


async def test_schedules_saved_during_a_rename_are_not_left_with_the_old_name(town: Town) -> None:
    made = await venue(town)
    await asyncio.gather(*(town.series({"rules": [RULE]}) for _ in range(4)), rename(town, made))
    held = await town.database.read(lambda c: c.execute(select(sessions.c.series, sessions.c.venue).distinct()).all())
    found = await town.database.read(series.list_series, town.organisation)
    for each in found.series:
        name = each.series.schedule.rules[0].places[0].venue
        assert name == (NEW if each.version == 2 else OLD), "whoever came after the rename means another hall"
        assert {row.venue for row in held if row.series == each.id} == {name, None}


@given(st.text(min_size=1).map(text.line).filter(bool))
@example("ǰ館")  # whose small letters come apart
def test_a_hall_key_is_kept_when_it_is_read_again(name: str) -> None:
    assert hall_key(hall_key(name)) == hall_key(name)
    assert same_hall(name, f" {name}\u3000")


def test_nothing_named_is_one_and_a_name_is_another() -> None:
    assert same_hall(None, None)
    assert not same_hall(None, "会館")
    assert not same_hall("会館1", "会館2")
