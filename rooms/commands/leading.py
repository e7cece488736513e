"""The run sheet, and what lies in the middle or on a table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.activities import AnyMove, AnyStart
from rooms.base import PlaceId, Wire
from rooms.sheet import MAX_STEPS, Step


class SetStep(Wire):
    """次へ: which step of the run sheet is on."""

    type: Literal["set_step"] = "set_step"
    step: Annotated[int, Field(ge=0, le=99)]
    key: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    """Of that step, as whoever asks has seen the sheet: nobody comes to another because it was changed meanwhile."""


class ChangeSheet(Wire):
    """Another run sheet: steps added, left out, moved or made longer. The step that is on stays on."""

    type: Literal["change_sheet"] = "change_sheet"
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MAX_STEPS)]
    """Each with a key of its own; a new one by whoever adds it."""
    seen: Annotated[int, Field(ge=0)]
    """The `sheet_rev` of the view that was changed."""


class StartActivity(Wire):
    """Begin an activity (お題を出す is one) in place of what lay there. Without a place it lies in the middle."""

    type: Literal["start_activity"] = "start_activity"
    activity: AnyStart
    place: PlaceId | None = None


class Play(Wire):
    """Do something in the activity of the place where one is, or without a place in that of the whole room."""

    type: Literal["play"] = "play"
    move: AnyMove
    place: PlaceId | None = None


class EndActivity(Wire):
    """Take the activity away."""

    type: Literal["end_activity"] = "end_activity"
    place: PlaceId | None = None
