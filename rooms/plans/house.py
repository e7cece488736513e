"""The whole house: a circle with its listener seats, tables, a rest place, one booth, the hall, and the veranda."""

from __future__ import annotations

from rooms.plan import Plan
from rooms.plans import shapes
from rooms.plans.around import MIDDLE, around, booth, column
from rooms.plans.sizes import Sizes


def house(sizes: Sizes) -> Plan:
    """The plan of an open 居場所: whatever people want to do, there is a place for it."""
    return Plan(places=(shapes.circle(MIDDLE, sizes.circle), *around(sizes), *column(sizes), booth()))
