"""Colleagues: invited by a link that works once, given a role, and never the last administrator taken away."""

from __future__ import annotations

import asyncio

import pytest

from moderation.office import StaffRole
from server.http.office.endpoint import COOKIE
from server.office.base.models import NewOrganisation
from server.office.staff.invitations import INVITATION_MS
from server.office.staff.organisations import add_organisation
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.towns import PASSWORD

NEW = {"name": "あたらしい人", "mail": "new@example.jp", "password": PASSWORD}


@pytest.fixture
async def admin(office: Office, kono: Town) -> Browser:
    return office.browser(kono.cookies[StaffRole.ADMINISTRATOR])


async def invite(admin: Browser, town: Town, **asked: str) -> str:
    """The secret of a new invitation."""
    made = await admin.office("POST", f"/{town.ids['o']}/staff/invitations", {"role": "scheduler", **asked})
    assert made.status == 200
    page, _, secret = made.json["url"].partition("#invitation=")
    assert page.endswith("/o")
    return str(secret)


async def accept(browser: Browser, secret: str, **who: str) -> Answer:
    return await browser.office("POST", "/invitations/accept", {"secret": secret, **who})


async def test_a_link_makes_an_account_with_the_role_it_was_made_for(
    office: Office, admin: Browser, kono: Town
) -> None:
    secret = await invite(admin, kono, mail="new@example.jp")
    browser = office.browser()
    shown = await browser.office("POST", "/invitations/look", {"secret": secret})
    assert shown.json == {"organisation": "甲野市", "role": "scheduler", "mail": "new@example.jp"}
    joined = await accept(browser, secret, **NEW)
    assert [(each["id"], each["role"]) for each in joined.json["organisations"]] == [(kono.ids["o"], "scheduler")]
    assert joined.json["operator"] is False
    assert browser.has(COOKIE)
    assert (await browser.office("POST", f"/{kono.ids['o']}/crew", {"name": "さとう"})).status == 200
    assert (await browser.office("GET", f"/{kono.ids['o']}/staff")).status == 403


async def test_a_link_works_once(office: Office, admin: Browser, kono: Town) -> None:
    secret = await invite(admin, kono)
    assert (await accept(office.browser(), secret, **NEW)).status == 200
    again = await accept(office.browser(), secret, **{**NEW, "mail": "other@example.jp"})
    assert (again.status, again.code) == (404, "invitation_unknown")
    assert (await office.browser().office("POST", "/invitations/look", {"secret": secret})).status == 404
    listed = (await admin.office("GET", f"/{kono.ids['o']}/staff")).json
    assert [each["id"] for each in listed["invitations"]] == [kono.ids["invitation"]]


async def test_of_several_who_accept_at_once_one_does(office: Office, admin: Browser, kono: Town) -> None:
    secret = await invite(admin, kono)
    asked = (accept(office.browser(), secret, **{**NEW, "mail": f"new{n}@example.jp"}) for n in range(5))
    assert sorted(each.status for each in await asyncio.gather(*asked)) == [200, 404, 404, 404, 404]


async def test_a_link_expires_after_a_week(office: Office, admin: Browser, kono: Town) -> None:
    secret = await invite(admin, kono)
    office.clock.passes(INVITATION_MS - 1)
    assert (await office.browser().office("POST", "/invitations/look", {"secret": secret})).status == 200
    office.clock.passes(1)
    for answer in (
        await office.browser().office("POST", "/invitations/look", {"secret": secret}),
        await accept(office.browser(), secret, **NEW),
    ):
        assert (answer.status, answer.code) == (404, "invitation_unknown")


async def test_a_link_that_was_taken_back_is_no_more(office: Office, admin: Browser, kono: Town) -> None:
    made = await admin.office("POST", f"/{kono.ids['o']}/staff/invitations", {"role": "reader"})
    path = f"/{kono.ids['o']}/staff/invitations/{made.json['id']}"
    assert (await admin.office("DELETE", path)).status == 200
    assert (await admin.office("DELETE", path)).status == 404
    assert (await accept(office.browser(), made.json["url"].partition("=")[2], **NEW)).status == 404


async def test_what_is_missing_is_said_beside_its_field(office: Office, admin: Browser, kono: Town) -> None:
    secret = await invite(admin, kono)
    empty = await accept(office.browser(), secret)
    assert [each["at"] for each in empty.json["fields"]] == ["name", "mail", "password"]
    weak = await accept(office.browser(), secret, **{**NEW, "password": "aaaaaaaaaaaa"})
    assert (weak.status, weak.code) == (422, "password_weak")
    taken = await accept(office.browser(), secret, **{**NEW, "mail": f"Reader@{kono.slug}.example.jp"})
    assert (taken.status, taken.code) == (409, "mail_taken")
    assert [each["at"] for each in taken.json["fields"]] == ["mail"]
    assert (await accept(office.browser(), secret, **NEW)).status == 200, "none of it used the link up"


