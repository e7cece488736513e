"""The plan of a room as data: which places there are, what each of them means, how many seats, and where they stand.

A place says what it means by its traits; rules, hearing, views and clients read those and never its kind or id, so that a
new plan is one builder in rooms/plans and nothing else. Within a zone the traits that concern talk are the same
(`Plan` refuses others): whoever shares a zone hears the same and reads the same.

Coordinates are thousandths of the plan's width and height, so that every screen can stretch the plan as it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from rooms.base import Coordinate, HallId, Mode, Part, PlaceId, PlaceKind, Takes, Wire, Wish, ZoneId

MAIN_ZONE = "main"
"""The talk that everybody shares, that screens show and that halls stand in."""
VERANDA_ZONE = "veranda"
"""Where onlookers are, in every plan."""
THEME = 30
"""Characters of what a table talks about: it stands on the table's sign."""
THEME_POINTS = 240
"""The same in code points."""
MAX_THEMES = 20
"""As many as a plan has tables at most."""


class Point(Wire):
    x: Coordinate
    y: Coordinate


class Area(Wire):
    """A rectangle: left upper corner, width, height."""

    x: Coordinate
    y: Coordinate
    w: Coordinate
    h: Coordinate

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.x <= point.x <= self.x + self.w and self.y <= point.y <= self.y + self.h


class Place(Wire):
    id: PlaceId
    kind: PlaceKind
    number: Annotated[int, Field(ge=0, le=99)] = 0
    """Counts places of one kind from 1 (テーブル 2); 0 where there is only one."""
    area: Area
    seats: Annotated[tuple[Point, ...], Field(max_length=400)]
    zone: ZoneId
    part: Part = Part.PRESENT
    hears: Annotated[tuple[ZoneId, ...], Field(max_length=60)] = ()
    """The zones whose voices are heard here; none where it is quiet."""
    voice: bool = False
    """Whether one's own microphone can be heard from here."""
    hands: bool = False
    """Whether a hand can be raised and a turn be given here: never on a listener seat."""
    private: bool = False
    """What is said here stays here: nobody outside hears it, reads it, or learns who speaks. Nobody is here without seat."""
    hall: HallId | None = None
    """The hall whose seats these are: people there hear and are heard through the hall itself."""
    takes: Takes = Takes.ONESELF
    theme: Annotated[str, Field(max_length=THEME_POINTS)] = ""
    """What this table talks about. People wrote it: onlookers do not read it."""

    @property
    def listening(self) -> bool:
        """A listener seat: one takes part without talking and is never called on."""
        return self.part is Part.PRESENT and not self.voice and not self.hands


class Plan(Wire):
    mode: Mode = Mode.IBASHO
    """The mode it was built for."""
    places: Annotated[tuple[Place, ...], Field(min_length=1, max_length=60)]
    exchange: tuple[PlaceId, PlaceId] | None = None
    """The two places whose people can change places with each other in one act."""

    @model_validator(mode="after")
    def _is_sound(self) -> Plan:
        """No id twice, one meaning a zone, nothing heard from nowhere, and somewhere for those who come in."""
        if len({place.id for place in self.places}) != len(self.places):
            raise ValueError("a place id is there twice")
        meanings: dict[str, tuple[object, ...]] = {}
        for place in self.places:
            meaning = (place.part, frozenset(place.hears), place.private)
            if meanings.setdefault(place.zone, meaning) != meaning:
                raise ValueError(f"places of the zone {place.zone} do not mean the same")
            if place.part is Part.WAITING and place.zone != VERANDA_ZONE:
                raise ValueError("who waits is on the veranda, as onlookers are")
            if not self.zones >= set(place.hears):
                raise ValueError("a zone is heard that is not there")
        if not any(_for_all(place) and place.hall is None for place in self.places):
            raise ValueError("there is no place for those who come in")
        if self.exchange is not None and not all(self._changes_places(each) for each in self.exchange):
            raise ValueError("a place that is to be exchanged is not there, is private, or is in a hall")
        return self

    def _changes_places(self, place_id: str) -> bool:
        place = self._by_id.get(place_id)
        return place is not None and place.part is Part.PRESENT and not place.private and place.hall is None

    def place(self, place_id: str) -> Place | None:
        return self._by_id.get(place_id)

    @cached_property
    def _by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def zones(self) -> frozenset[str]:
        return frozenset(place.zone for place in self.places)

    @cached_property
    def halls(self) -> tuple[str, ...]:
        """The halls that have seats, in the plan's order."""
        return tuple(dict.fromkeys(place.hall for place in self.places if place.hall is not None))

    @cached_property
    def tables(self) -> tuple[Place, ...]:
        """The small groups that talk by themselves, in public, and where one may sit down: one place of each."""
        own = (place for place in self.places if _for_all(place) and place.hands and place.zone != MAIN_ZONE)
        return tuple({place.zone: place for place in own}.values())

    @cached_property
    def waiting(self) -> Place | None:
        """Where somebody stands who may not come in yet."""
        return next((place for place in self.places if place.part is Part.WAITING), None)

    def with_themes(self, themes: Mapping[str, str]) -> Plan:
        """The same places, each with the theme that is given for it, or none."""
        if all(place.theme == themes.get(place.id, "") for place in self.places):
            return self
        places = (place.model_copy(update={"theme": themes.get(place.id, "")}) for place in self.places)
        return Plan(mode=self.mode, places=tuple(places), exchange=self.exchange)

    def is_private(self, zone: str) -> bool:
        return any(place.private for place in self.places if place.zone == zone)

    def in_the_talk(self, place: Place) -> bool:
        """Whether who is in a place is heard, or read, by the talk that everybody shares, as far as places have it."""
        return not place.private and place.zone in self.heard_in(MAIN_ZONE)

    def heard_in(self, zone: str) -> frozenset[str]:
        """The zones whose voices are heard in a zone; empty for one that is not there."""
        return next((frozenset(place.hears) for place in self.places if place.zone == zone), frozenset())

    def for_arrival(self, wish: Wish, hall: str | None, *, staff: bool = False) -> Place:
        """Where somebody goes who comes in: as they wish if there is such a place, in the hall they sit in; staff to where
        they can be heard."""
        listens = wish is Wish.LISTENER
        if staff and hall is None and (heard := [place for place in self.places if place.voice and not place.private]):
            return heard[0]
        open_to_all = [place for place in self.places if _for_all(place)]
        here = [place for place in open_to_all if place.hall == hall]
        everywhere = here or [place for place in open_to_all if place.hall is None]
        return next((place for place in everywhere if place.listening is listens), everywhere[0])

    def nearest(self, left: Place, *, staff: bool = False) -> Place:
        """Where somebody goes whose place is no longer there: as like to it as the plan has, never into a private place.
        Staff who could be heard can be heard there, too, also on a stage."""
        open_to_all = [place for place in self.places if not place.private]
        return max(open_to_all, key=lambda place: _likeness(place, left, staff=staff))


def _for_all(place: Place) -> bool:
    return place.part is Part.PRESENT and place.takes is Takes.ONESELF and not place.private


def _likeness(place: Place, left: Place, *, staff: bool) -> tuple[bool, ...]:
    """How well a place stands in for one that is gone; the first of equals wins.

    Who was away stays away, who only listened is never put where they may be called on, and who sat in a hall sits there.
    """
    part = Part.PRESENT if left.private else left.part
    return (
        place.part is part,
        place.hall == left.hall,
        place.listening is left.listening,
        place.zone == left.zone,
        staff and place.voice is left.voice,
        place.takes is Takes.ONESELF,
        place.zone == MAIN_ZONE,
    )
