"""An address that was printed, kept or subscribed to before a slug changed leads to today's."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
from sqlalchemy import update

from moderation.office import StaffRole
from server.office.base.tables import programmes, staff
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.towns import programme_body
from tests.office.api.visiting import Read, code_in, form_path, patch, read

SENT = {"If-None-Match": '"of-yesterday"', "User-Agent": "iOS/18 dataaccessd"}


async def rename(office: Office, town: Town, *, town_to: str | None = None, programme_to: str | None = None) -> None:
    if town_to is not None:
        await patch(office, town, "settings", {"slug": town_to})
    if programme_to is not None:
        await patch(office, town, "programme", {"slug": programme_to})


def admin_of(office: Office, town: Town) -> Browser:
    return office.browser(town.cookies[StaffRole.ADMINISTRATOR])


async def asks(office: Office, town: Town, path: str, method: str = "PUT", **change: Any) -> Answer:
    """What a change of the town's settings or programme answers, whatever it is."""
    admin = admin_of(office, town)
    if path == "settings":
        body = (await admin.office("GET", f"/{town.ids['o']}/settings")).json
        del body["version"]
        return await admin.office("PUT", f"/{town.ids['o']}/settings", {**body, **change})
    body = {**programme_body(town.name).model_dump(mode="json"), **change}
    return await admin.office(method, f"/{town.ids['o']}/{path}", body)


