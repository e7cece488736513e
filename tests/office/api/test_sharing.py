"""Series that several organisations hold: each has its own links, rota, reservations and counts, and sees no other's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from moderation.office import StaffRole
from server.http.office.table import endpoints
from tests.office.api.client import NOW, Answer, Browser, Office, Town, rows_of
from tests.office.api.samples import key, query_of, samples

TABLE = [each for each in endpoints() if each.of_organisation]
OF_SERIES = [each for each in TABLE if "{series}" in each.path or "{session}" in each.path]
PRIVATE = ("しんこう", "覚え書き")
"""In names of the rota and in notes for staff."""


@dataclass(frozen=True, slots=True)
class Shared:
    """甲野's series, held together with 乙川."""

    office: Office
    kono: Town
    otsu: Town
    owner: Browser
    partner: Browser

    def own(self, path: str) -> str:
        return self._path(self.kono, path)

    def partners(self, path: str) -> str:
        return self._path(self.otsu, path)

    def _path(self, town: Town, path: str) -> str:
        """Of the shared series and its session, in a town's organisation."""
        ids = {**self.kono.ids, "o": town.ids["o"]}
        return "/".join(ids[part[1:-1]] if part.startswith("{") else part for part in path.split("/"))

    async def duty(self, browser: Browser, town: Town, crew: str) -> Answer:
        body = {"duties": [{"crew": crew, "task": "assist"}]}
        return await browser.office("PATCH", self._path(town, "/{o}/sessions/{session}"), body)


@pytest.fixture
async def shared(office: Office, kono: Town, otsu: Town) -> Shared:
    owner = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    partner = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    made = await owner.office("POST", f"/{kono.ids['o']}/series/{kono.ids['series']}/share")
    accepted = await partner.office("POST", f"/{otsu.ids['o']}/shares", made.json)
    assert accepted.json == {"series": kono.ids["series"]}
    return Shared(office, kono, otsu, owner, partner)


async def test_a_partner_sees_the_dates_and_nothing_for_staff(shared: Shared) -> None:
    series = (await shared.partner.office("GET", shared.partners("/{o}/series/{series}"))).json
    assert (series["owner"], series["can_undo"], series["series"]["note"]) == (False, False, "")
    assert series["series"]["crew"] == []
    span = {"first": "2026-04-01", "last": "2027-03-31"}
    listed = (await shared.partner.office("GET", shared.partners("/{o}/sessions"), query=span)).json["sessions"]
    seen = next(each for each in listed if each["id"] == shared.kono.ids["session"])
    assert (seen["owner"], seen["booked"], seen["waiting"], seen["staff"], seen["warnings"]) == (False, 0, 0, 0, [])
    detail = (await shared.partner.office("GET", shared.partners("/{o}/sessions/{session}"))).json
    assert (detail["duties"], detail["clashes"]) == ([], [])


async def test_reservations_are_each_ones_own(shared: Shared) -> None:
    path = "/{o}/sessions/{session}/reservations"
    assert (await shared.partner.office("GET", shared.partners(path))).json["reservations"] == []
    made = await shared.partner.office("POST", shared.partners(path), {"way": "hall"})
    assert made.status == 200
    own = (await shared.partner.office("GET", shared.partners(path))).json["reservations"]
    owners = (await shared.owner.office("GET", shared.own(path))).json["reservations"]
    assert [each["id"] for each in owners] == [shared.kono.ids["reservation"]]
    assert len(own) == 1
    for browser, address, foreign in (
        (shared.partner, shared.partners, shared.kono.ids["reservation"]),
        (shared.owner, shared.own, own[0]["id"]),
    ):
        answer = await browser.office("PUT", address(f"{path}/{foreign}"), {"state": "cancelled"})
        assert (answer.status, answer.code) == (404, "not_found")


async def test_counts_are_each_ones_own(shared: Shared) -> None:
    path = "/{o}/sessions/{past}/counts"
    nothing = {"hall_added": 0, "hall_listeners_added": 0, "first_time_added": 0}
    seen = (await shared.partner.office("GET", shared.partners(path))).json
    assert (seen["added"], seen["tally"]["total"]) == (nothing, 0)
    assert (await shared.partner.office("PUT", shared.partners(path), {"hall_added": 2})).status == 200
    assert (await shared.owner.office("GET", shared.own(path))).json["tally"]["hall"] == 17
    span = {"first": "2026-04-01", "last": "2026-05-28", "by": "session"}
    tables = [
        (await browser.office("GET", address("/{o}/counts"), query=span)).json
        for browser, address in ((shared.owner, shared.own), (shared.partner, shared.partners))
    ]
    shared_rows = [
        next(row["tally"]["hall"] for row in table["rows"] if row["key"].endswith(shared.kono.ids["past"]))
        for table in tables
    ]
    assert shared_rows == [17, 2]


