"""What a room hands out for administrators is with the office before its words are gone, whatever fails meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from rooms.base import Role
from tests.patience import happens
from tests.server.fakes import MemoryJournal
from tests.server.room import RoomUnderTest

WORRY = {"type": "raise_concern", "id": "concern-0001", "text": "進行役さんのこと", "about": "f"}


@pytest_asyncio.fixture
async def room() -> AsyncIterator[RoomUnderTest]:
    made = RoomUnderTest(MemoryJournal())
    await made.start()
    yield made
    await made.actor.stop()


async def worried(room: RoomUnderTest) -> None:
    await room.enter("f", Role.FACILITATOR)
    await room.enter("a")
    assert (await room.ask("a", **WORRY))["ok"]


async def test_what_nobody_there_may_read_is_handed_to_the_office(room: RoomUnderTest) -> None:
    await worried(room)
    await happens(lambda: list(room.notes) == ["concern-0001"])
    assert "進行役さんのこと" not in repr(room.clients["f"].frames)


async def test_a_room_goes_on_while_the_office_is_away_and_hands_over_after_a_kill(room: RoomUnderTest) -> None:
    room.office_away = True
    await worried(room)
    assert (await room.say("a", "つづけましょう"))["ok"]
    assert room.notes == {}
    await room.kill_and_restart()
    room.office_away = False
    await happens(lambda: list(room.notes) == ["concern-0001"])


async def test_words_are_erased_only_when_the_office_has_the_notes(room: RoomUnderTest) -> None:
    room.office_away = True
    await worried(room)
    client = room.clients["f"]
    assert (await room.ask("f", type="set_doors", doors="ended"))["ok"]
    await happens(lambda: client.closed)
    assert not room.over.is_set()
    assert await room.journal.read("s1")
    room.office_away = False
    await room.ended()
    assert list(room.notes) == ["concern-0001"]


async def test_an_end_that_was_killed_before_the_office_had_the_notes_is_made_up_for(room: RoomUnderTest) -> None:
    room.office_away = True
    await worried(room)
    client = room.clients["f"]
    assert (await room.ask("f", type="set_doors", doors="ended"))["ok"]
    await happens(lambda: client.closed)
    await room.kill_and_restart()
    assert not room.over.is_set()
    room.office_away = False
    await room.ended()
    assert list(room.notes) == ["concern-0001"]
