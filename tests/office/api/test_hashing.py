"""Hashing a password takes its time by intent: no connection waits for it, and what was looked up may be old by then."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy.pool import QueuePool

from moderation.office import StaffRole
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.staff import accounts, entering, invitations, oneself, setting_up
from server.office.staff.signing_in import Visitor
from tests.office.api.client import Office, Town
from tests.office.api.towns import PASSWORD, mail_of

NEW = "あたらしい夜のあかり"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[int]:
    """How many connections were in use at each hashing."""
    office: Office = request.getfixturevalue("bare_office")
    found: list[int] = []

    def spied(name: str) -> Any:
        real = getattr(PasswordHasher, name)

        def spy(*args: Any) -> Any:
            pool = office.database.engine.pool
            assert isinstance(pool, QueuePool)
            found.append(pool.checkedout())
            return real(*args)

        return spy

    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, spied(name))
    return found


async def test_no_connection_is_held_while_hashing(bare_office: Office, taken: list[int]) -> None:
    office, first = bare_office, bare_office.browser()
    secret = await office.database.write(setting_up.first_invitation, office.clock.now)
    who = {"name": "さとう", "mail": "sato@example.jp", "password": PASSWORD}
    me = await first.office("POST", "/set-up", {"secret": secret, "organisation": "町", **who})
    assert me.status == 200, me.text
    asked = models.NewInvitation(role=StaffRole.READER)
    town = me.json["organisations"][0]["id"]
    _, secret, _ = await office.database.write(invitations.invite, town, asked, office.clock.now)
    other = {**who, "mail": "suzuki@example.jp"}
    assert (await office.browser().office("POST", "/invitations/accept", {"secret": secret, **other})).status == 200
    assert (await first.office("POST", "/me/password", {"password": PASSWORD, "new_password": NEW})).status == 200
    assert (await office.browser().office("POST", "/sign-in", {"mail": who["mail"], "password": NEW})).status == 200
    assert len(taken) >= 5
    assert set(taken) == {0}


async def test_hashing_in_a_transaction_would_be_found(bare_office: Office, taken: list[int]) -> None:
    await bare_office.database.write(lambda _: accounts.hash_password(PASSWORD, "sato@example.jp", "さとう"))
    assert taken == [1]


async def test_a_password_that_was_changed_meanwhile_opens_nothing(office: Office, kono: Town) -> None:
    """Between looking it up and signing in, hashing takes its time."""
    mail = mail_of(kono.slug, StaffRole.READER)
    row = await office.database.read(accounts.find_account, mail)
    assert row is not None
    assert accounts.verify(PASSWORD, row)
    hashed = accounts.hash_password(NEW, mail, row.name)
    await office.database.write(oneself.change_password, row.id, None, hashed)
    before = await office.dump()
    asked = models.SignIn(mail=mail, password=PASSWORD)
    with pytest.raises(OfficeRefused) as refused:
        await office.database.write(
            entering.sign_in, office.safe, asked, row, Visitor("192.0.2.1", "Firefox"), office.clock.now
        )
    assert refused.value.code is OfficeCode.SIGN_IN_FAILED
    assert await office.dump() == before
