"""Wall clocks stay where they are when summer time comes and goes; only the distance from UTC changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from tests.office.rules.asking import dates, looked_at, rule, schedule

SUNDAYS = "FREQ=WEEKLY;BYDAY=SU"
SATURDAYS = "FREQ=WEEKLY;BYDAY=SA"


def in_utc(when: datetime | None) -> str:
    assert when is not None
    return f"{when.astimezone(UTC):%m-%d %H:%M}"


def times(
    zone: str, day: str, start: str, end: str | None, text: str = "FREQ=DAILY"
) -> tuple[datetime, datetime | None]:
    """Start and end of the only date on `day`."""
    plan = schedule(rule(text, start, end), timezone=zone, starts_on="2026-01-01")
    (held,) = looked_at(plan, day, day).dates
    assert held.date == date.fromisoformat(day)
    assert held.start.tzinfo == ZoneInfo(zone)
    return held.start, held.end


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        # Berlin goes forward on 29 March and back on 25 October 2026.
        ("Europe/Berlin", "2026-03-22", "03-22 09:00", "03-22 11:00"),
        ("Europe/Berlin", "2026-03-29", "03-29 08:00", "03-29 10:00"),
        ("Europe/Berlin", "2026-10-18", "10-18 08:00", "10-18 10:00"),
        ("Europe/Berlin", "2026-10-25", "10-25 09:00", "10-25 11:00"),
        # New York goes forward on 8 March and back on 1 November 2026.
        ("America/New_York", "2026-03-01", "03-01 15:00", "03-01 17:00"),
        ("America/New_York", "2026-03-08", "03-08 14:00", "03-08 16:00"),
        ("America/New_York", "2026-10-25", "10-25 14:00", "10-25 16:00"),
        ("America/New_York", "2026-11-01", "11-01 15:00", "11-01 17:00"),
        ("Asia/Tokyo", "2026-03-29", "03-29 01:00", "03-29 03:00"),
        ("Asia/Tokyo", "2026-11-01", "11-01 01:00", "11-01 03:00"),
    ],
)
def test_ten_oclock_stays_ten_oclock(zone: str, day: str, start: str, end: str) -> None:
    begins, ends = times(zone, day, "10:00", "12:00", SUNDAYS)
    assert ends is not None
    assert (begins.strftime("%H:%M"), ends.strftime("%H:%M")) == ("10:00", "12:00")
    assert (in_utc(begins), in_utc(ends)) == (start, end)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia"])
def test_a_year_of_sundays_is_the_same_everywhere(zone: str) -> None:
    plan = schedule(rule(SUNDAYS), timezone=zone, starts_on="2026-01-01")
    seen = looked_at(plan, "2026-01-01", "2026-12-31").dates
    assert len(seen) == 52
    assert {(held.date.weekday(), held.start.strftime("%H:%M")) for held in seen} == {(6, "10:00")}


def test_tokyo_is_meant_where_nothing_is_said() -> None:
    (held,) = looked_at(schedule(rule(SUNDAYS)), "2026-04-05", "2026-04-05").dates
    assert held.start == datetime(2026, 4, 5, 1, 0, tzinfo=UTC)
    assert held.start.tzinfo == ZoneInfo("Asia/Tokyo")


def test_the_window_is_in_local_days() -> None:
    """Half past midnight on Sunday in Tokyo is Saturday in UTC."""
    plan = schedule(rule(SUNDAYS, "00:30", "01:30"))
    assert dates(plan, "2026-04-05", "2026-04-05") == "4/5"
    assert dates(plan, "2026-04-04", "2026-04-04") == ""
    late = schedule(rule(SUNDAYS, "23:30", "23:45"), timezone="America/New_York")
    assert dates(late, "2026-04-05", "2026-04-05") == "4/5"


@pytest.mark.parametrize(("zone", "day", "start"), [
    ("Europe/Berlin", "2026-03-29", "03-29 01:30"),
    ("America/New_York", "2026-03-08", "03-08 07:30"),
])  # fmt: skip
def test_half_past_two_does_not_exist_in_spring(zone: str, day: str, start: str) -> None:
    """RFC 5545, 3.3.5: it is read with the offset before the gap, so it is an hour later on the clock."""
    begins, ends = times(zone, day, "02:30", "05:00")
    assert in_utc(begins) == start
    assert ends is not None
    assert ends.strftime("%H:%M") == "05:00"
    assert ends.astimezone(UTC) > begins.astimezone(UTC)


@pytest.mark.parametrize(("zone", "day", "start"), [
    ("Europe/Berlin", "2026-10-25", "10-25 00:30"),
    ("America/New_York", "2026-11-01", "11-01 05:30"),
])  # fmt: skip
def test_of_a_doubled_time_the_first_is_meant(zone: str, day: str, start: str) -> None:
    clock = "02:30" if zone == "Europe/Berlin" else "01:30"
    begins, ends = times(zone, day, clock, "05:00")
    assert in_utc(begins) == start
    assert begins.strftime("%H:%M") == clock
    assert ends is not None
    assert ends.strftime("%H:%M") == "05:00"


@pytest.mark.parametrize(
    ("start", "end"), [("02:00", "02:30"), ("02:30", "03:00"), ("02:30", "03:15"), ("01:30", "02:30")]
)
def test_a_date_in_the_gap_does_not_end_before_it_starts(start: str, end: str) -> None:
    begins, ends = times("Europe/Berlin", "2026-03-29", start, end)
    assert ends is not None
    assert ends.astimezone(UTC) >= begins.astimezone(UTC)


def test_a_night_over_the_change_ends_at_the_hour_on_the_wall() -> None:
    for day, hours in (("2026-03-28", 7), ("2026-10-24", 9), ("2026-04-04", 8)):
        begins, ends = times("Europe/Berlin", day, "22:00", "06:00", SATURDAYS)
        assert ends is not None
        assert ends.strftime("%H:%M") == "06:00"
        assert ends.date() > begins.date()
        assert (ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("zone", "start", "until"),
    [
        ("Asia/Tokyo", "10:00", "20261231"),
        ("Asia/Tokyo", "10:00", "20261231T145959Z"),
        ("Asia/Tokyo", "08:30", "20261230T233000Z"),
        ("America/New_York", "10:00", "20270101T045959Z"),
        ("America/New_York", "20:00", "20270101T010000Z"),
    ],
)
def test_until_in_utc_is_the_moment_of_the_last_beginning(zone: str, start: str, until: str) -> None:
    """RFC 5545, 3.3.10, as calendars write it out: 31 December is the last day in each of these."""
    plan = schedule(rule(f"FREQ=DAILY;UNTIL={until}", start, None), timezone=zone)
    assert dates(plan, "2026-12-30", "2027-01-05") == "12/30 12/31"


def test_linked_rooms_keep_their_wall_times_too() -> None:
    rooms = [{"name": "A"}, {"name": "B", "start": "10:30", "end": "11:30"}]
    plan = schedule(rule(SUNDAYS, rooms=rooms), timezone="Europe/Berlin", starts_on="2026-01-01")
    for day, offset in (("2026-03-22", 1), ("2026-03-29", 2), ("2026-10-25", 1)):
        (held,) = looked_at(plan, day, day).dates
        assert [room.start.strftime("%H:%M") for room in held.rooms] == ["10:00", "10:30"]
        for room in held.rooms:
            step = room.start.utcoffset()
            assert step is not None
            assert step.total_seconds() == offset * 3600


@pytest.mark.parametrize("zone", ["Japan/Tokyo", "", "../etc/passwd", "JST+9 ", "Asia"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError):
        schedule(rule(SUNDAYS), timezone=zone)
