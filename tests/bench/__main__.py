"""`make bench`: every figure, as a table and as one JSON line each. `python -m tests.bench delivery` measures that part."""

from __future__ import annotations

import asyncio
import sys
import time

from tests.bench import chat, delivery, facilitation, live, office, page, plans, start, voice
from tests.bench.figures import Figure, show

PARTS = {
    "start": start,
    "office": office,
    "plans": plans,
    "facilitation": facilitation,
    "delivery": delivery,
    "chat": chat,
    "voice": voice,
    "live": live,
    "page": page,
}


async def main(names: list[str]) -> None:
    found: list[Figure] = []
    for name in names or PARTS:
        began = time.monotonic()
        found += await PARTS[name].figures()
        print(f"{name}: measured in {time.monotonic() - began:.0f} s", file=sys.stderr)
    show(found)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
