"""Whoever does not come in is told whom to call and where to go, and nothing that is not for everybody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import Connection, Table, update

from moderation.office import StaffRole
from server.identity.links import CODE_ALPHABET
from server.office.base import models
from server.office.base.common import DAY_MS
from server.office.base.tables import links, programmes, sessions
from server.office.live import LiveOffice
from server.office.papers import feeds
from server.office.staff.organisations import change_settings, new_organisation
from tests.office.api.client import NOW, Browser, Office, Town
from tests.office.api.towns import series_body
from tests.office.api.visiting import form_path, patch
from tests.patience import PATIENCE

ADDRESS = "甲野市南町1-2-3"
DEVICE = "device-of-a-test-0001"
WRONG_CODES = ("AAAAAA", "YYYYYY", "aaa-aaa", "111111", "x", "う" * 20)


async def join(browser: Browser, **by: str) -> Any:
    return (await browser.ask("POST", "/api/join", {"device": DEVICE, **by})).json


async def way_in(office: Office, town: Town) -> dict[str, str]:
    """The participants' link of a town's next session."""
    there = (await office.browser().ask("GET", f"{form_path(town)}/enter")).headers["Location"]
    return {"secret": there.partition("#")[2]}


async def give_the_hall_its_address(office: Office, town: Town, address: str = ADDRESS) -> None:
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    body = {"name": f"{town.name}会館", "address": address}
    assert (await admin.office("PUT", f"/{town.ids['o']}/venues/{town.ids['venue']}", body)).status == 200


def revoke_all(connection: Connection) -> None:
    connection.execute(update(links).values(revoked_at=NOW))


async def test_an_old_link_tells_its_own_towns_telephone_and_its_hall(office: Office, kono: Town) -> None:
    await give_the_hall_its_address(office, kono)
    visitor, link = office.browser(), await way_in(office, kono)
    joined = await join(visitor, **link)
    assert (joined["contact"]["dial"], joined["contact"]["place"]) == ("0300000000", "甲野会館")
    assert joined["contact"]["address"] == ADDRESS
    await office.database.write(revoke_all)
    refused = await join(visitor, **link)
    assert refused["code"] == "link_revoked"
    assert refused["contact"] == joined["contact"]


async def test_a_session_that_is_over_tells_them_too(office: Office, kono: Town) -> None:
    await give_the_hall_its_address(office, kono)
    link = await way_in(office, kono)

    def close(connection: Connection) -> None:
        connection.execute(update(sessions).values(ended_at=NOW))

    await office.database.write(close)
    joined = await join(office.browser(), **link)
    assert joined["ended"] is True
    assert joined["contact"]["address"] == ADDRESS
    assert joined["calendar"] is None


@pytest.mark.parametrize("alone", [True, False])
async def test_every_wrong_code_is_answered_alike_and_so_is_every_wrong_link(
    office: Office, empty_office: Office, kono: Town, alone: bool
) -> None:
    """Where there is one town, with its telephone and without any hall; where there are several, with nobody's."""
    here = empty_office if alone else office
    if alone:

        def one_town(connection: Connection) -> None:
            contact = models.Contact(telephone="03-0000-0000")
            town = new_organisation(connection, "甲野市", "kono", NOW)
            change_settings(connection, town, models.OrganisationSettings(name="甲野市", slug="kono", contact=contact))

        await here.database.write(one_town)
    else:
        await give_the_hall_its_address(here, kono)
    visitor = here.browser()
    said = [await visitor.ask("POST", "/api/join", {"device": DEVICE, "code": code}) for code in WRONG_CODES]
    assert {answer.status for answer in said} == {403}
    assert len({answer.body for answer in said}) == 1
    body = said[0].json
    assert body["code"] == "code_unknown"
    assert (body["contact"] or {}).get("telephone") == ("03-0000-0000" if alone else None)
    assert not (body["contact"] or {}).get("address")
    secrets = ("x", "ImFiYyI.AAAA", here.signer.secret("no-such-link"), here.signer.mark("somebody"))
    answers = [await visitor.ask("POST", "/api/join", {"device": DEVICE, "secret": each}) for each in secrets]
    assert {answer.body for answer in answers} == {said[0].body.replace(b"code_unknown", b"link_unknown")}
    guesses = [f"AAA{a}{b}A" for a in CODE_ALPHABET[:2] for b in CODE_ALPHABET]
    waits = [await join(visitor, code=code) for code in guesses][-1]
    assert (waits["code"], waits["contact"]) == ("too_many_tries", body["contact"])


