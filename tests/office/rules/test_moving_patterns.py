"""A move of the later dates or of all moves the pattern: 第1日曜 becomes 第2日曜. No date is lost on the way, or made up."""

from __future__ import annotations

from datetime import date

import pytest

from server.office.rules.schedule import ScheduleRefused, changed, check
from tests.office.rules.asking import (
    Change,
    dates,
    leaflet,
    left_out,
    listing,
    looked_at,
    move,
    replace,
    rule,
    schedule,
    told,
)

SUMMER = ("2026-03-01", "2026-08-31")
FIRST_SUNDAY = rule("FREQ=MONTHLY;BYDAY=1SU")
TWO_THURSDAYS = rule("FREQ=MONTHLY;BYDAY=1TH,3TH")
TU_TH = rule("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260430")
LIST = listing(["2026-05-10", "2026-06-14", "2026-07-12", "2026-08-09"])
LATER, ALL = "later", "all"

# Where a rule ends by UNTIL or COUNT the number of its dates stays: the end moves along.
ROWS: list[tuple[str, dict[str, object], Change, str]] = [
    ("第1日曜を第2日曜に、以後", FIRST_SUNDAY, move("06-07", "06-14", LATER), "4/5 5/3 6/14 7/12 8/9"),
    ("第1日曜を第2日曜に、全部", FIRST_SUNDAY, move("06-07", "06-14", ALL), "4/12 5/10 6/14 7/12 8/9"),
    ("第2日曜を第1日曜に、以後", rule("FREQ=MONTHLY;BYDAY=2SU"), move("06-14", "06-07", LATER), "4/12 5/10 6/7 7/5 8/2"),
    ("第1日曜を第1土曜に、以後", FIRST_SUNDAY, move("06-07", "06-06", LATER), "4/5 5/3 6/6 7/4 8/1"),
    ("第1日曜を前の月の最終日曜に、以後", FIRST_SUNDAY, move("06-07", "05-31", LATER), "4/5 5/3 5/31 6/28 7/26 8/30"),
    ("毎週日曜を水曜に、以後", rule("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260524"), move("04-19", "04-22", LATER),
     "4/5 4/12 4/22 4/29 5/6 5/13 5/20 5/27"),
    ("毎週日曜を前の水曜に、以後", rule("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260517"), move("04-19", "04-15", LATER),
     "4/5 4/12 4/15 4/22 4/29 5/6 5/13"),
    ("毎週日曜を水曜に、全部", rule("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260503"), move("04-19", "04-22", ALL),
     "4/8 4/15 4/22 4/29 5/6"),
    ("毎週火・木の木曜を金曜に、以後", TU_TH, move("04-16", "04-17", LATER), "4/2 4/7 4/9 4/14 4/17 4/21 4/24 4/28 5/1"),
    ("毎週火・木の木曜を月曜に、以後", TU_TH, move("04-16", "04-13", LATER), "4/2 4/7 4/9 4/13 4/14 4/20 4/21 4/27 4/28"),
    ("毎週火・木の木曜を翌週の月曜に、以後", TU_TH, move("04-16", "04-20", LATER),
     "4/2 4/7 4/9 4/14 4/20 4/21 4/27 4/28 5/4"),
    ("第1・第3木曜の第3を第4に、以後", TWO_THURSDAYS, move("05-21", "05-28", LATER),
     "4/2 4/16 5/7 5/28 6/4 6/25 7/2 7/23 8/6 8/27"),
    ("第1・第3木曜の第3を第4に、全部", TWO_THURSDAYS, move("05-21", "05-28", ALL),
     "4/2 4/23 5/7 5/28 6/4 6/25 7/2 7/23 8/6 8/27"),
    ("第1・第3木曜の第1を第2に、以後", TWO_THURSDAYS, move("06-04", "06-11", LATER),
     "4/2 4/16 5/7 5/21 6/11 6/18 7/9 7/16 8/13 8/20"),
    ("第1・第3木曜の第3を第3金曜に、以後", TWO_THURSDAYS, move("06-18", "06-19", LATER),
     "4/2 4/16 5/7 5/21 6/4 6/19 7/2 7/17 8/6 8/21"),
    ("最終木曜を最終金曜に、以後", rule("FREQ=MONTHLY;BYDAY=-1TH"), move("05-28", "05-29", LATER),
     "4/30 5/29 6/26 7/31 8/28"),
    ("最終木曜を翌月の第1木曜に、以後", rule("FREQ=MONTHLY;BYDAY=-1TH"), move("05-28", "06-04", LATER),
     "4/30 6/4 7/2 8/6"),
    ("月の終わりの日を1日に、以後", rule("FREQ=MONTHLY;BYMONTHDAY=-1"), move("05-31", "06-01", LATER), "4/30 6/1 7/1 8/1"),
    ("15日を20日に、以後", rule("FREQ=MONTHLY;BYMONTHDAY=15"), move("06-15", "06-20", LATER), "4/15 5/15 6/20 7/20 8/20"),
    ("隔週日曜を水曜に、以後", rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20260615"), move("04-19", "04-22", LATER),
     "4/5 4/22 5/6 5/20 6/3 6/17"),
    ("全6回の3回目から水曜に", rule("FREQ=WEEKLY;BYDAY=SU;COUNT=6"), move("04-19", "04-22", LATER),
     "4/5 4/12 4/22 4/29 5/6 5/13"),
    ("全6回をはじめから月曜に", rule("FREQ=WEEKLY;BYDAY=SU;COUNT=6"), move("04-19", "04-20", ALL),
     "4/6 4/13 4/20 4/27 5/4 5/11"),
    ("偶数月第3金曜を第4金曜に", rule("FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYDAY=3FR"), move("06-19", "06-26", LATER),
     "4/17 6/26 8/28"),
    ("毎年の日を翌月に", rule("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3"), move("05-03", "06-07", ALL), "6/7"),
    ("一覧の残りを一日ずらす", LIST, move("07-12", "07-13", LATER), "5/10 6/14 7/13 8/10"),
    ("一覧を全部一日早める", LIST, move("07-12", "07-11", ALL), "5/9 6/13 7/11 8/8"),
    # Further than to the next date of the pattern: what lies between stays as it is.
    ("一覧の3回目からを2回目より前に", LIST, move("07-12", "06-10", LATER), "5/10 6/10 6/14 7/8"),
    ("毎週日曜を11日前の水曜に、以後", rule("FREQ=WEEKLY;BYDAY=SU;COUNT=5"), move("04-19", "04-08", LATER),
     "4/5 4/8 4/12 4/15 4/22"),
    ("毎週日曜を10日後の水曜に、以後", rule("FREQ=WEEKLY;BYDAY=SU;COUNT=5"), move("04-19", "04-29", LATER),
     "4/5 4/12 4/29 5/6 5/13"),
    ("毎週火・木の火曜を翌週の水曜に、以後", TU_TH, move("04-14", "04-22", LATER),
     "4/2 4/7 4/9 4/16 4/22 4/23 4/29 4/30 5/6"),
    ("第1・第3木曜の第3を翌月の第4金曜に、以後", TWO_THURSDAYS, move("05-21", "06-26", LATER),
     "4/2 4/16 5/7 6/4 6/26 7/2 7/24 8/6 8/28"),
    # Two weekdays and a number of times: 4/2 4/7 4/9 4/14 4/16 4/21 4/23 4/28 4/30 before.
    ("全9回の火・木、木曜を月曜に、以後", rule("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9"), move("04-16", "04-13", LATER),
     "4/2 4/7 4/9 4/13 4/14 4/20 4/21 4/27 4/28"),
    ("全8回の火・木、木曜を金曜に、以後", rule("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8"), move("04-16", "04-17", LATER),
     "4/2 4/7 4/9 4/14 4/17 4/21 4/24 4/28"),
    ("隔週の火・木、木曜を前の週の金曜に、以後", rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20260531"),
     move("04-16", "04-10", LATER), "4/2 4/10 4/14 4/24 4/28 5/8 5/12 5/22 5/26"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "change", "held"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_moving_the_pattern(pattern: dict[str, object], change: Change, held: str) -> None:
    plan = schedule(pattern, changes=[change])
    assert dates(plan, *SUMMER) == held
    assert left_out(plan, *SUMMER) == []


def test_moving_the_pattern_takes_hours_and_place_along() -> None:
    change = move("06-07", "06-14", LATER, start="18:00", end="20:00", place={"form": "online"})
    seen = leaflet(schedule(FIRST_SUNDAY, changes=[change]), *SUMMER)
    assert [(want.on.month, want.begins, want.ends, want.form) for want in seen] == [
        (4, "10:00", "12:00", "hybrid"),
        (5, "10:00", "12:00", "hybrid"),
        (6, "18:00", "20:00", "online"),
        (7, "18:00", "20:00", "online"),
        (8, "18:00", "20:00", "online"),
    ]


def test_only_the_hours_from_one_date_on() -> None:
    plan = schedule(FIRST_SUNDAY, changes=[move("06-07", "06-07", LATER, start="13:00", end="15:00")])
    assert dates(plan, *SUMMER) == "4/5 5/3 6/7 7/5 8/2"
    assert [want.begins for want in leaflet(plan, *SUMMER)] == ["10:00", "10:00", "13:00", "13:00", "13:00"]


@pytest.mark.parametrize("scope", ["this", "later", "all"])
def test_a_later_beginning_alone_does_not_make_a_night_of_it(scope: str) -> None:
    """10:00–12:00, and only the beginning is moved to 13:00: two hours again, whatever the scope."""
    plan = schedule(FIRST_SUNDAY, changes=[move("06-07", "06-07", scope, start="13:00")])
    (want,) = leaflet(plan, "2026-06-07", "2026-06-07")
    assert (want.begins, want.ends) == ("13:00", "15:00")


def test_single_dates_keep_what_they_were_told_when_the_pattern_moves_later() -> None:
    changes = [told("cancel", "05-03"), move("04-05", "04-07"), move("06-07", "06-14", LATER)]
    plan = schedule(FIRST_SUNDAY, changes=changes)
    assert dates(plan, *SUMMER) == "4/7 6/14 7/12 8/9"
    assert left_out(plan, *SUMMER) == [("5/3", "cancelled")]


def test_the_moved_pattern_can_be_changed_in_turn() -> None:
    changes = [move("06-07", "06-14", LATER), told("cancel", "07-12"), move("08-09", "08-16", LATER)]
    assert dates(schedule(FIRST_SUNDAY, changes=changes), "2026-04-01", "2026-09-30") == "4/5 5/3 6/14 8/16 9/20"


def test_moving_one_rule_of_two_leaves_the_other() -> None:
    rules = (rule("FREQ=MONTHLY;BYDAY=1SU"), rule("FREQ=MONTHLY;BYDAY=3SU"))
    plan = schedule(*rules, changes=[move("05-17", "05-24", LATER)])
    assert dates(plan, "2026-04-01", "2026-07-31") == "4/5 4/19 5/3 5/24 6/7 6/28 7/5 7/26"


@pytest.mark.parametrize("kind", ["skip", "cancel"])
@pytest.mark.parametrize("scope", ["later", "all"])
def test_new_hours_do_not_bring_back_what_was_ended(kind: str, scope: str) -> None:
    """Ended from July on; then the hours of June are moved, for June and what is left after it."""
    hours = move("06-07", "06-07", scope, start="13:00", end="15:00")
    plan = schedule(FIRST_SUNDAY, changes=[told(kind, "07-05", LATER), hours])
    assert dates(plan, *SUMMER) == "4/5 5/3 6/7"


def test_all_does_not_invent_a_date_before_the_first() -> None:
    """From Thursday 2 April; with the Thursdays on Mondays there is no Tuesday 31 March."""
    plan = schedule(TU_TH, changes=[move("04-16", "04-13", ALL)])
    assert "3/31" not in dates(plan, *SUMMER).split()
    assert dates(plan, "2026-04-01", "2026-04-30") == "4/6 4/7 4/13 4/14 4/20 4/21 4/27 4/28"


def test_the_turn_of_the_places_goes_on() -> None:
    places = [{"form": "online"}, {"form": "venue", "venue": "八広"}]
    turning = rule("FREQ=MONTHLY;BYDAY=1SU", places=places)
    for scope in (LATER, ALL):
        seen = leaflet(schedule(turning, changes=[move("06-07", "06-14", scope)]), *SUMMER)
        assert [want.form for want in seen] == ["online", "venue", "online", "venue", "online"]


def test_two_dates_split_by_new_rules_do_not_share_a_day() -> None:
    """Monday 20 July is a holiday and goes to Tuesday, which the same rule has already, also if it is told anew."""
    both = rule("FREQ=WEEKLY;BYDAY=MO,TU")
    for day in ("07-20", "07-21", "07-22"):
        plan = schedule(both, holidays="next_day", changes=[replace(day, both)])
        assert dates(plan, "2026-07-13", "2026-07-28") == "7/13 7/14 7/21 7/27 7/28"
        assert left_out(plan, "2026-07-13", "2026-07-28") == [("7/20", "taken")]


def test_what_was_moved_says_what_it_was() -> None:
    """Where the pattern moves, its dates are planned, not moved: nobody need be told of an exception."""
    plan = schedule(FIRST_SUNDAY, changes=[move("06-07", "06-14", LATER)])
    (held,) = looked_at(plan, "2026-07-12", "2026-07-12").dates
    assert (str(held.status), held.original) == ("planned", date(2026, 7, 12))


@pytest.mark.parametrize("scope", [LATER, ALL])
@pytest.mark.parametrize(
    ("text", "was", "to", "wanted"),
    [
        ("FREQ=MONTHLY", "05-01", "05-06", {LATER: "4/1 5/6 6/6 7/6", ALL: "4/6 5/6 6/6 7/6"}),
        ("FREQ=MONTHLY;COUNT=3", "05-01", "05-06", {LATER: "4/1 5/6 6/6", ALL: "4/6 5/6 6/6"}),
        ("FREQ=YEARLY", "04-01", "04-05", {LATER: "4/5", ALL: "4/5"}),
        ("FREQ=YEARLY;BYMONTHDAY=1;COUNT=4", "04-01", "04-02", {LATER: "4/2 5/2 6/2 7/2", ALL: "4/2 5/2 6/2 7/2"}),
    ],
)
def test_a_day_that_comes_from_the_first_day_moves_by_its_number(
    text: str, was: str, to: str, wanted: dict[str, str], scope: str
) -> None:
    plan = schedule(rule(text), changes=[move(was, to, scope)])
    assert dates(plan, "2026-04-01", "2026-07-31") == wanted[scope]


REFUSED = [
    ("年の第20月曜", rule("FREQ=YEARLY;BYDAY=20MO"), move("05-18", "05-19", LATER), "cannot_move_all"),
    ("木曜を同じ規則の火曜に", rule("FREQ=WEEKLY;BYDAY=TU,TH"), move("04-16", "04-21", LATER), "date_taken"),
    ("第1を第3に", rule("FREQ=MONTHLY;BYDAY=1SU,3SU"), move("06-07", "06-21", LATER), "date_taken"),
    ("始まりより前に", rule("FREQ=WEEKLY;BYDAY=WE"), move("04-01", "03-30", ALL), "outside"),
    ("終わりが始まりと同じ", FIRST_SUNDAY, move("06-07", "06-07", LATER, start="10:00", end="10:00"), "end_is_start"),
]


@pytest.mark.parametrize(("pattern", "change", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_moved_is_refused_before_anything_changes(
    pattern: dict[str, object], change: Change, code: str
) -> None:
    plan, asked = schedule(pattern), schedule(pattern, changes=[change]).changes[0]
    with pytest.raises(ScheduleRefused) as refused:
        changed(plan, asked)
    assert refused.value.problem.code == code
    assert [problem.code for problem in check(plan.model_copy(update={"changes": (asked,)}))] == [code]


def test_where_two_rules_name_a_day_a_move_says_which() -> None:
    morning = rule("FREQ=WEEKLY;BYDAY=WE")
    afternoon = {**morning, "start": "14:00", "end": "15:00"}
    asked = move("04-08", "04-09")
    either, second = schedule(morning, afternoon, changes=[asked, {**asked, "rule": "b"}]).changes
    plan = schedule(morning, afternoon)
    with pytest.raises(ScheduleRefused) as refused:
        changed(plan, either)
    assert refused.value.problem.code == "rule_needed"
    assert check(changed(plan, second)) == []
