"""The printed notice: A4, one page where it fits, with the dates, a QR code and the short code.

The page is a veranda: an eave with a lamp above, boards below, and on them the way in. Between them everything is rows.
If the rows do not fit, first the letters become smaller; then the rows flow onto further pages, each with the way in.
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import budoux
import regex
import segno
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "BIZUDPGothic-Regular", "BIZUDPGothic-Bold"
FILES = {REGULAR: "BIZUDPGothic_400Regular.ttf", BOLD: "BIZUDPGothic_700Bold.ttf"}
GETA = "〓"
"""Stands for what the font cannot print, as typesetters have always done."""
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FLOOR = 17 * mm, WIDTH - 17 * mm, HEIGHT - 22 * mm, 21 * mm
QR_SIDE = 40 * mm
SCALES = tuple(n / 100 for n in range(136, 75, -3))
SPLIT_SCALE = 0.94
"""With two pages there is room again, so nobody has to read small letters."""

# The client's colours (tokens.css), a little darker where thin lines must survive an office printer. Grounds are so pale
# that they become almost white in black and white.
INK, SOFT, MOSS, WOOD, LAMP = (HexColor(each) for each in ("#2f2821", "#574c40", "#345a3e", "#a98b5c", "#94660f"))
LAMP_GROUND, LAMP_PAPER = HexColor("#fdf5e3"), HexColor("#fbe9c3")
WOOD_GROUND, MOSS_GROUND = HexColor("#f6ecd9"), HexColor("#eaf1e6")

NO_START = frozenset(
    "、。，．,.・:;：；?!？！)]}）］｝〕〉》」』】”’々ー〜～-–—…‥%％゛゜ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
NO_END = frozenset("([{（［｛〔〈《「『【“‘#＃¥￥$〒@")
_LABELS = {
    "ja": ("とき", "ところ", "対象", "参加", "帰るとき", "問い合わせ"),
    "ja-simple": ("いつ", "どこ", "来られる人", "入りかた", "帰るとき", "聞きたいとき"),
    "en": ("When", "Where", "For", "Joining", "Leaving", "Questions"),
}
_FOOT = {
    "ja": ("家から、のぞいてみる", "くわしくはこちら", "入室コード",
           "QRコードを読むだけ。アドレスをひらいて、コードを入れることもできます。",
           "QRコードを読むか、アドレスをひらいてください。"),
    "ja-simple": ("家から のぞいて みる", "もっと 知りたいとき", "入る コード",
                  "QRコードを 読みます。アドレスを ひらいて、コードを 書いても いいです。",
                  "QRコードを 読むか、アドレスを ひらいて ください。"),
    "en": ("Have a look from home", "Learn more", "Room code",
           "Scan the QR code, or open the address and type the code.",
           "Scan the QR code, or open the address."),
}  # fmt: skip


class FontsMissing(Exception):
    """The fonts are not where they should be: the web client has to be built (make build)."""


@dataclass(frozen=True, slots=True)
class NoticeDate:
    """One date in words, and where it is."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on the paper, all in words."""

    organisation: str
    title: str
    lead: str
    dates: tuple[NoticeDate, ...]
    how: tuple[str, ...]
    conditions: tuple[str, ...]
    entry: str
    url: str
    code: str | None
    contact: str
    leave: str
    language: Literal["ja", "ja-simple", "en"]


# -- letters and lines -----------------------------------------------------------------------------------------------

_loading = threading.Lock()
_phrases = budoux.load_default_japanese_parser()


def _load(fonts: Path) -> frozenset[int]:
    with _loading:  # notices are made in threads, and a font must not be replaced while another one is written
        return _loaded(fonts)


@cache
def _loaded(fonts: Path) -> frozenset[int]:
    """Register both fonts; returns the characters that they have."""
    known: list[set[int]] = []
    for name, file in FILES.items():
        try:
            font = TTFont(name, str(fonts / file), asciiReadable=False)
        except (TTFError, OSError) as error:
            raise FontsMissing(f"{fonts / file}: run make build") from error
        pdfmetrics.registerFont(font)
        known.append(set(font.face.charToGlyph))
    return frozenset(set.intersection(*known))


