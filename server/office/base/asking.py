"""On whose behalf something is changed, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf something is changed."""

    organisation: str
    account: str | None
    now: int
