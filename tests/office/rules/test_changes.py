"""What a clerk may say afterwards: each kind of change, for this date, the later ones or all, against dates by hand."""

from __future__ import annotations

from datetime import date

import pytest

from server.office.rules.schedule import Schedule
from tests.office.rules.asking import (
    Change,
    add,
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
from tests.office.rules.independent import Want

SPRING = ("2026-04-01", "2026-05-31")
SUMMER = ("2026-04-01", "2026-08-31")
SUNDAYS = rule("FREQ=WEEKLY;BYDAY=SU")
FIRST_SUNDAY = rule("FREQ=MONTHLY;BYDAY=1SU")
UNCHANGED = "4/5 4/12 4/19 4/26 5/3 5/10 5/17 5/24 5/31"
ONLINE = {"form": "online"}


def sundays(*changes: Change, **more: object) -> Schedule:
    return schedule(SUNDAYS, changes=changes, **more)


# -- leaving out and taking back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["skip", "cancel"])
@pytest.mark.parametrize(
    ("scope", "held", "out"),
    [
        ("this", "4/5 4/12 4/26 5/3 5/10 5/17 5/24 5/31", ["4/19"]),
        ("later", "4/5 4/12", ["4/19", "4/26", "5/3", "5/10", "5/17", "5/24", "5/31"]),
        ("all", "", UNCHANGED.split()),
    ],
)
def test_leaving_out(kind: str, scope: str, held: str, out: list[str]) -> None:
    plan = sundays(told(kind, "04-19", scope))
    assert dates(plan, *SPRING) == held
    reason = {"skip": "skipped", "cancel": "cancelled"}[kind]
    assert left_out(plan, *SPRING) == [(day, reason) for day in out]


@pytest.mark.parametrize("kind", ["skip", "cancel"])
def test_the_note_stays_with_the_date_left_out(kind: str) -> None:
    (left,) = looked_at(sundays(told(kind, "04-19", note="台風のため")), *SPRING).not_held
    assert (str(left.date), left.rule, left.note) == ("2026-04-19", "a", "台風のため")


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ([told("skip", "04-19"), told("restore", "04-19")], UNCHANGED),
        ([told("cancel", "04-19"), told("restore", "04-19")], UNCHANGED),
        ([told("cancel", "04-19"), told("skip", "04-19"), told("restore", "04-19")], UNCHANGED),
        ([move("04-19", "04-21"), told("restore", "04-19")], UNCHANGED),
        ([move("04-19", "04-21"), told("cancel", "04-19"), told("restore", "04-19")], UNCHANGED),
        ([told("restore", "04-19")], UNCHANGED),
        ([told("cancel", "04-19", "later"), told("restore", "05-03")], "4/5 4/12 5/3"),
        ([told("cancel", "04-19", "later"), told("restore", "05-03", "later")], "4/5 4/12 5/3 5/10 5/17 5/24 5/31"),
        ([told("cancel", "04-19", "later"), told("restore", "05-03", "all")], UNCHANGED),
        ([told("cancel", "04-19", "all"), told("restore", "04-19")], "4/19"),
        ([told("cancel", "04-19"), told("skip", "05-03"), told("restore", "04-05", "all")], UNCHANGED),
        ([told("cancel", "04-12"), told("skip", "05-03"), told("restore", "04-19", "later")],
         UNCHANGED.replace("4/12 ", "")),
        ([move("04-12", "04-14"), move("05-03", "05-06"), told("restore", "04-05", "all")], UNCHANGED),
        ([told("skip", "04-19"), told("restore", "04-19"), told("skip", "04-19")], UNCHANGED.replace("4/19 ", "")),
        ([told("skip", "04-19", "later"), told("restore", "04-19", "later"), told("skip", "05-31")],
         UNCHANGED.replace(" 5/31", "")),
    ],
)  # fmt: skip
def test_taking_back(changes: list[Change], held: str) -> None:
    assert dates(sundays(*changes), *SPRING) == held


def test_a_skipped_date_that_is_cancelled_is_cancelled_once() -> None:
    plan = sundays(told("skip", "04-19"), told("cancel", "04-19", note="中止"))
    assert left_out(plan, *SPRING) == [("4/19", "cancelled")]


def test_restoring_twice_is_restoring_once() -> None:
    """Also where the calendar left the date out: a second click must not take it away again."""
    for policy in ("hold", "skip", "next_day"):
        seen = []
        for times in (1, 2, 3):
            plan = schedule(rule("FREQ=MONTHLY;BYDAY=3MO"), holidays=policy, changes=[told("restore", "07-20")] * times)
            seen.append(dates(plan, "2026-07-01", "2026-07-31"))
        assert len(set(seen)) == 1, (policy, seen)


