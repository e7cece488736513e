"""What crosses the wire beside commands and events: envelopes, acknowledgements, joining. The single source of the
client's types (`make protocol`), and the only place where a message to a client becomes JSON.

Socket.IO, WebSocket transport, namespace "/". The client connects with `Hello` as its auth. Client to server: one event,
`command`, with a ClientCommand, answered by an `Ack`. Server to client, each as an event of that name: `view`, `events`,
`walks`, `speaking`, `voice`, `bye`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from rooms.activities import AnyStart
from rooms.activities.themes import SentTheme
from rooms.balance import Balance
from rooms.base import AvatarChoice, LinkEnd, Millis, Role, Wire, unsaid
from rooms.events import AnyEvent, Arrival, Event
from rooms.jsons import Jsons
from rooms.refusals import Code, Refusal
from rooms.views import View
from rooms.walks import Stroll

PROTOCOL = 7
"""Raised when an old client could no longer be understood; it is then told `old_client` and reloads."""


class Hello(Wire):
    """Auth of a connection."""

    token: Annotated[str, Field(min_length=1, max_length=600)]
    """From JoinAnswer."""
    protocol: int = PROTOCOL
    rev: Annotated[int, Field(ge=0)] | None = None
    """The last revision this client has folded in; without it a fresh view is sent."""


class Came(Wire):
    """A view's `arrivals` as they are sent: of each participant, in the order of its people, without saying again who they
    are. Ids and moments of four hundred would be a quarter of all that the desk is brought."""

    after: tuple[int, ...]
    """Seconds since the one before came in; for the first, since 1970."""
    marks: Annotated[str, Field(pattern=r"^[0-3]*$")]
    """A digit each: 1 came for the first time, 2 has been greeted, 3 both, 0 neither."""


class ViewMessage(Wire):
    """`view`: a full view at a revision, with the soft state of the moment."""

    rev: int
    now: Millis
    """The server's clock: phones are minutes off."""
    view: View
    walks: tuple[Stroll, ...]
    speaking: tuple[str, ...]
    came: Came | None = unsaid(None)
    """For staff, in JSON alone: what stands in its view's `arrivals` once it is read."""

    @model_validator(mode="after")
    def _read(self) -> ViewMessage:
        if self.came is None:
            return self
        ids = [person for person, shown in self.view.people.items() if shown.role is Role.PARTICIPANT]
        arrivals = tuple(
            Arrival(person=person, at=at * 1000, first_time=mark in "13", greeted=mark in "23")
            for person, at, mark in zip(ids, accumulate(self.came.after), self.came.marks, strict=True)
        )
        return self.model_copy(update={"view": self.view.but(arrivals=arrivals), "came": None})


class EventsMessage(Wire):
    """`events`: what changed. Apply if `to` is higher than one's revision; a viewer's revisions have gaps."""

    model_config = {"populate_by_name": True, "serialize_by_alias": True}

    from_: Annotated[int, Field(alias="from")]
    to: int
    events: tuple[Event, ...]


class WalksMessage(Wire):
    """`walks`: walks that began since the last such message, at most five messages a second. May be lost."""

    walks: tuple[Stroll, ...]


class SpeakingMessage(Wire):
    """`speaking`: who is speaking now, of those whom this viewer may hear. May be lost."""

    people: tuple[str, ...]


class VoiceMessage(Wire):
    """`voice`: every voice peer was lost on the server's side; whoever has sound offers again."""

    restarted: Literal[True] = True


class Bye(Wire):
    """`bye`: the server ends this connection. After `shutting_down` and `overloaded` the client comes back by itself, all
    others are final; after `link_revoked`, `link_expired` and `link_early` only another link leads back."""

    code: (
        LinkEnd
        | Literal["replaced", "sent_away", "session_ended", "left", "shutting_down", "overloaded", "remote_ended"]
    )
    for_good: bool = False


