"""Appends that the event loop writes itself, for as long as the disk is quick.

Theory: with WAL and synchronous=NORMAL a commit is a write into the operating system's memory and waits for no disk; to hand
it to a thread and to be woken by its answer costs five times as much, and it is done for every message. What does wait for
the disk is the checkpoint: it is left to a thread. Once a write takes long all the same (a disk that is full of work, a card
that is wearing out), or meets another's lock, the writer thread has it for the next minute, as it had all of them before.
So a slow disk holds the rooms up for one write a minute at most.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import structlog

from server.storage.database import connect

SLOW = 0.05
"""Seconds after which a write has taken long: many hundred times what one takes."""
CAREFUL = 60.0
"""Seconds for which the thread writes after that."""
CHECKPOINT_EVERY = 500
"""Writes after which what stands in the log is brought into the file."""

log = structlog.get_logger(__name__)


class Near:
    """One connection of the event loop's thread. `checkpoint` is called now and then, and must not block."""

    def __init__(self, file: Path, checkpoint: Callable[[], None]) -> None:
        self._file = file
        self._checkpoint = checkpoint
        self._connection: sqlite3.Connection | None = None
        self._careful_until = 0.0
        self._written = 0

    def write(self, insert: Callable[[sqlite3.Connection], None]) -> bool:
        """Run `insert`, which is to be one statement: a transaction by itself. False where that is for the writer thread:
        nothing is written then, or nobody knows, and the thread compares again.

        Raises what `insert` finds wrong with the row; an error of the database is for the thread to tell.
        """
        began = monotonic()
        if began < self._careful_until:
            return False
        try:
            if self._connection is None:
                self._connection = self._open()
            insert(self._connection)
        except sqlite3.Error:
            self._careful_until = began + CAREFUL
            self.close()
            return False
        took = monotonic() - began
        if took > SLOW:
            self._careful_until = monotonic() + CAREFUL
            log.warning("journal_slow", seconds=round(took, 3))
        self._written += 1
        if self._written % CHECKPOINT_EVERY == 0:
            self._checkpoint()
        return True

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._file, timeout=0)
        connection.isolation_level = None  # to begin and to commit by words of their own costs a third more
        connection.execute("PRAGMA wal_autocheckpoint=0")
        return connection
