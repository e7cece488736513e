"""Cards, microphones, hands, turns and the line: who speaks, and how somebody would like to be there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import Card, Microphone, PersonId, Wire


class SetCard(Wire):
    type: Literal["set_card"] = "set_card"
    card: Card


class SetMicrophone(Wire):
    """Only its owner opens a microphone. `testing` shows a meter to its owner and is heard by nobody."""

    type: Literal["set_microphone"] = "set_microphone"
    microphone: Microphone


class RestMicrophone(Wire):
    """マイクを休ませる, or wake it again (which opens nothing: only its owner does)."""

    type: Literal["rest_microphone"] = "rest_microphone"
    person: PersonId
    rested: bool = True


class SpeakToAll(Wire):
    """全員に話す: one's open microphone reaches the tables too."""

    type: Literal["speak_to_all"] = "speak_to_all"
    on: bool


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
    seen: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] | None = None
    """Who had the turn as whoever asks saw it, empty for nobody: of two who give it at once, one does. None says nothing."""


class EndTurn(Wire):
    """パス, or having finished: the same event, so that nobody can tell which."""

    type: Literal["end_turn"] = "end_turn"
    person: PersonId | None = None
    """Whose turn, as whoever asks saw it: nobody's who has come to have it meanwhile. None is whose it is now."""


class BeginRound(Wire):
    """ひとりずつ: the turn goes over these people in this order. Who may not be called is left out of it."""

    type: Literal["begin_round"] = "begin_round"
    order: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=400)]


class PauseRound(Wire):
    """自由に話す, and going on with the round."""

    type: Literal["pause_round"] = "pause_round"
    paused: bool


class EndRound(Wire):
    type: Literal["end_round"] = "end_round"


class JoinLine(Wire):
    """相談を待つ: wait for being led to a booth."""

    type: Literal["join_line"] = "join_line"


class LeaveLine(Wire):
    """待つのをやめる; staff may take somebody out of the line."""

    type: Literal["leave_line"] = "leave_line"
    person: PersonId | None = None


class CallFromLine(Wire):
    """呼ぶ: tell somebody in the line that it is their turn. Staff lead them."""

    type: Literal["call_from_line"] = "call_from_line"
    person: PersonId
