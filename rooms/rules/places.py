"""Places and seats. Taking a place is an event; it alone decides hearing, being called on and the scope of chat.

A place with seats to spare gives one; a full place still lets people stand there (seat None), except a private one.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors, Held, Microphone, Part, Role, Takes, Wish
from rooms.commands import MovePerson, SetCard, TakePlace
from rooms.context import Context
from rooms.crowd import Newcomer
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
from rooms.plan import Place
from rooms.refusals import Code
from rooms.rules.laid import laid
from rooms.rules.remember import with_undo
from rooms.rules.table import Decision, cuts, decides, evolves, folds, inside_or_me, its_person, means, no, shown_event
from rooms.state import Person, Room
from rooms.views import View


def first_seat(room: Room, place: Place) -> int | None:
    """The lowest free seat of a place, or None where one stands."""
    return next((seat for seat in range(len(place.seats)) if (place.id, seat) not in room.seats), None)


def waits(room: Room, *, staff: bool) -> bool:
    """Whether somebody who enters now waits on the veranda."""
    return not staff and (room.shut or room.doors is Doors.EARLY)


def place_for(room: Room, wish: Wish, hall: str | None, *, waits: bool, staff: bool = False) -> Place | None:
    """Where somebody who enters now stands; None where they would have to wait and there is no place for it."""
    return room.plan.waiting if waits else room.plan.for_arrival(wish, hall, staff=staff)


def seat_waiting(room: Room) -> tuple[AnyEvent, ...]:
    """The events that let everybody who waits for the doors alone take the place they wished for."""
    events: list[AnyEvent] = []
    for person in _waiting(room):
        place = room.plan.for_arrival(person.wish, person.shown.hall)
        moved = go(room, person.shown.id, place, None, by_staff=False)
        for event in moved:
            room = place_taken(room, event) if isinstance(event, PlaceTaken) else room
        events.extend(moved)
    return tuple(events)


def _waiting(room: Room) -> list[Person]:
    people = [p for pid, p in room.people.items() if room.place_of(pid).part is Part.WAITING]
    return [p for p in people if p.shown.role is Role.PARTICIPANT and p.shown.held is None]


def go(
    room: Room, person_id: str, place: Place, seat: int | None, *, by_staff: bool, held: Held | None = None
) -> tuple[AnyEvent, ...]:
    """The events of somebody going to a place: the place itself, and what cannot stay as it was there.

    `held`: they wait there until staff let them in.
    """
    wanted = seat if seat is not None else first_seat(room, place)
    taken = PlaceTaken(person=person_id, place=place.id, seat=wanted, by_staff=by_staff, held=held)
    led = by_staff and room.people[person_id].shown.place != place.id
    left = room.zone(person_id)
    away = put_away(room, left) + put_away(room, place.zone) if place.zone != left else ()
    return (*away, taken, *what_cannot_stay(room, person_id, place, moved=led))


def put_away(room: Room, zone: str) -> tuple[AnyEvent, ...]:
    """The event of an activity that goes because who is there changes: what lies in a private place is for those who were
    there, as what is said is."""
    if zone in room.activities and room.plan.is_private(zone):
        return (laid(room, zone, None),)
    return ()


def what_cannot_stay(room: Room, person_id: str, place: Place, *, moved: bool) -> tuple[AnyEvent, ...]:
    """The events of what a person had and cannot have at a place.

    `moved`: not by their own doing; then their microphone closes, so that nobody is suddenly heard by others.
    """
    shown = room.people[person_id].shown
    events: list[AnyEvent] = []
    silent = moved or not place.voice
    if silent and shown.microphone is not Microphone.OFF:
        events.append(MicrophoneSet(person=person_id, microphone=Microphone.OFF))
    if silent and shown.to_all:
        events.append(SpeakingToAllSet(person=person_id, on=False))
    if not place.hands and shown.hand is not None:
        events.append(HandLowered(person=person_id))
    out_of_hearing = room.round is not None and not room.plan.in_the_talk(place)
    if room.turn == person_id and (out_of_hearing or not place.hands):
        events.append(TurnEnded())
    if place.part is not Part.PRESENT and shown.writing:
        events.append(WritingSet(person=person_id, writing=False))
    return tuple(events)


@decides(TakePlace)
def take_place(room: Room, command: TakePlace, context: Context) -> Decision:
    shown = room.people[context.actor].shown
    place = room.plan.place(command.place)
    if place is None:
        return no(Code.NO_SUCH_PLACE)
    staff = shown.role in STAFF_ROLES
    if not staff:
        held = shown.held is not None
        if room.place_of(context.actor).part is Part.WAITING and (held or waits(room, staff=False)):
            return no(Code.WAITING if held or not room.locked else Code.ROOM_LOCKED)
        hall = shown.hall if shown.hall in room.plan.halls else None
        in_other_world = place.part is not Part.AWAY and place.hall != hall
        if place.takes is not Takes.ONESELF or in_other_world:
            return no(Code.PLACE_NOT_FOR_YOU)
    if command.seat is not None:
        if command.seat >= len(place.seats):
            return no(Code.NO_SUCH_PLACE)
        if room.seats.get((place.id, command.seat), context.actor) != context.actor:
            return no(Code.SEAT_TAKEN)
    if shown.place == place.id and command.seat in (None, shown.seat):
        return ()
    if place.private and first_seat(room, place) is None:
        return no(Code.PLACE_FULL)
    return go(room, context.actor, place, command.seat, by_staff=False)


@decides(MovePerson)
def move_person(room: Room, command: MovePerson, context: Context) -> Decision:
    if command.person not in room.people:
        return no(Code.NO_SUCH_PERSON)
    place = room.plan.place(command.place)
    if place is None:
        return no(Code.NO_SUCH_PLACE)
    if place.private and first_seat(room, place) is None:
        return no(Code.PLACE_FULL)
    shown = room.people[command.person].shown
    if shown.role in STAFF_ROLES and command.person != context.actor:
        return no(Code.NOT_ALLOWED)
    held = Held.STAFF if place.part is Part.WAITING and shown.role not in STAFF_ROLES else None
    if (shown.place, shown.held) == (place.id, held):
        return ()
    return with_undo(room, "moved", go(room, command.person, place, None, by_staff=True, held=held))


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
    old = room.place_of(event.person)
    shown = before.shown.model_copy(update={"place": event.place, "seat": event.seat, "held": event.held})
    person = replace(before, shown=shown)
    room = _holding(room, before, event.held)
    if room.place(event.place).zone != old.zone:
        waited = old.part is Part.WAITING and shown.role not in STAFF_ROLES
        rev = room.revision + 1
        person = replace(person, zone_rev=rev, admitted_rev=rev if waited else person.admitted_rev)
    return replace(room, seats=seats, people={**room.people, event.person: person})


def _holding(room: Room, person: Person, held: Held | None) -> Room:
    """Whom staff hold on the veranda is held there also when they come again; whom they let in, comes in again."""
    pid, devices = person.shown.id, person.devices
    if held is Held.STAFF:
        return replace(room, held=room.held.taken(pid, devices))
    if held is Held.CROWD:
        return replace(room, swept=room.swept.taken(pid, devices))
    if person.shown.held is None:
        return room
    crowd = room.crowd.came(newcomer(person), room.settings.capacity, person.entered_at)
    return replace(room, held=room.held.lifted(pid, devices), swept=room.swept.lifted(pid, devices), crowd=crowd)


def newcomer(person: Person) -> Newcomer:
    """Somebody as the doors count them: by what is not theirs alone."""
    link = "" if person.personal else person.link
    return Newcomer(person.shown.id, link, "" if person.personal else person.network)


@cuts(PlaceTaken)
def cut_place_taken(event: PlaceTaken, audience: Audience) -> AnyEvent:
    hidden: dict[str, object] = {}
    secret = event.by_staff or event.held is not None
    if secret and audience.kind is not Viewer.STAFF and audience.me != event.person:
        hidden = {"by_staff": False, "held": None}
    elsewhere = bool(event.within) and audience.zone != event.within
    if event.signs is not None and (elsewhere or audience.kind is Viewer.ONLOOKER):
        hidden["signs"] = None
    return event.model_copy(update=hidden) if hidden else event


@folds(PlaceTaken)
def fold_place_taken(view: View, event: PlaceTaken) -> View:
    view = view.with_shown(event.person, place=event.place, seat=event.seat, held=event.held)
    return view.with_signs(event.person, event.signs)
