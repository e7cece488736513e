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
from server.office.papers.drawings.colours import light
from server.office.papers.drawings.pixels import paint
from server.office.papers.drawings.shapes import at
from server.office.papers.drawings.things import eaves
from server.office.papers.notice import fonts
from server.office.papers.notice.lines import balanced
from server.office.papers.notice.sheet import PRINTED
from server.office.seats import passes, reservations
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned


def day_of(connection: Connection, code: str, addresses: Addresses, name: str, now: int) -> feeds.Feed:
    """The day of the session behind a code, just as whoever has a link to it gets it (`feeds.one_day`), under a neutral
    `name`. For a member that of the next one. Raises OfficeRefused(code_unknown, no_dates, not_found)."""
    planned = behind(connection, code, addresses, now)
    return feeds.one_day(connection, planned.row.id, name, addresses.base, now)


def behind(connection: Connection, code: str, addresses: Addresses, now: int) -> Planned:
    """The session of a reservation's code or of a member's, whose next one it is. Refused: code_unknown, no_dates."""
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
_EDGE, _INSET, _AIR, _ABOVE, _BELOW = 84, 40, 44, 130, 90
_EAVES = 3.6
"""How much larger than on the notice."""
_INK = "#" + PRINTED["ink"].hexval()[2:]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the picture."""

    text: str
    face: str
    size: int
    colour: str
    air: int = 0
    """Above it, beside what lines have between them."""
    lit: bool = False
    """On a ground of its own."""


def picture(kept: Keepsake, folder: Path) -> bytes:
    """A PNG. `folder` has the fonts. Raises FontsMissing."""
    lines = _lines(
        kept, fonts.load(folder, "".join((kept.organisation, kept.title, kept.when, kept.place, kept.telephone)))
    )
    tops, y = [], _ABOVE
    for line in lines:
        y += line.air
        tops.append(y)
        y += round(line.size * 1.55)
    roles = light()
    image = Image.new("RGB", (WIDE, y + _BELOW), roles["shoji"])
    draw = ImageDraw.Draw(image)
    sheet = (_INSET, _INSET, WIDE - _INSET, y + _BELOW - _INSET)
    draw.rounded_rectangle(sheet, 36, fill=roles["cup"], outline=roles["grain"], width=3)
    under = (WIDE - 2 * _INSET + 24) / _EAVES
    paint(draw, at(eaves(under), _INSET - 12, _INSET - 10, _EAVES), roles, wide=3)
    for line, top in zip(lines, tops, strict=True):
        if line.lit:
            wide = fonts.width(line.text, line.face, line.size)
            ground = (_EDGE - 22, top - 8, _EDGE + wide + 22, top + line.size * 1.32)
            draw.rounded_rectangle(ground, 24, fill=roles["lantern"])
        x = float(_EDGE)
        for part, name in fonts.runs(line.text, line.face):
            letters = ImageFont.truetype(str(folder / fonts.FILES.get(name, name)), line.size)
            draw.text((x, top + line.size), part, fill=line.colour, font=letters, anchor="ls")
            x += letters.getlength(part)
    made = io.BytesIO()
    image.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _lines(kept: Keepsake, known: frozenset[int]) -> list[_Line]:
    """From top to bottom, each as wide as the sheet at most; `known` is what can be printed."""
    inside, soft = WIDE - 2 * _EDGE, light()["steam"]

    def said(text: str, face: str, size: int, colour: str, air: int = 0) -> list[_Line]:
        parts = balanced(fonts.printable(text, known), face, size, inside) if text else []
        return [_Line(part, face, size, colour, 0 if n else air) for n, part in enumerate(parts)]

    # The number stands in one line, whatever its letters.
    number = int(min(86, inside / fonts.width(kept.code, fonts.BOLD, 1)))
    return [
        *said(kept.organisation, fonts.REGULAR, 36, soft),
        *said(kept.title, fonts.BOLD, 60, _INK),
        *said(kept.when, fonts.BOLD, 48, _INK),
        *said(kept.place, fonts.REGULAR, 44, _INK),
        *said(kept.label, fonts.REGULAR, 38, soft, _AIR),
        _Line(kept.code, fonts.BOLD, number, _INK, lit=True),
        *said(kept.telephone, fonts.REGULAR, 40, _INK, _AIR),
    ]