# -- moving one date -----------------------------------------------------------------------------------------------


def test_moving_one_date_to_another_day_hour_and_place() -> None:
    hall = {"form": "venue", "venue": "本所"}
    plan = sundays(move("04-19", "04-22", start="13:00", end="15:00", place=hall))
    assert leaflet(plan, "2026-04-12", "2026-04-26") == [
        Want(date(2026, 4, 12), "10:00", "12:00"),
        Want(date(2026, 4, 22), "13:00", "15:00", "a", "venue", "本所"),
        Want(date(2026, 4, 26), "10:00", "12:00"),
    ]
    (moved,) = looked_at(plan, "2026-04-22", "2026-04-22").dates
    assert (str(moved.status), moved.original) == ("moved", date(2026, 4, 19))
    assert not looked_at(plan, *SPRING).not_held


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ([move("04-19", "04-18")], "4/5 4/12 4/18 4/26"),
        ([move("04-19", "04-10")], "4/5 4/10 4/12 4/26"),
        ([move("04-19", "04-21"), move("04-19", "04-23")], "4/5 4/12 4/23 4/26"),
        ([move("04-19", "04-21"), move("04-19", "04-19")], "4/5 4/12 4/19 4/26"),
        ([move("04-19", "04-21"), told("cancel", "04-19")], "4/5 4/12 4/26"),
        ([told("cancel", "04-19"), move("04-26", "04-19")], "4/5 4/12 4/19"),
        ([move("04-19", "04-20"), move("04-26", "04-19")], "4/5 4/12 4/19 4/20"),
        ([move("04-19", "06-30")], "4/5 4/12 4/26"),
        ([move("05-31", "04-30")], "4/5 4/12 4/19 4/26 4/30"),
        # 昭和の日: a clerk who moves a date to a holiday means it.
        ([move("04-26", "04-29")], "4/5 4/12 4/19 4/29"),
    ],
)
def test_moving_one_date(changes: list[Change], held: str) -> None:
    assert dates(sundays(*changes), "2026-04-01", "2026-04-30") == held
    assert dates(sundays(*changes, holidays="skip"), "2026-04-01", "2026-04-30") == held


def test_only_the_hour_of_one_date() -> None:
    plan = sundays(move("04-19", "04-19", start="18:00", end="20:00"))
    seen = [(want.on.day, want.begins, want.ends) for want in leaflet(plan, "2026-04-12", "2026-04-26")]
    assert seen == [(12, "10:00", "12:00"), (19, "18:00", "20:00"), (26, "10:00", "12:00")]


def test_what_a_move_leaves_out_stays() -> None:
    places = [ONLINE, {"form": "venue", "venue": "八広"}]
    plan = schedule(rule("FREQ=WEEKLY;BYDAY=SU", places=places), changes=[move("04-12", "04-14")])
    assert leaflet(plan, "2026-04-14", "2026-04-14") == [
        Want(date(2026, 4, 14), "10:00", "12:00", "a", "venue", "八広")
    ]
    assert leaflet(plan, "2026-04-19", "2026-04-19")[0].form == "online"


def test_a_change_names_the_date_of_the_pattern_also_where_a_holiday_moved_it() -> None:
    """第3月曜 20 July is 海の日, so it would be held on the 21st."""
    third_monday = rule("FREQ=MONTHLY;BYDAY=3MO")
    july = ("2026-07-01", "2026-07-31")
    assert dates(schedule(third_monday, holidays="next_day"), *july) == "7/21"
    for change, held in (
        (told("cancel", "07-20"), ""), (move("07-20", "07-23"), "7/23"), (move("07-20", "07-20"), "7/20"),
    ):  # fmt: skip
        assert dates(schedule(third_monday, holidays="next_day", changes=[change]), *july) == held
        back = [change, told("restore", "07-20")]
        assert dates(schedule(third_monday, holidays="next_day", changes=back), *july) == "7/21"


def test_a_date_a_holiday_left_out_can_be_moved() -> None:
    plan = schedule(rule("FREQ=MONTHLY;BYDAY=3MO"), holidays="skip", changes=[move("07-20", "07-27")])
    assert dates(plan, "2026-07-01", "2026-07-31") == "7/27"
    assert left_out(plan, "2026-07-01", "2026-07-31") == []


# -- adding --------------------------------------------------------------------------------------------------------


