"""The journal of live rooms in SQLite, sealed under a key of each room (server/storage/keys.py).

Theory: an entry is committed before it is acknowledged (WAL, synchronous=NORMAL), so it survives kill -9; power loss may
cost the last second. While the disk is quick the event loop commits it (server/storage/near.py); else one writer thread
takes everything that waits and commits it as one transaction.

Invariants: entries of a room have growing revisions (primary key). A row is written only if its token is the one that last
opened the room and the newest entry is the one it follows; the statement that writes it is the one that compares: no time
passes in between.

Both speak to SQLite themselves: through SQLAlchemy a commit of one entry cost three times as much, and it is made
for every message.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.exc import SQLAlchemyError

from server.pools import Threads, in_thread
from server.ports import Fenced, JournalAway, JournalCut, JournalEntry, JournalLost, Token
from server.storage.database import connect, entries, journal_metadata, open_engine, tokens
from server.storage.keys import Keys
from server.storage.near import Near

_GROUP = 200
"""Appends that share one transaction at most."""
_WRITE = (
    # INSERT … SELECT would compare as well, and copies its row into a table of the moment since it reads what it writes.
    "INSERT OR IGNORE INTO entries (room, last, sealed) VALUES (?1,"
    " CASE WHEN EXISTS (SELECT 1 FROM tokens WHERE room = ?1 AND token = ?4)"
    " AND ?5 = (SELECT coalesce(max(last), 0) FROM entries WHERE room = ?1) THEN ?2 END, ?3)"
)
"""A row that may not be written has no revision, and one without is ignored."""
_Row = tuple[str, int, bytes, Token, int]
"""Room, revision, what is sealed, the writer's token, and the revision that it follows."""
_HELD = "SELECT room, token FROM tokens"
_OPEN = text(
    "INSERT INTO tokens (room, token) VALUES (:room, :token)"
    " ON CONFLICT (room) DO UPDATE SET token = excluded.token WHERE excluded.token >= tokens.token"
)

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Append:
    rows: list[_Row]
    done: asyncio.Future[None]
    loop: asyncio.AbstractEventLoop


