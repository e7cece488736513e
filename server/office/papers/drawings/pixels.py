"""Drawings as pixels, for pictures that somebody keeps: in the colours of pages by light (`colours.light`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PIL.ImageDraw import ImageDraw

from server.office.papers.drawings.shapes import Shape, Step

_PARTS = 12
"""Straight pieces of a curve."""
Point = tuple[float, float]


def paint(canvas: ImageDraw, drawing: Iterable[Shape], colours: Mapping[str, str], wide: int = 1) -> None:
    """A drawing as it lies, its lines `wide` times as wide as it says."""
    for shape in drawing:
        for points, closed in _outlines(shape.steps):
            if shape.ground and len(points) > 2:
                canvas.polygon(points, fill=colours[shape.ground])
            if shape.line:
                whole = [*points, points[0]] if closed else points
                canvas.line(whole, fill=colours[shape.line], width=max(1, round(shape.wide * wide)), joint="curve")


def _outlines(steps: Iterable[Step]) -> list[tuple[list[Point], bool]]:
    """Each part of a shape as points, and whether it ends where it began."""
    made: list[tuple[list[Point], bool]] = []
    for kind, numbers in steps:
        if kind == "Z":
            made[-1] = made[-1][0], True
            continue
        ends = [(numbers[n], numbers[n + 1]) for n in range(0, len(numbers), 2)]
        if kind == "M":
            made.append((ends, False))
        elif kind == "L":
            made[-1][0].extend(ends)
        else:
            first = made[-1][0][-1]
            made[-1][0].extend(_bent((first, *ends), n / _PARTS) for n in range(1, _PARTS + 1))
    return made


def _bent(points: tuple[Point, ...], k: float) -> Point:
    """Where a curve of four points is after the part `k` of it."""
    weights = ((1 - k) ** 3, 3 * k * (1 - k) ** 2, 3 * k**2 * (1 - k), k**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y