def test_adding_a_date() -> None:
    plan = sundays(add("04-15", "18:00", "20:00", place={"form": "venue", "venue": "八広"}))
    assert dates(plan, "2026-04-01", "2026-04-30") == "4/5 4/12 4/15 4/19 4/26"
    (added,) = looked_at(plan, "2026-04-15", "2026-04-15").dates
    assert (str(added.status), str(added.form), added.venue) == ("added", "venue", "八広")
    assert f"{added.start:%H:%M}" == "18:00"


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ([add("04-15", "22:00", "01:00")], "4/5 4/12 4/15 4/19 4/26"),
        ([add("04-15", end=None)], "4/5 4/12 4/15 4/19 4/26"),
        ([add("04-29")], "4/5 4/12 4/19 4/26 4/29"),
        ([add("04-15"), told("cancel", "04-15")], "4/5 4/12 4/19 4/26"),
        ([add("04-15"), told("cancel", "04-15"), told("restore", "04-15")], "4/5 4/12 4/15 4/19 4/26"),
        ([add("04-15"), move("04-15", "04-16")], "4/5 4/12 4/16 4/19 4/26"),
        ([add("04-19", "18:00", "20:00")], "4/5 4/12 4/19 4/19 4/26"),
        ([told("cancel", "04-19"), add("04-19", "18:00", "20:00")], "4/5 4/12 4/19 4/26"),
        ([move("04-19", "04-21"), add("04-19", "18:00", "20:00")], "4/5 4/12 4/19 4/21 4/26"),
        ([add("04-15"), move("04-19", "04-22", "later")], "4/5 4/12 4/15 4/22 4/29"),
    ],
)
def test_added_dates(changes: list[Change], held: str) -> None:
    assert (
        dates(sundays(*changes, holidays="skip" if "4/29" not in held else "hold"), "2026-04-01", "2026-04-30") == held
    )


# -- new rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ([replace("05-01", rule("FREQ=WEEKLY;BYDAY=SA"))], "4/5 4/12 4/19 4/26 5/2 5/9 5/16 5/23 5/30"),
        ([replace("05-01", rule("FREQ=MONTHLY;BYDAY=3SU"), scope="all")], "4/19 5/17"),
        ([replace("04-19", rule("FREQ=MONTHLY;BYDAY=3SU"))], "4/5 4/12 4/19 5/17"),
        ([replace("04-20", rule("FREQ=MONTHLY;BYDAY=3SU"), rule("FREQ=MONTHLY;BYDAY=2SA"))],
         "4/5 4/12 4/19 5/9 5/17"),
        ([replace("05-01", listing(["2026-05-06", "2026-05-20"]))], "4/5 4/12 4/19 4/26 5/6 5/20"),
        ([replace("05-01", rule("FREQ=WEEKLY;BYDAY=SA;COUNT=2"))], "4/5 4/12 4/19 4/26 5/2 5/9"),
        ([replace("04-20", rule("FREQ=WEEKLY;BYDAY=SA")), replace("05-10", SUNDAYS)],
         "4/5 4/12 4/19 4/25 5/2 5/9 5/10 5/17 5/24 5/31"),
        ([told("cancel", "04-12"), replace("04-20", rule("FREQ=WEEKLY;BYDAY=SU", "14:00", "16:00"))],
         UNCHANGED.replace("4/12 ", "")),
        ([told("cancel", "05-10"), replace("04-20", rule("FREQ=WEEKLY;BYDAY=SU", "14:00", "16:00"))],
         UNCHANGED.replace("5/10 ", "")),
        ([add("05-05"), replace("04-20", rule("FREQ=WEEKLY;BYDAY=SA;COUNT=1"))], "4/5 4/12 4/19 4/25 5/5"),
        ([replace("05-01", rule("FREQ=WEEKLY;BYDAY=SA")), told("skip", "05-09")],
         "4/5 4/12 4/19 4/26 5/2 5/16 5/23 5/30"),
    ],
)  # fmt: skip
def test_replacing_rules(changes: list[Change], held: str) -> None:
    assert dates(sundays(*changes), *SPRING) == held


# -- two rules -----------------------------------------------------------------------------------------------------


def test_only_the_named_rule_of_a_day_with_two() -> None:
    rules = (rule("FREQ=WEEKLY;BYDAY=SU"), rule("FREQ=MONTHLY;BYDAY=3SU", "14:00", "16:00"))
    for kind in ("skip", "cancel"):
        seen = leaflet(schedule(*rules, changes=[told(kind, "04-19", rule="b")]), "2026-04-19", "2026-04-19")
        assert [(want.rule, want.begins) for want in seen] == [("a", "10:00")]
    moved = leaflet(schedule(*rules, changes=[move("04-19", "04-20", rule="a")]), "2026-04-19", "2026-04-20")
    assert [(want.on.day, want.rule) for want in moved] == [(19, "b"), (20, "a")]
    later = schedule(*rules, changes=[told("skip", "04-19", "later", rule="a")])
    assert dates(later, *SPRING) == "4/5 4/12 4/19 5/17"
