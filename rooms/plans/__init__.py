"""One builder of a plan for each mode. A new one is a file here and its line in `BUILDERS`.

The plan that was built is kept in the room's events, so that a builder may change while rooms live.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rooms.base import Mode
from rooms.plan import Plan
from rooms.plans.booths import booths
from rooms.plans.circle import circle
from rooms.plans.house import house
from rooms.plans.lecture import lecture
from rooms.plans.open_hours import open_hours
from rooms.plans.reflecting import reflecting
from rooms.plans.sizes import Sizes
from rooms.plans.staff_room import staff_room
from rooms.plans.tables import tables

BUILDERS: Mapping[Mode, Callable[[Sizes], Plan]] = {
    Mode.IBASHO: house,
    Mode.CIRCLE: circle,
    Mode.REFLECTING: reflecting,
    Mode.LECTURE: lecture,
    Mode.TABLES: tables,
    Mode.BOOTHS: booths,
    Mode.OPEN_HOURS: open_hours,
    Mode.STAFF_ROOM: staff_room,
}


def build(mode: Mode, sizes: Sizes) -> Plan:
    """The plan of a mode, which it names."""
    plan = BUILDERS[mode](sizes)
    return plan if plan.mode is mode else plan.model_copy(update={"mode": mode})
