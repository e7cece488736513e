"""Reservations and passes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from server.office.base.models.common import Body, Id, Language, Mail, VersionShown
from server.office.base.models.contact import Contact
from server.office.rules.answer import Answer
from server.office.rules.typed import Between


class Way(StrEnum):
    ONLINE = "online"
    HALL = "hall"
    LISTENER = "listener"


class ReservationState(StrEnum):
    APPLIED = "applied"
    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class NewReservation(Body):
    """No name. A mail address only for reminders, deleted at the session's end."""

    way: Way = Way.ONLINE
    mail: Mail | None = None
    language: Language = "ja"


class ReservationMade(Answer):
    code: str
    """To keep: nobody can look it up again."""
    state: ReservationState
    way: Way
    place_in_line: int | None
    """On the waiting list, from 1."""


class ReservationShown(Answer):
    """To the person who holds the code."""

    state: ReservationState
    way: Way
    place_in_line: int | None
    title: str
    start: datetime
    end: datetime | None
    organisation: str
    contact: Contact = Contact()
    venue: str | None
    address: str = ""
    """Of the hall, where it is kept."""
    session_status: Literal["planned", "cancelled"]
    over: bool = False
    """Whether the session has ended."""
    url: str | None
    """The way in, while the reservation holds."""
    cancellable: bool = True
    takes_themes: bool = False
    """Whether one can send a theme for the session now."""


class ReservationRow(Answer):
    """To staff: no name, no code, no address."""

    id: str
    number: int
    way: Way
    state: ReservationState
    created_at: datetime
    came: bool
    reminder: bool
    version: VersionShown


class Reservations(Answer):
    reservations: tuple[ReservationRow, ...]
    mail: bool = True
    """Whether reminders can be sent at all; otherwise no address is asked for."""
    unbounded: bool = False
    """Whether staff have lifted the bounds of browsers and addresses for this session."""


class TakeBack(Body):
    """Several reservations of one session."""

    reservations: Annotated[tuple[Id, ...], Field(max_length=2000)]


class Bounds(Body):
    unbounded: bool


class ChangeReservation(Body):
    state: ReservationState
    came: bool | None = None
    """来ました: at the hall's door, or where somebody came another way. None leaves it as it is."""


class PassesMade(Answer):
    codes: tuple[str, ...]


class NewPasses(Body):
    number: Annotated[int, Between(1, 50)]


class PassShown(Answer):
    id: str
    number: int
    revoked: bool


class Passes(Answer):
    passes: tuple[PassShown, ...]
