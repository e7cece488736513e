"""Everything that can have happened in a room. The same event is journaled, applied, cut down for each audience, sent,
and folded by the client.

Fields that an audience may not see are emptied, or the whole event is left out, by the `cuts` rules in rooms/rules.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from rooms.activities import AnyActivity, AnyChange
from rooms.base import AvatarChoice, Card, Doors, Held, LinkEnd, Microphone, Millis, Role, Scope, Wire, Wish, unsaid
from rooms.facilitation import (
    Greeted,
    HowTold,
    LineSet,
    PlanSet,
    RoundSet,
    SatTogether,
    SheetSet,
    StepSet,
    TogetherSet,
    UndoSet,
)
from rooms.remote import RemotesSet
from rooms.signs import Reaction, Sign, Signs


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
    """Told to the staff only, of participants."""


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


class PlaceTaken(Wire):
    type: Literal["place_taken"] = "place_taken"
    person: str
    place: str
    seat: int | None
    by_staff: bool = False
    """Told to this person and the staff only."""
    held: Held | None = None
    """They wait there until staff let them in. Told to this person and the staff only."""
    within: str = ""
    """The zone of the place, if it is private."""
    signs: Signs | None = None
    """What is shown again of somebody who comes out of a private place; for those elsewhere if they go into another."""


class CardSet(Sign):
    type: Literal["card_set"] = "card_set"
    person: str
    card: Card


class MicrophoneSet(Sign):
    type: Literal["microphone_set"] = "microphone_set"
    person: str
    microphone: Microphone
    tested: bool = False
    """It was only tried out, before and after: told to nobody but its owner."""


class MicrophoneRested(Wire):
    type: Literal["microphone_rested"] = "microphone_rested"
    person: str
    rested: bool


class SpeakingToAllSet(Sign):
    type: Literal["speaking_to_all_set"] = "speaking_to_all_set"
    person: str
    on: bool


class HandRaised(Sign):
    type: Literal["hand_raised"] = "hand_raised"
    person: str
    at: Millis


class HandLowered(Sign):
    type: Literal["hand_lowered"] = "hand_lowered"
    person: str


class TurnGiven(Sign):
    type: Literal["turn_given"] = "turn_given"
    person: str


class TurnEnded(Sign):
    type: Literal["turn_ended"] = "turn_ended"


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


class DoorsSet(Wire):
    type: Literal["doors_set"] = "doors_set"
    doors: Doors
    at: Millis = 0
    """Planned times up to this moment are done with, so that the plan does not undo what staff set."""


class RoomLocked(Wire):
    type: Literal["room_locked"] = "room_locked"
    locked: bool


class UnattendedSet(Wire):
    """Nobody of the staff has been connected for a while, so that newcomers wait; or somebody is back."""

    type: Literal["unattended_set"] = "unattended_set"
    unattended: bool


class WaitingTold(Wire):
    """What staff tell all who look in or wait on the veranda; empty: nothing any more."""

    type: Literal["waiting_told"] = "waiting_told"
    text: str


class CrowdSet(Wire):
    """Whether many who come at once wait. Sent to nobody."""

    type: Literal["crowd_set"] = "crowd_set"
    lifted: bool


class ActivitySet(Wire):
    type: Literal["activity_set"] = "activity_set"
    zone: str
    """Empty: for the whole room."""
    activity: AnyActivity | None
    """None: it was taken away."""
    private: bool = False
    """Lies in a private place: nobody outside is told."""
    outside: bool = False
    """Seen from outside, or in place of what was: who looks in or waits is told that something is there, or no more."""


class ActivityChanged(Wire):
    """Somebody played."""

    type: Literal["activity_changed"] = "activity_changed"
    zone: str
    change: AnyChange
    private: bool = False


AnyEvent = (
    LookedIn
    | OnlookerLeft
    | Entered
    | Left
    | SentAway
    | LinkEnded
    | LetBackIn
    | ConnectionLost
    | ConnectionBack
    | PlaceTaken
    | CardSet
    | MicrophoneSet
    | MicrophoneRested
    | SpeakingToAllSet
    | HandRaised
    | HandLowered
    | TurnGiven
    | TurnEnded
    | RoundSet
    | LineSet
    | MessageSaid
    | MessageRemoved
    | MessageHandled
    | Reacted
    | WritingSet
    | ConcernRaised
    | ConcernHandled
    | PlanSet
    | DoorsSet
    | RoomLocked
    | UnattendedSet
    | WaitingTold
    | CrowdSet
    | ActivitySet
    | ActivityChanged
    | StepSet
    | SheetSet
    | UndoSet
    | SatTogether
    | TogetherSet
    | HowTold
    | Greeted
    | RemotesSet
)
Event = Annotated[AnyEvent, Field(discriminator="type")]
event_list: TypeAdapter[tuple[AnyEvent, ...]] = TypeAdapter(tuple[Event, ...])
