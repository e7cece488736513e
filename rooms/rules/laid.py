"""What lies in the middle or on a table, as an event: in one place, since whom it is told to hangs on what lay there."""

from __future__ import annotations

from rooms import activities
from rooms.activities.kind import Activity
from rooms.events import ActivitySet
from rooms.state import Room


def laid(room: Room, zone: str, activity: Activity | None) -> ActivitySet:
    """It lies there from now on, in place of what did; None takes that away."""
    outside = zone == "" and any(map(activities.seen_outside, (activity, room.activities.get(zone))))
    return ActivitySet(zone=zone, activity=activity, private=room.plan.is_private(zone), outside=outside)
