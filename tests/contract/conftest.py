"""Real stores for the suites of ports with two adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.contract.stores import NearJournal, RedisStoreUnderTest, SqliteStore, Store
from tests.redis_server import RedisServer, redis_server


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def redis(shared_redis: RedisServer) -> RedisServer:
    """An empty one. Tests that kill it start one of their own."""
    shared_redis.say("FLUSHALL")
    return shared_redis


@pytest.fixture(params=["sqlite", "sqlite-near", "redis"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Where a journal's entries go."""
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":
            yield SqliteStore(tmp_path, stack)
        elif request.param == "sqlite-near":
            yield SqliteStore(tmp_path, stack, NearJournal)
        else:
            yield RedisStoreUnderTest(tmp_path, stack, request.getfixturevalue("redis"))
