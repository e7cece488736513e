"""Everything that a person, or the server in the name of one, can ask of a room.

`ClientCommand` is the tagged union that clients may send. `Internal` commands are made by the server alone.
Every command has a rule (rooms/rules), a permission row (moderation/permissions.py) and a line in docs/protocol.md. A field
whose words people will read is marked as `Text`; moderation finds it by that mark.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from rooms.activities import AnyMove, AnyStart
from rooms.base import (
    AvatarChoice,
    Card,
    ClientId,
    HallId,
    LinkEnd,
    Microphone,
    PersonId,
    PlaceId,
    ReactionKind,
    Role,
    Scope,
    Wire,
    Wish,
    ZoneId,
)
from rooms.facilitation import (
    BeginRound,
    CallFromLine,
    ChangePlaces,
    ChangeSheet,
    EndRound,
    Greet,
    JoinLine,
    LeaveLine,
    MixTables,
    NameTables,
    PauseRound,
    SetPlan,
    SetStep,
    ShowBalance,
    StayTogether,
    TellHow,
    TellWaiting,
    Undo,
)
from rooms.plan import Point
from rooms.remote import AddRemote, PutOutRemote
from rooms.texts import MAX_TEXT, Opaque, Sort, Text

MAX_NICKNAME = 20


class Enter(Wire):
    """入る / 聞くだけで参加: from looking in to being there. In `early` doors or a locked room one waits on the veranda."""

    type: Literal["enter"] = "enter"
    nickname: Annotated[str, Field(max_length=400), Text(Sort.NICKNAME, MAX_NICKNAME)]
    avatar: AvatarChoice | None = None
    """One's own choice, which others may wear, too; None for one that nobody wears."""
    card: Card = Card.WATCH
    wish: Wish = Wish.CIRCLE
    hall: HallId | None = None
    """会場にいます: the hall one sits in; this device neither sends nor plays sound."""
    first_time: bool = False
    """はじめてです: for the staff, who are told of it, and for the counts."""


class Leave(Wire):
    """しずかに出る."""

    type: Literal["leave"] = "leave"


class TakePlace(Wire):
    """Take a place, at a seat of one's choice or the first free one. 休憩する is taking the rest place."""

    type: Literal["take_place"] = "take_place"
    place: PlaceId
    seat: Annotated[int, Field(ge=0, le=399)] | None = None


class Walk(Wire):
    """Stroll on the plan. Animates only: hearing, seat and scope stay as they are. Soft: never journaled."""

    type: Literal["walk"] = "walk"
    path: Annotated[tuple[Point, ...], Field(min_length=1, max_length=16)]


class SetCard(Wire):
    type: Literal["set_card"] = "set_card"
    card: Card


class SetMicrophone(Wire):
    """Only its owner opens a microphone. `testing` shows a meter to its owner and is heard by nobody."""

    type: Literal["set_microphone"] = "set_microphone"
    microphone: Microphone


class RaiseHand(Wire):
    """手を挙げる."""

    type: Literal["raise_hand"] = "raise_hand"


class LowerHand(Wire):
    """Take one's hand down; staff may take down another's after having heard them."""

    type: Literal["lower_hand"] = "lower_hand"
    person: PersonId | None = None


class GiveTurn(Wire):
    """Staff offers the turn to somebody whose hand is up. The machine itself never picks anybody."""

    type: Literal["give_turn"] = "give_turn"
    person: PersonId


class EndTurn(Wire):
    """パス, or having finished: the same event, so that nobody can tell which."""

    type: Literal["end_turn"] = "end_turn"


class Say(Wire):
    """A message. `place` scope in a booth stays in the booth. `to` addresses a reply of the staff to one person."""

    type: Literal["say"] = "say"
    id: ClientId
    text: Annotated[str, Field(max_length=4000), Text(Sort.MESSAGE, MAX_TEXT)]
    scope: Scope = Scope.ROOM
    to_hall: bool = True
    """会場にも出ます; False is 出さない."""
    to: PersonId | None = None
    zone: ZoneId | None = None
    """The zone it was written in. What is for a place is refused where one has gone elsewhere meanwhile."""


class RemoveMessage(Wire):
    type: Literal["remove_message"] = "remove_message"
    id: ClientId


class HandleMessage(Wire):
    """読みました: a message to the staff has been read, and its author's before it. An answer says so, too."""

    type: Literal["handle_message"] = "handle_message"
    id: ClientId


class React(Wire):
    type: Literal["react"] = "react"
    reaction: ReactionKind


class SetWriting(Wire):
    """書いています."""

    type: Literal["set_writing"] = "set_writing"
    writing: bool


class RaiseConcern(Wire):
    """心配を知らせる: to the staff only. `about` somebody, or the room as a whole."""

    type: Literal["raise_concern"] = "raise_concern"
    id: ClientId
    text: Annotated[str, Field(max_length=4000), Text(Sort.MESSAGE, MAX_TEXT, may_be_empty=True)] = ""
    about: PersonId | None = None


class HandleConcern(Wire):
    type: Literal["handle_concern"] = "handle_concern"
    id: ClientId


