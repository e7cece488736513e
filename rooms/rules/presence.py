"""Looking in, entering, leaving, and connections that come and go.

Entering and leaving make no sound and no line. A lost connection shows to nobody for two minutes; then it looks exactly
like having left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors, Role, Wish
from rooms.commands import Enter, Leave, LookIn, LoseConnection
from rooms.context import Context
from rooms.events import (
    AnyEvent,
    Arrival,
    ConnectionBack,
    ConnectionLost,
    Departed,
    Entered,
    Left,
    LookedIn,
    OnlookerLeft,
    RemotesSet,
    Shown,
    TurnEnded,
)
from rooms.looks import default, worn
from rooms.measures import joined, on
from rooms.refusals import Code
from rooms.rules.crowd import full, must_wait, too_many_look_in
from rooms.rules.microphones import rests, settled
from rooms.rules.places import first_seat, newcomer, place_for, put_away, waits
from rooms.rules.table import Decision, cuts, decides, evolves, folds, its_person, means, no, told_to_nobody
from rooms.state import ABSENCE_MS, DEPARTED_KEPT, Gone, Onlooker, Person, Room
from rooms.views import View, shown_to, to_the_second

Here = TypeVar("Here", Person, Onlooker)


@decides(LookIn)
def look_in(room: Room, command: LookIn, context: Context) -> Decision:
    if room.doors is Doors.ENDED:
        return no(Code.SESSION_ENDED)
    if command.role not in STAFF_ROLES and room.banned.holds(context.actor, on(command.device)):
        return no(Code.SENT_AWAY)
    known = room.people.get(context.actor) or room.onlookers.get(context.actor)
    if known is None:
        new = command.role is Role.PARTICIPANT and not _was_lost(room, context.actor)
        if new and room.stay is not None:
            return no(Code.SESSION_ENDED)
        if command.role is Role.PARTICIPANT and not command.personal and too_many_look_in(room, command.network):
            return no(Code.ROOM_FULL)
        return (_looked_in(command, context.actor),)
    back = _back(known, command, context.actor)
    if back is None:
        return ()
    return (back, *settled(connection_back(room, back)))


def _was_lost(room: Room, person_id: str) -> bool:
    """Whether somebody was inside until their line was lost, so that they are nobody new."""
    gone = room.gone(person_id)
    return gone is not None and gone.lost


def _looked_in(command: LookIn, person_id: str) -> LookedIn:
    return LookedIn(
        person=person_id,
        role=command.role,
        device=command.device,
        counted=command.role is Role.PARTICIPANT,
        origin=command.origin,
        link=command.link,
        network=command.network,
        personal=command.personal,
    )


def _back(known: Person | Onlooker, command: LookIn, person_id: str) -> ConnectionBack | None:
    """Somebody comes back, perhaps on another device or by another way; None where nothing is new."""
    device = "" if command.device in known.devices else command.device
    link = "" if command.link == known.link else command.link
    network = "" if command.network == known.network else command.network
    if known.lost_at is None and not (device or link or network):
        return None
    return ConnectionBack(person=person_id, device=device, link=link, network=network, personal=command.personal)


@decides(Enter)
def enter(room: Room, command: Enter, context: Context) -> Decision:
    if context.actor in room.people:
        return no(Code.ALREADY_ENTERED)
    onlooker = room.onlookers.get(context.actor)
    if onlooker is None or onlooker.role is Role.SCREEN:
        return no(Code.NOT_ALLOWED)
    staff = onlooker.role in STAFF_ROLES
    held = None if staff else must_wait(room, context.actor, onlooker, context.now)
    if not staff:
        if room.banned.holds(context.actor, onlooker.devices):
            return no(Code.SENT_AWAY)
        if room.doors is Doors.BEFORE:
            return no(Code.DOORS_NOT_OPEN)
        if room.doors is Doors.CLOSING and not _was_lost(room, context.actor):
            return no(Code.DOORS_CLOSING)
        if (why := full(room, onlooker, command.wish, held)) is not None:
            return no(why)
    if command.hall is not None and command.hall not in room.plan.halls:
        return no(Code.NO_SUCH_PLACE)
    place = place_for(room, command.wish, command.hall, waits=held is not None or waits(room, staff=staff), staff=staff)
    if place is None:
        return no(Code.ROOM_LOCKED if room.locked else Code.WAITING)
    shown = Shown(
        id=context.actor,
        role=onlooker.role,
        nickname=command.nickname,
        avatar=command.avatar or default(worn(room), context.chance),
        card=command.card,
        place=place.id,
        seat=first_seat(room, place),
        hall=command.hall,
        rested=rests(room, context.actor, onlooker),
        held=held,
    )
    return (
        Entered(
            shown=shown,
            wish=command.wish,
            counted=onlooker.counted,
            origin=onlooker.origin,
            first_time=command.first_time,
            at=context.now,
        ),
    )


@decides(Leave)
def leave(room: Room, command: Leave, context: Context) -> Decision:
    """Whoever leaves, and loses no connection only, takes their remotes with them: at the same tablet comes a colleague."""
    remotes = (RemotesSet(person=context.actor, remotes=()),) if context.actor in room.remotes else ()
    return (*remotes, *departure(room, context.actor, context.now))


@decides(LoseConnection)
def lose_connection(room: Room, command: LoseConnection, context: Context) -> Decision:
    if context.actor in room.onlookers:
        return departure(room, context.actor, context.now)
    person = room.people.get(context.actor)
    if person is None or person.lost_at is not None:
        return ()  # the two minutes run from the first loss
    return (ConnectionLost(person=context.actor, at=context.now),)


def departure(room: Room, person_id: str, now: int) -> tuple[AnyEvent, ...]:
    """The events of somebody going, whatever the reason; none if they are not here."""
    onlooker = room.onlookers.get(person_id)
    if onlooker is not None:
        return (OnlookerLeft(person=person_id, counted=onlooker.counted),)
    if person_id not in room.people:
        return ()
    turn: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn == person_id else ()
    return (*put_away(room, room.zone(person_id)), *turn, Left(person=person_id, at=now))


def expire_absences(room: Room, now: int) -> tuple[AnyEvent, ...]:
    """Let those go whose connection has been lost for two minutes."""
    gone = [pid for pid, p in room.people.items() if p.lost_at is not None and now - p.lost_at >= ABSENCE_MS]
    gone += [pid for pid, o in room.onlookers.items() if o.lost_at is not None and now - o.lost_at >= ABSENCE_MS]
    return tuple(event for pid in gone for event in departure(room, pid, now))


def _newcomer(event: Entered) -> tuple[str, ...]:
    return (event.shown.id,)


means(LookedIn)
means(OnlookerLeft, goes=its_person)
means(Entered, names=_newcomer, moves=_newcomer, hearing=True)
means(Left, hearing=True, stops=its_person, goes=its_person)
means(ConnectionLost)
means(ConnectionBack, moves=its_person)
told_to_nobody(ConnectionLost, ConnectionBack)


@evolves(LookedIn)
def looked_in(room: Room, event: LookedIn) -> Room:
    onlooker = Onlooker(
        event.role,
        on(event.device),
        origin=event.origin,
        link=event.link,
        network=event.network,
        personal=event.personal,
    )
    room = replace(room, onlookers={**room.onlookers, event.person: onlooker})
    return room if event.role in STAFF_ROLES else _seen(room, event.person, event.device)


@cuts(LookedIn)
def cut_looked_in(event: LookedIn, audience: Audience) -> AnyEvent | None:
    if not event.counted:
        return None
    return LookedIn(person="", role=event.role, device="", counted=True)


@folds(LookedIn)
def fold_looked_in(view: View, event: LookedIn) -> View:
    return view.but(onlookers=view.onlookers + 1)


@evolves(OnlookerLeft)
def onlooker_left(room: Room, event: OnlookerLeft) -> Room:
    return replace(room, onlookers={pid: o for pid, o in room.onlookers.items() if pid != event.person})


@cuts(OnlookerLeft)
def cut_onlooker_left(event: OnlookerLeft, audience: Audience) -> AnyEvent | None:
    return OnlookerLeft(person="", counted=True) if event.counted else None


@folds(OnlookerLeft)
def fold_onlooker_left(view: View, event: OnlookerLeft) -> View:
    return view.but(onlookers=view.onlookers - 1)


@evolves(Entered)
def entered(room: Room, event: Entered) -> Room:
    shown = event.shown
    onlooker = room.onlookers[shown.id]
    rev = room.revision + 1
    person = Person(
        shown=shown,
        devices=onlooker.devices,
        wish=event.wish,
        entered_rev=rev,
        admitted_rev=rev,
        zone_rev=rev,
        origin=onlooker.origin,
        link=onlooker.link,
        network=onlooker.network,
        personal=onlooker.personal,
        entered_at=event.at,
        first_time=event.first_time,
    )
    crowd = room.crowd
    if shown.role is Role.PARTICIPANT and shown.held is None:
        crowd = crowd.came(newcomer(person), room.settings.capacity, event.at)
    seats = room.seats if shown.seat is None else {**room.seats, (shown.place, shown.seat): shown.id}
    return replace(
        room,
        onlookers={pid: o for pid, o in room.onlookers.items() if pid != shown.id},
        people={**room.people, shown.id: person},
        seats=seats,
        crowd=crowd,
        departed=tuple(gone for gone in room.departed if gone.seen.person != shown.id),
        staff_seen=_staff_seen(room, person),
    )


def _staff_seen(room: Room, person: Person) -> Mapping[str, frozenset[str]]:
    """Who is here as staff stays known by all their marks, whether or not they stay."""
    if person.shown.role not in STAFF_ROLES:
        return room.staff_seen
    known = room.staff_seen.get(person.shown.id, frozenset())
    return {**room.staff_seen, person.shown.id: known | person.marks}


@cuts(Entered)
def cut_entered(event: Entered, audience: Audience) -> AnyEvent:
    hidden: dict[str, object] = {"wish": Wish.CIRCLE, "origin": ""}
    if audience.kind is not Viewer.STAFF or event.shown.role is not Role.PARTICIPANT:
        hidden |= {"first_time": False, "at": 0}
    else:
        hidden["at"] = to_the_second(event.at)
    return event.model_copy(update={"shown": shown_to(event.shown, audience), **hidden})


@folds(Entered)
def fold_entered(view: View, event: Entered) -> View:
    onlookers = view.onlookers - (1 if event.counted else 0)
    entered_now = view.entered or event.shown.id == view.me
    people = {**view.people, event.shown.id: event.shown}
    departed = tuple(gone for gone in view.departed if gone.person != event.shown.id)
    arrivals = view.arrivals
    if view.kind is Viewer.STAFF and event.shown.role is Role.PARTICIPANT:
        arrivals = (*arrivals, Arrival(person=event.shown.id, at=event.at, first_time=event.first_time))
    return view.but(people=people, onlookers=onlookers, entered=entered_now, departed=departed, arrivals=arrivals)


@evolves(Left)
def left(room: Room, event: Left) -> Room:
    person = room.people.get(event.person)
    departed = room.departed
    if person is not None and person.shown.role is Role.PARTICIPANT and event.person not in room.banned.people:
        seen = Departed(person=event.person, nickname=person.shown.nickname, at=event.at)
        departed = (*departed, Gone(seen, person.devices, person.lost_at is not None))[-DEPARTED_KEPT:]
    return replace(
        room,
        attended_at=_attended_at(room, event.person, event.at),
        people={pid: p for pid, p in room.people.items() if pid != event.person},
        seats={seat: pid for seat, pid in room.seats.items() if pid != event.person},
        departed=departed,
    )


@cuts(Left)
def cut_left(event: Left, audience: Audience) -> AnyEvent:
    return event if audience.kind is Viewer.STAFF else event.model_copy(update={"at": 0})


@folds(Left)
def fold_left(view: View, event: Left) -> View:
    people = {pid: shown for pid, shown in view.people.items() if pid != event.person}
    shown, departed = view.people.get(event.person), view.departed
    banned = any(away.person == event.person for away in view.sent_away)
    if view.kind is Viewer.STAFF and shown is not None and shown.role is Role.PARTICIPANT and not banned:
        seen = Departed(person=event.person, nickname=shown.nickname, at=event.at)
        departed = (*departed, seen)[-DEPARTED_KEPT:]
    arrivals = tuple(each for each in view.arrivals if each.person != event.person)
    return view.but(people=people, departed=departed, arrivals=arrivals)


def _with_lost_at(room: Room, person_id: str, lost_at: int | None) -> Room:
    person = room.people.get(person_id)
    if person is not None:
        return replace(room, people={**room.people, person_id: replace(person, lost_at=lost_at)})
    onlooker = room.onlookers.get(person_id)
    if onlooker is not None:
        return replace(room, onlookers={**room.onlookers, person_id: replace(onlooker, lost_at=lost_at)})
    return room


def _attended_at(room: Room, person_id: str, at: int) -> int:
    """When one of the staff was last seen to go, after somebody went; who had been lost before went then."""
    person = room.people.get(person_id)
    was_here = person is not None and person.lost_at is None and person.shown.role in STAFF_ROLES
    return max(room.attended_at, at) if was_here else room.attended_at


@evolves(ConnectionLost)
def connection_lost(room: Room, event: ConnectionLost) -> Room:
    room = replace(room, attended_at=_attended_at(room, event.person, event.at))
    return _with_lost_at(room, event.person, event.at)


@evolves(ConnectionBack)
def connection_back(room: Room, event: ConnectionBack) -> Room:
    person, onlooker = room.people.get(event.person), room.onlookers.get(event.person)
    if person is not None:
        back = _came_back(person, event)
        people = {**room.people, event.person: back}
        room = replace(room, people=people, staff_seen=_staff_seen(room, back))
    elif onlooker is not None:
        room = replace(room, onlookers={**room.onlookers, event.person: _came_back(onlooker, event)})
    role = person.shown.role if person else onlooker.role if onlooker else Role.PARTICIPANT
    return room if role in STAFF_ROLES else _seen(room, event.person, event.device)


def _seen(room: Room, person_id: str, device: str) -> Room:
    """What holds for a person, holds on the device on which they come as well."""
    here = on(device)
    return replace(
        room,
        rested=room.rested.seen(person_id, here),
        held=room.held.seen(person_id, here),
        swept=room.swept.seen(person_id, here),
    )


def _came_back(known: Here, event: ConnectionBack) -> Here:
    return replace(
        known,
        lost_at=None,
        devices=joined(known.devices, on(event.device)),
        link=event.link or known.link,
        personal=event.personal if event.link else known.personal,
        network=event.network or known.network,
    )
