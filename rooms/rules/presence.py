"""Looking in, entering, leaving, being sent away, and connections that come and go.

Entering and leaving make no sound and no line. A lost connection shows to nobody for two minutes; then it looks exactly
like having left.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors, Role, Wish
from rooms.commands import Enter, Leave, LetBack, LookIn, LoseConnection, SendAway
from rooms.context import Context
from rooms.events import (
    AnyEvent,
    ConnectionBack,
    ConnectionLost,
    Entered,
    Left,
    LetBackIn,
    LookedIn,
    OnlookerLeft,
    SentAway,
    Shown,
    TurnEnded,
)
from rooms.refusals import Code
from rooms.rules.places import first_seat, place_for, put_away
from rooms.rules.table import (
    Decision,
    Farewell,
    cuts,
    decides,
    evolves,
    folds,
    its_person,
    means,
    no,
    staff_or_me,
)
from rooms.state import ABSENCE_MS, Onlooker, Person, Room
from rooms.views import View, shown_to


@decides(LookIn)
def look_in(room: Room, command: LookIn, context: Context) -> Decision:
    if room.doors is Doors.ENDED:
        return no(Code.SESSION_ENDED)
    banned = command.device in room.banned_devices or any(s.person == context.actor for s in room.sent_away)
    if banned and command.role not in STAFF_ROLES:
        return no(Code.SENT_AWAY)
    known = room.people.get(context.actor) or room.onlookers.get(context.actor)
    if known is not None:
        return () if known.lost_at is None else (ConnectionBack(person=context.actor),)
    limit = room.settings.capacity * 2
    if len(room.onlookers) >= limit and command.role is Role.PARTICIPANT:
        return no(Code.ROOM_FULL)
    counted = command.role is Role.PARTICIPANT
    looked_in = LookedIn(
        person=context.actor,
        role=command.role,
        device=command.device,
        counted=counted,
        origin=command.origin,
        link=command.link,
        network=command.network,
    )
    return (looked_in,)


@decides(Enter)
def enter(room: Room, command: Enter, context: Context) -> Decision:
    if context.actor in room.people:
        return no(Code.ALREADY_ENTERED)
    onlooker = room.onlookers.get(context.actor)
    if onlooker is None or onlooker.role is Role.SCREEN:
        return no(Code.NOT_ALLOWED)
    staff = onlooker.role in STAFF_ROLES
    if not staff:
        if onlooker.device in room.banned_devices:
            return no(Code.SENT_AWAY)
        if room.doors is Doors.BEFORE:
            return no(Code.DOORS_NOT_OPEN)
        if room.doors is Doors.CLOSING:
            return no(Code.DOORS_CLOSING)
        if len(room.people) >= room.settings.capacity:
            return no(Code.ROOM_FULL)
    if command.hall is not None and command.hall not in room.plan.halls:
        return no(Code.NO_SUCH_PLACE)
    place = place_for(room, command.wish, command.hall, staff=staff)
    shown = Shown(
        id=context.actor,
        role=onlooker.role,
        nickname=command.nickname,
        avatar=command.avatar,
        card=command.card,
        place=place.id,
        seat=first_seat(room, place),
        hall=command.hall,
    )
    return (
        Entered(
            shown=shown,
            wish=command.wish,
            counted=onlooker.counted,
            origin=onlooker.origin,
            first_time=command.first_time,
        ),
    )


@decides(Leave)
def leave(room: Room, command: Leave, context: Context) -> Decision:
    return departure(room, context.actor)


@decides(LoseConnection)
def lose_connection(room: Room, command: LoseConnection, context: Context) -> Decision:
    if context.actor in room.onlookers:
        return departure(room, context.actor)
    person = room.people.get(context.actor)
    if person is None or person.lost_at is not None:
        return ()  # the two minutes run from the first loss
    return (ConnectionLost(person=context.actor, at=context.now),)


@decides(SendAway)
def send_away(room: Room, command: SendAway, context: Context) -> Decision:
    person = room.people.get(command.person)
    if person is None:
        return no(Code.NO_SUCH_PERSON)
    if person.shown.role in STAFF_ROLES:
        return no(Code.NOT_ALLOWED)
    told = SentAway(person=command.person, nickname=person.shown.nickname, for_good=command.for_good)
    return (told, *departure(room, command.person))


@decides(LetBack)
def let_back(room: Room, command: LetBack, context: Context) -> Decision:
    if not any(s.person == command.person for s in room.sent_away):
        return no(Code.NO_SUCH_PERSON)
    return (LetBackIn(person=command.person),)


def departure(room: Room, person_id: str) -> tuple[AnyEvent, ...]:
    """The events of somebody going, whatever the reason; none if they are not here."""
    onlooker = room.onlookers.get(person_id)
    if onlooker is not None:
        return (OnlookerLeft(person=person_id, counted=onlooker.counted),)
    if person_id not in room.people:
        return ()
    turn: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn == person_id else ()
    return (*put_away(room, room.zone(person_id)), *turn, Left(person=person_id))


def expire_absences(room: Room, now: int) -> tuple[AnyEvent, ...]:
    """Let those go whose connection has been lost for two minutes."""
    gone = [pid for pid, p in room.people.items() if p.lost_at is not None and now - p.lost_at >= ABSENCE_MS]
    gone += [pid for pid, o in room.onlookers.items() if o.lost_at is not None and now - o.lost_at >= ABSENCE_MS]
    return tuple(event for pid in gone for event in departure(room, pid))


def _newcomer(event: Entered) -> tuple[str, ...]:
    return (event.shown.id,)


means(LookedIn)
means(OnlookerLeft, goes=its_person)
means(Entered, names=_newcomer, moves=_newcomer, hearing=True)
means(Left, hearing=True, stops=its_person, goes=its_person)
means(SentAway, names=its_person, farewell=lambda event: Farewell("sent_away", event.for_good))
means(LetBackIn)
means(ConnectionLost)
means(ConnectionBack)
cuts(SentAway)(staff_or_me)


@evolves(LookedIn)
def looked_in(room: Room, event: LookedIn) -> Room:
    onlooker = Onlooker(event.role, event.device, origin=event.origin, link=event.link, network=event.network)
    return replace(room, onlookers={**room.onlookers, event.person: onlooker})


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
        device=onlooker.device,
        wish=event.wish,
        entered_rev=rev,
        admitted_rev=rev,
        zone_rev=rev,
        origin=onlooker.origin,
        link=onlooker.link,
        network=onlooker.network,
    )
    seats = room.seats if shown.seat is None else {**room.seats, (shown.place, shown.seat): shown.id}
    return replace(
        room,
        onlookers={pid: o for pid, o in room.onlookers.items() if pid != shown.id},
        people={**room.people, shown.id: person},
        seats=seats,
    )


@cuts(Entered)
def cut_entered(event: Entered, audience: Audience) -> AnyEvent:
    hidden = {"wish": Wish.CIRCLE, "origin": "", "first_time": False}
    return event.model_copy(update={"shown": shown_to(event.shown, audience), **hidden})


@folds(Entered)
def fold_entered(view: View, event: Entered) -> View:
    onlookers = view.onlookers - (1 if event.counted else 0)
    entered_now = view.entered or event.shown.id == view.me
    return view.but(people={**view.people, event.shown.id: event.shown}, onlookers=onlookers, entered=entered_now)


@evolves(Left)
def left(room: Room, event: Left) -> Room:
    return replace(
        room,
        people={pid: p for pid, p in room.people.items() if pid != event.person},
        seats={seat: pid for seat, pid in room.seats.items() if pid != event.person},
    )


@folds(Left)
def fold_left(view: View, event: Left) -> View:
    return view.but(people={pid: shown for pid, shown in view.people.items() if pid != event.person})


@evolves(SentAway)
def sent_away(room: Room, event: SentAway) -> Room:
    if not event.for_good:
        return room
    person = room.people.get(event.person)
    devices = {**room.banned_devices, person.device: event.person} if person and person.device else room.banned_devices
    return replace(room, sent_away=(*room.sent_away, event), banned_devices=devices)


@folds(SentAway)
def fold_sent_away(view: View, event: SentAway) -> View:
    if not event.for_good or view.kind is not Viewer.STAFF:
        return view
    return view.but(sent_away=(*view.sent_away, event))


@evolves(LetBackIn)
def let_back_in(room: Room, event: LetBackIn) -> Room:
    return replace(
        room,
        sent_away=tuple(s for s in room.sent_away if s.person != event.person),
        banned_devices={device: pid for device, pid in room.banned_devices.items() if pid != event.person},
    )


@cuts(LetBackIn)
def cut_let_back_in(event: LetBackIn, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is Viewer.STAFF else None


@folds(LetBackIn)
def fold_let_back_in(view: View, event: LetBackIn) -> View:
    return view.but(sent_away=tuple(s for s in view.sent_away if s.person != event.person))


def _with_lost_at(room: Room, person_id: str, lost_at: int | None) -> Room:
    person = room.people.get(person_id)
    if person is not None:
        return replace(room, people={**room.people, person_id: replace(person, lost_at=lost_at)})
    onlooker = room.onlookers.get(person_id)
    if onlooker is not None:
        return replace(room, onlookers={**room.onlookers, person_id: replace(onlooker, lost_at=lost_at)})
    return room


@evolves(ConnectionLost)
def connection_lost(room: Room, event: ConnectionLost) -> Room:
    return _with_lost_at(room, event.person, event.at)


@evolves(ConnectionBack)
def connection_back(room: Room, event: ConnectionBack) -> Room:
    return _with_lost_at(room, event.person, None)


@cuts(ConnectionLost)
def cut_connection_lost(event: ConnectionLost, audience: Audience) -> None:
    return None


@cuts(ConnectionBack)
def cut_connection_back(event: ConnectionBack, audience: Audience) -> None:
    return None


@folds(ConnectionLost)
def fold_connection_lost(view: View, event: ConnectionLost) -> View:
    return view


@folds(ConnectionBack)
def fold_connection_back(view: View, event: ConnectionBack) -> View:
    return view
