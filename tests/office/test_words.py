"""Names and titles in the database: as long as people count them on both databases, and shown without what nobody sees."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from moderation import text
from server.office.base import models
from server.office.base.tables import crew as table
from server.office.base.tables import sessions
from server.office.plan import crew, series
from server.office.rules.schedule.model import Schedule
from server.office.rules.typed import UNNAMED
from tests.office.conftest import Town, monthly

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def test_one_character_is_not_endless() -> None:
    """A chain of emoji counts as one, however long it is."""
    chain = "\u200d".join("👨" * 481)
    assert text.count(chain) == 1
    with pytest.raises(ValidationError, match="組み合わせが多すぎます"):
        models.CrewBody(name=chain)
    assert models.CrewBody(name=FAMILY * 60).name == FAMILY * 60


async def test_a_title_is_as_long_as_people_count_it(town: Town) -> None:
    title = FAMILY * 60
    assert text.count(title) == 60
    schedule = Schedule.model_validate({"starts_on": "2026-06-01", **monthly()})
    body = models.SeriesBody(programme=town.programme, title=title, schedule=schedule)
    await town.database.write(series.make_series, town.asker, body)
    rows = await town.database.read(lambda c: c.execute(select(sessions.c.title).limit(1)).scalar_one())
    assert rows == title
    made = await town.database.write(crew.add_crew, town.organisation, models.CrewBody(name=title))
    assert made.name == title


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("きた\u202eくぼ\u200b", "きたくぼ"), ("一\n二", "一 二"), ("\u200b\u3164", UNNAMED), ("はるか", "はるか")],
)
async def test_a_name_that_an_older_version_stored_is_read_as_it_is_shown(town: Town, stored: str, shown: str) -> None:
    made = await town.database.write(crew.add_crew, town.organisation, models.CrewBody(name="かかり"))
    await town.database.write(lambda c: c.execute(update(table).where(table.c.id == made.id).values(name=stored)))
    listed = await town.database.read(crew.list_crew, town.organisation)
    assert [each.name for each in listed.crew] == [shown]
