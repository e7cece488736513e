"""The journal's own database, apart from the office's (`server.office`): encrypted, erased at the end, never backed up."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)

from server.sqlite import configure

_TIMEOUT = 10.0
"""Seconds that a connection waits for another's write."""

journal_metadata = MetaData()
entries = Table(
    "entries",
    journal_metadata,
    Column("room", String(40), primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
tokens = Table(
    # The token that last opened each room. A room of a file from before there were tokens has none until it is opened.
    "tokens",
    journal_metadata,
    Column("room", String(40), primary_key=True),
    Column("token", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def open_engine(path: Path) -> Engine:
    """A SQLite engine that survives kill -9: WAL, one fsync per checkpoint rather than per commit."""
    engine = create_engine(f"sqlite+pysqlite:///{path}", connect_args={"timeout": _TIMEOUT})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        configure(connection)

    return engine


def connect(path: Path, timeout: float = _TIMEOUT) -> sqlite3.Connection:
    """The same file by the driver alone, opened alike, for one thread."""
    connection = sqlite3.connect(path, timeout=timeout)
    configure(connection)
    return connection
