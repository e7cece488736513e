"""Nobody of the staff is connected: after a while newcomers wait on the veranda, as if the room were locked, until somebody
of the staff is back. Whoever is inside stays, and all stays as it is: the step, the turn, the plan.

It is a deadline of the room and nobody's command, so that a tablet that dies closes the door, and the next of the staff who
comes opens it, without a word. An assistant counts: whoever looks after the room may let people come into it.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors
from rooms.events import AnyEvent, ConnectionBack, Entered, UnattendedSet
from rooms.rules.places import seat_waiting
from rooms.rules.table import cuts, evolves, folds, means
from rooms.state import Room
from rooms.views import View

BACK = Entered | ConnectionBack
"""After these there may be staff again."""


def attended(room: Room) -> bool:
    """Whether anybody of the staff is here and connected."""
    return any(p.lost_at is None and p.shown.role in STAFF_ROLES for p in room.people.values())


def unattended_at(room: Room) -> int | None:
    """When newcomers begin to wait, in ms since 1970; None while somebody is here, or where the room does not bound it."""
    after = room.settings.unattended_ms
    if not after or room.unattended or room.doors is not Doors.OPEN or attended(room):
        return None
    return max(room.doors_at, room.attended_at) + after


def left_alone(room: Room, now: int) -> tuple[AnyEvent, ...]:
    """What a tick does about it."""
    at = unattended_at(room)
    return (UnattendedSet(unattended=True),) if at is not None and now >= at else ()


def looked_after_again(room: Room) -> tuple[AnyEvent, ...]:
    """Staff are back: whoever waited for that alone comes in."""
    if not room.unattended or not attended(room):
        return ()
    event = UnattendedSet(unattended=False)
    room = unattended_set(room, event)
    open_now = room.doors in (Doors.OPEN, Doors.CLOSING) and not room.shut
    return (event, *(seat_waiting(room) if open_now else ()))


means(UnattendedSet)


@evolves(UnattendedSet)
def unattended_set(room: Room, event: UnattendedSet) -> Room:
    return replace(room, unattended=event.unattended)


@cuts(UnattendedSet)
def cut_unattended_set(event: UnattendedSet, audience: Audience) -> AnyEvent | None:
    """For whoever waits, is inside or comes back to lead; a wall in the hall has nobody to tell."""
    return None if audience.kind is Viewer.SCREEN else event


@folds(UnattendedSet)
def fold_unattended_set(view: View, event: UnattendedSet) -> View:
    return view.but(unattended=event.unattended)
