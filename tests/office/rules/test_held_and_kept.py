"""What towns say beyond RFC 5545, with dates written out by hand: 開庁日, 祝日だけ, 翌日, 全10回 held, short months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from server.office.plan.previews import show_preview
from server.office.rules.schedule import Schedule, ScheduleRefused, changed, check, read_schedule
from server.office.rules.schedule.calendars import parse_closure
from server.office.rules.schedule.courses import courses
from server.office.rules.schedule.model import Cancel, Hours, Move, Skip
from tests.office.rules.asking import dates, left_out, listing, looked_at, move, rule, schedule, told
from tests.office.rules.test_twenty_years import agrees

NEW_YEAR = ["12-29/01-03"]
CLOSED = [*NEW_YEAR, "08-13/08-16"]
KASAI, FUNABORI = {"form": "venue", "venue": "葛西"}, {"form": "venue", "venue": "船堀"}
DAILY, MONDAYS, WEDNESDAYS = "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=WE"
IN_TOWNS: dict[str, dict[str, Any]] = {
    "開館日は平日": {"rules": [rule(DAILY, only="workdays")], "closed": CLOSED},
    "土日祝だけの居場所": {"rules": [rule(DAILY, only="days_off")], "closed": NEW_YEAR},
    "祝日だけの居場所": {"rules": [rule(DAILY, only="holidays")], "closed": NEW_YEAR},
    "月曜の祝日だけ": {"rules": [rule(MONDAYS, only="holidays")]},
    "土曜で祝日でない日": {"rules": [rule("FREQ=WEEKLY;BYDAY=MO,TU,SA", only="workdays")]},
    "第3開庁日の出張相談": {"rules": [rule(DAILY, only="open", nth=[3])], "closed": CLOSED},
    "最初と最後の開庁日": {"rules": [rule(DAILY, only="open", nth=[1, -1])], "closed": CLOSED},
    "8月と1月の第1開庁日": {"rules": [rule("FREQ=DAILY;BYMONTH=1,8", only="open", nth=[1])], "closed": CLOSED},
    "第1・第3の土日祝": {"rules": [rule(DAILY, only="days_off", nth=[1, 3])]},
    "月水金のうち月の2回目の平日": {"rules": [rule("FREQ=WEEKLY;BYDAY=MO,WE,FR", only="workdays", nth=[2])]},
    "第3月曜、祝日なら翌日": {"rules": [rule("FREQ=MONTHLY;BYDAY=3MO")], "holidays": "day_after"},
    "毎週金曜、祝日なら翌日": {"rules": [rule("FREQ=WEEKLY;BYDAY=FR")], "holidays": "day_after", "closed": NEW_YEAR},
    "毎週月曜、祝日・休みなら前日": {
        "rules": [rule(MONDAYS)], "holidays": "day_before", "on_closed": "day_before", "closed": CLOSED,
    },
    "毎月31日、ない月は末日": {"rules": [rule("FREQ=MONTHLY;BYMONTHDAY=31", short_months="last_day")], "closed": NEW_YEAR},
    "毎月31日、ない月は翌月1日": {"rules": [rule("FREQ=MONTHLY;BYMONTHDAY=1,31", short_months="next_month")]},
    "2月29日、ない年は3月1日": {"rules": [rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", short_months="next_month")]},
    "30日が祝日・休みなら次の平日": {
        "rules": [rule("FREQ=MONTHLY;BYMONTHDAY=30", short_months="last_day")],
        "closed": CLOSED, "holidays": "next_day", "on_closed": "next_day",
    },
    "全10回の家族教室": {"rules": [rule(WEDNESDAYS, held=10)], "holidays": "skip", "closed": CLOSED},
    "隔週全12回、会場は交互": {
        "rules": [rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", held=12, turns="held", places=[KASAI, FUNABORI])],
        "holidays": "skip", "closed": CLOSED,
    },
    "オンラインと会場を交互に": {
        "rules": [rule("FREQ=MONTHLY;BYDAY=2MO", turns="held", places=[{"form": "online"}, KASAI])], "holidays": "skip",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", IN_TOWNS)
@pytest.mark.parametrize("starts_on", ["2026-04-01", "2019-12-30"])
def test_as_towns_say_it(name: str, starts_on: str) -> None:
    agrees({"starts_on": starts_on, **IN_TOWNS[name]})


def test_open_days_by_hand() -> None:
    """1 and 2 May 2026 are Friday and Saturday, 3 to 6 May holidays; 4 January 2027 is a Monday."""
    plan = schedule(rule(DAILY, only="open", nth=[3, -1]), closed=CLOSED)
    assert dates(plan, "2026-04-01", "2026-05-31") == "4/3 4/30 5/8 5/29"
    assert dates(plan, "2026-12-01", "2027-01-31") == "12/3 12/28 1/6 1/29"


def test_the_month_in_which_it_begins_and_ends_is_counted_whole() -> None:
    plan = schedule(rule(DAILY, only="workdays", nth=[3, -1]), starts_on="2026-04-03", ends_on="2026-06-29")
    assert dates(plan, "2026-04-01", "2026-07-31") == "4/3 4/30 5/8 5/29 6/3"
    later = schedule(rule(DAILY, only="workdays", nth=[3]), starts_on="2026-04-04")
    assert dates(later, "2026-04-01", "2026-05-31") == "5/8"


def test_holidays_with_their_substitutes_and_the_day_between() -> None:
    """6 May is 振替休日, 22 September 2026 国民の休日."""
    plan = schedule(rule(DAILY, only="holidays"))
    assert dates(plan, "2026-04-01", "2026-05-31") == "4/29 5/3 5/4 5/5 5/6"
    assert dates(plan, "2026-09-01", "2026-09-30") == "9/21 9/22 9/23"
    names = [one.holiday for one in looked_at(plan, "2026-09-01", "2026-09-30").dates]
    assert names == ["敬老の日", "国民の休日", "秋分の日"]


def test_the_next_day_is_told_from_the_next_workday() -> None:
    """Friday 20 March 2026 is 春分の日; the next workday is Monday."""
    fridays = rule("FREQ=WEEKLY;BYDAY=FR")
    month = {"starts_on": "2026-03-01"}
    assert dates(schedule(fridays, holidays="day_after", **month), "2026-03-16", "2026-03-26") == "3/21"
    assert dates(schedule(fridays, holidays="next_day", **month), "2026-03-16", "2026-03-26") == "3/23"
    # Monday 20 July 2026 is 海の日: the day before is a Sunday, the workday before a Friday.
    assert dates(schedule(rule(MONDAYS), holidays="day_before"), "2026-07-14", "2026-07-26") == "7/19"
    assert dates(schedule(rule(MONDAYS), holidays="previous_day"), "2026-07-14", "2026-07-26") == "7/17"


def test_the_31st_gives_way() -> None:
    last = schedule(rule("FREQ=MONTHLY;BYMONTHDAY=31", short_months="last_day"))
    assert dates(last, "2028-01-01", "2028-04-30") == "1/31 2/29 3/31 4/30"
    first = schedule(rule("FREQ=MONTHLY;BYMONTHDAY=31", short_months="next_month"))
    assert dates(first, "2028-01-01", "2028-05-31") == "1/31 3/1 3/31 5/1 5/31"
    assert dates(first, "2026-04-01", "2026-05-01") == "5/1"
    begun = schedule(rule("FREQ=MONTHLY;BYMONTHDAY=31", short_months="next_month"), starts_on="2026-05-01")
    assert dates(begun, "2026-05-01", "2026-05-31") == "5/1 5/31", "April's 31st"


def course(number: int = 5, **more: Any) -> Schedule:
    return schedule(rule(WEDNESDAYS, held=number), **more)


def test_what_is_skipped_is_made_up_and_what_is_cancelled_if_the_clerk_says_so() -> None:
    year = ("2026-04-01", "2027-03-31")
    assert dates(course(), *year) == "4/1 4/8 4/15 4/22 4/29"
    assert dates(course(holidays="skip"), *year) == "4/1 4/8 4/15 4/22 5/13"
    assert dates(course(changes=[told("skip", "04-08")]), *year) == "4/1 4/15 4/22 4/29 5/6"
    assert dates(course(changes=[told("cancel", "04-08")]), *year) == "4/1 4/15 4/22 4/29"
    assert dates(course(changes=[told("cancel", "04-08", make_up=True)]), *year) == "4/1 4/15 4/22 4/29 5/6"
    assert dates(course(changes=[told("cancel", "04-10", "later", make_up=True)]), *year) == "4/1 4/8"
    back = [told("skip", "04-08"), told("skip", "05-06"), told("restore", "04-08")]
    assert dates(course(changes=back), *year) == "4/1 4/8 4/15 4/22 4/29"
    moved = [move("04-08", "04-30"), told("skip", "04-15")]
    assert dates(course(changes=moved), *year) == "4/1 4/22 4/29 4/30 5/6"


def test_only_held_dates_use_up_a_turn() -> None:
    def places(turns: str, *changes: Any) -> list[str | None]:
        made = schedule(rule(WEDNESDAYS, places=[KASAI, FUNABORI], turns=turns), holidays="skip", changes=list(changes))
        return [one.venue for one in looked_at(made, "2026-04-15", "2026-05-20").dates]

    assert places("pattern") == ["葛西", "船堀", "葛西", "船堀"], "two holidays between"
    assert places("held") == ["葛西", "船堀", "葛西", "船堀"]
    skipped = told("skip", "04-22")
    assert places("pattern", skipped) == ["葛西", "葛西", "船堀"]
    assert places("held", skipped) == ["葛西", "船堀", "葛西"]
    assert places("held", told("cancel", "04-22")) == ["葛西", "船堀", "葛西"]


def test_a_course_ends_with_its_last_date() -> None:
    plan = course()
    with pytest.raises(ScheduleRefused) as refused:
        changed(plan, Skip(date=date(2026, 5, 6)))
    assert refused.value.problem.code == "no_such_date"
    longer = changed(plan, Skip(date=date(2026, 4, 8)))
    longer = changed(longer, Cancel(date=date(2026, 5, 6), make_up=True))
    assert not check(longer)
    assert [str(one.date) for one in looked_at(longer, "2026-05-01", "2026-06-30").dates] == ["2026-05-13"]
    shown = show_preview(
        longer.model_copy(update={"changes": longer.changes[1:]}), date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 1)
    )
    assert [(each.at, each.code) for each in shown.problems] == [("schedule.changes.0.date", "no_such_date")]


def test_a_course_stays_one_when_part_of_it_moves() -> None:
    """Tuesdays and Thursdays, seven times; from 16 April on the Thursdays are Fridays."""
    twice = rule("FREQ=WEEKLY;BYDAY=TU,TH", held=7, places=[KASAI, FUNABORI], turns="held")
    plan = changed(
        schedule(twice), Move.model_validate({"date": "2026-04-16", "scope": "later", "to": {"date": "2026-04-17"}})
    )
    year = ("2026-04-01", "2027-03-31")
    assert dates(plan, *year) == "4/2 4/7 4/9 4/14 4/17 4/21 4/24"
    assert [one.venue for one in looked_at(plan).dates] == ["葛西", "船堀", "葛西", "船堀", "葛西", "船堀", "葛西"]
    skipped = changed(plan, Skip(date=date(2026, 4, 14)))
    assert dates(skipped, *year) == "4/2 4/7 4/9 4/17 4/21 4/24 4/28"
    again = {"kind": "replace", "date": "2026-04-20", "scope": "later", "rules": [rule(MONDAYS, held=3)]}
    replaced = schedule(twice, changes=[again])
    assert dates(replaced, *year) == "4/2 4/7 4/9 4/14 4/16 4/20 4/27 5/4"
    assert [(each.rule, str(each.since), each.wanted, each.held) for each in courses(replaced)] == [
        ("a", "2026-04-20", 3, 3)
    ]


def test_two_parts_of_a_course_that_come_to_name_one_day_are_one_date() -> None:
    """As an older version may have stored it: Thursdays that are moved to Tuesdays, of Tuesdays and Thursdays."""
    twice = rule("FREQ=WEEKLY;BYDAY=TU,TH", held=7, places=[KASAI, FUNABORI], turns="held")
    plan = schedule(twice, changes=[move("04-16", "04-21", "later", start="14:00")])
    assert dates(plan, "2026-04-01", "2027-03-31") == "4/2 4/7 4/9 4/14 4/21 4/28 5/5"
    seen = looked_at(plan).dates
    assert [one.venue for one in seen] == ["葛西", "船堀", "葛西", "船堀", "葛西", "船堀", "葛西"]
    assert [one.start.hour for one in seen] == [10, 10, 10, 10, 14, 14, 14], "the younger part's"


def test_days_that_are_counted_move_by_their_number() -> None:
    """第3開庁日 moved to the fourth open day of June is 第4開庁日; a Sunday is none."""
    plan = schedule(rule(DAILY, only="open", nth=[1, 3]), closed=CLOSED)
    third = {"date": "2026-06-03", "scope": "later"}
    moved = changed(plan, Move.model_validate({**third, "to": {"date": "2026-06-04"}}))
    assert dates(moved, "2026-05-01", "2026-07-31") == "5/1 5/8 6/1 6/4 7/1 7/6"
    later = changed(plan, Move.model_validate({**third, "to": {"date": "2026-06-03", "start": "14:00"}}))
    seen = looked_at(later, "2026-05-01", "2026-07-31").dates
    assert [f"{one.start:%m-%d %H}" for one in seen] == [
        "05-01 10", "05-08 10", "06-01 10", "06-03 14", "07-01 10", "07-03 14",
    ]  # fmt: skip
    with pytest.raises(ScheduleRefused) as refused:
        changed(plan, Move.model_validate({**third, "to": {"date": "2026-06-07"}}))
    assert refused.value.problem.code == "cannot_move_all"
    mondays = schedule(rule(MONDAYS, only="holidays"))
    with pytest.raises(ScheduleRefused):
        changed(mondays, Move.model_validate({"date": "2026-07-20", "scope": "all", "to": {"date": "2026-07-21"}}))


def test_a_31st_that_gave_way_moves_by_its_day() -> None:
    plan = schedule(rule("FREQ=MONTHLY;BYMONTHDAY=10,31", short_months="last_day"))
    moved = changed(plan, Move.model_validate({"date": "2026-04-30", "scope": "later", "to": {"date": "2026-04-28"}}))
    assert dates(moved, "2026-04-01", "2026-06-30") == "4/10 4/28 5/10 5/28 6/10 6/28"
    later = changed(
        plan,
        Move.model_validate({"date": "2026-04-30", "scope": "later", "to": {"date": "2026-04-30", "start": "14:00"}}),
    )
    assert dates(later, "2026-04-01", "2026-06-30") == "4/10 4/30 5/10 5/31 6/10 6/30"


@pytest.mark.parametrize("scope", ["later", "all"])
def test_other_hours_leave_the_days_of_a_31st_that_gave_way(scope: str) -> None:
    """Every second month from April, whose 31st is 1 May: with other hours it is still April that is counted from."""
    plan = schedule(rule("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31", short_months="next_month"))
    change = {"date": "2026-05-01", "scope": scope, "to": {"date": "2026-05-01", "start": "14:00"}}
    for after in (plan, changed(plan, Move.model_validate({"kind": "move", **change}))):
        assert dates(after, "2026-04-01", "2026-12-31") == "5/1 7/1 8/31 10/31 12/31"


def test_a_course_that_never_comes_to_its_number_says_how_far_it_got() -> None:
    endless: list[tuple[Schedule, int]] = [
        (course(10, ends_on="2026-05-31"), 9),
        (course(10, changes=[told("skip", "05-01", "later")]), 5),
        (schedule(rule(DAILY, held=300, only="open"), closed=["01-01/12-31"]), 0),
        (schedule(rule(DAILY, held=10, only="holidays"), timezone="Europe/Berlin"), 0),
        (schedule(rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", held=400)), 18),
        (schedule(rule(DAILY, held=3), closed=["2026-04-01/2040-03-31"]), 0),  # 5,000 days are looked at
        (schedule(listing(["2026-06-06", "2026-07-04"], held=3)), 2),
    ]
    for plan, reached in endless:
        shown = show_preview(plan, date(2026, 4, 1), date(2027, 3, 31), date(2026, 4, 1))
        (one,) = shown.courses
        assert (one.held, one.wanted > reached) == (reached, True)
        assert f"※全{one.wanted}回のところ、{reached}回までしかひらけません" in shown.reading
    whole = show_preview(course(10), date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 1))
    assert (whole.courses[0].held, str(whole.courses[0].last)) == (10, "2026-06-03")
    assert "※" not in whole.reading


def test_what_is_made_up_is_read_back() -> None:
    made_up = told("cancel", "04-08", make_up=True)
    assert read_schedule(course(changes=[made_up, told("cancel", "04-15")])).endswith(
        "変更: 中止2回(うち1回は後に足す)"
    )
    assert read_schedule(course(changes=[told("cancel", "04-15")])).endswith("変更: 中止1回")
    later = read_schedule(course(changes=[told("cancel", "04-15", "later", make_up=True)]))
    assert "2026年4月15日(水)から後は中止(中止した分は回数に入れない)" in later
    assert "※全5回のところ、2回までしかひらけません" in later


@pytest.mark.parametrize("model", Hours.__subclasses__(), ids=lambda model: model.__name__)
def test_an_end_is_less_than_a_day_after_its_start_wherever_both_stand(model: type[Hours]) -> None:
    needed = {"name": "会", "date": "2026-04-01", "rule": DAILY}
    whole = {name: value for name, value in needed.items() if name in model.model_fields}
    made = model.model_validate({**whole, "start": "10:00", "end": "翌9時59分"})
    assert made.model_dump()["end"] == "09:59"
    for end in ("翌10時", "翌11時"):
        with pytest.raises(ValidationError) as refused:
            model.model_validate({**whole, "start": "10:00", "end": end})
        assert "over_a_day" in {each["type"] for each in refused.value.errors()}


WHAT_CLOSED_DAYS_ARE_CALLED = [
    ("12-29/01-03", "年末年始"), ("12-20/01-15", "年末年始"), ("2026-12-28/2027-01-04", "年末年始"),
    ("12-29/12-31", "年末年始"), ("01-01/01-03", "年末年始"), ("12-31", "年末年始"),
    ("12-01/02-29", "休館日"), ("2026-12-01/2027-02-28", "休館日"), ("09-01/07-20", "休館日"), ("12-29/03-31", "休館日"),
    ("2026-12-29/2027-12-31", "休館日"), ("2026-01-01/2027-01-03", "休館日"), ("11-23/12-31", "休館日"),
    ("12-25", "休館日"), ("01-10/01-12", "休館日"),
    ("08-13/08-16", "お盆"), ("08-15", "お盆"), ("08-01/08-31", "休館日"), ("10-01", "休館日"),
]  # fmt: skip


def test_why_the_calendar_leaves_a_date_out() -> None:
    closed = [*CLOSED, "2026-10-07"]
    seen = looked_at(schedule(rule(WEDNESDAYS), holidays="skip", closed=closed), "2026-04-01", "2027-01-10")
    assert [(str(one.date), str(one.reason), one.why) for one in seen.not_held] == [
        ("2026-04-29", "holiday", "昭和の日"), ("2026-05-06", "holiday", "振替休日"), ("2026-09-23", "holiday", "秋分の日"),
        ("2026-10-07", "closed", "休館日"), ("2026-12-30", "closed", "年末年始"),
    ]  # fmt: skip
    obon = looked_at(schedule(rule("FREQ=WEEKLY;BYDAY=TH"), closed=closed), "2026-08-01", "2026-08-31")
    assert [one.why for one in obon.not_held] == ["お盆"]
    for span, name in WHAT_CLOSED_DAYS_ARE_CALLED:
        assert parse_closure(span).name == name, span
    said = schedule(rule(WEDNESDAYS), holidays="skip", changes=[told("skip", "04-29")])
    assert left_out(said, "2026-04-20", "2026-05-01") == [("4/29", "skipped")]
    assert looked_at(said, "2026-04-20", "2026-05-01").not_held[0].why == ""


@pytest.mark.parametrize(
    ("plan", "first", "unknown"),
    [
        ({"holidays": "skip"}, "2098-01-01", None),
        ({"holidays": "skip"}, "2099-06-01", 2100),
        ({"holidays": "hold"}, "2099-06-01", None),
        ({"holidays": "skip", "timezone": "Europe/Berlin"}, "2026-06-01", 2026),
        ({"holidays": "hold", "timezone": "Europe/Berlin"}, "2026-06-01", None),
    ],
)
def test_holidays_that_nobody_knows_are_said(plan: dict[str, Any], first: str, unknown: int | None) -> None:
    begin = date.fromisoformat(first)
    made = schedule(rule(WEDNESDAYS), **plan)
    shown = show_preview(made, begin, begin + timedelta(days=360), begin)
    assert shown.holidays_unknown_from == unknown
    far = schedule(rule(WEDNESDAYS), ends_on="2100-12-31", **plan)
    reading = show_preview(far, begin, begin, begin).reading
    known = plan["holidays"] == "hold"
    assert ("※" in reading) != known


@pytest.mark.parametrize(
    ("fields", "at", "code"),
    [
        ({"rule": DAILY, "nth": [3]}, "rules.0", "nth_without_only"),
        ({"rule": DAILY, "only": "open", "nth": [0]}, "rules.0.nth.0", "nth_zero"),
        ({"rule": DAILY, "only": "open", "nth": [32]}, "rules.0.nth.0", "less_than_equal"),
        ({"dates": ["2026-04-01"], "only": "open"}, "rules.0", "filter_without_rule"),
        ({"dates": ["2026-04-01"], "short_months": "last_day"}, "rules.0", "filter_without_rule"),
        ({"rule": "FREQ=WEEKLY;COUNT=4", "held": 4}, "rules.0", "held_with_end"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20270331", "held": 4}, "rules.0", "held_with_end"),
        ({"rule": "FREQ=WEEKLY;COUNT=0"}, "rules.0.rule", "rule_count"),
        ({"rule": "FREQ=WEEKLY;COUNT=5001"}, "rules.0.rule", "rule_count"),
        ({"rule": "FREQ=WEEKLY;COUNT=10〜20"}, "rules.0.rule", "rule_count"),
        ({"rule": "FREQ=WEEKLY;INTERVAL=0"}, "rules.0.rule", "rule_unreadable"),
        ({"rule": DAILY, "held": 0}, "rules.0.held", "greater_than_equal"),
        ({"rule": DAILY, "held": 401}, "rules.0.held", "less_than_equal"),
        ({"rule": "FREQ=MONTHLY;BYDAY=5SA", "short_months": "last_day"}, "rules.0.rule", "short_months_without_days"),
        ({"rule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "rules.0.rule", "rule_without_days"),
        ({"rule": DAILY, "only": "weekends"}, "rules.0.only", "enum"),
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, Any], at: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        schedule({"start": "10:00", **fields})
    (error,) = refused.value.errors()
    assert (".".join(map(str, error["loc"])), error["type"]) == (at, code)


def test_30_february_is_a_day_where_it_gives_way() -> None:
    plan = schedule(rule("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", short_months="last_day"))
    assert dates(plan, "2026-04-01", "2029-03-31") == "2/28 2/29 2/28"


@pytest.mark.parametrize(
    ("zone", "spring", "autumn", "by"),
    [
        ("Europe/Berlin", "2026-03-28", "2026-10-24", 60),
        ("America/New_York", "2026-03-07", "2026-10-31", 60),
        ("Australia/Lord_Howe", "2026-10-03", "2026-04-04", 30),
        ("Asia/Tokyo", "2026-03-28", "2026-10-24", 0),
    ],
)
def test_a_night_lasts_as_long_as_ever_where_it_is_said(zone: str, spring: str, autumn: str, by: int) -> None:
    for elapsed in (False, True):
        room = {"name": "待合室", "start": "23:00"}
        night = listing([spring, autumn], "22:00", "05:00", elapsed=elapsed, rooms=[room, {"name": "居場所"}])
        seen = looked_at(schedule(night, starts_on="2026-01-01", timezone=zone), "2026-01-01", "2026-12-31").dates
        lengths = {}
        for one in seen:
            assert one.end is not None
            lengths[str(one.date)] = (one.end.timestamp() - one.start.timestamp()) / 60
            waiting, place = one.rooms
            assert waiting.end is not None
            assert place.end == one.end
            assert waiting.end.timestamp() - waiting.start.timestamp() == (lengths[str(one.date)] - 60) * 60
        change = 0 if elapsed else by
        assert lengths == {spring: 420 - change, autumn: 420 + change}


def test_a_single_date_is_read_as_that_date() -> None:
    """Not as a pattern of once a year with an end."""
    once = {"dates": ["2026-11-26"], "start": "13:00", "end": "15:00"}
    single = Schedule.model_validate({"starts_on": "2026-11-26", "ends_on": "2026-11-26", "rules": [once]})
    assert read_schedule(single) == "2026年11月26日(木) 13時〜15時"
    twice = {**once, "dates": ["2026-11-26", "2026-12-03"]}
    cut = Schedule.model_validate({"starts_on": "2026-11-26", "ends_on": "2026-11-30", "rules": [twice]})
    assert read_schedule(cut).endswith(" 2026年11月30日まで"), "an end that takes a date away is said"
