"""A server with the built client, one open session, and sound files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.bots.server import ROOT, ServerProcess, free_port
from tests.e2e import browser, firefox
from tests.e2e.browser import speech
from tests.e2e.engines import ENGINES, Launch, voice_address
from tests.e2e.people import Venue


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests here share an event loop, and in it a browser: to start one takes longer than many of them."""
    for item in items:
        if Path(__file__).parent in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def one_browser() -> AsyncIterator[None]:
    async with browser.shared(), firefox.shared():
        yield


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which browser a test runs in: Chromium, or what it is parametrised with."""
    return str(getattr(request, "param", "chromium"))


@pytest.fixture
def launch(engine: str) -> Launch:
    return ENGINES[engine]


@pytest_asyncio.fixture(loop_scope="session")
async def venue(tmp_path: Path, engine: str, launch: Launch) -> AsyncIterator[Venue]:
    assert (ROOT / "web_client/dist/index.html").exists(), "the client is not built: make build"
    server = ServerProcess(tmp_path / "data", voice_address=voice_address(engine), drawn=True)
    await server.start()
    try:
        async with AsyncExitStack() as stack:
            made = Venue(server, await server.new_session(title="ふらっと"), stack, launch)
            yield made
            assert made.blocked == []
    finally:
        await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server with nothing in it, over HTTPS too."""
    made = ServerProcess(tmp_path / "data", https_port=free_port(), drawn=True)
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
def a_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What A says."""
    folder = tmp_path_factory.mktemp("speech")
    return speech(folder / "a.wav", "こんにちは。きょうは、いいてんきですね。まどを、あけています。")


@pytest.fixture(scope="session")
def c_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What C says: other words in another rhythm."""
    folder = tmp_path_factory.mktemp("speech")
    return speech(folder / "c.wav", "はい。わたしは。おちゃ。をいれて。いま。ゆっくり。のんで。います。")
