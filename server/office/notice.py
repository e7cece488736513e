"""The printed notice: A4, one page, QR code and short code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class FontsMissing(Exception):
    """The fonts are not where they should be."""


@dataclass(frozen=True, slots=True)
class NoticeDate:
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Notice:
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


def notice_pdf(notice: Notice, fonts: Path) -> bytes:
    raise FontsMissing(str(fonts))
