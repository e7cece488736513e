"""Open hours: people come and go, sit where they like, and nobody is called together."""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.around import MIDDLE, around, booth, column
from rooms.plans.sizes import Sizes


def open_hours(sizes: Sizes) -> Plan:
    """A circle for whoever talks, tables for two or three, and a table at least."""
    sizes = sizes.model_copy(update={"tables": max(1, sizes.tables)})
    middle = Area(x=MIDDLE.x, y=MIDDLE.y, w=MIDDLE.w, h=MIDDLE.h)
    return Plan(
        mode=Mode.OPEN_HOURS,
        places=(shapes.circle(middle, sizes.circle), *around(sizes), *column(sizes), booth()),
    )
