"""The letters of a notice: two faces made for public notices, and 〓 for whatever they lack.

reportlab knows fonts by name, for the whole process: they are registered once, by whoever comes first.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from pathlib import Path

import regex
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from moderation.normal import nfc

REGULAR, BOLD = "BIZUDPGothic-Regular", "BIZUDPGothic-Bold"
FILES = {REGULAR: "BIZUDPGothic_400Regular.ttf", BOLD: "BIZUDPGothic_700Bold.ttf"}
GETA = "〓"
"""Stands for what the font cannot print, as typesetters have always done."""


class FontsMissing(Exception):
    """The fonts are not where they should be: the web client has to be built (make build)."""


_loading = threading.Lock()


def load(fonts: Path) -> frozenset[int]:
    """Register both fonts from their folder; returns the characters that both have. Raises FontsMissing."""
    with _loading:  # notices are made in threads, and a font must not be replaced while another one is written
        return _loaded(fonts)


@cache
def _loaded(fonts: Path) -> frozenset[int]:
    known: list[set[int]] = []
    for name, file in FILES.items():
        try:
            font = TTFont(name, str(fonts / file), asciiReadable=False)
        except (TTFError, OSError) as error:
            raise FontsMissing(f"{fonts / file}: run make build") from error
        pdfmetrics.registerFont(font)
        known.append(set(font.face.charToGlyph))
    return frozenset(set.intersection(*known))


def printable(text: str, known: frozenset[int]) -> str:
    """The text with 〓 for what the fonts lack, one for each character as a reader counts them."""

    def one(cluster: str) -> str:
        # Selectors and other invisible marks only choose between shapes of the character before.
        seen = "".join(each for each in cluster if unicodedata.category(each) != "Cf" and not _selector(each))
        if len(seen) > 1:
            seen = nfc(seen)
        if all(ord(each) in known or each == "\n" for each in seen):
            return seen
        return " " if seen.isspace() or unicodedata.category(seen[0]) == "Cc" else GETA

    return "".join(one(cluster) for cluster in regex.findall(r"\X", text.replace("\r\n", "\n")))


def _selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
