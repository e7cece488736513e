"""How seats stand in an area, and places that most plans have: a builder puts them where it wants them."""

from __future__ import annotations

import math

from rooms.base import Part, PlaceKind, Takes
from rooms.plan import MAIN_ZONE, VERANDA_ZONE, Area, Place, Point

HALL = "hall"
"""The one hall of the plans that have one."""


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


def circle(area: Area, seats: int) -> Place:
    """The main talking area."""
    return Place(
        id="circle",
        kind=PlaceKind.CIRCLE,
        area=area,
        seats=ring(area, seats),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
        voice=True,
        hands=True,
    )


def stage(area: Area, seats: int) -> Place:
    """From here one is heard by the audience. Nobody comes by themselves: staff ask somebody up."""
    return Place(
        id="stage",
        kind=PlaceKind.STAGE,
        area=area,
        seats=grid(area, seats, seats),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
        voice=True,
        hands=True,
        takes=Takes.STAFF,
    )


def audience(area: Area, seats: int, columns: int) -> Place:
    """Those who hear the stage and may raise a hand to be asked up. No microphone is heard from here."""
    return _hearing(PlaceKind.AUDIENCE, area, seats, columns)


def reflecting_team(area: Area, seats: int, columns: int) -> Place:
    """Those who hear the circle, and talk when both change places. No microphone is heard from here."""
    return _hearing(PlaceKind.REFLECTING_TEAM, area, seats, columns)


def _hearing(kind: PlaceKind, area: Area, seats: int, columns: int) -> Place:
    return Place(
        id=kind.value.replace("_", "-"),
        kind=kind,
        area=area,
        seats=grid(area, seats, columns),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
        hands=True,
    )


def table(number: int, area: Area, seats: int) -> Place:
    """A small talking group of its own."""
    zone = f"table-{number}"
    return Place(
        id=zone,
        kind=PlaceKind.TABLE,
        number=number,
        area=area,
        seats=ring(area, seats),
        zone=zone,
        hears=(zone,),
        voice=True,
        hands=True,
    )


def booth(number: int, area: Area, seats: int) -> Place:
    """One person and one or two staff, in private. Staff leads there."""
    zone = f"booth-{number}"
    return Place(
        id=zone,
        kind=PlaceKind.BOOTH,
        number=number,
        area=area,
        seats=grid(area, seats, seats),
        zone=zone,
        hears=(zone,),
        voice=True,
        hands=True,
        private=True,
        takes=Takes.STAFF,
    )


def listeners(area: Area, seats: int, columns: int) -> Place:
    """Seats of those who take part without talking."""
    return Place(
        id="listeners",
        kind=PlaceKind.LISTENER_SEAT,
        area=area,
        seats=grid(area, seats, columns),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
    )


def hall_seats(area: Area, seats: int, columns: int, hall: str = HALL) -> Place:
    """Seats of those who sit in the hall: hands and text, and the hall's own sound."""
    return Place(
        id=hall,
        kind=PlaceKind.HALL_SEAT,
        area=area,
        seats=grid(area, seats, columns),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
        hands=True,
        hall=hall,
    )


def hall_listeners(area: Area, seats: int, columns: int, hall: str = HALL) -> Place:
    """Listener seats in the hall."""
    return Place(
        id=f"{hall}-listeners",
        kind=PlaceKind.HALL_LISTENER_SEAT,
        area=area,
        seats=grid(area, seats, columns),
        zone=MAIN_ZONE,
        hears=(MAIN_ZONE,),
        hall=hall,
    )


def rest(area: Area, seats: int, columns: int) -> Place:
    """Away from the talk, still in the room."""
    return Place(
        id="rest", kind=PlaceKind.REST, area=area, seats=grid(area, seats, columns), zone="rest", part=Part.AWAY
    )


def veranda(area: Area, seats: int, columns: int) -> Place:
    """Where one waits for the doors. Nobody goes back there by themselves."""
    return Place(
        id="veranda",
        kind=PlaceKind.VERANDA,
        area=area,
        seats=grid(area, seats, columns),
        zone=VERANDA_ZONE,
        part=Part.WAITING,
        takes=Takes.STAFF,
    )
