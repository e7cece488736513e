"""The letters of a notice: two faces made for public notices, others for what they lack, and 〓 for what none has.

reportlab knows fonts by name, for the whole process: they are registered once, by whoever comes first. It draws a text in
one font, so a text is drawn and measured in runs (`runs`, `width`). The further faces are large, and read only for a notice
that needs them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import regex
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from moderation.normal import nfc

REGULAR, BOLD = "BIZUDPGothic-Regular", "BIZUDPGothic-Bold"
FILES = {REGULAR: "BIZUDPGothic_400Regular.ttf", BOLD: "BIZUDPGothic_700Bold.ttf"}
FURTHER = {
    REGULAR: ("NotoSansJP_400Regular.ttf", "NotoEmoji_400Regular.ttf"),
    BOLD: ("NotoSansJP_700Bold.ttf", "NotoEmoji_700Bold.ttf"),
}
"""Where a face is looked for what it lacks, in this order."""
GETA = "〓"
"""Stands for what no font can print, as typesetters have always done."""


class FontsMissing(Exception):
    """The fonts are not where they should be: the web client has to be built (make build)."""


_ASTRAL = re.compile(r"(?<= )<([0-9A-F]{5,6})>")


class _Face(TTFont):
    """A font whose characters beyond U+FFFF can be searched for and copied: reportlab writes them as five digits, where a
    PDF has the two halves of UTF-16."""

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _ASTRAL.sub(lambda found: f"<{_utf16(found[1])}>", stream.content)


def _utf16(digits: str) -> str:
    return chr(int(digits, 16)).encode("utf-16-be").hex().upper()


_loading = threading.Lock()
_has: dict[str, frozenset[int]] = {}
"""What each registered font has."""
_further: dict[str, list[tuple[str, frozenset[int]]]] = {}
"""By face: the names of its further ones that are registered, and what they have."""


def load(fonts: Path, text: str = "") -> frozenset[int]:
    """Register both fonts from their folder, and the further ones if `text` needs them; returns the characters that can be
    printed in both weights. Raises FontsMissing."""
    with _loading:  # notices are made in threads, and a font must not be replaced while another one is written
        known = _loaded(fonts)
        if all(ord(each) in known or each.isspace() or unicodedata.category(each) in ("Cc", "Cf") for each in text):
            return known
        return known | _loaded_further(fonts)


@cache
def _loaded(fonts: Path) -> frozenset[int]:
    return frozenset.intersection(*(_registered(name, fonts / file) for name, file in FILES.items()))


@cache
def _loaded_further(fonts: Path) -> frozenset[int]:
    for face, files in FURTHER.items():
        # A client that was built before them has none: 〓 then, and named.
        there = [file for file in files if (fonts / file).is_file()]
        _further[face] = [(file, _registered(file, fonts / file)) for file in there]
    return frozenset.intersection(*(frozenset().union(*(has for _, has in each)) for each in _further.values()))


def _registered(name: str, file: Path) -> frozenset[int]:
    try:
        font = _Face(name, str(file), asciiReadable=False)
    except (TTFError, OSError) as error:
        raise FontsMissing(f"{file}: run make build") from error
    pdfmetrics.registerFont(font)
    _has[name] = frozenset(font.face.charToGlyph)
    return _has[name]


def _font(character: str, face: str) -> str | None:
    """The name of the font that has a character, if one does."""
    if ord(character) in _has[face]:
        return face
    return next((name for name, has in _further.get(face, []) if ord(character) in has), None)


def runs(text: str, face: str) -> Iterator[tuple[str, str]]:
    """The text in parts, each with the name of the font that has it."""
    for name, part in groupby(text, lambda each: _font(each, face) or face):
        yield "".join(part), name


class _Widths(dict[str, float]):
    """By character of a face, for a size of 1. Lines are tried in many sizes, so that nearly all time would go into this."""

    def __init__(self, face: str) -> None:
        self.face = face

    def __missing__(self, character: str) -> float:
        font = _font(character, self.face)
        wide = float(pdfmetrics.stringWidth(character, font or self.face, 1))
        if font is not None:  # one that is read later may have it
            self[character] = wide
        return wide


_widths = {face: _Widths(face) for face in FILES}


def width(text: str, face: str, size: float) -> float:
    """How wide a text is, in points."""
    return size * sum(map(_widths[face].__getitem__, text))


def printable(text: str, known: frozenset[int]) -> str:
    """The text with 〓 for what the fonts lack, one for each character as a reader counts them."""
    return "".join(_one(cluster, known) for cluster in _clusters(text))


def lacking(text: str, known: frozenset[int]) -> list[str]:
    """The characters that cannot be printed as they are written, each once: 〓 stands for them, or the usual shape of the
    character where a selector asks for another."""

    def changed(cluster: str) -> bool:
        return cluster != GETA and (_one(cluster, known) == GETA or any(map(_shape, cluster)))

    return list(dict.fromkeys(_named(each) for each in _clusters(text) if changed(each)))


def _clusters(text: str) -> list[str]:
    return list(regex.findall(r"\X", text.replace("\r\n", "\n")))


def _one(cluster: str, known: frozenset[int]) -> str:
    """What is drawn for a character. Nothing shapes the text: invisible joiners go, people of a family stand side by side,
    and a mark that no single character includes cannot be put in its place."""
    if any("\U000e0020" <= each <= "\U000e007f" for each in cluster):
        return GETA  # without its tags, the flag of Scotland is a black one
    seen = "".join(each for each in cluster if unicodedata.category(each) != "Cf" and not _selector(each))
    if len(seen) > 1:
        seen = nfc(seen[0] + "".join(each for each in seen[1:] if not _tone(each)))
        seen = seen.translate(_BESIDE)
    if seen == "\n" or all(ord(each) in known and unicodedata.category(each) not in _UNDRAWN for each in seen):
        return seen
    return " " if seen.isspace() or unicodedata.category(seen[0]) == "Cc" else GETA


_UNDRAWN = frozenset(("Cc", "Mn", "Mc", "Me"))
"""Some fonts list them, but a control is no letter, and a mark would stand beside its letter."""
_BESIDE = {0x3099: "゛", 0x309A: "゜", 0x20E3: None}
"""か゚ is か゜, as in any plain text; the keycap around a digit is left away."""


def _named(cluster: str) -> str:
    """The character, so that somebody who looks for it finds it; by its number where no screen shows it."""
    if unicodedata.category(cluster[0]) in ("Co", "Cs"):
        return f"U+{ord(cluster[0]):04X}"
    return cluster[:_LONGEST]


_LONGEST = 12
"""Code points of a named character: a family has ten, and a letter may carry hundreds of marks."""


def _selector(character: str) -> bool:
    return character in "\ufe0e\ufe0f" or _shape(character)


def _shape(character: str) -> bool:
    """Does it choose another shape of a character, such as that of a family name? (Letters, not text or emoji style.)"""
    return "\ufe00" <= character <= "\ufe0d" or "\U000e0100" <= character <= "\U000e01ef"


def _tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"
