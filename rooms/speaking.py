"""Who is shown speaking to whom: soft state, as the voice engine reports it, cut like everything else."""

from __future__ import annotations

from rooms.audience import Audience, Viewer
from rooms.state import Room


def speakers_for(room: Room, audience: Audience, speaking: frozenset[str]) -> tuple[str, ...]:
    """Whom of those who are speaking this audience may know of, in order of their ids.

    Onlookers nobody; others those whom they can hear; staff also those of other zones, but not of private places.
    """
    if audience.kind is Viewer.ONLOOKER:
        return ()
    return tuple(person for person in sorted(speaking & room.people.keys()) if _known(room, audience, person))


def _known(room: Room, audience: Audience, person: str) -> bool:
    place = room.place_of(person)
    if place.zone == audience.zone or place.zone in room.plan.heard_in(audience.zone):
        return True
    if place.private:
        return False
    heard = room.people[person].shown.to_all and bool(room.plan.heard_in(audience.zone))
    return audience.kind is Viewer.STAFF or (heard and not room.plan.is_private(audience.zone))
