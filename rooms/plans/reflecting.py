"""Reflecting: one group talks in the circle, the other hears it and talks when both change places in one act.

Who only listens sits in a listener seat and stays there.
"""

from __future__ import annotations

from rooms.base import Mode
from rooms.plan import Area, Plan
from rooms.plans import shapes
from rooms.plans.around import around, booth
from rooms.plans.sizes import Sizes


def reflecting(sizes: Sizes) -> Plan:
    """A circle, and as many seats for those who hear it. Who comes in, comes to hear first."""
    heard = shapes.circle(Area(x=20, y=40, w=440, h=400), sizes.circle)
    hearing = shapes.reflecting_team(Area(x=470, y=40, w=270, h=400), sizes.circle, 4)
    return Plan(mode=Mode.REFLECTING, places=(hearing, heard, *around(sizes), booth()), exchange=(heard.id, hearing.id))