def _printable(text: str, known: frozenset[int]) -> str:
    """The text with 〓 for what the fonts lack, one for each character as a reader counts them."""

    def one(cluster: str) -> str:
        # Selectors and other invisible marks only choose between shapes of the character before.
        seen = "".join(each for each in cluster if unicodedata.category(each) != "Cf" and not _selector(each))
        if len(seen) > 1:
            seen = unicodedata.normalize("NFC", seen)
        if all(ord(each) in known or each == "\n" for each in seen):
            return seen
        return " " if seen.isspace() or unicodedata.category(seen[0]) == "Cc" else GETA

    return "".join(one(cluster) for cluster in regex.findall(r"\X", text.replace("\r\n", "\n")))


def _selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _joined(parts: Iterable[str], words: bool) -> list[str]:
    """Kinsoku: parts that may not be parted become one."""
    made: list[str] = []
    for part in parts:
        last = made[-1][-1] if made else " "
        if made and (part[0] in NO_START or last in NO_END or (words and (last + part[0]).isascii() and last != " ")):
            made[-1] += part
        else:
            made.append(part)
    return made


@lru_cache(maxsize=2048)  # the same words are tried at many sizes
def _units(text: str, depth: int) -> list[str]:
    """Where a line may end: first between phrases, then in addresses, between characters, and if need be anywhere."""
    if depth == 0:
        parts = regex.findall(r"\S+\s*|\s+", text)
        return _joined((unit for part in parts for unit in _phrases.parse(part)), words=True)
    if depth == 1:
        return regex.findall(r"[^/#?&=]*[/#?&=]+|[^/#?&=]+", text) if text.isascii() else [text]
    return _joined(text, words=False) if depth == 2 else list(text)


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines that fit. Japanese is parted between phrases, which is easier to read than full lines."""
    made = [""]

    def put(text: str, depth: int) -> None:
        for unit in _units(text, depth):
            if pdfmetrics.stringWidth((made[-1] + unit).rstrip(), font, size) <= width:
                made[-1] += unit
                continue
            if made[-1].strip():
                made.append("")
            if depth == 3 or pdfmetrics.stringWidth(unit.rstrip(), font, size) <= width:
                made[-1] = unit
            else:
                put(unit, depth + 1)

    for number, paragraph in enumerate(text.strip().split("\n")):
        if number:
            made.append("")
        put(paragraph.strip(), 0)
    return [line.rstrip() for line in made]


def balanced(text: str, font: str, size: float, width: float) -> list[str]:
    """As few lines as possible, all about equally long."""
    lines = wrap(text, font, size, width)
    narrow = 0.0
    while len(lines) > 1 and width - narrow > size / 4:
        middle = (width + narrow) / 2
        tried = wrap(text, font, size, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            lines, width = tried, middle
    return lines


# -- rows ------------------------------------------------------------------------------------------------------------

Draw = Callable[[Canvas, float], None]
Matrix = tuple[bytearray, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A strip across the page; `draw` is given its upper edge. Without `draw` and panel it is space, which may stretch."""

    height: float
    draw: Draw | None = None
    base: float = 0
    """How far below the upper edge its letters stand."""
    panel: bool = False
    keep: bool = False
    """Stays on one page with the row after it."""


def _write(canvas: Canvas, x: float, base: float, text: str, font: str, size: float, colour: Color = INK) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, base, text)


def _line(text: str, x: float, font: str, size: float, colour: Color = INK, lead: float = 1.5) -> _Row:
    base = size * (0.88 + (lead - 1) / 2)
    return _Row(lead * size, lambda canvas, top: _write(canvas, x, top - base, text, font, size, colour), base)


def _figures(text: str, x: float, size: float) -> _Row:
    """A date: the figures large, the words between them smaller."""
    base = size * 1.05

    def draw(canvas: Canvas, top: float) -> None:
        at = x
        for part, height in _parts(text, size):
            _write(canvas, at, top - base, part, BOLD, height)
            at += pdfmetrics.stringWidth(part, BOLD, height)

    return _Row(1.42 * size, draw, base)


