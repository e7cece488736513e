"""Places and seats. Taking a place is an event; it alone decides hearing, being called on and the scope of chat.

A place with seats to spare gives one; a full place still lets people stand there (seat None), except a booth.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.base import STAFF_ROLES, Doors, Microphone, PlaceKind, Role, Wish
from rooms.commands import MovePerson, SetCard, TakePlace
from rooms.context import Context
from rooms.events import (
    AnyEvent,
    CardSet,
    HandLowered,
    MicrophoneSet,
    PlaceTaken,
    SpeakingToAllSet,
    TurnEnded,
    WritingSet,
)
from rooms.plan import HALL_KINDS, LISTENER_KINDS, VOICE_KINDS, Place, zone_of
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, inside_or_me, its_person, means, no, shown_event
from rooms.state import Person, Room
from rooms.views import Audience, Kind, View

HAND_KINDS = frozenset(set(PlaceKind) - LISTENER_KINDS - {PlaceKind.VERANDA, PlaceKind.REST})
"""Places where a hand can be raised and a turn be given: never a listener seat."""


def first_seat(room: Room, place: Place) -> int | None:
    """The lowest free seat of a place, or None where one stands."""
    return next((seat for seat in range(len(place.seats)) if (place.id, seat) not in room.seats), None)


def waits(room: Room, *, staff: bool) -> bool:
    """Whether somebody who enters now waits on the veranda."""
    return not staff and (room.locked or room.doors is Doors.EARLY)


def _wished(room: Room, wish: Wish, *, in_hall: bool) -> Place:
    kinds = {
        (Wish.CIRCLE, False): PlaceKind.CIRCLE,
        (Wish.LISTENER, False): PlaceKind.LISTENER_SEAT,
        (Wish.CIRCLE, True): PlaceKind.HALL_SEAT,
        (Wish.LISTENER, True): PlaceKind.HALL_LISTENER_SEAT,
    }
    plan = room.settings.plan
    return plan.first(kinds[wish, in_hall]) or plan.first(PlaceKind.CIRCLE) or plan.places[0]


def place_for(room: Room, wish: Wish, *, in_hall: bool, staff: bool) -> Place:
    """Where somebody who enters now stands."""
    veranda = room.settings.plan.first(PlaceKind.VERANDA)
    if veranda is not None and waits(room, staff=staff):
        return veranda
    return _wished(room, wish, in_hall=in_hall)


def seat_waiting(room: Room) -> tuple[AnyEvent, ...]:
    """The events that let everybody who waits on the veranda take the place they wished for."""
    events: list[AnyEvent] = []
    for person in _waiting(room):
        place = _wished(room, person.wish, in_hall=person.shown.in_hall)
        moved = go(room, person.shown.id, place, None, by_staff=False)
        for event in moved:
            room = place_taken(room, event) if isinstance(event, PlaceTaken) else room
        events.extend(moved)
    return tuple(events)


def _waiting(room: Room) -> list[Person]:
    people = [p for pid, p in room.people.items() if room.kind(pid) is PlaceKind.VERANDA]
    return [p for p in people if p.shown.role is Role.PARTICIPANT]


def go(room: Room, person_id: str, place: Place, seat: int | None, *, by_staff: bool) -> tuple[AnyEvent, ...]:
    """The events of somebody going to a place: the place itself, and what cannot stay as it was there."""
    shown = room.people[person_id].shown
    wanted = seat if seat is not None else first_seat(room, place)
    taken = PlaceTaken(person=person_id, place=place.id, seat=wanted, by_staff=by_staff)
    events: list[AnyEvent] = [taken]
    silent = place.kind not in VOICE_KINDS or (by_staff and shown.place != place.id)
    if silent and shown.microphone is not Microphone.OFF:
        events.append(MicrophoneSet(person=person_id, microphone=Microphone.OFF))
    if silent and shown.to_all:
        events.append(SpeakingToAllSet(person=person_id, on=False))
    if place.kind not in HAND_KINDS:
        if shown.hand is not None:
            events.append(HandLowered(person=person_id))
        if room.turn == person_id:
            events.append(TurnEnded())
        if shown.writing and place.kind in (PlaceKind.VERANDA, PlaceKind.REST):
            events.append(WritingSet(person=person_id, writing=False))
    return tuple(events)


@decides(TakePlace)
def take_place(room: Room, command: TakePlace, context: Context) -> Decision:
    shown = room.people[context.actor].shown
    place = room.settings.plan.place(command.place)
    if place is None:
        return no(Code.NO_SUCH_PLACE)
    staff = shown.role in STAFF_ROLES
    if not staff:
        if room.kind(context.actor) is PlaceKind.VERANDA and (room.locked or room.doors is Doors.EARLY):
            return no(Code.ROOM_LOCKED if room.locked else Code.WAITING)
        in_other_world = place.kind is not PlaceKind.REST and shown.in_hall != (place.kind in HALL_KINDS)
        if place.kind in (PlaceKind.BOOTH, PlaceKind.VERANDA) or in_other_world:
            return no(Code.PLACE_NOT_FOR_YOU)
    if command.seat is not None:
        if command.seat >= len(place.seats):
            return no(Code.NO_SUCH_PLACE)
        if room.seats.get((place.id, command.seat), context.actor) != context.actor:
            return no(Code.SEAT_TAKEN)
    if shown.place == place.id and command.seat in (None, shown.seat):
        return ()
    if place.kind is PlaceKind.BOOTH and first_seat(room, place) is None:
        return no(Code.PLACE_FULL)
    return go(room, context.actor, place, command.seat, by_staff=False)


@decides(MovePerson)
def move_person(room: Room, command: MovePerson, context: Context) -> Decision:
    if command.person not in room.people:
        return no(Code.NO_SUCH_PERSON)
    place = room.settings.plan.place(command.place)
    if place is None:
        return no(Code.NO_SUCH_PLACE)
    if place.kind is PlaceKind.BOOTH and first_seat(room, place) is None:
        return no(Code.PLACE_FULL)
    shown = room.people[command.person].shown
    if shown.role in STAFF_ROLES and command.person != context.actor:
        return no(Code.NOT_ALLOWED)
    if shown.place == place.id:
        return ()
    return go(room, command.person, place, None, by_staff=True)


@decides(SetCard)
def set_card(room: Room, command: SetCard, context: Context) -> Decision:
    if room.people[context.actor].shown.card is command.card:
        return ()
    return (CardSet(person=context.actor, card=command.card),)


shown_event(CardSet, told=inside_or_me, card=lambda event: event.card)
means(PlaceTaken, names=its_person, moves=its_person, hearing=True, stops=its_person)


@evolves(PlaceTaken)
def place_taken(room: Room, event: PlaceTaken) -> Room:
    before = room.people.get(event.person)
    if before is None:
        return room
    seats = {seat: pid for seat, pid in room.seats.items() if pid != event.person}
    if event.seat is not None:
        seats[event.place, event.seat] = event.person
    old_zone = room.zone(event.person)
    shown = before.shown.model_copy(update={"place": event.place, "seat": event.seat})
    person = replace(before, shown=shown)
    if zone_of(room.place(event.place)) != old_zone:
        waited = old_zone == "veranda" and shown.role not in STAFF_ROLES
        rev = room.revision + 1
        person = replace(person, zone_rev=rev, admitted_rev=rev if waited else person.admitted_rev)
    return replace(room, seats=seats, people={**room.people, event.person: person})


@cuts(PlaceTaken)
def cut_place_taken(event: PlaceTaken, audience: Audience) -> AnyEvent:
    if not event.by_staff or audience.kind is Kind.STAFF or audience.me == event.person:
        return event
    return event.model_copy(update={"by_staff": False})


@folds(PlaceTaken)
def fold_place_taken(view: View, event: PlaceTaken) -> View:
    return view.with_shown(event.person, place=event.place, seat=event.seat)
