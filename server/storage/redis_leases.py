"""Leases in Redis: a key per room that ends by itself, with its holder and its token.

Theory: tokens of all rooms come from one counter, which never goes below the milliseconds since 1970 of Redis' clock. So
they grow also where Redis has lost its last second, or everything, and nothing of a room is left when its lease is over.
A node is known by its data folder: one that was killed takes its own rooms back at once, without waiting.

Invariant: every change is one script, so nobody can come between looking and setting. (What a lease cannot do, the token
does: server/storage/redis_journal.py.)
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from server.identity.keys import server_key
from server.ports import LeasesAway, Token
from server.storage.leases import LEASE_SECONDS
from server.storage.redis_store import RedisAway, RedisStore

_COUNTER = "engawa:tokens"

# A lease's value is "TOKEN OWNER". Numbers stay below 2^53, which is what Lua can count.
_TAKE = """
local there = redis.call('GET', KEYS[1])
if there and string.match(there, ' (.+)$') ~= ARGV[1] then return false end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local token = tonumber(redis.call('GET', KEYS[2]) or '0') + 1
if token < now then token = now end
token = string.format('%.0f', token)
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return token
"""
_RENEW = """
local there = redis.call('GET', KEYS[1])
if not there or string.match(there, '^%d+') ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
"""
_DROP = """
local there = redis.call('GET', KEYS[1])
if there and string.match(there, '^%d+') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0
"""


def node_of(data_dir: Path) -> str:
    """A name for the node that works on this folder: the same after each restart, and telling nothing."""
    return hashlib.sha256(b"node" + server_key(data_dir / "node.key")).hexdigest()[:16]


class RedisLeases:
    """server.ports.Leases on a Redis that several nodes may share."""

    def __init__(self, store: RedisStore, owner: str, seconds: float = LEASE_SECONDS) -> None:
        self._store = store
        self._owner = owner
        self._ms = round(seconds * 1000)

    async def take(self, room: str) -> Token | None:
        try:
            token = await self._store.ask(_TAKE, [_key(room), _COUNTER], self._owner, self._ms)
        except RedisAway as error:
            raise LeasesAway from error
        return None if token is None else Token(int(token))

    async def renew(self, room: str, token: Token) -> bool:
        try:
            return bool(await self._store.ask(_RENEW, [_key(room)], token, self._ms))
        except RedisAway as error:
            raise LeasesAway from error

    async def drop(self, room: str, token: Token) -> None:
        try:
            await self._store.ask(_DROP, [_key(room)], token)
        except RedisAway as error:
            raise LeasesAway from error


def _key(room: str) -> str:
    return f"engawa:lease:{room}"
