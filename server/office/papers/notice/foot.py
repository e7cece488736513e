"""The way in: a sign at the foot of every page, with the QR code, the address and the short code."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlsplit

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from server.office.papers.notice.fonts import BOLD, REGULAR, printable
from server.office.papers.notice.fonts import width as width_of
from server.office.papers.notice.lines import balanced, wrap
from server.office.papers.notice.rows import Row, beside, line
from server.office.papers.notice.sheet import FLOOR, INK, LEFT, MOSS, QR_SIDE, RIGHT, SOFT, WOOD
from server.office.papers.notice.words import FOOT, Notice

Matrix = tuple[bytearray, ...]


def foot_top(matrix: Matrix) -> float:
    """The code has its quiet zone of four modules on each side inside the sign."""
    return FLOOR + QR_SIDE * (1 + 8 / len(matrix))


def foot(canvas: Canvas, notice: Notice, matrix: Matrix, known: frozenset[int]) -> None:
    """The way in, standing on the boards: a sign with QR code, address and code."""
    top, right = foot_top(matrix), RIGHT - 34 * mm
    height = top - FLOOR
    canvas.setFillColor(white)
    canvas.setStrokeColor(WOOD)
    canvas.setLineWidth(1.2)
    canvas.roundRect(LEFT, FLOOR, right - LEFT, height, 5, fill=1)
    _code(canvas, matrix, top)
    left = LEFT + height + 4
    rows = _beside_the_code(notice, known, left, right - left - 10, height - 12)
    at = top - (height - sum(row.height for row in rows)) / 2
    for row in rows:
        if row.draw is not None:
            row.draw(canvas, at)
        at -= row.height


def _code(canvas: Canvas, matrix: Matrix, top: float) -> None:
    """The QR code, as one path of its dark runs: no printer leaves hairs between them."""
    module = QR_SIDE / len(matrix)
    path = canvas.beginPath()
    for y, modules in enumerate(matrix):
        x = 0.0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                path.rect(LEFT + (4 + x) * module, top - (5 + y) * module, length * module, module)
            x += length
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)


def _beside_the_code(notice: Notice, known: frozenset[int], x: float, width: float, height: float) -> list[Row]:
    """What to do, the short code if there is one, and the address, as large as the height allows."""
    enter, learn, label, with_code, without = FOOT[notice.language]
    rows = [line(each, x, BOLD, 14, INK, 1.4) for each in balanced(enter if notice.leave else learn, BOLD, 14, width)]
    hint = with_code if notice.code else without
    rows += [line(each, x, REGULAR, 9.5, SOFT, 1.45) for each in balanced(hint, REGULAR, 9.5, width)]
    if notice.code:
        code = printable(notice.code.replace("-", ""), known)
        code = f"{code[:3]}-{code[3:]}"
        gap = width_of(label, BOLD, 10) + 9
        size = min(32, 32 * (width - gap) / width_of(code, BOLD, 32))
        rows.append(beside(line(code, x + gap, BOLD, size, INK, 1.45), line(label, x, BOLD, 10, MOSS)))
    parts = urlsplit(notice.url)
    # A secret is too long to type: whoever has a code needs only the first page.
    address = printable(f"{parts.scheme}://{parts.netloc}/" if notice.code else notice.url, known)
    return rows + _address(address, x, width, height - sum(row.height for row in rows))


def _address(address: str, x: float, width: float, height: float) -> list[Row]:
    """In the largest letters in which it fits and is parted only where a reader would part it."""
    for size in (12.0, 11, 10, 9, 8):
        lines = wrap(address, REGULAR, size, width)
        if len(lines) * size * 1.4 <= height and all(each[-1] in "/#?&=" for each in lines[:-1]):
            break
    else:  # too long to be typed: anywhere, then
        size = 9
        lines = wrap(address, REGULAR, size, width)[: int(height / (size * 1.4))]
    return [line(each, x, REGULAR, size, INK, 1.4) for each in lines]
