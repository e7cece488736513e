"""What a step lays in the middle as it begins; the first one, as the doors open."""

from __future__ import annotations

from rooms import activities
from rooms.activities.kind import Start
from rooms.events import ActivitySet
from rooms.rules.laid import laid
from rooms.state import Room


def brought(room: Room, start: Start | None) -> tuple[ActivitySet, ...]:
    """Where the same lies and people take part in it, that stays, and what the step before has laid something over comes
    back: what they wrote would be gone by one step forth and back. What staff have cleared away does not. Another deck of
    cards or of slides is not the same."""
    if start is None:
        return ()
    lying, activity = room.activities.get(""), activities.begin(start)
    if activities.kind_of(activity).move is not None:
        if activities.same(lying, start):
            return ()
        before = None if room.undo is None or room.undo.what == "ended" else room.undo.lay
        activity = before if before is not None and activities.same(before, start) else activity
    return () if lying == activity else (laid(room, "", activity),)


def brought_by_the_first(room: Room) -> tuple[ActivitySet, ...]:
    """Whatever staff have laid there before is not taken away."""
    return brought(room, room.steps[room.step].brings) if room.steps and "" not in room.activities else ()