async def test_the_rota_is_each_ones_own(shared: Shared) -> None:
    kono, otsu = shared.kono.ids["crew"], shared.otsu.ids["crew"]
    assert (await shared.duty(shared.partner, shared.otsu, otsu)).status == 200
    assert (await shared.duty(shared.owner, shared.kono, kono)).status == 200
    for browser, address, own in ((shared.partner, shared.partners, otsu), (shared.owner, shared.own, kono)):
        detail = (await browser.office("GET", address("/{o}/sessions/{session}"))).json
        assert [each["crew"] for each in detail["duties"]] == [own]
        assert detail["session"]["staff"] == 1
    for browser, town, foreign in ((shared.partner, shared.otsu, kono), (shared.owner, shared.kono, otsu)):
        assert (await shared.duty(browser, town, foreign)).status == 422


async def test_a_partners_rota_taking_two_places_at_once_is_not_told_to_the_owner(shared: Shared) -> None:
    """Two of the owner's shared sessions at the same time, and the partner's person on both."""
    schedule = {"starts_on": "2026-06-01", "rules": [{"dates": ["2026-06-21"], "start": "15:00", "end": "17:00"}]}
    body = {"programme": shared.kono.ids["programme"], "title": "同じ時間の部屋", "schedule": schedule}
    second = (await shared.owner.office("POST", shared.own("/{o}/series"), {"series": body})).json["id"]
    offer = await shared.owner.office("POST", shared.own(f"/{{o}}/series/{second}/share"))
    await shared.partner.office("POST", shared.partners("/{o}/shares"), offer.json)
    span = {"first": "2026-06-21", "last": "2026-06-21"}
    listed = (await shared.owner.office("GET", shared.own("/{o}/sessions"), query=span)).json["sessions"]
    duties = {"duties": [{"crew": shared.otsu.ids["crew"]}]}
    assert {each["series"] for each in listed} == {second, shared.kono.ids["series"]}
    for each in listed:
        path = shared.partners(f"/{{o}}/sessions/{each['id']}")
        assert (await shared.partner.office("PATCH", path, duties)).status == 200
    for each in listed:
        detail = await shared.owner.office("GET", shared.own(f"/{{o}}/sessions/{each['id']}"))
        assert detail.json["clashes"] == []
        assert "crew_clash" not in detail.json["session"]["warnings"]
        assert shared.otsu.name not in detail.text
    calendar = await shared.owner.office("GET", shared.own("/{o}/sessions"), query=span)
    assert all("crew_clash" not in each["warnings"] for each in calendar.json["sessions"])


async def test_links_are_each_ones_own(shared: Shared) -> None:
    path = "/{o}/sessions/{session}/links"
    own = (await shared.owner.office("GET", shared.own(path))).json["links"]
    partners = (await shared.partner.office("GET", shared.partners(path))).json["links"]
    assert {each["organisation"] for each in partners} == {shared.otsu.ids["o"]}
    assert not {each["id"] for each in own} & {each["id"] for each in partners}
    renewed = await shared.partner.office("POST", shared.partners(f"{path}/{own[0]['id']}/renew"))
    assert (renewed.status, renewed.code) == (404, "not_found")


REFUSED = {
    "PUT /{o}/series/{series}", "DELETE /{o}/series/{series}", "POST /{o}/series/{series}/changes",
    "POST /{o}/series/{series}/undo", "POST /{o}/series/{series}/share", "GET /{o}/series/{series}/passes",
    "POST /{o}/series/{series}/passes", "DELETE /{o}/series/{series}/passes/{pass}", "PATCH /{o}/sessions/{session}",
    "PUT /{o}/sessions/{session}/reservations/bounds",
}  # fmt: skip
"""What only the owner may."""


async def test_a_partner_changes_nothing_of_the_owners(shared: Shared, subtests: pytest.Subtests) -> None:
    """Every endpoint about a series or a session; only what is the partner's own is answered."""
    shares = {"DELETE /{o}/series/{series}/share"}  # leaving: at the end of this file
    for endpoint in OF_SERIES:
        name = key(endpoint)
        if name in shares:
            continue
        with subtests.test(name):
            before = await shared.office.dump()
            body = samples(shared.kono).get(name)
            path = shared.partners(endpoint.path)
            answer = await shared.partner.office(endpoint.method, path, body, query=query_of(endpoint))
            assert not [word for word in PRIVATE if shared.kono.name + word in answer.body.decode(errors="replace")]
            after = await shared.office.dump()
            if name in REFUSED:
                assert (answer.status, answer.code) == (403, "not_owner")
                assert after == before
            for table in ("series", "series_versions", "passes", "sessions", "duties", "shares"):
                assert after[table] == before[table], table
            for table in ("reservations", "counts", "links"):
                of_kono = [row for row in before[table] if row["organisation"] == shared.kono.ids["o"]]
                assert all(row in after[table] for row in of_kono), table


async def test_pending_offers_end_with_the_sharing(shared: Shared) -> None:
    offer = await shared.owner.office("POST", shared.own("/{o}/series/{series}/share"))
    await shared.owner.office("DELETE", shared.own("/{o}/series/{series}/share"))
    again = await shared.partner.office("POST", shared.partners("/{o}/shares"), offer.json)
    assert (again.status, again.code) == (404, "share_unknown")


