"""How a PDF comes in, at the desk and in the office: streamed to a file without a name, drawn page by page, kept sealed. And
the pages that are in memory, so that whoever deletes a deck, here or there, takes it from there, too.

Theory: 20 MB are too much for memory, so they go to disk as they come; and a document lies nowhere in the clear when it
is done or given up, however that happens. So the file has no name from the beginning (O_TMPFILE): it is gone with the
process that has it open, also by a kill. What became of a deck that was begun and not finished is deleted here, and by
the next start.

Invariants: two documents of a session at a time, few of an organisation and of all, and organisations take turns
(`server.pools.Turns`); none waits for one that has not come whole. A place is lost by who sends slower than a poor line
does, and by who has gone. Whoever may not bring one has been turned away before the first byte is read. None is taken,
nor another page, when the disk has less than SPARE left: that is for what people say.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

import structlog
from aiohttp import web

from rooms.activities.slides import MOST
from rooms.refusals import Code
from server.kept import Kept
from server.office.base import models
from server.office.base.common import Safe
from server.office.base.database import Lane
from server.office.decks import keeping
from server.pools import Busy, OwnBusy, Pools
from server.ports import SlideMaker, SlidePage, SlidesRefused

MAX_PDF = 20 * 1024 * 1024
"""Bytes. The proxies' own limit for these paths is above it (docs/deploy.md), so that who is refused reads why."""
SECONDS = 300.0
"""For so large a body to arrive."""
PACE, PATIENT_MS = 12, 10_000
"""Bytes in each millisecond that a body comes with on the whole, once so long has gone by: the places are few. A telephone
whose line was slowed down to 128 kbit/s for the rest of the month sends more."""
LOOK = 1.0
"""Seconds after which somebody who waits is looked at again: are they there, and does anything come."""
SPARE = 512 * 1024 * 1024
"""Bytes that slides leave free on the disk."""
_PICTURES, _TEXTS = 16_000_000, 1_000_000
"""Bytes of pictures, and characters of texts, that are kept: a page that is turned to is asked for by a whole hall."""
_FOR_MS = 600_000
_MARK, _HEAD = b"%PDF-", 1024
"""Stands somewhere in so many bytes at the beginning of every PDF (ISO 32000, annex H)."""
PATHS = frozenset({"/api/slides", "/api/office/{o}/sessions/{session}/slides"})
"""Where PDFs come in: the only ones with that limit, and that time."""