async def test_a_town_without_a_public_page_is_told_to_nobody_who_guesses(empty_office: Office) -> None:
    def one_town(connection: Connection) -> None:
        contact = models.Contact(telephone="03-0000-0000")
        town = new_organisation(connection, "甲野市", "kono", NOW)
        settings = models.OrganisationSettings(name="甲野市", slug="kono", contact=contact, listed=False)
        change_settings(connection, town, settings)

    await empty_office.database.write(one_town)
    assert (await join(empty_office.browser(), code="AAAAAA"))["contact"] is None


def online(town: Town) -> dict[str, Any]:
    schedule = series_body(town.name, "", "")["schedule"]
    rule = {**schedule["rules"][0], "places": [{"form": "online"}]}
    return {"schedule": {**schedule, "rules": [rule]}}


async def archive_the_hall(office: Office, town: Town) -> None:
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    assert (await admin.office("DELETE", f"/{town.ids['o']}/venues/{town.ids['venue']}")).status < 300


async def set_of(office: Office, table: Table, row: str, **values: object) -> None:
    """Put values into a row, as they stand after a cancellation or when a series has run out."""

    def change(connection: Connection) -> None:
        connection.execute(update(table).where(table.c.id == row).values(**values))

    await office.database.write(change)


@pytest.mark.parametrize(
    ("capacities", "kept"),
    [
        ({"online": 10, "hall": 5, "listeners": 4}, 4),
        ({"online": 10, "hall": 5}, 0),
        ({"online": 10, "listeners": 4}, 0),
    ],
)
async def test_the_room_keeps_the_listeners_seats_that_the_office_counted(
    office: Office, kono: Town, capacities: dict[str, int], kept: int
) -> None:
    await patch(office, kono, "session", {"capacities": capacities})
    live = LiveOffice(office.database, lambda: NOW, office.safe)
    found = {each.settings.session: each.settings for each in await live.due_sessions(2**50)}
    assert found[kono.ids["session"]].listeners == kept


WITHOUT_ITS_PLACE = (
    "settings",
    "programme",
    "series",
    "online",
    "archived",
    "no address",
    "cancelled",
    "programme over",
)


@pytest.mark.parametrize("hidden", WITHOUT_ITS_PLACE)
async def test_a_hall_that_the_public_pages_do_not_show_is_told_to_nobody(
    office: Office, kono: Town, hidden: str
) -> None:
    await give_the_hall_its_address(office, kono)
    link = await way_in(office, kono)
    before = await join(office.browser(), **link)
    assert before["contact"]["address"] == ADDRESS
    if hidden == "online":
        await patch(office, kono, "series", online(kono))
    elif hidden == "archived":
        await archive_the_hall(office, kono)
    elif hidden == "no address":
        await give_the_hall_its_address(office, kono, "")
    elif hidden == "cancelled":
        await set_of(office, sessions, kono.ids["session"], status="cancelled")
    elif hidden == "programme over":
        await set_of(office, programmes, kono.ids["programme"], archived_at=NOW)
    else:
        await patch(office, kono, hidden, {"listed": False})
    joined = await join(office.browser(), **link)
    assert (joined["contact"]["telephone"], joined["contact"]["address"]) == ("03-0000-0000", "")
    assert joined["contact"]["place"] == ""
    day = (await office.browser().ask("GET", before["calendar"])).text
    assert "BEGIN:VEVENT" in day
    assert ADDRESS not in day
    assert "甲野" not in day


