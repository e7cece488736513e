"""Rights hold in the moment in which something is done, not only when it began to be asked."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import delete, update

from moderation.office import Action, StaffRole
from server.http.office import api
from server.http.office.endpoint import UNSAFE
from server.http.office.table import endpoints
from server.office.base.tables import memberships, staff_sessions
from tests.office.api.client import Office, Town
from tests.office.api.samples import key, samples

SLOWLY = [
    endpoint
    for endpoint in endpoints()
    if isinstance(endpoint.need, Action) and endpoint.need is not Action.READ and endpoint.method in UNSAFE
    and endpoint.body is not None and not endpoint.path.endswith("preview")
]  # fmt: skip
"""All that changes something with a body, which its sender may hold back for as long as a body may take."""


@pytest.mark.parametrize("code", ["not_allowed", "not_signed_in", "not_found"])
async def test_whoever_is_shut_out_while_their_body_comes_changes_nothing(
    office: Office, kono: Town, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Or an administrator who is taken out has an invitation made that was begun before, and is in again."""
    account = kono.staff[StaffRole.ADMINISTRATOR]
    mine = memberships.c.staff == account
    shutting_out = {
        "not_allowed": update(memberships).where(mine).values(role=str(StaffRole.READER)),
        "not_signed_in": delete(staff_sessions).where(staff_sessions.c.staff == account),
        "not_found": delete(memberships).where(mine),
    }[code]
    read = api._read_body

    async def slowly(request: web.Request, model: Any, most: int) -> Any:
        body = await read(request, model, most)
        await office.database.write(lambda connection: connection.execute(shutting_out))
        return body

    monkeypatch.setattr(api, "_read_body", slowly)
    rows = await office.dump()
    assert len(SLOWLY) > 15
    for endpoint in SLOWLY:
        with subtests.test(key(endpoint)):
            browser = await office.signed_in(account)
            answer = await browser.office(endpoint.method, kono.path(endpoint), samples(kono).get(key(endpoint)))
            assert answer.code == code
            await office.database.write(lambda connection: _as_before(connection, rows))
            assert await office.dump() == rows


def _as_before(connection: Any, rows: dict[str, Any]) -> None:
    """The rights, and no session that this test has opened."""
    for table in (memberships, staff_sessions):
        connection.execute(delete(table))
        connection.execute(table.insert(), rows[table.name])
