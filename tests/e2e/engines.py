"""In which browsers the tests of whole ways run, by name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.async_api import Browser

from server.config import lan_address
from tests.e2e.browser import browser
from tests.e2e.firefox import firefox


class Launch(Protocol):
    """Starts a browser of its own, whose microphone says what is in a file."""

    def __call__(self, microphone: Path | None = None) -> AbstractAsyncContextManager[Browser]: ...


ENGINES: Mapping[str, Launch] = {"chromium": browser, "firefox": firefox}
IN_BOTH = pytest.mark.parametrize("engine", ENGINES, indirect=True)
IN_FIREFOX = pytest.mark.parametrize("engine", ["firefox"], indirect=True)


def voice_address(engine: str) -> str:
    """Where voices meet on this machine: Firefox never connects over 127.0.0.1, so there an address of the machine's own."""
    if engine != "firefox":
        return "127.0.0.1"
    own = lan_address()
    if own is None:
        raise RuntimeError("Firefox needs an address of this machine other than the loopback's for voices")
    return own
