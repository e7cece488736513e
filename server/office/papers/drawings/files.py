"""The drawings that every part of Engawa shares, as they stand in the SVG files beside this one.

A file has an `<svg>` with paths, rects, circles and ellipses, and nothing else: `fill` is none or `var(--role)`, `stroke` a
role too, and a path takes the steps M L H V Q C Z, absolute or relative. The client's build makes a component of each file
as it stands; public pages and the printed notice read it here. Which colour a role has is the page's (`colours.css`) or the
sheet's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

from server.office.papers.drawings.shapes import Drawing, Shape, Step, box, ellipse

_STEP = re.compile(r"([MLHVQCZmlhvqcz])([^MLHVQCZmlhvqcz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_ROLE = re.compile(r"var\(--([a-z-]+)\)")
_DRAWN = {
    "path": {"d"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
}
"""What may stand in a file, and by which attributes beside its colours."""
_COLOURS = {"fill", "stroke", "stroke-width"}


class NotOurs(ValueError):
    """A drawing with something in it that cannot be printed."""


@cache
def drawing(name: str) -> Drawing:
    """The file's shapes, in its units."""
    return parsed(text(f"{name}.svg"))


def text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def parsed(svg: str) -> Drawing:
    """Raises NotOurs."""
    return tuple(_shape(each) for each in ElementTree.fromstring(svg))  # noqa: S314  (a file of ours)


def _shape(element: ElementTree.Element) -> Shape:
    given, kind = element.attrib, element.tag.rpartition("}")[2]
    if kind not in _DRAWN or not given.keys() <= _DRAWN[kind] | _COLOURS:
        raise NotOurs(f"{kind} {sorted(given)}")
    return replace(
        _form(kind, given),
        ground=_role(given.get("fill", "")),
        line=_role(given.get("stroke", "none")),
        wide=float(given.get("stroke-width", 1)),
    )


def _form(kind: str, given: dict[str, str]) -> Shape:
    def number(name: str) -> float:
        return float(given.get(name, 0))

    if kind == "path":
        return Shape(tuple(_steps(given["d"])))
    if kind == "rect":
        return box(number("x"), number("y"), number("width"), number("height"), r=number("rx"))
    rx, ry = (number("r"), number("r")) if kind == "circle" else (number("rx"), number("ry"))
    return ellipse(number("cx"), number("cy"), rx, ry)


def _role(colour: str) -> str:
    if colour == "none":
        return ""
    found = _ROLE.fullmatch(colour)
    if found is None:
        raise NotOurs(f"the colour {colour!r} is no role")
    return found[1]


def _steps(data: str) -> list[Step]:
    """All absolute, and of four kinds only."""
    if _STEP.sub("", data).strip():
        raise NotOurs(data)
    made: list[Step] = []
    x = y = first_x = first_y = 0.0
    for letter, rest in _STEP.findall(data):
        kind, far = letter.upper(), letter.islower()
        numbers = [float(each) for each in _NUMBER.findall(rest)]
        if kind == "Z":
            made.append(("Z", ()))
            x, y = first_x, first_y
            continue
        for points in _points(kind, numbers, x, y, far):
            made.append(_plain(kind, x, y, points))
            x, y = points[-2:]
        if kind == "M":
            first_x, first_y = x, y
    return made


def _plain(kind: str, x: float, y: float, points: tuple[float, ...]) -> Step:
    """A step from (x, y) as one of the four kinds."""
    if kind != "Q":
        return "L" if kind in "HV" else kind, points
    mx, my, to_x, to_y = points
    return "C", ((x + 2 * mx) / 3, (y + 2 * my) / 3, (to_x + 2 * mx) / 3, (to_y + 2 * my) / 3, to_x, to_y)


def _points(kind: str, numbers: list[float], x: float, y: float, far: bool) -> list[tuple[float, ...]]:
    """The absolute points of each repetition of a step that begins at (x, y); `far`: counted from there."""
    size = {"M": 2, "L": 2, "Q": 4, "C": 6}.get(kind, 1)
    if not numbers or len(numbers) % size or (kind == "M" and len(numbers) > size):
        raise NotOurs(f"{kind} with {len(numbers)} numbers")
    made: list[tuple[float, ...]] = []
    for start in range(0, len(numbers), size):
        part = numbers[start : start + size]
        if kind == "H":
            part = [part[0], 0 if far else y]
        elif kind == "V":
            part = [0 if far else x, part[0]]
        moved = [number + (y if n % 2 else x) if far else number for n, number in enumerate(part)]
        made.append(tuple(moved))
        x, y = moved[-2:]
    return made
