"""What follows from whatever was decided: a microphone closes where people listen or write, a turn that ended passes on in a
round, a line closes up, and whoever waited for staff comes in when they are back.

Every decision passes here, so that no rule that moves somebody, lets them go or begins a step has to think of those.
"""

from __future__ import annotations

from rooms.events import AnyEvent, LineSet, PlaceTaken, PlanSet, RoundSet, SheetSet, StepSet
from rooms.rules.attended import BACK, looked_after_again
from rooms.rules.line import moved_up
from rooms.rules.microphones import silenced
from rooms.rules.rounds import next_turn
from rooms.rules.table import EVOLVE
from rooms.state import Room

_MAY_SILENCE = PlaceTaken | PlanSet | SheetSet | StepSet


def with_what_follows(room: Room, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The events of one decision, and those that follow from them."""
    again = room.unattended and any(isinstance(event, BACK) for event in events)
    if again:
        after = room
        for event in events:
            after = EVOLVE[type(event)](after, event)
        events = (*events, *looked_after_again(after))
    silences = any(isinstance(event, _MAY_SILENCE) for event in events)
    passes_on = room.round is not None or room.line or any(isinstance(e, RoundSet | LineSet) for e in events)
    if not silences and not (events and passes_on):
        return events
    for event in events:
        room = EVOLVE[type(event)](room, event)
    return (*events, *(silenced(room) if silences else ()), *next_turn(room), *moved_up(room))
