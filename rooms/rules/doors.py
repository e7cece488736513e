"""Doors, lock and the end. Planned times are deadlines: the room names the next one, a tick carries it out. The planned end
closes the room where no staff are; where they are, it goes on for those inside (`staying`)."""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import Doors
from rooms.commands import LockRoom, SetDoors, TellWaiting, Tick
from rooms.context import Context
from rooms.events import AnyEvent, DoorsSet, RoomLocked, WaitingTold
from rooms.notes import Note
from rooms.refusals import Code
from rooms.rules.attended import left_alone, unattended_at
from rooms.rules.brought import brought_by_the_first
from rooms.rules.concerns import left_open
from rooms.rules.places import seat_waiting
from rooms.rules.presence import expire_absences
from rooms.rules.staying import closes_at, staying, stays_at
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import ABSENCE_MS, Room
from rooms.views import View

_ORDER = (Doors.BEFORE, Doors.EARLY, Doors.OPEN, Doors.CLOSING, Doors.ENDED)


def _ahead(room: Room) -> list[tuple[int, Doors]]:
    """The planned moves that still apply: later than the last time the doors were set, and further than they are now.

    The end always applies, so that no room lives for ever; and where that is later than planned, the doors close to
    newcomers as planned.
    """
    plan = room.settings
    planned = (
        (plan.early_at, Doors.EARLY),
        (plan.open_at, Doors.OPEN),
        (plan.closing_at, Doors.CLOSING),
        (plan.end_at, Doors.CLOSING),
        (closes_at(room), Doors.ENDED),
    )
    now = _ORDER.index(room.doors)
    return [
        (at, doors) for at, doors in planned if _ORDER.index(doors) > now and (at > room.doors_at or at >= plan.end_at)
    ]


def next_deadline(room: Room) -> int | None:
    """When the room next wants a tick, in milliseconds since 1970; None if never."""
    if room.doors is Doors.ENDED:
        return None
    lost = [p.lost_at for p in room.people.values() if p.lost_at is not None]
    lost += [o.lost_at for o in room.onlookers.values() if o.lost_at is not None]
    own = [at for at in (unattended_at(room), stays_at(room)) if at is not None]
    return min((*(at for at, _ in _ahead(room)), *(at + ABSENCE_MS for at in lost), *own), default=None)


def same_deadline(before: Room, after: Room) -> bool:
    """Whether nothing that `next_deadline` looks at has changed, so that nobody need look at everybody again."""
    return (
        before.people is after.people
        and before.onlookers is after.onlookers
        and before.doors is after.doors
        and before.doors_at == after.doors_at
        and before.unattended is after.unattended
        and before.attended_at == after.attended_at
        and before.stay is after.stay
        and before.settings is after.settings
    )


def _due(room: Room, now: int) -> Doors:
    """The doors that the plan wants by now; never those whose time staff have overruled."""
    return next((doors for at, doors in reversed(_ahead(room)) if now >= at), room.doors)


def move_doors(room: Room, doors: Doors, now: int) -> tuple[AnyEvent, ...]:
    """The events of doors that change. Opening them seats those who waited; so does closing what was never opened."""
    if doors is room.doors:
        return ()
    events: tuple[AnyEvent, ...] = (DoorsSet(doors=doors, at=now),)
    if doors in (Doors.OPEN, Doors.CLOSING) and not room.shut:
        events += seat_waiting(room)
    if doors is Doors.OPEN and room.doors is not Doors.CLOSING:
        events += brought_by_the_first(room)
    return events


@decides(SetDoors)
def set_doors(room: Room, command: SetDoors, context: Context) -> Decision:
    if command.doors in ("early", "open") and room.stay is not None:
        return no(Code.NOT_ALLOWED)
    return move_doors(room, Doors(command.doors), context.now)


@decides(Tick)
def tick(room: Room, command: Tick, context: Context) -> Decision:
    doors = _due(room, context.now)
    moved = move_doors(room, doors, context.now)
    alone = () if moved else left_alone(room, context.now)  # doors that move are looked at again, as they are then
    stays = staying(room, context.now) if doors in (Doors.OPEN, Doors.CLOSING) else ()
    return (*moved, *stays, *alone, *expire_absences(room, context.now))


@decides(LockRoom)
def lock_room(room: Room, command: LockRoom, context: Context) -> Decision:
    if command.locked == room.locked:
        return ()
    events: tuple[AnyEvent, ...] = (RoomLocked(locked=command.locked),)
    if not command.locked and not room.unattended and room.doors in (Doors.OPEN, Doors.CLOSING):
        events += seat_waiting(room)
    return events


@decides(TellWaiting)
def tell_waiting(room: Room, command: TellWaiting, context: Context) -> Decision:
    return () if command.text == room.told_waiting else (WaitingTold(text=command.text),)


def _at_the_end(event: DoorsSet, room: Room) -> tuple[Note, ...]:
    return left_open(room) if event.doors is Doors.ENDED else ()


means(DoorsSet, hearing=True, keeps=_at_the_end)
means(RoomLocked)
means(WaitingTold)


def _step_at(doors: Doors, step_at: int, event: DoorsSet) -> int:
    """Doors that open for the first time begin the step that is on; opened anew while closing, they begin nothing."""
    return event.at if event.doors is Doors.OPEN and doors in (Doors.BEFORE, Doors.EARLY) else step_at


def _still_told(told: str, event: DoorsSet) -> str:
    """What those who waited were told is over when they may come in, or nobody may any more."""
    return "" if event.doors in (Doors.OPEN, Doors.ENDED) else told


@evolves(DoorsSet)
def doors_set(room: Room, event: DoorsSet) -> Room:
    begun = room.begun_rev if room.begun_rev is not None else room.revision + 1
    step_at = _step_at(room.doors, room.step_at, event)
    told = _still_told(room.told_waiting, event)
    return replace(room, doors=event.doors, doors_at=event.at, begun_rev=begun, step_at=step_at, told_waiting=told)


@folds(DoorsSet)
def fold_doors(view: View, event: DoorsSet) -> View:
    told = _still_told(view.told_waiting, event)
    return view.but(doors=event.doors, step_at=_step_at(view.doors, view.step_at, event), told_waiting=told)


@evolves(RoomLocked)
def room_locked(room: Room, event: RoomLocked) -> Room:
    return replace(room, locked=event.locked)


@folds(RoomLocked)
def fold_locked(view: View, event: RoomLocked) -> View:
    return view.but(locked=event.locked)


@evolves(WaitingTold)
def waiting_told(room: Room, event: WaitingTold) -> Room:
    return replace(room, told_waiting=event.text)


@cuts(WaitingTold)
def cut_waiting_told(event: WaitingTold, audience: Audience) -> AnyEvent | None:
    """For those who wait, and for the staff who told them."""
    return event if audience.kind in (Viewer.ONLOOKER, Viewer.STAFF) else None


@folds(WaitingTold)
def fold_waiting_told(view: View, event: WaitingTold) -> View:
    return view.but(told_waiting=event.text)
