"""Slides of a session."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from server.office.base.models.common import Body
from server.office.rules.answer import Answer
from server.office.rules.typed import Written


class DeckAsked(Body):
    """What is said of a PDF beside its bytes, which are the body."""

    name: Annotated[str, Written(300, empty=True)] = ""
    """Of the file."""


class DeckShown(Answer):
    id: str
    title: str
    pages: int
    brought: datetime


class Decks(Answer):
    decks: tuple[DeckShown, ...]
    """The oldest first."""
