"""Whatever is told in whatever order: no date is lost, none is doubled, and looking at a part shows that part."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.office.rules.schedule import Schedule, preview
from tests.office.rules.asking import looked_at, schedule
from tests.office.rules.day_by_day import pattern as pattern_of
from tests.office.rules.independent import HOLIDAYS, MO, ONE_DAY, days, every, is_last_of_its_name, nth

START, END = date(2026, 3, 30), date(2027, 3, 28)
"""A Monday and a Sunday, 52 weeks."""
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
POLICIES = ("hold", "skip", "next_day", "previous_day", "next_week", "previous_week", "day_after", "day_before")
Pattern = tuple[dict[str, object], list[date]]
Step = tuple[str, int, int]


def timed(fields: dict[str, object], start: str = "10:00", end: str = "12:00") -> dict[str, object]:
    return {"start": start, "end": end, **fields}


def weekly(weekdays: frozenset[int]) -> Pattern:
    names = ",".join(NAMES[number] for number in sorted(weekdays))
    return {"rule": f"FREQ=WEEKLY;BYDAY={names}"}, every(lambda day: day.weekday() in weekdays, START, END)


def monthly(chosen: frozenset[tuple[int, int]]) -> Pattern:
    text = ",".join(f"{number}{NAMES[weekday]}" for number, weekday in sorted(chosen))
    return {"rule": f"FREQ=MONTHLY;BYDAY={text}"}, every(
        lambda day: (nth(day), day.weekday()) in chosen or (is_last_of_its_name(day) and (-1, day.weekday()) in chosen),
        START,
        END,
    )


def numbered(number: int) -> Pattern:
    return {"rule": f"FREQ=MONTHLY;BYMONTHDAY={number}"}, every(lambda day: day.day == number, START, END)


def listed(offsets: frozenset[int]) -> Pattern:
    chosen = sorted(START + timedelta(days=offset) for offset in offsets)
    return {"dates": [day.isoformat() for day in chosen]}, chosen


def kept(fields: dict[str, object]) -> Pattern:
    """Patterns that RFC 5545 has not."""
    plan = {"starts_on": str(START), "rules": [fields]}
    return fields, [day for day in pattern_of(plan, END) if day <= END]


KEPT: tuple[dict[str, object], ...] = (
    {"rule": "FREQ=DAILY", "only": "holidays"},
    {"rule": "FREQ=DAILY", "only": "open", "nth": [1, 3, -1]},
    {"rule": "FREQ=WEEKLY;BYDAY=MO,FR", "only": "days_off"},
    {"rule": "FREQ=WEEKLY;BYDAY=MO,SU", "only": "workdays", "nth": [2]},
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=15,31", "short_months": "last_day"},
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=1,31", "short_months": "next_month"},
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=30,31", "short_months": "next_month", "only": "workdays", "nth": [-1]},
)
weekdays = st.frozensets(st.integers(0, 6), min_size=1, max_size=6)
patterns: st.SearchStrategy[Pattern] = st.one_of(
    weekdays.map(weekly),
    st.frozensets(st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6)), min_size=1, max_size=3).map(
        monthly
    ),
    st.integers(1, 31).map(numbered),
    st.frozensets(st.integers(0, (END - START).days), min_size=1, max_size=12).map(listed),
    st.sampled_from(KEPT).map(kept),
)
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(["skip", "cancel", "restore", "move", "move"]), st.integers(0, 400), st.integers(0, 40)),
    max_size=25,
)
closures = st.sampled_from([[], ["12-29/01-03"], ["2026-08-10/2026-08-16", "10-01"]])


def told_singly(pattern: Sequence[date], wanted: list[Step]) -> tuple[list[dict[str, object]], dict[date, date | str]]:
    """Changes of single dates that make sense, and what becomes of each date: a day, or the reason it is left out."""
    becomes: dict[date, date | str] = {day: day for day in pattern}
    changes: list[dict[str, object]] = []
    for kind, which, where in wanted:
        day = pattern[which % len(pattern)]
        change: dict[str, object] = {"kind": kind, "date": day.isoformat()}
        if kind == "move":
            near = days(max(START, day - timedelta(days=10)), min(END, day + timedelta(days=10)))
            free = [other for other in near if other not in becomes and other not in becomes.values()]
            if not free:
                continue
            becomes[day] = free[where % len(free)]
            change["to"] = {"date": str(becomes[day])}
        else:
            becomes[day] = {"skip": "skipped", "cancel": "cancelled"}.get(kind, day)
        changes.append(change)
    return changes, becomes


@given(patterns, steps)
def test_no_date_is_lost_or_doubled(pattern: Pattern, wanted: list[Step]) -> None:
    fields, own = pattern
    changes, becomes = told_singly(own, wanted) if own else ([], {})
    seen = looked_at(schedule(timed(fields), starts_on=str(START), ends_on=str(END), changes=changes), START, END)
    held = sorted((day, original) for original, day in becomes.items() if isinstance(day, date))
    assert [(one.date, one.original) for one in seen.dates] == held
    left = sorted((original, reason) for original, reason in becomes.items() if isinstance(reason, str))
    assert [(one.date, str(one.reason)) for one in seen.not_held] == left
    assert {one.date for one in seen.dates if one.status == "moved"} == {
        day for day, original in held if day != original
    }


@given(patterns, steps, st.frozensets(st.integers(0, 363), max_size=6))
def test_added_dates_come_on_top(pattern: Pattern, wanted: list[Step], offsets: frozenset[int]) -> None:
    fields, own = pattern
    changes, _ = told_singly(own, wanted) if own else ([], {})
    extra = [START + timedelta(days=offset) for offset in sorted(offsets)]
    adds = [{"kind": "add", "date": str(day), "start": "18:00", "end": "20:00"} for day in extra]
    common = {"starts_on": str(START), "ends_on": str(END)}
    without = looked_at(schedule(timed(fields), changes=changes, **common), START, END)
    added = looked_at(schedule(timed(fields), changes=[*changes, *adds], **common), START, END)
    assert [one.date for one in added.dates if one.status == "added"] == extra
    assert tuple(one for one in added.dates if one.status != "added") == without.dates
    assert added.not_held == without.not_held


@given(patterns, steps, st.sampled_from(POLICIES), closures)
def test_taking_everything_back_gives_the_first_list(
    pattern: Pattern, wanted: list[Step], policy: str, closed: list[str]
) -> None:
    fields, own = pattern
    told = [step for step in wanted if step[0] != "restore"]
    changes, _ = told_singly(own, told) if own else ([], {})
    back = [{"kind": "restore", "date": day} for day in sorted({str(change["date"]) for change in changes})]
    common = {"starts_on": str(START), "holidays": policy, "closed": closed, "on_closed": policy}
    first = looked_at(schedule(timed(fields), **common), START, END)
    after = looked_at(schedule(timed(fields), changes=[*changes, *back], **common), START, END)
    assert after.dates == first.dates
    assert after.not_held == first.not_held


@given(patterns, steps, st.sampled_from(POLICIES))
def test_one_restore_of_all_takes_everything_back(pattern: Pattern, wanted: list[Step], policy: str) -> None:
    fields, own = pattern
    changes, _ = told_singly(own, wanted) if own else ([], {})
    back = {"kind": "restore", "date": str(START), "scope": "all"}
    common = {"starts_on": str(START), "holidays": policy}
    first = looked_at(schedule(timed(fields), **common), START, END)
    after = looked_at(schedule(timed(fields), changes=[*changes, back], **common), START, END)
    assert (after.dates, after.not_held) == (first.dates, first.not_held)


def some_day(offset: int) -> str:
    return str(START + timedelta(days=offset))


offsets = st.integers(0, 363)
near_holidays = st.builds(
    lambda day, by: (day - START).days + by,
    st.sampled_from([day for day in HOLIDAYS if START < day < END]), st.integers(0, 2),
)  # fmt: skip
"""Days on and after holidays: there dates that move meet others."""
any_changes = st.lists(
    st.one_of(
        st.builds(
            lambda kind, offset, scope: {"kind": kind, "date": some_day(offset), "scope": scope},
            st.sampled_from(["skip", "cancel", "restore"]), offsets, st.sampled_from(["this", "later", "all"]),
        ),
        st.builds(
            lambda offset, by, scope: {
                "kind": "move", "date": some_day(offset), "scope": scope, "to": {"date": some_day(offset + by)}
            },
            offsets, st.integers(-9, 9), st.sampled_from(["this", "later", "all"]),
        ),
        st.builds(lambda offset: {"kind": "add", "date": some_day(offset), "start": "18:00", "end": None}, offsets),
    ),
    max_size=8,
)  # fmt: skip


@given(
    patterns, patterns, any_changes, st.sampled_from(POLICIES), closures, st.tuples(offsets, offsets, offsets),
    st.sampled_from([None, 3, 20]), st.sampled_from(["pattern", "held"]),
)  # fmt: skip
def test_two_windows_show_what_one_shows(
    one: Pattern, two: Pattern, changes: list[object], policy: str, closed: list[str], cuts: tuple[int, int, int],
    held: int | None, turns: str,
) -> None:  # fmt: skip
    places = [{"form": "online"}, {"form": "venue"}, {"form": "hybrid"}]
    plan = schedule(
        timed({**one[0], "held": held, "turns": turns, "places": places}), timed(two[0], "14:00", "16:00"),
        starts_on=str(START), holidays=policy, closed=closed, on_closed=policy, changes=changes,
    )  # fmt: skip
    first, middle, last = (START + timedelta(days=offset) for offset in sorted(cuts))
    whole, before, after = (
        preview(plan, first, last),
        preview(plan, first, middle),
        preview(plan, middle + ONE_DAY, last),
    )
    assert whole.dates == before.dates + after.dates
    assert whole.not_held == before.not_held + after.not_held


@given(patterns, patterns, any_changes)
def test_what_is_written_reads_as_the_same(one: Pattern, two: Pattern, changes: list[object]) -> None:
    plan = schedule(timed(one[0]), timed(two[0]), starts_on=str(START), changes=changes)
    again = Schedule.model_validate_json(plan.model_dump_json())
    assert again == plan
    assert json.loads(again.model_dump_json()) == json.loads(plan.model_dump_json())
    assert preview(again, START, END) == preview(plan, START, END)


@given(patterns, patterns, st.one_of(offsets, near_holidays), st.sampled_from(POLICIES), closures)
def test_telling_the_same_rules_anew_changes_nothing(
    one: Pattern, two: Pattern, offset: int, policy: str, closed: list[str]
) -> None:
    rules = (timed(one[0]), timed(two[0], "14:00", "16:00"))
    common = {"starts_on": str(START), "holidays": policy, "closed": closed, "on_closed": policy}
    split = {"kind": "replace", "date": some_day(offset), "scope": "later", "rules": rules}
    first = looked_at(schedule(*rules, **common), START, END)
    after = looked_at(schedule(*rules, changes=[split], **common), START, END)
    assert after.dates == first.dates
    assert after.not_held == first.not_held


@given(
    weekdays, st.integers(1, 3), st.one_of(st.none(), st.integers(1, 60)),
    st.sampled_from(["later", "all"]), st.integers(0, 400), st.integers(0, 6), weekdays,
)  # fmt: skip
def test_a_moved_weekday_takes_all_its_dates_along(
    chosen: frozenset[int], interval: int, count: int | None, scope: str, which: int, onto: int, others: frozenset[int]
) -> None:
    """Within its week, from Monday on: as many dates as before, each in its week, and the other rule untouched.

    Where a number of times ends in the middle of a week, the last date may be another weekday than before.
    """
    fields, own = weekly(chosen)
    own = [day for day in own if (day - START).days // 7 % interval == 0][:count]
    was = own[which % len(own)]
    if onto in chosen:
        return
    text = f"{fields['rule']};INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    to = was - timedelta(days=was.weekday()) + timedelta(days=onto - MO)
    change = {"kind": "move", "date": str(was), "scope": scope, "rule": "a", "to": {"date": str(to)}}
    other_fields, other_days = weekly(others)
    plan = schedule(
        timed({"rule": text}), timed(other_fields), starts_on=str(START), ends_on=str(END), changes=[change]
    )
    seen = looked_at(plan, START, END).dates
    moved = sorted(
        day + (to - was) if day.weekday() == was.weekday() and (scope == "all" or day >= was) else day for day in own
    )
    held_days = [held.date for held in seen if held.rule == "a"]
    assert len(held_days) == len(set(held_days)) == len(own)
    assert to in held_days
    assert [day for day in held_days if day < min(was, to)] == [day for day in moved if day < min(was, to)]
    if count is None:
        assert held_days == moved
    assert [held.date for held in seen if held.rule == "b"] == other_days
