"""Who hears whom.

The room is turned into a *hearing plan*: groups of listeners who hear the same set of sources. The voice engine knows
nothing of seats, roles or rests; whoever is not named as a source in the plan is not heard, whatever their browser sends.

An *ear* is a person or a device. What the engine must know of one beside its sources, its group says by a profile.

Invariants: an ear stands in at most one group; a group has at least one ear; an ear may be a source and a listener of the
same group (the engine leaves its own voice out of what it gets: mix-minus).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rooms.base import Doors
from rooms.plan import Place
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


@dataclass(frozen=True, slots=True)
class Ear:
    """What hears: a person at a place. A device that sounds for a hall would be an ear at the hall's place."""

    id: str
    place: Place
    profile: Profile = PERSON


@dataclass(frozen=True, slots=True)
class _Voices:
    """The open microphones of a room: by zone, and of those who speak to all."""

    by_zone: Mapping[str, frozenset[str]]
    to_all: frozenset[str]

    def reaching(self, place: Place) -> frozenset[str]:
        if not place.hears:
            return frozenset()
        near = frozenset().union(*(self.by_zone.get(zone, frozenset()) for zone in place.hears))
        return near if place.private else near | self.to_all


def ears(room: Room) -> list[Ear]:
    """Everything in the room that hears. Whoever sits in a hall hears through the hall; their own device is silent."""
    people = (Ear(pid, room.place(p.shown.place)) for pid, p in room.people.items() if p.shown.hall is None)
    return [ear for ear in people if ear.place.hears]


def _voices(room: Room) -> _Voices:
    by_zone: dict[str, set[str]] = {}
    to_all: set[str] = set()
    for person_id, person in room.people.items():
        place = room.place(person.shown.place)
        if not place.voice or person.shown.hall is not None or not heard(person.shown):
            continue
        by_zone.setdefault(place.zone, set()).add(person_id)
        if person.shown.to_all and not place.private:
            to_all.add(person_id)
    return _Voices({zone: frozenset(people) for zone, people in by_zone.items()}, frozenset(to_all))


def heard_by(room: Room, ear: Ear) -> frozenset[str]:
    """The people whose voices reach an ear, its own among them: the engine leaves that out.

    One hears the zones that one's place hears; who speaks to all is heard wherever anything is heard but in private places.
    """
    return frozenset() if room.doors is Doors.ENDED else _voices(room).reaching(ear.place)


def hearing(room: Room) -> HearingPlan:
    """Turn a room into its hearing plan: ears by equal sets of what they hear, and equal profiles."""
    if room.doors is Doors.ENDED:
        return ()
    voices = _voices(room)
    groups: dict[tuple[frozenset[str], Profile], set[str]] = {}
    at: dict[str, frozenset[str]] = {}
    for ear in ears(room):
        if ear.place.id not in at:
            at[ear.place.id] = voices.reaching(ear.place)
        groups.setdefault((at[ear.place.id], ear.profile), set()).add(ear.id)
    ordered = sorted(groups.items(), key=lambda group: (sorted(group[0][0]), group[0][1].bitrate))
    return tuple(HearingGroup(sources, frozenset(ids), profile) for (sources, profile), ids in ordered)
