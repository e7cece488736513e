"""Fixtures of those who test a real server process: a conftest that wants them imports them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.bots.server import ServerProcess

__all__ = ["http", "server", "shared_server"]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    made = ServerProcess(tmp_path / "data")
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """One for all tests of a module, for those that leave it as they found it: each has a session and addresses of its own.

    To be neither killed nor stopped by a test: its process belongs to the event loop of the module.
    """
    made = ServerProcess(tmp_path_factory.mktemp("shared") / "data")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield session
