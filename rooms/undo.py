"""How the last act of the staff that moved people, changed the plan or the middle is taken back: how it was before it.

Who has gone elsewhere by themselves since then stays there.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.activities import AnyActivity
from rooms.base import Held, Millis, Wire
from rooms.plan import Plan

What = Literal["moved", "plan", "exchanged", "rotated", "brought", "laid", "ended"]
"""One person or several were moved; the plan was changed; two groups changed places; the tables were mixed; a step
laid something in the middle; staff did, or took away what lay there."""


class Before(Wire):
    """Where somebody was, and where the act put them."""

    person: str
    place: str
    seat: int | None
    held: Held | None = None
    put: str


class Undoable(Wire):
    """What can be taken back. Views say only what it was; how, the room alone knows."""

    rev: Annotated[int, Field(ge=0)]
    """The room's revision before the act: whoever takes it back says it, so that nobody takes back another."""
    what: What
    person: str = ""
    """Who was moved, if it was one."""
    before: tuple[Before, ...] = ()
    plan: Plan | None = None
    """The plan as it was, if it changed."""
    step: int | None = None
    """The step that was on, if it changed, and since when."""
    step_at: Millis = 0
    brought: AnyActivity | None = None
    """What the act laid in the middle, if it did, and what lay there before."""
    lay: AnyActivity | None = None

    @property
    def shown(self) -> Undoable:
        """As the staff see it."""
        return Undoable(rev=self.rev, what=self.what, person=self.person)
