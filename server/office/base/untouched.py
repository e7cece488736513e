"""Nothing has happened in a session yet: the one state in which it still follows its programme and its series.

It ends when the room's settings are frozen (its doors are near, or staff opened them sooner), or when the session is closed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from server.office.base.tables import sessions

UNTOUCHED = sessions.c.settings.is_(None) & sessions.c.ended_at.is_(None)
"""As a condition on rows of `sessions`."""


def is_frozen(row: Row[Any]) -> bool:
    """Whether a room has begun with the settings that stand on this row."""
    return row.settings is not None


def is_untouched(row: Row[Any]) -> bool:
    """The same as `UNTOUCHED`, of a row that was read."""
    return not is_frozen(row) and row.ended_at is None
