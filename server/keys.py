"""Keys as files that only the server may read, made at the first start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def _random() -> bytes:
    return secrets.token_bytes(32)


def server_key(path: Path, make: Callable[[], bytes] = _random) -> bytes:
    """The key in a file; made and written durably if it is not there. Two processes that start at once share the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = make()
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    return key
