"""The server's clock. The top asks it and hands it on; nothing below does, so that a test can have its own."""

from __future__ import annotations

import time


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000
