"""iCalendar feeds (RFC 5545, by the icalendar library): public ones per organisation and programme, personal ones for staff.

What a feed says is read from the database (`Feed`); its bytes are made of that alone (`written`), wherever there is time.

Each session is an event of its own with a fixed UID, so that moved and cancelled dates change in place in Google, Apple and
Outlook; the zone's rules are in the file (`zones`). A session alone is told in UTC and needs none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event
from sqlalchemy import Connection, select

from server.office.base import models
from server.office.base.common import DAY_MS, at, found, later, today
from server.office.base.refusals import not_found
from server.office.base.tables import memberships, programmes, series, series_versions, sessions, staff
from server.office.papers.ways_in import public_urls
from server.office.papers.words import entry_words, place_words, said_in
from server.office.papers.zones import zone
from server.office.plan.programmes import organisation_slug
from server.office.sessions.halls import hall_to_walk_to
from server.office.sessions.planned import Planned, planned_between, with_plans
from server.office.sessions.room_settings import times_patched
from server.office.staff.organisations import organisation_settings

PAST_DAYS, AHEAD_DAYS = 60, 400
REFRESH = timedelta(hours=6)
DAYS_AFTER = 7
"""How long after its end a session's day is told: calendars that ask again find it, and no address is good for ever."""


def addresses_of(connection: Connection, organisation: str, secret: str | None, base: str) -> models.Feeds:
    slug = organisation_slug(connection, organisation)
    return models.Feeds(
        public_url=f"{base}/calendar/{slug}.ics",
        staff_url=None if secret is None else f"{base}/calendar/staff/{secret}/{slug}.ics",
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """All that a feed says of one session; the same values are the same bytes."""

    uid: str
    start: int
    end: int
    zone: str
    """Empty where moments are told in UTC."""
    title: str
    cancelled: bool
    sequence: int
    changed_at: int
    place: str
    words: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """All that a feed says."""

    name: str
    zone: str
    """Of whom it is; empty for one session alone."""
    events: tuple[_Said, ...]


def public_feed(connection: Connection, organisation: str, programme: str | None, base: str, now: int) -> Feed:
    """What everybody may know: when, where, how to come. No links into rooms, no staff."""
    settings = organisation_settings(connection, organisation)
    planned = [each for each in _span(connection, organisation, settings, now) if each.listed]
    if programme is not None:
        planned = [each for each in planned if each.row.programme == programme]
    name = settings.name
    if programme is not None and planned:
        name = f"{settings.name} {planned[0].programme.name}"
    urls = public_urls(connection, organisation, base)
    changes = _changes(connection, planned)
    said = [
        _said(each, changes[each.row.series], base, _public_words(each), urls.get(each.row.programme))
        for each in planned
    ]
    return Feed(name, settings.timezone, tuple(said))


def may_read(connection: Connection, account: str, organisation: str) -> bool:
    """Whether a person works for an organisation, with the second factor if it requires one: the address of a feed is no
    more than a password."""
    member = (memberships.c.staff == account, memberships.c.organisation == organisation)
    query = select(staff.c.totp_confirmed).join(memberships, memberships.c.staff == staff.c.id).where(*member)
    row = connection.execute(query).first()
    if row is None:
        return False
    return bool(row.totp_confirmed) or not organisation_settings(connection, organisation).totp_required


def staff_feed(connection: Connection, organisation: str, base: str, now: int) -> Feed:
    """All sessions of an organisation, for who may read them."""
    settings = organisation_settings(connection, organisation)
    planned = _span(connection, organisation, settings, now)
    changes = _changes(connection, planned)
    said = [
        _said(
            each,
            changes[each.row.series],
            base,
            entry_words(each.entry, "ja"),
            f"{base}/o#/session/{each.row.id}",
        )
        for each in planned
    ]
    return Feed(f"{settings.name}(職員)", settings.timezone, tuple(said))


def one_day(connection: Connection, session: str, name: str, base: str, now: int) -> Feed:
    """The day of one session, for whoever has a link to it or a reservation: when, and where if anybody may walk there.
    Under a `name` that says nothing of it, since others of the house may read the same calendar. What is said depends on
    the session alone, and `now` only decides whether it still is: until DAYS_AFTER its end. Refused: not_found."""
    row = found(connection, sessions, sessions.c.id == session)
    if row.status == "skipped" or row.until_at + DAYS_AFTER * DAY_MS <= now:
        raise not_found()
    planned = with_plans(connection, [row], None)
    version, changed_at = _changes(connection, planned).get(row.series, (0, 0))
    hall = hall_to_walk_to(connection, session)
    day = _Said(
        uid=_uid(_unnamed(row.id), base),
        start=row.starts_at,
        end=row.until_at,
        zone="",  # one moment needs no rules of a zone, and each calendar has its own clock
        title=name,
        cancelled=row.status == "cancelled",
        sequence=version + times_patched(row),
        changed_at=changed_at // 1000,
        place="" if hall is None else f"{hall.name} {hall.address}",
        words="",
        url=None,
    )
    return Feed(name, "", (day,))


def _unnamed(session: str) -> str:
    """A session's id in a day of its own: not that of the feeds, whose event would put its title in place of the neutral
    one, nor one that leads from a family's calendar to the session's public page."""
    return hashlib.sha256(f"day {session}".encode()).hexdigest()[:24]


def _uid(session: str, base: str) -> str:
    host = base.partition("://")[2].partition(":")[0] or "engawa"
    return f"{session}@{host}"


def _span(connection: Connection, organisation: str, settings: models.OrganisationSettings, now: int) -> list[Planned]:
    day = today(settings.timezone, now)
    return planned_between(connection, organisation, later(day, -PAST_DAYS), later(day, AHEAD_DAYS))


def _public_words(planned: Planned) -> str:
    parts = (planned.note, said_in(planned.programme.summary, "ja"), entry_words(planned.entry, "ja"))
    return "\n".join(part for part in parts if part)


def _changes(connection: Connection, planned: list[Planned]) -> dict[str, tuple[int, int]]:
    """Series to (version, when it was made): calendars take a changed event only with a higher SEQUENCE. Each change of its
    programme, whose words stand in the event, counts as one, too."""
    wanted = {each.row.series for each in planned}
    rows = connection.execute(
        select(
            series_versions.c.series,
            series_versions.c.version,
            series_versions.c.at,
            programmes.c.version.label("words"),
        )
        .join(series, (series.c.id == series_versions.c.series) & (series.c.version == series_versions.c.version))
        .join(programmes, programmes.c.id == series.c.programme)
        .where(series.c.id.in_(wanted))
    )
    return {row.series: (row.version + row.words - 1, row.at) for row in rows}


def _said(planned: Planned, changed: tuple[int, int], base: str, words: str, url: str | None) -> _Said:
    row = planned.row
    return _Said(
        uid=_uid(row.id, base),
        start=row.starts_at,
        end=row.until_at,
        zone=planned.zone,
        title=row.title,
        cancelled=row.status == "cancelled",
        sequence=changed[0] + times_patched(row),
        changed_at=changed[1] // 1000,
        place=place_words(planned, "ja"),
        words=words,
        url=url,
    )


def _moment(ms: int, zone: str) -> datetime:
    return at(ms, zone) if zone else datetime.fromtimestamp(ms / 1000, UTC)


@lru_cache(maxsize=20_000)
def _event(said: _Said) -> bytes:
    """One event as the library writes it. Kept, since calendars ask again and again for what has not changed."""
    event = Event()
    event.add("uid", said.uid)
    event.add("dtstamp", datetime.fromtimestamp(said.changed_at, UTC))
    event.add("last-modified", datetime.fromtimestamp(said.changed_at, UTC))
    event.add("dtstart", _moment(said.start, said.zone))
    event.add("dtend", _moment(said.end, said.zone))
    event.add("summary", f"【中止】{said.title}" if said.cancelled else said.title)
    event.add("status", "CANCELLED" if said.cancelled else "CONFIRMED")
    event.add("sequence", said.sequence)
    event.add("location", said.place)
    event.add("description", said.words)
    event.add("transp", "OPAQUE")
    if said.url is not None:
        event.add("url", said.url)
    return bytes(event.to_ical())


_END = b"END:VCALENDAR\r\n"


def written(feed: Feed) -> bytes:
    """A feed as iCalendar: the calendar with its zones, and in it the events as they were written before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Engawa//office//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", feed.name)
    if feed.zone:
        calendar.add("x-wr-timezone", feed.zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for used in sorted({each.zone for each in feed.events if each.zone} | ({feed.zone} if feed.zone else set())):
        calendar.add_component(zone(used))
    frame = bytes(calendar.to_ical())
    assert frame.endswith(_END)
    return b"".join([frame.removesuffix(_END), *(_event(each) for each in feed.events), _END])
