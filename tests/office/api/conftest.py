"""An office with two towns. It is made once; every test gets a copy of its own."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.office.base.database import Database
from tests.office.api.client import Office, Town
from tests.office.api.towns import two_towns

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Seed:
    folder: Path
    kono: Town
    otsu: Town


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    folder = tmp_path_factory.mktemp("towns") / "data"
    kono, otsu = two_towns(folder)
    return Seed(folder, kono, otsu)


@pytest.fixture
def kono(seed: Seed) -> Town:
    """甲野市, whose secrets the tests guard."""
    return seed.kono


@pytest.fixture
def otsu(seed: Seed) -> Town:
    """乙川市, its neighbour."""
    return seed.otsu


Running = Callable[..., AbstractAsyncContextManager[Office]]


@pytest.fixture
def running(seed: Seed, tmp_path: Path) -> Running:
    """A context in which an office with the two towns runs."""

    @asynccontextmanager
    async def run(**options: Any) -> AsyncIterator[Office]:
        folder = tmp_path / f"data-{next(_numbers)}"
        shutil.copytree(seed.folder, folder)
        office = Office(folder, Database(folder), **options)
        await office.start()
        try:
            yield office
        finally:
            await office.stop()

    return run


@pytest.fixture
async def office(running: Running) -> AsyncIterator[Office]:
    async with running() as made:
        yield made


@pytest.fixture
async def empty_office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office that nobody has set up yet."""
    made = Office(tmp_path, Database(tmp_path))
    await made.start()
    yield made
    await made.stop()


# Races, and what one database keeps and another refuses, are tried on both.


@pytest.fixture
async def bare_office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """An office that nobody has set up yet, on either database."""
    made = Office(tmp_path, database)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def either_office(bare_office: Office) -> tuple[Office, Town]:
    """An office with the two towns on either database, and the first of them."""
    folder, database = bare_office.folder, bare_office.database
    kono, _ = two_towns(folder, database.engine.url.render_as_string(hide_password=False))
    return bare_office, kono
