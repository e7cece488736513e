"""Everything that can have happened in a room. The same event is journaled, applied, cut down for each audience, sent,
and folded by the client.

Fields that an audience may not see are emptied, or the whole event is left out, by the `cuts` rules in rooms/rules.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from rooms.events.doors import CrowdSet as CrowdSet
from rooms.events.doors import DoorsSet as DoorsSet
from rooms.events.doors import RoomLocked as RoomLocked
from rooms.events.doors import Stay as Stay
from rooms.events.doors import StaySet as StaySet
from rooms.events.doors import UnattendedSet as UnattendedSet
from rooms.events.doors import WaitingTold as WaitingTold
from rooms.events.leading import ActivityChanged as ActivityChanged
from rooms.events.leading import ActivitySet as ActivitySet
from rooms.events.leading import SheetSet as SheetSet
from rooms.events.leading import StepSet as StepSet
from rooms.events.people import Arrival as Arrival
from rooms.events.people import ConnectionBack as ConnectionBack
from rooms.events.people import ConnectionLost as ConnectionLost
from rooms.events.people import Departed as Departed
from rooms.events.people import Entered as Entered
from rooms.events.people import Greeted as Greeted
from rooms.events.people import Left as Left
from rooms.events.people import LetBackIn as LetBackIn
from rooms.events.people import LinkEnded as LinkEnded
from rooms.events.people import LookedIn as LookedIn
from rooms.events.people import OnlookerLeft as OnlookerLeft
from rooms.events.people import RemotesSet as RemotesSet
from rooms.events.people import SentAway as SentAway
from rooms.events.people import Shown as Shown
from rooms.events.places import PlaceTaken as PlaceTaken
from rooms.events.places import PlanSet as PlanSet
from rooms.events.places import SatTogether as SatTogether
from rooms.events.places import Seated as Seated
from rooms.events.places import TogetherSet as TogetherSet
from rooms.events.places import UndoSet as UndoSet
from rooms.events.speaking import CardSet as CardSet
from rooms.events.speaking import HandLowered as HandLowered
from rooms.events.speaking import HandRaised as HandRaised
from rooms.events.speaking import LineSet as LineSet
from rooms.events.speaking import MicrophoneRested as MicrophoneRested
from rooms.events.speaking import MicrophoneSet as MicrophoneSet
from rooms.events.speaking import RoundSet as RoundSet
from rooms.events.speaking import SpeakingToAllSet as SpeakingToAllSet
from rooms.events.speaking import TurnEnded as TurnEnded
from rooms.events.speaking import TurnGiven as TurnGiven
from rooms.events.words import Concern as Concern
from rooms.events.words import ConcernHandled as ConcernHandled
from rooms.events.words import ConcernRaised as ConcernRaised
from rooms.events.words import HowTold as HowTold
from rooms.events.words import Message as Message
from rooms.events.words import MessageHandled as MessageHandled
from rooms.events.words import MessageRemoved as MessageRemoved
from rooms.events.words import MessageSaid as MessageSaid
from rooms.events.words import Reacted as Reacted
from rooms.events.words import WritingSet as WritingSet

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
    | StaySet
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
