"""What a room hands out for the office to keep: staff notes, and what a meeting decided.

A staff note is a worry that nobody in the room may read, for the administrators of the organisation it belongs to.

A worry goes to the staff in the room, but never to whom it is about. Where nobody else is left, the room hands it out as a
Note, and the office keeps it sealed (`server.ports.Office.keep_notes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Note:
    """Nicknames and words are for the administrators alone: they are in no log and in no view."""

    id: str
    """The worry's own: the same one handed out twice is one note."""
    origin: str
    """The organisation by whose link the person came who raised it; empty for links without one."""
    at: int
    """When it was raised, in ms since 1970."""
    by: str
    """Nickname of who raised it."""
    about: str
    """Nickname of whom it is about; empty if it names nobody."""
    text: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting decided, as all who were there were shown it. Without names: staff wrote the lines, and nobody knows
    whose a suggestion is."""

    id: str
    """The same ones handed out twice are one."""
    at: int
    """When staff kept them, in ms since 1970."""
    lines: tuple[str, ...]
    suggestions: tuple[str, ...]
    """Those alone that the office may read afterwards, as their authors said."""


Handed: TypeAlias = Note | Minutes
