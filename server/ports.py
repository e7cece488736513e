"""The ports: what the core asks of the world, as Protocols. Adapters implement them; only `server.main` names adapters.

A port that has two adapters has one contract suite in tests/contract, which runs on both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rooms.base import Role
from rooms.hearing import HearingPlan
from rooms.state import Settings
from rooms.tally import Numbers


class VoiceRefused(Exception):
    """An offer could not be answered. `code` is one of the codes of `rooms.refusals` that begin with `voice_`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class VoiceNews(Protocol):
    """What is told of the voices in a room. Called on the event loop of whoever runs the engine; must return at once."""

    def speaking(self, room: str, people: frozenset[str]) -> None:
        """The set of people who can be heard speaking right now has changed."""

    def gone(self, room: str, person: str) -> None:
        """This peer's transport has ended (ten seconds of nothing, DTLS closed or failed). An offer brings it back."""


class VoiceListener(VoiceNews, Protocol):
    """What the engine tells the core, on the server's event loop."""

    def restarted(self) -> None:
        """Every peer was lost (the worker died and a new one is up): all clients must offer again."""


class VoiceEngine(Protocol):
    """Mixes voices. One peer per (room, person); a new offer of the same pair replaces the old peer at once."""

    async def start(self, listener: VoiceListener) -> None: ...

    async def stop(self) -> None: ...

    async def offer(self, room: str, person: str, sdp: str) -> str:
        """Answer a browser's offer (one audio section, sendrecv). Returns the answer's SDP; raises VoiceRefused."""

    def plan(self, room: str, plan: HearingPlan) -> None:
        """Replace the hearing plan of a room. People in it who have no peer (yet) are simply not there (yet)."""

    def close(self, room: str, person: str) -> None:
        """Free this person's peer. Unknown peers are fine."""

    def close_room(self, room: str) -> None:
        """Free every peer and the plan of a room."""

    async def stats(self) -> Mapping[str, float]:
        """What has been counted since the engine began, by name: `peers` it has, `ready` of them connected, and more.

        Counts and seconds. Empty while no engine runs: that is how health sees it.
        """


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A group of events of one room that were decided together. `last` is the room's revision after them."""

    last: int
    payload: bytes
    """UTF-8 JSON list of events, in the clear: the adapter encrypts."""


class Journal(Protocol):
    """Append-only, one per room, encrypted under the room's own key."""

    async def append(self, room: str, entries: Sequence[JournalEntry]) -> None:
        """Durable against kill -9 when this returns. Raises JournalLost if the room was erased or the write failed."""

    async def read(self, room: str) -> list[JournalEntry]:
        """All entries in order; an empty list for a new room. Raises JournalLost for an erased one."""

    async def create(self, room: str) -> None:
        """Make a key for a room. Creating one that exists is fine."""

    async def erase(self, room: str) -> None:
        """Delete the entries and the key, for ever. Afterwards the raw files hold only ciphertext without a key."""


class JournalLost(Exception):
    """The journal of this room cannot be written or read any more."""


class Client(Protocol):
    """One connected client. Nothing here blocks or raises: a client that does not read is dropped by its adapter."""

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        """Write a ready-made frame, in order with all others. A volatile frame may be left out if the client is behind."""

    def acknowledge(self, ack: int, payload: bytes) -> None:
        """Answer the command that came with this number. `payload` is JSON."""

    def close(self) -> None:
        """End the connection after what was sent before."""


class Framer(Protocol):
    """Makes the frame of a server event once, for everybody who gets the same bytes."""

    def __call__(self, event: str, payload: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as the office knows it."""

    settings: Settings
    ended: bool
    ask_first_time: bool = False
    """Whether those who enter may tick はじめてです."""
    frozen: bool = False
    """Whether the office's changes reach it no more (`Office.freeze`)."""
    open_to_all: bool = True
    """Whether the link for participants may be shown on a screen: not where one reserves or shows a pass."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A link: whom it makes of those who open it. `expires_at` in ms since 1970, None for the session's own end."""

    id: str
    session: str
    role: Role
    revoked: bool
    expires_at: int | None
    code: str | None
    """Short code, for links that have one."""
    starts_at: int | None = None
    """From when it lets anybody in (personal links of the rota)."""
    organisation: str | None = None
    """Who gave it out: counts are kept apart by it."""
    personal: bool = False
    """Of one reservation or one person on the rota: never shown to others."""


class Office(Protocol):
    """Sessions and links: what outlives a session's words. Holds nothing about participants."""

    async def create_session(self, settings: Settings) -> None:
        """Raises ValueError if the id exists."""

    async def session(self, session: str) -> SessionRecord | None: ...

    async def look(self, session: str) -> SessionRecord | None:
        """A session as its room would begin now; nothing is written. None if unknown, over, cancelled or without a room."""

    async def freeze(self, session: str) -> SessionRecord | None:
        """A session whose room begins: from here on no change of the office reaches it. Written once; None as above."""

    async def due_sessions(self, before: int) -> list[SessionRecord]:
        """Sessions that have not ended and whose early doors are before this time, earliest first."""

    async def next_date(self, session: str, now: int) -> int | None:
        """When those of a session meet again, in ms since 1970; None if nothing is planned."""

    async def end_session(self, session: str) -> None:
        """Mark a session as ended; its links no longer let anybody in."""

    async def add_link(
        self, session: str, role: Role, *, expires_at: int | None = None, code: str | None = None
    ) -> str:
        """Make a link; returns its id. Raises ValueError if the code is in use."""

    async def link(self, link: str) -> LinkRecord | None: ...

    async def links(self, session: str) -> list[LinkRecord]: ...

    async def revoke_link(self, link: str) -> bool:
        """False if there is no such link."""

    async def find_code(self, code: str) -> LinkRecord | None: ...

    async def keep_counts(self, session: str, totals: Mapping[str, Numbers]) -> None:
        """Write a room's numbers down, by the organisation whose links people came by, in place of those before."""

    async def came(self, link: str) -> None:
        """Somebody came in by this link: a reservation it belongs to was kept."""
