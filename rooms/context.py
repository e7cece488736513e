"""What a decision needs from the world, given as values so that the same command always decides the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    actor: str
    """Id of the person who asks. The server itself asks in the name of the person it speaks of, or "" for ticks."""
    now: int
    """Milliseconds since 1970, UTC."""
    chance: int = 0
    """A number of 64 bits, different each time, for what is left to chance."""