async def led(office: Office, path: str, method: str = "GET", **headers: str) -> str:
    """Where an old address leads, which no browser keeps for good."""
    answer = await office.browser().ask(method, path, headers=headers)
    assert answer.status == 308, (path, answer.status)
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.headers["Location"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_every_address_of_before_leads_to_todays_in_one_step(office: Office, kono: Town, method: str) -> None:
    old = form_path(kono)
    await rename(office, kono, town_to="kono-shi", programme_to="furatto")
    session = kono.ids["session"]
    paths = {
        "/p/kono": "/p/kono-shi",
        "/p/kono?lang=en&from=qr%20code&from=2": "/p/kono-shi?lang=en&from=qr%20code&from=2",
        "/p/kono/flat": "/p/kono-shi/furatto",
        "/p/kono/furatto": "/p/kono-shi/furatto",
        "/p/kono-shi/flat?lang=en": "/p/kono-shi/furatto?lang=en",
        old: f"/p/kono-shi/furatto/{session}",
        f"{old}/enter?lang=ja-simple": f"/p/kono-shi/furatto/{session}/enter?lang=ja-simple",
        "/calendar/kono.ics": "/calendar/kono-shi.ics",
        "/calendar/kono/flat.ics?x=1": "/calendar/kono-shi/furatto.ics?x=1",
    }
    for path, todays in paths.items():
        location = await led(office, path, method)
        assert location == todays
        assert (await office.browser().ask(method, location)).status in (200, 303), location


async def test_a_calendar_that_was_subscribed_to_before_goes_on(office: Office, kono: Town) -> None:
    """Calendar programs follow a redirect; what they kept of the old feed is no reason to answer that nothing changed."""
    before = await office.browser().ask("GET", "/calendar/kono/flat.ics")
    await rename(office, kono, town_to="kono-shi", programme_to="furatto")
    for path in ("/calendar/kono/flat.ics", "/calendar/kono.ics"):
        for sent in (SENT, {**SENT, "If-None-Match": "*"}):
            assert (await led(office, path, **sent)).startswith("/calendar/kono-shi")
            after = await office.browser().ask("GET", path, headers=sent, follow=True)
            assert (after.status, after.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
            said = icalendar.Calendar.from_ical(after.body)
            assert {str(event["UID"]) for event in said.walk("VEVENT")} == {
                str(event["UID"]) for event in icalendar.Calendar.from_ical(before.body).walk("VEVENT")
            }, "the same events, so none stands there twice"
            assert "/p/kono-shi/furatto" in after.text


async def test_the_feed_of_one_of_the_staff_goes_on_for_whom_it_is(office: Office, kono: Town, otsu: Town) -> None:
    url = (await admin_of(office, kono).office("POST", f"/{kono.ids['o']}/feeds/renew")).json["staff_url"]
    path = "/" + url.split("/", 3)[3]
    await rename(office, kono, town_to="kono-shi")
    await rename(office, otsu, town_to="otsu-shi")
    assert await led(office, path, **SENT) == path.replace("kono.ics", "kono-shi.ics")
    answer = await office.browser().ask("GET", path, headers=SENT, follow=True)
    assert "甲野の日曜" in answer.text
    for other in (path.replace("kono.ics", "otsu.ics"), "/calendar/staff/nobodys-secret/kono.ics"):
        refused = await office.browser().ask("GET", other)
        assert refused.status == 404, "no address tells another's slug to who may not read it"
        assert "-shi" not in refused.text


async def test_a_form_that_was_open_while_the_slug_changed_is_taken_once(office: Office, kono: Town) -> None:
    visitor = office.browser()
    fields = read(await visitor.ask("GET", form_path(kono))).fields()
    first = code_in(read(await visitor.ask("POST", form_path(kono), form=fields)))
    await rename(office, kono, town_to="kono-shi", programme_to="furatto")
    again = code_in(read(await visitor.ask("POST", form_path(kono), form=fields)))
    assert again == first, "sent again to the address that it had"


async def test_changed_again_and_back_again(office: Office, kono: Town) -> None:
    for slug in ("b", "c"):
        await rename(office, kono, town_to=slug, programme_to=slug)
    for old in ("kono", "b"):
        assert await led(office, f"/p/{old}/flat") == "/p/c/c"
        assert await led(office, f"/p/{old}/b") == "/p/c/c"
    await rename(office, kono, town_to="kono", programme_to="flat")
    assert (await office.browser().ask("GET", "/p/kono/flat")).status == 200
    for old in ("b", "c"):
        assert await led(office, f"/p/{old}/{old}") == "/p/kono/flat"
    rows = await office.dump()
    assert {row["slug"] for row in rows["former_organisations"]} == {"b", "c"}
    assert {row["slug"] for row in rows["former_programmes"]} == {"b", "c"}
    await rename(office, kono, town_to="kono", programme_to="flat")
    assert await office.dump() | {"programmes": []} == rows | {"programmes": []}, "what stays the same leaves nothing"


async def test_what_an_organisation_had_before_is_no_other_ones(office: Office, kono: Town, otsu: Town) -> None:
    """A printed flyer must not lead to another town."""
    await rename(office, kono, town_to="kono-shi")
    refused = await asks(office, otsu, "settings", slug="kono")
    assert (refused.status, refused.code) == (409, "slug_taken")
    assert [each["at"] for each in refused.json["fields"]] == ["slug"]
    assert "前に使って" in refused.json["fields"][0]["message"]
    assert (await office.browser().ask("GET", "/p/otsu")).status == 200, "nothing has been changed"
    assert await led(office, "/p/kono") == "/p/kono-shi"
    operator = update(staff).where(staff.c.id == otsu.staff[StaffRole.ADMINISTRATOR]).values(operator=True)
    await office.database.write(lambda c: c.execute(operator))
    made = await admin_of(office, otsu).office("POST", "/organisations", {"name": "ほかの町", "slug": "kono"})
    assert (made.status, made.code) == (409, "slug_taken")
    assert (await asks(office, kono, "settings", slug="kono")).status == 200, "its own it takes back"


async def test_a_town_gives_a_programmes_slug_of_before_anew(office: Office, kono: Town) -> None:
    """When it asks for it by name: what has the slug now wins over what had it. A name that makes itself takes none."""
    await rename(office, kono, programme_to="furatto")
    by_itself = await asks(office, kono, "programmes", "POST", name="flat", slug=None)
    assert by_itself.json["programme"]["slug"].startswith("flat-")
    assert await led(office, "/p/kono/flat") == "/p/kono/furatto"
    asked = await asks(office, kono, "programmes", "POST", name="あたらしい会", slug="flat")
    assert asked.status == 200
    page = await office.browser().ask("GET", "/p/kono/flat")
    assert (page.status, "あたらしい会" in page.text) == (200, True)
    moved = await asks(office, kono, f"programmes/{asked.json['id']}", name="あたらしい会", slug="atarashii")
    assert moved.status == 200
    assert await led(office, "/p/kono/flat") == "/p/kono/atarashii", "it is the last one's that had it"


HIDDEN = [("settings", ["/p/kono", "/p/kono/flat", "/calendar/kono.ics"]), ("programme", ["/p/kono/flat"])]


@pytest.mark.parametrize(("what", "paths"), HIDDEN, ids=[each[0] for each in HIDDEN])
async def test_what_has_no_public_page_has_none_by_an_old_address(
    office: Office, kono: Town, what: str, paths: list[str]
) -> None:
    await rename(office, kono, town_to="himitsu-shi", programme_to="himitsu")
    change = {"settings": {"slug": "himitsu-shi"}, "programme": {"slug": "himitsu"}}[what]
    await patch(office, kono, what, {**change, "listed": False})
    nothing = await office.browser().ask("GET", "/p/nobody/at-all")
    more = [
        f"/p/kono/flat/{kono.ids['session']}",
        f"/p/kono/flat/{kono.ids['session']}/enter",
        "/calendar/kono/flat.ics",
    ]
    for path in paths + more:
        answer = await office.browser().ask("GET", path)
        assert (answer.status, "Location" in answer.headers) == (404, False), path
        assert Read(answer.text).said == Read(nothing.text).said
        assert "himitsu" not in answer.text


async def test_an_archived_programme_is_gone_by_all_its_addresses(office: Office, kono: Town) -> None:
    await rename(office, kono, programme_to="furatto")
    values = update(programmes).where(programmes.c.id == kono.ids["programme"]).values(archived_at=1)
    await office.database.write(lambda c: c.execute(values))
    for name in ("furatto", "flat"):
        assert (await office.browser().ask("GET", f"/p/kono/{name}")).status == 404
        assert (await office.browser().ask("GET", f"/calendar/kono/{name}.ics")).status == 404


async def test_who_shows_another_towns_programme_follows_its_address(office: Office, kono: Town, otsu: Town) -> None:
    """A shared programme stands on both towns' pages, under its own name or one told apart by its id."""
    given = await admin_of(office, kono).office("POST", f"/{kono.ids['o']}/series/{kono.ids['series']}/share")
    taken = await admin_of(office, otsu).office("POST", f"/{otsu.ids['o']}/shares", given.json)
    assert taken.status == 200, taken.text
    apart = f"flat-{kono.ids['programme'].lower()}"
    session = kono.ids["session"]
    for path in (f"/p/otsu/{apart}", f"/p/otsu/{apart}/{session}", f"/calendar/otsu/{apart}.ics"):
        answer = await office.browser().ask("GET", path)
        assert (answer.status, "甲野" in answer.text) == (200, True), path
    await rename(office, kono, programme_to="furatto")
    assert (await office.browser().ask("GET", "/p/otsu/furatto")).status == 200
    assert "乙川" in (await office.browser().ask("GET", "/p/otsu/flat")).text, "it is the town's own that has this name"
    await rename(office, otsu, programme_to="otsu-flat")
    assert await led(office, "/p/otsu/flat") == "/p/otsu/otsu-flat", "its own before another's"
    await rename(office, kono, programme_to="furari")
    assert await led(office, "/p/otsu/furatto") == "/p/otsu/furari"


@pytest.mark.parametrize(
    "rest",
    ["//evil.example", "%2F%2Fevil.example", "..%2F..%2Fevil", "a%0d%0aX-Evil:1", "a?next=//evil.example", "@evil"],
)
async def test_an_old_address_leads_nowhere_else(office: Office, kono: Town, rest: str) -> None:
    await rename(office, kono, town_to="kono-shi")
    answer = await office.browser().ask("GET", f"/p/kono/flat/{rest}")
    assert "X-Evil" not in answer.headers
    if answer.status == 308:
        assert answer.headers["Location"].startswith("/p/kono-shi/flat/")
    else:
        assert answer.status == 404


async def test_a_capital_letter_on_paper_is_the_small_one(office: Office, kono: Town) -> None:
    for path in ("/p/KONO", "/p/Kono/Flat", f"/p/KONO/FLAT/{kono.ids['session']}", "/calendar/KONO/Flat.ics"):
        assert (await office.browser().ask("GET", path)).status == 200, path
