"""What is wanted at two places at once: people and halls, of what is planned and of what is being planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from server.office.base import models
from server.office.base.common import at, later, ms_of
from server.office.base.tables import crew, programmes, series
from server.office.content import Content
from server.office.rules.schedule.clashes import Booked, Pair, clashes, taken
from server.office.rules.schedule.model import Form
from server.office.rules.typed import STORED
from server.office.sessions.planned import Planned, planned_between
from server.office.sessions.rota import rota_of


def _booked(planned: Planned, rota: Sequence[Row[Any]]) -> Booked:
    row = planned.row
    on_call = frozenset(each.crew for each in rota if each.task == models.Task.ON_CALL)
    return Booked(
        session=row.id,
        date=f"{row.series or row.id}/{row.original}/{row.rule}",
        begins=row.early_at,
        ends=row.until_at,
        venue=row.venue if row.form != Form.ONLINE else None,
        crew=frozenset(each.crew for each in rota) - on_call,
        on_call=on_call,
    )


def _own(planned: Planned, rota: dict[str, list[Row[Any]]]) -> list[Row[Any]]:
    """The owner's own people on a rota: whom a partner sends, and where else they are, is the partner's business."""
    return [duty for duty in rota.get(planned.row.id, []) if duty.organisation == planned.row.organisation]


def pairs(planned: Sequence[Planned], rota: dict[str, list[Row[Any]]]) -> list[Pair]:
    living = [each for each in planned if each.row.status == "planned" and each.owner]
    return clashes(_booked(each, _own(each, rota)) for each in living)


def clashes_of(connection: Connection, organisation: str, planned: Planned) -> list[models.Clash]:
    if not planned.owner or planned.row.status != "planned":
        return []
    day = date.fromisoformat(planned.row.day)
    near = planned_between(connection, organisation, later(day, -2), later(day, 2))
    return clash_list(connection, near, {planned.row.id})


def clash_list(connection: Connection, planned: Sequence[Planned], about: set[str]) -> list[models.Clash]:
    """The clashes of some sessions, each told from the side of the session that was asked about."""
    rota = rota_of(connection, [each.row.id for each in planned])
    names = {row.crew: row.name for rows in rota.values() for row in rows}
    by_id = {each.row.id: each for each in planned}
    found = []
    for pair in pairs(planned, rota):
        if not {pair.one, pair.other} & about:
            continue
        one, other = (pair.one, pair.other) if pair.one in about else (pair.other, pair.one)
        first, second = by_id[one], by_id[other]
        found.append(
            models.Clash(
                kind=pair.kind,
                what=names.get(pair.what, pair.what),
                session=one,
                title=first.row.title,
                start=at(first.row.starts_at, first.zone),
                timezone=first.zone,
                with_session=other,
                with_title=second.row.title,
                with_start=at(second.row.starts_at, second.zone),
                with_timezone=second.zone,
            )
        )
    return found


def clashes_of_plan(
    connection: Connection,
    organisation: str,
    asked: models.PreviewAsked,
    shown: models.PreviewShown,
    content: Content,
) -> models.PreviewShown:
    """The preview with what its dates would clash with: people and halls that are wanted elsewhere at the time, or twice by
    the plan itself. The calendar says the same once the plan is saved; `session` is empty for what is only planned."""
    if not shown.dates:
        return shown
    near = planned_between(connection, organisation, later(shown.first, -2), later(shown.last, 2))
    rota = rota_of(connection, [each.row.id for each in near])
    mine = [each for each in near if asked.series is not None and each.row.series == asked.series]
    kept = {(each.row.rule, each.row.original, each.row.room_number): _own(each, rota) for each in mine}
    others = [each for each in near if each.row.series != asked.series or asked.series is None]
    living = [_booked(each, _own(each, rota)) for each in others if each.owner and each.row.status == "planned"]
    programme = _programme(connection, organisation, asked, content)
    wanted = {each.session: each for each in _wanted(asked, shown, programme, kept)}
    by_id = {each.row.id: each for each in others}
    names = {row.id: row.name for row in connection.execute(select(crew).where(crew.c.organisation == organisation))}
    early = programme.early_minutes * 60_000
    found = []
    for pair in clashes([*living, *wanted.values()]):
        one, other = (pair.one, pair.other) if pair.one in wanted else (pair.other, pair.one)
        if one not in wanted:
            continue
        there = by_id.get(other)
        if there is None:
            with_start = at(wanted[other].begins + early, shown.timezone)
        else:
            with_start = at(there.row.starts_at, there.zone)
        found.append(
            models.Clash(
                kind=pair.kind,
                what=names.get(pair.what, pair.what),
                session="",
                title="",
                start=at(wanted[one].begins + early, shown.timezone),
                with_session="" if there is None else other,
                with_title="" if there is None else there.row.title,
                with_start=with_start,
                timezone=shown.timezone,
                with_timezone=shown.timezone if there is None else there.zone,
            )
        )
    return shown.model_copy(update={"clashes": tuple(found[:MOST_CLASHES])})


MOST_CLASHES = 50
_Kept = dict[tuple[str, str, int], list[Row[Any]]]


def _programme(
    connection: Connection, organisation: str, asked: models.PreviewAsked, content: Content
) -> models.ProgrammeBody:
    """What the plan is a series of, as far as it is known yet."""
    known = select(programmes.c.body).where(programmes.c.organisation == organisation)
    if asked.series is not None:
        of_series = select(series.c.programme).where(series.c.id == asked.series, series.c.organisation == organisation)
        body = connection.execute(known.where(programmes.c.id == of_series.scalar_subquery())).scalar()
    else:
        body = connection.execute(known.where(programmes.c.id == asked.programme)).scalar()
    if body is not None:
        return models.ProgrammeBody.model_validate_json(body, context=STORED)
    ready = None if asked.kind is None else content.kind(asked.kind)
    return models.ProgrammeBody(kind="ibasho", name="-", slug="plan") if ready is None else ready.programme


def _wanted(
    asked: models.PreviewAsked, shown: models.PreviewShown, programme: models.ProgrammeBody, kept: _Kept
) -> list[Booked]:
    """The dates of a plan, room by room, as far as clashes are concerned. A date that is there already keeps its people."""
    new = [(duty.crew, str(duty.task)) for duty in asked.crew]
    made = []
    for number, each in enumerate(shown.dates):
        rooms = [(room.start, room.end) for room in each.rooms] or [(each.start, each.end)]
        for room, (start, end) in enumerate(rooms):
            held = kept.get((each.rule, each.original.isoformat(), room))
            people = new if held is None else [(duty.crew, duty.task) for duty in held]
            on_call = frozenset(person for person, task in people if task == models.Task.ON_CALL)
            ends = None if end is None else ms_of(end)
            begins, until = taken(ms_of(start), ends, programme.early_minutes, programme.minutes)
            venue = each.venue if each.form is not Form.ONLINE else None
            working = frozenset(person for person, _ in people) - on_call
            key = f"plan {each.original}/{each.rule}"
            made.append(Booked(f"plan {number}/{room}", key, begins, until, venue, working, on_call))
    return made
