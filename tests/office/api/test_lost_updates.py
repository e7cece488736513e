"""Two who change one thing: the second is told, and nothing is written over unseen."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from moderation.office import StaffRole
from server.http.office.table import endpoints
from tests.office.api.client import Office, Town
from tests.office.api.samples import key, samples
from tests.office.api.test_bad_input import path_of

IN_ITS_BODY = {"PUT /{o}/series/{series}"}
"""Series carry their version in the body."""
SWITCHES = {"PUT /me/totp", "PUT /{o}/sessions/{session}/reservations/bounds"}
"""What is sent is all there is of it: a switch, and one's own digits."""
CHANGES = [each for each in endpoints() if each.method in ("PUT", "PATCH") and key(each) not in SWITCHES | IN_ITS_BODY]
READ: dict[str, tuple[str, Any]] = {
    "PUT /{o}/settings": ("/{o}/settings", lambda got, ids: got["version"]),
    "PUT /{o}/staff/{staff}": ("/{o}/staff", lambda got, ids: _of(got["staff"], ids["staff"])),
    "PUT /{o}/programmes/{programme}": ("/{o}/programmes", lambda got, ids: _of(got["programmes"], ids["programme"])),
    "PUT /{o}/venues/{venue}": ("/{o}/venues", lambda got, ids: _of(got["venues"], ids["venue"])),
    "PUT /{o}/crew/{crew}": ("/{o}/crew", lambda got, ids: _of(got["crew"], ids["crew"])),
    "PATCH /{o}/sessions/{session}": ("/{o}/sessions/{session}", lambda got, ids: got["version"]),
    "PUT /{o}/sessions/{session}/reservations/{reservation}": (
        "/{o}/sessions/{session}/reservations",
        lambda got, ids: _of(got["reservations"], ids["reservation"]),
    ),
    "PUT /{o}/sessions/{session}/look-back": ("/{o}/sessions/{session}/look-back", lambda got, ids: got["version"]),
    "PUT /{o}/sessions/{session}/themes/{theme}": (
        "/{o}/sessions/{session}/themes",
        lambda got, ids: _of(got["themes"], ids["theme"]),
    ),
    "PUT /{o}/sessions/{session}/decided/{line}": (
        "/{o}/sessions/{session}/decided",
        lambda got, ids: _of(got["before"]["lines"], ids["line"]),
    ),
    "PUT /{o}/sessions/{session}/counts": ("/{o}/sessions/{session}/counts", lambda got, ids: got["version"]),
}
"""Where the version is shown of what each changes."""


def _of(all_of_them: list[dict[str, Any]], wanted: str) -> str:
    return str(next(each["version"] for each in all_of_them if each["id"] == wanted))


def _filled(path: str, town: Town) -> str:
    for name, value in town.ids.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_whatever_a_form_changes_has_a_version() -> None:
    assert {key(each) for each in CHANGES} == READ.keys()
    assert not [key(each) for each in CHANGES if each.seen is None]


@pytest.mark.parametrize("endpoint", CHANGES, ids=key)
async def test_the_second_of_two_who_saw_the_same_is_told(office: Office, kono: Town, endpoint: Any) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    where, version = READ[key(endpoint)]
    body, path = samples(kono)[key(endpoint)], path_of(endpoint, kono)
    headers = {"X-Engawa": "1"}

    async def seen() -> str:
        return str(version((await admin.office("GET", _filled(where, kono))).json, kono.ids))

    before = await seen()
    unsaid = await admin.ask(endpoint.method, f"/api/office{path}", body, headers=headers)
    assert (unsaid.status, unsaid.code) == (428, "version_needed")
    mine = {**headers, "If-Match": f'"{before}"'}
    first = await admin.office(endpoint.method, path, body, headers=mine)
    assert first.status == 200, first.text
    after = await seen()
    assert after != before, "the sample changes something"
    dump = await office.dump()
    second = await admin.office(endpoint.method, path, body, headers=mine)
    assert (second.status, second.code) == (409, "version_old")
    assert await office.dump() == dump
    again = await admin.office(endpoint.method, path, body, headers={**headers, "If-Match": f'W/"{after}"'})
    assert again.status == 200, "who has seen what is there goes on"


async def test_of_many_at_once_one_is_first_on_either_database(either_office: tuple[Office, Town]) -> None:
    office, town = either_office
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{town.ids['o']}/venues/{town.ids['venue']}"
    venues = (await admin.office("GET", f"/{town.ids['o']}/venues")).json["venues"]
    headers = {"X-Engawa": "1", "If-Match": _of(venues, town.ids["venue"])}
    answers = await asyncio.gather(
        *(admin.office("PUT", path, {"name": f"{town.name}第{number}"}, headers=headers) for number in range(6))
    )
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
