"""A session of a ready-made kind, as the office would plan it, without an office."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from rooms.sheet import keyed
from rooms.state import Settings
from server.office.base.models import KindShown
from server.office.content import defaults
from server.office.sessions.room_settings import make_settings


def session_of(kind: KindShown, session: str, *, early_at: int, starts_at: int, until_at: int) -> Settings:
    """Its settings, each step with a key; times in ms since 1970."""
    programme = kind.programme
    row = SimpleNamespace(id=session, title=programme.name, early_at=early_at, starts_at=starts_at, until_at=until_at)
    made = make_settings(cast(Any, row), programme, programme.capacities, defaults())
    return made.model_copy(update={"steps": keyed(made.steps)})
