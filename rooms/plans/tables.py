"""Theme tables: small groups side by side, and a small circle before them where all come together."""

from __future__ import annotations

import math

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.around import around, booth
from rooms.plans.sizes import Sizes

_COLUMNS = 4


def tables(sizes: Sizes) -> Plan:
    """At least two tables in rows of four, and the circle above them for what all talk about."""
    count = max(2, sizes.tables)
    rows = math.ceil(count / _COLUMNS)
    columns = min(_COLUMNS, count)
    w, h = 720 // columns, 270 // rows
    groups = (
        shapes.table(
            number + 1,
            Area(x=20 + number % columns * w, y=180 + number // columns * h, w=w - 10, h=h - 8),
            sizes.table_seats,
        )
        for number in range(count)
    )
    middle = shapes.circle(Area(x=20, y=40, w=720, h=130), sizes.circle)
    return Plan(mode=Mode.TABLES, places=(middle, *around(sizes), *groups, booth()))
