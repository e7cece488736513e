"""One builder of a plan for each mode. A new one is a file here and its line in `BUILDERS`.

The plan that was built is kept in the room's events, so that a builder may change while rooms live.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rooms.base import Mode
from rooms.plan import Plan
from rooms.plans.booths import booths
from rooms.plans.house import house
from rooms.plans.sizes import Sizes

BUILDERS: Mapping[Mode, Callable[[Sizes], Plan]] = {
    Mode.IBASHO: house,
    Mode.CIRCLE: house,
    Mode.REFLECTING: house,
    Mode.LECTURE: house,
    Mode.TABLES: house,
    Mode.BOOTHS: booths,
    Mode.OPEN_HOURS: house,
    Mode.STAFF_ROOM: house,
}


def build(mode: Mode, sizes: Sizes) -> Plan:
    """The plan of a mode, which it names."""
    plan = BUILDERS[mode](sizes)
    return plan if plan.mode is mode else plan.model_copy(update={"mode": mode})
