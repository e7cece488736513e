"""Former slugs: whose they are, on both databases, and whatever is done in whichever order."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from server.office.base import former, models
from server.office.base.common import new_id
from server.office.base.database import Database
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import former_organisations, former_programmes, metadata, organisations, programmes
from server.office.papers import public
from server.office.plan import programmes as planning
from server.office.staff.organisations import change_settings, new_organisation, organisation_settings
from tests.office.conftest import NOW, NewTown, Town


def rename(connection: Connection, organisation: str, slug: str) -> None:
    settings = organisation_settings(connection, organisation)
    change_settings(connection, organisation, settings.model_copy(update={"slug": slug}))


def rename_programme(connection: Connection, organisation: str, programme: str, slug: str) -> None:
    body = planning.body_of(planning.programme_row(connection, organisation, programme))
    planning.rewrite(connection, organisation, programme, body.model_copy(update={"slug": slug}), "")


async def led(town: Town, organisation: str, programme: str | None = None) -> public.Where:
    with pytest.raises(public.Moved) as moved:
        await town.database.read(public.feed, public.Where(organisation, programme), "", NOW)
    return moved.value.to


async def test_a_former_slug_leads_to_todays(town: Town) -> None:
    for slug in ("machi", "shi"):
        await town.database.write(rename, town.organisation, slug)
        await town.database.write(rename_programme, town.organisation, town.programme, f"{slug}-flat")
    for old in ("engawa", "machi"):
        for name in ("flat", "machi-flat"):
            assert await led(town, old, name) == public.Where("shi", "shi-flat")
    await town.database.write(rename, town.organisation, "engawa")
    assert await led(town, "shi", "shi-flat") == public.Where("engawa", "shi-flat")


async def test_no_other_town_takes_a_former_slug(new_town: NewTown) -> None:
    town, other = await new_town(), await new_town("ほか", "hoka")
    await town.database.write(rename, town.organisation, "machi")

    def make(connection: Connection) -> str:
        return new_organisation(connection, "三つめ", "engawa", NOW)

    for work in (lambda c: rename(c, other.organisation, "engawa"), make):
        with pytest.raises(OfficeRefused) as refused:
            await town.database.write(work)
        assert refused.value.code is OfficeCode.SLUG_TAKEN
    assert await led(town, "engawa") == public.Where("machi")
    await town.database.write(rename_programme, other.organisation, other.programme, "machi-flat")
    await town.database.write(rename_programme, town.organisation, town.programme, "flat-2")
    assert await led(other, "hoka", "flat") == public.Where("hoka", "machi-flat")
    assert await led(town, "machi", "flat") == public.Where("machi", "flat-2"), "each town has its own"


async def test_a_change_that_is_refused_leaves_no_former_slug(new_town: NewTown) -> None:
    town, other = await new_town(), await new_town("ほか", "hoka")
    with pytest.raises(OfficeRefused):
        await town.database.write(rename, town.organisation, "hoka")
    body = models.ProgrammeBody(kind="ibasho", name="ほかの会", slug="hoka")
    await town.database.write(planning.add_programme, town.organisation, body, "")
    with pytest.raises(OfficeRefused):
        await town.database.write(rename_programme, town.organisation, town.programme, "hoka")

    def rows(connection: Connection) -> int:
        return len([*connection.execute(select(former_organisations)), *connection.execute(select(former_programmes))])

    assert await other.database.read(rows) == 0


async def test_two_who_change_one_slug_at_once_lose_none(town: Town) -> None:
    """Of both, whoever is second leaves the slug that the first one gave."""
    slugs = ["a", "b", "c", "d"]
    await asyncio.gather(*(town.database.write(rename, town.organisation, slug) for slug in slugs))
    names = [f"{slug}-flat" for slug in slugs]
    changes = (town.database.write(rename_programme, town.organisation, town.programme, name) for name in names)
    await asyncio.gather(*changes)

    def today(connection: Connection) -> tuple[str, str]:
        slug = planning.organisation_slug(connection, town.organisation)
        return slug, planning.programme_row(connection, town.organisation, town.programme).slug

    slug, name = await town.database.read(today)
    for old in {"engawa", *slugs} - {slug}:
        for before in {"flat", *names} - {name}:
            assert await led(town, old, before) == public.Where(slug, name)


async def test_rows_go_with_whom_they_lead_to(database: Database) -> None:
    organisation, programme = new_id(), new_id()

    def work(connection: Any) -> tuple[int, int]:
        made = {"id": organisation, "slug": "kiete", "settings": "{}", "created_at": 1}
        connection.execute(insert(organisations), made)
        body = {"id": programme, "organisation": organisation, "slug": "kieru", "body": "{}", "version": 1}
        connection.execute(insert(programmes), body)
        connection.execute(insert(former_organisations), {"slug": "mae", "organisation": organisation})
        row = {"slug": "mae", "organisation": organisation, "programme": programme}
        connection.execute(insert(former_programmes), row)
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(insert(former_programmes), row)
        connection.execute(delete(programmes).where(programmes.c.id == programme))
        left = len(connection.execute(select(former_programmes)).all())
        connection.execute(delete(organisations).where(organisations.c.id == organisation))
        return left, len(connection.execute(select(former_organisations)).all())

    assert await database.write(work) == (0, 0)


TOWNS, SLUGS = ("one", "two", "three"), ("a", "b", "c", "d")


@given(st.lists(st.tuples(st.sampled_from(TOWNS), st.sampled_from(SLUGS)), max_size=12))
def test_a_slug_leads_to_the_last_one_that_had_it(steps: list[tuple[str, str]]) -> None:
    """Whatever is renamed to whatever: of organisations the first that has a slug keeps it, of programmes the last."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        for each in TOWNS:
            new_organisation(connection, each, f"{each}-at-first", NOW)
        ids = {each: connection.execute(select(organisations.c.id).where(
            organisations.c.slug == f"{each}-at-first")).scalar_one() for each in TOWNS}  # fmt: skip
        house = ids["one"]
        made = {each: planning.add_programme(connection, house, models.ProgrammeBody(
            kind="ibasho", name=each, slug=f"{each}-at-first"), "").id for each in TOWNS}  # fmt: skip
        holders = {f"{each}-at-first": each for each in TOWNS}
        last, now = dict(holders), {each: f"{each}-at-first" for each in TOWNS}
        shown = dict(now)
        for who, slug in steps:
            if holders.setdefault(slug, who) == who:
                rename(connection, ids[who], slug)
                now[who] = slug
            else:
                with pytest.raises(OfficeRefused), connection.begin_nested():
                    rename(connection, ids[who], slug)
            if slug not in (shown[each] for each in TOWNS if each != who):
                rename_programme(connection, house, made[who], slug)
                shown[who], last[slug] = slug, who
        for slug, owner in holders.items():
            had = former.former_organisation(connection, slug)
            assert had == (None if now[owner] == slug else ids[owner])
        for slug, owner in last.items():
            had_it = former.former_of(connection, slug, set(made.values()))
            assert had_it == (set() if shown[owner] == slug else {made[owner]})
    engine.dispose()
