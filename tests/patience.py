"""How tests wait: for a condition, and for so long that only what never happens is a failure.

A machine may be busy with other work, so no test says how fast something is; figures are for `make bench`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 90.0
"""Seconds. What happens ends the wait, so that nobody waits for so long but where a test fails."""


async def happens(condition: Callable[[], object], every: float = 0.01) -> None:
    """Return as soon as the condition is true, asking again after `every` seconds. Raises TimeoutError after PATIENCE."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(every)
