"""Microphones: off, testing, open. Nobody can open another's; staff can only put one to rest.

A rested microphone, a listener seat, the rest place or a hall seat is not a source in the hearing plan, whatever packets
arrive; here the room also closes the microphone, so that its owner sees it as it is.
"""

from __future__ import annotations

from rooms.audience import Audience
from rooms.base import Microphone
from rooms.commands import RestMicrophone, SetMicrophone, SpeakToAll
from rooms.context import Context
from rooms.events import AnyEvent, MicrophoneRested, MicrophoneSet, SpeakingToAllSet
from rooms.refusals import Code
from rooms.rules.table import Decision, decides, inside, inside_or_me, no, shown_event, staff_or_me
from rooms.state import Room


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
    return (MicrophoneSet(person=context.actor, microphone=command.microphone),)


@decides(RestMicrophone)
def rest_microphone(room: Room, command: RestMicrophone, context: Context) -> Decision:
    person = room.people.get(command.person)
    if person is None:
        return no(Code.NO_SUCH_PERSON)
    if person.shown.rested == command.rested:
        return ()
    events: tuple[AnyEvent, ...] = (MicrophoneRested(person=command.person, rested=command.rested),)
    if command.rested and person.shown.microphone is not Microphone.OFF:
        events += (MicrophoneSet(person=command.person, microphone=Microphone.OFF),)
    return events


@decides(SpeakToAll)
def speak_to_all(room: Room, command: SpeakToAll, context: Context) -> Decision:
    if room.people[context.actor].shown.to_all == command.on:
        return ()
    if command.on and not room.place_of(context.actor).voice:
        return no(Code.NO_VOICE_HERE)
    return (SpeakingToAllSet(person=context.actor, on=command.on),)


def _without_test(event: MicrophoneSet, audience: Audience) -> AnyEvent | None:
    """Trying one's microphone out is shown to its owner alone."""
    if audience.me != event.person and event.microphone is Microphone.TESTING:
        return inside(event.model_copy(update={"microphone": Microphone.OFF}), audience)
    return inside_or_me(event, audience)


shown_event(MicrophoneSet, told=_without_test, hearing=True, microphone=lambda event: event.microphone)
shown_event(MicrophoneRested, told=staff_or_me, hearing=True, rested=lambda event: event.rested)
shown_event(SpeakingToAllSet, told=inside_or_me, hearing=True, to_all=lambda event: event.on)
