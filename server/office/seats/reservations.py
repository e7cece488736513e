"""Reservations without names: a code to keep, an optional mail address until the session's end, a line that moves up.

The session's row is locked while seats are given, so that two hundred who ask at once never get one seat twice.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rooms.base import Role
from server.identity.links import CODE_ALPHABET
from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at, found, hashed, later, new_id, today
from server.office.base.models import ReservationState as State
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import links, passes, reservations, series, sessions
from server.office.plan.planning import series_row
from server.office.rules.entry import Line, Outcome, ask, moving_up
from server.office.sessions.calendar import Planned, session_of, upcoming
from server.office.sessions.links import Addresses, add_link
from server.office.staff.accounts import organisation_settings

CODE_LENGTH = 12
"""21^12 codes: nobody guesses one, and it can still be read over the telephone in four parts."""
MOST = 2000
"""Reservations of one session, cancelled ones too."""
MOST_PASSES = 500
_HOUR_MS = 3_600_000


def new_reservation_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """ABC-DEF-GHJ-KLM."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def read_reservation_code(typed: str) -> str | None:
    """The code somebody typed, however they typed it; None if it cannot be one."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", typed).upper() if each.isalnum())
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(CODE_ALPHABET) else None


def _locked(connection: Connection, session: str) -> Row[Any]:
    row = connection.execute(select(sessions).where(sessions.c.id == session).with_for_update()).first()
    if row is None:
        raise not_found()
    return row


def _line(connection: Connection, planned: Planned, way: str) -> Line:
    """Who holds and waits for seats of one way, of every organisation that shares the session."""
    mine = (reservations.c.session == planned.row.id, reservations.c.way == way)
    booked = connection.execute(
        select(func.count()).select_from(reservations).where(*mine, reservations.c.state == str(State.BOOKED))
    ).scalar_one()
    waiting = connection.execute(
        select(reservations.c.id)
        .where(*mine, reservations.c.state == str(State.WAITING))
        .order_by(reservations.c.changed_at, reservations.c.number)
    )
    capacities = planned.capacities
    capacity = {"online": capacities.online, "hall": capacities.hall, "listener": capacities.listeners}[way]
    return Line(capacity, booked, tuple(waiting.scalars()))


def _may_be_asked(planned: Planned, now: int, *, by_staff: bool) -> None:
    row, entry = planned.row, planned.entry
    if row.ended_at is not None or row.until_at <= now:
        raise OfficeRefused(OfficeCode.ALREADY_OVER)
    if row.status == "cancelled":
        raise OfficeRefused(OfficeCode.RESERVATIONS_CLOSED, message="この会は中止になりました。")
    if not entry.takes_reservations:
        raise OfficeRefused(OfficeCode.NO_RESERVATIONS)
    if by_staff:
        return
    if now < row.starts_at - entry.opens_days_before * DAY_MS:
        opens = at(row.starts_at - entry.opens_days_before * DAY_MS, planned.zone)
        words = f"予約は{opens.month}月{opens.day}日から受けつけます。"
        raise OfficeRefused(OfficeCode.RESERVATIONS_CLOSED, message=words)
    if now > row.starts_at - entry.closes_hours_before * _HOUR_MS and entry.closes_hours_before:
        raise OfficeRefused(OfficeCode.RESERVATIONS_CLOSED, message="予約の受けつけは終わりました。")


def reserve(
    connection: Connection,
    organisation: str,
    session: str,
    asked: models.NewReservation,
    safe: Safe,
    now: int,
    *,
    by_staff: bool = False,
) -> models.ReservationMade:
    """Book a seat, get in line, or apply. Refused when full, if there is no waiting list."""
    _locked(connection, session)
    planned = session_of(connection, organisation, session)
    _may_be_asked(planned, now, by_staff=by_staff)
    line = _line(connection, planned, asked.way)
    outcome = ask(planned.entry, line)
    if outcome is Outcome.FULL:
        raise OfficeRefused(OfficeCode.FULL)
    if by_staff and outcome is Outcome.APPLIED:
        outcome = Outcome.BOOKED if line.free is None or line.free > 0 else Outcome.WAITING
    number = connection.execute(
        select(func.coalesce(func.max(reservations.c.number), 0)).where(reservations.c.session == session)
    ).scalar_one()
    if number >= MOST:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    code = new_reservation_code()
    connection.execute(
        insert(reservations),
        {
            "id": new_id(),
            "session": session,
            "organisation": organisation,
            "code": hashed(code),
            "number": number + 1,
            "way": str(asked.way),
            "state": str(outcome),
            "mail": None if asked.mail is None else safe.seal(asked.mail),
            "language": asked.language,
            "created_at": now,
            "changed_at": now,
        },
    )
    place = len(line.waiting) + 1 if outcome is Outcome.WAITING else None
    return models.ReservationMade(code=spaced(code), state=State(outcome), way=asked.way, place_in_line=place)


def _by_code(connection: Connection, typed: str) -> Row[Any]:
    code = read_reservation_code(typed)
    row = None
    if code is not None:
        row = connection.execute(select(reservations).where(reservations.c.code == hashed(code))).first()
    if row is None:
        raise OfficeRefused(OfficeCode.CODE_UNKNOWN)
    return row


def show_reservation(connection: Connection, typed: str, addresses: Addresses, now: int) -> models.ReservationShown:
    """What the holder of a code sees; the way in, while the reservation holds. A reservation's link is its own."""
    row = _by_code(connection, typed)
    planned = session_of(connection, row.organisation, row.session)
    session = planned.row
    url = None
    held = row.state == State.BOOKED and session.status == "planned" and session.ended_at is None
    if held and row.way != models.Way.HALL:
        url = addresses.of(Role.PARTICIPANT, _reservation_link(connection, row, session))
    place = None
    if row.state == State.WAITING:
        line = _line(connection, planned, row.way)
        place = line.waiting.index(row.id) + 1 if row.id in line.waiting else None
    return models.ReservationShown(
        state=State(row.state),
        way=models.Way(row.way),
        place_in_line=place,
        title=session.title,
        start=at(session.starts_at, planned.zone),
        end=None if session.ends_at is None else at(session.ends_at, planned.zone),
        organisation=organisation_settings(connection, row.organisation).name,
        venue=session.venue,
        session_status=session.status,
        url=url if session.until_at > now else None,
    )


