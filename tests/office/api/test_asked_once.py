"""A request that comes twice with one key is done once, and answered as it was."""

from __future__ import annotations

import asyncio
import re

import pytest

from moderation.office import StaffRole
from server.http.office.endpoint import COOKIE
from server.office.base import once
from server.office.base.database import Database
from server.office.keeper import Keeper
from tests.office.api.client import DAY, Answer, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import samples
from tests.office.api.test_one_transaction import writes_of
from tests.office.api.towns import PASSWORD, mail_of


def with_key(key: str) -> dict[str, str]:
    return {"X-Engawa": "1", "Idempotency-Key": key}


async def test_pressed_twice_or_sent_again_it_is_done_once(either_office: tuple[Office, Town]) -> None:
    """At once, later, and after the server has started anew: the same answer, also where it is shown only once."""
    office, town = either_office
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{town.ids['o']}/staff/invitations"
    before = len((await office.dump())["invitations"])
    asks = (admin.office("POST", path, {"role": "scheduler"}, headers=with_key("k1")) for _ in range(4))
    answers = await asyncio.gather(*asks)
    answers += [await admin.office("POST", path, {"role": "scheduler"}, headers=with_key("k1"))]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len((await office.dump())["invitations"]) == before + 1
    kept = (await office.dump())["asked"]
    assert "invitation=" in answers[0].text
    assert not [row for row in kept if b"invitation=" in bytes(row["answer"])], "what is shown once lies sealed"


async def test_a_server_that_starts_anew_remembers(running: Running, kono: Town) -> None:
    admin = kono.cookies[StaffRole.ADMINISTRATOR]
    path, body = f"/{kono.ids['o']}/venues", {"name": "あたらしい分館"}
    async with running() as office:
        first = await office.browser(admin).office("POST", path, body, headers=with_key("k"))
        folder = office.folder
    again = Office(folder, Database(folder))
    await again.start()
    second = await again.browser(admin).office("POST", path, body, headers=with_key("k"))
    await again.stop()
    assert (second.status, second.text) == (200, first.text)


async def test_other_content_another_asker_or_another_place_is_another_request(office: Office, kono: Town) -> None:
    admin, clerk = (office.browser(kono.cookies[each]) for each in (StaffRole.ADMINISTRATOR, StaffRole.SCHEDULER))
    o = kono.ids["o"]
    ids = {
        (await admin.office("POST", f"/{o}/venues", {"name": "一号館"}, headers=with_key("k"))).json["id"],
        (await admin.office("POST", f"/{o}/venues", {"name": "二号館"}, headers=with_key("k"))).json["id"],
        (await clerk.office("POST", f"/{o}/venues", {"name": "三号館"}, headers=with_key("k"))).json["id"],
        (await admin.office("POST", f"/{o}/crew", {"name": "四号館"}, headers=with_key("k"))).json["id"],
    }
    assert len(ids) == 4


async def test_what_was_refused_may_be_tried_again(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{kono.ids['o']}/series/{kono.ids['series']}/undo"
    old = await admin.office("POST", path, {"version": 99}, headers=with_key("k"))
    assert old.status == 409
    again = await admin.office("POST", path, {"version": 99}, headers=with_key("k"))
    assert (again.status, again.code) == (409, old.code)


async def test_a_key_is_known_for_a_day_and_then_forgotten(office: Office, kono: Town) -> None:
    path = f"/{kono.ids['o']}/crew"
    keeper = Keeper(office.database, None, office.clock)

    async def ask() -> Answer:
        await keeper.round()
        admin = await office.signed_in(kono.staff[StaffRole.ADMINISTRATOR])  # sign-ins end sooner than a key
        return await admin.office("POST", path, {"name": "みまもり"}, headers=with_key("k"))

    first = await ask()
    office.clock.passes(DAY - 1)
    assert (await ask()).text == first.text
    office.clock.passes(1)
    await keeper.round()
    assert not (await office.dump())["asked"]
    later = await ask()
    assert (later.status, later.json["id"] != first.json["id"]) == (200, True)


async def test_what_writes_nothing_is_not_remembered(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    body = samples(kono)["POST /{o}/schedule/preview"]
    made = await admin.office("POST", f"/{kono.ids['o']}/staff/invitations", {"role": "scheduler"})
    secret = re.search(r"invitation=([\w-]+)", made.text)
    assert secret
    look = {"secret": secret[1]}
    with writes_of(office.database) as begun:
        answers = [
            await admin.office("POST", f"/{kono.ids['o']}/schedule/preview", body, headers=with_key("k")),
            await admin.office("POST", "/invitations/look", look, headers=with_key("k")),
        ]
    assert ([answer.status for answer in answers], begun) == ([200, 200], [0])


async def test_what_is_put_is_done_each_time_and_not_remembered(office: Office, kono: Town) -> None:
    """Who puts back what stood there before means it: nothing is made by it, so nothing can be made twice."""
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{kono.ids['o']}/venues/{kono.ids['venue']}"
    for name in ("一号館", "二号館", "一号館"):
        assert (await admin.office("PUT", path, {"name": name}, headers=with_key("k"))).status == 200
    venues = (await admin.office("GET", f"/{kono.ids['o']}/venues")).json["venues"]
    assert next(each for each in venues if each["id"] == kono.ids["venue"])["venue"]["name"] == "一号館"
    assert not (await office.dump())["asked"]


async def test_an_answer_that_sets_a_cookie_is_never_given_without_it(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    body = {"mail": mail_of(kono.slug, StaffRole.READER), "password": PASSWORD}
    for _ in range(2):
        answer = await browser.office("POST", "/sign-in", body, headers=with_key("k"))
        assert answer.status == 200
        assert [each for each in answer.cookies if each.startswith(f"{COOKIE}=")]
    assert not [row for row in (await office.dump())["asked"] if row["answer"] is not None]


@pytest.mark.parametrize("key", ["x" * 101, "é"])
async def test_a_key_that_is_none_is_refused(office: Office, kono: Town, key: str) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    answer = await admin.office("POST", f"/{kono.ids['o']}/crew", {"name": "みまもり"}, headers=with_key(key))
    assert (answer.status, answer.code) == (400, "bad_request")


async def test_one_whose_answer_was_never_written_is_not_done_twice(
    office: Office, kono: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is killed between the work and its answer."""
    monkeypatch.setattr("server.http.office.api.WAIT", 0.001)
    monkeypatch.setattr(once, "keep_answer", lambda *_: None)
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    path, before = f"/{kono.ids['o']}/crew", len((await office.dump())["crew"])
    await admin.office("POST", path, {"name": "みまもり"}, headers=with_key("k"))
    again = await admin.office("POST", path, {"name": "みまもり"}, headers=with_key("k"))
    assert (again.status, again.code) == (409, "asked_already")
    assert len((await office.dump())["crew"]) == before + 1
