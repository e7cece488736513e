"""Series: programmes on their dates. Made, changed and undone here, and followed by their sessions at once.

Every change gives a new version (`history`) and is refused when somebody else was faster; the rows of sessions then become
what the schedule says (`follow`), in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, func, insert, select, update

from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import by_id, found, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import (
    crew,
    organisations,
    programmes,
    series,
    sessions,
    shares,
)
from server.office.content import Content
from server.office.plan.follow import follow, future, remove, series_body, series_row
from server.office.plan.history import remember, said, undoable, version_of
from server.office.plan.programmes import add_programme, body_of, programme_row
from server.office.plan.venues import in_known_names
from server.office.rules.schedule import Schedule, ScheduleRefused, changed, check, read_schedule
from server.office.rules.schedule.model import Place
from server.office.rules.typed import STORED

MOST_SERIES = 1000
_schedule = TypeAdapter(Schedule)


def schedule_problems(schedule: Schedule, at: str = "schedule") -> tuple[Wrong, ...]:
    """What is wrong with a schedule's changes, as fields of a form."""
    return tuple(Wrong(f"{at}.{each.at}", each.code, each.words) for each in check(schedule))


def _sound(schedule: Schedule) -> None:
    problems = schedule_problems(schedule, "series.schedule")
    if problems:
        raise OfficeRefused(OfficeCode.INVALID, *problems)


def shown(connection: Connection, organisation: str, rows: Sequence[Row[Any]]) -> list[models.SeriesShown]:
    """Series as an organisation sees them, its own or shared ones, in the order of the rows. Four queries, however many."""
    ids = [row.id for row in rows]
    templates = {
        each.id: body_of(each)
        for each in connection.execute(select(programmes).where(programmes.c.id.in_({row.programme for row in rows})))
    }
    partners: dict[str, list[str]] = defaultdict(list)
    holding = (
        select(shares.c.series, organisations.c.settings)
        .join(organisations, shares.c.organisation == organisations.c.id)
        .where(shares.c.series.in_(ids))
        .order_by(shares.c.accepted_at)
    )
    for each in connection.execute(holding):
        partners[each.series].append(
            models.OrganisationSettings.model_validate_json(each.settings, context=STORED).name
        )
    last = undoable(connection, [row.id for row in rows if row.organisation == organisation])
    return [
        _shown(
            row, templates[row.programme], partners[row.id], last.get(row.id), owner=row.organisation == organisation
        )
        for row in rows
    ]


def _shown(
    row: Row[Any], programme: models.ProgrammeBody, partners: Sequence[str], last: Row[Any] | None, *, owner: bool
) -> models.SeriesShown:
    body = series_body(row)
    if not owner:
        # The partner's rota and notes are nobody else's business.
        body = body.model_copy(update={"crew": (), "note": ""})
    return models.SeriesShown(
        id=row.id,
        version=row.version,
        archived=row.archived_at is not None,
        programme_name=programme.name,
        reading=read_schedule(body.schedule),
        series=body,
        shared_with=tuple(partners),
        owner=owner,
        can_undo=last is not None,
        last_change="" if last is None else last.what,
    )


def _one(connection: Connection, organisation: str, wanted: str) -> models.SeriesShown:
    return shown(connection, organisation, [found(connection, series, series.c.id == wanted)])[0]


def list_series(connection: Connection, organisation: str) -> models.SeriesList:
    shared = select(shares.c.series).where(shares.c.organisation == organisation)
    mine = (series.c.organisation == organisation) | series.c.id.in_(shared)
    rows = by_id(connection, select(series).where(mine, series.c.archived_at.is_(None)))
    return models.SeriesList(series=tuple(shown(connection, organisation, rows)))


def get_series(connection: Connection, organisation: str, wanted: str) -> models.SeriesShown:
    return shown(connection, organisation, [series_row(connection, organisation, wanted, owned=False)])[0]


def schedule_of(connection: Connection, organisation: str, wanted: str) -> Schedule:
    """Of a series of one's own. Refused: not_found, not_owner."""
    return series_body(series_row(connection, organisation, wanted)).schedule


def _check_crew(connection: Connection, organisation: str, wanted: tuple[models.Duty, ...], at: str) -> None:
    ids = {duty.crew for duty in wanted}
    known = connection.execute(select(crew.c.id).where(crew.c.organisation == organisation, crew.c.id.in_(ids)))
    missing = ids - {row.id for row in known}
    if missing:
        raise OfficeRefused(OfficeCode.INVALID, Wrong(at, "crew_unknown", "この名前の人はいません"))
    if len(ids) != len(wanted):
        raise OfficeRefused(OfficeCode.INVALID, Wrong(at, "crew_twice", "同じ人が二度あります"))


def make_series(connection: Connection, asker: Asker, body: models.SeriesBody) -> models.SeriesShown:
    count = select(func.count()).select_from(series).where(series.c.organisation == asker.organisation)
    if connection.execute(count).scalar_one() >= MOST_SERIES:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    try:
        programme_row(connection, asker.organisation, body.programme)
    except OfficeRefused:
        wrong = Wrong("series.programme", "programme_unknown", "プログラムを選んでください")
        raise OfficeRefused(OfficeCode.INVALID, wrong) from None
    _sound(body.schedule)
    _check_crew(connection, asker.organisation, body.crew, "series.crew")
    body = in_known_names(connection, asker.organisation, body)
    made = new_id()
    connection.execute(
        insert(series),
        {
            "id": made,
            "organisation": asker.organisation,
            "programme": body.programme,
            "body": body.model_dump_json(),
            "version": 1,
            "planned_until": "",
        },
    )
    remember(connection, asker, made, 1, body, "つくった")
    row = found(connection, series, series.c.id == made)
    follow(connection, row, asker.now)
    return _one(connection, asker.organisation, made)


