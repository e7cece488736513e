"""Sessions as staff see them: the calendar, one session with its rota, and what is wanted at two places at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from rooms.state import Step
from server.office.base import models
from server.office.base.common import at, later, ms_of, new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.base.tables import counts, crew, duties, links, programmes, reservations, series, sessions, shares
from server.office.plan.programmes import body_of
from server.office.rules.entry import Entry
from server.office.rules.schedule.calendars import holiday
from server.office.rules.schedule.clashes import Booked, Pair, clashes
from server.office.rules.schedule.model import Form
from server.office.sessions.room_settings import capacities_of, entry_of, session_override
from server.office.staff.accounts import organisation_settings

LONGEST_DAYS = 366 * 6
FEWEST_STAFF = 2
"""Fewer than two people on the rota is a warning: nobody should be alone with a room."""
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Planned:
    """A session's row with what it stands on."""

    row: Row[Any]
    programme: models.ProgrammeBody
    series: models.SeriesBody | None
    owner: bool

    @property
    def zone(self) -> str:
        return self.series.schedule.timezone if self.series is not None else "Asia/Tokyo"

    @property
    def entry(self) -> Entry:
        return entry_of(self.row, self.programme, self.series)

    @property
    def note(self) -> str:
        """The session's own, or that of the change that moved or cancelled it."""
        return str(session_override(self.row).get("note", self.row.note))

    @property
    def capacities(self) -> models.Capacities:
        return capacities_of(self.row, self.programme, self.series)

    @property
    def listed(self) -> bool:
        return self.programme.listed and (self.series is None or self.series.listed)


def _visible(organisation: str) -> Any:
    """Sessions of an organisation: its own, and those of series that it shares."""
    shared = select(shares.c.series).where(shares.c.organisation == organisation)
    mine = (sessions.c.organisation == organisation) | sessions.c.series.in_(shared)
    return mine & (sessions.c.status != "skipped")


def session_of(connection: Connection, organisation: str, wanted: str, *, owned: bool = False) -> Planned:
    """A session that an organisation may see; OfficeRefused(not_found) otherwise."""
    row = connection.execute(select(sessions).where(sessions.c.id == wanted, _visible(organisation))).first()
    if row is None or row.programme is None:
        raise not_found()
    if owned and row.organisation != organisation:
        raise OfficeRefused(OfficeCode.NOT_OWNER)
    return _planned(connection, [row], organisation)[0]


def _planned(connection: Connection, rows: Sequence[Row[Any]], organisation: str) -> list[Planned]:
    wanted = {row.series for row in rows if row.series is not None}
    kinds = {row.programme for row in rows if row.programme is not None}
    bodies = {
        each.id: models.SeriesBody.model_validate_json(each.body)
        for each in connection.execute(select(series.c.id, series.c.body).where(series.c.id.in_(wanted)))
    }
    templates = {
        each.id: body_of(each) for each in connection.execute(select(programmes).where(programmes.c.id.in_(kinds)))
    }
    return [
        Planned(row, templates[row.programme], bodies.get(row.series), row.organisation == organisation)
        for row in rows
        if row.programme is not None
    ]


def planned_between(
    connection: Connection, organisation: str, first: date, last: date, *, counted: bool = False
) -> list[Planned]:
    """Sessions on days of a span, in order; cancelled ones too. `counted`: also those that were shared once."""
    if (last - first).days > LONGEST_DAYS:
        raise OfficeRefused(OfficeCode.SPAN_TOO_LONG, Wrong("last", "span_too_long", "期間が長すぎます"))
    where = _visible(organisation)
    if counted:
        where |= sessions.c.id.in_(select(counts.c.session).where(counts.c.organisation == organisation))
    rows = connection.execute(
        select(sessions)
        .where(where, sessions.c.day >= first.isoformat(), sessions.c.day <= last.isoformat())
        .order_by(sessions.c.starts_at, sessions.c.place)
    ).all()
    return _planned(connection, rows, organisation)


