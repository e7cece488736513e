"""The office's database: SQLite in the data folder, or PostgreSQL by URL. The same tables, migrated by Alembic.

Work is a plain function on a connection; it runs in a thread and inside one transaction, so that a slow disk never holds up
the rooms and nothing is half done.

Threads stand in lanes, by who asks: rooms, those who come to them, the signed in, visitors of public pages, what takes
long, slides, and what the server does by itself. Each lane has threads and connections that no other takes, so that who
looks at a year's counts keeps nobody from joining; and where clients ask, only so many may wait (`server.pools.Busy`).
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from server.pools import Threads, in_thread
from server.sqlite import configure

P = ParamSpec("P")
T = TypeVar("T")
LANES: dict[str, tuple[int, int | None]] = {
    "office": (4, 120),
    "rooms": (2, None),  # asked by rooms alone, and there are only so many
    "doors": (3, 1500),  # a hall of five hundred comes back within a second
    "public": (2, 60),
    "aside": (1, 8),
    "slides": (2, 300),  # a hall that asks for one page asks once (`server.kept`), and few bring any
    "keeper": (1, None),
}
"""Threads, and how many may wait for one."""
CONNECTIONS = sum(threads for threads, _ in LANES.values())
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
        return create_engine(url, pool_size=CONNECTIONS, max_overflow=2, pool_pre_ping=True)
    engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=2, connect_args={"timeout": 30})

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


def known_revisions() -> list[str]:
    """Of all that this release can migrate from, the newest first."""
    return [each.revision for each in ScriptDirectory.from_config(_alembic()).walk_revisions()]


def _is_full(error: DBAPIError) -> bool:
    """As SQLite or PostgreSQL says it."""
    said = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return said in ("SQLITE_FULL", "53100")


class Lane:
    """Runs functions on connections, in threads of its own."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        threads, waiting = LANES[name]
        self._threads = Threads(name, threads, waiting)

    async def close(self) -> None:
        """Wait for what has begun."""
        await self._threads.close()

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` on a connection that only reads. Raises Busy, and what it raises."""

        def run() -> T:
            with self.engine.connect().execution_options(write=False) as connection:
                return work(connection, *args, **kwargs)

        return await self._threads.run(run)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a transaction: committed when it returns, taken back when it raises. Raises Busy, what it
        raises, and OSError (ENOSPC) where the database has no room."""

        def run() -> T:
            try:
                with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                    return work(connection, *args, **kwargs)
            except DBAPIError as error:
                if _is_full(error):
                    raise OSError(errno.ENOSPC, "the database is full") from error
                raise

        return await self._threads.run(run)

    async def forget_written(self) -> None:
        """SQLite keeps the pages that were written last, with what was on them, in a log beside the file: it is emptied into
        the file, where what was erased is overwritten. Who reads or writes just then is not waited for; what stays, the next
        time takes. PostgreSQL sees to its own."""
        if self.engine.dialect.name != "sqlite":
            return

        def run() -> None:
            with self.engine.connect() as connection:
                cursor = connection.connection.cursor()  # a checkpoint is refused within a transaction
                cursor.execute("PRAGMA busy_timeout=0")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute("PRAGMA busy_timeout=30000")
                cursor.close()

        await self._threads.run(run)


class Database(Lane):
    """The database: itself the lane of who is signed in, and the others beside it."""

    def __init__(self, data_dir: Path, url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        engine = open_engine(database_url(data_dir, url))
        migrate(engine)
        super().__init__(engine, "office")

    @cached_property
    def rooms(self) -> Lane:
        """Of live rooms: what opens, counts, ends and erases them."""
        return Lane(self.engine, "rooms")

    @cached_property
    def doors(self) -> Lane:
        """Of who joins or connects."""
        return Lane(self.engine, "doors")

    @cached_property
    def public(self) -> Lane:
        """Of visitors without an account."""
        return Lane(self.engine, "public")

    @cached_property
    def aside(self) -> Lane:
        """Of what takes long: counts of years, notices, feeds."""
        return Lane(self.engine, "aside")

    @cached_property
    def slides(self) -> Lane:
        """Of slides: a page is a hundred times as large as anything else."""
        return Lane(self.engine, "slides")

    @cached_property
    def keeper(self) -> Lane:
        """Of what the server does by itself."""
        return Lane(self.engine, "keeper")

    async def close(self) -> None:
        for name in LANES:
            lane = self if name == "office" else self.__dict__.get(name)
            if lane is not None:
                await lane._threads.close()
        await in_thread(self.engine.dispose)
