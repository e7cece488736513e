"""Activities: what lies in the middle or on a table. Staff begin and end them, whoever is there may play; one in each zone.

What an activity is made of, its kind knows (rooms/activities); here stands only where it lies and who may touch it.
"""

from __future__ import annotations

from dataclasses import replace

from rooms import activities
from rooms.activities.kind import Activity
from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Part
from rooms.commands import EndActivity, Play, StartActivity
from rooms.context import Context
from rooms.events import ActivityChanged, ActivitySet, AnyEvent
from rooms.notes import Minutes
from rooms.refusals import Code, Refusal
from rooms.rules.laid import laid
from rooms.rules.remember import with_undo
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.views import View, may_see_activity


def _zone(room: Room, place_id: str | None) -> str | None:
    """The zone of a place, "" for the middle; None if there is no such place."""
    if place_id is None:
        return ""
    place = room.plan.place(place_id)
    return None if place is None else place.zone


def _shut_out(room: Room, zone: str, person_id: str) -> bool:
    """Nobody reaches into a private place from outside, staff neither."""
    return room.plan.is_private(zone) and room.zone(person_id) != zone


def _taken_back(room: Room, event: ActivitySet) -> tuple[AnyEvent, ...]:
    """With how it is taken back, in the middle: a board that many have written on is gone by one tap otherwise."""
    return with_undo(room, "ended" if event.activity is None else "laid", (event,))


@decides(StartActivity)
def start_activity(room: Room, command: StartActivity, context: Context) -> Decision:
    zone = _zone(room, command.place)
    if zone is None:
        return no(Code.NO_SUCH_PLACE)
    if _shut_out(room, zone, context.actor):
        return no(Code.PLACE_NOT_FOR_YOU)
    activity = activities.begin(command.activity)
    if room.activities.get(zone) == activity:
        return ()
    return _taken_back(room, laid(room, zone, activity))


@decides(EndActivity)
def end_activity(room: Room, command: EndActivity, context: Context) -> Decision:
    zone = _zone(room, command.place)
    if zone is None:
        return no(Code.NO_SUCH_PLACE)
    if _shut_out(room, zone, context.actor):
        return no(Code.PLACE_NOT_FOR_YOU)
    return _taken_back(room, laid(room, zone, None)) if zone in room.activities else ()


@decides(Play)
def play(room: Room, command: Play, context: Context) -> Decision:
    zone = _zone(room, command.place)
    if zone is None:
        return no(Code.NO_SUCH_PLACE)
    here = room.place_of(context.actor)
    staff = room.people[context.actor].shown.role in STAFF_ROLES
    if here.part is Part.WAITING and not staff:
        return no(Code.WAITING)
    if zone not in ("", here.zone) and (not staff or room.plan.is_private(zone)):
        return no(Code.PLACE_NOT_FOR_YOU)
    if activities.leads(command.move) and not staff:
        return no(Code.NOT_ALLOWED)
    activity = room.activities.get(zone)
    if activity is None:
        return no(Code.NO_SUCH_ACTIVITY)
    changes = activities.decide(activity, command.move, context)
    if isinstance(changes, Refusal):
        return changes
    private = room.plan.is_private(zone)
    return tuple(ActivityChanged(zone=zone, change=change, private=private) for change in changes)


def _as_it_lies_now(event: ActivitySet | ActivityChanged, room: Room) -> AnyEvent:
    """What was there and is not any more, nobody who comes back is told."""
    now = laid(room, event.zone, room.activities.get(event.zone))
    was_outside = isinstance(event, ActivitySet) and event.outside
    return now.model_copy(update={"private": event.private or now.private, "outside": was_outside or now.outside})


def _as_it_changed(event: ActivityChanged, room: Room) -> AnyEvent:
    """A change of what lies there still, without what was taken away of it since. Not the whole: hundreds of people are told
    of each tap, and what is somebody's own in the whole would be theirs alone."""
    change = activities.again(event.change, room.activities.get(event.zone))
    return _as_it_lies_now(event, room) if change is None else event.model_copy(update={"change": change})


def _owners(event: ActivitySet) -> tuple[str, ...]:
    return () if event.activity is None else event.activity.owners


means(ActivitySet, names=_owners, retold=_as_it_lies_now)


def _handed(event: ActivityChanged, room: Room) -> tuple[Minutes, ...]:
    """Of two zones each hands out its own."""
    handed = activities.hands(room.activities[event.zone], event.change)
    return () if handed is None else (replace(handed, id=f"{handed.id}-{event.zone}"),)


means(ActivityChanged, names=lambda event: event.change.named, keeps=_handed, retold=_as_it_changed)


def _put(on: dict[str, Activity], zone: str, activity: Activity | None) -> dict[str, Activity]:
    others = {each: other for each, other in on.items() if each != zone}
    return others if activity is None else {**others, zone: activity}


@evolves(ActivitySet)
def activity_set(room: Room, event: ActivitySet) -> Room:
    return replace(room, activities=_put(dict(room.activities), event.zone, event.activity))


@cuts(ActivitySet)
def cut_activity_set(event: ActivitySet, audience: Audience) -> AnyEvent | None:
    if audience.kind is Viewer.ONLOOKER:
        return _cut_for_outside(event, audience)
    if not may_see_activity(event.zone, audience, private=event.private):
        return None
    if event.activity is None:
        return event
    return event.model_copy(update={"activity": activities.cut(event.activity, audience)})


def _cut_for_outside(event: ActivitySet, audience: Audience) -> AnyEvent | None:
    """Of the middle, whether there is now what is seen from outside: whatever came in its place is nothing to them."""
    if not event.outside:
        return None
    seen = event.activity if activities.seen_outside(event.activity) else None
    return event.model_copy(update={"activity": None if seen is None else activities.cut(seen, audience)})


@folds(ActivitySet)
def fold_activity_set(view: View, event: ActivitySet) -> View:
    return view.but(activities=_put(view.activities, event.zone, event.activity))


@evolves(ActivityChanged)
def activity_changed(room: Room, event: ActivityChanged) -> Room:
    activity = activities.evolve(room.activities[event.zone], event.change)
    return replace(room, activities=_put(dict(room.activities), event.zone, activity))


@cuts(ActivityChanged)
def cut_activity_changed(event: ActivityChanged, audience: Audience) -> AnyEvent | None:
    if not may_see_activity(event.zone, audience, private=event.private):
        return None
    told = activities.cut_change(event.change, audience)
    return None if told is None else event.model_copy(update={"change": told})


@folds(ActivityChanged)
def fold_activity_changed(view: View, event: ActivityChanged) -> View:
    activity = activities.fold(view.activities[event.zone], event.change)
    return view.but(activities=_put(view.activities, event.zone, activity))
