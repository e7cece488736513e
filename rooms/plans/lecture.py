"""A stage and its audience: who speaks is on the stage, and staff ask others up. Questions come by text or a raised hand."""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.around import around, booth
from rooms.plans.sizes import Sizes

_SPEAKERS = 6


def lecture(sizes: Sizes) -> Plan:
    """A stage with six chairs, and seats for those who would be in the circle and at the tables."""
    seats = min(400, sizes.circle + sizes.tables * sizes.table_seats)
    return Plan(
        mode=Mode.LECTURE,
        places=(
            shapes.stage(Area(x=20, y=40, w=720, h=130), _SPEAKERS),
            shapes.audience(Area(x=20, y=185, w=720, h=255), seats, 20),
            *around(sizes),
            booth(),
        ),
    )