def _parts(text: str, size: float) -> Iterator[tuple[str, float]]:
    for figures, part in groupby(text, lambda each: each.isascii() and (each.isalnum() or each in ":-,")):
        yield "".join(part), size if figures else 0.74 * size


def _figures_width(text: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(part, BOLD, height) for part, height in _parts(text, size))


def _beside(row: _Row, *others: _Row) -> _Row:
    """Several in one row, standing on the baseline of the first."""

    def draw(canvas: Canvas, top: float) -> None:
        for each in (row, *others):
            if each.draw is not None:
                each.draw(canvas, top - row.base + each.base)

    return replace(row, draw=draw)


def _kept(rows: list[_Row]) -> list[_Row]:
    """Few rows stay together; of many, the first two and the last two do."""
    last = len(rows) - 1
    return [replace(row, keep=n < last and (last < 6 or n in (0, last - 1))) for n, row in enumerate(rows)]


class _Body:
    """The rows of a notice, at one scale."""

    def __init__(self, notice: Notice, scale: float) -> None:
        self.notice, self.scale = notice, scale
        self.text, self.label = 12.5 * scale, 11.5 * scale
        self.labels = _LABELS[notice.language]
        self.column = max(pdfmetrics.stringWidth(each, BOLD, self.label) for each in self.labels) + 14

    def rows(self) -> list[_Row]:
        """Everything from the organisation to the contact."""
        notice, scale = self.notice, self.scale
        _, _, who, joining, leaving, questions = self.labels
        conditions = "\n".join(notice.conditions)
        made: list[_Row] = []
        for space, part in (
            (0.0, self._head()),
            (7, self._lead()),
            (16, self._dates()),
            (13, self._how()),
            (13, self._said(who, conditions)),
            (5, self._said(joining, notice.entry)),
            (5, self._said(leaving, notice.leave)),
            (5, self._said(questions, notice.contact)),
        ):
            if part:
                made += [_Row(space * scale), *part]
        return made

    def _head(self) -> list[_Row]:
        width = RIGHT - LEFT - 26 * mm  # the lamp hangs at the right
        size, lines = 20.0, list[str]()
        for size, most in ((size, 1 if size > 42 else 2 if size > 27 else 3) for size in range(54, 20, -2)):
            size *= min(1, self.scale)
            lines = balanced(self.notice.title, BOLD, size, width)
            if len(lines) <= most:
                break
        label = 1.05 * self.label
        above = wrap(self.notice.organisation, BOLD, label, width)
        rows = [_line(each, LEFT, BOLD, label, MOSS, 1.8) for each in above]
        rows += [_line(each, LEFT, BOLD, size, INK, 1.32) for each in lines]
        height = sum(row.height for row in rows)
        rows[-1] = replace(rows[-1], height=rows[-1].height + max(0, 24 * mm - height))  # down to below the lamp
        return _kept(rows)

    def _lead(self) -> list[_Row]:
        size = 14.5 * self.scale
        lines = balanced(self.notice.lead, REGULAR, size, RIGHT - LEFT)
        return _kept([_line(each, LEFT, REGULAR, size, SOFT, 1.6) for each in lines if each])

    def _said(self, label: str, text: str, x: float = LEFT, right: float = RIGHT) -> list[_Row]:
        """A label, and beside it what it is about."""
        if not text.strip():
            return []
        column = x + self.column
        rows = [_line(each, column, REGULAR, self.text) for each in balanced(text, REGULAR, self.text, right - column)]
        rows[0] = _beside(rows[0], _line(label, x, BOLD, self.label, MOSS))
        return _kept(rows)

    def _how(self) -> list[_Row]:
        """Short points in two columns, else one below the other."""
        size, half = 13.5 * self.scale, (RIGHT - LEFT) / 2
        points, step = self.notice.how, 1.25 * size
        short = all(pdfmetrics.stringWidth(each, REGULAR, size) < half - 2 * step for each in points)
        columns = 2 if short and len(points) > 2 else 1
        made: list[_Row] = []
        for n, text in enumerate(points):
            x = LEFT + n % columns * half
            lines = wrap(text, REGULAR, size, RIGHT - x - step)
            rows = [_line(each, x + step, REGULAR, size, lead=1.65) for each in lines]
            rows[0] = _beside(rows[0], _dot(x, size))
            if x > LEFT:
                made[-1] = _beside(made[-1], rows[0])
            else:
                made += _kept(rows)
        return made

    def _dates(self) -> list[_Row]:
        """The panel: dates in large figures; the place once, if it is the same for all."""
        dates, pad, small = self.notice.dates, 14.0, self.text
        x = LEFT + pad + self.column
        width = RIGHT - pad - x
        places = {each.place for each in dates}
        size = {1: 29, 2: 25, 3: 23}.get(len(dates), 20 if len(dates) < 7 else 17) * self.scale
        halves = [each.text.partition(" ") for each in dates]  # days and hours stand in columns of their own

        def widths() -> tuple[float, float]:
            day = max(_figures_width(each, size) for each, _, _ in halves) + 0.4 * size
            return day, day + max(_figures_width(each, size) for _, _, each in halves)

        columns = 2 if len(places) == 1 and len(dates) > 6 and widths()[1] * 0.7 < width / 2 else 1
        size *= max(0.6, min(1, (width / columns - (columns - 1) * 0.8 * size) / widths()[1]))
        day, whole = widths()
        aside = x + whole + 1.4 * small
        beside = all(aside + pdfmetrics.stringWidth(each.place, REGULAR, small) < RIGHT - pad for each in dates)
        made: list[_Row] = []
        for n, (date, (first, _, second)) in enumerate(zip(dates, halves, strict=True)):
            left = x + n % columns * (width - whole)
            if whole <= width / columns:
                rows = [_beside(_figures(first, left, size), _figures(second, left + day, size))]
            else:
                rows = [_line(each, left, BOLD, size, lead=1.42) for each in wrap(date.text, BOLD, size, width)]
            if len(places) > 1 and beside:
                rows[0] = _beside(rows[0], _line(date.place, aside, REGULAR, small))
            elif len(places) > 1:
                rows += [_line(each, x, REGULAR, small) for each in wrap(date.place, REGULAR, small, width)]
                rows[-1] = replace(rows[-1], height=rows[-1].height + 4 * self.scale)
            if left > x:
                made[-1] = _beside(made[-1], *rows)
            else:
                made += _kept(rows)
        made[0] = _beside(made[0], _line(self.labels[0], LEFT + pad, BOLD, self.label, MOSS))
        if len(places) == 1 and places != {""}:
            made[-1] = replace(made[-1], height=made[-1].height + 4 * self.scale)
            made += self._said(self.labels[1], dates[0].place, LEFT + pad, RIGHT - pad)
        made[-1] = replace(made[-1], keep=True)  # with the panel's lower edge
        edge = _Row(9 * self.scale, panel=True)
        return [replace(edge, keep=True), *(replace(row, panel=True) for row in made), edge]


