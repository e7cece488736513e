"""Programs beside a browser (a sound device, a screen, a driver) that end with the tests, however those end."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


def needed(command: str) -> str:
    """The path of a program that these tests cannot do without."""
    path = shutil.which(command)
    if not path:
        raise RuntimeError(f"{command} is missing: make system-packages")
    return path


@asynccontextmanager
async def companion(command: str, *arguments: str, **how: Any) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run it meanwhile, in silence. The kernel ends it also where the tests are killed and nobody is left to do so."""
    process = await asyncio.create_subprocess_exec(
        needed("setpriv"), "--pdeathsig", "TERM", "--", needed(command), *arguments,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, **how,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
