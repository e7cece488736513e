"""Every endpoint, asked by every role, against the one table of permissions."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.office import ALLOWED, Action, StaffRole
from server.http.office.endpoint import Endpoint
from server.http.office.table import PREFIX, endpoints
from tests.office.api.client import FONTS, OURS, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import REFUSED_WHEN_RIGHT, key, query_of, samples

TABLE = endpoints()
OF_ROLES = [endpoint for endpoint in TABLE if isinstance(endpoint.need, Action)]
OF_ACCOUNTS = [endpoint for endpoint in TABLE if endpoint.need == "account"]
UNSAFE = [endpoint for endpoint in TABLE if endpoint.method != "GET"]


def path_of(endpoint: Endpoint, town: Town) -> str:
    if not endpoint.of_organisation:
        return endpoint.path.replace("{session}", "0" * 16)
    return town.path(endpoint)


def test_every_endpoint_with_a_body_has_a_sample(kono: Town) -> None:
    wanted = {key(endpoint) for endpoint in TABLE if endpoint.body is not None}
    assert set(samples(kono)) == wanted


def test_whatever_belongs_to_an_organisation_needs_a_permission() -> None:
    assert all(endpoint.of_organisation == isinstance(endpoint.need, Action) for endpoint in TABLE)


def test_every_action_is_needed_by_some_endpoint() -> None:
    assert {endpoint.need for endpoint in OF_ROLES} == set(Action)


def test_what_changes_something_needs_more_than_reading() -> None:
    """A reader has one thing to change: the address of one's own feed."""
    reading = [key(endpoint) for endpoint in UNSAFE if endpoint.need is Action.READ]
    assert reading == ["POST /{o}/feeds/renew"]


@pytest.mark.parametrize("endpoint", OF_ROLES, ids=key)
async def test_a_role_may_do_what_the_table_says(running: Running, kono: Town, endpoint: Endpoint) -> None:
    assert isinstance(endpoint.need, Action)
    for role in ALLOWED[endpoint.need]:
        async with running() as office:
            body = samples(kono).get(key(endpoint))
            browser = office.browser(kono.cookies[role])
            answer = await browser.office(endpoint.method, kono.path(endpoint), body, query=query_of(endpoint))
            expected = REFUSED_WHEN_RIGHT.get(key(endpoint), "")
            if endpoint.answer == "application/pdf" and not FONTS.is_dir():
                expected = "fonts_missing"  # before the first make build
            assert answer.code == expected, (role, answer.text)


async def test_a_role_may_do_nothing_else(office: Office, kono: Town, subtests: pytest.Subtests) -> None:
    before = await office.dump()
    browsers = {role: office.browser(kono.cookies[role]) for role in StaffRole}
    for endpoint in OF_ROLES:
        assert isinstance(endpoint.need, Action)
        for role in set(StaffRole) - ALLOWED[endpoint.need]:
            with subtests.test(key(endpoint), role=role):
                body = samples(kono).get(key(endpoint))
                answer = await browsers[role].office(endpoint.method, kono.path(endpoint), body)
                assert (answer.status, answer.code) == (403, "not_allowed")
                assert await office.dump() == before


async def test_who_is_not_signed_in_is_told_so(office: Office, kono: Town, subtests: pytest.Subtests) -> None:
    before = await office.dump()
    strangers = [office.browser(cookie) for cookie in (None, "x" * 32, "x" * 300)]
    for endpoint in (*OF_ROLES, *OF_ACCOUNTS):
        with subtests.test(key(endpoint)):
            for stranger in strangers:
                body = samples(kono).get(key(endpoint))
                answer = await stranger.office(endpoint.method, path_of(endpoint, kono), body)
                assert (answer.status, answer.code) == (401, "not_signed_in")
    assert await office.dump() == before


