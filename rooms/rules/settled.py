"""What follows from whatever was decided: a turn that ended passes on in a round, and a line closes up.

Every decision passes here, so that no rule that moves somebody or lets them go has to think of rounds and lines.
"""

from __future__ import annotations

from rooms.events import AnyEvent, LineSet, RoundSet
from rooms.rules.line import moved_up
from rooms.rules.rounds import next_turn
from rooms.rules.table import EVOLVE
from rooms.state import Room


def with_what_follows(room: Room, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The events of one decision, and those that follow from them."""
    if not events or (
        room.round is None and not room.line and not any(isinstance(e, RoundSet | LineSet) for e in events)
    ):
        return events
    for event in events:
        room = EVOLVE[type(event)](room, event)
    return (*events, *next_turn(room), *moved_up(room))
