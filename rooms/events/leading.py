"""The run sheet, and what lies in the middle or on a table."""

from __future__ import annotations

from typing import Literal

from rooms.activities import AnyActivity, AnyChange
from rooms.base import Millis, Wire
from rooms.sheet import Steps


class StepSet(Wire):
    type: Literal["step_set"] = "step_set"
    step: int
    at: Millis = 0
    """When it began; 0 where nobody knows any more."""


class SheetSet(Wire):
    """The run sheet was changed. Others than staff are told neither the notes nor what is left out."""

    type: Literal["sheet_set"] = "sheet_set"
    steps: Steps
    step: int
    """Where the step that is on stands now, for those who are told."""


class ActivitySet(Wire):
    type: Literal["activity_set"] = "activity_set"
    zone: str
    """Empty: for the whole room."""
    activity: AnyActivity | None
    """None: it was taken away."""
    private: bool = False
    """Lies in a private place: nobody outside is told."""
    outside: bool = False
    """Seen from outside, or in place of what was: who looks in or waits is told that something is there, or no more."""


class ActivityChanged(Wire):
    """Somebody played."""

    type: Literal["activity_changed"] = "activity_changed"
    zone: str
    change: AnyChange
    private: bool = False
