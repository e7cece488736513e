"""The office's API asked by Schemathesis for a long time, on SQLite, with other examples each night."""

from __future__ import annotations

from pathlib import Path

from server.office.base.database import Database
from tests.office.api.client import Office
from tests.office.api.fuzzing import OPERATIONS, exercise
from tests.office.api.towns import two_towns

EXAMPLES = 400
"""Of each endpoint."""


async def test_no_example_of_many_breaks_the_office(tmp_path: Path) -> None:
    """A new town for each endpoint, so that what one puts away the next still finds."""
    for number, endpoint in enumerate(OPERATIONS):
        folder = tmp_path / str(number)
        kono, _ = two_towns(folder)
        office = Office(folder, Database(folder))
        await office.start()
        try:
            assert await exercise(office, kono, [endpoint], max_examples=EXAMPLES)
        finally:
            await office.stop()


async def test_nothing_is_left_broken_by_everything_at_one_town(tmp_path: Path) -> None:
    """All of it at one town, which is put away, renamed and refilled while it is asked."""
    kono, otsu = two_towns(tmp_path)
    office = Office(tmp_path, Database(tmp_path))
    await office.start()
    try:
        for _ in range(3):
            assert await exercise(office, kono, max_examples=EXAMPLES // 8)
        reader = next(iter(otsu.staff.values()))
        browser = await office.signed_in(reader)
        assert (await browser.office("GET", f"/{otsu.ids['o']}/series")).status == 200
    finally:
        await office.stop()
