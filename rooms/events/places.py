"""Where people find themselves, and how the room is laid out."""

from __future__ import annotations

from typing import Literal

from rooms.base import Held, Wire
from rooms.plan import Plan
from rooms.signs import Signs
from rooms.undo import Undoable


class PlaceTaken(Wire):
    type: Literal["place_taken"] = "place_taken"
    person: str
    place: str
    seat: int | None
    by_staff: bool = False
    """Told to this person and the staff only."""
    held: Held | None = None
    """They wait there until staff let them in. Told to this person and the staff only."""
    within: str = ""
    """The zone of the place, if it is private."""
    signs: Signs | None = None
    """What is shown again of somebody who comes out of a private place; for those elsewhere if they go into another."""


class Seated(Wire):
    """Where somebody finds themselves after the plan has changed."""

    person: str
    place: str
    seat: int | None
    signs: Signs | None = None
    """What is shown again of somebody whose private place is no longer there."""


class PlanSet(Wire):
    """The room is laid out anew. Whose place or seat is no longer there is in `seated`; everybody else stays."""

    type: Literal["plan_set"] = "plan_set"
    plan: Plan
    seated: tuple[Seated, ...] = ()


class SatTogether(Wire):
    """Who sat together until the tables were mixed. Told to nobody."""

    type: Literal["sat_together"] = "sat_together"
    groups: tuple[tuple[str, ...], ...]


class TogetherSet(Wire):
    """Somebody would like to stay beside another. Told to nobody but themselves."""

    type: Literal["together_set"] = "together_set"
    person: str
    other: str
    on: bool


class UndoSet(Wire):
    """What can be taken back now. Told to the staff alone, who learn what it was."""

    type: Literal["undo_set"] = "undo_set"
    undo: Undoable | None
