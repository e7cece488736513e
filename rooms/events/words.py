"""What was written, shown and worried about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import AvatarChoice, How, Millis, Role, Scope, Wire
from rooms.signs import Reaction, Sign


class Message(Wire):
    id: str
    person: str
    nickname: str
    """As it was when said: the author may have left since."""
    avatar: AvatarChoice | None
    role: Role
    text: str
    """Empty once removed."""
    scope: Scope
    zone: str
    """The zone it was said in, for `place` and `booth` scope."""
    to_hall: bool
    to: str | None
    at: Millis
    removed: bool = False


class Concern(Wire):
    id: str
    person: str
    nickname: str
    about: str | None
    about_nickname: str
    text: str
    at: Millis
    handled: bool = False


class MessageSaid(Wire):
    type: Literal["message_said"] = "message_said"
    message: Message


class MessageRemoved(Wire):
    type: Literal["message_removed"] = "message_removed"
    id: str


class MessageHandled(Wire):
    """The staff have read somebody's thread up to a message; told to the staff and to that person."""

    type: Literal["message_handled"] = "message_handled"
    id: str
    person: str


class Reacted(Sign):
    type: Literal["reacted"] = "reacted"
    person: str
    reaction: Reaction


class WritingSet(Sign):
    type: Literal["writing_set"] = "writing_set"
    person: str
    writing: bool


class ConcernRaised(Wire):
    type: Literal["concern_raised"] = "concern_raised"
    concern: Concern
    marks: tuple[str, ...] = ()
    """By which whom it is about is known on whatever device: nobody who bears one is told. Shown to nobody."""
    of_staff: bool = False
    """It is about one of the staff. Shown to nobody."""
    origin: Annotated[str, Field(max_length=40)] = ""
    """The organisation by whose link came who raised it. Shown to nobody."""


class ConcernHandled(Wire):
    """Told to those who were told the concern."""

    type: Literal["concern_handled"] = "concern_handled"
    id: str
    person: str = ""
    about: str | None = None
    marks: tuple[str, ...] = ()
    """Of the concern, so that its audience is known. These three are shown to nobody."""


class HowTold(Wire):
    """How somebody says it was, or that they say nothing of it any more. Told to nobody but themselves."""

    type: Literal["how_told"] = "how_told"
    person: str
    how: How | None
