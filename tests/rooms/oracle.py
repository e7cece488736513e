"""Who hears whom and who may speak, said once more and pair by pair, from what places mean: the room's own answer
(rooms/hearing.py) is held against it."""

from __future__ import annotations

from rooms.base import STAFF_ROLES, Doors, Microphone, Takes
from rooms.events import Shown
from rooms.hearing import HearingPlan
from rooms.plan import Place, Plan
from rooms.sheet import Speak
from rooms.state import Room

Heard = dict[str, set[str]]
"""For each person whose voices reach them; nobody's own does."""


def _at(plan: Plan, shown: Shown) -> Place:
    return next(place for place in plan.places if place.id == shown.place)


def speaks(plan: Plan, source: Shown) -> bool:
    return (
        source.microphone is Microphone.OPEN and not source.rested and source.hall is None and _at(plan, source).voice
    )


def reaches(plan: Plan, source: Shown, listener: Shown) -> bool:
    here, there = _at(plan, source), _at(plan, listener)
    if listener.hall is not None or not there.hears or source.id == listener.id:
        return False
    if here.private or there.private:
        return here.zone == there.zone
    return here.zone in there.hears or source.to_all


def who_hears_whom(room: Room) -> Heard:
    """As the plan says it of the places where people are."""
    people = [person.shown for person in room.people.values()] if room.doors is not Doors.ENDED else []
    speak = [one for one in people if speaks(room.plan, one)]
    return {one.id: {other.id for other in speak if reaches(room.plan, other, one)} for one in people}


def as_told(room: Room, plan: HearingPlan) -> Heard:
    """The same of a plan as an engine is given it."""
    told: Heard = {person: set() for person in room.people}
    for group in plan:
        for listener in group.listeners:
            assert listener in told, "somebody hears who is not here"
            told[listener] = set(group.sources) - {listener}
    return told


def may_open(room: Room, person: str) -> bool:
    """Whether somebody's microphone may be open, where the step and their place say so."""
    shown = room.people[person].shown
    place = _at(room.plan, shown)
    free = shown.role in STAFF_ROLES or place.takes is Takes.STAFF or said_to_speak(room) is Speak.VOICE
    return place.voice and shown.hall is None and not shown.rested and free


def may_write(room: Room, person: str) -> bool:
    """Whether somebody may write to those where they are."""
    shown = room.people[person].shown
    free = shown.role in STAFF_ROLES or said_to_speak(room) is not Speak.LISTEN
    return _at(room.plan, shown).takes is Takes.STAFF or free


def said_to_speak(room: Room) -> Speak:
    """How one takes part now: as was said last."""
    speak = Speak.VOICE
    for step in room.steps[: room.step + 1]:
        if step.speak is not None and not step.skipped:
            speak = step.speak
    return speak
