"""server.ports.SlideMaker over a drawing process (`draw`): starts it, takes page after page from it, and ends it,
whatever happens.

The process is handed the file itself, by its descriptor, so that the file needs no name that could be left behind. Nothing
that it says is believed further than its size: what does not follow the form of `frames` is a PDF that is too hard.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import BinaryIO

import structlog

from rooms.refusals import Code
from server.ports import SlidePage, SlidesRefused
from server.slides import frames

PROCESSOR_SECONDS = 240
"""For a whole document: a hundred and fifty pages of photographs take a slow machine two minutes."""
WAIT_SECONDS = 480.0
"""On the wall: it goes on after everybody else."""
_WHY = {code.encode(): code for code in (Code.NOT_A_PDF, Code.PDF_LOCKED, Code.TOO_MANY_PAGES, Code.PDF_TOO_HARD)}

log = structlog.get_logger(__name__)


class PdfRenderer:
    """Draws one document at a time for each call; how many at once is for who calls (`server.pools.Turns`)."""

    def __init__(self, processor_seconds: int = PROCESSOR_SECONDS, wait_seconds: float = WAIT_SECONDS) -> None:
        self._processor_seconds = processor_seconds
        self._wait_seconds = wait_seconds

    async def draw(self, pdf: BinaryIO, most: int, take: Callable[[int, SlidePage], Awaitable[None]]) -> int:
        """As server.ports.SlideMaker."""
        command = [str(pdf.fileno()), str(most), str(self._processor_seconds)]
        try:
            async with asyncio.timeout(self._wait_seconds), _process(command, pdf.fileno()) as said:
                return await _taken(said, most, take)
        except (TimeoutError, frames.Garbled) as error:
            log.warning("slides_too_hard", error=type(error).__name__)
            raise SlidesRefused(Code.PDF_TOO_HARD) from None


async def _taken(said: asyncio.StreamReader, most: int, take: Callable[[int, SlidePage], Awaitable[None]]) -> int:
    """Hand on each page; how many there were. Raises Garbled, SlidesRefused."""
    count = _number(await _expect(said, frames.PAGES), most)
    for number in range(1, count + 1):
        picture = await _expect(said, frames.PICTURE)
        text = await _expect(said, frames.TEXT)
        try:
            await take(number, SlidePage(picture, text.decode()))
        except UnicodeDecodeError:
            raise frames.Garbled from None
    await _expect(said, frames.END)
    return count


async def _expect(said: asyncio.StreamReader, wanted: bytes) -> bytes:
    sort, body = await frames.read(said)
    if sort == frames.WHY and body in _WHY:
        raise SlidesRefused(_WHY[body])
    if sort != wanted:
        raise frames.Garbled
    return body


def _number(body: bytes, most: int) -> int:
    if not body.isdigit() or len(body) > 4 or not 0 < int(body) <= most:
        raise frames.Garbled
    return int(body)


@asynccontextmanager
async def _process(arguments: list[str], file: int) -> AsyncIterator[asyncio.StreamReader]:
    """What the process says. On the way out it is killed and waited for."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.slides.draw",
        *arguments,
        stdin=subprocess.PIPE,  # its end tells the process that the server is gone
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(file,),
        env={name: value for name, value in os.environ.items() if not name.startswith("ENGAWA_")},  # no passwords
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.stdin.close()
        await asyncio.shield(process.wait())
