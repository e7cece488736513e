"""Reservations without names: a code to keep, an optional mail address until the session's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from rooms.base import Role
from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at, found, hashed, new_id
from server.office.base.models import ReservationState as State
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import links, reservations, sessions
from server.office.base.versions import version_of
from server.office.plan.venues import venue_named
from server.office.rules.entry import Outcome, ask
from server.office.seats.codes import new_reservation_code, read_reservation_code, spaced
from server.office.seats.waiting import line_of, locked, move_up
from server.office.sessions import themes
from server.office.sessions.links import Addresses, add_link
from server.office.sessions.planned import Planned, session_of
from server.office.staff.organisations import organisation_settings

MOST = 2000
"""Reservations of one session, cancelled ones too."""
MOST_OPEN = 3
"""Reservations of one session that one browser may hold, so that nobody takes all of them by accident or for fun."""
_OPEN = (State.BOOKED, State.WAITING, State.APPLIED)
_HOUR_MS = 3_600_000


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
    guest: str | None = None,
    code: str | None = None,
) -> models.ReservationMade:
    """Book a seat, get in line, or apply; `guest` is the id in a visitor's browser. Refused when full, if there is no
    waiting list; reserved_enough, for a browser that holds three. `code` is the one to give, made from what was sent: where
    it is taken, the same form has come before, and what it made then is the answer."""
    locked(connection, session)
    if code is not None and (made := _made_before(connection, session, code)) is not None:
        return made
    planned = session_of(connection, organisation, session)
    _may_be_asked(planned, now, by_staff=by_staff)
    browser = None if guest is None else _browser(session, guest)
    if guest is not None and not planned.row.unbounded and held(connection, session, guest) >= MOST_OPEN:
        raise OfficeRefused(OfficeCode.RESERVED_ENOUGH)
    line = line_of(connection, planned, asked.way)
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
    code = code or new_reservation_code()
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
            "browser": browser,
        },
    )
    place = len(line.waiting) + 1 if outcome is Outcome.WAITING else None
    return models.ReservationMade(code=spaced(code), state=State(outcome), way=asked.way, place_in_line=place)


def _made_before(connection: Connection, session: str, code: str) -> models.ReservationMade | None:
    mine = (reservations.c.session == session, reservations.c.code == hashed(code))
    row = connection.execute(select(reservations).where(*mine)).first()
    if row is None:
        return None
    return models.ReservationMade(
        code=spaced(code), state=State(row.state), way=models.Way(row.way), place_in_line=None
    )


def was_made(connection: Connection, code: str) -> bool:
    """Whether a reservation has this code already."""
    return connection.execute(select(reservations.c.id).where(reservations.c.code == hashed(code))).first() is not None


@dataclass(frozen=True, slots=True)
class MadeAs:
    """What a form that came before had asked for, and whether that still stands."""

    way: models.Way
    mail: str | None
    open: bool


def made_as(connection: Connection, session: str, code: str, safe: Safe) -> MadeAs | None:
    mine = (reservations.c.session == session, reservations.c.code == hashed(code))
    row = connection.execute(select(reservations).where(*mine)).first()
    if row is None:
        return None
    return MadeAs(models.Way(row.way), None if row.mail is None else safe.open(row.mail), row.state in _OPEN)


def _browser(session: str, guest: str) -> str:
    """Alike in one session only."""
    return hashed(f"{session} {guest}")


def held(connection: Connection, session: str, guest: str) -> int:
    """How many open reservations of a session a browser has."""
    mine = (reservations.c.session == session, reservations.c.browser == _browser(session, guest))
    count = select(func.count()).select_from(reservations).where(*mine, reservations.c.state.in_([*map(str, _OPEN)]))
    return connection.execute(count).scalar_one()


def _by_code(connection: Connection, typed: str) -> Row[Any]:
    code = read_reservation_code(typed)
    row = None
    if code is not None:
        row = connection.execute(select(reservations).where(reservations.c.code == hashed(code))).first()
    if row is None:
        raise OfficeRefused(OfficeCode.CODE_UNKNOWN)
    return row


def session_of_code(connection: Connection, typed: str) -> Planned:
    """The session that a code has a seat of. Raises OfficeRefused(code_unknown)."""
    row = _by_code(connection, typed)
    return session_of(connection, row.organisation, row.session)


def show_reservation(connection: Connection, typed: str, addresses: Addresses, now: int) -> models.ReservationShown:
    """What the holder of a code sees; the way in, while the reservation holds. A reservation's link is its own."""
    row = _by_code(connection, typed)
    planned = session_of(connection, row.organisation, row.session)
    session = planned.row
    url = None
    over = session.ended_at is not None or session.until_at <= now
    held = row.state == State.BOOKED and session.status == "planned" and not over
    if held and row.way != models.Way.HALL:
        url = addresses.of(Role.PARTICIPANT, _reservation_link(connection, row, session))
    place = None
    if row.state == State.WAITING:
        line = line_of(connection, planned, row.way)
        place = line.waiting.index(row.id) + 1 if row.id in line.waiting else None
    settings = organisation_settings(connection, row.organisation)
    return models.ReservationShown(
        state=State(row.state),
        way=models.Way(row.way),
        place_in_line=place,
        title=session.title,
        start=at(session.starts_at, planned.zone),
        end=None if session.ends_at is None else at(session.ends_at, planned.zone),
        organisation=settings.name,
        contact=settings.contact,
        venue=session.venue,
        address="" if (venue := venue_named(connection, row.organisation, session.venue)) is None else venue.address,
        session_status=session.status,
        over=over,
        url=url,
        takes_themes=themes.takes(planned, now),
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
    locked(connection, row.session)
    row = found(connection, reservations, reservations.c.id == row.id)
    if row.state in _OPEN:
        _set_state(connection, row, State.CANCELLED, now)
        move_up(connection, row.organisation, row.session, row.way, now)
    return State.CANCELLED


def _set_state(connection: Connection, row: Row[Any], state: State, now: int) -> None:
    values: dict[str, Any] = {"state": str(state), "changed_at": now}
    if state in (State.CANCELLED, State.DECLINED):
        mine = (links.c.reservation == row.id, links.c.revoked_at.is_(None))
        connection.execute(update(links).where(*mine).values(revoked_at=now))
        values["browser"] = None
        if state is State.CANCELLED:
            values["mail"] = None
    connection.execute(update(reservations).where(reservations.c.id == row.id).values(**values))


def list_reservations(connection: Connection, organisation: str, session: str) -> models.Reservations:
    planned = session_of(connection, organisation, session)
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
                version=_version(row),
            )
            for row in rows
        ),
        unbounded=planned.row.unbounded,
    )


