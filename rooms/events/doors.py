"""The doors, and who waits before them."""

from __future__ import annotations

from typing import Literal

from rooms.base import Doors, Millis, Wire


class DoorsSet(Wire):
    type: Literal["doors_set"] = "doors_set"
    doors: Doors
    at: Millis = 0
    """Planned times up to this moment are done with, so that the plan does not undo what staff set."""


class RoomLocked(Wire):
    type: Literal["room_locked"] = "room_locked"
    locked: bool


class UnattendedSet(Wire):
    """Nobody of the staff has been connected for a while, so that newcomers wait; or somebody is back."""

    type: Literal["unattended_set"] = "unattended_set"
    unattended: bool


class Stay(Wire):
    """The planned end is past, and whoever likes is still here."""

    latest: Millis
    """Until when the room may go on at all."""
    closes_at: Millis = 0
    """When the room closes by itself; 0 while that is not to be said."""
    soon: bool = False
    """It was said before, and comes now."""


class StaySet(Wire):
    """The planned end is past and the room goes on with its staff; and later, when it closes."""

    type: Literal["stay_set"] = "stay_set"
    stay: Stay


class WaitingTold(Wire):
    """What staff tell all who look in or wait on the veranda; empty: nothing any more."""

    type: Literal["waiting_told"] = "waiting_told"
    text: str


class CrowdSet(Wire):
    """Whether many who come at once wait. Sent to nobody."""

    type: Literal["crowd_set"] = "crowd_set"
    lifted: bool
