"""A second factor that an organisation requires: nothing of it before one has it, and everything that leads there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyotp
import pytest

from moderation.office import Action, StaffRole
from server.http.office.table import endpoints
from server.office.base.database import Database, database_url
from tests.office.api.client import Browser, Office, Town
from tests.office.api.samples import key, samples
from tests.office.api.towns import PASSWORD, two_towns

OF_ROLES = [endpoint for endpoint in endpoints() if isinstance(endpoint.need, Action)]


async def require(office: Office, town: Town, *, on: bool = True, browser: Browser | None = None) -> None:
    admin = browser or office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{town.ids['o']}/settings"
    settings: dict[str, Any] = (await admin.office("GET", path)).json
    del settings["version"]
    answer = await admin.office("PUT", path, {**settings, "totp_required": on})
    assert answer.status == 200, answer.text
    assert answer.json["totp_required"] is on


async def set_up(office: Office, browser: Browser) -> None:
    started = await browser.office("POST", "/me/totp", {"password": PASSWORD})
    digits = pyotp.TOTP(started.json["secret"]).at(office.clock.now // 1000)
    assert (await browser.office("PUT", "/me/totp", {"totp": digits})).status == 200


async def test_it_is_off_by_default(office: Office, kono: Town) -> None:
    me = (await office.browser(kono.cookies[StaffRole.READER]).office("GET", "/me")).json
    assert [each["totp_required"] for each in me["organisations"]] == [False]


async def test_every_endpoint_of_the_organisation_waits_for_it(
    office: Office, kono: Town, subtests: pytest.Subtests
) -> None:
    await require(office, kono)
    before = await office.dump()
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    for endpoint in OF_ROLES:
        with subtests.test(key(endpoint)):
            answer = await browser.office(endpoint.method, kono.path(endpoint), samples(kono).get(key(endpoint)))
            assert (answer.status, answer.code) == (403, "totp_required")
    assert await office.dump() == before


@pytest.mark.parametrize("role", StaffRole)
async def test_whoever_has_none_is_led_to_it_and_then_let_in(office: Office, kono: Town, role: StaffRole) -> None:
    await require(office, kono)
    browser = office.browser(kono.cookies[role])
    path = f"/{kono.ids['o']}/settings"
    assert (await browser.office("GET", path)).code == "totp_required"
    me = (await browser.office("GET", "/me")).json
    assert (me["totp"], [each["totp_required"] for each in me["organisations"]]) == (False, [True])
    await set_up(office, browser)
    assert (await browser.office("GET", path)).status == 200


async def test_it_holds_for_that_organisation_alone(office: Office, kono: Town, otsu: Town) -> None:
    await require(office, kono)
    other = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    assert (await other.office("GET", f"/{otsu.ids['o']}/settings")).status == 200
    assert (await other.office("GET", f"/{kono.ids['o']}/settings")).status == 404, "and is told to nobody else"


async def test_administrators_see_who_has_none_and_can_take_it_back(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    await set_up(office, admin)
    await require(office, kono, browser=admin)
    listed = (await admin.office("GET", f"/{kono.ids['o']}/staff")).json["staff"]
    assert {each["role"] for each in listed if each["totp"]} == {"administrator"}
    assert {each["role"] for each in listed if not each["totp"]} >= {"scheduler", "facilitator", "reader"}
    await require(office, kono, on=False, browser=admin)
    assert (
        await office.browser(kono.cookies[StaffRole.READER]).office("GET", f"/{kono.ids['o']}/settings")
    ).status == 200


async def test_a_feed_by_its_address_waits_for_it_too(office: Office, kono: Town) -> None:
    """A calendar that was entered before, or by whoever has the address."""
    reader = office.browser(kono.cookies[StaffRole.READER])
    url = (await reader.office("GET", f"/{kono.ids['o']}/feeds")).json["staff_url"]
    calendar = office.browser()
    assert (await calendar.ask("GET", url)).status == 200
    await require(office, kono)
    assert (await calendar.ask("GET", url)).status == 404
    await set_up(office, reader)
    assert (await calendar.ask("GET", url)).status == 200


async def test_a_session_that_needed_a_password_alone_ends_when_one_begins_to_use_it(
    office: Office, kono: Town
) -> None:
    """Whoever had got hold of the password was in already, and would have stayed for two weeks."""
    thief = await office.signed_in(kono.staff[StaffRole.SCHEDULER])
    owner = office.browser(kono.cookies[StaffRole.SCHEDULER])
    await require(office, kono)
    await set_up(office, owner)
    path = f"/{kono.ids['o']}/settings"
    assert (await owner.office("GET", path)).status == 200
    assert (await thief.office("GET", path)).code == "not_signed_in"


async def test_the_other_database_holds_it_alike(postgres_url: str, tmp_path: Path) -> None:
    town, _ = two_towns(tmp_path, database_url(tmp_path, postgres_url))
    office = Office(tmp_path, Database(tmp_path, postgres_url))
    await office.start()
    try:
        admin = await office.signed_in(town.staff[StaffRole.ADMINISTRATOR])
        await require(office, town, browser=admin)
        path = f"/{town.ids['o']}/settings"
        assert (await admin.office("GET", path)).code == "totp_required"
        await set_up(office, admin)
        assert (await admin.office("GET", path)).status == 200
    finally:
        await office.stop()
