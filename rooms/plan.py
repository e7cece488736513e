"""The plan of a place as data: which places there are, how many seats, and where they stand.

Coordinates are thousandths of the plan's width and height, so that every screen can stretch the plan as it needs.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from rooms.base import Coordinate, PlaceId, PlaceKind, Wire


class Point(Wire):
    x: Coordinate
    y: Coordinate


class Area(Wire):
    """A rectangle: left upper corner, width, height."""

    x: Coordinate
    y: Coordinate
    w: Coordinate
    h: Coordinate


class Place(Wire):
    id: PlaceId
    kind: PlaceKind
    number: Annotated[int, Field(ge=0, le=99)] = 0
    """Counts places of one kind from 1 (テーブル 2); 0 where there is only one."""
    area: Area
    seats: Annotated[tuple[Point, ...], Field(max_length=400)]


class Plan(Wire):
    places: Annotated[tuple[Place, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _zones_are_distinct(self) -> Plan:
        """Tables and booths are zones of their own, so that no id may be there twice or be that of a shared zone."""
        ids = [place.id for place in self.places]
        shared = (MAIN_ZONE, VERANDA_ZONE, REST_ZONE)
        if len(set(ids)) != len(ids):
            raise ValueError("a place id is there twice")
        if any(place.id in shared for place in self.places if place.kind in _OWN_ZONE):
            raise ValueError("a table's or booth's place id is the name of a shared zone")
        return self

    def place(self, place_id: str) -> Place | None:
        return next((place for place in self.places if place.id == place_id), None)

    def first(self, kind: PlaceKind) -> Place | None:
        return next((place for place in self.places if place.kind is kind), None)


MAIN_ZONE = "main"
VERANDA_ZONE = "veranda"
REST_ZONE = "rest"
_MAIN_KINDS = frozenset(
    {
        PlaceKind.CIRCLE,
        PlaceKind.STAGE,
        PlaceKind.LISTENER_SEAT,
        PlaceKind.HALL_SEAT,
        PlaceKind.HALL_LISTENER_SEAT,
    }
)
_OWN_ZONE = frozenset({PlaceKind.TABLE, PlaceKind.BOOTH})
VOICE_KINDS = frozenset({PlaceKind.CIRCLE, PlaceKind.STAGE, PlaceKind.TABLE, PlaceKind.BOOTH})
"""Places in which a person's own microphone can be heard."""
HALL_KINDS = frozenset({PlaceKind.HALL_SEAT, PlaceKind.HALL_LISTENER_SEAT})
LISTENER_KINDS = frozenset({PlaceKind.LISTENER_SEAT, PlaceKind.HALL_LISTENER_SEAT})


def zone_of(place: Place) -> str:
    """The zone is what people share: those of one zone hear the same talk and read the same place messages."""
    if place.kind in _MAIN_KINDS:
        return MAIN_ZONE
    if place.kind is PlaceKind.VERANDA:
        return VERANDA_ZONE
    if place.kind is PlaceKind.REST:
        return REST_ZONE
    return place.id


def ring(area: Area, count: int) -> tuple[Point, ...]:
    """Seats on an ellipse inside the area, beginning at the top, clockwise."""
    cx, cy = area.x + area.w / 2, area.y + area.h / 2
    rx, ry = area.w * 0.42, area.h * 0.40
    angles = (2 * math.pi * i / count - math.pi / 2 for i in range(count))
    return tuple(Point(x=round(cx + rx * math.cos(a)), y=round(cy + ry * math.sin(a))) for a in angles)


def grid(area: Area, count: int, columns: int) -> tuple[Point, ...]:
    """Seats in rows of `columns`, spread evenly over the area."""
    rows = math.ceil(count / columns)
    return tuple(
        Point(
            x=round(area.x + area.w * (i % columns + 0.5) / columns),
            y=round(area.y + area.h * (i // columns + 0.6) / rows),
        )
        for i in range(count)
    )


def default_plan(tables: int = 3, circle: int = 24, listeners: int = 60, hall: int = 40, table_seats: int = 6) -> Plan:
    """A veranda, a circle, tables, listener seats, a rest place and a hall: enough for 50 at home and 30 in the hall."""
    circle_area = Area(x=260, y=40, w=480, h=400)
    listener_area = Area(x=20, y=470, w=560, h=230)
    hall_area = Area(x=600, y=470, w=380, h=230)
    hall_listeners = max(4, hall // 4)
    places = [
        Place(id="circle", kind=PlaceKind.CIRCLE, area=circle_area, seats=ring(circle_area, circle)),
        Place(
            id="listeners",
            kind=PlaceKind.LISTENER_SEAT,
            area=listener_area,
            seats=grid(listener_area, listeners, 12),
        ),
        Place(id="hall", kind=PlaceKind.HALL_SEAT, area=hall_area, seats=grid(hall_area, hall, 10)),
    ]
    side = Area(x=750, y=40, w=230, h=130)
    places.append(Place(id="rest", kind=PlaceKind.REST, area=side, seats=grid(side, 8, 4)))
    hall_side = Area(x=750, y=300, w=230, h=140)
    places.append(
        Place(
            id="hall-listeners",
            kind=PlaceKind.HALL_LISTENER_SEAT,
            area=hall_side,
            seats=grid(hall_side, hall_listeners, 5),
        )
    )
    for number in range(1, tables + 1):
        area = Area(x=20, y=40 + (number - 1) * (400 // max(tables, 1)), w=220, h=400 // max(tables, 1) - 14)
        places.append(
            Place(
                id=f"table-{number}",
                kind=PlaceKind.TABLE,
                number=number,
                area=area,
                seats=ring(area, table_seats),
            )
        )
    booth = Area(x=750, y=185, w=230, h=100)
    places.append(Place(id="booth-1", kind=PlaceKind.BOOTH, number=1, area=booth, seats=grid(booth, 3, 3)))
    veranda = Area(x=20, y=720, w=960, h=240)
    places.append(Place(id="veranda", kind=PlaceKind.VERANDA, area=veranda, seats=grid(veranda, 60, 20)))
    return Plan(places=tuple(places))
