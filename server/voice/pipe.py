"""What the server and its voice worker say to each other: one JSON object a line, each of them one of the models here.

Orders go to the worker, reports come back. Nothing else knows how they look as bytes. A line that cannot be read ends
nothing: whoever gets it counts it and says so by the question's id, never by its content (an offer holds addresses).

Invariants (tests/voice/test_pipe.py): what was dumped is read as the same; a field that is missing, unknown or of another
type makes the line unreadable; no line is longer than LINE.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rooms.hearing import HearingPlan

LINE = 1 << 22
"""Bytes of the longest line that is read; a longer one is passed over. A plan of a full room has some 50,000."""


class Unreadable(Exception):
    """A line that is no message. `id` is the question it belongs to, if that much can be seen."""

    def __init__(self, id: int | None = None) -> None:
        super().__init__(f"line of question {id}")
        self.id = id


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


# -- orders: the server to its worker ------------------------------------------------------------------------------


class Offer(_Message):
    """A question: answer this offer. Answered by Answer or Refused."""

    kind: Literal["offer"] = "offer"
    id: int
    room: str
    person: str
    sdp: str


class Stats(_Message):
    """A question: what has been counted? Answered by Counted."""

    kind: Literal["stats"] = "stats"
    id: int


class Plan(_Message):
    """The hearing plan of a room from now on."""

    kind: Literal["plan"] = "plan"
    room: str
    plan: HearingPlan


class Close(_Message):
    """Free one peer."""

    kind: Literal["close"] = "close"
    room: str
    person: str


class CloseRoom(_Message):
    """Free a room."""

    kind: Literal["close_room"] = "close_room"
    room: str


# -- reports: the worker to its server -----------------------------------------------------------------------------


class Ready(_Message):
    """The port is open: the first line of every worker."""

    kind: Literal["ready"] = "ready"
    port: int


class Answer(_Message):
    """The answer to an offer."""

    kind: Literal["answer"] = "answer"
    id: int
    sdp: str


class Refused(_Message):
    """The offer cannot be answered; `code` as in server.ports.VoiceRefused."""

    kind: Literal["refused"] = "refused"
    id: int
    code: str


class Counted(_Message):
    """The counters of server.voice.engine.Engine.stats."""

    kind: Literal["counted"] = "counted"
    id: int
    stats: dict[str, float]


class Failed(_Message):
    """An order could not be read or obeyed. `id` is that of the question, None if it was none or could not be seen."""

    kind: Literal["failed"] = "failed"
    id: int | None
    why: str
    """The name of the error, without its words."""


class Speaking(_Message):
    """Who can be heard speaking in a room from now on."""

    kind: Literal["speaking"] = "speaking"
    room: str
    people: frozenset[str]


class Gone(_Message):
    """A peer's transport has ended."""

    kind: Literal["gone"] = "gone"
    room: str
    person: str


Order = Offer | Stats | Plan | Close | CloseRoom
Reply = Answer | Refused | Counted | Failed
Report = Ready | Reply | Speaking | Gone

_M = TypeVar("_M")
_ORDERS: TypeAdapter[Order] = TypeAdapter(Annotated[Order, Field(discriminator="kind")])
_REPORTS: TypeAdapter[Report] = TypeAdapter(Annotated[Report, Field(discriminator="kind")])


def dump(message: Order | Report) -> bytes:
    """The line of a message, with its end."""
    return message.model_dump_json().encode() + b"\n"


def read_order(line: bytes) -> Order:
    """Raises Unreadable."""
    return _read(_ORDERS, line)


def read_report(line: bytes) -> Report:
    """Raises Unreadable."""
    return _read(_REPORTS, line)


def _read(kinds: TypeAdapter[_M], line: bytes) -> _M:
    try:
        return kinds.validate_json(line)
    except ValidationError:
        raise Unreadable(_id_of(line)) from None  # the error would quote the line


def _id_of(line: bytes) -> int | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    number = found.get("id") if isinstance(found, dict) else None
    return number if isinstance(number, int) else None


async def lines(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Whole lines until the pipe closes. The reader's limit must be LINE; of what is longer, an empty line is given."""
    too_long = False
    while True:
        try:
            line = await reader.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            return  # half a line is none: the other side has gone
        except asyncio.LimitOverrunError as error:
            await reader.readexactly(error.consumed)
            too_long = True
            continue
        yield b"" if too_long else line
        too_long = False