async def test_one_offer_taken_twice_at_once_is_taken_once(shared: Shared) -> None:
    await shared.partner.office("DELETE", shared.partners("/{o}/series/{series}/share"))
    offer = await shared.owner.office("POST", shared.own("/{o}/series/{series}/share"))
    path = shared.partners("/{o}/shares")
    answers = await asyncio.gather(*(shared.partner.office("POST", path, offer.json) for _ in range(4)))
    assert sorted(each.status for each in answers) == [200, 404, 404, 404]


async def _ways_in(shared: Shared) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The partner's ways into the room (three links, a code, somebody's duty), and that of somebody who reserved there."""
    own = shared.partners("/{o}/sessions/{session}")
    await shared.duty(shared.partner, shared.otsu, shared.otsu.ids["crew"])
    links = (await shared.partner.office("GET", f"{own}/links")).json["links"]
    duty = (await shared.partner.office("GET", own)).json["duties"][0]["url"]
    reserved = (await shared.partner.office("POST", f"{own}/reservations", {"way": "online"})).json["code"]
    page = await shared.partner.ask("POST", "/y", form={"code": reserved})
    found = page.text.partition('href="http')[2].partition('"')[0]
    ways = [{"secret": url.partition("#")[2]} for url in (*(each["url"] for each in links), duty)]
    ways += [{"code": each["code"]} for each in links if each["code"]]
    return ways, {"secret": found.partition("#")[2]}


async def _opens(shared: Shared, ways: list[dict[str, str]]) -> list[int]:
    browser = shared.office.browser()
    asked: list[dict[str, Any]] = [{**way, "device": "device-of-a-test-0001"} for way in ways]
    return [(await browser.ask("POST", "/api/join", each)).status for each in asked]


async def _end(shared: Shared, by: str) -> None:
    """The owner ends the sharing, or the partner leaves it."""
    browser, path = (shared.owner, shared.own) if by == "owner" else (shared.partner, shared.partners)
    assert (await browser.office("DELETE", path("/{o}/series/{series}/share"))).status == 200


@pytest.mark.parametrize("by", ["owner", "partner"])
async def test_after_the_end_a_partners_links_open_nothing(shared: Shared, by: str) -> None:
    ways, reserved = await _ways_in(shared)
    owners = (await shared.owner.office("GET", shared.own("/{o}/sessions/{session}/links"))).json["links"]
    owners_ways = [{"secret": each["url"].partition("#")[2]} for each in owners]
    assert (len(ways), len(owners_ways)) == (5, 3)
    begins = 1_782_019_800_000  # 2026-06-21 14:30, when personal links are valid
    shared.office.clock.now = begins
    assert set(await _opens(shared, [*ways, reserved])) == {200}
    shared.office.clock.now = NOW  # nobody's signing in has run out
    await _end(shared, by)
    shared.office.clock.now = begins
    assert set(await _opens(shared, ways)) == {403}
    assert set(await _opens(shared, owners_ways)) == {200}, "the owner's stay"
    assert await _opens(shared, [reserved]) == [200], "whoever reserved keeps the seat, with the owner from now on"
    assert {row["organisation"] for row in (await shared.office.dump())["reservations"]} == {
        shared.kono.ids["o"],
        shared.otsu.ids["o"],  # its own, of another session
    }


@pytest.mark.parametrize("by", ["owner", "partner"])
async def test_after_the_end_a_partner_sees_nothing(shared: Shared, by: str) -> None:
    await _ways_in(shared)
    await shared.partner.office("PUT", shared.partners("/{o}/sessions/{past}/counts"), {"hall_added": 2})
    before = rows_of(await shared.office.dump(), shared.kono.ids["o"])
    await _end(shared, by)
    for endpoint in OF_SERIES:
        body = samples(shared.kono).get(key(endpoint))
        answer = await shared.partner.office(endpoint.method, shared.partners(endpoint.path), body)
        assert (answer.status, answer.code) == (404, "not_found"), key(endpoint)
    for listing in ("series", "sessions", "counts"):
        span = {"first": "2026-04-01", "last": "2026-07-01"} if listing != "series" else None
        listed = await shared.partner.office("GET", shared.partners(f"/{{o}}/{listing}"), query=span)
        assert listed.status == 200
        assert shared.kono.name not in listed.text
        assert shared.kono.ids["series"] not in listed.text
    for address in ("/p/otsu", "/calendar/otsu.ics"):
        assert shared.kono.name not in (await shared.partner.ask("GET", address)).text
    after = rows_of(await shared.office.dump(), shared.kono.ids["o"])
    for table in ("series", "sessions", "passes", "reservations", "links", "counts"):
        rows = [row for row in before[table] if row.get("organisation") == shared.kono.ids["o"]]
        assert all(row in after[table] for row in rows), table


async def test_a_third_town_learns_nothing_of_a_sharing(shared: Shared) -> None:
    """Whoever has left is a stranger like everybody else: the series' id alone opens nothing again."""
    await _end(shared, "partner")
    path = shared.partners("/{o}/series/{series}/share")
    assert (await shared.partner.office("POST", path)).status == 404
    assert (await shared.partner.office("DELETE", path)).status == 404