def _rota(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    rota: dict[str, list[Row[Any]]] = defaultdict(list)
    for some in _chunks(ids):
        query = (
            select(duties, crew.c.name, crew.c.organisation)
            .join(crew, crew.c.id == duties.c.crew)
            .where(duties.c.session.in_(some))
            .order_by(duties.c.task.desc(), crew.c.name)
        )
        for row in connection.execute(query):
            rota[row.session].append(row)
    return rota


def _chunks(ids: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _reserved(connection: Connection, organisation: str, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """(session, state) to the number of reservations made with this organisation."""
    numbers: dict[tuple[str, str], int] = {}
    for some in _chunks(ids):
        query = (
            select(reservations.c.session, reservations.c.state, func.count().label("number"))
            .where(reservations.c.session.in_(some), reservations.c.organisation == organisation)
            .group_by(reservations.c.session, reservations.c.state)
        )
        for row in connection.execute(query):
            numbers[(row.session, row.state)] = row.number
    return numbers


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


def _pairs(planned: Sequence[Planned], rota: dict[str, list[Row[Any]]]) -> list[Pair]:
    living = [each for each in planned if each.row.status == "planned" and each.owner]
    return clashes(_booked(each, _own(each, rota)) for each in living)


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
        holidays=tuple(models.HolidayShown(date=day, name=name) for day, name in named if name is not None),
    )


def _shown(
    connection: Connection, organisation: str, planned: Sequence[Planned], now: int
) -> list[models.SessionShown]:
    ids = [each.row.id for each in planned]
    rota = _rota(connection, ids)
    numbers = _reserved(connection, organisation, ids)
    clashing: dict[str, set[str]] = defaultdict(set)
    for pair in _pairs(planned, rota):
        clashing[pair.one].add(f"{pair.kind}_clash")
        clashing[pair.other].add(f"{pair.kind}_clash")
    shown = []
    for each in planned:
        row = each.row
        staff = [duty for duty in rota.get(row.id, []) if duty.organisation == organisation]
        warnings = set(clashing.get(row.id, ()))
        over = row.ended_at is not None or row.until_at <= now
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


def show_session(connection: Connection, organisation: str, wanted: str, now: int) -> models.SessionDetail:
    """One session; its rota without links (`papers.invitations` adds them for those who may have them)."""
    planned = session_of(connection, organisation, wanted)
    shown = _shown(connection, organisation, [planned], now)[0]
    rota = _rota(connection, [wanted])
    found = _clashes_of(connection, organisation, planned)
    warnings = {*shown.warnings, *(f"{each.kind}_clash" for each in found)}
    if shown.state == "ended":
        warnings = set()
    return models.SessionDetail(
        session=shown.model_copy(update={"warnings": tuple(sorted(warnings))}),
        entry=planned.entry,
        capacities=planned.capacities,
        duties=tuple(
            models.DutyShown(crew=each.crew, name=each.name, task=models.Task(each.task), url=None)
            for each in rota.get(wanted, [])
            if each.organisation == organisation
        ),
        clashes=tuple(found),
        conditions=planned.programme.conditions,
        steps=tuple(Step(title=step.title, minutes=step.minutes) for step in planned.programme.steps),
    )


def _clashes_of(connection: Connection, organisation: str, planned: Planned) -> list[models.Clash]:
    if not planned.owner or planned.row.status != "planned":
        return []
    day = date.fromisoformat(planned.row.day)
    near = planned_between(connection, organisation, later(day, -2), later(day, 2))
    return clash_list(connection, near, {planned.row.id})


def clash_list(connection: Connection, planned: Sequence[Planned], about: set[str]) -> list[models.Clash]:
    """The clashes of some sessions, each told from the side of the session that was asked about."""
    rota = _rota(connection, [each.row.id for each in planned])
    names = {row.crew: row.name for rows in rota.values() for row in rows}
    by_id = {each.row.id: each for each in planned}
    found = []
    for pair in _pairs(planned, rota):
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
    rota = _rota(connection, [each.row.id for each in near])
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


def patch_session(
    connection: Connection, organisation: str, wanted: str, patch: models.SessionPatch, now: int
) -> models.SessionDetail:
    """What is different for one session. The rota is each organisation's own; the rest is the owner's."""
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
        _set_rota(connection, organisation, row, patch.duties, now)
    override = session_override(row)
    if patch.note is not None:
        override["note"] = patch.note
    for name in patch.clear:
        override.pop(name, None)
    override.update({name: given[name] for name in ("entry", "capacities") if name in given})
    connection.execute(update(sessions).where(sessions.c.id == wanted).values(body=json.dumps(override)))
    return show_session(connection, organisation, wanted, now)


def _set_rota(
    connection: Connection, organisation: str, row: Row[Any], wanted: tuple[models.Duty, ...], now: int
) -> None:
    ids = {duty.crew for duty in wanted}
    own = connection.execute(select(crew.c.id).where(crew.c.organisation == organisation)).scalars().all()
    if ids - set(own):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("duties", "crew_unknown", "この名前の人はいません"))
    if len(ids) != len(wanted):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("duties", "crew_twice", "同じ人が二度あります"))
    before = connection.execute(
        select(duties).where(duties.c.session == row.id, duties.c.crew.in_(own)).with_for_update()
    ).all()
    tasks = {duty.crew: str(duty.task) for duty in wanted}
    for each in before:
        if each.crew not in tasks:
            # Whoever is off the rota has no way in any more.
            mine = (links.c.duty == each.id, links.c.revoked_at.is_(None))
            connection.execute(update(links).where(*mine).values(revoked_at=now))
            connection.execute(delete(duties).where(duties.c.id == each.id))
        elif each.task != tasks[each.crew]:
            connection.execute(update(duties).where(duties.c.id == each.id).values(task=tasks[each.crew]))
            mine = (links.c.duty == each.id, links.c.revoked_at.is_(None))
            connection.execute(update(links).where(*mine).values(revoked_at=now))
    known = {each.crew for each in before}
    for person, task in tasks.items():
        if person not in known:
            connection.execute(insert(duties), {"id": new_id(), "session": row.id, "crew": person, "task": task})


def upcoming(
    connection: Connection,
    organisation: str,
    now: int,
    *,
    limit: int,
    series_id: str | None = None,
    programme: str | None = None,
    cancelled: bool = False,
) -> list[Planned]:
    """The next sessions, in order; of one series or programme, if given. Cancelled ones only where they are asked for."""
    where = [_visible(organisation), sessions.c.until_at > now, sessions.c.ended_at.is_(None)]
    if not cancelled:
        where.append(sessions.c.status == "planned")
    if series_id is not None:
        where.append(sessions.c.series == series_id)
    if programme is not None:
        where.append(sessions.c.programme == programme)
    query = select(sessions).where(*where).order_by(sessions.c.starts_at, sessions.c.place).limit(limit)
    return _planned(connection, connection.execute(query).all(), organisation)
