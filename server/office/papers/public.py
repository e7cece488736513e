"""What the public pages show, and what visitors without an account may do there: find, enter, reserve, look after a code.

A visitor knows addresses only: the slug of an organisation, that of a programme, the id of a session. Whatever is not
listed is `not_found`, in the same words as what was never there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection, Row, select

from rooms.base import Role
from server.office.base import former, models
from server.office.base.common import Safe, at, later, today
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import links, organisations
from server.office.notes import decided
from server.office.papers import feeds
from server.office.papers.ways_in import ensure_links
from server.office.plan.programmes import body_of, public_programmes
from server.office.rules.typed import STORED
from server.office.seats import passes, reservations, waiting
from server.office.sessions import themes
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned, session_of, upcoming
from server.office.sessions.rests import Rest, joined, rests
from server.office.staff import oneself
from server.office.staff.organisations import organisation_settings

DATES = 12
MOST_RESTS = 6
REST_DAYS = 60
MOST_LOOKED_AT = 400
"""Sessions among which listed ones are looked for."""


@dataclass(frozen=True, slots=True)
class Where:
    """What an address names: an organisation, and if it goes on, a programme and a session of it."""

    organisation: str
    programme: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What stands on the page of an organisation."""

    settings: models.OrganisationSettings
    programmes: list[tuple[str, models.ProgrammeBody]]
    """With their slugs; the listed ones."""
    dates: list[tuple[str, Planned]]
    """The next dates of them, each with its programme's slug; cancelled ones too, so that nobody comes for nothing."""
    rests: list[Rest]
    """What the calendar leaves out among them."""

    today: date
    """Where the organisation is."""
    open: list[tuple[str, Planned]]
    """What of the dates is open now, its door or its hall."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Of one session and one way of coming."""

    session: str
    free: int | None
    """None where there is no limit."""
    unbounded: bool
    """Whether no bound holds: staff have lifted them, or this very form has come before."""


class Before(Enum):
    """What came before a form that reserves."""

    NOTHING = auto()
    THE_SAME = auto()
    """This very form, as it is: its reservation is the answer."""
    BY_FORM = auto()
    """This form with another choice: somebody went back."""
    BY_BROWSER = auto()
    """Another form of this browser."""
    TAKEN_BACK = auto()
    """This form with another choice, and that was taken back since: it is a new one."""


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """What stands on the page of a programme."""

    settings: models.OrganisationSettings
    programme: models.ProgrammeBody
    dates: list[Planned]
    rests: list[Rest]
    today: date
    open: list[Planned]
    told: list[models.ToldChange]
    """こう変えました: what staff tell of what meetings decided."""


class Moved(Exception):
    """An address of before; `to` is today's. Raised only for what whoever asks may see at today's, too."""

    def __init__(self, to: Where) -> None:
        super().__init__()
        self.to = to


def _organisation(connection: Connection, slug: str) -> Row[Any]:
    """By its slug, or by one of before."""
    row = connection.execute(select(organisations).where(organisations.c.slug == slug)).first()
    if row is None:
        owner = former.former_organisation(connection, slug)
        row = connection.execute(select(organisations).where(organisations.c.id == owner)).first()
    if row is None:
        raise not_found()
    return row


def _programme(connection: Connection, organisation: str, wanted: str) -> tuple[Row[Any], str]:
    """What an organisation shows by a name, or showed by it before, and today's name."""
    mine = public_programmes(connection, organisation)
    shown = next((each for each in mine if each[1] == wanted), None)
    if shown is None:
        had = former.former_of(connection, wanted, {row.id for row, _ in mine})
        shown = next((each for each in mine if each[0].id in had), None)
    if shown is None or not body_of(shown[0]).listed:
        raise not_found()
    return shown


def _listed(connection: Connection, where: Where) -> tuple[str, models.OrganisationSettings, Row[Any] | None]:
    """The organisation and the programme that an address names. Raises OfficeRefused(not_found), Moved."""
    organisation = _organisation(connection, where.organisation)
    settings = models.OrganisationSettings.model_validate_json(organisation.settings, context=STORED)
    if not settings.listed:
        raise not_found()
    row, name = None, None
    if where.programme is not None:
        row, name = _programme(connection, organisation.id, where.programme)
    today = Where(organisation.slug, name, where.session)
    if today != where:
        raise Moved(today)
    return str(organisation.id), settings, row


