"""One circle, for those who talk together the whole time. No tables: nobody wonders whether they should sit elsewhere."""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.around import around, booth
from rooms.plans.sizes import Sizes


def circle(sizes: Sizes) -> Plan:
    """A circle as wide as the house, with the rest of the house around it."""
    place = shapes.circle(Area(x=20, y=40, w=720, h=400), sizes.circle)
    return Plan(mode=Mode.CIRCLE, places=(place, *around(sizes), booth()))
