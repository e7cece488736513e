"""`make bench`: every figure, as a table and as one JSON line each."""

from __future__ import annotations

import asyncio

from tests.bench import chat, live, office, start, voice
from tests.bench.figures import show


async def main() -> None:
    show(
        [
            *start.figures(),
            *await office.figures(),
            *await chat.figures(),
            *await voice.figures(),
            *await live.figures(),
        ]
    )


if __name__ == "__main__":
    asyncio.run(main())
