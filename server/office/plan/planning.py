"""Series: programmes on their dates. What the schedule says is written out as rows of sessions, some eighteen months ahead.

The schedule is the truth and the rows follow it (`follow`): a row is found again by (series, rule, original date, place), so
a moved date keeps its links and reservations. What has begun or is over is never touched again; a session that somebody
reserved is cancelled rather than deleted, so that they are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from server.office.base import models
from server.office.base.common import found, later, ms_of, new_id, today
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import (
    counts,
    crew,
    duties,
    links,
    organisations,
    programmes,
    reservations,
    series,
    series_versions,
    sessions,
    shares,
)
from server.office.plan.kinds import kind as kind_named
from server.office.plan.programmes import add_programme, body_of, programme_row
from server.office.rules.schedule import Schedule, ScheduleRefused, changed, check, read_schedule
from server.office.rules.schedule.model import Add, Cancel, Change, Move, Place, Replace, Restore, Scope, Skip
from server.office.rules.schedule.occurrences import Held, dates_between
from server.office.rules.schedule.reading import day_words

AHEAD_DAYS = 550
"""Rows are written this far ahead: a year and a half, so that the next fiscal year can be printed."""
MOST_SERIES = 1000
MOST_SESSIONS = 6000
"""Future sessions of one series at most."""
_schedule = TypeAdapter(Schedule)


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf something is changed."""

    organisation: str
    account: str | None
    now: int


def schedule_problems(schedule: Schedule, at: str = "schedule") -> tuple[Wrong, ...]:
    """What is wrong with a schedule's changes, as fields of a form."""
    return tuple(Wrong(f"{at}.{each.at}", each.code, each.words) for each in check(schedule))


def _sound(schedule: Schedule) -> None:
    problems = schedule_problems(schedule, "series.schedule")
    if problems:
        raise OfficeRefused(OfficeCode.INVALID, *problems)


# -- reading -------------------------------------------------------------------------------------------------------


def series_row(connection: Connection, organisation: str, wanted: str, *, owned: bool = True) -> Row[Any]:
    """A series of the organisation, or (if not `owned`) one it shares. OfficeRefused(not_found) otherwise."""
    row = connection.execute(select(series).where(series.c.id == wanted)).first()
    if row is None:
        raise not_found()
    if row.organisation == organisation:
        return row
    shared = select(shares.c.id).where(shares.c.series == wanted, shares.c.organisation == organisation)
    if connection.execute(shared).first() is None:
        raise not_found()
    if owned:
        raise OfficeRefused(OfficeCode.NOT_OWNER)
    return row


def series_body(row: Row[Any]) -> models.SeriesBody:
    return models.SeriesBody.model_validate_json(row.body)


def shown(connection: Connection, organisation: str, row: Row[Any]) -> models.SeriesShown:
    body = series_body(row)
    programme = connection.execute(select(programmes).where(programmes.c.id == row.programme)).one()
    partners = connection.execute(
        select(organisations.c.settings)
        .join(shares, shares.c.organisation == organisations.c.id)
        .where(shares.c.series == row.id)
    )
    owner = row.organisation == organisation
    last = _undoable(connection, row) if owner else None
    if not owner:
        # The partner's rota and notes are nobody else's business.
        body = body.model_copy(update={"crew": (), "note": ""})
    return models.SeriesShown(
        id=row.id,
        version=row.version,
        archived=row.archived_at is not None,
        programme_name=body_of(programme).name,
        reading=read_schedule(body.schedule),
        series=body,
        shared_with=tuple(models.OrganisationSettings.model_validate_json(each.settings).name for each in partners),
        owner=owner,
        can_undo=last is not None,
        last_change="" if last is None else last.what,
    )


def list_series(connection: Connection, organisation: str) -> models.SeriesList:
    shared = select(shares.c.series).where(shares.c.organisation == organisation)
    rows = connection.execute(
        select(series)
        .where((series.c.organisation == organisation) | series.c.id.in_(shared), series.c.archived_at.is_(None))
        .order_by(series.c.id)
    ).all()
    return models.SeriesList(series=tuple(shown(connection, organisation, row) for row in rows))