def start(
    connection: Connection, asker: Asker, asked: models.NewFromKind, base: str, ready: Content
) -> models.SeriesShown:
    """A ready-made kind as a programme with its first series: the clerk's one form."""
    kind = ready.kind(asked.kind)
    if kind is None:
        raise OfficeRefused(OfficeCode.INVALID, Wrong("kind", "kind_unknown", "種類を選んでください"))
    problems = schedule_problems(asked.schedule)
    if problems:
        raise OfficeRefused(OfficeCode.INVALID, *problems)
    body = kind.programme.model_copy(update={"name": asked.title, "entry": asked.entry or kind.programme.entry})
    programme = add_programme(connection, asker.organisation, body, base)
    schedule = asked.schedule
    if asked.venue is not None:
        rules = tuple(
            rule if rule.places else rule.model_copy(update={"places": (Place(form=body.form, venue=asked.venue),)})
            for rule in schedule.rules
        )
        schedule = schedule.model_copy(update={"rules": rules})
    made = models.SeriesBody(programme=programme.id, title=asked.title, schedule=schedule)
    return make_series(connection, asker, made)


def rewrite(connection: Connection, asker: Asker, wanted: str, asked: models.ReplaceSeries) -> models.SeriesShown:
    """A series as a whole, with its sessions; who waits is seen to by `verbs.replace_series`, which names the refusals."""
    row = series_row(connection, asker.organisation, wanted)
    body = asked.series
    if body.programme != row.programme:
        raise OfficeRefused(
            OfficeCode.INVALID, Wrong("series.programme", "programme_fixed", "プログラムは変えられません")
        )
    _sound(body.schedule)
    _check_crew(connection, asker.organisation, body.crew, "series.crew")
    return _save(connection, asker, row, asked.version, body, "予定の内容を変えた")


def _save(
    connection: Connection,
    asker: Asker,
    row: Row[Any],
    version: int,
    body: models.SeriesBody,
    what: str,
    undoes: int | None = None,
) -> models.SeriesShown:
    """The one way a series changes: if nobody was faster, remembered, and followed by its sessions."""
    body = in_known_names(connection, asker.organisation, body)
    change = update(series).where(series.c.id == row.id, series.c.version == version, series.c.archived_at.is_(None))
    if not connection.execute(change.values(body=body.model_dump_json(), version=version + 1)).rowcount:
        raise OfficeRefused(OfficeCode.VERSION_OLD)
    remember(connection, asker, row.id, version + 1, body, what, undoes)
    fresh = found(connection, series, series.c.id == row.id)
    follow(connection, fresh, asker.now)
    return _one(connection, asker.organisation, row.id)


def change_series(connection: Connection, asker: Asker, wanted: str, asked: models.ChangeAsked) -> models.SeriesShown:
    """Skip, cancel, restore, move, add or replace."""
    row = series_row(connection, asker.organisation, wanted)
    body = series_body(row)
    try:
        schedule = changed(body.schedule, asked.change)
        schedule = _schedule.validate_python(
            schedule.model_dump(), context=STORED
        )  # the limits hold for the whole, too
    except ScheduleRefused as refused:
        problem = refused.problem
        wrong = Wrong(f"change.{problem.at}", problem.code, problem.words)
        raise OfficeRefused(OfficeCode.CHANGE_REFUSED, wrong, message=problem.words) from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        words = str(found.get("ctx", {}).get("words", "この変更はできません"))
        raise OfficeRefused(OfficeCode.CHANGE_REFUSED, Wrong("change", found["type"], words), message=words) from None
    changed_body = body.model_copy(update={"schedule": schedule})
    return _save(connection, asker, row, asked.version, changed_body, said(asked.change))


def take_back(connection: Connection, asker: Asker, wanted: str, version: int) -> models.SeriesShown:
    """Write the version before the last change as a new one; who waits is seen to by `verbs.undo`."""
    row = series_row(connection, asker.organisation, wanted)
    if row.version != version:
        raise OfficeRefused(OfficeCode.VERSION_OLD)
    last = undoable(connection, [row.id]).get(row.id)
    before = None if last is None else version_of(connection, wanted, last.version - 1)
    if last is None or before is None:
        raise OfficeRefused(OfficeCode.NOTHING_TO_UNDO)
    body = models.SeriesBody.model_validate_json(before.body, context=STORED)
    effective = before.version if before.undoes is None else before.undoes
    return _save(connection, asker, row, version, body, f"元に戻した({last.what})", undoes=effective)


def archive_series(connection: Connection, asker: Asker, wanted: str) -> None:
    """Put a series away: its future sessions go, past ones and their counts stay."""
    row = series_row(connection, asker.organisation, wanted)
    connection.execute(update(series).where(series.c.id == row.id).values(archived_at=asker.now))
    for session in connection.execute(select(sessions).where(future(row.id, asker.now))).all():
        remove(connection, session)
