"""What somebody takes home of a reservation: its day for their own calendar, and a picture of its number.

The picture says when, where and what, the number, and whom to call: nothing else, and nothing of who holds it. It is drawn
on one sheet as tall as its words need, in the letters of the notice, so that a telephone can keep it among its pictures.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import Connection

from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.papers import feeds
from server.office.papers.notice import fonts
from server.office.papers.notice.lines import balanced
from server.office.seats import passes, reservations
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned


def day_of(connection: Connection, code: str, addresses: Addresses, name: str, now: int) -> feeds.Feed:
    """The day of the session behind a code, just as whoever has a link to it gets it (`feeds.one_day`), under a neutral
    `name`. For a member that of the next one. Raises OfficeRefused(code_unknown, no_dates, not_found)."""
    planned = _behind(connection, code, addresses, now)
    return feeds.one_day(connection, planned.row.id, name, addresses.base, now)


def _behind(connection: Connection, code: str, addresses: Addresses, now: int) -> Planned:
    try:
        return reservations.session_of_code(connection, code)
    except OfficeRefused as refused:
        if refused.code is not OfficeCode.CODE_UNKNOWN:
            raise
        return passes.member_link(connection, code, addresses, now)[0]


@dataclass(frozen=True, slots=True)
class Keepsake:
    """All that stands in the picture, from top to bottom."""

    organisation: str
    title: str
    when: str
    place: str
    label: str
    """What the number is."""
    code: str
    telephone: str
    """With its name; empty where there is none."""


WIDE = 1080
_EDGE, _INSET, _AIR = 84, 40, 44
_PAPER, _RAISED, _LAMP, _WOOD, _INK, _SOFT = "#fbf6ec", "#fffdf8", "#fbe3b0", "#a98b5c", "#372f27", "#63574a"


def picture(kept: Keepsake, folder: Path) -> bytes:
    """A PNG. `folder` has the fonts. Raises FontsMissing."""
    known = fonts.load(folder, "".join((kept.organisation, kept.title, kept.when, kept.place, kept.telephone)))
    inside = WIDE - 2 * _EDGE
    # The number stands in one line, whatever its letters.
    number = int(min(86, inside / fonts.width(kept.code, fonts.BOLD, 1)))
    pieces: list[tuple[str, str, int, str]] = []  # a line, its face, its size, its colour
    for text, face, size, colour in (
        (kept.organisation, fonts.REGULAR, 36, _SOFT),
        (kept.title, fonts.BOLD, 60, _INK),
        (kept.when, fonts.BOLD, 48, _INK),
        (kept.place, fonts.REGULAR, 44, _INK),
        (kept.label, fonts.REGULAR, 38, _SOFT),
        (kept.code, fonts.BOLD, number, _INK),
        (kept.telephone, fonts.REGULAR, 40, _INK),
    ):
        said = fonts.printable(text, known)
        lines = [said] if text == kept.code else balanced(said, face, size, inside) if text else []
        pieces += [(line, face, size, colour) for line in lines]
    tops, y = [], 130
    for line, _, size, _ in pieces:
        y += _AIR if line in (kept.label, kept.telephone) else 0
        tops.append(y)
        y += round(size * 1.55)
    image = Image.new("RGB", (WIDE, y + 90), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((_INSET, _INSET, WIDE - _INSET, y + 90 - _INSET), 36, fill=_RAISED, outline=_WOOD, width=3)
    draw.rounded_rectangle((_INSET, _INSET, WIDE - _INSET, _INSET + 42), 21, fill=_WOOD)  # the eaves
    for (line, face, size, colour), top in zip(pieces, tops, strict=True):
        if line == kept.code:
            wide = fonts.width(line, face, size)
            draw.rounded_rectangle((_EDGE - 22, top - 8, _EDGE + wide + 22, top + size * 1.32), 24, fill=_LAMP)
        x = float(_EDGE)
        for part, name in fonts.runs(line, face):
            letters = ImageFont.truetype(str(folder / fonts.FILES.get(name, name)), size)
            draw.text((x, top + size), part, fill=colour, font=letters, anchor="ls")
            x += letters.getlength(part)
    made = io.BytesIO()
    image.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()