async def test_somebody_with_an_account_joins_with_it(office: Office, admin: Browser, kono: Town, otsu: Town) -> None:
    neighbour = office.browser(otsu.cookies[StaffRole.READER])
    joined = await accept(neighbour, await invite(admin, kono))
    roles = {each["id"]: each["role"] for each in joined.json["organisations"]}
    assert roles == {kono.ids["o"]: "scheduler", otsu.ids["o"]: "reader"}
    assert (await neighbour.office("POST", f"/{kono.ids['o']}/crew", {"name": "さとう"})).status == 200
    assert (await neighbour.office("POST", f"/{otsu.ids['o']}/crew", {"name": "さとう"})).status == 403
    secret = await invite(admin, kono)
    again = await accept(neighbour, secret)
    assert (again.status, again.code) == (409, "already_member")
    assert (await accept(office.browser(), secret, **NEW)).status == 200, "that did not use the link up"


async def test_whoever_belongs_elsewhere_too_keeps_their_second_factor(office: Office, kono: Town, otsu: Town) -> None:
    """It is their account; one of their organisations must not be able to weaken it for the other."""
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    await accept(office.browser(otsu.cookies[StaffRole.READER]), await invite(admin, kono))
    path = f"/{kono.ids['o']}/staff/{otsu.staff[StaffRole.READER]}/totp/remove"
    answer = await admin.office("POST", path)
    assert (answer.status, answer.code) == (403, "not_allowed")


# -- the last administrator ----------------------------------------------------------------------------------------


async def test_the_last_administrator_stays(office: Office, admin: Browser, kono: Town) -> None:
    path = f"/{kono.ids['o']}/staff/{kono.staff[StaffRole.ADMINISTRATOR]}"
    before = await office.dump()
    for answer in (await admin.office("PUT", path, {"role": "reader"}), await admin.office("DELETE", path)):
        assert (answer.status, answer.code) == (409, "last_administrator")
    assert await office.dump() == before
    assert (await admin.office("PUT", path, {"role": "administrator"})).status == 200
    second = f"/{kono.ids['o']}/staff/{kono.staff[StaffRole.SCHEDULER]}"
    assert (await admin.office("PUT", second, {"role": "administrator"})).status == 200
    assert (await admin.office("DELETE", path)).status == 200


@pytest.mark.parametrize("way", ["demote", "remove"])
async def test_two_administrators_who_oust_each_other_at_once_leave_one(
    either_office: tuple[Office, Town], way: str
) -> None:
    office, kono = either_office
    first, second = kono.staff[StaffRole.ADMINISTRATOR], kono.staff[StaffRole.SCHEDULER]
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    await admin.office("PUT", f"/{kono.ids['o']}/staff/{second}", {"role": "administrator"})
    other = office.browser(kono.cookies[StaffRole.SCHEDULER])
    method, body = ("PUT", {"role": "reader"}) if way == "demote" else ("DELETE", None)
    asked = [
        browser.office(method, f"/{kono.ids['o']}/staff/{whom}", body)
        for browser, whom in ((admin, second), (other, first)) * 4
    ]
    answers = await asyncio.gather(*asked)
    assert {each.status for each in answers} <= {200, 401, 403, 404, 409}
    rows = (await office.dump())["memberships"]
    left = [row for row in rows if row["organisation"] == kono.ids["o"] and row["role"] == "administrator"]
    assert len(left) == 1


async def test_whoever_leaves_their_only_organisation_is_signed_out(office: Office, admin: Browser, kono: Town) -> None:
    reader = office.browser(kono.cookies[StaffRole.READER])
    assert (await reader.office("GET", f"/{kono.ids['o']}/feeds")).status == 200
    await admin.office("DELETE", f"/{kono.ids['o']}/staff/{kono.staff[StaffRole.READER]}")
    assert (await reader.office("GET", "/me")).status == 401


async def test_whoever_leaves_loses_the_calendar_of_the_staff(office: Office, admin: Browser, kono: Town) -> None:
    reader = office.browser(kono.cookies[StaffRole.READER])
    url = (await reader.office("GET", f"/{kono.ids['o']}/feeds")).json["staff_url"]
    path = "/" + url.split("/", 3)[3]
    assert (await office.browser().ask("GET", path)).status == 200
    await admin.office("DELETE", f"/{kono.ids['o']}/staff/{kono.staff[StaffRole.READER]}")
    assert (await office.browser().ask("GET", path)).status == 404


async def test_an_operator_makes_organisations_of_their_own(office: Office, kono: Town) -> None:
    account = kono.staff[StaffRole.READER]
    made = await office.database.write(
        add_organisation, account, NewOrganisation(name="丙田市", slug="hei"), office.clock.now
    )
    browser = office.browser(kono.cookies[StaffRole.READER])
    assert (await browser.office("GET", f"/{made}/staff")).status == 200
    assert (await browser.office("GET", f"/{kono.ids['o']}/staff")).status == 403
