"""How every SQLite file of ours is opened: the office's and the journal's alike."""

from __future__ import annotations

from typing import Any

PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for a writer
    "synchronous=NORMAL",  # with WAL, whole after a kill; one fsync per checkpoint rather than per commit
    "foreign_keys=ON",
    "secure_delete=ON",  # what was erased is not left in the file
)


def configure(connection: Any) -> None:
    """Say all of that to a connection of the driver, outside of a transaction."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
