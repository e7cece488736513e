"""Nothing of one organisation is seen or changed by another: every endpoint of the table is tried with a neighbour's ids.

An endpoint that is added is tried by itself; what it is sent stands in samples.py.
"""

from __future__ import annotations

import pytest
from pydantic import BaseModel
from sqlalchemy import select, update

from moderation.office import Action, StaffRole
from server.http.office.endpoint import Call, Endpoint
from server.http.office.table import endpoints
from server.office.base import models
from server.office.base.tables import crew
from tests.office.api.client import Answer, Office, Town, ids_in, rows_of
from tests.office.api.conftest import Running
from tests.office.api.samples import key, query_of, samples
from tests.office.api.towns import series_body

TABLE = [endpoint for endpoint in endpoints() if endpoint.of_organisation]
WITH_OBJECTS = [endpoint for endpoint in TABLE if endpoint.path.count("{") > 1]


async def secrets_of(office: Office, town: Town) -> set[str]:
    """Everything that would betray a town in an answer."""
    return {town.name, town.slug, *town.secrets, *ids_in(rows_of(await office.dump(), town.ids["o"]))}


def revealed(answer: Answer, secrets: set[str]) -> list[str]:
    text = answer.body.decode(errors="replace")
    return sorted(each for each in secrets if each in text)


async def try_with_foreign_ids(
    office: Office, endpoint: Endpoint, mine: Town, foreign: Town, organisation: str
) -> None:
    """My administrator asks an endpoint about the neighbour's objects, in an organisation: 404, and nothing happens."""
    secrets = await secrets_of(office, foreign)
    before = rows_of(await office.dump(), foreign.ids["o"])
    browser = office.browser(mine.cookies[StaffRole.ADMINISTRATOR])
    body = samples(mine).get(key(endpoint))
    path = foreign.path(endpoint, organisation)
    answer = await browser.office(endpoint.method, path, body, query=query_of(endpoint))
    assert not revealed(answer, secrets), f"{key(endpoint)} reveals"
    assert rows_of(await office.dump(), foreign.ids["o"]) == before, f"{key(endpoint)} changes"
    assert (answer.status, answer.code) == (404, "not_found"), f"{key(endpoint)}: {answer.text}"


@pytest.mark.parametrize("endpoint", TABLE, ids=key)
async def test_a_foreign_organisation_does_not_exist(
    office: Office, endpoint: Endpoint, kono: Town, otsu: Town
) -> None:
    await try_with_foreign_ids(office, endpoint, otsu, kono, kono.ids["o"])


@pytest.mark.parametrize("endpoint", WITH_OBJECTS, ids=key)
async def test_foreign_objects_do_not_exist_in_ones_own_organisation(
    office: Office, endpoint: Endpoint, kono: Town, otsu: Town
) -> None:
    await try_with_foreign_ids(office, endpoint, otsu, kono, otsu.ids["o"])


