"""Microphones: off, testing, open. Nobody can open another's; staff can only put one to rest.

A rested microphone, a listener seat, the rest place or a hall seat is not a source in the hearing plan, whatever packets
arrive; here the room also closes the microphone, so that its owner sees it as it is. A rest is a measure of the staff
(rooms/measures.py): whoever leaves and comes again, also by another tab or link of the same device, rests as before.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience
from rooms.base import STAFF_ROLES, Microphone
from rooms.commands import RestMicrophone, SetMicrophone, SpeakToAll
from rooms.context import Context
from rooms.events import AnyEvent, MicrophoneRested, MicrophoneSet, SpeakingToAllSet
from rooms.refusals import Code
from rooms.rules.table import (
    EVOLVE,
    Decision,
    cuts,
    decides,
    evolves,
    folds,
    inside,
    inside_or_me,
    its_person,
    means,
    no,
    shown_event,
    staff_or_me,
)
from rooms.sheet import Speak
from rooms.state import Onlooker, Person, Room
from rooms.views import View


@decides(SetMicrophone)
def set_microphone(room: Room, command: SetMicrophone, context: Context) -> Decision:
    shown = room.people[context.actor].shown
    if command.microphone is shown.microphone:
        return ()
    if command.microphone is Microphone.OPEN:
        if shown.rested:
            return no(Code.MICROPHONE_RESTED)
        if not room.place_of(context.actor).voice or shown.hall is not None:
            return no(Code.NO_VOICE_HERE)
        if not room.may(context.actor, Speak.VOICE):
            return no(Code.TEXT_NOW if room.speak is Speak.TEXT else Code.LISTENING_NOW)
    return (MicrophoneSet(person=context.actor, microphone=command.microphone),)


@decides(RestMicrophone)
def rest_microphone(room: Room, command: RestMicrophone, context: Context) -> Decision:
    person = room.people.get(command.person)
    if person is None:
        return no(Code.NO_SUCH_PERSON)
    if person.shown.rested == command.rested:
        return ()
    events = _rested(person, rested=command.rested)
    for event in events:
        room = EVOLVE[type(event)](room, event)
    return (*events, *settled(room))


def _rested(person: Person, *, rested: bool) -> tuple[AnyEvent, ...]:
    events: tuple[AnyEvent, ...] = (MicrophoneRested(person=person.shown.id, rested=rested),)
    if rested and person.shown.microphone is not Microphone.OFF:
        events += (MicrophoneSet(person=person.shown.id, microphone=Microphone.OFF),)
    return events


def rests(room: Room, person_id: str, here: Person | Onlooker) -> bool:
    """Whether somebody's microphone rests as staff decided, whether or not it shows yet."""
    return room.rested.holds(person_id, _binding(here))


def settled(room: Room) -> tuple[AnyEvent, ...]:
    """The events that let it show with everybody in the room: a device may be another person's, too."""
    events: list[AnyEvent] = []
    while others := [p for pid, p in room.people.items() if rests(room, pid, p) != p.shown.rested]:
        for event in _rested(others[0], rested=not others[0].shown.rested):
            room = EVOLVE[type(event)](room, event)
            events.append(event)
    return tuple(events)


def silenced(room: Room) -> tuple[AnyEvent, ...]:
    """The events that close the microphones of those who may not speak now: people listen or write in this step, or they
    have come out of a private place into it."""
    if room.speak is Speak.VOICE:
        return ()
    return tuple(
        MicrophoneSet(person=pid, microphone=Microphone.OFF)
        for pid, person in room.people.items()
        if person.shown.microphone is Microphone.OPEN and not room.may(pid, Speak.VOICE)
    )


def _binding(here: Person | Onlooker) -> frozenset[str]:
    """The devices by which a rest holds: staff rest by person alone."""
    role = here.role if isinstance(here, Onlooker) else here.shown.role
    return frozenset() if role in STAFF_ROLES else here.devices


@decides(SpeakToAll)
def speak_to_all(room: Room, command: SpeakToAll, context: Context) -> Decision:
    if room.people[context.actor].shown.to_all == command.on:
        return ()
    if command.on and not room.place_of(context.actor).voice:
        return no(Code.NO_VOICE_HERE)
    return (SpeakingToAllSet(person=context.actor, on=command.on),)


def _without_test(event: MicrophoneSet, audience: Audience) -> AnyEvent | None:
    """Trying one's microphone out is shown to its owner alone: from and to silence nothing is told to others."""
    if audience.me != event.person and event.tested:
        return None
    if audience.me != event.person and event.microphone is Microphone.TESTING:
        return inside(event.model_copy(update={"microphone": Microphone.OFF}), audience)
    return inside_or_me(event, audience)


shown_event(MicrophoneSet, told=_without_test, hearing=True, microphone=lambda event: event.microphone)
means(MicrophoneRested, names=its_person, hearing=True)
cuts(MicrophoneRested)(staff_or_me)
shown_event(SpeakingToAllSet, told=inside_or_me, hearing=True, to_all=lambda event: event.on)


@evolves(MicrophoneRested)
def microphone_rested(room: Room, event: MicrophoneRested) -> Room:
    person = room.people.get(event.person)
    if person is None:
        return room
    measure = room.rested.taken if event.rested else room.rested.lifted
    return replace(room.with_shown(event.person, rested=event.rested), rested=measure(event.person, _binding(person)))


@folds(MicrophoneRested)
def fold_microphone_rested(view: View, event: MicrophoneRested) -> View:
    return view.with_shown(event.person, rested=event.rested)
