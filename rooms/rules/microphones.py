"""Microphones: off, testing, open. Nobody can open another's; staff can only put one to rest.

A rested microphone, a listener seat, the rest place or a hall seat is not a source in the hearing plan, whatever packets
arrive; here the room also closes the microphone, so that its owner sees it as it is.
"""

from __future__ import annotations

from rooms.base import Microphone
from rooms.commands import RestMicrophone, SetMicrophone, SpeakToAll
from rooms.context import Context
from rooms.events import AnyEvent, MicrophoneRested, MicrophoneSet, SpeakingToAllSet
from rooms.plan import VOICE_KINDS
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, no
from rooms.state import Room
from rooms.views import Audience, Kind, View


@decides(SetMicrophone)
def set_microphone(room: Room, command: SetMicrophone, context: Context) -> Decision:
    shown = room.people[context.actor].shown
    if command.microphone is shown.microphone:
        return ()
    if command.microphone is Microphone.OPEN:
        if shown.rested:
            return no(Code.MICROPHONE_RESTED)
        if room.kind(context.actor) not in VOICE_KINDS or shown.in_hall:
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
    if command.on and room.kind(context.actor) not in VOICE_KINDS:
        return no(Code.NO_VOICE_HERE)
    return (SpeakingToAllSet(person=context.actor, on=command.on),)


@evolves(MicrophoneSet)
def microphone_set(room: Room, event: MicrophoneSet) -> Room:
    return room.with_shown(event.person, microphone=event.microphone)


@cuts(MicrophoneSet)
def cut_microphone_set(event: MicrophoneSet, audience: Audience) -> AnyEvent | None:
    if audience.me == event.person:
        return event
    if audience.kind is Kind.ONLOOKER:
        return None
    if event.microphone is Microphone.TESTING:
        return event.model_copy(update={"microphone": Microphone.OFF})
    return event


@folds(MicrophoneSet)
def fold_microphone_set(view: View, event: MicrophoneSet) -> View:
    return view.with_shown(event.person, microphone=event.microphone)


@evolves(MicrophoneRested)
def microphone_rested(room: Room, event: MicrophoneRested) -> Room:
    return room.with_shown(event.person, rested=event.rested)


@cuts(MicrophoneRested)
def cut_microphone_rested(event: MicrophoneRested, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is Kind.STAFF or audience.me == event.person else None


@folds(MicrophoneRested)
def fold_microphone_rested(view: View, event: MicrophoneRested) -> View:
    return view.with_shown(event.person, rested=event.rested)


@evolves(SpeakingToAllSet)
def speaking_to_all_set(room: Room, event: SpeakingToAllSet) -> Room:
    return room.with_shown(event.person, to_all=event.on)


@cuts(SpeakingToAllSet)
def cut_speaking_to_all(event: SpeakingToAllSet, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is not Kind.ONLOOKER or audience.me == event.person else None


@folds(SpeakingToAllSet)
def fold_speaking_to_all(view: View, event: SpeakingToAllSet) -> View:
    return view.with_shown(event.person, to_all=event.on)
