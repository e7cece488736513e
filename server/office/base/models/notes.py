"""Staff notes, as administrators read them; and what staff write down for one another after a session."""

from __future__ import annotations

from datetime import datetime

from server.office.base.models.common import Body, Text, VersionShown
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


class LookBackBody(Body):
    """よかったこと・気になったこと・次回へ. About the session, not about people: names have no place in it."""

    good: Text = ""
    minded: Text = ""
    next: Text = ""


class LookBackBefore(Answer):
    """Of the session of the same programme before this one."""

    session: str
    start: datetime
    until: datetime
    sheet: LookBackBody


class LookBackShown(Answer):
    session: str
    sheet: LookBackBody
    until: datetime | None
    """When it is deleted by itself; None while nothing is written."""
    before: LookBackBefore | None
    """None where nothing was written, or its day has come."""
    version: VersionShown
