"""Which light a picture is in, by the clock of the place: `data-hour`, for which colours.css has colours."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Light = Literal["morning", "day", "evening", "night"]


def light_at(moment: datetime) -> Light:
    """`moment` in the zone of the place. The client says the same (web_client/src/state/hour.ts)."""
    if not 5 <= moment.hour < 19:
        return "night"
    return "morning" if moment.hour < 10 else "day" if moment.hour < 16 else "evening"
