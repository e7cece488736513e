"""Who is shown speaking to whom: soft state, as the voice engine reports it, cut like everything else."""

from __future__ import annotations

from rooms.base import PlaceKind
from rooms.state import Room
from rooms.views import Audience, Kind


def speakers_for(room: Room, audience: Audience, speaking: frozenset[str]) -> tuple[str, ...]:
    """Whom of those who are speaking this audience may know of, in order of their ids.

    Onlookers nobody; others those whom they can hear; staff also those of other zones, but for the booths.
    """
    if audience.kind is Kind.ONLOOKER:
        return ()
    return tuple(person for person in sorted(speaking & room.people.keys()) if _known(room, audience, person))


def _known(room: Room, audience: Audience, person: str) -> bool:
    if room.zone(person) == audience.zone:
        return True
    if room.kind(person) is PlaceKind.BOOTH:
        return False
    return audience.kind is Kind.STAFF or room.people[person].shown.to_all
