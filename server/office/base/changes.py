"""Whether anything in the office's database has changed since one last looked, for what is asked again each second.

SQLite counts for each connection the commits of all others, whatever process made them (`PRAGMA data_version`): to read that
number takes microseconds and waits for nobody, so it is read where it is needed and not in a thread. PostgreSQL has nothing
like it that costs less than the question itself.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine


class Changes:
    """One connection, of the thread that calls."""

    def __init__(self, engine: Engine) -> None:
        self._file = engine.url.database if engine.dialect.name == "sqlite" else None
        self._connection: sqlite3.Connection | None = None
        self._opened = 0  # two connections count each for itself

    def mark(self) -> tuple[int, int] | None:
        """What is the same as long as nobody has committed anything. None where nobody knows: look then."""
        if self._file is None:
            return None
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(self._file, timeout=0, isolation_level=None)
                self._opened += 1
            return self._opened, int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            self.close()
            return None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
