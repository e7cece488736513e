"""The strict base of all wire models, and the small vocabularies that every noun uses.

Wire models are immutable and refuse unknown fields. They are validated from JSON (`model_validate_json`), where arrays
become tuples; sizes are bounded here so that no rule has to think of a megabyte.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """A model that crosses the wire or enters the journal."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


PersonId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
PlaceId = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z0-9-]+$")]
ClientId = Annotated[str, Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
"""An id that a client makes, so that sending the same thing twice does it once."""
Millis = Annotated[int, Field(ge=0, le=2**53)]
"""Milliseconds since 1970-01-01 UTC."""
Nickname = Annotated[str, Field(min_length=1, max_length=80)]
"""As stored: already normalised by moderation; at most 20 characters as people count them."""
MessageText = Annotated[str, Field(min_length=1, max_length=2000)]
Coordinate = Annotated[int, Field(ge=0, le=1000)]
"""Thousandths of the plan's width or height."""


class Role(StrEnum):
    """From the link, never from the person's wish."""

    PARTICIPANT = "participant"
    ASSISTANT = "assistant"
    FACILITATOR = "facilitator"
    SCREEN = "screen"
    HALL_DEVICE = "hall_device"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = frozenset({Role.ASSISTANT, Role.FACILITATOR, Role.STAFF, Role.ADMINISTRATOR})
"""Roles that see messages to staff, concerns and rests."""


class PlaceKind(StrEnum):
    """A place alone decides hearing, being called on, and the scope of chat."""

    VERANDA = "veranda"
    CIRCLE = "circle"
    TABLE = "table"
    STAGE = "stage"
    LISTENER_SEAT = "listener_seat"
    REST = "rest"
    BOOTH = "booth"
    HALL_SEAT = "hall_seat"
    HALL_LISTENER_SEAT = "hall_listener_seat"


class Card(StrEnum):
    """How a person would like to be met today; changeable at any time."""

    TALK = "talk"  # 話しかけてOK
    TEXT = "text"  # 文字なら
    WATCH = "watch"  # 見守っていて


class Microphone(StrEnum):
    """`testing` is heard by nobody and shown to nobody but its owner."""

    OFF = "off"
    TESTING = "testing"
    OPEN = "open"


class Doors(StrEnum):
    """The life of a session. `before` and `ended` are the two kinds of closed."""

    BEFORE = "before"
    EARLY = "early"
    OPEN = "open"
    CLOSING = "closing"
    ENDED = "ended"


class Scope(StrEnum):
    """Whom a message reaches."""

    ROOM = "room"
    PLACE = "place"
    BOOTH = "booth"
    STAFF = "staff"


class ReactionKind(StrEnum):
    NOD = "nod"
    CLAP = "clap"
    SMILE = "smile"
    HEART = "heart"
    SAME = "same"  # わたしも
    THANKS = "thanks"


class Wish(StrEnum):
    """Where a person wants to be when the doors let them in."""

    CIRCLE = "circle"
    LISTENER = "listener"


class AvatarChoice(Wire):
    """Which picture the server draws: a style of animals or shapes, and a seed. Never a photo."""

    style: Annotated[str, Field(pattern=r"^[a-z-]{2,24}$")]
    seed: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