def get_series(connection: Connection, organisation: str, wanted: str) -> models.SeriesShown:
    return shown(connection, organisation, series_row(connection, organisation, wanted, owned=False))


# -- making and changing -------------------------------------------------------------------------------------------


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
    _remember(connection, asker, made, 1, body, "つくった")
    row = found(connection, series, series.c.id == made)
    follow(connection, row, asker.now)
    return shown(connection, asker.organisation, found(connection, series, series.c.id == made))


def start(connection: Connection, asker: Asker, asked: models.NewFromKind, base: str) -> models.SeriesShown:
    """A ready-made kind as a programme with its first series: the clerk's one form."""
    kind = kind_named(asked.kind)
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


def replace_series(
    connection: Connection, asker: Asker, wanted: str, asked: models.ReplaceSeries
) -> models.SeriesShown:
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
    change = update(series).where(series.c.id == row.id, series.c.version == version, series.c.archived_at.is_(None))
    if not connection.execute(change.values(body=body.model_dump_json(), version=version + 1)).rowcount:
        raise OfficeRefused(OfficeCode.VERSION_OLD)
    _remember(connection, asker, row.id, version + 1, body, what, undoes)
    fresh = found(connection, series, series.c.id == row.id)
    follow(connection, fresh, asker.now)
    return shown(connection, asker.organisation, found(connection, series, series.c.id == row.id))


def _remember(
    connection: Connection,
    asker: Asker,
    wanted: str,
    version: int,
    body: models.SeriesBody,
    what: str,
    undoes: int | None = None,
) -> None:
    connection.execute(
        insert(series_versions),
        {
            "series": wanted,
            "version": version,
            "body": body.model_dump_json(),
            "what": what[:200],
            "at": asker.now,
            "staff": asker.account,
            "undoes": undoes,
        },
    )


def change_series(connection: Connection, asker: Asker, wanted: str, asked: models.ChangeAsked) -> models.SeriesShown:
    """Skip, cancel, restore, move, add or replace."""
    row = series_row(connection, asker.organisation, wanted)
    body = series_body(row)
    try:
        schedule = changed(body.schedule, asked.change)
        schedule = _schedule.validate_python(schedule.model_dump())  # the limits hold for the whole, too
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


_SCOPES = {Scope.THIS: "", Scope.LATER: "から後", Scope.ALL: "をふくむすべて"}


def said(change: Change) -> str:
    """A change in Japanese: what the clerk reads beside 元に戻す."""
    day = day_words(change.date)
    match change:
        case Skip():
            return f"{day}{_SCOPES[change.scope]}を休みにした"
        case Cancel():
            return f"{day}{_SCOPES[change.scope]}を中止にした"
        case Restore():
            return f"{day}{_SCOPES[change.scope]}をもどした"
        case Move():
            return f"{day}{_SCOPES[change.scope]}を{day_words(change.to.date)}に移した"
        case Add():
            return f"{day}を加えた"
        case Replace():
            return f"{day}{_SCOPES[change.scope]}の繰り返しを変えた"


# -- undoing -------------------------------------------------------------------------------------------------------


def _version(connection: Connection, wanted: str, version: int) -> Row[Any] | None:
    where = (series_versions.c.series == wanted, series_versions.c.version == version)
    return connection.execute(select(series_versions).where(*where)).first()