Turn = Callable[[], contextlib.AbstractAsyncContextManager[None]]
Write = Callable[..., Awaitable[Any]]
"""Does a function of a connection in a transaction, with whatever else is to be asked in it."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Bringing:
    """Takes documents, until it is told to stop."""

    database: Lane
    safe: Safe
    maker: SlideMaker
    folder: Path
    """Where the nameless file is: beside the databases, since /tmp may be memory."""
    now: Callable[[], int]
    pools: Pools
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    """Bytes left where a folder is."""
    stopping: bool = False
    pictures: Kept[bytes] = field(init=False)
    texts: Kept[str] = field(init=False)
    """By (session, deck, page), as the pictures are."""

    def __post_init__(self) -> None:
        self.pictures = Kept(_PICTURES, self.now, _FOR_MS)
        self.texts = Kept(_TEXTS, self.now, _FOR_MS)

    def stop(self) -> None:
        """Whoever brings one just now is told that the server comes back."""
        self.stopping = True

    def forget(self, session: str, deck: str) -> None:
        """It was deleted: nobody is handed a page of it any more."""

        def of_it(name: Hashable) -> bool:
            return isinstance(name, tuple) and name[:2] == (session, deck)

        self.pictures.forget(of_it)
        self.texts.forget(of_it)

    async def take(self, request: web.Request, session: str, name: str, write: Write) -> models.DeckShown:
        """A request's body as a deck of a session. `write` does what is done first and last.

        Raises SlidesRefused, Busy (also for who sends too slowly: the place is for others), and what `write` raises.
        """
        if (request.content_length or 0) > MAX_PDF:
            raise SlidesRefused(Code.TOO_LARGE)
        await self.database.read(keeping.may_begin, session, self.now())  # before twenty megabytes have come in vain
        house = await self.database.read(keeping.house_of, session)
        try:
            with self.pools.slides.place(house, session) as turn:
                return await self._taken(request, turn, session, name, write)
        except OwnBusy:
            raise SlidesRefused(Code.SLIDES_WAIT) from None

    async def _taken(self, request: web.Request, turn: Turn, session: str, name: str, write: Write) -> models.DeckShown:
        try:
            await self._spare()
            file = await self.pools.files.run(_nameless, self.folder)
            try:
                await self._read(request, file)
                async with self._turn(request, turn):
                    return await self._drawn(request, file, session, name, write)
            finally:
                await self.pools.files.run(file.close)
        except OSError as error:
            if not _is_full(error):
                raise
            log.warning("slides_disk_full", room=session)
            raise SlidesRefused(Code.DISK_FULL) from None

    async def _spare(self) -> None:
        if await self.pools.files.run(self.free, self.folder) < SPARE:
            raise OSError(errno.ENOSPC, "less than is spared for what people say")

    async def _read(self, request: web.Request, file: BinaryIO) -> None:
        size, head, begun = 0, b"", self.now()
        try:
            while not request.content.at_eof():
                chunk = await self._some(request)
                size += len(chunk)
                self._still(request)
                if size > MAX_PDF:
                    raise SlidesRefused(Code.TOO_LARGE)
                if (waited := self.now() - begun) > PATIENT_MS and size < PACE * waited:
                    raise Busy
                head += chunk[: max(0, _HEAD - len(head))]
                await self.pools.files.run(file.write, chunk)
        except (web.RequestPayloadError, ConnectionError):  # broken off, or not compressed as its header says
            raise SlidesRefused(Code.BAD_REQUEST) from None
        if _MARK not in head:
            raise SlidesRefused(Code.NOT_A_PDF)
        await self.pools.files.run(file.flush)

    @staticmethod
    async def _some(request: web.Request) -> bytes:
        """What has come next; nothing where nothing has for a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                return await request.content.readany()
        return b""

    @contextlib.asynccontextmanager
    async def _turn(self, request: web.Request, turn: Turn) -> AsyncIterator[None]:
        """Wait for one's turn to be drawn, as long as somebody is there."""
        async with contextlib.AsyncExitStack() as taken:
            mine = asyncio.create_task(taken.enter_async_context(turn()), name="turn")
            try:
                while not (await asyncio.wait({mine}, timeout=LOOK))[0]:
                    self._still(request)
            finally:
                mine.cancel()
                await asyncio.wait({mine})  # its turn, if it came just now, goes on to the next
            yield

    async def _drawn(
        self, request: web.Request, file: BinaryIO, session: str, name: str, write: Write
    ) -> models.DeckShown:
        deck = await write(keeping.begin, self.safe, session, keeping.title_of(name), self.now())
        whole: models.DeckShown | None = None
        try:
            count = await self.maker.draw(file, MOST, partial(self._keep, request, session, deck))
            made: models.DeckShown = await write(keeping.finish, self.safe, session, deck, count)
            whole = made
        finally:
            if whole is None:
                await self._drop(session, deck)
        log.info("slides_brought", room=session, count=count)
        return made

    async def _drop(self, session: str, deck: str) -> None:
        """Of what was begun nothing stays. On a disk that is full to the last byte not even that can be written: then the
        next deck of this session, or the next start, takes it away."""
        try:
            await self.database.write(keeping.drop, session, deck)
        except OSError as error:
            if not _is_full(error):
                raise

    def _still(self, request: web.Request) -> None:
        if self.stopping:
            raise SlidesRefused(Code.SHUTTING_DOWN)
        if request.transport is None or request.transport.is_closing():  # やめる, or the tablet is gone
            raise SlidesRefused(Code.BAD_REQUEST)

    async def _keep(self, request: web.Request, session: str, deck: str, number: int, page: SlidePage) -> None:
        self._still(request)
        await self._spare()
        await self.database.write(keeping.add_page, self.safe, session, deck, number, page)


def _is_full(error: OSError) -> bool:
    """Whether there was no room for something: on the disk, in what this account may have of it, or in the database."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _nameless(folder: Path) -> BinaryIO:
    return cast("BinaryIO", tempfile.TemporaryFile(dir=folder))
