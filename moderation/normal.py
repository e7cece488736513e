"""Unicode's normal forms, of texts that anybody may send; no other file asks the library for them.

To put the marks of one base in order takes the square of their number, so that a request of nothing but marks keeps a server
busy for minutes. No writing has more than a few: what is beyond MARKS in a row is left out (UAX #15, stream-safe text).
"""

from __future__ import annotations

import unicodedata

from moderation.patterns import pattern

MARKS = 30
"""Marks in a row that are put in order."""
_SHORT = 4 * MARKS
"""Characters that are put in order in no time, whatever they are."""
_MORE = pattern(r"([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+")  # as MARKS
"""The sound marks of half-width kana are letters, and become marks."""


def _bounded(text: str) -> str:
    return text if len(text) <= _SHORT else str(_MORE.sub(r"\1", text))


def nfc(text: str) -> str:
    """One character where several make one; width and shape stay."""
    return unicodedata.normalize("NFC", _bounded(text))


def is_nfc(text: str) -> bool:
    """Whether `nfc` would change nothing."""
    return _bounded(text) == text and unicodedata.is_normalized("NFC", text)


def nfkc(text: str) -> str:
    """As `nfc`, with one width and one shape for each letter."""
    return unicodedata.normalize("NFKC", _bounded(text))


def nfkd(text: str) -> str:
    """As `nfkc`, with marks by themselves."""
    return unicodedata.normalize("NFKD", _bounded(text))