def _dot(x: float, size: float) -> _Row:
    def draw(canvas: Canvas, top: float) -> None:
        canvas.setFillColor(MOSS)
        canvas.circle(x + 0.4 * size, top + 0.34 * size, 0.17 * size, stroke=0, fill=1)

    return _Row(0, draw)


# -- pages -----------------------------------------------------------------------------------------------------------


def _pages(rows: list[_Row], room: float, head: list[_Row]) -> Iterator[list[_Row]]:
    """The rows by pages, all but the first under `head`: what is kept together moves together, if a page can hold it."""
    page: list[_Row] = []
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


def _groups(rows: list[_Row]) -> Iterator[list[_Row]]:
    group: list[_Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group


def _draw_rows(canvas: Canvas, rows: list[_Row], spare: float) -> None:
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


def _foot_top(matrix: Matrix) -> float:
    """The code has its quiet zone of four modules on each side inside the sign."""
    return FLOOR + QR_SIDE * (1 + 8 / len(matrix))


def _foot(canvas: Canvas, notice: Notice, matrix: Matrix, known: frozenset[int]) -> None:
    """The way in, standing on the boards: a sign with QR code, address and code."""
    enter, learn, label, with_code, without = _FOOT[notice.language]
    module, top = QR_SIDE / len(matrix), _foot_top(matrix)
    height = top - FLOOR
    right = RIGHT - 34 * mm
    canvas.setFillColor(white)
    canvas.setStrokeColor(WOOD)
    canvas.setLineWidth(1.2)
    canvas.roundRect(LEFT, FLOOR, right - LEFT, height, 5, fill=1)
    path = canvas.beginPath()
    for y, line in enumerate(matrix):
        x = 0.0
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                path.rect(LEFT + (4 + x) * module, top - (5 + y) * module, length * module, module)
            x += length
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)
    x = LEFT + height + 4
    width = right - x - 10
    parts = urlsplit(notice.url)
    # A secret is too long to type: whoever has a code needs only the first page.
    address = _printable(f"{parts.scheme}://{parts.netloc}/" if notice.code else notice.url, known)
    rows = [_line(each, x, BOLD, 14, INK, 1.4) for each in balanced(enter if notice.leave else learn, BOLD, 14, width)]
    hint = with_code if notice.code else without
    rows += [_line(each, x, REGULAR, 9.5, SOFT, 1.45) for each in balanced(hint, REGULAR, 9.5, width)]
    if notice.code:
        code = _printable(notice.code.replace("-", ""), known)
        code = f"{code[:3]}-{code[3:]}"
        gap = pdfmetrics.stringWidth(label, BOLD, 10) + 9
        size = min(32, 32 * (width - gap) / pdfmetrics.stringWidth(code, BOLD, 32))
        rows.append(_beside(_line(code, x + gap, BOLD, size, INK, 1.45), _line(label, x, BOLD, 10, MOSS)))
    left = height - 12 - sum(row.height for row in rows)
    for size in (12.0, 11, 10, 9, 8):
        lines = wrap(address, REGULAR, size, width)
        if len(lines) * size * 1.4 <= left and all(line[-1] in "/#?&=" for line in lines[:-1]):
            break
    else:  # too long to be typed: anywhere, then
        size = 9
        lines = wrap(address, REGULAR, size, width)[: int(left / (size * 1.4))]
    rows += [_line(each, x, REGULAR, size, INK, 1.4) for each in lines]
    at = top - (height - sum(row.height for row in rows)) / 2
    for row in rows:
        if row.draw is not None:
            row.draw(canvas, at)
        at -= row.height


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


