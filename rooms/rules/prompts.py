"""お題: a conversation starter, for the whole room or on one table."""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience
from rooms.commands import SetPrompt
from rooms.context import Context
from rooms.events import AnyEvent, PromptSet
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.views import View, may_read_prompt


@decides(SetPrompt)
def set_prompt(room: Room, command: SetPrompt, context: Context) -> Decision:
    zone = ""
    if command.place is not None:
        place = room.plan.place(command.place)
        if place is None:
            return no(Code.NO_SUCH_PLACE)
        zone = place.zone
    if room.prompts.get(zone, "") == command.text:
        return ()
    return (PromptSet(zone=zone, text=command.text),)


means(PromptSet)


@evolves(PromptSet)
def prompt_set(room: Room, event: PromptSet) -> Room:
    others = {zone: text for zone, text in room.prompts.items() if zone != event.zone}
    return replace(room, prompts={**others, event.zone: event.text} if event.text else others)


@cuts(PromptSet)
def cut_prompt_set(event: PromptSet, audience: Audience) -> AnyEvent | None:
    return event if may_read_prompt(event.zone, audience) else None


@folds(PromptSet)
def fold_prompt_set(view: View, event: PromptSet) -> View:
    others = {zone: text for zone, text in view.prompts.items() if zone != event.zone}
    return view.but(prompts={**others, event.zone: event.text} if event.text else others)
