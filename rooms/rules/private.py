"""What happens in a private place stays there: every decision passes here on its way out of `rooms.machine.decide`.

Rules say what happens; here it is written into the events whom it is for: signs get the private zone in which they were
given, moves out of a private place what is shown again, and a microphone that is only tried out its mark.
"""

from __future__ import annotations

from rooms.base import Microphone
from rooms.events import AnyEvent, MessageSaid, MicrophoneSet, PlaceTaken, PlanSet, TurnEnded
from rooms.rules.table import EVOLVE
from rooms.signs import Sign, Signs
from rooms.state import Room


def with_whom_it_is_for(room: Room, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The events of one decision, each with what its cut must know of the moment in which it happened."""
    stamped: list[AnyEvent] = []
    for event in events:
        stamped.append(_stamped(room, event))
        if len(stamped) < len(events) and not isinstance(event, MessageSaid):
            room = EVOLVE[type(event)](room, event)
    return tuple(stamped)


def _stamped(room: Room, event: AnyEvent) -> AnyEvent:
    if isinstance(event, PlaceTaken):
        return _moved(room, event)
    if isinstance(event, PlanSet):
        return _laid_out(room, event)
    if not isinstance(event, Sign):
        return event
    changes: dict[str, object] = {}
    who = room.turn if isinstance(event, TurnEnded) else getattr(event, "person", None)
    if who is None or who not in room.people:
        return event
    if room.place_of(who).private:
        changes["within"] = room.zone(who)
    if isinstance(event, MicrophoneSet):
        silent = room.people[who].shown.microphone is not Microphone.OPEN
        if silent and event.microphone is not Microphone.OPEN:
            changes["tested"] = True
    return event.model_copy(update=changes) if changes else event


def _moved(room: Room, event: PlaceTaken) -> PlaceTaken:
    if event.person not in room.people:
        return event
    old, new = room.place_of(event.person), room.place(event.place)
    changes: dict[str, object] = {}
    if new.private:
        changes["within"] = new.zone
    if old.private and new.zone != old.zone:
        changes["signs"] = signs_of(room, event.person)
    return event.model_copy(update=changes) if changes else event


def _laid_out(room: Room, event: PlanSet) -> PlanSet:
    def comes_out(person: str, place_id: str) -> bool:
        new = event.plan.place(place_id)
        return person in room.people and room.place_of(person).private and new is not None and not new.private

    if not any(comes_out(each.person, each.place) for each in event.seated):
        return event
    seated = tuple(
        each.model_copy(update={"signs": signs_of(room, each.person)}) if comes_out(each.person, each.place) else each
        for each in event.seated
    )
    return event.model_copy(update={"seated": seated})


def signs_of(room: Room, person_id: str) -> Signs:
    """What somebody shows to all who may see them. Trying a microphone out is no sign."""
    shown = room.people[person_id].shown
    opened = shown.microphone is Microphone.OPEN
    return Signs(
        card=shown.card,
        microphone=Microphone.OPEN if opened else Microphone.OFF,
        hand=shown.hand,
        writing=shown.writing,
        reaction=shown.reaction,
        to_all=shown.to_all,
        turn=room.turn == person_id,
    )