class Accepted(Wire):
    ok: Literal[True] = True
    rev: int
    """The room's revision once the command is durable."""
    answer: str | None = None
    """SDP answer, for offer_voice only."""
    looks: tuple[AvatarChoice, ...] | None = None
    """For show_looks only."""
    nickname: str | None = None
    """For suggest_nickname only."""
    balance: Balance | None = None
    """For show_balance only."""


class Refused(Wire):
    ok: Literal[False] = False
    code: Code
    retry_after: int | None = None
    """Milliseconds, where waiting helps."""


class JoinRequest(Wire):
    """POST /api/join. Exactly one of the link's secret (what stands after #) and the short code."""

    secret: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    code: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
    """Random, kept by the browser until the session's end: who one is in it, as long as no one else knows it. One device is
    one person per role, and what staff decided about that person holds for the device."""
    another: Annotated[int, Field(ge=0, le=3)] = 0
    """別の人として入る: the how many'th other person at the same device."""
    token: Annotated[str, Field(max_length=600)] | None = None
    """A token from before: the same person comes back (two tabs of one person are one person)."""


class Contact(Wire):
    """Whom to call and where to go: the organisation by whose link one came, and the hall. Each part may be empty."""

    telephone: str = ""
    dial: str = ""
    """What to dial for it, as it stands after tel:, since no page can tell a sign that is dialled from one that is read."""
    hours: str = ""
    """When somebody answers it."""
    mail: str = ""
    note: str = ""
    """Lines with whatever else there is to say."""
    place: str = ""
    """The hall's name, where anybody may walk there; else empty, as its address is."""
    address: str = ""


class SentThemes(Wire):
    """Themes that people sent before the session, without a name, for its staff to lay on the board (`bring_in`)."""

    themes: tuple[SentTheme, ...]


class WhatBecameOf(Wire):
    """A line of what the meeting before decided, and what became of it."""

    text: str
    became: Literal["", "done", "going_on", "not_possible"]
    """Empty while nobody has said."""
    word: str


class DecidedBefore(Wire):
    """前回どうなったか: what the meeting before decided, for the staff of this one."""

    lines: tuple[WhatBecameOf, ...]


class JoinAnswer(Wire):
    """What a page needs before it connects."""

    token: str
    person: str
    role: Role
    session: str
    title: str
    page_title: str
    """Neutral: what the browser's tab shows."""
    open_at: Millis
    early_at: Millis
    end_at: Millis
    until_at: Millis
    """When it is over at the latest: a room goes on past its planned end for those who stay."""
    ended: bool
    ask_first_time: bool = False
    """Whether はじめてです may be ticked on entering."""
    next_date: Millis | None = None
    """The next session, for the page one sees after leaving."""
    calendar: str | None = None
    """Path of this session's calendar file; None once it is over."""
    next_calendar: str | None = None
    """And of the next one's, where it is of the same series."""
    zone: str = "Asia/Tokyo"
    """Where the session is held, as a time zone: its hours are those of that place. A page names it if it is not Japan's."""
    join_url: str | None = None
    join_code: str | None = None
    join_qr: str | None = None
    """SVG. These three for screens and staff only."""
    contact: Contact | None = None
    """None where the organisation has given none, or the link is of no organisation."""
    notes_kept: bool = False
    """Whether a worry that nobody in the room may read is kept for administrators: not where there are none."""
    remote: str = ""
    """Which 手元リモコン this is; empty for every other page."""


class Idea(Wire):
    """A text that staff may give to all, in each language."""

    ja: str
    ja_simple: str
    en: str


class IdeaSet(Wire):
    """Prompts about one theme, or one deck of cards."""

    id: str
    title: Idea
    ideas: tuple[Idea, ...]


class ReadyActivity(Wire):
    """An activity of the library."""

    id: str
    title: Idea
    about: Idea
    """One sentence: how it goes."""
    first: str
    """What whoever leads it says first."""
    least: int
    most: int
    """For how many people it is good."""
    minutes: int
    pressure: Annotated[int, Field(ge=1, le=5)]
    """How much courage it takes; 1 takes none."""
    ways: tuple[Literal["voice", "text", "taps"], ...]
    """Each of them is enough to the end."""
    listening: str
    """What somebody does who only listens."""
    paper: str
    """How it is done in the hall by who has no device."""
    start: AnyStart


