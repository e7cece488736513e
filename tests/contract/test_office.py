"""One suite for every Office: in a file, and in a real PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, event, select

from rooms.base import Role
from rooms.notes import Note
from server.office.base.changes import Changes
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.tables import organisations, staff_notes
from server.office.live import LiveOffice
from server.office.sessions.links import add_link
from server.office.staff.organisations import new_organisation
from server.ports import Office
from server.sessions import make_session
from tests.office.postgres import postgres

NOW = 1_500_000


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Database]:
    """Opens the same one each time; empty at first."""
    if request.param == "sqlite":
        return lambda: Database(tmp_path)
    server: str = request.getfixturevalue("postgres_server")
    name = f"office_{secrets.token_hex(8)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return lambda: Database(tmp_path, f"{server}/{name}")


@pytest.fixture
async def office(database: Callable[[], Database], tmp_path: Path) -> AsyncIterator[LiveOffice]:
    made = LiveOffice(database(), lambda: NOW, Safe.of(tmp_path))
    yield made
    await made.close()


async def test_a_session_and_its_links(office: Office) -> None:
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    record = await office.session(settings.session)
    assert record is not None
    assert record.settings == settings
    assert not record.ended
    links = {link.role: link for link in await office.links(settings.session)}
    assert set(links) == {Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN}
    code = links[Role.PARTICIPANT].code
    assert code is not None
    assert (found := await office.find_code(code)) is not None
    assert found.id == links[Role.PARTICIPANT].id


async def test_a_session_that_ended_is_no_longer_open(office: Office) -> None:
    first = await make_session(office, "前", 2_000_000, 2)
    second = await make_session(office, "後", 1_000_000, 2)
    assert [each.settings.session for each in await office.due_sessions(10_000_000)] == [second.session, first.session]
    await office.end_session(second.session)
    assert [each.settings.session for each in await office.due_sessions(10_000_000)] == [first.session]
    record = await office.session(second.session)
    assert record is not None
    assert record.ended


async def test_links_are_revoked_and_unknown_ones_are_none(office: Office) -> None:
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    link = (await office.links(settings.session))[0]
    assert await office.revoke_link(link.id)
    assert not await office.revoke_link("nothing")
    again = await office.link(link.id)
    assert again is not None
    assert again.revoked
    assert await office.link("nothing") is None
    assert await office.session("nothing") is None
    assert await office.find_code("AAAAAA") is None


async def test_a_code_belongs_to_one_link(office: Office) -> None:
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    await office.add_link(settings.session, Role.PARTICIPANT, code="ACDEFH")
    with pytest.raises(ValueError, match="already there"):
        await office.add_link(settings.session, Role.PARTICIPANT, code="ACDEFH")
    with pytest.raises(ValueError, match="already there"):
        await office.create_session(settings)


async def test_what_was_stored_is_there_after_a_restart(database: Callable[[], Database], tmp_path: Path) -> None:
    office = LiveOffice(database(), lambda: NOW, Safe.of(tmp_path))
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    await office.close()
    again = LiveOffice(database(), lambda: NOW, Safe.of(tmp_path))
    assert (record := await again.session(settings.session)) is not None
    assert record.settings == settings
    await again.close()


async def test_notes_are_kept_once_sealed_and_for_organisations_that_are_there(
    database: Callable[[], Database], tmp_path: Path
) -> None:
    store, safe = database(), Safe.of(tmp_path)
    office = LiveOffice(store, lambda: NOW, safe)
    town = await store.write(new_organisation, "みなみ町", "minami", NOW)
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    mine = Note("c1", town, NOW, "かえで", "すぎ", "ことばがきつい")
    await office.keep_notes(settings.session, [mine, Note("c2", "nobody", NOW, "a", "b", "c")])
    await office.keep_notes(settings.session, [mine, Note("c3", "", NOW, "a", "", "c")])
    await office.keep_notes("another session", [mine, mine])
    await office.keep_notes(settings.session, [])
    rows = await store.read(lambda c: c.execute(select(staff_notes).order_by(staff_notes.c.session.desc())).all())
    assert sorted((row.session, row.note, row.organisation) for row in rows) == sorted(
        [(settings.session, "c1", town), ("another session", "c1", town)]
    )
    for row in rows:
        assert safe.open(row.sealed) == '["かえで", "すぎ", "ことばがきつい"]'
        assert not any(word in repr(tuple(row)) for word in ("かえで", "すぎ", "きつい"))
    await store.write(lambda c: c.execute(delete(organisations).where(organisations.c.id == town)).rowcount)
    assert await store.read(lambda c: c.execute(select(staff_notes)).all()) == []
    await office.close()


async def test_which_links_have_ended_and_why(office: Office) -> None:
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    other = await make_session(office, "終わった会", 1_000_000, 2)
    over = (await office.links(other.session))[0].id
    await office.end_session(other.session)
    good, taken, *_ = [link.id for link in await office.links(settings.session)]
    await office.revoke_link(taken)
    short = await office.add_link(settings.session, Role.SCREEN, expires_at=5000)
    asked = [good, taken, over, short, "nothing", *(f"none-{n}" for n in range(1200))]
    ended = await office.ended_links(asked, 4999)
    assert {link: why for link, why in ended.items() if not link.startswith("none-")} == {
        taken: "link_revoked",
        over: "session_ended",
        "nothing": "link_revoked",
    }
    assert len(ended) == 1203
    assert (await office.ended_links([short], 5000)) == {short: "link_expired"}


async def test_a_link_is_worth_as_much_as_what_it_was_given_out_for(
    office: Office, database: Callable[[], Database]
) -> None:
    """Where the two crossed, the link's own row says nothing of it."""
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    rows: list[dict[str, Any]] = [
        {"duty": "no-duty"},
        {"reservation": "no-reservation"},
        {"reservation": "pass:no-pass"},
    ]
    beside = database()
    links = [await beside.write(add_link, settings.session, Role.PARTICIPANT, **row) for row in rows]
    early = await beside.write(add_link, settings.session, Role.PARTICIPANT, starts_at=10)
    await beside.close()
    ended = await office.ended_links([*links, early], 5)
    assert ended == {**dict.fromkeys(links, "link_revoked"), early: "link_early"}
    for link in links:
        record = await office.link(link)
        assert record is not None
        assert record.revoked