def organisation_page(connection: Connection, where: Where, now: int) -> OrganisationPage:
    """Raises OfficeRefused(not_found), Moved. `now` is in ms since 1970, here and below."""
    organisation, settings, _ = _listed(connection, where)
    listed = [(row, name) for row, name in public_programmes(connection, organisation) if body_of(row).listed]
    slugs = {row.id: name for row, name in listed}
    found = upcoming(connection, organisation, now, limit=MOST_LOOKED_AT, cancelled=True)
    shown = [each for each in found if each.listed and each.row.programme in slugs][:DATES]
    return OrganisationPage(
        settings,
        [(name, body_of(row)) for row, name in listed],
        [(slugs[each.row.programme], each) for each in shown],
        [each for each in _rests(connection, organisation, shown, now) if each.programme in slugs][:MOST_RESTS],
        today(settings.timezone, now),
        [(slugs[each.row.programme], each) for each in shown if is_open(each, now)],
    )


def is_open(planned: Planned, now: int) -> bool:
    """Whether somebody may come just now."""
    row = planned.row
    return bool(planned.has_room and row.status == "planned" and row.early_at <= now < row.until_at)


def first_page(connection: Connection, where: Where) -> models.OrganisationSettings:
    """Whose page for newcomers it is. Raises OfficeRefused(not_found), Moved."""
    return _listed(connection, where)[1]


def _rests(
    connection: Connection, organisation: str, shown: list[Planned], now: int, programme: str | None = None
) -> list[Rest]:
    """What the calendar leaves out as far as dates are shown, and in the next weeks at least."""
    zone = organisation_settings(connection, organisation).timezone
    first = today(zone, now)
    last = later(first, REST_DAYS)
    if shown:
        last = max(last, date.fromisoformat(shown[-1].row.day))
    found = rests(connection, organisation, first, last, programme=programme)
    return joined(each for each in found if each.listed)


def programme_page(connection: Connection, where: Where, now: int) -> ProgrammePage:
    """Raises OfficeRefused(not_found), Moved."""
    organisation, settings, row = _listed(connection, where)
    assert row is not None
    found = upcoming(connection, organisation, now, limit=MOST_LOOKED_AT, programme=row.id, cancelled=True)
    shown = [each for each in found if each.listed][:DATES]
    left = _rests(connection, organisation, shown, now, row.id)[:MOST_RESTS]
    day = today(settings.timezone, now)
    now_open = [each for each in shown if is_open(each, now)]
    told = decided.told_of(connection, organisation, row.id, now)
    return ProgrammePage(settings, body_of(row), shown, left, day, now_open, told)


def listed_session(connection: Connection, where: Where) -> tuple[str, models.OrganisationSettings, Planned]:
    """The session that an address names, and whose it is. Raises OfficeRefused(not_found), Moved."""
    organisation, settings, row = _listed(connection, where)
    planned = session_of(connection, organisation, where.session or "")
    if row is None or planned.row.programme != row.id or not planned.listed:
        raise not_found()
    return organisation, settings, planned


def way_in(connection: Connection, where: Where, addresses: Addresses) -> str:
    """The participants' address of a session that anybody may come to. It may make the link: give it a writing transaction.

    Raises Moved, and OfficeRefused: not_found where no link is public, already_over, reservations_closed for a cancelled
    session.
    """
    organisation, _, planned = listed_session(connection, where)
    if not planned.entry.link_is_public or planned.programme.mode == NOTICE:
        raise not_found()
    if planned.row.ended_at is not None:
        raise OfficeRefused(OfficeCode.ALREADY_OVER)
    if planned.row.status == "cancelled":
        raise OfficeRefused(OfficeCode.RESERVATIONS_CLOSED, message="この会は中止になりました。")
    ensure_links(connection, organisation, planned.row.id)
    link = connection.execute(
        select(links.c.id).where(
            links.c.session == planned.row.id,
            links.c.organisation == organisation,
            links.c.role == str(Role.PARTICIPANT),
            links.c.duty.is_(None),
            links.c.reservation.is_(None),
            links.c.revoked_at.is_(None),
        )
    ).scalar_one()
    return addresses.of(Role.PARTICIPANT, str(link))


def ways(planned: Planned) -> list[str]:
    """In which ways one can come to a session: values of `models.Way`, the usual one first."""
    form = planned.row.form
    if form == "venue":
        return ["hall"]
    return ["online", "listener"] if form == "online" else ["online", "hall", "listener"]


def reservable(connection: Connection, where: Where) -> tuple[models.OrganisationSettings, Planned]:
    """A session that takes reservations. Raises Moved, and OfficeRefused: not_found, no_reservations."""
    _, settings, planned = listed_session(connection, where)
    if not planned.entry.takes_reservations:
        raise OfficeRefused(OfficeCode.NO_RESERVATIONS)
    return settings, planned


def reservable_by(
    connection: Connection, where: Where, guest: str | None
) -> tuple[models.OrganisationSettings, Planned, bool]:
    """And whether the browser of `guest` holds a reservation of it; where many use one screen, nobody is asked."""
    settings, planned = reservable(connection, where)
    held = guest is not None and not planned.row.unbounded and reservations.held(connection, planned.row.id, guest) > 0
    return settings, planned, held


