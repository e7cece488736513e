"""Cards, microphones, hands, turns and the line."""

from __future__ import annotations

from typing import Literal

from rooms.base import Card, Microphone, Millis, Wire
from rooms.rounds import Round
from rooms.signs import Sign


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


class RoundSet(Wire):
    """A round began, went on, was paused, or is over."""

    type: Literal["round_set"] = "round_set"
    round: Round | None


class LineSet(Wire):
    """Who waits for a booth. Staff are told all of it, who waits their own number."""

    type: Literal["line_set"] = "line_set"
    line: tuple[str, ...]
    called: tuple[str, ...] = ()
    """Those of them who were called."""
    number: int = 0
    """Of who is told, from 1; 0 for staff and for those who wait no more."""
    gone: tuple[str, ...] = ()
    """Who waits no more. Shown to nobody."""
    same: tuple[str, ...] = ()
    """Those of them for whom nothing changed: they are told nothing. Shown to nobody."""