async def test_links_that_stand_are_looked_at_again_only_when_something_may_have_changed(
    database: Callable[[], Database], tmp_path: Path
) -> None:
    store, other = database(), database()
    office = LiveOffice(store, lambda: NOW, Safe.of(tmp_path))
    looks = 0

    def count(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal looks
        looks += "FROM links" in statement

    event.listen(store.engine, "before_cursor_execute", count)
    settings = await make_session(office, "ふらっと", 1_000_000, 2)
    stands = next(link.id for link in await office.links(settings.session) if link.role is Role.PARTICIPANT)
    short = await office.add_link(settings.session, Role.PARTICIPANT, expires_at=NOW + 5000)
    both = {stands, short}
    assert await office.ended_links(both, NOW) == {}
    looks = 0
    for later in range(1, 5):
        assert await office.ended_links(both, NOW + later * 1000) == {}
        assert await office.ended_links({short}, NOW + later * 1000) == {}
    assert looks == (0 if store.engine.dialect.name == "sqlite" else 8)
    assert await office.ended_links(both, NOW + 5000) == {short: "link_expired"}  # by itself: nobody wrote anything
    assert await office.ended_links({stands}, NOW + 5000) == {}
    assert await office.ended_links({stands}, NOW + 4000) == {}  # a clock that was set back
    assert await office.ended_links({stands, "nothing"}, NOW + 5000) == {"nothing": "link_revoked"}
    assert await office.ended_links({stands}, NOW + 5000) == {}
    elsewhere = LiveOffice(other, lambda: NOW, Safe.of(tmp_path))
    await elsewhere.revoke_link(stands)
    assert await office.ended_links({stands}, NOW + 5000) == {stands: "link_revoked"}
    await elsewhere.close()
    await other.close()
    await office.close()
    await store.close()


async def test_a_database_that_says_nothing_of_its_changes_is_asked_each_time(tmp_path: Path) -> None:
    store = Database(tmp_path)
    changes = Changes(store.engine)
    first = changes.mark()
    assert first is not None
    assert changes.mark() == first
    changes.close()
    assert changes.mark() != first  # another connection: its number says nothing of before
    changes.close()
    await store.close()
    (tmp_path / "office.db").rename(tmp_path / "away.db")
    (tmp_path / "office.db").mkdir()
    assert changes.mark() is None