async def test_other_pages_cannot_ask_for_changes(office: Office, kono: Town, subtests: pytest.Subtests) -> None:
    """Neither without the header, which a form elsewhere cannot set, nor with a foreign origin."""
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    before = await office.dump()
    origins = ("https://evil.example", "null", "", f"http://{browser.base.host}:1", "http://[", "http://evil.example/[")
    for endpoint in UNSAFE:
        with subtests.test(key(endpoint)):
            body = samples(kono).get(key(endpoint))
            for headers in ({}, *({**OURS, "Origin": origin} for origin in origins)):
                answer = await browser.office(endpoint.method, path_of(endpoint, kono), body, headers=headers)
                assert (answer.status, answer.code) == (403, "foreign_page"), headers
    assert await office.dump() == before


async def test_our_own_pages_may(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    own = {**OURS, "Origin": str(browser.base.origin())}
    path = f"/{kono.ids['o']}/crew"
    assert (await browser.office("POST", path, {"name": "さとう"}, headers=own)).status == 200


async def test_who_is_no_operator_makes_no_organisation(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    before = await office.dump()
    answer = await browser.office("POST", "/organisations", samples(kono)["POST /organisations"])
    assert (answer.status, answer.code) == (403, "not_allowed")
    assert await office.dump() == before


async def test_a_role_that_is_taken_away_is_gone_at_once(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    scheduler = office.browser(kono.cookies[StaffRole.SCHEDULER])
    crew, member = f"/{kono.ids['o']}/crew", f"/{kono.ids['o']}/staff/{kono.staff[StaffRole.SCHEDULER]}"
    assert (await scheduler.office("POST", crew, {"name": "さとう"})).status == 200
    await admin.office("PUT", member, {"role": "reader"})
    assert (await scheduler.office("POST", crew, {"name": "さとう"})).status == 403
    await admin.office("DELETE", member)
    assert (await scheduler.office("GET", crew)).status == 401


async def test_every_endpoint_has_a_line_in_the_openapi_document(office: Office) -> None:
    document = (await office.browser().ask("GET", "/api/openapi.json")).json
    written = {(method.upper(), path) for path, each in document["paths"].items() for method in each}
    assert written == {(each.method, (PREFIX + each.path).replace("{o}", "{organisation}")) for each in TABLE}
    for endpoint in TABLE:
        line = document["paths"][(PREFIX + endpoint.path).replace("{o}", "{organisation}")][endpoint.method.lower()]
        assert line["summary"] == endpoint.says
        assert ("security" in line) == (endpoint.need != "nothing")
        assert line.get("x-permission") == (str(endpoint.need) if isinstance(endpoint.need, Action) else None)


async def test_one_is_told_what_one_may_do(office: Office, kono: Town) -> None:
    """What the client shows and hides follows the same table that refuses."""
    for role, cookie in kono.cookies.items():
        me = (await office.browser(cookie).office("GET", "/me")).json
        here = next(each for each in me["organisations"] if each["id"] == kono.ids["o"])
        assert {Action(each) for each in here["may"]} == {action for action in Action if role in ALLOWED[action]}


async def test_whatever_changes_what_is_planned_says_so_in_the_table(running: Running, kono: Town) -> None:
    """So that rooms look at the calendar at once, and no handler has to remember it."""

    async def planned(office: Office) -> list[dict[str, Any]]:
        """All of the sessions' rows but how many may be reserved at once, which rooms do not know."""
        return [{**row, "unbounded": None} for row in (await office.dump())["sessions"]]

    for endpoint in (each for each in UNSAFE if each.of_organisation):
        async with running() as office:
            before = await planned(office)
            browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
            await browser.office(endpoint.method, kono.path(endpoint), samples(kono).get(key(endpoint)))
            changed = await planned(office) != before
        assert endpoint.plans or not changed, key(endpoint)
        assert endpoint.need is Action.PLAN or not endpoint.plans, key(endpoint)
    assert {key(each) for each in TABLE if each.plans} >= {
        "PUT /{o}/programmes/{programme}", "POST /{o}/start", "POST /{o}/series/{series}/changes",
        "POST /{o}/series/{series}/undo", "PATCH /{o}/sessions/{session}", "DELETE /{o}/series/{series}",
    }  # fmt: skip
