"""Nothing has happened in a session yet: the one state in which it still follows its programme and its series.

It ends when the room's settings are frozen (its doors are near, or staff opened them sooner), or when the session is closed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row

from server.office.base.tables import sessions
from server.sessions import MOST_STAY_MS

UNTOUCHED = sessions.c.settings.is_(None) & sessions.c.ended_at.is_(None)
"""As a condition on rows of `sessions`."""


def is_frozen(row: Row[Any]) -> bool:
    """Whether a room has begun with the settings that stand on this row."""
    return row.settings is not None


def is_untouched(row: Row[Any]) -> bool:
    """The same as `UNTOUCHED`, of a row that was read."""
    return not is_frozen(row) and row.ended_at is None


def over(now: int, late_ms: int = 0) -> ColumnElement[bool]:
    """As a condition on rows: closed, or so far past the planned end that no room is there any more, neither because none
    began nor because one went on for those who stay; `late_ms` beyond that."""
    never = UNTOUCHED & (sessions.c.until_at < now - late_ms)
    return sessions.c.ended_at.is_not(None) | never | (sessions.c.until_at < now - MOST_STAY_MS - late_ms)


def is_over(row: Row[Any], now: int) -> bool:
    """Of a row that was read: closed, or past its planned end and without a room that may go on for those who stay."""
    return row.ended_at is not None or row.until_at <= now - (MOST_STAY_MS if is_frozen(row) else 0)
