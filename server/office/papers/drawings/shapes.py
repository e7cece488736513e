"""What drawings are made of: closed and open curves with a ground and a line, in units with y downwards. Whoever draws
(a PDF, an SVG, a picture) gives each role its colour and needs three steps only: move, line, curve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

Step = tuple[str, tuple[float, ...]]
"""M and L with a point, C with three, Z with none: as in SVG, all absolute."""
ROUND = 0.5523
"""How far the handles of a quarter of a circle reach, of its radius."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`ground` and `line` are roles (plank, lantern, moss …), empty where there is none; `wide` is the line's width."""

    steps: tuple[Step, ...]
    ground: str = ""
    line: str = ""
    wide: float = 1.0


Drawing = tuple[Shape, ...]


def curve(*steps: Step, ground: str = "", line: str = "", wide: float = 1.0) -> Shape:
    return Shape(steps, ground, line, wide)


def ellipse(x: float, y: float, rx: float, ry: float, ground: str = "", line: str = "", wide: float = 1.0) -> Shape:
    """Around (x, y)."""
    h, v = rx * ROUND, ry * ROUND
    return Shape(
        (
            ("M", (x - rx, y)),
            ("C", (x - rx, y - v, x - h, y - ry, x, y - ry)),
            ("C", (x + h, y - ry, x + rx, y - v, x + rx, y)),
            ("C", (x + rx, y + v, x + h, y + ry, x, y + ry)),
            ("C", (x - h, y + ry, x - rx, y + v, x - rx, y)),
            ("Z", ()),
        ),
        ground,
        line,
        wide,
    )


def box(
    x: float, y: float, width: float, height: float, ground: str = "", line: str = "", r: float = 0.0, wide: float = 1.0
) -> Shape:
    """From its upper left corner, with corners of radius `r`."""
    right, low = x + width, y + height
    if r == 0:
        return Shape(
            (("M", (x, y)), ("L", (right, y)), ("L", (right, low)), ("L", (x, low)), ("Z", ())), ground, line, wide
        )
    k = r * (1 - ROUND)
    return Shape(
        (
            ("M", (x + r, y)),
            ("L", (right - r, y)),
            ("C", (right - k, y, right, y + k, right, y + r)),
            ("L", (right, low - r)),
            ("C", (right, low - k, right - k, low, right - r, low)),
            ("L", (x + r, low)),
            ("C", (x + k, low, x, low - k, x, low - r)),
            ("L", (x, y + r)),
            ("C", (x, y + k, x + k, y, x + r, y)),
            ("Z", ()),
        ),
        ground,
        line,
        wide,
    )


def stroke(*points: tuple[float, float], line: str = "ink", wide: float = 1.0) -> Shape:
    """Straight from point to point."""
    first, *rest = points
    return Shape((("M", first), *(("L", each) for each in rest)), "", line, wide)


def at(drawing: Iterable[Shape], x: float, y: float, scale: float = 1.0) -> Drawing:
    """The drawing with its origin at (x, y); lines keep their width."""

    def moved(step: Step) -> Step:
        name, numbers = step
        return name, tuple(scale * number + (y if n % 2 else x) for n, number in enumerate(numbers))

    return tuple(replace(each, steps=tuple(map(moved, each.steps))) for each in drawing)


def across(drawing: Iterable[Shape], k: float, down: float = 1.0) -> Drawing:
    """Made wider by `k`, and higher by `down`."""
    return tuple(
        replace(each, steps=tuple((name, _by(numbers, k, down)) for name, numbers in each.steps)) for each in drawing
    )


def _by(numbers: tuple[float, ...], k: float, down: float) -> tuple[float, ...]:
    return tuple(number * (down if n % 2 else k) for n, number in enumerate(numbers))


def dyed(drawing: Iterable[Shape], old: str, new: str) -> Drawing:
    """With the ground `new` wherever it was `old`."""
    return tuple(replace(each, ground=new) if each.ground == old else each for each in drawing)


def svg_paths(drawing: Iterable[Shape]) -> str:
    """As SVG paths, each role a property of CSS, as in the files."""
    made = []
    for (ground, line, wide), shapes in groupby(drawing, lambda each: (each.ground, each.line, each.wide)):
        fill = f"var(--{ground})" if ground else "none"
        stroke = f' stroke="var(--{line})"' if line else ""
        width = "" if wide == 1 else f' stroke-width="{wide:g}"'
        made.append(f'<path fill="{fill}"{stroke} d="{"".join(_data(each.steps) for each in shapes)}"{width}/>')
    return "".join(made)


def _data(steps: Iterable[Step]) -> str:
    """Path data, in tenths and relative to where the last step ended, which is shorter."""
    made, x, y = "", 0.0, 0.0
    for name, numbers in steps:
        points = [round(number, 1) for number in numbers]
        if name == "M":
            made += "M" + _numbers(points)
        elif name == "Z":
            made += "z"
        elif name == "L" and points[0] == x:
            made += "v" + _numbers([points[1] - y])
        elif name == "L" and points[1] == y:
            made += "h" + _numbers([points[0] - x])
        else:
            made += name.lower() + _numbers([point - (y if n % 2 else x) for n, point in enumerate(points)])
        if points:
            x, y = points[-2:]
    return made


def _numbers(numbers: list[float]) -> str:
    text = " ".join(f"{round(number, 1):g}" for number in numbers)
    return text.replace("-0.", "-.").replace(" 0.", " .").replace(" -", "-")
