"""The office's database: SQLite in the data folder, or PostgreSQL by URL. The same tables, migrated by Alembic.

Work is a plain function on a connection; it runs in a thread of its own pool and inside one transaction, so that a slow disk
never holds up the rooms and nothing is half done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, event, make_url

from server.sqlite import configure

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 6
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def database_url(data_dir: Path, url: str | None) -> str:
    """The URL given, with the driver that is installed; or the file in the data folder."""
    if not url:
        return f"sqlite+pysqlite:///{data_dir / 'office.db'}"
    made = make_url(url)
    if made.drivername in ("postgres", "postgresql"):
        made = made.set(drivername="postgresql+psycopg")
    return made.render_as_string(hide_password=False)


def revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def open_engine(url: str) -> Engine:
    """An engine that survives kill -9. SQLite: WAL, one fsync per checkpoint; writers queue from their first word on."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=THREADS, max_overflow=2, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions by its own rules
        configure(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _alembic(connection: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to the newest form, from nothing or from any release before."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # SQLite changes a table by making it anew: meanwhile others refer to nothing. Outside a transaction, or it is
            # not listened to; looked at afterwards.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                command.upgrade(_alembic(connection), revision)
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise RuntimeError(f"the migration left {broken[0]} referring to nothing")
        finally:
            if sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """(what the database has, what this release wants)."""
    with engine.connect() as connection:
        has = MigrationContext.configure(connection).get_current_revision()
    return has, ScriptDirectory.from_config(_alembic()).get_current_head()


class Database:
    """Runs functions on connections, in threads."""

    def __init__(self, data_dir: Path, url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.engine = open_engine(database_url(data_dir, url))
        migrate(self.engine)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="office")

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` on a connection that only reads."""

        def run() -> T:
            with self.engine.connect().execution_options(write=False) as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a transaction: committed when it returns, taken back when it raises."""

        def run() -> T:
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)
