"""Who hears whom.

The room is turned into a *hearing plan*: groups of listeners who hear the same set of sources. The voice engine knows
nothing of seats, roles or rests; whoever is not named as a source in the plan is not heard, whatever their browser sends.

An *ear* is a person or a device. What the engine must know of one beside its sources, its group says by a profile.

Invariants: an ear stands in at most one group; a group has at least one ear; an ear may be a source and a listener of the
same group (the engine leaves its own voice out of what it gets: mix-minus).
"""

from __future__ import annotations

from dataclasses import dataclass

from rooms.base import Doors, PlaceKind
from rooms.plan import REST_ZONE, VERANDA_ZONE, VOICE_KINDS, zone_of
from rooms.state import Room, heard


@dataclass(frozen=True, slots=True)
class Profile:
    """How the engine treats an ear: a policy, which says nothing of who it is."""

    bitrate: int
    """bit/s of the mix that it gets, and at most of what it sends."""
    dtx: bool
    """Whether silence may be left out, both ways. Without, it gets a packet every 20 ms, of silence if nobody speaks."""
    always_decoded: bool
    """Whether its own sound is decoded also when it is silent or not among the loudest."""


PERSON = Profile(bitrate=32_000, dtx=True, always_decoded=False)
"""Everybody with a browser."""


@dataclass(frozen=True, slots=True)
class HearingGroup:
    """Ears with the same sources and the same profile, each without its own voice. An ear is a person or a device."""

    sources: frozenset[str]
    """Ids of those whose microphones reach this group."""
    listeners: frozenset[str]
    """Ids of the ears that hear the sources."""
    profile: Profile = PERSON
    """How each of these ears is treated."""


HearingPlan = tuple[HearingGroup, ...]


def hearing(room: Room) -> HearingPlan:
    """Turn a room into its hearing plan.

    Everybody of a zone hears the open microphones of that zone; who speaks to all is heard in every zone of talk but the
    booths. Nothing is heard on the veranda, in the rest place, and on phones of people who sit in the hall.
    """
    if room.doors is Doors.ENDED:
        return ()
    sources: dict[str, set[str]] = {}
    listeners: dict[str, set[str]] = {}
    to_all: set[str] = set()
    for person_id, person in room.people.items():
        place = room.place(person.shown.place)
        zone = zone_of(place)
        if zone in (VERANDA_ZONE, REST_ZONE) or person.shown.in_hall:
            continue
        listeners.setdefault(zone, set()).add(person_id)
        if place.kind in VOICE_KINDS and heard(person.shown):
            sources.setdefault(zone, set()).add(person_id)
            if person.shown.to_all and place.kind is not PlaceKind.BOOTH:
                to_all.add(person_id)
    booths = {place.id for place in room.settings.plan.places if place.kind is PlaceKind.BOOTH}
    return tuple(
        HearingGroup(
            sources=frozenset(sources.get(zone, set()) | (set() if zone in booths else to_all)),
            listeners=frozenset(people),
        )
        for zone, people in sorted(listeners.items())
    )
