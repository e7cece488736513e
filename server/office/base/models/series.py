"""Series, schedules previewed, clashes, sharing."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from server.office.base.models.common import Body, Id, Kind, Name, Text, Version
from server.office.base.models.programmes import Capacities
from server.office.rules.answer import Answer
from server.office.rules.entry import Entry
from server.office.rules.schedule.model import Change, Day, Schedule


class Task(StrEnum):
    FACILITATE = "facilitate"
    ASSIST = "assist"
    ON_CALL = "on_call"


class Duty(Body):
    crew: Id
    task: Task = Task.FACILITATE


class PreviewAsked(Body):
    schedule: Schedule
    crew: Annotated[tuple[Duty, ...], Field(max_length=20)] = ()
    """With an organisation: whoever is wanted twice is found, and halls are."""
    series: Id | None = None
    """The series that is being changed: what is planned of it gives way to what is shown. Its programme counts."""
    programme: Id | None = None
    """The programme of a new series: how early its doors open, and how long it lasts with an open end."""
    kind: Kind | None = None
    """Or the ready-made kind that it begins with."""
    first: Day | None = None
    """Default: today in the schedule's zone, or its first day if that is later."""
    last: Day | None = None
    """With it: all dates until then (at most 5 years, and 1,500 dates); without: the next 12."""


class SeriesBody(Body):
    """A programme on its dates. What is None comes from the programme."""

    programme: Id
    title: Name
    schedule: Schedule
    entry: Entry | None = None
    capacities: Capacities | None = None
    crew: Annotated[tuple[Duty, ...], Field(max_length=20)] = ()
    note: Text = ""
    """For staff only."""
    listed: bool = True


class SeriesMade(Body):
    series: SeriesBody


class NewFromKind(Body):
    """A programme from a ready-made kind and its first series, in one form."""

    kind: Kind
    title: Name
    schedule: Schedule
    entry: Entry | None = None
    venue: Name | None = None


class SeriesShown(Answer):
    id: str
    version: int
    archived: bool
    programme_name: str
    reading: str
    series: SeriesBody
    shared_with: tuple[str, ...] = ()
    """Names of the other organisations that hold it together."""
    owner: bool = True
    can_undo: bool = False
    last_change: str = ""
    """What undo would take back, in Japanese."""


class SeriesList(Answer):
    series: tuple[SeriesShown, ...]


class ChangeAsked(Body):
    change: Change
    version: Version
    """The version one has seen; if somebody else changed the series meanwhile: 409 version_old."""


class VersionAsked(Body):
    version: Version


class ReplaceSeries(Body):
    series: SeriesBody
    version: Version


class ShareMade(Answer):
    secret: str
    """To hand to the other organisation, which takes it in under 共同開催."""


class ShareAccepted(Answer):
    series: str
