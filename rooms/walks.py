"""Walks: soft state that animates. A walk is one message (a path, a start and a speed); everyone derives positions from it.

Walking changes neither hearing nor seat nor scope. A crash forgets it: one stands at one's place.
"""

from __future__ import annotations

from rooms.base import Doors, Wire
from rooms.commands import Walk
from rooms.context import Context
from rooms.plan import Point
from rooms.refusals import Code, Refusal
from rooms.state import Room

SPEED = 180
"""Thousandths of the plan per second: some six seconds from side to side."""


class Stroll(Wire):
    """Somebody walks along `path` from `at` on, with `speed` thousandths of the plan per second, and stays at its end."""

    person: str
    path: tuple[Point, ...]
    at: int
    speed: int = SPEED


def stroll(room: Room, command: Walk, context: Context) -> Stroll | Refusal:
    """The walk that everyone may see, or why not."""
    if room.doors is Doors.ENDED:
        return Refusal(Code.SESSION_ENDED)
    if context.actor not in room.people:
        return Refusal(Code.NOT_ENTERED)
    if room.place_of(context.actor).private:
        return Refusal(Code.PLACE_NOT_FOR_YOU)
    private = [place.area for place in room.plan.places if place.private]
    path = command.path
    if private:  # whoever stands there would seem to be in a booth: a false sign that would hurt
        path = tuple(point for point in path if not any(area.holds(point) for area in private))
    if not path:
        return Refusal(Code.PLACE_NOT_FOR_YOU)
    return Stroll(person=context.actor, path=path, at=context.now)
