"""Signs: what people show of themselves beside where they are. In a private place they are for those who are there alone.

An event that is a sign carries in which private place it was given; who is elsewhere is not told (`rooms.machine.cut`). In
views of others nobody in a private place shows any (`rooms.views`); the event that brings somebody out carries what they
show again, so that old view and events make the new view. Nobody has to think of this: `rooms/rules/private.py` writes both
into whatever a rule has decided.
"""

from __future__ import annotations

from typing import Any

from rooms.base import Card, Microphone, Millis, ReactionKind, Wire


class Reaction(Wire):
    """The last reaction of a person; screens show it for a few seconds after `at`."""

    kind: ReactionKind
    at: Millis


class Sign(Wire):
    """An event that says what somebody shows."""

    within: str = ""
    """The zone of the private place where it was given: told to those who are there alone. Empty elsewhere."""


class Signs(Wire):
    """All that somebody shows as they come out of a private place."""

    card: Card | None
    microphone: Microphone
    hand: Millis | None
    writing: bool
    reaction: Reaction | None
    to_all: bool
    turn: bool
    """Whether they have the turn."""

    @property
    def shown(self) -> dict[str, Any]:
        """The fields of `Shown` among them."""
        return {name: getattr(self, name) for name in NO_SIGNS}


NO_SIGNS: dict[str, Any] = {
    "card": None,
    "microphone": Microphone.OFF,
    "hand": None,
    "writing": False,
    "reaction": None,
    "to_all": False,
}
"""What is shown of somebody in a private place to those elsewhere."""
