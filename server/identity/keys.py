"""Keys as files that only the server may read, made at the first start."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

SHORTEST = 32
"""Bytes of the shortest key in use."""


class KeyDamaged(OSError):
    """A key file that holds no whole key. The message is for people."""


def _random() -> bytes:
    return secrets.token_bytes(32)


def server_key(path: Path, make: Callable[[], bytes] = _random) -> bytes:
    """The key in a file; made and written durably if it is not there. Two processes that start at once share the first.

    Raises KeyDamaged for a file that holds no whole key: an empty one would sign anything for anybody.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(name, path)  # whole, or not at all
        finally:
            os.unlink(name)
    key = path.read_bytes()
    if len(key) < SHORTEST:
        raise KeyDamaged(f"{path}: 鍵のファイルがこわれています。控えから戻してください。")
    return key
