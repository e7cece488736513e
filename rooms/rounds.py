"""A round: the turn goes from one to the next, as a talking piece does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rooms.base import Wire


class Round(Wire):
    """A round that is on. Who has the turn is not in it."""

    order: Annotated[tuple[str, ...], Field(max_length=400)] = ()
    """Whose turn is still to come, the next first."""
    paused: bool = False
    """Everybody talks freely meanwhile; the order stays."""
