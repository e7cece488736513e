"""The run sheet: which step is on, what it brings, and changing the sheet while the session is held.

Two of the staff who go on at once name the same step, and make one. Two who change the sheet at once are told so: the second
has seen another sheet than there is.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.commands import ChangeSheet, SetStep
from rooms.context import Context
from rooms.events import AnyEvent, SheetSet, StepSet
from rooms.refusals import Code
from rooms.rules.brought import brought
from rooms.rules.plans import laid_out_for
from rooms.rules.remember import with_undo
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.sheet import mode_at
from rooms.state import Room
from rooms.undo import Undoable
from rooms.views import View, steps_for


@decides(SetStep)
def set_step(room: Room, command: SetStep, context: Context) -> Decision:
    if command.step >= len(room.steps) or command.key not in ("", room.steps[command.step].key):
        return no(Code.NO_SUCH_STEP)
    if command.step == room.step:
        return ()
    mode = mode_at(room.steps, command.step, room.settings.plan.mode)
    laid = laid_out_for(room, mode)
    events = (StepSet(step=command.step, at=context.now), *laid, *brought(room, room.steps[command.step].brings))
    return with_undo(room, "plan" if laid else "brought", events)


@decides(ChangeSheet)
def change_sheet(room: Room, command: ChangeSheet, context: Context) -> Decision:
    """The step that is on stays on, wherever it stands then."""
    if command.seen != room.sheet_rev:
        return no(Code.SHEET_CHANGED)
    keys = [step.key for step in command.steps]
    if "" in keys or len(set(keys)) != len(keys):
        return no(Code.BAD_COMMAND)
    now = room.steps[room.step].key if room.steps else ""
    if now and now not in keys:
        return no(Code.NO_SUCH_STEP)
    if command.steps == room.steps:
        return ()
    step = keys.index(now) if now else 0
    return (SheetSet(steps=command.steps, step=step),)


means(StepSet)
means(SheetSet)


@evolves(StepSet)
def step_set(room: Room, event: StepSet) -> Room:
    return replace(room, step=event.step, step_at=event.at)


@folds(StepSet)
def fold_step(view: View, event: StepSet) -> View:
    return view.but(step=event.step, step_at=event.at)


@evolves(SheetSet)
def sheet_set(room: Room, event: SheetSet) -> Room:
    undo = _still_that_step(room, event)
    return replace(room, sheet=event.steps, step=event.step, sheet_rev=room.sheet_rev + 1, undo=undo)


def _still_that_step(room: Room, event: SheetSet) -> Undoable | None:
    """What can be taken back, which names a step by its number: the same step, wherever it stands now, or none."""
    undo = room.undo
    if undo is None or undo.step is None:
        return undo
    key = room.steps[undo.step].key
    return undo.model_copy(update={"step": next((at for at, step in enumerate(event.steps) if step.key == key), None)})


@cuts(SheetSet)
def cut_sheet_set(event: SheetSet, audience: Audience) -> AnyEvent:
    return (
        event if audience.kind is Viewer.STAFF else event.model_copy(update={"steps": steps_for(event.steps, audience)})
    )


@folds(SheetSet)
def fold_sheet_set(view: View, event: SheetSet) -> View:
    return view.but(steps=event.steps, step=event.step, sheet_rev=view.sheet_rev + 1)
