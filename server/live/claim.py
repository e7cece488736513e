"""A room as its node holds it: the lease, the newest token, and the journal by that token.

Theory: a lease is only a promise of when to look again; what keeps two writers apart is the token, compared by the journal
where the write lands. So each (re)load takes a new token: a write of our own that timed out, and may still be on its way,
is shut out like anybody else's.

Invariant: once `lost`, nothing of this claim is written again; whoever made it is told once, and stops the actor. (Erasing
goes on: it follows from what the journal says, and two who do it are no harm.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from server.ports import Fenced, Journal, JournalAway, JournalEntry, JournalLost, Leases, LeasesAway, Token

log = structlog.get_logger(__name__)

Sleep = Callable[[float], Awaitable[None]]


class Claim:
    """What an actor knows of its store. `on_lost` is called at most once, at once, and must not block."""

    def __init__(
        self, room: str, journal: Journal, leases: Leases, on_lost: Callable[[], None], sleep: Sleep = asyncio.sleep
    ) -> None:
        self.room = room
        self.lost = False
        self._journal = journal
        self._leases = leases
        self._on_lost = on_lost
        self._sleep = sleep
        self._token: Token | None = None
        self._changing = asyncio.Lock()  # a renewal must not meet a token that is being replaced

    async def begin(self) -> list[JournalEntry]:
        """Take the room, shut out whoever wrote before, and read. Also to begin again, after a failed write.

        Raises Fenced if another node holds the room, JournalAway if a store fails, JournalLost if it cannot be read.
        """
        async with self._changing:
            if self.lost:
                raise Fenced
            self._token = None  # whatever fails from here on, the old one is of no use any more
            try:
                token = await self._leases.take(self.room)
            except LeasesAway as error:
                raise JournalAway from error
            if token is None:
                raise self._lose()
            self._token = token
        try:
            await self._journal.open(self.room, token)
        except Fenced as error:
            raise self._lose() from error
        return await self._journal.read(self.room)

    def append_at_once(self, after: int, entries: Sequence[JournalEntry]) -> bool:
        """What `append` does where nothing need be waited for; False where that must be asked. Raises as `append` does."""
        try:
            return self._journal.append_at_once(self.room, self._held(), after, entries)
        except Fenced as error:
            raise self._lose() from error

    async def append(self, after: int, entries: Sequence[JournalEntry]) -> None:
        """Raises what Journal.append raises; after Fenced the claim is lost. Whoever is cancelled meanwhile goes on only
        when the disk has written."""
        await self._with_token(lambda token: self._write(token, after, entries))

    async def _write(self, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        writing = asyncio.ensure_future(self._journal.append(self.room, token, after, entries))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            # The disk writes on; whoever begins this room next must not read before it has.
            await asyncio.gather(writing, return_exceptions=True)
            raise

    async def cut(self, after: int) -> None:
        """Forget what follows this revision. Raises as `append` does."""
        await self._with_token(lambda token: self._journal.cut(self.room, token, after))

    async def _with_token(self, write: Callable[[Token], Awaitable[None]]) -> None:
        try:
            await write(self._held())
        except Fenced as error:
            raise self._lose() from error

    def _held(self) -> Token:
        if self.lost:
            raise Fenced
        if self._token is None:
            raise JournalAway
        return self._token

    async def renew(self) -> None:
        """Hold the room on. A store that does not answer changes nothing: it is asked again at the next turn."""
        async with self._changing:
            if self._token is None or self.lost:
                return
            try:
                held = await self._leases.renew(self.room, self._token)
            except LeasesAway:
                log.warning("lease_not_renewed", room=self.room)
                return
            if not held:
                self._lose()

    async def erase(self) -> None:
        """The session is over: its words become unreadable at once; what is stored is deleted as soon as the store works."""
        delay = 0.5
        while True:
            try:
                await self._journal.erase(self.room)
            except JournalLost:
                log.error("erase_failed", room=self.room)
                await self._sleep(delay)
                delay = min(delay * 2, 60.0)
            else:
                return

    async def drop(self) -> None:
        """Let another have the room. What cannot be given back now ends by itself."""
        async with self._changing:
            token, self._token = self._token, None
            if token is None or self.lost:
                return
            try:
                await self._leases.drop(self.room, token)
            except LeasesAway:
                log.warning("lease_not_dropped", room=self.room)

    def _lose(self) -> Fenced:
        """Nothing more is written. Returns what to raise."""
        if not self.lost:
            self.lost = True
            log.warning("lease_lost", room=self.room)
            self._on_lost()
        return Fenced()