def _reservation_link(connection: Connection, row: Row[Any], session: Row[Any]) -> str:
    mine = (links.c.reservation == row.id, links.c.revoked_at.is_(None))
    link = connection.execute(select(links.c.id).where(*mine)).scalar()
    if link is not None:
        return str(link)
    return add_link(
        connection,
        session.id,
        Role.PARTICIPANT,
        organisation=row.organisation,
        reservation=row.id,
    )


def cancel_by_code(connection: Connection, typed: str, now: int) -> models.ReservationState:
    """One's own reservation is taken back; the next in line moves up. Doing it twice is fine."""
    row = _by_code(connection, typed)
    _locked(connection, row.session)
    row = found(connection, reservations, reservations.c.id == row.id)
    if row.state in (State.BOOKED, State.WAITING, State.APPLIED):
        _set_state(connection, row, State.CANCELLED, now)
        _move_up(connection, row.organisation, row.session, row.way, now)
    return State.CANCELLED


def _set_state(connection: Connection, row: Row[Any], state: State, now: int) -> None:
    values: dict[str, Any] = {"state": str(state), "changed_at": now}
    if state in (State.CANCELLED, State.DECLINED):
        mine = (links.c.reservation == row.id, links.c.revoked_at.is_(None))
        connection.execute(update(links).where(*mine).values(revoked_at=now))
        if state is State.CANCELLED:
            values["mail"] = None
    connection.execute(update(reservations).where(reservations.c.id == row.id).values(**values))


def _move_up(connection: Connection, organisation: str, session: str, way: str, now: int) -> None:
    planned = session_of(connection, organisation, session)
    if planned.row.until_at <= now:
        return
    for reservation in moving_up(_line(connection, planned, way)):
        connection.execute(
            update(reservations)
            .where(reservations.c.id == reservation)
            .values(state=str(State.BOOKED), changed_at=now, told="")
        )


def capacity_changed(connection: Connection, organisation: str, session: str, now: int) -> None:
    """More seats: those who wait move up."""
    _locked(connection, session)
    for way in models.Way:
        _move_up(connection, organisation, session, way, now)


def list_reservations(connection: Connection, organisation: str, session: str) -> models.Reservations:
    session_of(connection, organisation, session)
    rows = connection.execute(
        select(reservations)
        .where(reservations.c.session == session, reservations.c.organisation == organisation)
        .order_by(reservations.c.number)
    )
    return models.Reservations(
        reservations=tuple(
            models.ReservationRow(
                id=row.id,
                number=row.number,
                way=models.Way(row.way),
                state=State(row.state),
                created_at=at(row.created_at),
                came=row.came_at is not None,
                reminder=row.mail is not None,
            )
            for row in rows
        )
    )


_ALLOWED: dict[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.BOOKED, State.DECLINED, State.CANCELLED}),
    State.WAITING: frozenset({State.CANCELLED}),
    State.BOOKED: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset({State.BOOKED}),
}