async def test_a_days_calendar_file_says_when_and_where_under_a_name_that_says_nothing(
    office: Office, kono: Town
) -> None:
    await give_the_hall_its_address(office, kono)
    joined = await join(office.browser(), **await way_in(office, kono))
    answer = await office.browser().ask("GET", joined["calendar"])
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(answer.body).walk("VEVENT")
    assert event["SUMMARY"] == "縁側"
    assert event.decoded("DTSTART").timestamp() * 1000 == joined["open_at"]
    assert event["LOCATION"] == f"甲野会館 {ADDRESS}"
    assert not [event[name] for name in ("DESCRIPTION", "URL", "ORGANIZER") if event.get(name)]
    assert "日曜" not in answer.text, "nothing of what it is stands in a calendar that others read"
    (later,) = Calendar.from_ical((await office.browser().ask("GET", joined["next_calendar"])).body).walk("VEVENT")
    assert later.decoded("DTSTART").timestamp() * 1000 == joined["next_date"]


async def test_without_its_mark_no_day_is_told_and_none_that_is_long_over(office: Office, kono: Town) -> None:
    joined = await join(office.browser(), **await way_in(office, kono))
    visitor, session = office.browser(), kono.ids["session"]
    marks = ("x", session, office.signer.secret(session), office.signer.day("nobody"))
    unknown = [await visitor.ask("GET", f"/calendar/session/{mark}/day.ics") for mark in marks]
    assert {answer.status for answer in unknown} == {404}
    assert len({answer.body for answer in unknown}) == 1
    until = joined["end_at"] + feeds.DAYS_AFTER * DAY_MS
    for office.clock.now in (joined["end_at"] + 1, until - 1):
        assert (await visitor.ask("GET", joined["calendar"])).status == 200
    office.clock.now = until
    late = await visitor.ask("GET", joined["calendar"])
    assert (late.status, late.body) == (404, unknown[0].body), "alike for what was once and what never was"


async def test_a_days_calendar_file_stays_the_same_until_its_session_changes(office: Office, kono: Town) -> None:
    joined = await join(office.browser(), **await way_in(office, kono))
    visitor = office.browser()
    first = await visitor.ask("GET", joined["calendar"])
    office.clock.passes(90_000)
    again = await visitor.ask("GET", joined["calendar"])
    assert (again.body, again.headers["Etag"]) == (first.body, first.headers["Etag"])
    (event,) = Calendar.from_ical(first.body).walk("VEVENT")
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED")
    kept = await visitor.ask("GET", joined["calendar"], headers={"If-None-Match": first.headers["Etag"]})
    assert (kept.status, kept.body, kept.headers["Etag"]) == (304, b"", first.headers["Etag"])
    await patch(office, kono, "session", {"note": "雨でも"})
    anew = await visitor.ask("GET", joined["calendar"], headers={"If-None-Match": first.headers["Etag"]})
    (changed,) = Calendar.from_ical(anew.body).walk("VEVENT")
    assert (anew.status, changed.decoded("SEQUENCE") > event.decoded("SEQUENCE")) == (200, True)


async def test_a_day_that_is_cancelled_says_so_to_who_has_it(office: Office, kono: Town) -> None:
    joined = await join(office.browser(), **await way_in(office, kono))

    await set_of(office, sessions, kono.ids["session"], status="cancelled")
    (event,) = Calendar.from_ical((await office.browser().ask("GET", joined["calendar"])).body).walk("VEVENT")
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "【中止】縁側")


async def test_whoever_asks_for_many_days_at_once_keeps_nobody_elses(office: Office, kono: Town) -> None:
    await give_the_hall_its_address(office, kono)
    joined = await join(office.browser(), **await way_in(office, kono))
    greedy, other = office.browser(address="203.0.113.5"), office.browser(address="203.0.113.6")
    answers: set[int] = set()
    async with asyncio.timeout(PATIENCE):
        # On a busy machine they may come one after the other: then nobody asks for many at once.
        while 503 not in answers:
            many = [asyncio.create_task(greedy.ask("GET", joined["calendar"])) for _ in range(30)]
            await asyncio.sleep(0)
            assert (await other.ask("GET", joined["calendar"])).status == 200
            answers |= {(await each).status for each in many}
    assert answers == {200, 503}