def before(
    connection: Connection, where: Where, asked: models.NewReservation, guest: str | None, code: str, safe: Safe
) -> Before:
    """What came before a form that makes `code`. Without a `guest` only the form is looked at. Raises OfficeRefused:
    not_found, no_reservations."""
    _, planned, held = reservable_by(connection, where, guest)
    made = reservations.made_as(connection, planned.row.id, code, safe)
    if made is not None:
        if (made.way, made.mail) == (asked.way, asked.mail):
            return Before.THE_SAME
        if made.open:
            return Before.BY_FORM
        return Before.BY_BROWSER if held else Before.TAKEN_BACK
    return Before.BY_BROWSER if held else Before.NOTHING


def free_seats(
    connection: Connection, where: Where, way: models.Way, code: str
) -> tuple[models.OrganisationSettings, Seats]:
    """What a bound on how many reserve goes by. Raises OfficeRefused: not_found, no_reservations."""
    settings, planned = reservable(connection, where)
    free = waiting.line_of(connection, planned, str(way)).free
    return settings, Seats(planned.row.id, free, planned.row.unbounded or reservations.was_made(connection, code))


def reserve(
    connection: Connection,
    where: Where,
    asked: models.NewReservation,
    guest: str,
    code: str,
    safe: Safe,
    addresses: Addresses,
    now: int,
) -> tuple[str, models.ReservationShown]:
    """A seat or a place in the line: the code, and what it shows. `guest` is the id in the visitor's browser, `code` what
    the form's mark makes: the same form sent twice reserves once.

    Raises OfficeRefused: not_found, invalid for a way in which one cannot come, and what `reservations.reserve` raises.
    """
    organisation, _, planned = listed_session(connection, where)
    if str(asked.way) not in ways(planned):
        raise OfficeRefused(OfficeCode.INVALID)
    made = reservations.reserve(connection, organisation, planned.row.id, asked, safe, now, guest=guest, code=code)
    return made.code, reservations.show_reservation(connection, made.code, addresses, now)


def show_code(
    connection: Connection, code: str, addresses: Addresses, now: int, *, cancel: bool
) -> models.ReservationShown:
    """What is behind a code that was typed, a reservation's or a member's; taken back first, if that is asked.

    Raises OfficeRefused: code_unknown, and for what cannot be taken back, what `reservations.cancel_by_code` raises.
    """
    if cancel:
        reservations.cancel_by_code(connection, code, now)
    try:
        return reservations.show_reservation(connection, code, addresses, now)
    except OfficeRefused as refused:
        if refused.code is not OfficeCode.CODE_UNKNOWN:
            raise
        return _member(connection, code, addresses, now)


def _member(connection: Connection, code: str, addresses: Addresses, now: int) -> models.ReservationShown:
    """A member's pass typed on the code page: the next session of its series, as if it were reserved."""
    planned, url = passes.member_link(connection, code, addresses, now)
    row = planned.row
    settings = organisation_settings(connection, row.organisation)
    return models.ReservationShown(
        state=models.ReservationState.BOOKED,
        way=models.Way.ONLINE,
        place_in_line=None,
        title=row.title,
        start=at(row.starts_at, planned.zone),
        end=None if row.ends_at is None else at(row.ends_at, planned.zone),
        organisation=settings.name,
        contact=settings.contact,
        venue=row.venue,
        session_status=row.status,
        url=url,
        cancellable=False,
        takes_themes=themes.takes(planned, now),
    )


def feed(connection: Connection, where: Where, base: str, now: int) -> feeds.Feed:
    """The calendar of an organisation or of one programme. Raises OfficeRefused(not_found), Moved."""
    organisation, _, row = _listed(connection, where)
    return feeds.public_feed(connection, organisation, None if row is None else str(row.id), base, now)


def staff_of_feed(connection: Connection, secret: str, slug: str) -> tuple[str, str]:
    """(account, organisation) of the secret address of a feed. Raises OfficeRefused(not_found), Moved."""
    owner, row = oneself.feed_owner(connection, secret), _organisation(connection, slug)
    if owner is None or not feeds.may_read(connection, owner.id, row.id):
        raise not_found()
    if row.slug != slug:
        raise Moved(Where(row.slug))
    return str(owner.id), str(row.id)


def staff_feed(connection: Connection, account: str, organisation: str, base: str, now: int) -> feeds.Feed:
    """The calendar of one of the staff. Raises OfficeRefused(not_found)."""
    if not feeds.may_read(connection, account, organisation):
        raise not_found()
    return feeds.staff_feed(connection, organisation, base, now)
