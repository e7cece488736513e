"""What an act of the staff is taken back by: it is read from the act's own events, so that no rule has to think of it."""

from __future__ import annotations

from collections.abc import Sequence

from rooms.events import ActivitySet, AnyEvent, PlaceTaken, PlanSet, StepSet, UndoSet
from rooms.state import Room
from rooms.undo import Before, Undoable, What


def with_undo(room: Room, what: What, events: Sequence[AnyEvent]) -> tuple[AnyEvent, ...]:
    """The events of an act, and how it is taken back; none of that where it left people, plan and middle as they were. Of
    what went on to a step before one that is only said, the step stays: taking it back would jump over this one."""
    laid = next((event for event in events if isinstance(event, PlanSet)), None)
    step = next((event for event in events if isinstance(event, StepSet)), None)
    put = {event.person: event.place for event in events if isinstance(event, PlaceTaken)}
    put |= {each.person: each.place for each in laid.seated} if laid is not None else {}
    brought = next((event for event in events if isinstance(event, ActivitySet) and event.zone == ""), None)
    if laid is None and not put and brought is None:
        return (*events, *_without_its_step(room.undo if step is not None else None))
    before = tuple(
        Before(person=pid, place=shown.place, seat=shown.seat, held=shown.held, put=place)
        for pid, place in put.items()
        for shown in (room.people[pid].shown,)
    )
    undo = Undoable(
        rev=room.revision,
        what=what,
        person=next(iter(put)) if len(put) == 1 and laid is None else "",
        before=before,
        plan=room.plan if laid is not None and laid.plan != room.plan else None,
        step=room.step if step is not None else None,
        step_at=room.step_at if step is not None else 0,
        brought=brought.activity if brought is not None else None,
        lay=room.activities.get("") if brought is not None else None,
    )
    return (*events, UndoSet(undo=undo))


def _without_its_step(undo: Undoable | None) -> tuple[AnyEvent, ...]:
    if undo is None or undo.step is None:
        return ()
    what: What = "laid" if undo.what == "brought" else undo.what
    return (UndoSet(undo=undo.model_copy(update={"what": what, "step": None, "step_at": 0})),)
