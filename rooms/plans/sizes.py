"""How large a plan is to be: what the office knows of a session before it begins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rooms.base import Wire


class Sizes(Wire):
    """Seats by place; enough for 50 at home and 30 in the hall where nothing is said."""

    circle: Annotated[int, Field(ge=1, le=200)] = 24
    listeners: Annotated[int, Field(ge=1, le=400)] = 60
    hall: Annotated[int, Field(ge=1, le=200)] = 40
    tables: Annotated[int, Field(ge=0, le=20)] = 3
    table_seats: Annotated[int, Field(ge=1, le=20)] = 6
    booths: Annotated[int, Field(ge=1, le=6)] = 4
    """Where the mode is booths; other plans have one."""