class SqliteJournal:
    """server.ports.Journal on one SQLite file and a folder of keys."""

    def __init__(self, data_dir: Path) -> None:
        self._keys = Keys(data_dir)
        self._file = data_dir / "journal.db"
        self._engine: Engine = open_engine(self._file)
        journal_metadata.create_all(self._engine)
        for room in self._keys.unfinished():
            self._erase(room)
        # Its own: whatever else is being computed, a room is opened, and above all erased, at once.
        self._threads = Threads("journal-files", 2, None)
        self._queue: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="journal", daemon=True)
        self._writer.start()
        self._near = Near(self._file, self._checkpoint_soon)
        self._checkpointing: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Write what waits, and close the file."""
        self._near.close()
        if self._checkpointing is not None:
            await asyncio.gather(self._checkpointing, return_exceptions=True)
        self._queue.put(None)
        await in_thread(self._writer.join)
        await self._threads.close()
        self._engine.dispose()

    async def open(self, room: str, token: Token) -> None:
        await self._threads.run(self._open, room, token)

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        loop = asyncio.get_running_loop()
        followed = [after, *(entry.last for entry in entries)]
        rows = [self._row(room, token, *each) for each in zip(followed, entries, strict=False)]
        waiting = _Append(rows, loop.create_future(), loop)
        self._queue.put(waiting)
        await waiting.done

    def append_at_once(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> bool:
        if len(entries) != 1:
            return False

        def write(connection: sqlite3.Connection) -> None:
            self._insert(connection, [self._row(room, token, after, entries[0])])

        return self._near.write(write)

    def _row(self, room: str, token: Token, after: int, entry: JournalEntry) -> _Row:
        return room, entry.last, self._keys.seal(room, entry), token, after

    async def read(self, room: str) -> list[JournalEntry]:
        return await self._threads.run(self._read, room)

    async def cut(self, room: str, token: Token, after: int) -> None:
        await self._threads.run(self._cut, room, token, after)

    async def erase(self, room: str) -> None:
        await self._threads.run(self._erase, room)

    async def newest(self, room: str) -> Token:
        """The token that last opened a room; 0 if none did."""
        return await self._threads.run(self._newest, room)

    def _checkpoint_soon(self) -> None:
        if self._checkpointing is None or self._checkpointing.done():
            self._checkpointing = asyncio.ensure_future(self._threads.run(self._checkpoint))

    # -- what runs in threads ----------------------------------------------------------------------------------------

    def _open(self, room: str, token: Token) -> None:
        self._keys.create(room)
        try:
            with self._engine.begin() as connection:
                if connection.execute(_OPEN, {"room": room, "token": token}).rowcount == 0:
                    raise Fenced
        except SQLAlchemyError as error:
            raise JournalAway from error

    def _read(self, room: str) -> list[JournalEntry]:
        self._keys.check(room)
        query = select(entries.c.last, entries.c.sealed).where(entries.c.room == room).order_by(entries.c.last)
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
        except SQLAlchemyError as error:
            raise JournalAway from error
        return [self._keys.unseal(room, row.last, row.sealed) for row in rows]

    def _cut(self, room: str, token: Token, after: int) -> None:
        held = select(tokens.c.room).where(tokens.c.room == room, tokens.c.token == token)
        above = delete(entries).where(entries.c.room == room, entries.c.last > after)
        try:
            with self._engine.begin() as connection:
                connection.execute(above.where(held.exists()))
                if connection.execute(held).first() is None:
                    raise Fenced
        except SQLAlchemyError as error:
            raise JournalAway from error

    def _checkpoint(self) -> None:
        try:
            with closing(connect(self._file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:  # the log grows until one succeeds
            log.warning("journal_checkpoint_failed", error=type(error).__name__)

    def _newest(self, room: str) -> Token:
        query = select(tokens.c.token).where(tokens.c.room == room)
        try:
            with self._engine.connect() as connection:
                return Token(connection.execute(query).scalar() or 0)
        except SQLAlchemyError as error:
            raise JournalAway from error

    def _erase(self, room: str) -> None:
        self._keys.shred(room)
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(entries).where(entries.c.room == room))
                connection.execute(delete(tokens).where(tokens.c.room == room))
        except SQLAlchemyError as error:
            raise JournalAway from error
        self._keys.forget(room)

    # -- the writer thread -----------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Take what waits, commit it as one transaction, answer; until told to stop."""
        connection: sqlite3.Connection | None = None
        open_ = True
        while open_:
            group: list[_Append] = []
            item = self._queue.get()
            while True:
                if item is None:
                    open_ = False
                    break
                group.append(item)
                if len(group) >= _GROUP or self._queue.empty():
                    break
                item = self._queue.get()
            if group:
                connection = self._commit(connection, group)
        if connection is not None:
            connection.close()

    def _commit(self, connection: sqlite3.Connection | None, group: list[_Append]) -> sqlite3.Connection | None:
        """Answers each of the group. Returns the connection to go on with; None after a failure, which may be its own."""
        try:
            if connection is None:
                connection = connect(self._file)
            with connection:
                self._insert(connection, [row for append in group for row in append.rows])
        except (sqlite3.Error, JournalLost) as error:
            if connection is not None:
                connection.close()
            if len(group) > 1:  # one bad append must not fail its neighbours
                connection = None
                for append in group:
                    connection = self._commit(connection, [append])
                return connection
            log.error("journal_write_failed", error=type(error).__name__)
            self._answer(group[0], _told(error))
            return None
        for append in group:
            self._answer(append, None)
        return connection

    @staticmethod
    def _insert(connection: sqlite3.Connection, rows: list[_Row]) -> None:
        """Write all rows, or raise: Fenced if any has another token than the room's, JournalCut if it follows another
        entry than the newest. A single one is a single statement."""
        write = connection.execute(_WRITE, rows[0]) if len(rows) == 1 else connection.executemany(_WRITE, rows)
        if write.rowcount != len(rows):
            held = {(room, token) for room, _, _, token, _ in rows} <= set(connection.execute(_HELD))
            raise JournalCut if held else Fenced

    @staticmethod
    def _answer(append: _Append, error: Exception | None) -> None:
        def settle() -> None:
            if append.done.done():
                return
            if error is None:
                append.done.set_result(None)
            else:
                append.done.set_exception(error)

        try:
            append.loop.call_soon_threadsafe(settle)
        except RuntimeError:  # the loop has ended: nobody waits for the answer any more
            log.warning("journal_answer_unheard")


def _told(error: Exception) -> JournalLost:
    return error if isinstance(error, JournalLost) else JournalAway()