class SetDoors(Wire):
    """扉をひらく and its companions. `ended` is 終わる: the session closes and its words become unreadable."""

    type: Literal["set_doors"] = "set_doors"
    doors: Literal["early", "open", "closing", "ended"]


class LockRoom(Wire):
    type: Literal["lock_room"] = "lock_room"
    locked: bool


class LetIn(Wire):
    """入ってもらう: everybody who waits in a crowd comes in, and from now on nobody waits for coming in one."""

    type: Literal["let_in"] = "let_in"


class MoveNewcomers(Wire):
    """この5分に来た人を縁側へ: whoever came by a public link within these minutes waits until staff let them in."""

    type: Literal["move_newcomers"] = "move_newcomers"
    minutes: Annotated[int, Field(ge=1, le=60)] = 5


class RestMicrophone(Wire):
    """マイクを休ませる, or wake it again (which opens nothing: only its owner does)."""

    type: Literal["rest_microphone"] = "rest_microphone"
    person: PersonId
    rested: bool = True


class MovePerson(Wire):
    """リスナー席へ, or letting somebody in from the veranda."""

    type: Literal["move_person"] = "move_person"
    person: PersonId
    place: PlaceId


class SendAway(Wire):
    """部屋を出てもらう: now, or for good. Whoever left lately can still be sent away for good."""

    type: Literal["send_away"] = "send_away"
    person: PersonId
    for_good: bool = False


class LetBack(Wire):
    """Undo a sending away for good."""

    type: Literal["let_back"] = "let_back"
    person: PersonId


class StartActivity(Wire):
    """Begin an activity (お題を出す is one) in place of what lay there. Without a place it lies in the middle."""

    type: Literal["start_activity"] = "start_activity"
    activity: AnyStart
    place: PlaceId | None = None


class Play(Wire):
    """Do something in the activity of the place where one is, or without a place in that of the whole room."""

    type: Literal["play"] = "play"
    move: AnyMove
    place: PlaceId | None = None


class EndActivity(Wire):
    """Take the activity away."""

    type: Literal["end_activity"] = "end_activity"
    place: PlaceId | None = None


class SpeakToAll(Wire):
    """全員に話す: one's open microphone reaches the tables too."""

    type: Literal["speak_to_all"] = "speak_to_all"
    on: bool


class LookIn(Wire):
    """Internal: a device has connected and looks in (のぞいてみる). Staff and screens enter by `Enter` like everybody."""

    type: Literal["look_in"] = "look_in"
    role: Role
    origin: Annotated[str, Field(max_length=40)] = ""
    """The organisation whose link it was."""
    link: Annotated[str, Field(max_length=64)] = ""
    """The link they came by: a right that may end while they are here. `personal`: it is theirs alone."""
    network: Annotated[str, Field(max_length=40)] = ""
    """Opaque mark of the address they came from, which says nothing beyond this session."""
    personal: bool = False
    device: Annotated[str, Field(max_length=64)]
    """Opaque mark of the device, kept only until the session closes, so that a sending away for good holds."""


class LoseConnection(Wire):
    """Internal: the socket of this person has ended. For two minutes nobody sees an absence."""

    type: Literal["lose_connection"] = "lose_connection"


class EndLinks(Wire):
    """Internal: these links let nobody in any more. Whoever came by one of them goes, connected or not."""

    type: Literal["end_links"] = "end_links"
    links: frozenset[str]
    code: LinkEnd


class LayOut(Wire):
    """Internal: the room has been loaded. Its plan goes into its events, as the office has it while the doors are closed."""

    type: Literal["lay_out"] = "lay_out"


class Tick(Wire):
    """Internal: a deadline that the room named has come."""

    type: Literal["tick"] = "tick"


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


class OfferVoice(Wire):
    """A browser's WebRTC offer; the acknowledgement carries the answer. For the connection, not for the room."""

    type: Literal["offer_voice"] = "offer_voice"
    # Browsers offer 1,400 characters with two addresses; each address more is some hundred, so there is room for sixty.
    sdp: Annotated[
        str, Field(min_length=1, max_length=8000, pattern=r"^[\r\n\t\x20-\x7e]+$"), Opaque("the voice engine")
    ]


class ShowLooks(Wire):
    """ほかの顔: ask for looks that nobody in the room wears; the acknowledgement carries them. Changes nothing."""

    type: Literal["show_looks"] = "show_looks"
    page: Annotated[int, Field(ge=0, le=999)] = 0
    """Which of them; after the last come the first."""


class SuggestNickname(Wire):
    """Ask for a nickname that nobody in the room has just now; the acknowledgement carries it. Changes nothing."""

    type: Literal["suggest_nickname"] = "suggest_nickname"


class Refresh(Wire):
    """Ask for a fresh view (after a gap, or after sleep)."""

    type: Literal["refresh"] = "refresh"


ClientCommand = Annotated[
    RoomCommand | Walk | OfferVoice | ShowLooks | SuggestNickname | ShowBalance | Refresh, Field(discriminator="type")
]
"""Whatever a client may ask; all of it passes the gate."""
client_command: TypeAdapter[ClientCommand] = TypeAdapter(ClientCommand)
