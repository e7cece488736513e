"""Engines and tables. Two databases, since they live by different rules: the journal of live rooms (encrypted, erased at
the end, never backed up) and the office (kept, backed up, migrated by Alembic)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)

journal_metadata = MetaData()
entries = Table(
    "entries",
    journal_metadata,
    Column("room", String(40), primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

office_metadata = MetaData()
sessions = Table(
    "sessions",
    office_metadata,
    Column("id", String(40), primary_key=True),
    Column("settings", Text, nullable=False),
    Column("early_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index("sessions_open", "ended_at", "early_at"),
)
links = Table(
    "links",
    office_metadata,
    Column("id", String(40), primary_key=True),
    Column("session", String(40), ForeignKey("sessions.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("code", String(12), unique=True),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
)


def open_engine(path: Path) -> Engine:
    """A SQLite engine that survives kill -9: WAL, one fsync per checkpoint rather than per commit."""
    engine = create_engine(f"sqlite+pysqlite:///{path}", connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    return engine
