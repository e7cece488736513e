"""Schedules of any kind over twenty years, against every single day asked on its own."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.office.rules.schedule import Schedule, preview
from tests.office.rules.day_by_day import JSON, NAMES, pattern, told

TWENTY_YEARS = timedelta(days=20 * 365 + 5)
POLICIES = ("hold", "skip", "next_day", "previous_day", "day_after", "day_before", "next_week", "previous_week")
ZONES = ("Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
CLOSED: tuple[list[str], ...] = (
    [],
    ["12-29/01-03"],
    ["12-28/01-04", "08-13/08-16"],
    ["2027-02-01/2027-04-30", "02-29"],
)
PLACES: tuple[list[JSON], ...] = ([], [{"form": "online"}, {"form": "venue", "venue": "本所"}],
          [{"form": "venue", "venue": "東"}, {"form": "venue", "venue": "西"}, {"form": "online"}])  # fmt: skip


def agrees(plan: JSON) -> None:
    """Every date of twenty years, where and until when, and every date that is left out, with why."""
    schedule = Schedule.model_validate_json(json.dumps(plan))
    first = date.fromisoformat(plan["starts_on"])
    last = first + TWENTY_YEARS
    seen = preview(schedule, first, last)
    wanted = told(plan, last)
    held = [
        (one.original, one.date, one.venue or str(one.form), one.start.astimezone(UTC),
         None if one.end is None else one.end.astimezone(UTC))
        for one in seen.dates
    ]  # fmt: skip
    expected = [(each.original, each.held, each.place, each.begins, each.ends) for each in wanted]
    assert sorted(held, key=str) == sorted((each for each in expected if each[1] and first <= each[1] <= last), key=str)
    assert [(one.date, str(one.reason)) for one in seen.not_held] == [
        (each.original, each.reason) for each in wanted if each.held is None and each.original <= last
    ]


numbers = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1, max_size=2, unique=True)
weekdays = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(",".join)
intervals = st.sampled_from(["", "", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=5"])
months = st.sampled_from(["", "", ";BYMONTH=2,4,6,8,10,12", ";BYMONTH=1,5", ";BYMONTH=2"])
rules = st.one_of(
    st.builds(lambda by, on: f"FREQ=DAILY{by}{on}", intervals, months),
    st.builds(lambda by, on, days: f"FREQ=WEEKLY{by}{on};BYDAY={days}", intervals, months, weekdays),
    st.builds(
        lambda by, on, which, day: f"FREQ=MONTHLY{by}{on};BYDAY={','.join(f'{each}{day}' for each in which)}",
        intervals, st.just(""), numbers, st.sampled_from(NAMES),
    ),
    st.builds(
        lambda freq, by, days: f"FREQ={freq}{by};BYMONTHDAY={','.join(map(str, days))}",
        st.sampled_from(["MONTHLY", "YEARLY"]), intervals,
        st.lists(st.sampled_from([1, 3, 11, 15, 23, 28, 29, 30, 31, 31, -1, -31]), min_size=1, max_size=3, unique=True),
    ),
    st.sampled_from(["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=4,11;BYMONTHDAY=30,31"]),
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> JSON:
    text = draw(rules)
    rule: JSON = {"rule": text}
    if "BYMONTHDAY" in text:
        rule["short_months"] = draw(st.sampled_from(["skip", "last_day", "next_month"]))
    rule["only"] = draw(st.sampled_from([None, None, "workdays", "days_off", "holidays", "open"]))
    if rule["only"] is not None:
        rule["nth"] = draw(
            st.one_of(st.just([]), st.lists(st.sampled_from([1, 3, 5, -1, -2]), max_size=3, unique=True))
        )
    ending = draw(st.sampled_from(["", "", "held", "held", "COUNT", "UNTIL"]))
    number = draw(st.integers(1, 60))
    if ending == "held":
        rule["held"] = number
    elif ending:
        rule["rule"] += f";COUNT={number}" if ending == "COUNT" else f";UNTIL={2030 + number // 4}0815"
    start, end = draw(st.sampled_from([("10:00", "12:00"), ("22:00", "05:00"), ("02:15", "02:45"), ("17:00", None)]))
    rule |= {"start": start, "end": end, "elapsed": draw(st.booleans())}
    rule |= {"places": draw(st.sampled_from(PLACES)), "turns": draw(st.sampled_from(["pattern", "held"]))}
    begins = draw(st.dates(date(2019, 1, 1), date(2030, 12, 31)))
    plan: JSON = {
        "starts_on": str(begins), "rules": [rule], "timezone": draw(st.sampled_from(ZONES)),
        "holidays": draw(st.sampled_from(POLICIES)), "on_closed": draw(st.sampled_from(POLICIES)),
        "closed": draw(st.sampled_from(CLOSED)),
        "weekends": draw(st.sampled_from(["hold", "hold", "skip", "next_day", "previous_day"])),
    }  # fmt: skip
    if draw(st.integers(0, 3)) == 0:
        plan["ends_on"] = str(begins + timedelta(days=draw(st.integers(0, 6000))))
    return plan | {"changes": draw(changes(plan))}


@st.composite
def changes(draw: st.DrawFn, plan: JSON) -> list[JSON]:
    """About dates that the pattern has, in any order and again and again."""
    begins = date.fromisoformat(plan["starts_on"])
    own = [day for day in pattern(plan, begins + timedelta(days=900)) if str(day) <= plan.get("ends_on", "9999")][:40]
    said: list[JSON] = []
    for _ in range(draw(st.integers(0, 8)) if own else 0):
        kind = draw(st.sampled_from(["skip", "cancel", "cancel", "restore", "move"]))
        change: JSON = {"kind": kind, "date": str(draw(st.sampled_from(own)))}
        if kind == "move":
            to = date.fromisoformat(change["date"]) + timedelta(days=draw(st.integers(-9, 400)))
            change["to"] = {"date": str(to)}
        elif draw(st.integers(0, 5)) == 0:
            change["scope"] = draw(st.sampled_from(["later", "all"]))
        if kind == "cancel":
            change["make_up"] = draw(st.booleans())
        said.append(change)
    return said


@given(plans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_schedule_over_twenty_years(plan: JSON) -> None:
    agrees(plan)
