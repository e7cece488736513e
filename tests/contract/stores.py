"""What the suites of journals and leases run on: each adapter on a real store of its own, and looks behind it."""

from __future__ import annotations

import base64
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path

from server.ports import Journal, JournalEntry, Token
from server.storage.journal import SqliteJournal
from server.storage.redis_journal import RedisJournal
from server.storage.redis_store import RedisStore
from tests.redis_server import RedisServer


class Store(ABC):
    """A place where journals of one node can be opened again and again, also several at a time."""

    def __init__(self, folder: Path, stack: AsyncExitStack) -> None:
        self.folder = folder
        self._stack = stack

    @abstractmethod
    async def journal(self) -> Journal:
        """One more, open until the test ends."""

    @abstractmethod
    def exchange(self, room: str, first: int, second: int) -> None:
        """Put the stored bytes of one entry in the place of another's, and the other way round."""

    @abstractmethod
    def lose(self, room: str, after: int) -> None:
        """As a power cut: what a room wrote above this revision is gone."""

    @abstractmethod
    def drop(self, room: str, last: int) -> None:
        """Take one entry out of the middle."""

    @abstractmethod
    def raw(self) -> bytes:
        """Everything that is written anywhere."""

    @abstractmethod
    def left(self, room: str) -> list[str]:
        """What the store itself still has of a room."""

    @property
    @abstractmethod
    def settings(self) -> list[str]:
        """How another process finds it."""


class NearJournal(SqliteJournal):
    """Asked as a room's claim asks: at once, and else by the thread."""

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        if not self.append_at_once(room, token, after, entries):
            await super().append(room, token, after, entries)


class SqliteStore(Store):
    def __init__(self, folder: Path, stack: AsyncExitStack, kind: type[SqliteJournal] = SqliteJournal) -> None:
        super().__init__(folder, stack)
        self._kind = kind

    async def journal(self) -> Journal:
        made = self._kind(self.folder)
        self._stack.push_async_callback(made.close)
        return made

    def exchange(self, room: str, first: int, second: int) -> None:
        with closing(sqlite3.connect(self.folder / "journal.db")) as connection, connection:
            sealed = dict(connection.execute("select last, sealed from entries where room = ?", (room,)))
            for at, other in ((first, second), (second, first)):
                connection.execute(
                    "update entries set sealed = ? where room = ? and last = ?", (sealed[other], room, at)
                )

    def lose(self, room: str, after: int) -> None:
        with closing(sqlite3.connect(self.folder / "journal.db")) as connection, connection:
            connection.execute("delete from entries where room = ? and last > ?", (room, after))

    def drop(self, room: str, last: int) -> None:
        with closing(sqlite3.connect(self.folder / "journal.db")) as connection, connection:
            connection.execute("delete from entries where room = ? and last = ?", (room, last))

    def raw(self) -> bytes:
        return files(self.folder)

    def left(self, room: str) -> list[str]:
        with closing(sqlite3.connect(self.folder / "journal.db")) as connection:
            return [
                table
                for table in ("entries", "tokens")
                if connection.execute(f"select 1 from {table} where room = ?", (room,)).fetchone()  # noqa: S608
            ]

    @property
    def settings(self) -> list[str]:
        return [str(self.folder), "", "near" if self._kind is NearJournal else ""]


class RedisStoreUnderTest(Store):
    def __init__(self, folder: Path, stack: AsyncExitStack, server: RedisServer, **options: float) -> None:
        super().__init__(folder, stack)
        self.server = server
        self._options = options

    async def journal(self) -> Journal:
        store = RedisStore(self.server.url, **self._options)
        self._stack.push_async_callback(store.close)
        made = RedisJournal(store, self.folder)
        self._stack.push_async_callback(made.close)
        await made.start()
        return made

    def exchange(self, room: str, first: int, second: int) -> None:
        script = """
        local found = redis.call('XRANGE', KEYS[1], '-', '+')
        redis.call('DEL', KEYS[1])
        local by = {}
        for _, entry in ipairs(found) do by[entry[1]] = entry[2][2] end
        by[ARGV[1]], by[ARGV[2]] = by[ARGV[2]], by[ARGV[1]]
        for _, entry in ipairs(found) do redis.call('XADD', KEYS[1], entry[1], 'sealed', by[entry[1]]) end
        return #found
        """
        assert int(self.server.say("EVAL", script, "1", f"engawa:journal:{room}", f"{first}-0", f"{second}-0"))

    def lose(self, room: str, after: int) -> None:
        script = """
        local kept = redis.call('XRANGE', KEYS[1], '-', ARGV[1])
        redis.call('DEL', KEYS[1])
        for _, entry in ipairs(kept) do redis.call('XADD', KEYS[1], entry[1], unpack(entry[2])) end
        return #kept
        """
        self.server.say("EVAL", script, "1", f"engawa:journal:{room}", str(after))

    def drop(self, room: str, last: int) -> None:
        assert self.server.say("XDEL", f"engawa:journal:{room}", f"{last}-0") == "1"

    def raw(self) -> bytes:
        self.server.say("SAVE")  # an RDB file as well as the AOF
        return files(self.folder) + files(self.server.folder)

    def left(self, room: str) -> list[str]:
        return [key for key in self.server.names() if room in key]

    @property
    def settings(self) -> list[str]:
        return [str(self.folder), self.server.url, ""]


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def shapes(words: str) -> list[bytes]:
    """The words as they might be found in a file."""
    raw = words.encode()
    return [raw, words.encode("utf-16-le"), base64.b64encode(raw).rstrip(b"="), raw.hex().encode()]
