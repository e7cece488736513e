"""Doors, lock and the end. Planned times are deadlines: the room names the next one, a tick carries it out."""

from __future__ import annotations

from dataclasses import replace

from rooms.base import Doors
from rooms.commands import LockRoom, SetDoors, SetStep, Tick
from rooms.context import Context
from rooms.events import AnyEvent, DoorsSet, RoomLocked, StepSet
from rooms.refusals import Code
from rooms.rules.places import seat_waiting
from rooms.rules.presence import expire_absences
from rooms.rules.table import Decision, decides, evolves, folds, no
from rooms.state import ABSENCE_MS, Room
from rooms.views import View

_ORDER = (Doors.BEFORE, Doors.EARLY, Doors.OPEN, Doors.CLOSING, Doors.ENDED)


def next_deadline(room: Room) -> int | None:
    """When the room next wants a tick, in milliseconds since 1970; None if never."""
    if room.doors is Doors.ENDED:
        return None
    settings = room.settings
    planned = {
        Doors.BEFORE: settings.early_at,
        Doors.EARLY: settings.open_at,
        Doors.OPEN: settings.closing_at,
        Doors.CLOSING: settings.end_at,
    }[room.doors]
    lost = [p.lost_at for p in room.people.values() if p.lost_at is not None]
    lost += [o.lost_at for o in room.onlookers.values() if o.lost_at is not None]
    return min([planned, *(at + ABSENCE_MS for at in lost)])


def _due(room: Room, now: int) -> Doors:
    """The doors that the plan wants by now; never earlier than those that staff have already set."""
    s = room.settings
    times = ((s.end_at, Doors.ENDED), (s.closing_at, Doors.CLOSING), (s.open_at, Doors.OPEN), (s.early_at, Doors.EARLY))
    planned = next((doors for at, doors in times if now >= at), Doors.BEFORE)
    return max(planned, room.doors, key=_ORDER.index)


def move_doors(room: Room, doors: Doors) -> tuple[AnyEvent, ...]:
    """The events of doors that change; opening them seats those who waited."""
    if doors is room.doors:
        return ()
    events: tuple[AnyEvent, ...] = (DoorsSet(doors=doors),)
    if doors is Doors.OPEN and not room.locked:
        events += seat_waiting(room)
    return events


@decides(SetDoors)
def set_doors(room: Room, command: SetDoors, context: Context) -> Decision:
    return move_doors(room, Doors(command.doors))


@decides(Tick)
def tick(room: Room, command: Tick, context: Context) -> Decision:
    return move_doors(room, _due(room, context.now)) + expire_absences(room, context.now)


@decides(LockRoom)
def lock_room(room: Room, command: LockRoom, context: Context) -> Decision:
    if command.locked == room.locked:
        return ()
    events: tuple[AnyEvent, ...] = (RoomLocked(locked=command.locked),)
    if not command.locked and room.doors in (Doors.OPEN, Doors.CLOSING):
        events += seat_waiting(room)
    return events


@decides(SetStep)
def set_step(room: Room, command: SetStep, context: Context) -> Decision:
    if command.step >= len(room.settings.steps):
        return no(Code.NO_SUCH_STEP)
    return () if command.step == room.step else (StepSet(step=command.step),)


@evolves(DoorsSet)
def doors_set(room: Room, event: DoorsSet) -> Room:
    return replace(room, doors=event.doors)


@folds(DoorsSet)
def fold_doors(view: View, event: DoorsSet) -> View:
    return view.but(doors=event.doors)


@evolves(RoomLocked)
def room_locked(room: Room, event: RoomLocked) -> Room:
    return replace(room, locked=event.locked)


@folds(RoomLocked)
def fold_locked(view: View, event: RoomLocked) -> View:
    return view.but(locked=event.locked)


@evolves(StepSet)
def step_set(room: Room, event: StepSet) -> Room:
    return replace(room, step=event.step)


@folds(StepSet)
def fold_step(view: View, event: StepSet) -> View:
    return view.but(step=event.step)
