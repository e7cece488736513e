"""One Redis, asked with bounded time. What the journal and the leases in Redis have in common.

Theory: a node must never hang on Redis and never guess. Every question has one answer or one error (RedisAway) within
SECONDS, and nothing is tried twice behind the caller's back: a command whose answer was lost may have been done, and only
the caller knows what then.

The address may hold a password, so no message of the library is ever logged or shown: only the kind of error.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

SECONDS = 3.0
"""How long a question may take, connecting included. A Redis nearby answers in 0.1 ms; a silent one is away."""
_CONNECTIONS = 8
"""At once, for one node: one for writing, the rest for opening rooms and renewing leases."""

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
            raise RedisAway(type(error).__name__) from None

    async def reachable(self) -> bool:
        """Whether it answers now."""
        try:
            async with self.bounded():
                await self.client.ping()
        except RedisAway:
            return False
        return True

    async def ask(self, script: str, keys: Sequence[str], *values: str | int | bytes) -> Any:
        """Run a script. Raises RedisAway."""
        async with self.bounded():
            return await self.client.eval(script, len(keys), *keys, *values)
