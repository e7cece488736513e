"""もとにもどす: the last act of the staff that moved people or changed the plan or the middle is taken back, by whoever of
them asks."""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.commands import Undo
from rooms.context import Context
from rooms.events import AnyEvent, PlaceTaken, StepSet, UndoSet
from rooms.plan import Plan
from rooms.refusals import Code
from rooms.rules.laid import laid
from rooms.rules.places import first_seat, go, place_taken
from rooms.rules.plans import lay_out
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.undo import Before, Undoable
from rooms.views import View


@decides(Undo)
def undo(room: Room, command: Undo, context: Context) -> Decision:
    kept = room.undo
    if kept is None or kept.rev != command.rev:
        return no(Code.NOTHING_TO_UNDO)
    plan = kept.plan or room.plan
    back = [each for each in kept.before if _is_where_put(room, each) and plan.place(each.place) is not None]
    step: tuple[AnyEvent, ...] = () if kept.step is None else (StepSet(step=kept.step, at=kept.step_at),)
    moved = _one_by_one(room, back) if kept.what == "moved" else _together(room, plan, back)
    return (
        *step,
        *(() if kept.what in ("brought", "laid", "ended") else moved),
        *_as_it_lay(room, kept),
        UndoSet(undo=None),
    )


def _as_it_lay(room: Room, kept: Undoable) -> tuple[AnyEvent, ...]:
    """What lay in the middle before, unless somebody has done something with what lies there since: that is theirs."""
    if kept.brought == kept.lay or room.activities.get("") != kept.brought:
        return ()
    return (laid(room, "", kept.lay),)


def _is_where_put(room: Room, before: Before) -> bool:
    person = room.people.get(before.person)
    return person is not None and person.shown.place == before.put


def _one_by_one(room: Room, back: list[Before]) -> tuple[AnyEvent, ...]:
    """Each goes back to the seat they had, or another there; who was held waits again. A full private place takes nobody."""
    events: list[AnyEvent] = []
    for each in back:
        place = room.place(each.place)
        free = each.seat is not None and (place.id, each.seat) not in room.seats
        if place.private and first_seat(room, place) is None:
            continue
        moved = go(room, each.person, place, each.seat if free else None, by_staff=True, held=each.held)
        for event in moved:
            room = place_taken(room, event) if isinstance(event, PlaceTaken) else room
        events += moved
    return tuple(events)


def _together(room: Room, plan: Plan, back: list[Before]) -> tuple[AnyEvent, ...]:
    return lay_out(room, plan, {each.person: (each.place, each.seat) for each in back})


def _as_staff_see_it(event: UndoSet, room: Room) -> AnyEvent:
    """What lay there before is told to nobody who comes later."""
    return UndoSet(undo=None if event.undo is None else event.undo.shown)


means(UndoSet, retold=_as_staff_see_it)


@evolves(UndoSet)
def undo_set(room: Room, event: UndoSet) -> Room:
    return replace(room, undo=event.undo)


@cuts(UndoSet)
def cut_undo_set(event: UndoSet, audience: Audience) -> AnyEvent | None:
    if audience.kind is not Viewer.STAFF:
        return None
    return UndoSet(undo=None if event.undo is None else event.undo.shown)


@folds(UndoSet)
def fold_undo_set(view: View, event: UndoSet) -> View:
    return view.but(undo=event.undo)
