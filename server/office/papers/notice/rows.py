"""Rows: a notice is made of strips across the page, each of which knows its height and how it is drawn, but not where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from server.office.papers.notice.fonts import BOLD, runs
from server.office.papers.notice.fonts import width as width_of
from server.office.papers.notice.sheet import INK, MOSS

Draw = Callable[[Canvas, float], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A strip across the page; `draw` is given its upper edge. Without `draw` and panel it is space, which may stretch."""

    height: float
    draw: Draw | None = None
    base: float = 0
    """How far below the upper edge its letters stand."""
    panel: bool = False
    keep: bool = False
    """Stays on one page with the row after it."""


def write(canvas: Canvas, x: float, base: float, text: str, font: str, size: float, colour: Color = INK) -> None:
    """Text from `x` on, its letters standing on `base`."""
    canvas.setFillColor(colour)
    for part, name in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, base, part)
        x += width_of(part, font, size)


def line(text: str, x: float, font: str, size: float, colour: Color = INK, lead: float = 1.5) -> Row:
    """One line of text; `lead` is its height in sizes of its letters."""
    base = size * (0.88 + (lead - 1) / 2)
    return Row(lead * size, lambda canvas, top: write(canvas, x, top - base, text, font, size, colour), base)


def figures(text: str, x: float, size: float) -> Row:
    """A date: the figures large, the words between them smaller."""
    base = size * 1.05

    def draw(canvas: Canvas, top: float) -> None:
        at = x
        for part, height in _parts(text, size):
            write(canvas, at, top - base, part, BOLD, height)
            at += width_of(part, BOLD, height)

    return Row(1.42 * size, draw, base)


def _parts(text: str, size: float) -> Iterator[tuple[str, float]]:
    for large, part in groupby(text, lambda each: each.isascii() and (each.isalnum() or each in ":-,")):
        yield "".join(part), size if large else 0.74 * size


def figures_width(text: str, size: float) -> float:
    """How wide `figures` are."""
    return sum(width_of(part, BOLD, height) for part, height in _parts(text, size))


def beside(row: Row, *others: Row) -> Row:
    """Several in one row, standing on the baseline of the first."""

    def draw(canvas: Canvas, top: float) -> None:
        for each in (row, *others):
            if each.draw is not None:
                each.draw(canvas, top - row.base + each.base)

    return replace(row, draw=draw)


def kept(rows: list[Row]) -> list[Row]:
    """Few rows stay together; of many, the first two and the last two do."""
    last = len(rows) - 1
    return [replace(row, keep=n < last and (last < 6 or n in (0, last - 1))) for n, row in enumerate(rows)]


def dot(x: float, size: float) -> Row:
    """The mark before a point, to stand beside its first line."""

    def draw(canvas: Canvas, top: float) -> None:
        canvas.setFillColor(MOSS)
        canvas.circle(x + 0.4 * size, top + 0.34 * size, 0.17 * size, stroke=0, fill=1)

    return Row(0, draw)
