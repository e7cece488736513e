"""One Redis, asked with bounded time. What the journal and the leases in Redis have in common.

Theory: a node must never hang on Redis and never guess. Every question has one answer or one error (RedisAway) within
SECONDS, and nothing is tried twice behind the caller's back: a command whose answer was lost may have been done, and only
the caller knows what then. A Redis that only reads is no more the one that the address names: its connections are given up,
so that the next question looks the name up again.

The address may hold a password, so no message of the library is ever logged or shown: only the kind of error.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, RedisError

SECONDS = 3.0
"""How long a question may take, connecting included. A Redis nearby answers in 0.1 ms; a silent one is away."""
_CONNECTIONS = 8
"""At once, for one node: one for writing, the rest for opening rooms and renewing leases."""
_READY = "engawa:ready"
_READY_MS = 10_000

log = structlog.get_logger(__name__)


class RedisAway(Exception):
    """Redis did not answer in time, or refused (memory full, disk full, wrong password). `kind` is safe to show."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class RedisStore:
    """The connections of one node."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """`url`: redis://, rediss:// (TLS) or unix://, with user and password if need be. Nothing is contacted yet.

        Raises ValueError for another kind of address.
        """
        self._seconds = seconds
        pool: BlockingConnectionPool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=seconds,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            retry=Retry(NoBackoff(), 0),
        )
        self.client = Redis.from_pool(pool)

    async def close(self) -> None:
        await self.client.aclose()

    @asynccontextmanager
    async def bounded(self) -> AsyncIterator[None]:
        """Whatever Redis does inside: done, or RedisAway, within the seconds that were given."""
        try:
            async with asyncio.timeout(self._seconds):
                yield
        except (RedisError, OSError, TimeoutError) as error:
            await self.look_up_again([error])
            raise RedisAway(type(error).__name__) from None

    async def look_up_again(self, answers: Sequence[object]) -> None:
        """Give up the connections that wait, if one of these answers says that another Redis writes now."""
        if any(isinstance(answer, ReadOnlyError) for answer in answers):
            with suppress(RedisError, OSError):
                await self.client.connection_pool.disconnect(inuse_connections=False)

    async def reachable(self) -> bool:
        """Whether it answers now."""
        try:
            async with self.bounded():
                await self.client.ping()
        except RedisAway:
            return False
        return True

    async def writable(self) -> bool:
        """Whether it takes a write now: a full one, or one that only reads, answers a ping as well."""
        try:
            async with self.bounded():
                await self.client.set(_READY, 1, px=_READY_MS)
        except RedisAway:
            return False
        return True

    async def unkept(self) -> list[str]:
        """Those of its settings by which rooms may be lost, as `redis.conf` names them. Raises RedisAway where it does not
        let them be seen."""
        wanted = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
        async with self.bounded():
            found = await self.client.config_get(*wanted)
        return [name for name, value in wanted.items() if found.get(name) != value]

    async def ask(self, script: str, keys: Sequence[str], *values: str | int | bytes) -> Any:
        """Run a script. Raises RedisAway."""
        async with self.bounded():
            return await self.client.eval(script, len(keys), *keys, *values)
