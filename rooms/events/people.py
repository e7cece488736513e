"""Who is here, as others see them, and who comes and goes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import AvatarChoice, Card, Held, LinkEnd, Microphone, Millis, Role, Wire, Wish, unsaid
from rooms.signs import Reaction


class Shown(Wire):
    """A person as seen by others. To onlookers only place and seat are real, the rest is empty."""

    id: str
    role: Role = unsaid(Role.PARTICIPANT)
    nickname: str
    avatar: AvatarChoice | None
    card: Card | None = unsaid(None)
    place: str
    seat: int | None = unsaid(None)
    hall: str | None = unsaid(None)
    """The hall they sit in: sound comes and goes through the hall itself."""
    microphone: Microphone = unsaid(Microphone.OFF)
    hand: Millis | None = unsaid(None)
    """Since when the hand is up; hands are served in this order."""
    writing: bool = unsaid(False)
    reaction: Reaction | None = unsaid(None)
    to_all: bool = unsaid(False)
    rested: bool = unsaid(False)
    """Shown to its owner and the staff only."""
    held: Held | None = unsaid(None)
    """Waits on the veranda until staff let them in. Shown to themselves and the staff only."""


class LookedIn(Wire):
    """Somebody looks in from the veranda, without a name. Others learn only that the number of onlookers grew."""

    type: Literal["looked_in"] = "looked_in"
    person: str
    role: Role
    device: str
    counted: bool
    """Only participants count as onlookers; a screen or a facilitator at the door does not."""
    origin: Annotated[str, Field(max_length=40)] = ""
    """The organisation whose link they came by, for the counts. Shown to nobody."""
    link: Annotated[str, Field(max_length=64)] = ""
    network: Annotated[str, Field(max_length=40)] = ""
    """By which link and from where (`commands.LookIn`). Shown to nobody."""
    personal: bool = False
    """Whether that link is theirs alone. Shown to nobody."""


class OnlookerLeft(Wire):
    type: Literal["onlooker_left"] = "onlooker_left"
    person: str
    counted: bool


class Entered(Wire):
    type: Literal["entered"] = "entered"
    shown: Shown
    wish: Wish
    counted: bool
    """They had been counted as an onlooker until now."""
    origin: Annotated[str, Field(max_length=40)] = ""
    first_time: bool = False
    """For the counts. Told to the staff only."""
    at: Millis = 0
    """Told to the staff only, of participants, to the second."""


class Departed(Wire):
    """Somebody who left, as the staff still know them."""

    person: str
    nickname: str
    at: Millis
    """When they left."""


class Left(Wire):
    """A person is no longer here. Why, nobody is told: left, lost and sent away look the same."""

    type: Literal["left"] = "left"
    person: str
    at: Millis = 0
    """Told to the staff only."""


class SentAway(Wire):
    """To this person, and the staff's record."""

    type: Literal["sent_away"] = "sent_away"
    person: str
    nickname: str
    for_good: bool
    others: tuple[str, ...] = ()
    """Whoever else was there on the same device and goes too. Told to nobody."""


class LinkEnded(Wire):
    """The link by which a person or an onlooker came lets nobody in any more: they go. To this person, as the word with
    which their connection ends."""

    type: Literal["link_ended"] = "link_ended"
    person: str
    code: LinkEnd


class LetBackIn(Wire):
    type: Literal["let_back_in"] = "let_back_in"
    person: str


class ConnectionLost(Wire):
    """Sent to nobody: for two minutes nobody sees an absence."""

    type: Literal["connection_lost"] = "connection_lost"
    person: str
    at: Millis


class ConnectionBack(Wire):
    """Sent to nobody. What is not empty is another than before: the device, the link, the network."""

    type: Literal["connection_back"] = "connection_back"
    person: str
    device: Annotated[str, Field(max_length=64)] = ""
    link: Annotated[str, Field(max_length=64)] = ""
    network: Annotated[str, Field(max_length=40)] = ""
    personal: bool = False
    """Whether the link is theirs alone, where it is another."""


class Arrival(Wire):
    """A participant who has come in, as the staff know them beside what everybody sees."""

    person: str
    at: Millis
    """When they came in, to the second: since then they wait to be greeted."""
    first_time: bool = False
    """They ticked はじめてです."""
    greeted: bool = False
    """Staff have written to them, or say that they spoke to them."""


class Greeted(Wire):
    """Told to the staff alone."""

    type: Literal["greeted"] = "greeted"
    person: str


class RemotesSet(Wire):
    """Which telephones belong to somebody of the staff now, the oldest first. Told to nobody but themselves."""

    type: Literal["remotes_set"] = "remotes_set"
    person: str
    remotes: tuple[str, ...]
