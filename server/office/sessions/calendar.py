"""Sessions as staff see them: the calendar, and one session with its rota and what is different for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select, update

from rooms.base import Mode
from rooms.sheet import Steps, mode_at, speak_at
from server.office.base import models
from server.office.base.common import at, later
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import reservations, sessions
from server.office.base.untouched import is_over
from server.office.base.versions import version_of
from server.office.content import Content
from server.office.rules.schedule.calendars import holiday
from server.office.rules.schedule.folding import CALENDARS
from server.office.rules.schedule.model import Form
from server.office.sessions import themes
from server.office.sessions.clashes import clashes_of, pairs
from server.office.sessions.planned import Planned, planned_between, session_of
from server.office.sessions.rests import Rest, rests
from server.office.sessions.room_settings import laid_by, session_override, steps_of, times_patched
from server.office.sessions.rota import chunks, rota_of, set_rota
from server.office.staff.organisations import organisation_settings

FEWEST_STAFF = 2
"""Fewer than two people on the rota is a warning: nobody should be alone with a room."""


def _reserved(connection: Connection, organisation: str, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """(session, state) to the number of reservations made with this organisation."""
    numbers: dict[tuple[str, str], int] = {}
    for some in chunks(ids):
        query = (
            select(reservations.c.session, reservations.c.state, func.count().label("number"))
            .where(reservations.c.session.in_(some), reservations.c.organisation == organisation)
            .group_by(reservations.c.session, reservations.c.state)
        )
        for row in connection.execute(query):
            numbers[(row.session, row.state)] = row.number
    return numbers


def _needs_staff(planned: Planned) -> bool:
    needed = planned.programme.staff_needed
    return planned.programme.mode != "notice" and needed.facilitate + needed.assist > 0


def list_sessions(connection: Connection, organisation: str, first: date, last: date, now: int) -> models.SessionList:
    planned = planned_between(connection, organisation, first, last)
    zone = organisation_settings(connection, organisation).timezone
    days = [later(first, number) for number in range(min((last - first).days + 1, 367))]
    named = [(day, holiday(day, zone)) for day in days]
    return models.SessionList(
        sessions=tuple(_shown(connection, organisation, planned, now)),
        not_held=tuple(_not_held(each) for each in rests(connection, organisation, first, days[-1])) if days else (),
        holidays=tuple(models.HolidayShown(date=day, name=name) for day, name in named if name is not None),
    )


def _not_held(rest: Rest) -> models.NotHeldShown:
    left = rest.left
    return models.NotHeldShown(
        date=left.date,
        series=rest.series,
        programme=rest.programme,
        title=rest.title,
        rule=left.rule,
        reason=next(each for each in CALENDARS if each == left.reason),
        why=left.why,
    )


def _shown(
    connection: Connection, organisation: str, planned: Sequence[Planned], now: int
) -> list[models.SessionShown]:
    ids = [each.row.id for each in planned]
    rota = rota_of(connection, ids)
    numbers = _reserved(connection, organisation, ids)
    clashing: dict[str, set[str]] = defaultdict(set)
    for pair in pairs(planned, rota):
        clashing[pair.one].add(f"{pair.kind}_clash")
        clashing[pair.other].add(f"{pair.kind}_clash")
    shown = []
    for each in planned:
        row = each.row
        staff = [duty for duty in rota.get(row.id, []) if duty.organisation == organisation]
        warnings = set(clashing.get(row.id, ()))
        over = is_over(row, now)
        working = [duty for duty in rota.get(row.id, []) if duty.task != models.Task.ON_CALL]
        if each.owner and not over and _needs_staff(each) and len(working) < FEWEST_STAFF:
            warnings.add("too_few_staff")
        day = date.fromisoformat(row.day)
        shown.append(
            models.SessionShown(
                id=row.id,
                series=row.series,
                programme=row.programme,
                programme_name=each.programme.name,
                title=row.title,
                start=at(row.starts_at, each.zone),
                end=None if row.ends_at is None else at(row.ends_at, each.zone),
                timezone=each.zone,
                form=Form(row.form),
                venue=row.venue,
                room=row.room,
                rule=row.rule,
                original=date.fromisoformat(row.original),
                status=row.status,
                moved=row.moved,
                note=each.note,
                listed=each.listed,
                holiday=holiday(day, each.zone),
                state="ended" if over else "open" if row.early_at <= now and row.status == "planned" else "planned",
                booked=numbers.get((row.id, "booked"), 0),
                waiting=numbers.get((row.id, "waiting"), 0) + numbers.get((row.id, "applied"), 0),
                staff=len(staff),
                warnings=() if over or row.status == "cancelled" else tuple(sorted(warnings)),
                owner=each.owner,
            )
        )
    return shown


def show_session(
    connection: Connection, organisation: str, wanted: str, now: int, ready: Content
) -> models.SessionDetail:
    """One session; its rota without links (`papers.invitations` adds them for those who may have them). `ready`: what there
    is for its run sheet to bring."""
    planned = session_of(connection, organisation, wanted)
    shown = _shown(connection, organisation, [planned], now)[0]
    rota = rota_of(connection, [wanted])
    found = clashes_of(connection, organisation, planned)
    warnings = {*shown.warnings, *(f"{each.kind}_clash" for each in found)}
    if shown.state == "ended":
        warnings = set()
    own = [[each.crew, each.task] for each in rota.get(wanted, []) if each.organisation == organisation]
    return models.SessionDetail(
        session=shown.model_copy(update={"warnings": tuple(sorted(warnings))}),
        version=version_of(planned.entry, planned.capacities, shown.note, own),
        entry=planned.entry,
        capacities=planned.capacities,
        duties=tuple(
            models.DutyShown(crew=each.crew, name=each.name, task=models.Task(each.task), url=None)
            for each in rota.get(wanted, [])
            if each.organisation == organisation
        ),
        clashes=tuple(found),
        themes=themes.there_are(connection, planned),
        conditions=planned.programme.conditions,
        steps=_held(planned.programme, ready),
        laid=laid_by(planned.programme, ready),
    )


def _held(programme: models.ProgrammeBody, ready: Content) -> Steps:
    """The run sheet, each step with how it is held and how one takes part, also where it goes on as before."""
    steps = steps_of(programme, ready)
    begun = Mode.IBASHO if programme.mode == NOTICE else programme.mode
    return tuple(
        step.model_copy(update={"mode": mode_at(steps, at, begun), "speak": speak_at(steps, at)})
        for at, step in enumerate(steps)
    )


def write_differences(
    connection: Connection, organisation: str, wanted: str, patch: models.SessionPatch, now: int
) -> None:
    """What is different for one session. The rota is each organisation's own; the rest is the owner's.

    Who waits is seen to by `verbs.patch_session`, which names the refusals.
    """
    # Locked first, so that one clerk's note is not lost under another's capacities.
    connection.execute(select(sessions.c.id).where(sessions.c.id == wanted).with_for_update()).first()
    planned = session_of(connection, organisation, wanted)
    row = planned.row
    given = patch.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    if row.ended_at is not None and given:
        raise OfficeRefused(OfficeCode.ALREADY_OVER)
    if not planned.owner and given.keys() - {"duties"}:
        raise OfficeRefused(OfficeCode.NOT_OWNER)
    if patch.duties is not None:
        set_rota(connection, organisation, row, patch.duties, now)
    override = session_override(row)
    if patch.note is not None:
        override["note"] = patch.note
    for name in patch.clear:
        override.pop(name, None)
    override.update({name: given[name] for name in ("entry", "capacities") if name in given})
    if override != session_override(row):
        override["times"] = times_patched(row) + 1
        connection.execute(update(sessions).where(sessions.c.id == wanted).values(body=json.dumps(override)))
