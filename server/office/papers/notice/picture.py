"""The picture around the words: a veranda in thin lines and pale grounds, so that an office printer manages it.

The things in it are those of the pages (`papers.drawings`), in the sheet's colours.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from server.office.papers.drawings.shapes import Shape, at
from server.office.papers.drawings.things import boards, cup, cushion, eaves, lantern
from server.office.papers.notice.sheet import FLOOR, HEIGHT, LEFT, PRINTED, RIGHT, WIDTH

_STEPS = {"M": "moveTo", "L": "lineTo", "C": "curveTo", "Z": "close"}


def draw(canvas: Canvas, drawing: Iterable[Shape], x: float, y: float) -> None:
    """A drawing with its origin at (x, y), in points."""
    canvas.setLineJoin(1)
    for shape in drawing:
        path = canvas.beginPath()
        for name, numbers in shape.steps:
            points = [y - number if n % 2 else x + number for n, number in enumerate(numbers)]
            getattr(path, _STEPS[name])(*points)
        if shape.ground:
            canvas.setFillColor(PRINTED[shape.ground])
        if shape.line:
            canvas.setStrokeColor(PRINTED[shape.line])
            canvas.setLineWidth(shape.wide)
        canvas.drawPath(path, stroke=bool(shape.line), fill=bool(shape.ground), fillMode=1)


def veranda(canvas: Canvas, lamp: bool) -> None:
    """Eaves and lantern above, boards with cushions and a cup of tea below."""
    outer, roof = LEFT - 4 * mm, HEIGHT - 14.5 * mm
    wide = WIDTH - 2 * outer
    draw(canvas, eaves(wide), outer, roof + 5)
    draw(canvas, boards(wide, 5 * mm), outer, FLOOR)
    if lamp:
        draw(canvas, lantern(11 * mm - 3), RIGHT - 9 * mm, roof)
    left = RIGHT - 30.5 * mm
    draw(canvas, (*cushion(), *at(cushion("shoji"), 2, -9)), left, FLOOR)
    draw(canvas, cup(), RIGHT - 8 * mm, FLOOR)
