"""Feeds that two other libraries read, tables that spreadsheets read, texts that fit."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update

from rooms.tally import Numbers
from server.identity.links import Signer
from server.office import verbs
from server.office.base import models
from server.office.base.common import at, later
from server.office.base.tables import counts, sessions
from server.office.content import defaults
from server.office.counts import counting
from server.office.papers import feeds, texts, ways_in
from server.office.plan import programmes, sharing
from server.office.plan.programmes import public_programmes
from server.office.rules.schedule import preview
from server.office.rules.suppression import suppress
from server.office.sessions.links import Addresses
from tests.office.conftest import NOW, NewTown, Town, monthly

BASE = "https://engawa.example"
FIRST = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)


async def feed(town: Town) -> bytes:
    return feeds.written(await town.database.read(feeds.public_feed, town.organisation, None, BASE, NOW))


async def test_a_feed_says_the_same_to_two_libraries(town: Town) -> None:
    shown = await town.series(monthly())
    moved = await town.change(shown, {"kind": "move", "date": "2026-06-21", "to": {"date": "2026-06-23"}})
    after = await town.change(moved, {"kind": "cancel", "date": "2026-07-19", "note": "台風のため;また、次回に"})
    text = (await feed(town)).decode()
    wanted = preview(after.series.schedule, date(2026, 6, 1), later(at(NOW).date(), feeds.AHEAD_DAYS)).dates
    starts = {each.start.astimezone(UTC) for each in wanted}
    other = vobject.readOne(text)
    off = [event for event in other.vevent_list if event.status.value == "CANCELLED"]
    assert {e.dtstart.value.astimezone(UTC) for e in other.vevent_list if e not in off} == starts
    assert [event.summary.value for event in off] == ["【中止】ふらっと"]
    assert "台風のため;また、次回に" in off[0].description.value
    own = icalendar.Calendar.from_ical(text)
    own.subcomponents = [c for c in own.subcomponents if c.name != "VEVENT" or c["STATUS"] == "CONFIRMED"]
    found = recurring_ical_events.of(own).between(datetime(2026, 6, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    assert {event["DTSTART"].dt.astimezone(UTC) for event in found} == starts
    assert all(len(line.encode()) <= 75 for line in text.splitlines()), "lines are folded"
    assert text.count("\r\n") == text.count("\n")


async def test_a_change_raises_the_sequence_and_keeps_the_uid(town: Town) -> None:
    shown = await town.series(monthly())
    before = icalendar.Calendar.from_ical(await feed(town)).walk("VEVENT")
    await town.change(shown, {"kind": "move", "date": "2026-06-21", "to": {"date": "2026-06-23"}})
    after = icalendar.Calendar.from_ical(await feed(town)).walk("VEVENT")
    assert {event["UID"] for event in before} == {event["UID"] for event in after}
    assert {event["SEQUENCE"] for event in before} == {1}
    assert {event["SEQUENCE"] for event in after} == {2}


async def test_whatever_a_feed_says_anew_raises_the_sequence(town: Town) -> None:
    """The programme's words, one session's note: calendars may pass over what has the old number."""
    shown = await town.series(monthly())
    first = await town.database.read(lambda c: str(c.execute(FIRST).scalars().first()))

    async def said() -> dict[str, tuple[int, str]]:
        events = icalendar.Calendar.from_ical(await feed(town)).walk("VEVENT")
        return {str(event["UID"]): (int(str(event["SEQUENCE"])), str(event["DESCRIPTION"])) for event in events}

    def reworded(connection: Connection) -> None:
        row = programmes.programme_row(connection, town.organisation, shown.series.programme)
        words = models.Localised(ja=f"紹介 {row.version}")
        body = programmes.body_of(row).model_copy(update={"summary": words})
        verbs.change_programme(connection, town.asker, row.id, body, BASE, defaults())

    async def noted(note: str) -> None:
        patch = models.SessionPatch(note=note)
        await town.database.write(verbs.patch_session, town.asker, first, patch, None, defaults())

    before = await said()
    for note in (None, "雨でも", "", "雨でも"):
        await (town.database.write(reworded) if note is None else noted(note))
        after = await said()
        different = {uid for uid in after if after[uid][1] != before[uid][1]}
        assert different
        assert all(after[uid][0] > before[uid][0] for uid in different)
        assert all(after[uid][0] >= before[uid][0] for uid in after)
        before = after
    await noted("雨でも")
    assert await said() == before, "what was said already is no change"


async def test_a_public_feed_holds_no_way_into_a_room(town: Town, tmp_path: Any) -> None:
    await town.series(monthly())
    first = await town.database.read(lambda c: c.execute(FIRST).scalars().first())
    addresses = Addresses(BASE, Signer(tmp_path))
    shown = await town.database.write(ways_in.show_links, town.organisation, first or "", addresses)
    text = (await feed(town)).decode().replace("\r\n ", "")
    assert all(link.url.split("#")[1] not in text for link in shown.links)
    assert "/r#" not in text
    assert "/f#" not in text


async def test_texts_name_the_time_the_place_and_the_way(town: Town, tmp_path: Any) -> None:
    await town.series({"rules": [{**monthly()["rules"][0], "places": [{"form": "hybrid", "venue": "会館"}]}]})
    first = await town.database.read(lambda c: c.execute(FIRST).scalars().first())
    addresses = Addresses(BASE, Signer(tmp_path))
    for language in ("ja", "ja-simple", "en"):
        made = await town.database.write(texts.invitation_texts, town.organisation, first or "", addresses, language)
        for text in (made.line, made.sns, made.mail):
            assert f"{BASE}/p/engawa/flat" in text
            assert "会館" in text
        assert len(made.sns) <= 140
    assert (
        "6月21日(日) 10時〜12時"
        in (await town.database.write(texts.invitation_texts, town.organisation, first or "", addresses, "ja")).line
    )


# -- counts --------------------------------------------------------------------------------------------------------


async def fill(town: Town, *numbers: int) -> None:
    """Sessions in the past with so many people each."""

    def work(connection: Any) -> None:
        rows = connection.execute(select(sessions).order_by(sessions.c.starts_at)).all()
        for row, number in zip(rows, numbers, strict=False):
            connection.execute(
                insert(counts),
                {"session": row.id, "organisation": town.organisation, "updated_at": NOW, "total": number,
                 "online": number - 1, "hall": 1, "peak": number},
            )  # fmt: skip
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(ended_at=row.until_at))

    await town.database.write(work)


async def table(town: Town, now: int, **asked: Any) -> models.CountsTable:
    span = models.CountsAsked.model_validate({"first": "2026-04-01", "last": "2027-12-31", **asked})
    return await town.database.read(counting.counts_table, town.organisation, span, now)


async def test_tables_add_up_by_month_year_and_programme(town: Town) -> None:
    await town.series(monthly("FREQ=MONTHLY;BYDAY=1SU,3SU"))
    await fill(town, *range(10, 40))
    later_on = NOW + 540 * 86_400_000
    by_month = await table(town, later_on)
    assert by_month.rows[0].label == "2026年6月"
    assert by_month.rows[0].tally["total"] == 10 + 11
    assert by_month.rows[0].tally["peak"] == 11, "peaks do not add up"
    for by in ("month", "year", "programme", "session"):
        made = await table(town, later_on, by=by)
        assert sum(row.tally["total"] or 0 for row in made.rows) == made.total.tally["total"] == sum(range(10, 40))
        assert sum(row.sessions for row in made.rows) == made.total.sessions
    years = await table(town, later_on, by="year")
    assert [row.label for row in years.rows] == ["2026年度", "2027年度"]


async def test_the_file_is_what_excel_reads(town: Town) -> None:
    await town.series(monthly())
    await town.database.write(lambda c: c.execute(update(sessions).values(title="=1+1")))
    await fill(town, 12)
    body = counting.counts_csv(await table(town, NOW + 60 * 86_400_000, by="session"))
    assert body.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert read[0][:4] == ["会", "回数", "中止", "延べ人数"]
    assert read[1][3] == "12"
    assert read[-1][0] == "合計"
    assert b"\r\n" in body
    assert all(not row[0].startswith("=") for row in read)


@pytest.mark.parametrize(
    "sign", [*"=+-@＝＋－＠﹢﹣﹦﹫⁺₌−|%", "\t", "\r", "\n", "\x00", "\ufeff=", "\u3000＝", " =", "\u200b@"]
)
def test_no_cell_is_taken_for_a_formula(sign: str) -> None:
    assert counting.harmless(f"{sign}HYPERLINK(1)").startswith("'")
    row = models.CountsRow(
        key="a", label=f"{sign}cmd", sessions=1, cancelled=0, tally=dict.fromkeys(counting.COLUMNS, 1)
    )
    day = date(2026, 4, 1)
    table = models.CountsTable(by="programme", first=day, last=day, rows=(row,), total=row, published=False)
    lines = csv.reader(io.StringIO(counting.counts_csv(table).decode("utf-8-sig"), newline=""))
    assert [line[0] for line in lines][1:] == [f"'{sign}cmd"] * 2


@pytest.mark.parametrize("name", ["ふらっと", "合計", "2026年6月", "「=」の会", "A-1", "ー番", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert counting.harmless(name) == name


async def test_a_room_that_is_counted_again_replaces_its_numbers(town: Town) -> None:
    await town.series(monthly())
    first = await town.database.read(lambda c: c.execute(FIRST).scalars().first()) or ""
    for total in (3, 5):
        await town.database.write(counting.keep_tally, first, {"": Numbers(total=total, online=total)}, NOW)
    await town.database.write(
        counting.add_counts, town.organisation, first,
        models.CountsBody(hall_added=4, hall_listeners_added=2, first_time_added=1), NOW,
    )  # fmt: skip
    await town.database.write(counting.keep_tally, first, {"": Numbers(total=6, online=6)}, NOW)
    shown = await town.database.read(counting.show_counts, town.organisation, first)
    assert (shown.tally.total, shown.tally.online, shown.tally.hall, shown.tally.listeners) == (10, 6, 4, 2)


CELLS = st.fixed_dictionaries({"online": st.integers(0, 12), "hall": st.integers(0, 12), "peak": st.integers(0, 12)})


@given(st.lists(CELLS, max_size=6), st.integers(0, 8))
def test_no_small_number_can_be_read_or_reckoned(cells: list[dict[str, int]], limit: int) -> None:
    full = [{**each, "total": each["online"] + each["hall"]} for each in cells]
    whole = {name: sum(each[name] for each in full) for name in ("online", "hall", "peak", "total")}
    rows, total = suppress(full, whole, limit, {"total": ("online", "hall")})
    for row, before in zip([*rows, total], [*full, whole], strict=True):
        for name, value in row.items():
            assert value is None or value == before[name]
            if limit > 1:
                assert value is None or value == 0 or value >= limit
        hidden = [name for name in ("total", "online", "hall") if row[name] is None]
        assert len(hidden) != 1, "a sum with one gap gives the gap away"
    for name in whole:
        if total[name] is not None:
            assert sum(row[name] is None for row in rows) != 1, "a total with one gap gives the gap away"


def test_two_small_numbers_are_not_given_away_by_their_sum() -> None:
    rows, total = suppress([{"n": 1}, {"n": 1}, {"n": 20}], {"n": 22}, 5)
    assert total["n"] is None or [row["n"] for row in rows] == [None, None, None]


async def test_counts_of_a_partner_stay_when_the_sharing_ends(town: Town, new_town: NewTown) -> None:
    partner = await new_town("隣の市", "tonari")
    shown = await town.series(monthly())
    secret = await town.database.write(sharing.share, town.organisation, shown.id, NOW)
    await town.database.write(sharing.accept, partner.organisation, secret, NOW)
    first = await town.database.read(lambda c: c.execute(FIRST).scalars().first()) or ""
    came = {partner.organisation: Numbers(total=7, online=7)}
    await town.database.write(counting.keep_tally, first, came, NOW)
    assert (await table(partner, NOW + 60 * 86_400_000)).total.tally["total"] == 7
    await town.database.write(sharing.end, town.organisation, shown.id, NOW)
    assert (await table(partner, NOW + 60 * 86_400_000)).total.tally["total"] == 7


async def test_a_shared_programme_of_the_same_name_has_its_own_page(town: Town, new_town: NewTown) -> None:
    partner = await new_town("隣の市", "tonari")
    shown = await town.series(monthly())
    secret = await town.database.write(sharing.share, town.organisation, shown.id, NOW)
    await town.database.write(sharing.accept, partner.organisation, secret, NOW)
    mine = await town.database.read(public_programmes, town.organisation)
    theirs = await town.database.read(public_programmes, partner.organisation)
    assert [(row.id, slug) for row, slug in mine] == [(town.programme, "flat")]
    assert [(row.id, slug) for row, slug in theirs] == [
        (partner.programme, "flat"),
        (town.programme, f"flat-{town.programme.lower()}"),
    ]
    said = await town.database.read(feeds.public_feed, partner.organisation, None, BASE, NOW)
    text = feeds.written(said).decode()
    assert f"{BASE}/p/tonari/flat-{town.programme.lower()}" in text.replace("\r\n ", "")
