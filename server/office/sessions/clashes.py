"""What is wanted at two places at once: people and halls, of what is planned and of what is being planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from server.office.base import models
from server.office.base.common import at, later, ms_of
from server.office.base.tables import crew
from server.office.rules.schedule.clashes import Booked, Pair, clashes
from server.office.rules.schedule.model import Form
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
                with_session=other,
                with_title=second.row.title,
                with_start=at(second.row.starts_at, second.zone),
            )
        )
    return found


def clashes_of_plan(
    connection: Connection, organisation: str, asked: models.PreviewAsked, shown: models.PreviewShown
) -> models.PreviewShown:
    """The preview with what its dates would clash with: people and halls that are wanted elsewhere at the time."""
    if not shown.dates:
        return shown
    near = planned_between(connection, organisation, later(shown.first, -2), later(shown.last, 2))
    near = [each for each in near if asked.series is None or each.row.series != asked.series]
    rota = rota_of(connection, [each.row.id for each in near])
    living = [_booked(each, _own(each, rota)) for each in near if each.owner and each.row.status == "planned"]
    wanted = {each.session: each for each in _wanted(asked, shown)}
    by_id = {each.row.id: each for each in near}
    names = {row.id: row.name for row in connection.execute(select(crew).where(crew.c.organisation == organisation))}
    found = []
    for pair in clashes([*living, *wanted.values()]):
        one, other = (pair.one, pair.other) if pair.one in wanted else (pair.other, pair.one)
        if one not in wanted or other not in by_id:
            continue
        there = by_id[other]
        found.append(
            models.Clash(
                kind=pair.kind,
                what=names.get(pair.what, pair.what),
                session="",
                title="",
                start=at(wanted[one].begins, shown.timezone),
                with_session=other,
                with_title=there.row.title,
                with_start=at(there.row.starts_at, there.zone),
            )
        )
    return shown.model_copy(update={"clashes": tuple(found[:MOST_CLASHES])})


MOST_CLASHES = 50
_ASSUMED_MS = 3 * 3_600_000
"""How long a date with an open end is taken to last, while it is being planned."""


def _wanted(asked: models.PreviewAsked, shown: models.PreviewShown) -> list[Booked]:
    """The dates of a plan as far as clashes are concerned."""
    on_call = frozenset(duty.crew for duty in asked.crew if duty.task is models.Task.ON_CALL)
    working = frozenset(duty.crew for duty in asked.crew) - on_call
    made = []
    for number, each in enumerate(shown.dates):
        begins = ms_of(each.start)
        ends = begins + _ASSUMED_MS if each.end is None else ms_of(each.end)
        venue = each.venue if each.form is not Form.ONLINE else None
        made.append(Booked(f"plan {number}", f"plan {number}", begins, ends, venue, working, on_call))
    return made