def _undoable(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """The change that undo would take back: the last one that has not been taken back yet."""
    newest = _version(connection, row.id, row.version)
    if newest is None:
        return None
    effective = newest if newest.undoes is None else _version(connection, row.id, newest.undoes)
    return None if effective is None or effective.version == 1 else effective


def undo(connection: Connection, asker: Asker, wanted: str, version: int) -> models.SeriesShown:
    row = series_row(connection, asker.organisation, wanted)
    if row.version != version:
        raise OfficeRefused(OfficeCode.VERSION_OLD)
    last = _undoable(connection, row)
    before = None if last is None else _version(connection, wanted, last.version - 1)
    if last is None or before is None:
        raise OfficeRefused(OfficeCode.NOTHING_TO_UNDO)
    body = models.SeriesBody.model_validate_json(before.body)
    effective = before.version if before.undoes is None else before.undoes
    return _save(connection, asker, row, version, body, f"元に戻した({last.what})", undoes=effective)


def archive_series(connection: Connection, asker: Asker, wanted: str) -> None:
    """Put a series away: its future sessions go, past ones and their counts stay."""
    row = series_row(connection, asker.organisation, wanted)
    connection.execute(update(series).where(series.c.id == row.id).values(archived_at=asker.now))
    for session in connection.execute(select(sessions).where(_future(row.id, asker.now))).all():
        _remove(connection, session)


# -- sessions follow -----------------------------------------------------------------------------------------------


def _future(wanted: str, now: int) -> Any:
    """Sessions of a series that nothing has happened in yet: not opened, not begun."""
    return (
        (sessions.c.series == wanted)
        & sessions.c.settings.is_(None)
        & sessions.c.ended_at.is_(None)
        & (sessions.c.starts_at > now)
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row as the schedule wants it."""

    key: tuple[str, str, int]
    values: dict[str, Any]


def _rows_of(held: Held, body: models.SeriesBody, programme: models.ProgrammeBody) -> list[_Wanted]:
    places: list[tuple[str | None, datetime, datetime | None]] = [
        (room.name, room.start, room.end) for room in held.rooms
    ] or [(None, held.start, held.end)]
    rows = []
    for place, (room, start, end) in enumerate(places):
        starts_at = ms_of(start)
        ends_at = None if end is None else ms_of(end)
        values = {
            "title": room or body.title,
            "room": room,
            "day": start.date().isoformat(),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "until_at": ends_at or starts_at + programme.minutes * 60_000,
            "early_at": starts_at - programme.early_minutes * 60_000,
            "form": str(held.form),
            "venue": held.venue,
            "status": "planned",
            "moved": held.status == "moved",
            "note": held.note,
        }
        rows.append(_Wanted((held.rule, held.original.isoformat(), place), values))
    return rows


def follow(
    connection: Connection, row: Row[Any], now: int, *, since: date | None = None, until: date | None = None
) -> None:
    """Make the rows of future sessions what the schedule says.

    The series' row is locked and read anew, then its sessions, always in this order: of two who plan at once the later one
    plans what is true, and a room that begins meanwhile is left alone.
    """
    row = connection.execute(select(series).where(series.c.id == row.id).with_for_update()).one()
    body = series_body(row)
    programme = body_of(connection.execute(select(programmes).where(programmes.c.id == row.programme)).one())
    zone = body.schedule.timezone
    begin = since or later(today(zone, now), -1)
    end = until or later(today(zone, now), AHEAD_DAYS)
    held, left = dates_between(body.schedule, begin, end)
    wanted: dict[tuple[str, str, int], dict[str, Any]] = {}
    for each in held:
        for made in _rows_of(each, body, programme):
            if since is not None or made.values["until_at"] > now:
                wanted[made.key] = made.values
    for off in left:
        for made in [] if off.instead is None else _rows_of(off.instead, body, programme):
            if since is not None or made.values["until_at"] > now:
                wanted[made.key] = {**made.values, "status": "cancelled"}
    if len(wanted) > MOST_SESSIONS:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    existing = connection.execute(
        select(sessions).where(sessions.c.series == row.id).order_by(sessions.c.id).with_for_update()
    ).all()
    known = {(each.rule, each.original, each.place): each for each in existing}
    for key, session in known.items():
        if session.settings is not None or session.ended_at is not None or session.starts_at <= now:
            wanted.pop(key, None)  # what has begun keeps its times
            continue
        if key in wanted:
            _bring_to(connection, session, wanted.pop(key))
        elif since is None:
            _remove(connection, session)
    _insert_rows(connection, row, body, wanted)
    connection.execute(update(series).where(series.c.id == row.id).values(planned_until=end.isoformat()))


UNTOUCHED = sessions.c.settings.is_(None) & sessions.c.ended_at.is_(None)
"""Nothing has happened in the session yet."""


def _bring_to(connection: Connection, session: Row[Any], values: dict[str, Any]) -> None:
    different = {name: value for name, value in values.items() if getattr(session, name) != value}
    if different:
        connection.execute(update(sessions).where(sessions.c.id == session.id, UNTOUCHED).values(**different))
        if "starts_at" in different:
            # Those who left an address are told of the new time, and reminded before it.
            moved = (reservations.c.session == session.id, reservations.c.mail.is_not(None))
            connection.execute(update(reservations).where(*moved).values(told="moved", reminded_at=None))
        if "early_at" in different or "until_at" in different:
            _links_follow(connection, session.id, values)


def _links_follow(connection: Connection, session: str, values: dict[str, Any]) -> None:
    """Personal links are valid for the session's time, so they move with it."""
    times = {"starts_at": values["early_at"] - DUTY_EARLY_MS, "expires_at": values["until_at"] + DUTY_LATE_MS}
    connection.execute(update(links).where(links.c.session == session, links.c.duty.is_not(None)).values(**times))


DUTY_EARLY_MS = 2 * 3_600_000
DUTY_LATE_MS = 2 * 3_600_000
"""A personal link opens two hours before the doors and lasts two hours after the end."""


def _insert_rows(
    connection: Connection, row: Row[Any], body: models.SeriesBody, wanted: dict[tuple[str, str, int], dict[str, Any]]
) -> None:
    if not wanted:
        return
    made = [
        {
            "id": new_id(),
            "organisation": row.organisation,
            "programme": row.programme,
            "series": row.id,
            "rule": key[0],
            "original": key[1],
            "place": key[2],
            "body": "{}",
            **values,
        }
        for key, values in wanted.items()
    ]
    connection.execute(insert(sessions), made)
    rota = [
        {"id": new_id(), "session": each["id"], "crew": duty.crew, "task": str(duty.task)}
        for each in made
        for duty in body.crew
    ]
    if rota:
        connection.execute(insert(duties), rota)


def _remove(connection: Connection, session: Row[Any]) -> None:
    """Delete a future session; cancel it if anybody reserved or was counted. One whose links may be printed already is
    only hidden, so that a date that comes back has the same ones."""
    for table in (reservations, counts):
        if connection.execute(select(table.c.session).where(table.c.session == session.id).limit(1)).first():
            connection.execute(update(sessions).where(sessions.c.id == session.id).values(status="cancelled"))
            return
    if connection.execute(select(links.c.id).where(links.c.session == session.id).limit(1)).first():
        connection.execute(update(sessions).where(sessions.c.id == session.id).values(status="skipped"))
        return
    connection.execute(delete(duties).where(duties.c.session == session.id))
    connection.execute(delete(sessions).where(sessions.c.id == session.id))


def plan_ahead(connection: Connection, now: int) -> int:
    """Once a day: write out more sessions of open-ended series. Returns how many series were looked at."""
    limit = later(today("Asia/Tokyo", now), AHEAD_DAYS - 30).isoformat()
    rows = connection.execute(
        select(series).where(series.c.archived_at.is_(None), series.c.planned_until < limit)
    ).all()
    for row in rows:
        follow(connection, row, now)
    return len(rows)


def programme_changed(connection: Connection, organisation: str, programme: str, now: int) -> None:
    """Future sessions follow a programme's new times of opening."""
    where = (series.c.organisation == organisation, series.c.programme == programme, series.c.archived_at.is_(None))
    for row in connection.execute(select(series).where(*where)).all():
        follow(connection, row, now)
