"""A zone's rules in a calendar file are those of its clock, as another library reads them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz
from sqlalchemy import select

from server.office.base.tables import sessions
from server.office.papers import feeds
from server.office.papers.zones import zone
from tests.office.conftest import NOW, Town, monthly

ZONES = (
    "Asia/Tokyo", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Santiago", "Australia/Lord_Howe",
    "Asia/Almaty", "Asia/Jerusalem", "Africa/Casablanca",
)  # fmt: skip
BASE = "https://engawa.example"
HOUR = timedelta(hours=1)


def read_by_another(text: str, name: str) -> tzinfo:
    read = tz.tzical(io.StringIO(text)).get(name)
    assert read is not None
    return read


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_around_every_turn_has_the_offset_of_the_clock(name: str) -> None:
    """And of every week; a wall clock that shows an hour twice shows the first of them."""
    clock = ZoneInfo(name)
    read = read_by_another(zone(name).to_ical().decode(), name)
    moment, turned = datetime(2024, 1, 2, tzinfo=UTC), 0
    while moment < datetime(2030, 1, 1, tzinfo=UTC):
        local = moment.astimezone(clock)
        for near in range(-3, 4) if local.utcoffset() != (moment - HOUR).astimezone(clock).utcoffset() else (0,):
            there = (moment + near * HOUR).astimezone(clock)
            if there.fold == 0 and there.replace(fold=1).utcoffset() == there.utcoffset():
                turned += near != 0
                assert there.replace(tzinfo=read).utcoffset() == there.utcoffset(), there
        moment += HOUR
    assert turned or name == "Asia/Tokyo"


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York"])
def test_what_turns_by_a_rule_is_told_by_one(name: str) -> None:
    """Outlook passes over dates in a list, and a list ends."""
    made = zone(name)
    turns = [each for each in made.subcomponents if each.decoded("TZOFFSETFROM") != each.decoded("TZOFFSETTO")]
    assert len(turns) == 2
    assert all("RRULE" in each and "RDATE" not in each for each in turns)


def test_a_turn_is_at_the_hour_that_clocks_show_before_it() -> None:
    """RFC 5545, 3.6.5: DTSTART is a local time with the offset of before."""
    turns = zone("Europe/Berlin").subcomponents[1:]
    starts = {str(each["TZNAME"]): each.decoded("DTSTART").isoformat() for each in turns}
    assert starts == {"CEST": "2020-03-29T02:00:00", "CET": "2020-10-25T03:00:00"}


async def test_a_session_alone_is_told_in_utc_and_a_feed_in_its_zone(town: Town) -> None:
    await town.series({**monthly(), "timezone": "Europe/Berlin"})
    first = await town.database.read(
        lambda connection: connection.execute(select(sessions).order_by(sessions.c.starts_at)).first()
    )
    assert first is not None
    day = feeds.written(await town.database.read(feeds.one_day, first.id, "縁側", BASE, NOW)).decode()
    assert "VTIMEZONE" not in day
    start = datetime.fromtimestamp(first.starts_at / 1000, UTC)
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in day
    whole = feeds.written(await town.database.read(feeds.public_feed, town.organisation, None, BASE, NOW))
    read = icalendar.Calendar.from_ical(whole)
    assert {str(each["TZID"]) for each in read.walk("VTIMEZONE")} >= {"Europe/Berlin"}
    told = {(each["DTSTART"].params["TZID"], each.decoded("DTSTART").astimezone(UTC)) for each in read.walk("VEVENT")}
    assert ("Europe/Berlin", start) in told