class Ideas(Wire):
    """GET /api/ideas: what the desk offers a tap away."""

    prompts: tuple[IdeaSet, ...]
    cards: tuple[IdeaSet, ...]
    activities: tuple[ReadyActivity, ...]


class RemoteByDesk(Wire):
    """POST /api/remote offers a 手元リモコン; /api/remote/look asks how it stands; /api/remote/withdraw ends it."""

    token: Annotated[str, Field(min_length=1, max_length=600)]
    """The desk's own."""


class RemoteAnswered(Wire):
    """POST /api/remote/answer: はい or いいえ at the desk."""

    token: Annotated[str, Field(min_length=1, max_length=600)]
    number: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    """Which the desk showed when it was answered."""
    yes: bool


class RemoteOffer(Wire):
    """What a desk shows to a telephone. `url` and `qr` are told once, as it is made."""

    url: str
    qr: str | None
    """SVG; None while too many are being drawn."""
    until: Millis
    number: str = ""
    """Of the telephone that has come by it; empty until one has."""


class RemoteClaim(Wire):
    """POST /api/remote/claim: a telephone has read the QR code."""

    offer: Annotated[str, Field(min_length=1, max_length=64)]
    """What stands after # in its address."""
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]


class RemoteClaimed(Wire):
    claim: str
    number: str
    """Shown large, and on the desk, too."""


class RemoteWait(Wire):
    """POST /api/remote/wait: whether the desk has answered."""

    claim: Annotated[str, Field(min_length=1, max_length=64)]


class RemoteToken(Wire):
    token: str | None
    """None until the desk has said はい."""


class ApiError(Wire):
    """Every HTTP error's body."""

    code: Code
    retry_after: int | None = None
    contact: Contact | None = None
    """Whom to ask instead, where joining was refused."""


# -- JSON: what is sent a thousand times a second is put together without a model of its own; a test compares the two ------


_SAID_ELSEWHERE: dict[str, Any] = {"view": {"people": {"__all__": {"id"}}, "arrivals": True}}
"""By the key, and by `came`."""


def encode(message: ViewMessage | WalksMessage | SpeakingMessage | VoiceMessage | Bye) -> bytes:
    """The JSON of a server event's one argument."""
    if not isinstance(message, ViewMessage):
        return message.model_dump_json(by_alias=True).encode()
    sent = message.model_copy(update={"came": _came(message.view)})
    return sent.model_dump_json(by_alias=True, exclude=_SAID_ELSEWHERE).encode()


def _came(view: View) -> Came | None:
    """None where nobody came, or none of it is for this viewer."""
    if not view.arrivals:
        return None
    at = [arrival.at // 1000 for arrival in view.arrivals]
    return Came(
        after=tuple(map(int.__sub__, at, [0, *at])),
        marks="".join(str(arrival.first_time + 2 * arrival.greeted) for arrival in view.arrivals),
    )


def encode_events(start: int, end: int, events: Sequence[AnyEvent], jsons: Jsons | None = None) -> bytes:
    """The JSON of an EventsMessage: what changed from revision `start` to `end`."""
    return b'{"from":%d,"to":%d,"events":[%b]}' % (start, end, (jsons or Jsons()).of(events))


def encode_accepted(
    rev: int,
    answer: str | None = None,
    looks: tuple[AvatarChoice, ...] | None = None,
    nickname: str | None = None,
    balance: Balance | None = None,
) -> bytes:
    """The JSON of an Accepted."""
    if answer is None and looks is None and nickname is None and balance is None:
        return b'{"ok":true,"rev":%d,"answer":null,"looks":null,"nickname":null,"balance":null}' % rev
    return Accepted(rev=rev, answer=answer, looks=looks, nickname=nickname, balance=balance).model_dump_json().encode()


def encode_refused(refusal: Refusal) -> bytes:
    """The JSON of a Refused."""
    return Refused(code=refusal.code, retry_after=refusal.retry_after).model_dump_json().encode()
