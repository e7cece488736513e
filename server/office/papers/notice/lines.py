"""Where a line may end. Japanese is parted between phrases and never before a full stop; addresses after their slashes."""

from __future__ import annotations

from functools import lru_cache

import regex

from server.office.papers.notice.fonts import width as width_of
from server.office.papers.phrases import joined, phrases


@lru_cache(maxsize=2048)  # the same words are tried at many sizes
def _units(text: str, depth: int) -> list[str]:
    """Where a line may end: first between phrases, then in addresses, between characters, and if need be anywhere."""
    if depth == 0:
        return phrases(text)
    if depth == 1:
        return regex.findall(r"[^/#?&=]*[/#?&=]+|[^/#?&=]+", text) if text.isascii() else [text]
    return joined(text, words=False) if depth == 2 else list(text)


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines that fit. Japanese is parted between phrases, which is easier to read than full lines."""
    made = [""]

    def put(text: str, depth: int) -> None:
        for unit in _units(text, depth):
            if width_of((made[-1] + unit).rstrip(), font, size) <= width:
                made[-1] += unit
                continue
            if made[-1].strip():
                made.append("")
            if depth == 3 or width_of(unit.rstrip(), font, size) <= width:
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
