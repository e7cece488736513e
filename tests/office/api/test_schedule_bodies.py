"""Any schedule at all can be asked about: the answer is its dates or what is wrong with it, soon, and never an accident."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.office import StaffRole
from server.office.rules.schedule.model import MAX_ADDED, MAX_CHANGES, MAX_RANGES
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.test_bad_input import assert_problem

SECONDS = 15.0
"""Of computing, for the worst that anybody may ask (3 where this was written); what a clerk asks takes a hundredth."""
Json = dict[str, Any]
DAILY = "FREQ=DAILY"

# -- what is drawn -------------------------------------------------------------------------------------------------

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EDGES = ("2000-01-01", "2000-02-29", "2026-05-28", "2028-02-29", "2099-12-31", "2100-02-28", "2100-12-31")
days = st.one_of(
    st.sampled_from(EDGES),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat),
    st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat),
)
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


def numbers(least: int, most: int, size: int = 3) -> st.SearchStrategy[str]:
    return st.lists(st.integers(least, most), min_size=1, max_size=size).map(lambda each: ",".join(map(str, each)))


def _ordinal(number: int, day: str) -> str:
    return f"{number or ''}{day}"


by_day = st.lists(
    st.builds(_ordinal, st.sampled_from([0, 0, 0, 1, 2, 3, 5, -1, -5, 53]), st.sampled_from(WEEKDAYS)),
    min_size=1,
    max_size=7,
).map(",".join)
PARTS: dict[str, st.SearchStrategy[str]] = {
    "INTERVAL": st.integers(0, 401).map(str),
    "BYDAY": by_day,
    "BYMONTH": numbers(0, 13),
    "BYMONTHDAY": numbers(-32, 32),
    "BYYEARDAY": numbers(-367, 367),
    "BYWEEKNO": numbers(-54, 54),
    "BYSETPOS": numbers(-366, 366, 2),
    "COUNT": st.sampled_from(["0", "1", "12", "5000", "5001"]),
    "UNTIL": st.one_of(
        days.map(lambda day: day.replace("-", "")), st.sampled_from(["00010101", "99991231", "20270331T150000Z"])
    ),
    "WKST": st.sampled_from([*WEEKDAYS, "XX"]),
}  # fmt: skip


@st.composite
def rrules(draw: st.DrawFn) -> str:
    named = draw(st.lists(st.sampled_from(sorted(PARTS)), max_size=3, unique=True))
    parts = [f"{name}={draw(PARTS[name])}" for name in named]
    return ";".join([f"FREQ={draw(st.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']))}", *parts])


places = st.fixed_dictionaries(
    {},
    optional={"form": st.sampled_from(["online", "venue", "hybrid"]), "venue": st.sampled_from(["甲野会館", "分館"])},
)
rooms = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["本人", "家族", "待合室"])}, optional={"start": clocks, "end": clocks}
    ),
    max_size=3,
)
plain_rules = st.fixed_dictionaries(
    {"rule": rrules(), "start": clocks},
    optional={
        "end": clocks,
        "places": st.lists(places, max_size=3),
        "rooms": rooms,
        "id": st.sampled_from(["a", "b", "added"]),
        "only": st.sampled_from([None, "workdays", "days_off", "holidays", "open", "weekends"]),
        "nth": st.lists(st.integers(-32, 32), max_size=3),
        "short_months": st.sampled_from(["skip", "last_day", "next_month"]),
        "held": st.sampled_from([None, 0, 1, 7, 400, 401]),
        "elapsed": st.booleans(),
        "turns": st.sampled_from(["pattern", "held"]),
    },
)
listed_rules = st.fixed_dictionaries(
    {"dates": st.lists(days, max_size=5), "start": clocks}, optional={"end": clocks, "held": st.integers(1, 5)}
)
rules = st.one_of(plain_rules, plain_rules, listed_rules)
scopes = st.sampled_from(["this", "later", "all"])
targets = st.fixed_dictionaries({"date": days}, optional={"start": clocks, "end": clocks, "place": places})
told = st.fixed_dictionaries(
    {"kind": st.sampled_from(["skip", "cancel", "restore"]), "date": days},
    optional={"scope": scopes, "rule": st.just("a"), "make_up": st.booleans()},
)
moves = st.fixed_dictionaries({"kind": st.just("move"), "date": days, "to": targets}, optional={"scope": scopes})
adds = st.fixed_dictionaries(
    {"kind": st.just("add"), "date": days, "start": clocks}, optional={"end": clocks, "place": places}
)
replaces = st.fixed_dictionaries(
    {"kind": st.just("replace"), "date": days, "rules": st.lists(rules, min_size=1, max_size=2)},
    optional={"scope": st.sampled_from(["later", "all", "this"])},
)
policies = st.sampled_from(["hold", "skip", "next_day", "previous_day", "next_week", "day_after"])
schedules = st.fixed_dictionaries(
    {"starts_on": days, "rules": st.lists(rules, max_size=3)},
    optional={
        "ends_on": days,
        "holidays": policies,
        "on_closed": policies,
        "closed": st.lists(
            st.sampled_from(["12-29/01-03", "02-29", "2026-08-13/2026-08-15", "01-01/12-31"]), max_size=3
        ),
        "timezone": st.sampled_from(["Asia/Tokyo", "UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
        "changes": st.lists(st.one_of(told, moves, adds, replaces), max_size=6),
    },
)


async def ask(browser: Browser, body: Json, path: str = "/schedule/preview") -> Answer:
    """The answer, held to what every answer is held to."""
    begun = time.process_time()
    answer = await browser.office("POST", path, body)
    assert time.process_time() - begun < SECONDS
    assert answer.status < 500, answer.text
    if answer.status != 200:
        assert_problem(answer)
    return answer


def about(examples: int) -> settings:
    # What one example leaves behind is no matter to the next, so that all may share an office.
    shared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, suppress_health_check=shared, deadline=None, derandomize=True)


@about(150)
@given(schedule=schedules, first=st.none() | days, last=st.none() | days)
async def test_any_schedule_has_a_preview(
    office: Office, kono: Town, schedule: Json, first: str | None, last: str | None
) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    await ask(browser, {"schedule": schedule, "first": first, "last": last})
    await ask(browser, {"schedule": schedule})
    await browser.http.close()


@about(60)
@given(schedule=schedules, change=st.one_of(told, moves, adds, replaces))
async def test_any_schedule_can_be_planned_or_refused(office: Office, kono: Town, schedule: Json, change: Json) -> None:
    """And changed, and changed back, with rows of sessions that follow."""
    browser = office.browser(kono.cookies[StaffRole.SCHEDULER])
    series = {"programme": kono.ids["programme"], "title": "なんでも", "schedule": schedule}
    path = f"/{kono.ids['o']}/series"
    await ask(browser, {"schedule": schedule}, f"/{kono.ids['o']}/schedule/preview")
    made = await ask(browser, {"series": series}, path)
    if made.status == 200:
        own = f"{path}/{made.json['id']}"
        if (await ask(browser, {"change": change, "version": 1}, f"{own}/changes")).status == 200:
            assert (await ask(browser, {"version": 2}, f"{own}/undo")).status == 200
        assert (await browser.office("DELETE", own)).status == 200
    await browser.http.close()


# -- once answered by an accident --------------------------------------------------------------------------------


def _one(**rule: Any) -> Json:
    return {"starts_on": "2026-06-01", "rules": [{"rule": "FREQ=WEEKLY;BYDAY=SU", "start": "10:00", **rule}]}


BROKEN: dict[str, tuple[Json, str]] = {
    "a year before all": (_one(rule="FREQ=DAILY;UNTIL=00010101"), "schedule.rules.0.rule"),
    "a year after all": (_one(rule="FREQ=DAILY;UNTIL=99991231T000000Z"), "schedule.rules.0.rule"),
    "30 February": (_one(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "schedule.rules.0.rule"),
    "hours of no day": (_one(start="１０:６０"), "schedule.rules.0.start"),
    "a start on the next day": (_one(start="25:00"), "schedule.rules.0.start"),
    "noon or midnight": (_one(end="午後12時"), "schedule.rules.0.end"),
    "a day that is in no calendar": ({**_one(), "closed": ["13-45"]}, "schedule.closed.0"),
    "a hall that nobody sees": (_one(places=[{"venue": "\u200b\u3164"}]), "schedule.rules.0.places.0.venue"),
    "no time at all": (
        {**_one(), "changes": [{"kind": "add", "date": "2026-07-01", "start": "10:00", "end": "10:00"}]},
        "schedule.changes.0",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_cannot_be_is_said_beside_its_field(office: Office, kono: Town, name: str) -> None:
    schedule, at = BROKEN[name]
    answer = await ask(office.browser(kono.cookies[StaffRole.READER]), {"schedule": schedule})
    assert answer.status == 422
    assert [each["at"] for each in answer.json["fields"]] == [at]


async def test_the_last_day_of_all_has_a_preview(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    for policy in ("hold", "next_day", "next_week"):
        schedule = {"starts_on": "2100-12-31", "rules": [{"rule": DAILY, "start": "10:00"}], "holidays": policy}
        answer = await ask(browser, {"schedule": schedule, "first": "2100-12-31"})
        assert (answer.status, answer.json["dates"][0]["date"]) == (200, "2100-12-31")


@pytest.mark.parametrize("ids", [("added",), ("a", "a")])
async def test_a_change_that_breaks_the_whole_is_refused(office: Office, kono: Town, ids: tuple[str, ...]) -> None:
    """Right by itself; only the schedule with it is none any more."""
    rules = [{"id": name, "rule": "FREQ=WEEKLY;BYDAY=SU", "start": "10:00"} for name in ids]
    change = {"kind": "replace", "date": "2026-07-01", "rules": rules}
    browser = office.browser(kono.cookies[StaffRole.SCHEDULER])
    path = f"/{kono.ids['o']}/series/{kono.ids['series']}/changes"
    answer = await ask(browser, {"change": change, "version": 2}, path)
    assert (answer.status, answer.code) == (422, "change_refused")
    assert [each["at"] for each in answer.json["fields"]] == ["change"]


# -- the worst of them ---------------------------------------------------------------------------------------------


def _schedule(*texts: str, **more: Any) -> Json:
    return {
        "starts_on": "2026-01-01",
        "rules": [{"rule": text, "start": "10:00", "end": "12:00"} for text in texts],
        **more,
    }


def _day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


def _told(number: int, **change: Any) -> list[Json]:
    return [{"date": _day(day), **change} for day in range(number)]


def _moved(number: int, scope: str) -> list[Json]:
    return [
        {"kind": "move", "scope": scope, "date": _day(day), "to": {"date": _day(day), "start": f"15:{day % 60:02}"}}
        for day in range(number)
    ]


HEAVY: dict[str, Json] = {
    "thirteen years of days": _schedule("FREQ=DAILY;COUNT=5000"),
    "twelve rules for every day": _schedule(*[DAILY] * 12),
    "30 February": _schedule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "30 February in twelve ways": _schedule(
        *[f"FREQ=DAILY;INTERVAL={n};BYMONTH=2;BYMONTHDAY=30,31" for n in range(1, 13)]
    ),
    "the second of one": _schedule(*[f"FREQ=DAILY;INTERVAL={n};BYDAY=MO;BYSETPOS=2" for n in range(1, 13)]),
    "the three hundredth Monday of a week": _schedule("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=300"),
    "the three hundredth Monday of a month": _schedule("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-300"),
    "the last day of a year in every way": _schedule("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366"),
    "a Monday that never comes": _schedule(*[f"FREQ=DAILY;INTERVAL={7 * n};BYDAY=MO" for n in range(1, 13)]),
    "a week that is in no such month": _schedule("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6"),
    "a day that is in few years": _schedule("FREQ=YEARLY;INTERVAL=399;BYYEARDAY=366,-366"),
    "always closed": _schedule(*[DAILY] * 12, closed=["01-01/12-31"], on_closed="next_week"),
    "half closed": _schedule(
        *["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"] * 12, closed=["10-01/03-31"], on_closed="previous_week"
    ),
    "a thousand left out": _schedule(*[DAILY] * 12, changes=_told(MAX_CHANGES, kind="skip")),
    "a thousand moved": _schedule(DAILY, changes=_moved(MAX_CHANGES, "this")),
    "all put off, again and again": _schedule(DAILY, changes=_moved(MAX_RANGES, "all")),
    "the rest put off, again and again": _schedule(DAILY, changes=_moved(MAX_RANGES, "later")),
    "the rest cancelled, again and again": _schedule(DAILY, changes=_told(MAX_RANGES, kind="cancel", scope="later")),
    "as many added as may be": _schedule(DAILY, changes=_told(MAX_ADDED, kind="add", start="15:00")),
    "replaced again and again": _schedule(
        DAILY, changes=_told(MAX_RANGES, kind="replace", rules=[{"rule": DAILY, "start": "15:00"}] * 12)
    ),
}


@pytest.mark.parametrize("name", HEAVY)
async def test_the_worst_is_answered_soon(office: Office, kono: Town, name: str) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    five_years = {"first": "2026-01-01", "last": "2030-12-31"}
    assert (await ask(browser, {"schedule": HEAVY[name], **five_years})).status in (200, 422)
    assert (await ask(browser, {"schedule": HEAVY[name]})).status in (200, 422)


@pytest.mark.parametrize(
    "changes",
    [
        _told(MAX_CHANGES + 1, kind="skip"),
        _told(MAX_RANGES + 1, kind="cancel", scope="all"),
        _moved(MAX_RANGES + 1, "later"),
        _told(MAX_ADDED + 1, kind="add", start="15:00"),
    ],
)
async def test_more_changes_than_can_be_answered_soon_are_refused(
    office: Office, kono: Town, changes: list[Json]
) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    assert (await ask(browser, {"schedule": _schedule(DAILY, changes=changes)})).status == 422
