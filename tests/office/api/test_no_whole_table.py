"""What is asked of the office finds its rows: none of it reads a table that grows with everybody who ever came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from moderation.office import StaffRole
from server.http.office.endpoint import Endpoint
from server.http.office.table import endpoints
from server.office.base.database import Database
from server.office.base.tables import reservations
from server.office.keeper import Keeper
from server.office.papers import mails
from tests.office.api.client import Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import key, query_of, samples
from tests.office.api.test_bad_input import path_of

GROWING = ("reservations", "links", "duties", "counts")
"""Tables with a row for each seat, way in, turn of duty, and session that was held."""

Asked = list[tuple[str, Any]]


@contextmanager
def statements_of(database: Database) -> Iterator[Asked]:
    """Everything that is said to the database meanwhile, with its values."""
    said: Asked = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        said.append((statement, parameters[0] if many else parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def whole_tables(database: Database, said: Asked) -> set[str]:
    """Of those, what reads all of a growing table, as SQLite says that it would go about it."""
    found = set()
    with database.engine.connect() as connection:
        for statement, values in said:
            if statement.split()[0] not in ("SELECT", "UPDATE", "DELETE"):
                continue
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all():
                if re.match(rf"SCAN ({'|'.join(GROWING)})\b", step.detail):
                    found.add(f"{step.detail}: {statement}")
    return found


@pytest.mark.parametrize("endpoint", endpoints(), ids=key)
async def test_an_endpoint_reads_what_it_is_asked_for(running: Running, kono: Town, endpoint: Endpoint) -> None:
    async with running() as office:
        browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
        body, query = samples(kono).get(key(endpoint)), query_of(endpoint)
        with statements_of(office.database) as said:
            await browser.office(endpoint.method, path_of(endpoint, kono), body, query=query)
        assert not whole_tables(office.database, said)


async def test_what_the_office_does_by_itself_each_minute_does_so_too(office: Office) -> None:
    keeper = Keeper(office.database, None, office.clock)
    with statements_of(office.database) as said:
        await keeper.round()
        await office.database.read(mails.due, office.safe, "https://engawa.example", office.clock.now)
    assert len(said) > 8
    assert not whole_tables(office.database, said)


async def test_what_reads_a_whole_table_is_seen(office: Office) -> None:
    """A proof that the others can fail."""
    with statements_of(office.database) as said:
        await office.database.read(lambda c: c.execute(select(reservations).where(reservations.c.way == "hall")).all())
    assert len(whole_tables(office.database, said)) == 1
