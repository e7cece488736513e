"""What follows from whatever was decided: a microphone closes where people listen or write, a turn that ended passes on in a
round, a line closes up, and when staff are back, whoever waited for them comes in and a room that would have closed goes on.

Every decision passes here, so that no rule that moves somebody, lets them go or begins a step has to think of those.
"""

from __future__ import annotations

from rooms.events import AnyEvent, LineSet, PlaceTaken, PlanSet, RoundSet, SheetSet, StepSet
from rooms.rules.attended import BACK, looked_after_again
from rooms.rules.line import moved_up
from rooms.rules.microphones import silenced
from rooms.rules.rounds import next_turn
from rooms.rules.staying import goes_on
from rooms.rules.table import EVOLVE
from rooms.state import Room

_MAY_SILENCE = PlaceTaken | PlanSet | SheetSet | StepSet


def with_what_follows(room: Room, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The events of one decision, and those that follow from them."""
    again = (room.unattended or room.stay is not None) and any(isinstance(event, BACK) for event in events)
    if again:
        after = room
        for event in events:
            after = EVOLVE[type(event)](after, event)
        events = (*events, *looked_after_again(after), *goes_on(after))
    silences = any(isinstance(event, _MAY_SILENCE) for event in events)
    passes_on = room.round is not None or room.line or any(isinstance(e, RoundSet | LineSet) for e in events)
    if not silences and not (events and passes_on):
        return events
    for event in events:
        room = EVOLVE[type(event)](room, event)
    return (*events, *(silenced(room) if silences else ()), *next_turn(room), *moved_up(room))
