"""The ports: what the core asks of the world, as Protocols, and `Room`: what the world asks of the core.

Adapters implement them; only `server.main` names adapters. A port with two adapters has one contract suite in
tests/contract that runs on both: `Journal` (SQLite, Redis), `Leases` (in process, Redis), `Office` (SQLite, PostgreSQL),
`VoiceEngine` (the worker process, and the tests' own in process).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NewType, Protocol

from rooms.base import LinkEnd, Role
from rooms.commands import ClientCommand
from rooms.hearing import HearingPlan
from rooms.notes import Handed
from rooms.refusals import Code, Refusal
from rooms.state import Settings
from rooms.tally import Numbers


class VoiceRefused(Exception):
    """An offer could not be answered. `code` is one of the codes of `rooms.refusals` that begin with `voice_`, or
    `too_fast`: the person has offered again before it was. `retry_after` in milliseconds where waiting helps."""

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


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


Token = NewType("Token", int)
"""Who may write to a room: of two tokens of one room the greater is the newer, and only the newest one counts."""


class Journal(Protocol):
    """Append-only, one per room, encrypted under the room's own key. One token at a time may write to a room, and it is
    compared where the write lands, in the same transaction: whoever was paused or cut off cannot write late."""

    async def open(self, room: str, token: Token) -> None:
        """From now on this token alone may append. Makes a key for a room that has none.

        Raises Fenced if a newer one has opened the room, JournalAway if the store fails.
        """

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        """Durable against kill -9 when this returns. Revisions grow within the entries, which follow revision `after`
        (0: nothing was written yet).

        Raises Fenced unless this token was the last to open the room, JournalCut if the store's newest entry is not
        that of `after` (nothing is written then), JournalLost if the room was erased or a revision does not grow,
        JournalAway if the store fails: then the entries may have landed, or may land later, until the room is opened
        with a newer token.
        """

    def append_at_once(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> bool:
        """What `append` does, where nothing need be waited for: durable when this returns True. False where only `append`
        can say, as for more than one entry: nobody has been told anything then, and `append` compares again. Blocks for no
        longer than a quick disk takes. Raises as `append` does."""

    async def read(self, room: str) -> list[JournalEntry]:
        """All entries in order; an empty list for a new room. Raises JournalLost for an erased one, JournalAway if the
        store fails."""

    async def cut(self, room: str, token: Token, after: int) -> None:
        """Forget every entry above this revision: nothing that follows a hole can be told. Raises as `append` does."""

    async def erase(self, room: str) -> None:
        """Delete the entries and the key, for ever. Afterwards the raw files hold only ciphertext without a key.

        Asks for no token: that a session is over stands in its journal, so whoever read it there may do this. Raises
        JournalAway if the store fails: the key is gone by then, and asking again deletes the rest.
        """


class JournalLost(Exception):
    """The journal of this room cannot be written or read any more."""


class Fenced(JournalLost):
    """Somebody has opened this room since, with a newer token: by this one nothing can be written any more."""


class JournalAway(JournalLost):
    """The store failed or did not answer in time. It may work again in a minute."""


class JournalCut(JournalAway):
    """The store has another newest entry than the writer believes: it has lost some. The room begins again from it."""


class Leases(Protocol):
    """Which node a room lives on. A lease ends by itself if its node does not renew it, so that another can go on.

    A lease alone excludes nobody (a node may be paused between looking and writing): its token does, in the journal.
    """

    async def take(self, room: str) -> Token | None:
        """Hold a room, with a token greater than every one before; None while another node holds it.

        A node that holds it already, or held it before it was killed, gets a newer token at once. Raises LeasesAway.
        """

    async def renew(self, room: str, token: Token) -> bool:
        """Hold it for as long again. False if this token holds it no more. Raises LeasesAway."""

    async def drop(self, room: str, token: Token) -> None:
        """Give it back, if this token still holds it. Raises LeasesAway; the lease then ends by itself."""


class LeasesAway(Exception):
    """The store of leases failed or did not answer in time: who holds a room is not known."""


class Client(Protocol):
    """One connected client. Nothing here blocks or raises: a client that does not read is dropped by its adapter."""

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        """Write a ready-made frame, in order with all others. A volatile frame may be left out if the client is behind."""

    def acknowledge(self, ack: int, payload: bytes, *, with_next: bool = False) -> None:
        """Answer the command that came with this number. `payload` is JSON. What may go `with_next` is written with whatever
        is sent next, which is a ping at the latest: for what is answered many times a second and waited for by nobody."""

    def close(self) -> None:
        """End the connection after what was sent before."""


class Framer(Protocol):
    """Makes the frame of a server event once, for everybody who gets the same bytes."""

    def __call__(self, event: str, payload: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who connects, as the adapter has found out: for whom their token speaks, and by which way they came."""

    person: str
    session: str
    role: Role
    device: str
    """Opaque mark of the browser."""
    origin: str = ""
    """The organisation whose link it was, for the counts."""
    link: str = ""
    """The link's id: the right by which they are here."""
    network: str = ""
    """Opaque mark of the address they came from, good within one session."""
    personal: bool = False
    """Whether that link is theirs alone."""
    remote: str = ""
    """Which 手元リモコン of theirs it is; empty for the page they came by."""


