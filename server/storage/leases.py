"""Leases in this process: for a single node, and for several nodes of one process in tests.

Theory: who holds what is a dictionary, so nothing needs to be renewed in time to be kept from another process; what makes
sure that a process which was left over cannot write is the token, in the journal. Tokens go on from the newest that the
journal has seen, so they grow across restarts, whatever the clock does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from server.ports import JournalAway, LeasesAway, Token

LEASE_SECONDS = 15
"""How long a room is held without being renewed: how long it stays unreachable after its node has died."""


@dataclass(slots=True)
class _Held:
    owner: str
    token: Token
    until: int


@dataclass(slots=True)
class Held:
    """Who holds which room, and the newest token of each."""

    rooms: dict[str, _Held] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)


class InProcessLeases:
    """server.ports.Leases. `now` in ms; `floor` tells the newest token of a room that outlived this process."""

    def __init__(
        self,
        now: Callable[[], int],
        floor: Callable[[str], Awaitable[Token]],
        *,
        owner: str = "",
        held: Held | None = None,
    ) -> None:
        self._now = now
        self._floor = floor
        self._owner = owner
        self._held = held or Held()

    async def take(self, room: str) -> Token | None:
        try:
            floor = await self._floor(room)
        except JournalAway as error:
            raise LeasesAway from error
        there = self._held.rooms.get(room)
        if there is not None and there.owner != self._owner and there.until > self._now():
            return None
        token = Token(max(floor, self._held.newest.get(room, 0)) + 1)
        self._held.newest[room] = token
        self._held.rooms[room] = _Held(self._owner, token, self._until())
        return token

    async def renew(self, room: str, token: Token) -> bool:
        there = self._held.rooms.get(room)
        if there is None or there.token != token:
            return False
        there.until = self._until()
        return True

    async def drop(self, room: str, token: Token) -> None:
        there = self._held.rooms.get(room)
        if there is not None and there.token == token:
            del self._held.rooms[room]

    def _until(self) -> int:
        return self._now() + LEASE_SECONDS * 1000
