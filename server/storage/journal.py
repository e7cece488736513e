"""The journal of live rooms in SQLite, encrypted under a key of each room.

Theory: one writer thread takes everything that waits and commits it as one transaction (WAL, synchronous=NORMAL), so an
acknowledged entry survives kill -9; power loss may cost the last second. Keys are files of their own, because SQLite's WAL
keeps what was deleted: when a room is erased its key is overwritten and unlinked, and whatever is left of the rows, in the
database, the WAL or a backup, is ciphertext without a key.

Invariants: entries of a room have growing revisions (primary key); each is bound to room and revision (AAD of AES-GCM), so
rows cannot be moved or exchanged unnoticed.
"""

from __future__ import annotations

import asyncio
import os
import queue
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from server.ports import JournalEntry, JournalLost
from server.storage.database import entries, journal_metadata, open_engine

_KEY_BYTES = 32
_NONCE_BYTES = 12
_GROUP = 200
"""Appends that share one transaction at most."""
_ROOM = re.compile(r"[A-Za-z0-9_-]{1,40}")

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Append:
    rows: list[dict[str, object]]
    done: asyncio.Future[None]
    loop: asyncio.AbstractEventLoop


class SqliteJournal:
    """server.ports.Journal on one SQLite file and a folder of keys."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._keys = data_dir / "keys"
        self._keys.mkdir(mode=0o700, exist_ok=True)
        self._engine: Engine = open_engine(data_dir / "journal.db")
        journal_metadata.create_all(self._engine)
        self._ciphers: dict[str, AESGCM] = {}
        self._queue: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="journal", daemon=True)
        self._writer.start()

    async def close(self) -> None:
        """Write what waits, and close the file."""
        self._queue.put(None)
        await asyncio.to_thread(self._writer.join)
        self._engine.dispose()

    async def create(self, room: str) -> None:
        await asyncio.to_thread(self._create_key, room)

    async def append(self, room: str, entries: Sequence[JournalEntry]) -> None:
        cipher = self._cipher(room)
        rows = [self._row(cipher, room, entry) for entry in entries]
        loop = asyncio.get_running_loop()
        waiting = _Append(rows, loop.create_future(), loop)
        self._queue.put(waiting)
        await waiting.done

    async def read(self, room: str) -> list[JournalEntry]:
        return await asyncio.to_thread(self._read, room)

    async def erase(self, room: str) -> None:
        self._ciphers.pop(room, None)
        await asyncio.to_thread(self._erase, room)

    # -- keys ------------------------------------------------------------------------------------------------------

    def _key_file(self, room: str) -> Path:
        if _ROOM.fullmatch(room) is None:
            raise JournalLost
        return self._keys / f"{room}.key"

    def _create_key(self, room: str) -> None:
        try:
            handle = os.open(self._key_file(room), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        try:
            os.write(handle, AESGCM.generate_key(_KEY_BYTES * 8))
            os.fsync(handle)
        finally:
            os.close(handle)
        self._sync_folder()

    def _sync_folder(self) -> None:
        handle = os.open(self._keys, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _cipher(self, room: str) -> AESGCM:
        cipher = self._ciphers.get(room)
        if cipher is None:
            try:
                cipher = AESGCM(self._key_file(room).read_bytes())
            except (OSError, ValueError) as error:
                raise JournalLost from error
            self._ciphers[room] = cipher
        return cipher

    # -- rows ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _bound_to(room: str, last: int) -> bytes:
        return f"{room}/{last}".encode()

    def _row(self, cipher: AESGCM, room: str, entry: JournalEntry) -> dict[str, object]:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + cipher.encrypt(nonce, entry.payload, self._bound_to(room, entry.last))
        return {"room": room, "last": entry.last, "sealed": sealed}

    def _read(self, room: str) -> list[JournalEntry]:
        cipher = self._cipher(room)
        query = select(entries.c.last, entries.c.sealed).where(entries.c.room == room).order_by(entries.c.last)
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
            return [
                JournalEntry(
                    row.last,
                    cipher.decrypt(
                        row.sealed[:_NONCE_BYTES], row.sealed[_NONCE_BYTES:], self._bound_to(room, row.last)
                    ),
                )
                for row in rows
            ]
        except (SQLAlchemyError, InvalidTag) as error:
            raise JournalLost from error

    def _erase(self, room: str) -> None:
        key_file = self._key_file(room)
        try:
            with key_file.open("r+b") as file:
                file.write(os.urandom(_KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            key_file.unlink()
        except FileNotFoundError:
            pass
        self._sync_folder()
        with self._engine.begin() as connection:
            connection.execute(delete(entries).where(entries.c.room == room))

    # -- the writer thread -----------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Take what waits, commit it as one transaction, answer; until told to stop."""
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
                self._commit(group)

    def _commit(self, group: list[_Append]) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(entries), [row for append in group for row in append.rows])
        except SQLAlchemyError as error:
            if len(group) > 1:  # one bad append must not fail its neighbours
                for append in group:
                    self._commit([append])
                return
            log.error("journal_write_failed", error=type(error).__name__)
            self._answer(group[0], JournalLost())
            return
        for append in group:
            self._answer(append, None)

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
