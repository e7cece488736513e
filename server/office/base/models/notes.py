"""Staff notes, as administrators read them; and what staff write down for one another after a session."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from server.office.base.models.common import Body, Text, VersionShown
from server.office.rules.answer import Answer
from server.office.rules.typed import Written


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


Became = Literal["done", "going_on", "not_possible"]


class DecidedLine(Answer):
    """A line of what a users' meeting decided, and what became of it."""

    id: str
    text: str
    became: Became | None
    word: str
    told: bool
    """Whether it stands on the programme's public page (こう変えました)."""
    version: VersionShown


class Decided(Answer):
    """What the meeting of one session decided, as all who were there were shown it."""

    session: str
    start: datetime
    until: datetime
    """When it is deleted by itself."""
    lines: tuple[DecidedLine, ...]
    suggestions: tuple[str, ...]
    """Those alone that the office may read, as their authors said. Nobody knows whose they are."""


class ToldChange(Answer):
    """A line on the programme's public page."""

    id: str
    text: str
    became: Became
    word: str
    until: datetime


class DecidedShown(Answer):
    session: str
    kept: Decided | None
    """Of this session."""
    before: Decided | None
    """Of the one of its programme before it."""
    told: tuple[ToldChange, ...]
    """All that its programme tells on its public page, also of meetings that are forgotten."""


class BecameBody(Body):
    """What became of a line, and whether the public page tells it."""

    became: Became | None = None
    word: Annotated[str, Written(120, empty=True)] = ""
    told: bool = False
    """Only of what something became."""