class Room(Protocol):
    """The way to a running room. Whoever holds a client's connection need not know where the room lives."""

    async def attach(self, client: Client, visitor: Visitor, rev: int | None) -> Refusal | None:
        """Connect a client that has seen revision `rev` (None: nothing yet).

        Returns when its view is on the way, or with the refusal.
        """

    def detach(self, client: Client, person: str) -> None:
        """This client is gone. Never lost; nothing happens if another one has replaced it."""

    def ask(self, client: Client, person: str, ack: int | None, command: ClientCommand) -> None:
        """A command of an attached client, answered through its acknowledgement, always."""

    async def add_remote(self, person: str, remote: str) -> Refusal | None:
        """From now on this 手元リモコン is one of this person's. Durable when this returns None; else why it is not."""

    def sees_slide(self, person: str, deck: str, page: int) -> bool:
        """Whether this page is shown, just now, to this person."""

    def has(self, person: str) -> bool:
        """Whether somebody has entered, and is not absent."""


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
    zone: str = "Asia/Tokyo"
    """Where it is held: the name of a time zone."""
    next_at: int | None = None
    """When the doors open for whatever follows it in its hall or its series, if that is soon (ms since 1970)."""


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

    def why_ended(self, now: int) -> LinkEnd | None:
        """Why it lets nobody in at `now` (ms); None if it stands. Whether its session is held, it does not say."""
        if self.revoked:
            return "link_revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "link_expired"
        if self.starts_at is not None and self.starts_at > now:
            return "link_early"
        return None


@dataclass(frozen=True, slots=True)
class Town:
    """An organisation, as those who come by its links should know it. Parts of the contact may be empty."""

    name: str
    telephone: str = ""
    dial: str = ""
    """What a telephone is to dial for it, for after tel:."""
    hours: str = ""
    mail: str = ""
    note: str = ""
    keeps_notes: bool = False
    """Whether there is an administrator who can read what `Office.keep_notes` keeps."""
    place: str = ""
    """The hall of the session that was asked about, where anybody may walk there; else empty, as its address is."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NextDate:
    """When those of a session meet again."""

    at: int
    """In ms since 1970."""
    session: str | None
    """Which one it is, where it is of the same series."""


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

    async def next_date(self, session: str, now: int) -> NextDate | None:
        """When those of a session meet again; None if nothing is planned."""

    async def end_session(self, session: str) -> None:
        """Mark a session as ended; its links no longer let anybody in."""

    async def add_link(
        self, session: str, role: Role, *, expires_at: int | None = None, code: str | None = None
    ) -> str:
        """Make a link; returns its id. Raises ValueError if the code is in use."""

    async def link(self, link: str) -> LinkRecord | None: ...

    async def links(self, session: str) -> list[LinkRecord]: ...

    async def ended_links(self, links: Collection[str], now: int) -> Mapping[str, LinkEnd]:
        """Of these links, those that let nobody in at this time (ms since 1970), and why. One look for all."""

    async def revoke_link(self, link: str) -> bool:
        """False if there is no such link."""

    async def find_code(self, code: str) -> LinkRecord | None: ...

    async def town(self, organisation: str, session: str) -> Town | None:
        """The organisation of a link, and where its session meets; None if there is none."""

    async def only_town(self) -> Town | None:
        """For whoever came by nothing that is known: the one organisation here that shows itself to the public. None where
        there are several, since which of them it was is not told."""

    async def sent_themes(self, session: str) -> Mapping[str, str]:
        """Themes that were sent for a session beforehand, by their ids, without those that staff have left out."""

    async def decided_before(self, session: str) -> Sequence[tuple[str, str, str]]:
        """What the meeting before decided: each line, what became of it (`WhatBecameOf.became`), a word about that."""

    async def keep_counts(self, session: str, totals: Mapping[str, Numbers]) -> None:
        """Write a room's numbers down, by the organisation whose links people came by, in place of those before."""

    async def came(self, link: str) -> None:
        """Somebody came in by this link: a reservation it belongs to was kept."""

    async def keep_notes(self, session: str, notes: Sequence[Handed]) -> None:
        """Keep what a room hands out, durably when this returns: notes for administrators, and minutes for the staff of the
        programme. The same once more changes nothing; a note whose origin is no organisation of this office is dropped, and
        so are minutes of a session without a programme.
        `Town.keeps_notes` says beforehand whether anybody can read them."""


class SlidesRefused(Exception):
    """A document is not taken. Nothing of it is left."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SlidePage:
    """A page of a document as it is shown."""

    picture: bytes
    """WebP, of 120,000 bytes at most."""
    text: str
    """What is written on it, for readers; empty where it is a picture only."""


class SlideMaker(Protocol):
    """Makes pages of a PDF, which may be anything that somebody calls so."""

    async def draw(self, pdf: BinaryIO, most: int, take: Callable[[int, SlidePage], Awaitable[None]]) -> int:
        """Hand each page to `take`, from the first (1) on; returns how many there were. What `take` raises ends it.

        Raises SlidesRefused: not_a_pdf, pdf_locked (it asks for a password), too_many_pages (more than `most`), pdf_too_hard
        (it wants more memory or time than anybody gets). No process is left, however it ends."""
