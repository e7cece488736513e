"""iCalendar feeds (RFC 5545, by the icalendar library): public ones per organisation and programme, personal ones for staff.

Each session is an event of its own with a fixed UID, so that moved and cancelled dates change in place in Google, Apple and
Outlook; the zone's rules are in the file.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from sqlalchemy import Connection, select

from server.office import models
from server.office.accounts import organisation_settings
from server.office.calendar import Planned, planned_between
from server.office.common import at, later, today
from server.office.invitations import entry_words, leave_words, place_words, public_url, said_in
from server.office.kinds import NOTICE
from server.office.programmes import organisation_slug
from server.office.tables import memberships, series, series_versions

PAST_DAYS, AHEAD_DAYS = 60, 400
REFRESH = timedelta(hours=6)


def addresses_of(connection: Connection, organisation: str, secret: str, base: str) -> models.Feeds:
    slug = organisation_slug(connection, organisation)
    return models.Feeds(
        public_url=f"{base}/calendar/{slug}.ics", staff_url=f"{base}/calendar/staff/{secret}/{slug}.ics"
    )


def public_feed(connection: Connection, organisation: str, programme: str | None, base: str, now: int) -> bytes:
    """What everybody may know: when, where, how to come. No links into rooms, no staff."""
    settings = organisation_settings(connection, organisation)
    planned = [each for each in _span(connection, organisation, settings, now) if each.listed]
    if programme is not None:
        planned = [each for each in planned if each.row.programme == programme]
    name = settings.name
    if programme is not None and planned:
        name = f"{settings.name} {planned[0].programme.name}"
    calendar = _calendar(name, settings.timezone)
    changes = _changes(connection, planned)
    for each in planned:
        url = public_url(connection, organisation, each, base)
        calendar.add_component(_event(each, changes[each.row.series], base, _public_words(each), url))
    return _bytes(calendar)


def staff_feed(connection: Connection, account: str, organisation: str, base: str, now: int) -> bytes | None:
    """All sessions of an organisation that a person works for; None if they do not any more."""
    member = (memberships.c.staff == account, memberships.c.organisation == organisation)
    if connection.execute(select(memberships.c.role).where(*member)).first() is None:
        return None
    settings = organisation_settings(connection, organisation)
    calendar = _calendar(f"{settings.name}(職員)", settings.timezone)
    planned = _span(connection, organisation, settings, now)
    changes = _changes(connection, planned)
    for each in planned:
        url = f"{base}/o#/session/{each.row.id}"
        calendar.add_component(_event(each, changes[each.row.series], base, entry_words(each.entry, "ja"), url))
    return _bytes(calendar)


def _span(connection: Connection, organisation: str, settings: models.OrganisationSettings, now: int) -> list[Planned]:
    day = today(settings.timezone, now)
    return planned_between(connection, organisation, later(day, -PAST_DAYS), later(day, AHEAD_DAYS))


def _calendar(name: str, zone: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Engawa//office//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _public_words(planned: Planned) -> str:
    parts = [said_in(planned.programme.summary, "ja"), entry_words(planned.entry, "ja")]
    if planned.programme.mode != NOTICE:
        parts.append(leave_words("ja"))
    return "\n".join(part for part in parts if part)


def _event(planned: Planned, changed: tuple[int, int], base: str, words: str, url: str | None) -> Event:
    row = planned.row
    zone = ZoneInfo(planned.zone)
    host = base.partition("://")[2].partition(":")[0] or "engawa"
    event = Event()
    event.add("uid", f"{row.id}@{host}")
    event.add("dtstamp", datetime.fromtimestamp(changed[1] // 1000, UTC))
    event.add("dtstart", at(row.starts_at, planned.zone).astimezone(zone))
    event.add("dtend", at(row.until_at, planned.zone).astimezone(zone))
    cancelled = row.status == "cancelled"
    event.add("summary", f"【中止】{row.title}" if cancelled else row.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("sequence", changed[0])
    event.add("location", place_words(planned, "ja"))
    event.add("description", "\n".join(part for part in (row.note, words) if part))
    event.add("transp", "OPAQUE")
    if url is not None:
        event.add("url", url)
    return event


def _changes(connection: Connection, planned: list[Planned]) -> dict[str, tuple[int, int]]:
    """Series to (version, when it was made): calendars take a changed event only with a higher SEQUENCE."""
    wanted = {each.row.series for each in planned}
    rows = connection.execute(
        select(series_versions.c.series, series_versions.c.version, series_versions.c.at)
        .join(series, (series.c.id == series_versions.c.series) & (series.c.version == series_versions.c.version))
        .where(series.c.id.in_(wanted))
    )
    return {row.series: (row.version, row.at) for row in rows}


def _bytes(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
