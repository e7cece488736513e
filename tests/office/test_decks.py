"""Decks of slides in the office: sealed, whole or not there, six of a session at most, and gone when it is over."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from rooms.refusals import Code
from server.office.base.tables import deck_pages, decks, sessions
from server.office.decks import keeping
from server.office.keeper import GRACE_MS, Keeper
from server.office.live import LiveOffice
from server.ports import SlidePage, SlidesRefused
from tests.office.conftest import NOW, Clock, NewTown, Town, monthly

PAGE = SlidePage(b"RIFF picture of a pumpkin", "かぼちゃ")


async def first_session(town: Town) -> tuple[str, int]:
    await town.series(monthly())
    query = select(sessions.c.id, sessions.c.until_at).order_by(sessions.c.starts_at).limit(1)
    row = await town.database.read(lambda connection: connection.execute(query).one())
    return row.id, row.until_at


async def planned(town: Town, count: int) -> list[str]:
    """Sessions of one organisation."""
    await town.series(monthly())
    of_it = sessions.c.organisation == town.organisation
    query = select(sessions.c.id).where(of_it).order_by(sessions.c.starts_at).limit(count)
    return list(await town.database.read(lambda connection: connection.execute(query).scalars().all()))


async def begun(town: Town, session: str, pages: int = 1) -> str:
    """A deck that is being brought."""
    deck = await town.database.write(keeping.begin, town.safe, session, "はなし", NOW)
    for number in range(1, pages + 1):
        await town.database.write(keeping.add_page, town.safe, session, deck, number, PAGE)
    return deck


async def brought(town: Town, session: str, pages: int = 1) -> str:
    deck = await begun(town, session, pages)
    await town.database.write(keeping.finish, town.safe, session, deck, pages)
    return deck


async def left(town: Town) -> tuple[int, int]:
    """(decks, pages) that are stored."""

    def work(connection: Connection) -> tuple[int, int]:
        return len(connection.execute(select(decks)).all()), len(connection.execute(select(deck_pages)).all())

    return await town.database.read(work)


async def refusal(town: Town, session: str) -> Code | None:
    try:
        await begun(town, session)
    except SlidesRefused as refused:
        return refused.code
    return None


async def test_a_deck_is_seen_when_it_is_whole_and_by_its_own_session(town: Town) -> None:
    session, _ = await first_session(town)
    deck = await begun(town, session, 2)
    read = town.database.read
    assert await read(keeping.listed, town.safe, session) == ()
    assert await read(keeping.page, town.safe, session, deck, 1) is None
    shown = await town.database.write(keeping.finish, town.safe, session, deck, 2)
    assert (shown.title, shown.pages) == ("はなし", 2)
    assert await read(keeping.page, town.safe, session, deck, 2) == PAGE
    assert await read(keeping.page, town.safe, session, deck, 3) is None
    assert await read(keeping.page, town.safe, "another", deck, 1) is None
    (row,) = await read(lambda c: c.execute(select(deck_pages).where(deck_pages.c.number == 1)).all())
    (own,) = await read(lambda c: c.execute(select(decks)).all())
    stored = bytes(row.picture) + bytes(row.text) + bytes(own.title)
    assert not any(words in stored for words in (PAGE.picture, PAGE.text.encode(), "はなし".encode()))


async def test_a_session_has_six(town: Town) -> None:
    session, _ = await first_session(town)
    for _ in range(keeping.MOST):
        assert await refusal(town, session) is None
    assert await refusal(town, session) is Code.TOO_MANY_DECKS


@pytest.mark.parametrize(("most", "bytes_"), [(4, 10**9), (200, keeping.LARGEST + 1)], ids=["decks", "bytes"])
async def test_an_organisation_has_only_so_much_and_takes_nothing_of_others(
    town: Town, new_town: NewTown, monkeypatch: pytest.MonkeyPatch, most: int, bytes_: int
) -> None:
    """However many sessions it plans."""
    mine = await planned(town, 2)
    (neighbour,) = await planned(await new_town("乙川市", "otsu"), 1)
    for _ in range(4):
        await brought(town, mine[0])
    monkeypatch.setattr(keeping, "MOST_OF_ALL", most)
    monkeypatch.setattr(keeping, "BYTES", bytes_)
    assert [await refusal(town, session) for session in mine] == [Code.SLIDES_FULL] * 2
    assert await refusal(town, neighbour) is None
    (deck, *_) = await town.database.read(keeping.listed, town.safe, mine[0])
    monkeypatch.setattr(keeping, "BYTES", 10**9)
    await town.database.write(keeping.drop, mine[0], deck.id)
    assert await refusal(town, mine[1]) is None


async def test_what_could_not_even_be_deleted_holds_no_place_for_ever(town: Town) -> None:
    """A disk that was full: the half of a deck stays, until the next is brought after some time."""
    session, _ = await first_session(town)
    for _ in range(keeping.MOST):
        await begun(town, session)
    assert await refusal(town, session) is Code.TOO_MANY_DECKS
    later = NOW + keeping.HALF_MS + 1
    await town.database.write(keeping.begin, town.safe, session, "はなし", later)
    assert await left(town) == (1, 0)


async def test_the_end_of_its_session_is_its_end_also_while_it_is_being_brought(town: Town) -> None:
    session, until = await first_session(town)
    await brought(town, session)
    coming = await begun(town, session)
    await LiveOffice(town.database, lambda: until, town.safe).end_session(session)
    assert await left(town) == (0, 0)
    with pytest.raises(SlidesRefused) as refused:
        await town.database.write(keeping.add_page, town.safe, session, coming, 2, PAGE)
    assert (refused.value.code, await refusal(town, session)) == (Code.SESSION_ENDED, Code.SESSION_ENDED)


async def test_a_session_whose_room_never_began_ends_by_the_clock(town: Town) -> None:
    session, until = await first_session(town)
    await brought(town, session)
    await town.database.write(Connection.execute, update(sessions).values(status="cancelled"))
    clock = Clock()
    keeper = Keeper(town.database, None, clock)
    for now, there in ((until + keeping.OVER_MS, 1), (until + keeping.OVER_MS + 1, 0)):
        clock.now = now
        await keeper.round()
        assert (await left(town))[0] == there


async def test_what_a_killed_server_left_half_is_deleted_by_the_next(town: Town) -> None:
    session, _ = await first_session(town)
    deck = await brought(town, session)
    await begun(town, session)
    assert await town.database.write(keeping.forget_half) == 1
    assert [each.id for each in await town.database.read(keeping.listed, town.safe, session)] == [deck]
    assert await town.database.write(keeping.drop, session, deck)
    assert await left(town) == (0, 0)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("縁側のはなし.PDF", "縁側のはなし"),
        ("", "スライド"),
        (".pdf", "スライド"),
        ("あ" * 300, "あ" * 80),
        ("a\u202eb\n.pdf", "ab"),
    ],
)
def test_a_deck_is_called_as_its_file(name: str, title: str) -> None:
    assert keeping.title_of(name) == title


async def test_of_a_deck_that_is_over_no_file_of_sqlite_keeps_a_page(town: Town) -> None:
    """Not even as it was sealed: the key of the office stays. (PostgreSQL sees to its own files.)"""
    session, until = await first_session(town)
    await brought(town, session)
    sealed = await town.database.read(
        lambda connection: connection.execute(select(deck_pages.c.picture)).scalars().all()
    )
    folder = town.database.engine.url.database
    await Keeper(town.database, None, lambda: NOW).round()
    files = (
        sorted(Path(folder or "").parent.glob("office.db*")) if town.database.engine.dialect.name == "sqlite" else []
    )
    assert [page for page in sealed for file in files if page in file.read_bytes()] == [*sealed] * bool(files)
    await Keeper(town.database, None, lambda: until + GRACE_MS + 1).round()
    assert [page for page in sealed for file in files if page in file.read_bytes()] == []
