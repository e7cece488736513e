"""The journal of live rooms in Redis, one stream per room, sealed under a key of each room (server/storage/keys.py).

Theory: as in SQLite, one writer takes everything that waits and sends it in one round trip; what is acknowledged stands in
Redis' append-only file before the answer is sent, if `appendonly` is on. The keys stay files of this node: Redis, its files
and its replicas never hold a word that can be read without them.

Invariants: the id of an entry in its stream is its revision, and Redis takes growing ones only. The script that writes is
the one that compares the token and the newest id, so no time passes in between: what Redis has lost is noticed by the next
append, which would leave a hole. `engawa:token:ROOM` exists while the room does: without it
nothing is written, so nothing of a room can come back after its erasure.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import structlog

from server.pools import Threads
from server.ports import Fenced, JournalAway, JournalCut, JournalEntry, JournalLost, Token
from server.storage.keys import Keys
from server.storage.redis_store import RedisAway, RedisStore

_GROUP = 200
"""Appends that share one round trip at most."""
_WAITING = 1000
"""Appends that may wait. A room has one at a time, so this is no limit that honest rooms meet."""
_PAGE = 500
"""Entries that are read at a time, so that a long journal does not hold up Redis for all."""
_AGAIN = 5.0
"""Seconds between tries to finish what an erasure left."""

_OPEN = """
local newest = redis.call('GET', KEYS[1])
if newest and tonumber(newest) > tonumber(ARGV[1]) then return 'fenced' end
redis.call('SET', KEYS[1], ARGV[1])
return 'ok'
"""
_APPEND = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'fenced' end
local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if (newest and string.match(newest[1], '^%d+') or '0') ~= ARGV[2] then return 'cut' end
for i = 3, #ARGV, 2 do
  local added = redis.pcall('XADD', KEYS[2], ARGV[i] .. '-0', 'sealed', ARGV[i + 1])
  if type(added) == 'table' and added.err then
    if string.find(added.err, 'equal or smaller', 1, true) then return 'double' end
    return added
  end
end
return 'ok'
"""

# Written anew, since a stream takes no id twice, not even one that was deleted.
_CUT = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'fenced' end
local kept = redis.call('XRANGE', KEYS[2], '-', ARGV[2])
redis.call('DEL', KEYS[2])
for _, entry in ipairs(kept) do redis.call('XADD', KEYS[2], entry[1], unpack(entry[2])) end
return 'ok'
"""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Append:
    keys: tuple[str, str]
    values: list[str | int | bytes]
    done: asyncio.Future[None]


class RedisJournal:
    """server.ports.Journal on a Redis and a folder of keys. `start` comes first, on the loop that uses it."""

    def __init__(self, store: RedisStore, data_dir: Path) -> None:
        self._store = store
        self._keys = Keys(data_dir)
        self._threads = Threads("journal-files", 2, None)  # its own: a room is erased whatever else is being computed
        self._queue: asyncio.Queue[_Append] = asyncio.Queue(_WAITING)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to write. Redis need not be there yet."""
        self._tasks = [asyncio.create_task(self._write(), name="journal")]
        if await self._threads.run(self._keys.unfinished):
            self._tasks.append(asyncio.create_task(self._finish_erasures(), name="erasures"))

    async def close(self) -> None:
        """Whoever still waits is told that the journal is away."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._queue.empty():
            _settle(self._queue.get_nowait(), JournalAway())
        await self._threads.close()

    async def open(self, room: str, token: Token) -> None:
        await self._threads.run(self._keys.create, room)
        try:
            answer = await self._store.ask(_OPEN, [_token(room)], token)
        except RedisAway as error:
            raise self._away(error) from error
        if answer != b"ok":
            raise Fenced

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        if any(before.last >= after.last for before, after in pairwise(entries)):
            raise JournalLost
        values: list[str | int | bytes] = [token, after]
        for entry in entries:
            values += (entry.last, self._keys.seal(room, entry))
        waiting = _Append((_token(room), _stream(room)), values, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(waiting)
        except asyncio.QueueFull:
            raise JournalAway from None
        await waiting.done

    def append_at_once(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> bool:
        return False

    async def read(self, room: str) -> list[JournalEntry]:
        await self._threads.run(self._keys.check, room)
        found: list[JournalEntry] = []
        while True:
            after = f"({found[-1].last}" if found else "-"
            try:
                async with self._store.bounded():
                    page = await self._store.client.xrange(_stream(room), min=after, count=_PAGE) or []
            except RedisAway as error:
                raise self._away(error) from error
            for entry_id, fields in page:
                assert isinstance(entry_id, bytes)
                sealed = (fields or {}).get(b"sealed")
                if not isinstance(sealed, bytes):
                    raise JournalLost
                found.append(self._keys.unseal(room, int(entry_id.split(b"-")[0]), sealed))
            if len(page) < _PAGE:
                return found

    async def cut(self, room: str, token: Token, after: int) -> None:
        try:
            answer = await self._store.ask(_CUT, [_token(room), _stream(room)], token, after)
        except RedisAway as error:
            raise self._away(error) from error
        if answer != b"ok":
            raise Fenced

    async def erase(self, room: str) -> None:
        await self._threads.run(self._keys.shred, room)
        try:
            async with self._store.bounded():
                await self._store.client.delete(_token(room), _stream(room))
        except RedisAway as error:
            raise self._away(error) from error
        await self._threads.run(self._keys.forget, room)

    @staticmethod
    def _away(error: RedisAway) -> JournalAway:
        log.error("redis_away", error=error.kind)
        return JournalAway()

    async def _finish_erasures(self) -> None:
        """Delete what is left of rooms whose erasure a kill cut short. Their keys are gone already."""
        for room in self._keys.unfinished():
            while True:
                try:
                    await self.erase(room)
                except JournalAway:
                    await asyncio.sleep(_AGAIN)
                else:
                    break

    # -- the writer ------------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        """Take what waits, send it in one round trip, answer; until cancelled."""
        group: list[_Append] = []
        try:
            while True:
                group = [await self._queue.get()]
                while len(group) < _GROUP and not self._queue.empty():
                    group.append(self._queue.get_nowait())
                try:
                    await self._commit(group)
                except Exception:  # a writer that dies of one group would leave all others waiting for ever
                    log.exception("journal_writer_failed")
                    for append in group:
                        _settle(append, JournalAway())
        finally:
            for append in group:
                _settle(append, JournalAway())

    async def _commit(self, group: list[_Append]) -> None:
        pipe = self._store.client.pipeline(transaction=False)
        try:
            async with self._store.bounded():
                for append in group:
                    _ = pipe.eval(_APPEND, 2, *append.keys, *append.values)
                answers = await pipe.execute(raise_on_error=False)
        except RedisAway as error:
            for append in group:
                _settle(append, self._away(error))
            return
        await self._store.look_up_again(answers)
        for append, answer in zip(group, answers, strict=True):
            _settle(append, _told(answer))


def _told(answer: object) -> JournalLost | None:
    """What an answer of the script means for whoever waits; None where all is well."""
    if answer == b"ok":
        return None
    if answer == b"fenced":
        return Fenced()
    if answer == b"cut":
        return JournalCut()
    if answer == b"double":
        return JournalLost()
    log.error("journal_write_failed", error=type(answer).__name__)
    return JournalAway()


def _settle(append: _Append, error: JournalLost | None) -> None:
    if append.done.done():
        return
    if error is None:
        append.done.set_result(None)
    else:
        append.done.set_exception(error)


def _stream(room: str) -> str:
    return f"engawa:journal:{room}"


def _token(room: str) -> str:
    return f"engawa:token:{room}"