def change_reservation(
    connection: Connection,
    organisation: str,
    session: str,
    reservation: str,
    asked: models.ChangeReservation,
    now: int,
) -> models.Reservations:
    """Staff say yes or no to an application, or take a reservation back on somebody's behalf."""
    _locked(connection, session)
    planned = session_of(connection, organisation, session)
    row = found(
        connection,
        reservations,
        reservations.c.id == reservation,
        reservations.c.session == session,
        reservations.c.organisation == organisation,
    )
    state, wanted = State(row.state), asked.state
    if wanted not in _ALLOWED[state] and wanted is not state:
        raise OfficeRefused(OfficeCode.STATE_CANNOT_CHANGE)
    if wanted is not state:
        if wanted is State.BOOKED:
            line = _line(connection, planned, row.way)
            wanted = State.BOOKED if line.free is None or (line.free > 0 and not line.waiting) else State.WAITING
        _set_state(connection, row, wanted, now)
        _move_up(connection, organisation, session, row.way, now)
    if asked.came is not None and wanted is State.BOOKED:
        came = update(reservations).where(reservations.c.id == row.id)
        connection.execute(came.values(came_at=(row.came_at or now) if asked.came else None))
    return list_reservations(connection, organisation, session)


def series_changed(connection: Connection, /, organisation: str, now: int, **which: str) -> None:
    """More seats for a series or a programme: in every future session those who wait move up."""
    where = [sessions.c[name] == value for name, value in which.items()]
    waiting = select(reservations.c.session).where(reservations.c.state == str(State.WAITING))
    query = (
        select(sessions.c.id)
        .where(*where, sessions.c.id.in_(waiting), sessions.c.until_at > now)
        .order_by(sessions.c.id)
    )
    for session in connection.execute(query).scalars().all():
        capacity_changed(connection, organisation, session, now)


# -- members' passes -----------------------------------------------------------------------------------------------


def make_passes(connection: Connection, organisation: str, wanted: str, number: int, now: int) -> models.PassesMade:
    """Codes for the members of a series: numbers, no names. Shown once."""
    row = series_row(connection, organisation, wanted)
    connection.execute(select(series.c.id).where(series.c.id == row.id).with_for_update()).one()
    last = connection.execute(
        select(func.coalesce(func.max(passes.c.number), 0)).where(passes.c.series == row.id)
    ).scalar_one()
    if last + number > MOST_PASSES:
        raise OfficeRefused(OfficeCode.TOO_MANY)
    codes = [new_reservation_code() for _ in range(number)]
    try:
        connection.execute(
            insert(passes),
            [
                {"id": new_id(), "series": row.id, "code": hashed(code), "number": last + index, "created_at": now}
                for index, code in enumerate(codes, 1)
            ],
        )
    except IntegrityError:
        raise OfficeRefused(OfficeCode.INTERNAL) from None
    return models.PassesMade(codes=tuple(spaced(code) for code in codes))


def list_passes(connection: Connection, organisation: str, wanted: str) -> models.Passes:
    series_row(connection, organisation, wanted)
    rows = connection.execute(select(passes).where(passes.c.series == wanted).order_by(passes.c.number))
    return models.Passes(
        passes=tuple(models.PassShown(id=row.id, number=row.number, revoked=row.revoked_at is not None) for row in rows)
    )


def revoke_pass(connection: Connection, organisation: str, wanted: str, one: str, now: int) -> None:
    """The pass opens nothing any more, nor do links that it opened before."""
    series_row(connection, organisation, wanted)
    where = (passes.c.id == one, passes.c.series == wanted)
    if not connection.execute(update(passes).where(*where).values(revoked_at=now)).rowcount:
        raise not_found()
    mine = (links.c.reservation == f"pass:{one}", links.c.revoked_at.is_(None))
    connection.execute(update(links).where(*mine).values(revoked_at=now))


def member_link(connection: Connection, typed: str, addresses: Addresses, now: int) -> tuple[Planned, str | None]:
    """The next session of a member's series, and the way in once its doors are near. OfficeRefused(code_unknown)."""
    code = read_reservation_code(typed)
    row = None
    if code is not None:
        mine = (passes.c.code == hashed(code), passes.c.revoked_at.is_(None))
        row = connection.execute(
            select(passes, series.c.organisation).join(series, series.c.id == passes.c.series).where(*mine)
        ).first()
    if row is None:
        raise OfficeRefused(OfficeCode.CODE_UNKNOWN)
    shown = upcoming(connection, row.organisation, now, limit=1, series_id=row.series)
    if not shown:
        raise OfficeRefused(OfficeCode.NO_DATES)
    planned = shown[0]
    if at(planned.row.early_at, planned.zone).date() > later(today(planned.zone, now), 1):
        return planned, None
    mark = f"pass:{row.id}"
    link = connection.execute(
        select(links.c.id).where(
            links.c.session == planned.row.id, links.c.reservation == mark, links.c.revoked_at.is_(None)
        )
    ).scalar()
    if link is None:
        link = add_link(connection, planned.row.id, Role.PARTICIPANT, organisation=row.organisation, reservation=mark)
    return planned, addresses.of(Role.PARTICIPANT, str(link))
