"""The plan of the room, which a step of the run sheet may change.

Everybody whose place is still there keeps it; for the others there is one rule (`Plan.nearest`): away stays away, listening
stays listening, the hall stays the hall. Nobody is put into a private place, and nobody's microphone is carried to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors, Mode
from rooms.commands import LayOut, SetPlan
from rooms.context import Context
from rooms.events import AnyEvent, PlanSet, Seated
from rooms.plan import Place, Plan
from rooms.plans import build
from rooms.rules.places import put_away, what_cannot_stay
from rooms.rules.remember import with_undo
from rooms.rules.table import EVERYBODY, Decision, cuts, decides, evolves, folds, means
from rooms.sheet import mode_at
from rooms.state import Person, Room
from rooms.views import View, plan_for

Spot = tuple[str, int | None]
"""A place, and a seat there or any."""
_NO_WISH: Mapping[str, Spot] = {}


@decides(LayOut)
def lay_out_as_planned(room: Room, command: LayOut, context: Context) -> Decision:
    """The first event of a room is its plan, so that what happened since can be replayed whatever the office changes.

    Until the doors open the office may still change it; somebody may be there already.
    """
    plan = planned(room, mode_at(room.steps, room.step, room.settings.plan.mode))
    if room.revision == 0:
        return (PlanSet(plan=plan),)
    return lay_out(room, plan) if room.doors is Doors.BEFORE and plan != room.plan else ()


def planned(room: Room, mode: Mode) -> Plan:
    settings = room.settings
    return settings.plan if mode is settings.plan.mode else build(mode, settings.sizes)


def laid_out_for(room: Room, mode: Mode) -> tuple[AnyEvent, ...]:
    """The events that lay the room out for a mode; none where it is laid out so."""
    if mode is room.plan.mode:
        return ()
    return lay_out(room, planned(room, mode))


@decides(SetPlan)
def set_plan(room: Room, command: SetPlan, context: Context) -> Decision:
    return with_undo(room, "plan", laid_out_for(room, command.mode))


def lay_out(room: Room, plan: Plan, wanted: Mapping[str, Spot] = _NO_WISH) -> tuple[AnyEvent, ...]:
    """The events of another plan: where everybody is then, and what cannot stay as it was there.

    `wanted`: those who are to be on a certain place of it, on that seat if it is free; the plan may be the same as before.
    """
    taken: set[tuple[str, int]] = set()
    seated: list[Seated] = []
    then: list[AnyEvent] = []
    # Who keeps a seat has it before those who look for one.
    spots = {pid: _spot(room, plan, person, wanted) for pid, person in room.people.items()}
    order = sorted(room.people.values(), key=lambda person: not _keeps(person, *spots[person.shown.id]))
    for person in order:
        shown, (place, like) = person.shown, spots[person.shown.id]
        seat = _seat(place, taken, like)
        if seat is None and place.private:
            place = plan.nearest(place)
            seat = _seat(place, taken, None)
        if seat is not None:
            taken.add((place.id, seat))
        if (place.id, seat) != (shown.place, shown.seat):
            seated.append(Seated(person=shown.id, place=place.id, seat=seat))
        # Whose listeners are others than before is as good as led elsewhere: nobody is suddenly heard by more.
        moved = place.id != shown.place or _listening(room.plan, room.zone(shown.id)) != _listening(plan, place.zone)
        then += what_cannot_stay(room, shown.id, place, moved=moved)
    now = {each.person: each.place for each in seated}
    there = {pid: now.get(pid, person.shown.place) for pid, person in room.people.items()}
    return (*_not_for_others(room, plan, there), PlanSet(plan=plan, seated=tuple(seated)), *then)


def _not_for_others(room: Room, plan: Plan, there: Mapping[str, str]) -> tuple[AnyEvent, ...]:
    """What lies in private places goes, where not the very same people are together there afterwards."""

    def zone(place: Place | None) -> str:
        return "" if place is None else place.zone

    then = {pid: zone(plan.place(place_id)) for pid, place_id in there.items()}
    return tuple(
        event
        for left in room.activities
        if {pid for pid in room.people if room.zone(pid) == left} != {pid for pid in then if then[pid] == left}
        for event in put_away(room, left)
    )


def _place_in(room: Room, plan: Plan, person: Person) -> Place:
    left = room.place(person.shown.place)
    same = plan.place(left.id)
    return (
        same
        if same is not None and _traits(same) == _traits(left)
        else plan.nearest(left, staff=person.shown.role in STAFF_ROLES)
    )


def _traits(place: Place) -> tuple[object, ...]:
    """All that a place means: one that means something else is another place, whatever its name."""
    talk = place.zone, frozenset(place.hears), place.voice, place.hands, place.private
    return (*talk, place.part, place.hall, place.takes)


def _listening(plan: Plan, zone: str) -> frozenset[str]:
    """The zones that hear a zone."""
    return frozenset(place.zone for place in plan.places if zone in place.hears)


def _spot(room: Room, plan: Plan, person: Person, wanted: Mapping[str, Spot]) -> tuple[Place, int | None]:
    """The place of the plan where somebody will be, and the seat there that they had or want."""
    shown = person.shown
    if (spot := wanted.get(shown.id)) is not None and (place := plan.place(spot[0])) is not None:
        return place, spot[1]
    place = _place_in(room, plan, person)
    return place, shown.seat if place.id == shown.place else None


def _keeps(person: Person, place: Place, seat: int | None) -> bool:
    return place.id == person.shown.place and seat is not None and seat < len(place.seats)


def _seat(place: Place, taken: set[tuple[str, int]], wanted: int | None) -> int | None:
    if wanted is not None and wanted < len(place.seats) and (place.id, wanted) not in taken:
        return wanted
    return next((seat for seat in range(len(place.seats)) if (place.id, seat) not in taken), None)


def _meaning(place: Place) -> tuple[object, ...]:
    return place.zone, place.part, place.private


means(PlanSet, moves=EVERYBODY, hearing=True, stops=EVERYBODY)


@evolves(PlanSet)
def plan_set(room: Room, event: PlanSet) -> Room:
    seated = {each.person: each for each in event.seated}
    people: dict[str, Person] = {}
    for person_id, person in room.people.items():
        before, shown = room.place(person.shown.place), person.shown
        if (now := seated.get(person_id)) is not None:
            shown = shown.model_copy(update={"place": now.place, "seat": now.seat})
        after = event.plan.place(shown.place)
        elsewhere = after is None or _meaning(after) != _meaning(before)
        zone_rev = room.revision + 1 if elsewhere else person.zone_rev
        people[person_id] = replace(person, shown=shown, zone_rev=zone_rev)
    seats = {(p.shown.place, p.shown.seat): pid for pid, p in people.items() if p.shown.seat is not None}
    activities = {zone: on for zone, on in room.activities.items() if zone == "" or zone in event.plan.zones}
    return replace(room, plan=event.plan, people=people, seats=seats, activities=activities)


@cuts(PlanSet)
def cut_plan_set(event: PlanSet, audience: Audience) -> AnyEvent:
    if audience.kind is not Viewer.ONLOOKER:
        return event
    seated = event.seated
    if any(each.signs for each in seated):
        seated = tuple(each.model_copy(update={"signs": None}) for each in seated)
    plan = plan_for(event.plan, audience)
    return (
        event
        if (plan, seated) == (event.plan, event.seated)
        else event.model_copy(update={"plan": plan, "seated": seated})
    )


@folds(PlanSet)
def fold_plan_set(view: View, event: PlanSet) -> View:
    activities = {zone: on for zone, on in view.activities.items() if zone == "" or zone in event.plan.zones}
    view = view.but(plan=event.plan, activities=activities)
    for each in event.seated:
        view = view.with_shown(each.person, place=each.place, seat=each.seat).with_signs(each.person, each.signs)
    return view
