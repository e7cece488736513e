"""The office on both of its databases, with a town to work in."""

from __future__ import annotations

import itertools
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Connection

from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import Safe
from server.office.base.database import Database, database_url, migrate, open_engine
from server.office.papers.mails import MailServer
from server.office.papers.notice.fonts import FILES, FURTHER
from server.office.plan import programmes, series
from server.office.rules.schedule import Schedule
from server.office.staff import organisations
from tests.office.postgres import postgres

PACKAGES = Path(__file__).parents[2] / "web_client/node_modules/@expo-google-fonts"
NOW = 1_780_000_000_000  # 2026-05-28 20:26 in Tokyo
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as url:
        yield url


def _new_database(postgres_server: str, template: str = "template1") -> str:
    name = f"office_{next(_numbers)}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{postgres_server}/{name}"


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """A database of one's own on the session's server."""
    return _new_database(postgres_server)


@pytest.fixture
def other_postgres_url(postgres_server: str) -> str:
    """And another one."""
    return _new_database(postgres_server)


def _migrated(folder: Path, url: str | None) -> None:
    engine = open_engine(database_url(folder, url))
    migrate(engine)
    engine.dispose()


# Migrating costs more than most tests do, and the migrations have tests of their own: done once, and copied.


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables and nothing in them."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrated(folder, None)
    return folder / "office.db"


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of such a database on the session's server."""
    url = _new_database(postgres_server)
    _migrated(tmp_path_factory.mktemp("unused"), url)
    return url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """The same tests on both databases: a dialect is no reason for another behaviour."""
    url = None
    if request.param == "postgresql":
        template = request.getfixturevalue("migrated_database")
        url = _new_database(request.getfixturevalue("postgres_server"), template)
    else:
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path)
    made = Database(tmp_path, url)
    yield made
    await made.close()


@dataclass(frozen=True, slots=True)
class Town:
    """An organisation with a programme, for tests to plan in."""

    database: Database
    safe: Safe
    asker: Asker
    programme: str

    @property
    def organisation(self) -> str:
        return self.asker.organisation

    async def series(self, schedule: dict[str, Any], **more: Any) -> models.SeriesShown:
        body = models.SeriesBody(
            programme=self.programme,
            title="ふらっと",
            schedule=Schedule.model_validate({"starts_on": "2026-06-01", **schedule}),
            **more,
        )
        return await self.database.write(series.make_series, self.asker, body)

    async def change(self, shown: models.SeriesShown, change: dict[str, Any]) -> models.SeriesShown:
        asked = models.ChangeAsked.model_validate({"change": change, "version": shown.version})
        return await self.database.write(series.change_series, self.asker, shown.id, asked)


def _town(connection: Connection, name: str, slug: str, body: models.ProgrammeBody) -> tuple[str, str, str]:
    organisation = organisations.new_organisation(connection, name, slug, NOW)
    programme = programmes.add_programme(connection, organisation, body, "").id
    return organisation, programme, name


NewTown = Callable[..., Any]


@pytest.fixture
async def new_town(database: Database, tmp_path: Path) -> NewTown:
    async def make(name: str = "縁側市", slug: str = "engawa", **programme: Any) -> Town:
        body = models.ProgrammeBody(kind="ibasho", name="ふらっと", slug="flat", **programme)
        organisation, made, _ = await database.write(_town, name, slug, body)
        return Town(database, Safe.of(tmp_path), Asker(organisation, None, NOW), made)

    return make


@pytest.fixture
async def town(new_town: NewTown) -> Town:
    made: Town = await new_town()
    return made


def monthly(rule: str = "FREQ=MONTHLY;BYDAY=3SU", start: str = "10:00", end: str | None = "12:00") -> dict[str, Any]:
    return {"rules": [{"rule": rule, "start": start, "end": end}]}


class Post:
    """What an SMTP server was given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: str | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse is not None:
            return self.refuse
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        assert envelope.rcpt_tos == [parsed["To"]]
        self.mails.append(parsed)
        return "250 OK"


@pytest.fixture
async def post() -> AsyncIterator[tuple[Post, MailServer]]:
    made = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made, MailServer.of(f"smtp://127.0.0.1:{port}", "ひととき <engawa@example.jp>")
    controller.stop()


class Clock:
    now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fonts in one folder, as the build leaves them."""
    folder = tmp_path_factory.mktemp("fonts")
    for name in (*FILES.values(), *itertools.chain.from_iterable(FURTHER.values())):
        (source,) = PACKAGES.glob(f"*/*/{name}")
        (folder / name).symlink_to(source)
    return folder