_ALLOWED: dict[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.BOOKED, State.DECLINED, State.CANCELLED}),
    State.WAITING: frozenset({State.CANCELLED}),
    State.BOOKED: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset({State.BOOKED}),
}


def _version(row: Row[Any]) -> str:
    return version_of(row.state, row.came_at is not None)


def version(connection: Connection, organisation: str, session: str, reservation: str) -> str | None:
    """As `ReservationRow` has it; None where there is none."""
    mine = (reservations.c.session == session, reservations.c.organisation == organisation)
    row = connection.execute(select(reservations).where(*mine, reservations.c.id == reservation)).first()
    return None if row is None else _version(row)


def change_reservation(
    connection: Connection,
    organisation: str,
    session: str,
    reservation: str,
    asked: models.ChangeReservation,
    now: int,
) -> models.Reservations:
    """Staff say yes or no to an application, or take a reservation back on somebody's behalf."""
    locked(connection, session)
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
            line = line_of(connection, planned, row.way)
            wanted = State.BOOKED if line.free is None or (line.free > 0 and not line.waiting) else State.WAITING
        _set_state(connection, row, wanted, now)
        move_up(connection, organisation, session, row.way, now)
    if asked.came is not None and wanted is State.BOOKED:
        came = update(reservations).where(reservations.c.id == row.id)
        connection.execute(came.values(came_at=(row.came_at or now) if asked.came else None))
    return list_reservations(connection, organisation, session)


def take_back(
    connection: Connection, organisation: str, session: str, wanted: Sequence[str], now: int
) -> models.Reservations:
    """Staff take several back at once, as one each: links end, addresses go, and the line moves up when all are free.

    Those that are taken back or declined already stay as they are. Refused: not_found, if any of them is not there.
    """
    locked(connection, session)
    mine = (reservations.c.session == session, reservations.c.organisation == organisation)
    rows = connection.execute(select(reservations).where(*mine, reservations.c.id.in_(wanted))).all()
    if {row.id for row in rows} != set(wanted):
        raise not_found()
    still = [row for row in rows if row.state in _OPEN]
    for row in still:
        _set_state(connection, row, State.CANCELLED, now)
    for way in sorted({row.way for row in still}):
        move_up(connection, organisation, session, way, now)
    return list_reservations(connection, organisation, session)


def set_bounds(connection: Connection, organisation: str, session: str, unbounded: bool) -> models.Reservations:
    """Whether browsers and addresses may reserve without bound: for a counter where many use one screen. Refused:
    not_found, not_owner."""
    session_of(connection, organisation, session, owned=True)
    connection.execute(update(sessions).where(sessions.c.id == session).values(unbounded=unbounded))
    return list_reservations(connection, organisation, session)