def _veranda(canvas: Canvas, lamp: bool) -> None:
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


def notice_pdf(notice: Notice, fonts: Path) -> bytes:
    """The notice as a PDF with embedded fonts. The same notice always gives the same file."""
    known = _load(fonts)
    notice = _cleaned(notice, known)
    out = io.BytesIO()
    canvas = Canvas(out, A4, invariant=True, lang="en" if notice.language == "en" else "ja")
    canvas.setTitle(notice.title)
    canvas.setAuthor(notice.organisation)
    canvas.setCreator("Engawa")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    matrix = segno.make_qr(notice.url, error="m").matrix
    room = TOP - _foot_top(matrix) - 5 * mm
    pages: list[list[_Row]] = []
    again = [_line(each, LEFT, BOLD, 13, MOSS) for each in balanced(notice.title, BOLD, 13, RIGHT - LEFT)[:6]]
    for scale in (*SCALES, SPLIT_SCALE):
        pages = list(_pages(_Body(notice, scale).rows(), room, [*again, _Row(12)]))
        if len(pages) == 1:
            break
    for number, page in enumerate(pages, 1):
        _veranda(canvas, lamp=number == 1)
        _draw_rows(canvas, page, room - sum(row.height for row in page) if len(pages) == 1 else 0)
        _foot(canvas, notice, matrix, known)
        if len(pages) > 1:
            _write(canvas, WIDTH / 2 - 8, 12.5 * mm, f"{number} / {len(pages)}", REGULAR, 9, SOFT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cleaned(notice: Notice, known: frozenset[int]) -> Notice:
    def clean(text: str) -> str:
        return _printable(text, known).strip()

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
    )
