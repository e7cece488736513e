"""What every part of the office needs: ids, hashes of secrets, sealed addresses, and times in words."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import ColumnElement, Connection, Row, Table, select

from server.identity.ids import new_id as new_id
from server.identity.keys import server_key
from server.office.base.refusals import not_found

DAY_MS = 86_400_000


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """Secrets of 18 and more random bytes are stored as a plain hash: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def at(ms: int, zone: str = "Asia/Tokyo") -> datetime:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


def ms_of(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def today(zone: str, now: int) -> date:
    return at(now, zone).date()


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Safe:
    """Seals what must not lie open in the database or its backups (mail addresses, TOTP secrets, slides)."""

    _key: Fernet = field(repr=False)

    @classmethod
    def of(cls, data_dir: Path) -> Safe:
        return cls(Fernet(server_key(data_dir / "office.key", make=Fernet.generate_key)))

    def seal(self, text: str) -> bytes:
        return self.seal_bytes(text.encode())

    def seal_bytes(self, body: bytes) -> bytes:
        return self._key.encrypt(body)

    def open(self, sealed: bytes | None) -> str | None:
        """None if there is nothing, or if it was sealed with another key (a backup without its key)."""
        opened = self.open_bytes(sealed)
        return None if opened is None else opened.decode()

    def open_bytes(self, sealed: bytes | None) -> bytes | None:
        """As `open`, of what is no text."""
        if sealed is None:
            return None
        try:
            return self._key.decrypt(bytes(sealed))
        except InvalidToken:
            return None


def by_id(connection: Connection, query: Any) -> list[Row[Any]]:
    """Rows in the order of their ids by code points. PostgreSQL would order them as its language does, SQLite would not."""
    return sorted(connection.execute(query), key=lambda row: str(row.id))


def first(connection: Connection, query: Any) -> Row[Any] | None:
    return connection.execute(query).first()


def found(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Row[Any]:
    """The one row; OfficeRefused(not_found) if there is none. Callers always name the organisation."""
    row = connection.execute(select(table).where(*where)).first()
    if row is None:
        raise not_found()
    return row
