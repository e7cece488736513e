"""What the calendar leaves out is told wherever dates are listed; and courses of held dates grow with what is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.identity.links import Signer
from server.office import verbs
from server.office.base.tables import sessions
from server.office.papers import feeds, public, texts
from server.office.papers.words import rest_words
from server.office.rules.schedule.occurrences import Left
from server.office.sessions import calendar
from server.office.sessions.links import Addresses
from server.office.sessions.rests import Rest, joined
from tests.office.conftest import NOW, Town

MONDAYS = {
    "rules": [{"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "10:00", "end": "12:00"}],
    "holidays": "skip",
    "closed": ["12-29/01-03", "08-13/08-16", "2026-06-15"],
}
COURSE = {"rules": [{"rule": "FREQ=WEEKLY;BYDAY=WE", "held": 5, "start": "10:00", "end": "12:00"}]}


async def rows(town: Town) -> dict[str, tuple[str, str]]:
    """By day, the id and status of each session."""

    def work(connection: Any) -> dict[str, tuple[str, str]]:
        return {row.day: (row.id, row.status) for row in connection.execute(select(sessions)).all()}

    return await town.database.read(work)


def test_rests_in_a_row_are_one_as_long_as_they_lie_close_and_have_one_reason() -> None:
    def rest(day: int, why: str = "お盆", of: str = "s1") -> Rest:
        at = date(2026, 8, day)
        return Rest(of, "p", "朝の会", True, Left(at, "a", "closed", why), at)

    def told(*found: Rest) -> list[tuple[str, int, int]]:
        return [(each.series, each.left.date.day, each.last.day) for each in joined(found)]

    assert told(rest(1), rest(8), rest(15)) == [("s1", 1, 15)], "weekly"
    assert told(rest(1), rest(9)) == [("s1", 1, 1), ("s1", 9, 9)]
    assert told(rest(1), rest(2, "山の日"), rest(3)) == [("s1", 1, 3), ("s1", 2, 2)]
    assert told(rest(1), rest(2, of="s2"), rest(3)) == [("s1", 1, 3), ("s2", 2, 2)]


async def test_a_skip_lengthens_a_course_and_keeps_its_sessions(town: Town) -> None:
    shown = await town.series(COURSE)
    before = await rows(town)
    assert sorted(before) == ["2026-06-03", "2026-06-10", "2026-06-17", "2026-06-24", "2026-07-01"]
    skipped = await town.change(shown, {"kind": "skip", "date": "2026-06-10"})
    after = await rows(town)
    assert sorted(after) == ["2026-06-03", "2026-06-17", "2026-06-24", "2026-07-01", "2026-07-08"]
    assert {day: before[day] for day in before if day in after} == {day: after[day] for day in before if day in after}
    cancelled = await town.change(skipped, {"kind": "cancel", "date": "2026-06-17"})
    assert sorted(await rows(town)) == sorted(after)
    made_up = await town.change(cancelled, {"kind": "cancel", "date": "2026-06-24", "make_up": True})
    assert max(await rows(town)) == "2026-07-15"
    # What the skip brought is a date like any other: it can be moved, and taken back with the skip.
    moved = await town.change(made_up, {"kind": "move", "date": "2026-07-15", "to": {"date": "2026-07-16"}})
    assert (await rows(town))["2026-07-16"] == ((await rows(town))["2026-07-16"][0], "planned")
    back = await town.change(moved, {"kind": "restore", "date": "2026-06-10"})
    assert max(await rows(town)) == "2026-07-08"
    once = await town.database.write(verbs.undo, town.asker, shown.id, back.version)
    assert max(await rows(town)) == "2026-07-16"
    assert once.reading.startswith("毎週水曜(休んだ分は後に足して全5回) 10時〜12時(祝日も開催)")


async def test_a_course_that_never_comes_to_its_dates_says_so_in_the_office(town: Town) -> None:
    shown = await town.series(COURSE)
    stopped = await town.change(shown, {"kind": "skip", "date": "2026-06-18", "scope": "later"})
    assert sorted(await rows(town)) == ["2026-06-03", "2026-06-10", "2026-06-17"]
    assert stopped.reading.endswith("※全5回のところ、3回までしかひらけません")


async def test_the_calendar_names_what_it_leaves_out(town: Town) -> None:
    shown = await town.series(MONDAYS)
    await town.change(shown, {"kind": "skip", "date": "2026-07-13"})

    async def left(first: str, last: str) -> list[tuple[str, str, str]]:
        span = (date.fromisoformat(first), date.fromisoformat(last))
        found = await town.database.read(calendar.list_sessions, town.organisation, *span, NOW)
        assert {each.series for each in found.not_held} <= {shown.id}
        return [(str(each.date), each.reason, each.why) for each in found.not_held]

    assert await left("2026-06-01", "2026-06-30") == [("2026-06-15", "closed", "休館日")]
    assert await left("2026-07-01", "2026-07-31") == [("2026-07-20", "holiday", "海の日")], (
        "what a clerk skips is told apart"
    )
    year = await left("2026-06-01", "2027-05-31")
    assert ("2026-09-21", "holiday", "敬老の日") in year
    assert len(year) == 8, "with 22 March and 3 May of 2027"
    assert await left("2027-01-01", "2027-01-31") == [("2027-01-11", "holiday", "成人の日")]


async def test_pages_notices_and_texts_say_why_nothing_is_held(town: Town, tmp_path: Path) -> None:
    await town.series(MONDAYS)
    page = await town.database.read(public.programme_page, public.Where("engawa", "flat"), NOW)
    said = [rest_words(each.left.date, each.last, each.left.why, "ja") for each in page.rests]
    assert said == ["6月15日(月) 休館日で休み", "7月20日(月) 海の日で休み"]
    whole = await town.database.read(public.organisation_page, public.Where("engawa"), NOW)
    assert whole.rests == page.rests
    addresses = Addresses("https://engawa.example", Signer(tmp_path))
    planned = await rows(town)
    series = page.rests[0].series
    notice = await town.database.write(texts.series_notice, town.organisation, series, addresses, "ja", NOW)
    assert notice.rests == ("6月15日(月) 休館日で休み",)
    before, _ = planned["2026-07-13"]
    made = await town.database.write(texts.invitation_texts, town.organisation, before, addresses, "ja")
    assert "7月20日(月) 海の日で休み" in made.line
    assert "7月20日(月) 海の日で休み" in made.mail
    usual, _ = planned["2026-06-22"]
    assert (
        "休み"
        not in (await town.database.write(texts.invitation_texts, town.organisation, usual, addresses, "ja")).mail
    )
    feed = feeds.written(await town.database.read(feeds.public_feed, town.organisation, None, "https://e.example", NOW))
    assert b"20260720" not in feed


async def test_days_in_a_row_are_told_at_once(town: Town) -> None:
    rule = {"rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "start": "10:00", "end": "12:00"}
    await town.series({"rules": [rule], "closed": ["12-29/01-03", "06-08/06-12"]})
    page = await town.database.read(public.programme_page, public.Where("engawa", "flat"), NOW)
    assert [rest_words(each.left.date, each.last, each.left.why, "en") for each in page.rests] == [
        "Mon 2026-06-08 – Fri 2026-06-12 Not held (closed)"
    ]
    assert (
        rest_words(date(2026, 12, 29), date(2027, 1, 1), "年末年始", "ja") == "12月29日(火)〜1月1日(金) 年末年始で休み"
    )
