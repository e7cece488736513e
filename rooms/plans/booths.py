"""Several booths: people wait together or listen, and staff lead each to a booth of their own. No tables.

What is said in a booth stays there; from outside one sees only that it is in use.
"""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.sizes import Sizes

_SEATS = 4
"""One person with somebody they bring, and one or two staff."""


def booths(sizes: Sizes) -> Plan:
    """A circle to wait in, `sizes.booths` booths in a column beside it, and the rest of the house."""
    share = 400 // sizes.booths
    rooms = (
        shapes.booth(number, Area(x=20, y=40 + (number - 1) * share, w=300, h=share - 14), _SEATS)
        for number in range(1, sizes.booths + 1)
    )
    return Plan(
        mode=Mode.BOOTHS,
        places=(
            shapes.circle(Area(x=340, y=40, w=400, h=400), sizes.circle),
            shapes.listeners(Area(x=20, y=470, w=560, h=230), sizes.listeners, 12),
            shapes.hall_seats(Area(x=600, y=470, w=380, h=230), sizes.hall, 10),
            shapes.rest(Area(x=750, y=40, w=230, h=200), 8, 4),
            shapes.hall_listeners(Area(x=750, y=260, w=230, h=180), max(4, sizes.hall // 4), 5),
            *rooms,
            shapes.veranda(Area(x=20, y=720, w=960, h=240), 60, 20),
        ),
    )
