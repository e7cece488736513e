"""What stands around the talk in most plans, always on the same spots: people find it again when the plan changes."""

from __future__ import annotations

from rooms.plan import Area, Place
from rooms.plans import shapes
from rooms.plans.sizes import Sizes

MIDDLE = Area(x=260, y=40, w=480, h=400)
"""Where the talk is; to its left there is room for small groups."""
LEFT = Area(x=20, y=40, w=220, h=400)


def around(sizes: Sizes) -> tuple[Place, ...]:
    """Listener seats, the hall with its own, the rest place, and the veranda."""
    return (
        shapes.listeners(Area(x=20, y=470, w=560, h=230), sizes.listeners, 12),
        shapes.hall_seats(Area(x=600, y=470, w=380, h=230), sizes.hall, 10),
        shapes.hall_listeners(Area(x=750, y=300, w=230, h=140), max(4, sizes.hall // 4), 5),
        shapes.rest(Area(x=750, y=40, w=230, h=130), 8, 4),
        shapes.veranda(Area(x=20, y=720, w=960, h=240), 60, 20),
    )


def booth() -> Place:
    """The one booth of plans that are not for booths: staff lead somebody there who wants a word in private."""
    return shapes.booth(1, Area(x=750, y=185, w=230, h=100), 3)


def column(sizes: Sizes) -> tuple[Place, ...]:
    """The tables below each other at the left."""
    share = LEFT.h // max(sizes.tables, 1)
    return tuple(
        shapes.table(number, Area(x=LEFT.x, y=LEFT.y + (number - 1) * share, w=LEFT.w, h=share - 14), sizes.table_seats)
        for number in range(1, sizes.tables + 1)
    )
