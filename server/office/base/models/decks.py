"""Slides of a session."""

from __future__ import annotations

from datetime import datetime

from server.office.rules.answer import Answer


class DeckShown(Answer):
    id: str
    title: str
    pages: int
    brought: datetime


class Decks(Answer):
    decks: tuple[DeckShown, ...]
    """The oldest first."""
