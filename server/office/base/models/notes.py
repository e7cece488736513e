"""Staff notes, as administrators read them."""

from __future__ import annotations

from datetime import datetime

from server.office.rules.answer import Answer


class StaffNote(Answer):
    id: str
    session: str
    title: str
    """Of the session; empty if it is no longer there."""
    at: datetime
    """When it was raised."""
    until: datetime
    """When it is deleted by itself."""
    read: bool
    """Whether an administrator has said so."""
    by: str
    """Nickname of who raised it."""
    about: str
    """Nickname of whom it is about; empty if it names nobody."""
    text: str | None
    """None if it cannot be opened: it was sealed with another key."""


class StaffNotes(Answer):
    notes: tuple[StaffNote, ...]
    """The newest first, some hundreds at most."""
    more: bool
    """Whether older ones appear once some of these are deleted."""
    days: int
    """For how many days each is kept."""
