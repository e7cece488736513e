"""The printed notice as a PDF: one page where it fits, with the dates, a QR code and the short code.

The page is a veranda: an eave with a lamp above, boards below, and on them the way in. Between them everything is rows.
If the rows do not fit, first the letters become smaller; then the rows flow onto further pages, each with the way in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import astuple, replace
from itertools import chain, groupby
from pathlib import Path

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from server.office.papers.notice.body import Body
from server.office.papers.notice.fonts import BOLD, REGULAR, lacking, load, printable
from server.office.papers.notice.foot import foot, foot_top
from server.office.papers.notice.lines import balanced
from server.office.papers.notice.picture import veranda
from server.office.papers.notice.rows import Row, line, write
from server.office.papers.notice.sheet import LAMP_GROUND, LEFT, MOSS, RIGHT, SOFT, TOP, WIDTH, WOOD
from server.office.papers.notice.words import Notice, NoticeDate

SCALES = tuple(n / 100 for n in range(136, 75, -3))
SPLIT_SCALE = 0.94
"""With two pages there is room again, so nobody has to read small letters."""


def pages(rows: list[Row], room: float, head: list[Row]) -> Iterator[list[Row]]:
    """The rows by pages, all but the first under `head`: what is kept together moves together, if a page can hold it."""
    page: list[Row] = []
    used, above, begun = 0.0, sum(row.height for row in head), False
    for group in _groups(rows):
        height = sum(row.height for row in group)
        fits = height <= room - above
        for n, row in enumerate(group):
            if begun and used + (height if fits and n == 0 else row.height) > room:
                yield page
                page, used, begun = list(head), above, False
            begun = begun or row.draw is not None or row.panel
            if begun:  # no space at the top
                page.append(row)
                used += row.height
    yield page


def _groups(rows: list[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group


def draw_rows(canvas: Canvas, rows: list[Row], spare: float) -> None:
    """From the top down. Space stretches by what is spare, so that a short notice does not hang in the upper half."""
    spaces = sum(row.draw is None and not row.panel for row in rows)
    more = min(spare / max(spaces, 1), 20)
    top = TOP
    for panel, strip in groupby(rows, lambda row: row.panel):
        part = list(strip)
        if panel:
            # Where a page ends within the panel, the edge row stands on another page.
            over, under = (0 if row.draw is None else 5 for row in (part[0], part[-1]))
            height = sum(row.height for row in part) + over + under
            canvas.setFillColor(LAMP_GROUND)
            canvas.setStrokeColor(WOOD)
            canvas.setLineWidth(0.9)
            canvas.roundRect(LEFT, top + over - height, RIGHT - LEFT, height, 9, fill=1)
        for row in part:
            if row.draw is not None:
                row.draw(canvas, top)
            top -= row.height if row.draw is not None or row.panel else row.height + more


def printed(notice: Notice, fonts: Path) -> tuple[bytes, list[str]]:
    """The notice as a PDF, and the characters that it cannot show as they are written (`lacking`). Raises FontsMissing."""
    text = _whole(notice)
    return notice_pdf(notice, fonts), lacking(text, load(fonts, text))


def _whole(notice: Notice) -> str:
    """All that stands in it: whoever gives a notice another field need not think of its letters."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from chain.from_iterable(map(texts, value))

    return "\n".join(texts(astuple(notice)))


def notice_pdf(notice: Notice, fonts: Path) -> bytes:
    """The notice as a PDF with embedded fonts. The same notice always gives the same file."""
    known = load(fonts, _whole(notice))
    notice = _cleaned(notice, known)
    out = io.BytesIO()
    canvas = Canvas(out, A4, invariant=True, lang="en" if notice.language == "en" else "ja")
    canvas.setTitle(notice.title)
    canvas.setAuthor(notice.organisation)
    canvas.setCreator("Engawa")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    matrix = segno.make_qr(notice.url, error="m").matrix
    room = TOP - foot_top(matrix) - 5 * mm
    made: list[list[Row]] = []
    again = [line(each, LEFT, BOLD, 13, MOSS) for each in balanced(notice.title, BOLD, 13, RIGHT - LEFT)[:6]]
    for scale in (*SCALES, SPLIT_SCALE):
        made = list(pages(Body(notice, scale).rows(), room, [*again, Row(12)]))
        if len(made) == 1:
            break
    for number, page in enumerate(made, 1):
        veranda(canvas, lamp=number == 1)
        draw_rows(canvas, page, room - sum(row.height for row in page) if len(made) == 1 else 0)
        foot(canvas, notice, matrix, known)
        if len(made) > 1:
            write(canvas, WIDTH / 2 - 8, 12.5 * mm, f"{number} / {len(made)}", REGULAR, 9, SOFT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cleaned(notice: Notice, known: frozenset[int]) -> Notice:
    def clean(text: str) -> str:
        return printable(text, known).strip()

    return replace(
        notice,
        organisation=clean(notice.organisation),
        title=" ".join(clean(notice.title).split()),
        lead=clean(notice.lead),
        dates=tuple(NoticeDate(clean(each.text), clean(each.place)) for each in notice.dates),
        how=tuple(clean(each) for each in notice.how if each.strip()),
        conditions=tuple(clean(each) for each in notice.conditions if each.strip()),
        entry=clean(notice.entry),
        contact=clean(notice.contact),
        leave=clean(notice.leave),
        rests=tuple(clean(each) for each in notice.rests),
    )
