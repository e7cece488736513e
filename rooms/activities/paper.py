"""What stands on a shared paper: marks, and the points of a line in letters.

A paper is `WIDE` × `HIGH` points. A line's points are its first one, then each one's distance from the last, x before y; a
number is written with the nearest to nought first (0, -1, 1, -2 …) in groups of five bits, the lowest first, one letter each
of which the sixth bit says that more follow. A line of a finger, as far as two or three letters a point say it, is short.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from rooms.base import Wire

WIDE, HIGH = 1000, 700
MOST_POINTS = 200
"""Of a line. A finger's line, simplified, has some twenty."""
INKS = 8
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_BITS = 5
_MORE = 1 << _BITS
_LONGEST = 3
"""Letters of a number: any distance on the paper."""
MOST_LETTERS = MOST_POINTS * 2 * _LONGEST
Point = tuple[int, int]


class Pen(StrEnum):
    """With what a mark is made: a line of one of three widths, or a stamp."""

    THIN = "thin"
    MIDDLE = "middle"
    THICK = "thick"
    TREE = "tree"
    HOUSE = "house"
    STAR = "star"
    FLOWER = "flower"
    CAT = "cat"
    CLOUD = "cloud"
    LAMP = "lamp"
    CUP = "cup"
    LEAF = "leaf"
    SUN = "sun"
    MOON = "moon"
    BOAT = "boat"


LINES = frozenset({Pen.THIN, Pen.MIDDLE, Pen.THICK})


class Mark(Wire):
    """A line, or a stamp at one point. Raises ValueError where its points are not on the paper, or a stamp has several."""

    pen: Pen
    ink: Annotated[int, Field(ge=0, lt=INKS)]
    line: Annotated[str, Field(min_length=2, max_length=MOST_LETTERS, pattern=r"^[A-Za-z0-9_-]+$")]

    @model_validator(mode="after")
    def _on_the_paper(self) -> Mark:
        count = len(points(self.line))
        if self.pen not in LINES and count != 1:
            raise ValueError("a stamp stands at one point")
        return self


def points(line: str) -> tuple[Point, ...]:
    """The points of a line. Raises ValueError where there are none or too many, or one is not on the paper."""
    numbers = _numbers(line)
    if not numbers or len(numbers) % 2 or len(numbers) > 2 * MOST_POINTS:
        raise ValueError("not the points of a line")
    x = y = 0
    found = list[Point]()
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        if not (0 <= x <= WIDE and 0 <= y <= HIGH):
            raise ValueError("beside the paper")
        found.append((x, y))
    return tuple(found)


def _numbers(line: str) -> list[int]:
    numbers = list[int]()
    value = shift = 0
    for letter in line:
        bits = _VALUES[letter]
        value |= (bits & (_MORE - 1)) << shift
        shift += _BITS
        if bits < _MORE:
            numbers.append(-(value + 1 >> 1) if value & 1 else value >> 1)
            value = shift = 0
        elif shift == _BITS * _LONGEST:
            raise ValueError("a number without an end")
    if shift:
        raise ValueError("a number without an end")
    return numbers


def line_of(those: tuple[Point, ...]) -> str:
    """The letters of points."""
    letters = list[str]()
    x = y = 0
    for point in those:
        for number in (point[0] - x, point[1] - y):
            value = -2 * number - 1 if number < 0 else 2 * number
            while value >= _MORE:
                letters.append(_LETTERS[value & (_MORE - 1) | _MORE])
                value >>= _BITS
            letters.append(_LETTERS[value])
        x, y = point
    return "".join(letters)
