"""The office's data in SQLite: sessions and links. Nothing about participants is here.

Every call runs in a thread, so that a slow disk never holds up the rooms.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from rooms.base import Role
from rooms.state import Settings
from server.ports import LinkRecord, SessionRecord
from server.storage.database import links, open_engine, sessions


def migrate(path: Path) -> None:
    """Bring the office's database to the newest schema, from nothing or from any release before."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["path"] = path
    command.upgrade(config, "head")


class SqliteOffice:
    """server.ports.Office on one SQLite file."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        path = data_dir / "office.db"
        migrate(path)
        self._engine = open_engine(path)

    async def close(self) -> None:
        await asyncio.to_thread(self._engine.dispose)

    async def create_session(self, settings: Settings) -> None:
        row = {"id": settings.session, "settings": settings.model_dump_json(), "early_at": settings.early_at}
        await asyncio.to_thread(self._insert, sessions, row)

    async def session(self, session: str) -> SessionRecord | None:
        rows = await asyncio.to_thread(self._rows, select(sessions).where(sessions.c.id == session))
        return _session(rows[0]) if rows else None

    async def open_sessions(self) -> list[SessionRecord]:
        query = select(sessions).where(sessions.c.ended_at.is_(None)).order_by(sessions.c.early_at)
        return [_session(row) for row in await asyncio.to_thread(self._rows, query)]

    async def end_session(self, session: str) -> None:
        change = update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None))
        await asyncio.to_thread(self._change, change.values(ended_at=_now()))

    async def add_link(
        self, session: str, role: Role, *, expires_at: int | None = None, code: str | None = None
    ) -> str:
        link = secrets.token_urlsafe(6)
        row = {"id": link, "session": session, "role": str(role), "code": code, "expires_at": expires_at}
        await asyncio.to_thread(self._insert, links, row)
        return link

    async def link(self, link: str) -> LinkRecord | None:
        rows = await asyncio.to_thread(self._rows, select(links).where(links.c.id == link))
        return _link(rows[0]) if rows else None

    async def links(self, session: str) -> list[LinkRecord]:
        rows = await asyncio.to_thread(self._rows, select(links).where(links.c.session == session))
        return [_link(row) for row in rows]

    async def revoke_link(self, link: str) -> bool:
        return await asyncio.to_thread(self._change, update(links).where(links.c.id == link).values(revoked_at=_now()))

    async def find_code(self, code: str) -> LinkRecord | None:
        rows = await asyncio.to_thread(self._rows, select(links).where(links.c.code == code))
        return _link(rows[0]) if rows else None

    def _insert(self, table: Any, row: dict[str, Any]) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(table), row)
        except IntegrityError as error:
            raise ValueError("already there, or belongs to nothing") from error

    def _rows(self, query: Any) -> list[Row[Any]]:
        with self._engine.connect() as connection:
            return list(connection.execute(query).all())

    def _change(self, statement: Any) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(statement).rowcount)


def _now() -> int:
    return time.time_ns() // 1_000_000


def _session(row: Row[Any]) -> SessionRecord:
    return SessionRecord(Settings.model_validate_json(row.settings), row.ended_at is not None)


def _link(row: Row[Any]) -> LinkRecord:
    return LinkRecord(row.id, row.session, Role(row.role), row.revoked_at is not None, row.expires_at, row.code)
