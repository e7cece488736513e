"""The strict base of all wire models, and the small vocabularies that every noun uses.

Wire models are immutable and refuse unknown fields. They are validated from JSON (`model_validate_json`), where arrays
become tuples; sizes are bounded here so that no rule has to think of a megabyte.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rooms.texts import Sort, Text


class Wire(BaseModel):
    """A model that crosses the wire or enters the journal."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def unsaid(default: Any) -> Any:
    """A field that JSON leaves out while it says what is so of nearly everybody: a view of four hundred people is as large
    as what each of them says. Whoever reads it takes the default."""
    return Field(default, exclude_if=lambda value: value == default)


PersonId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
PlaceId = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z0-9-]+$")]
ClientId = Annotated[str, Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
"""An id that a client makes, so that sending the same thing twice does it once."""
Millis = Annotated[int, Field(ge=0, le=2**53)]
"""Milliseconds since 1970-01-01 UTC."""
ZoneId = PlaceId
"""People of one zone share their talk: they hear the same voices and read the same messages of the place."""
HallId = PlaceId
"""A hall of the venue; several halls may take part in one room."""
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
    """The name of a place and how it is drawn. What a place means, its traits say (rooms/plan.py)."""

    VERANDA = "veranda"
    CIRCLE = "circle"
    TABLE = "table"
    STAGE = "stage"
    AUDIENCE = "audience"
    REFLECTING_TEAM = "reflecting_team"
    LISTENER_SEAT = "listener_seat"
    REST = "rest"
    BOOTH = "booth"
    HALL_SEAT = "hall_seat"
    HALL_LISTENER_SEAT = "hall_listener_seat"


class Part(StrEnum):
    """What part somebody has in the session while at a place."""

    PRESENT = "present"
    """In the talk, by voice, text, reactions or by listening."""
    AWAY = "away"
    """In the room but away from the talk: nothing is heard, nobody waits for one."""
    WAITING = "waiting"
    """Before the door: sees what an onlooker sees."""


class Takes(StrEnum):
    """Who may put somebody on a seat of a place."""

    ONESELF = "oneself"
    STAFF = "staff"


class Held(StrEnum):
    """Why somebody waits on the veranda until staff let them in."""

    CROWD = "crowd"
    """They came in a crowd."""
    STAFF = "staff"
    """Staff moved them there."""


class Mode(StrEnum):
    """How a session, or a step of it, is held. Each has one builder of its plan in rooms/plans."""

    IBASHO = "ibasho"
    CIRCLE = "circle"
    REFLECTING = "reflecting"
    LECTURE = "lecture"
    TABLES = "tables"
    BOOTHS = "booths"
    OPEN_HOURS = "open_hours"
    STAFF_ROOM = "staff_room"


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

    style: Annotated[str, Field(pattern=r"^[a-z-]{2,24}$"), Text(Sort.AVATAR, 24)]
    seed: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


LinkEnd = Literal["link_revoked", "link_expired", "link_early", "session_ended"]
"""Why a link lets nobody in: taken back, over, not yet begun (its session was moved), or its session is not held."""


class How(StrEnum):
    """How it was to be here, in one's own words of three. None of them is less than another."""

    GLAD = "glad"
    """来てよかった"""
    CALM = "calm"
    """ふつう"""
    TIRED = "tired"
    """すこしつかれた"""
