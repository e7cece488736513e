"""The whole house: a circle with its listener seats, tables, a rest place, one booth, the hall, and the veranda."""

from __future__ import annotations

from rooms.plan import Area, Place, Plan
from rooms.plans import shapes
from rooms.plans.sizes import Sizes


def house(sizes: Sizes) -> Plan:
    """The plan of every mode that has none of its own."""
    share = 400 // max(sizes.tables, 1)
    tables = (
        shapes.table(number, Area(x=20, y=40 + (number - 1) * share, w=220, h=share - 14), sizes.table_seats)
        for number in range(1, sizes.tables + 1)
    )
    places: tuple[Place, ...] = (
        shapes.circle(Area(x=260, y=40, w=480, h=400), sizes.circle),
        shapes.listeners(Area(x=20, y=470, w=560, h=230), sizes.listeners, 12),
        shapes.hall_seats(Area(x=600, y=470, w=380, h=230), sizes.hall, 10),
        shapes.rest(Area(x=750, y=40, w=230, h=130), 8, 4),
        shapes.hall_listeners(Area(x=750, y=300, w=230, h=140), max(4, sizes.hall // 4), 5),
        *tables,
        shapes.booth(1, Area(x=750, y=185, w=230, h=100), 3),
        shapes.veranda(Area(x=20, y=720, w=960, h=240), 60, 20),
    )
    return Plan(places=places)