def _mixed(endpoint: Endpoint) -> list[str]:
    return [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{") and part != "{o}"]


@pytest.mark.parametrize("endpoint", [each for each in WITH_OBJECTS if len(_mixed(each)) > 1], ids=key)
async def test_one_foreign_object_among_ones_own_is_enough(
    office: Office, endpoint: Endpoint, kono: Town, otsu: Town
) -> None:
    """/{own}/sessions/{own}/links/{foreign}, and the other way round."""
    secrets, before = await secrets_of(office, kono), rows_of(await office.dump(), kono.ids["o"])
    browser = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    for foreign in _mixed(endpoint):
        ids = {**otsu.ids, foreign: kono.ids[foreign]}
        parts = [ids[part[1:-1]] if part.startswith("{") else part for part in endpoint.path.split("/")]
        answer = await browser.office(endpoint.method, "/".join(parts), samples(otsu).get(key(endpoint)))
        assert (answer.status, answer.code) == (404, "not_found"), foreign
        assert not revealed(answer, secrets)
    assert rows_of(await office.dump(), kono.ids["o"]) == before


@pytest.mark.parametrize("endpoint", TABLE, ids=key)
async def test_what_one_gets_of_ones_own_holds_nothing_of_the_neighbour(
    office: Office, endpoint: Endpoint, kono: Town, otsu: Town
) -> None:
    secrets, before = await secrets_of(office, kono), rows_of(await office.dump(), kono.ids["o"])
    browser = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    body = samples(otsu).get(key(endpoint))
    answer = await browser.office(endpoint.method, otsu.path(endpoint), body, query=query_of(endpoint))
    assert answer.status != 404 or answer.code == "share_unknown"
    assert not revealed(answer, secrets)
    assert rows_of(await office.dump(), kono.ids["o"]) == before


@pytest.mark.parametrize(
    ("method", "path", "change"),
    [
        ("POST", "/{o}/series", {"series": {"programme": "programme"}}),
        ("POST", "/{o}/series", {"series": {"crew": [{"crew": "crew"}]}}),
        ("PUT", "/{o}/series/{series}", {"series": {"programme": "programme"}}),
        ("PUT", "/{o}/series/{series}", {"series": {"crew": [{"crew": "crew"}]}}),
        ("PATCH", "/{o}/sessions/{session}", {"duties": [{"crew": "crew"}]}),
    ],
)
async def test_foreign_ids_in_bodies_are_refused_as_unknown(
    office: Office, kono: Town, otsu: Town, method: str, path: str, change: dict[str, object]
) -> None:
    """An id of the neighbour's is answered in the same words as one that nobody has."""
    endpoint = next(each for each in TABLE if (each.method, each.path) == (method, path))
    browser = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    secrets, before = await secrets_of(office, kono), await office.dump()
    own = samples(otsu)[key(endpoint)]

    def put_in(ids: dict[str, str]) -> dict[str, object]:
        def named(value: object) -> object:
            if isinstance(value, dict):
                return {name: named(each) for name, each in value.items()}
            return [named(each) for each in value] if isinstance(value, list) else ids[str(value)]

        made: dict[str, object] = {**own}
        for name, value in change.items():
            inner = named(value)
            made[name] = {**own[name], **inner} if isinstance(inner, dict) else inner
        return made

    foreign = await browser.office(method, otsu.path(endpoint), put_in(dict(kono.ids)))
    nobody = await browser.office(method, otsu.path(endpoint), put_in({"programme": "nobody", "crew": "nobody"}))
    assert foreign.status == 422
    assert (foreign.status, foreign.body) == (nobody.status, nobody.body)
    assert not revealed(foreign, secrets)
    assert await office.dump() == before


async def test_a_preview_finds_no_clash_with_the_neighbour(office: Office, kono: Town, otsu: Town) -> None:
    """The neighbour's people, hall and hours: the answer is the same as for people that there are not."""
    browser = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    own = series_body(kono.name, "x", "x")
    answers = [
        await browser.office(
            "POST",
            f"/{otsu.ids['o']}/schedule/preview",
            {"schedule": own["schedule"], "crew": [{"crew": crew}], "series": series, "first": "2026-06-01"},
        )
        for crew, series in ((kono.ids["crew"], kono.ids["series"]), ("nobody", "nothing"))
    ]
    assert answers[0].status == 200
    assert answers[0].json["clashes"] == []
    assert answers[0].body == answers[1].body


async def test_a_share_is_for_one_organisation_once(office: Office, kono: Town, otsu: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    neighbour = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    shares = f"/{otsu.ids['o']}/shares"
    made = await admin.office("POST", f"/{kono.ids['o']}/series/{kono.ids['series']}/share")
    secret = {"secret": made.json["secret"]}
    own = await admin.office("POST", f"/{kono.ids['o']}/shares", secret)
    assert (own.status, own.code) == (409, "share_own")
    assert (await neighbour.office("POST", f"/{kono.ids['o']}/shares", secret)).status == 404
    assert (await neighbour.office("POST", shares, secret)).json == {"series": kono.ids["series"]}
    again = await neighbour.office("POST", shares, secret)
    assert (again.status, again.code) == (404, "share_unknown")


async def test_a_version_of_ones_own_does_not_open_a_foreign_series(office: Office, kono: Town, otsu: Town) -> None:
    browser = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    for version in (1, 2, 3):
        path = f"/{otsu.ids['o']}/series/{kono.ids['series']}/undo"
        assert (await browser.office("POST", path, {"version": version})).code == "not_found"


# -- the proof that these tests can fail ---------------------------------------------------------------------------


async def _leak(call: Call) -> BaseModel:
    """Looks somebody up without asking to whom they belong."""
    query = select(crew).where(crew.c.id == call.param("crew"))
    row = await call.deps.database.read(lambda connection: connection.execute(query).one())
    return models.CrewShown(id=row.id, version="", name=row.name)


async def _silent_change(call: Call) -> BaseModel:
    """Changes without asking to whom it belongs, and then says that there is nothing."""
    change = update(crew).where(crew.c.id == call.param("crew")).values(name="書きかえた")
    await call.deps.database.write(lambda connection: connection.execute(change))
    return models.Done()


_GUARDS = [
    (Endpoint("GET", "/{o}/leak/{crew}", "", Action.READ, _leak, models.CrewShown), "reveals"),
    (Endpoint("DELETE", "/{o}/leak/{crew}", "", Action.READ, _silent_change, models.Done), "changes"),
]


@pytest.mark.parametrize(("endpoint", "noticed"), _GUARDS)
async def test_an_endpoint_that_leaks_is_noticed(
    running: Running, kono: Town, otsu: Town, endpoint: Endpoint, noticed: str
) -> None:
    async with running(extra=[endpoint]) as office:
        with pytest.raises(AssertionError, match=noticed):
            await try_with_foreign_ids(office, endpoint, otsu, kono, otsu.ids["o"])
