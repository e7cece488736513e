"""The staff's own room: one circle and tables for smaller groups. Nobody is private from anybody: there is no booth."""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Plan
from rooms.plans import shapes
from rooms.plans.around import MIDDLE, around, column
from rooms.plans.sizes import Sizes


def staff_room(sizes: Sizes) -> Plan:
    """A circle, tables, and the house around them."""
    places = (shapes.circle(MIDDLE, sizes.circle), *around(sizes), *column(sizes))
    return Plan(mode=Mode.STAFF_ROOM, places=places)
