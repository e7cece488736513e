"""The picture around the words: a veranda in thin lines and pale grounds, so that an office printer manages it."""

from __future__ import annotations

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from server.office.papers.notice.sheet import (
    FLOOR,
    HEIGHT,
    INK,
    LAMP,
    LAMP_GROUND,
    LAMP_PAPER,
    LEFT,
    MOSS,
    MOSS_GROUND,
    RIGHT,
    SOFT,
    WIDTH,
    WOOD,
    WOOD_GROUND,
)


def _lamp(canvas: Canvas, middle: float, roof: float) -> None:
    top = roof - 11 * mm
    canvas.setStrokeColor(LAMP)
    canvas.setFillColor(LAMP_PAPER)
    canvas.line(middle, roof, middle, top + 3)
    canvas.ellipse(middle - 8.5 * mm, top - 20 * mm, middle + 8.5 * mm, top, fill=1)
    canvas.setLineWidth(0.6)
    for n, half in enumerate((5.9, 7.6, 8.3, 8.3, 7.6, 5.9), 1):
        y, half = top - n * 20 / 7 * mm, half * mm
        canvas.bezier(middle - half, y, middle - half / 2, y - 3, middle + half / 2, y - 3, middle + half, y)
    canvas.setFillColor(LAMP)
    for y in (top - 1, top - 20 * mm - 3):
        canvas.roundRect(middle - 9, y, 18, 4, 1.5, stroke=0, fill=1)
    canvas.setLineWidth(1)


def _cushions(canvas: Canvas, left: float, wide: float) -> None:
    canvas.setStrokeColor(MOSS)
    for x, base, ground in ((left, FLOOR + 0.6, MOSS_GROUND), (left + 2, FLOOR + 9.6, LAMP_GROUND)):
        canvas.setFillColor(ground)
        for corner, out in ((x + 1.5, -3), (x + wide - 1.5, 3)):
            canvas.line(corner, base + 4.5, corner + out, base + 1.5)
            canvas.line(corner, base + 4.5, corner + out, base + 3.5)
        canvas.roundRect(x, base, wide, 9, 4, fill=1)
        canvas.line(x + wide / 2 - 2, base + 5, x + wide / 2 + 2, base + 5)


def veranda(canvas: Canvas, lamp: bool) -> None:
    """Eave and lamp above, boards with a cushion and a cup of tea below: thin lines and pale grounds."""
    outer, roof, board = LEFT - 4 * mm, HEIGHT - 14.5 * mm, 5 * mm
    wide = WIDTH - 2 * outer
    canvas.setStrokeColor(WOOD)
    canvas.setFillColor(WOOD_GROUND)
    canvas.setLineWidth(1)
    canvas.rect(outer, roof, wide, 1.8 * mm, fill=1)
    for n in range(24):
        canvas.rect(outer + 4 + n * (wide - 13) / 23, roof - 4, 5, 4, fill=1)
    canvas.rect(outer, FLOOR - board, wide, board, fill=1)
    for n in range(1, 6):
        canvas.line(outer + n * wide / 6, FLOOR, outer + n * wide / 6, FLOOR - board)
    if lamp:
        _lamp(canvas, RIGHT - 9 * mm, roof)
    _cushions(canvas, RIGHT - 30.5 * mm, 18 * mm)
    cup = RIGHT - 8 * mm
    canvas.setStrokeColor(INK)
    canvas.setFillColor(white)
    path = canvas.beginPath()
    path.moveTo(cup, FLOOR + 20)
    path.curveTo(cup + 1, FLOOR + 8, cup + 3, FLOOR + 0.6, cup + 8, FLOOR + 0.6)
    path.lineTo(cup + 15, FLOOR + 0.6)
    path.curveTo(cup + 20, FLOOR + 0.6, cup + 22, FLOOR + 8, cup + 23, FLOOR + 20)
    path.close()
    canvas.drawPath(path, fill=1)
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.8)
    for x in (cup + 8, cup + 15):
        canvas.bezier(x, FLOOR + 24, x - 5, FLOOR + 30, x + 5, FLOOR + 34, x, FLOOR + 41)
