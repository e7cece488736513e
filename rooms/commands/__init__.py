"""Everything that a person, or the server in the name of one, can ask of a room.

`ClientCommand` is the tagged union that clients may send. `Internal` commands are made by the server alone.
Every command has a rule (rooms/rules), a permission row (moderation/permissions.py) and a line in docs/protocol.md. A field
whose words people will read is marked as `Text`; moderation finds it by that mark.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from rooms.commands.coming import MAX_NICKNAME as MAX_NICKNAME
from rooms.commands.coming import EndLinks as EndLinks
from rooms.commands.coming import Enter as Enter
from rooms.commands.coming import Leave as Leave
from rooms.commands.coming import LetBack as LetBack
from rooms.commands.coming import LookIn as LookIn
from rooms.commands.coming import LoseConnection as LoseConnection
from rooms.commands.coming import SendAway as SendAway
from rooms.commands.connection import AddRemote as AddRemote
from rooms.commands.connection import OfferVoice as OfferVoice
from rooms.commands.connection import PutOutRemote as PutOutRemote
from rooms.commands.connection import Refresh as Refresh
from rooms.commands.connection import ShowBalance as ShowBalance
from rooms.commands.connection import ShowLooks as ShowLooks
from rooms.commands.connection import SuggestNickname as SuggestNickname
from rooms.commands.doors import MAX_SENTENCE as MAX_SENTENCE
from rooms.commands.doors import Greet as Greet
from rooms.commands.doors import LetIn as LetIn
from rooms.commands.doors import LockRoom as LockRoom
from rooms.commands.doors import MoveNewcomers as MoveNewcomers
from rooms.commands.doors import SetDoors as SetDoors
from rooms.commands.doors import TellWaiting as TellWaiting
from rooms.commands.leading import ChangeSheet as ChangeSheet
from rooms.commands.leading import EndActivity as EndActivity
from rooms.commands.leading import Play as Play
from rooms.commands.leading import SetStep as SetStep
from rooms.commands.leading import StartActivity as StartActivity
from rooms.commands.places import ChangePlaces as ChangePlaces
from rooms.commands.places import LayOut as LayOut
from rooms.commands.places import MixTables as MixTables
from rooms.commands.places import MovePerson as MovePerson
from rooms.commands.places import NameTables as NameTables
from rooms.commands.places import SetPlan as SetPlan
from rooms.commands.places import StayTogether as StayTogether
from rooms.commands.places import TableTheme as TableTheme
from rooms.commands.places import TakePlace as TakePlace
from rooms.commands.places import Tick as Tick
from rooms.commands.places import Undo as Undo
from rooms.commands.places import Walk as Walk
from rooms.commands.speaking import BeginRound as BeginRound
from rooms.commands.speaking import CallFromLine as CallFromLine
from rooms.commands.speaking import EndRound as EndRound
from rooms.commands.speaking import EndTurn as EndTurn
from rooms.commands.speaking import GiveTurn as GiveTurn
from rooms.commands.speaking import JoinLine as JoinLine
from rooms.commands.speaking import LeaveLine as LeaveLine
from rooms.commands.speaking import LowerHand as LowerHand
from rooms.commands.speaking import PauseRound as PauseRound
from rooms.commands.speaking import RaiseHand as RaiseHand
from rooms.commands.speaking import RestMicrophone as RestMicrophone
from rooms.commands.speaking import SetCard as SetCard
from rooms.commands.speaking import SetMicrophone as SetMicrophone
from rooms.commands.speaking import SpeakToAll as SpeakToAll
from rooms.commands.words import HandleConcern as HandleConcern
from rooms.commands.words import HandleMessage as HandleMessage
from rooms.commands.words import RaiseConcern as RaiseConcern
from rooms.commands.words import React as React
from rooms.commands.words import RemoveMessage as RemoveMessage
from rooms.commands.words import Say as Say
from rooms.commands.words import SetWriting as SetWriting
from rooms.commands.words import TellHow as TellHow

RoomCommand = (
    Enter
    | Leave
    | TakePlace
    | SetCard
    | SetMicrophone
    | RaiseHand
    | LowerHand
    | GiveTurn
    | EndTurn
    | BeginRound
    | PauseRound
    | EndRound
    | JoinLine
    | LeaveLine
    | CallFromLine
    | Say
    | RemoveMessage
    | HandleMessage
    | React
    | SetWriting
    | RaiseConcern
    | HandleConcern
    | SetDoors
    | LockRoom
    | TellWaiting
    | Greet
    | LetIn
    | MoveNewcomers
    | RestMicrophone
    | MovePerson
    | SendAway
    | LetBack
    | StartActivity
    | Play
    | EndActivity
    | SetStep
    | ChangeSheet
    | SpeakToAll
    | SetPlan
    | ChangePlaces
    | MixTables
    | NameTables
    | StayTogether
    | TellHow
    | PutOutRemote
    | Undo
)
"""What `decide` takes from clients."""

Internal = LookIn | LoseConnection | EndLinks | AddRemote | LayOut | Tick

Command = RoomCommand | Internal

ClientCommand = Annotated[
    RoomCommand | Walk | OfferVoice | ShowLooks | SuggestNickname | ShowBalance | Refresh, Field(discriminator="type")
]
"""Whatever a client may ask; all of it passes the gate."""

client_command: TypeAdapter[ClientCommand] = TypeAdapter(ClientCommand)
