"""What is asked of the office over HTTP is written in one transaction: a handler that wrote twice could die in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from moderation.office import StaffRole
from server.http.office.endpoint import Endpoint
from server.http.office.table import endpoints
from server.office.base import models
from server.office.base.database import Database
from server.office.staff import invitations, setting_up
from tests.office.api.client import Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import key, query_of, samples
from tests.office.api.test_bad_input import path_of
from tests.office.api.towns import PASSWORD, mail_of

NOBODY = {"POST /set-up", "POST /sign-in", "POST /invitations/look", "POST /invitations/accept"}
"""What somebody asks who is not in yet; their samples are wrong on purpose, so they are asked rightly below."""


@contextmanager
def writes_of(database: Database) -> Iterator[list[int]]:
    """[how many writing transactions have begun]."""
    begun = [0]

    def count(connection: Connection) -> None:
        begun[0] += connection.get_execution_options().get("write", True)

    event.listen(database.engine, "begin", count)
    try:
        yield begun
    finally:
        event.remove(database.engine, "begin", count)


@pytest.mark.parametrize("endpoint", [each for each in endpoints() if key(each) not in NOBODY], ids=key)
async def test_an_endpoint_writes_once_or_not_at_all(running: Running, kono: Town, endpoint: Endpoint) -> None:
    async with running() as office:
        browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
        body, query = samples(kono).get(key(endpoint)), query_of(endpoint)
        with writes_of(office.database) as begun:
            await browser.office(endpoint.method, path_of(endpoint, kono), body, query=query)
    assert begun[0] <= 1


async def test_coming_in_is_one_transaction(running: Running, kono: Town) -> None:
    """By password, and by an invitation."""
    async with running() as office:
        sign_in = {"mail": mail_of(kono.slug, StaffRole.READER), "password": PASSWORD}
        who = {"name": "すずき", "mail": "suzuki@example.jp", "password": PASSWORD}
        asked = models.NewInvitation(role=StaffRole.READER)
        _, secret, _ = await office.database.write(invitations.invite, kono.ids["o"], asked, office.clock.now)
        for path, body in (("/sign-in", sign_in), ("/invitations/accept", {"secret": secret, **who})):
            with writes_of(office.database) as begun:
                answer = await office.browser().office("POST", path, body)
            assert (answer.status, begun[0]) == (200, 1), answer.text


async def test_setting_up_is_one_transaction(empty_office: Office) -> None:
    secret = await empty_office.database.write(setting_up.first_invitation, empty_office.clock.now)
    asked = {"organisation": "町", "name": "さとう", "mail": "sato@example.jp", "password": PASSWORD}
    with writes_of(empty_office.database) as begun:
        answer = await empty_office.browser().office("POST", "/set-up", {"secret": secret, **asked})
    assert (answer.status, begun[0]) == (200, 1), answer.text


async def test_a_second_transaction_would_be_found(empty_office: Office) -> None:
    with writes_of(empty_office.database) as begun:
        for _ in range(2):
            await empty_office.database.write(setting_up.first_invitation, empty_office.clock.now)
        await empty_office.database.read(setting_up.is_set_up)
    assert begun[0] == 2
