"""Who comes in a crowd waits on the veranda. 入ってもらう lets all in; この5分に来た人を縁側へ asks a crowd out again.

Who waits so takes nobody's seat: the room is full by those inside. Looking in and waiting have bounds of their own, of which
no network can use up more than half. Staff, screens and personal links are never bounded by any of this.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.base import Held, Part, Role, Wish
from rooms.commands import LetIn, MoveNewcomers
from rooms.context import Context
from rooms.crowd import Newcomer, share_of_network
from rooms.events import AnyEvent, CrowdSet, PlaceTaken
from rooms.measures import Measure
from rooms.refusals import Code
from rooms.rules.places import go, place_taken, waits
from rooms.rules.remember import with_undo
from rooms.rules.table import Decision, decides, evolves, means, told_to_nobody
from rooms.state import Onlooker, Person, Room

_MINUTE_MS = 60_000


def must_wait(room: Room, person_id: str, onlooker: Onlooker, now: int) -> Held | None:
    """Whether a participant who enters now is held on the veranda, and why."""
    if room.held.holds(person_id, onlooker.devices):
        return Held.STAFF
    if room.swept.holds(person_id, onlooker.devices):
        return Held.CROWD
    if onlooker.personal:
        return None
    who = Newcomer(person_id, onlooker.link, onlooker.network)
    return Held.CROWD if room.crowd.over(who, room.settings.capacity, now) else None


def full(room: Room, onlooker: Onlooker, wish: Wish, held: Held | None) -> Code | None:
    """Why there is no room for a participant, inside or among those who wait in a crowd; None where there is.

    Who comes to listen may take any seat; those that are kept for listeners, nobody else.
    """
    if onlooker.personal:
        return None
    if held is not None:
        waiting = [person.network for person in room.people.values() if person.shown.held is not None]
        return Code.ROOM_FULL if _used_up(room, waiting, onlooker.network) else None
    inside, settings = _inside(room), room.settings
    if inside >= settings.capacity:
        return Code.ROOM_FULL
    kept = max(0, settings.listeners - _listening(room))
    return Code.CIRCLE_FULL if wish is not Wish.LISTENER and inside >= settings.capacity - kept else None


def too_many_look_in(room: Room, network: str) -> bool:
    """Whether nobody else of this network may look in."""
    return _used_up(room, [o.network for o in room.onlookers.values() if o.counted and not o.personal], network)


def _used_up(room: Room, networks: list[str], mine: str) -> bool:
    share = share_of_network(room.settings.capacity)
    return len(networks) >= 2 * share or (mine != "" and networks.count(mine) >= share)


def _inside(room: Room) -> int:
    return sum(1 for person in room.people.values() if person.shown.held is None)


def _listening(room: Room) -> int:
    """Of those inside, who sits in a listener's seat, or will when the doors open."""

    def listens(person: Person) -> bool:
        place = room.place_of(person.shown.id)
        return person.wish is Wish.LISTENER if place.part is Part.WAITING else place.listening

    return sum(1 for person in room.people.values() if person.shown.held is None and listens(person))


@decides(LetIn)
def let_in(room: Room, command: LetIn, context: Context) -> Decision:
    events: list[AnyEvent] = []
    if not room.crowd.lifted or room.swept.people:
        events.append(CrowdSet(lifted=True))
    free = room.settings.capacity - _inside(room)
    waiting = [p for p in room.people.values() if p.shown.held is Held.CROWD]
    for person in sorted(waiting, key=lambda person: not person.personal)[: max(0, free)]:
        came = _let_in(room, person)
        for event in came:
            room = place_taken(room, event) if isinstance(event, PlaceTaken) else room
        events += came
    return tuple(events)


def _let_in(room: Room, person: Person) -> tuple[AnyEvent, ...]:
    """Somebody comes in, or waits for the doors as everybody does."""
    shown = person.shown
    if waits(room, staff=False):
        return (PlaceTaken(person=shown.id, place=shown.place, seat=shown.seat),)
    return go(room, shown.id, room.plan.for_arrival(person.wish, shown.hall), None, by_staff=False)


@decides(MoveNewcomers)
def move_newcomers(room: Room, command: MoveNewcomers, context: Context) -> Decision:
    veranda, before = room.plan.waiting, room
    if veranda is None:
        return ()
    since = context.now - command.minutes * _MINUTE_MS
    events: list[AnyEvent] = [CrowdSet(lifted=False)] if room.crowd.lifted else []
    for person in list(room.people.values()):
        shown = person.shown
        new = shown.role is Role.PARTICIPANT and not person.personal and person.entered_at > since
        if not new or shown.held is not None:
            continue
        moved = go(room, shown.id, veranda, None, by_staff=True, held=Held.CROWD)
        for event in moved:
            room = place_taken(room, event) if isinstance(event, PlaceTaken) else room
        events += moved
    return with_undo(before, "moved", events)


means(CrowdSet)
told_to_nobody(CrowdSet)


@evolves(CrowdSet)
def crowd_set(room: Room, event: CrowdSet) -> Room:
    swept = Measure() if event.lifted else room.swept
    return replace(room, crowd=replace(room.crowd, lifted=event.lifted), swept=swept)
