"""Slides by the office: a PDF as the body of a request, refused in words. Who may, test_permissions.py holds for all."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection, event, update

from moderation.office import StaffRole
from rooms.base import Role
from rooms.refusals import Code, Refusal
from server.http import bringing
from server.http.slides import SlideDeps, add_slides
from server.office.base.tables import memberships, sessions
from server.pools import Turns
from server.ports import Visitor
from tests import pdfs
from tests.office.api.client import POOLS, Office, Town
from tests.patience import PATIENCE, happens

PATH = "/{o}/sessions/{session}/slides"


def path(town: Town) -> str:
    return PATH.replace("{o}", town.ids["o"]).replace("{session}", town.ids["session"])


async def test_a_facilitator_brings_slides_before_the_day(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])
    key = {"X-Engawa": "1", "Idempotency-Key": "k"}  # of a program that gives one to all it sends
    made = await browser.office("POST", path(kono), raw=pdfs.pdf(2), query={"name": "はなし.pdf"}, headers=key)
    assert (made.json["title"], made.json["pages"]) == ("はなし", 2)
    listed = await browser.office("GET", path(kono))
    assert made.json in listed.json["decks"]
    gone = await browser.office("DELETE", f"{path(kono)}/{made.json['id']}")
    assert made.json not in gone.json["decks"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"hello", 422, "not_a_pdf"),
        (None, 422, "pdf_locked"),
    ],
    ids=["junk", "password"],
)
async def test_what_is_no_good_is_said_in_words(
    office: Office, kono: Town, body: bytes | None, status: int, code: str
) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    before = await office.dump()
    answer = await browser.office("POST", path(kono), raw=pdfs.pdf(1, password="x") if body is None else body)
    assert (answer.status, answer.code) == (status, code)
    assert "PDF" in answer.json["message"]
    assert await office.dump() == before


async def test_slides_leave_the_disk_what_people_say_needs(
    office: Office, kono: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a byte is read, and from page to page."""
    browser, before = office.browser(kono.cookies[StaffRole.FACILITATOR]), await office.dump()
    for enough in (0, 1, 2):
        left = [*[bringing.SPARE] * enough, bringing.SPARE - 1]
        monkeypatch.setattr(office.bringing, "free", lambda folder, left=left: left.pop(0))
        answer = await browser.office("POST", path(kono), raw=pdfs.pdf(2))
        assert (answer.status, answer.code) == (507, "disk_full")
        assert "サーバーの空き" in answer.json["message"]
        assert await office.dump() == before
    monkeypatch.setattr(office.bringing, "free", lambda folder: bringing.SPARE)
    assert (await browser.office("POST", path(kono), raw=pdfs.pdf(2))).status == 200


async def test_a_database_that_is_full_says_so_and_goes_on(office: Office, kono: Town) -> None:
    """Whatever is left free, others may fill it meanwhile."""
    browser, before = office.browser(kono.cookies[StaffRole.FACILITATOR]), await office.dump()
    engine = office.database.engine

    def no_more(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={min(pages, full)}")

    with engine.connect() as connection:
        full = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 8
    event.listen(engine, "begin", no_more)
    office.bringing.free = lambda folder: bringing.SPARE
    answer = await browser.office("POST", path(kono), raw=pdfs.noisy(os.urandom(300 * 300), 300))
    assert (answer.status, answer.code) == (507, "disk_full")
    after = await office.dump()
    assert (after["decks"], after["deck_pages"]) == (before["decks"], before["deck_pages"])
    assert (await browser.office("GET", path(kono))).status == 200


async def test_who_brings_on_and_on_is_told_to_wait(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])
    with contextlib.ExitStack() as places:
        for number in range(4):
            places.enter_context(office.bringing.pools.slides.place(kono.ids["o"], str(number)))
        answer = await browser.office("POST", path(kono), raw=pdfs.pdf(1))
        assert (answer.status, answer.code) == (503, "slides_wait")


async def test_a_session_that_is_over_takes_none(office: Office, kono: Town) -> None:
    await office.database.write(Connection.execute, update(sessions).values(ended_at=1))
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    answer = await browser.office("POST", path(kono), raw=pdfs.pdf(1))
    assert (answer.status, answer.code) == (409, "already_over")


async def test_who_is_shut_out_while_it_comes_leaves_nothing(office: Office, kono: Town) -> None:
    """Rights are looked at again when it is written: twenty megabytes take their time."""
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])
    before = await office.dump()

    class Slow:
        """A body that shuts its sender out before its last bytes."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            body = pdfs.pdf(1)
            yield body[:100]
            await office.database.write(Connection.execute, update(memberships).values(role=str(StaffRole.READER)))
            yield body[100:]

    answer = await browser.office("POST", path(kono), raw=Slow())
    assert (answer.status, answer.code) == (403, "not_allowed")
    after = await office.dump()
    assert (after["decks"], after["deck_pages"]) == (before["decks"], before["deck_pages"])


async def test_who_sends_nothing_more_keeps_nobody_waiting_and_loses_the_place(
    office: Office, kono: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "LOOK", 0.01)
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])
    never = asyncio.Event()

    class Silent:
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"%PDF-"
            await never.wait()

    silent = asyncio.create_task(browser.office("POST", path(kono), raw=Silent()))
    assert (await browser.office("POST", path(kono), raw=pdfs.pdf(1))).status == 200
    assert not silent.done(), "a poor line has its time"

    def answered() -> bool:
        office.clock.passes(bringing.PATIENT_MS // 2)
        return silent.done()

    await happens(answered)
    assert ((await silent).status, (await silent).code) == (503, "busy")


async def test_who_goes_while_they_wait_for_their_turn_leaves_the_place(
    office: Office, kono: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "LOOK", 0.01)
    turns = Turns(16, house=1, each=1)
    office.bringing.pools = replace(POOLS, slides=turns)
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])

    with turns.place("another", "session") as turn:
        async with turn():
            waiting = asyncio.create_task(browser.office("POST", path(kono), raw=pdfs.pdf(1)))
            await happens(lambda: turns.waiting == 1)
            again = await browser.office("POST", path(kono), raw=b"hello")
            assert (again.status, again.code) == (503, "slides_wait")
            waiting.cancel()
            async with asyncio.timeout(PATIENCE):
                while (await browser.office("POST", path(kono), raw=b"hello")).status != 422:
                    await asyncio.sleep(0.01)
            assert turns.waiting == 0
    assert (await browser.office("POST", path(kono), raw=pdfs.pdf(1))).status == 200


@pytest.mark.parametrize("asked", [1, 2], ids=["while-it-comes", "while-it-is-drawn"])
async def test_whose_right_ends_meanwhile_brings_nothing_by_the_room_either(
    office: Office, kono: Town, asked: int
) -> None:
    """The right lasts for so many times of asking."""
    left, leader = [asked], Visitor("f", kono.ids["session"], Role.FACILITATOR, "device")

    async def identify(token: str, request: web.Request) -> Visitor | Refusal:
        left[0] -= 1
        return leader if left[0] >= 0 else Refusal(Code.LINK_REVOKED)

    async def find(session: str) -> Refusal:
        return Refusal(Code.NOT_FOUND)

    app = web.Application()
    add_slides(app, SlideDeps(office.bringing, identify, find))
    before = await office.dump()
    async with TestClient(TestServer(app)) as room:
        answer = await room.post("/api/slides", data=pdfs.pdf(1), headers={"Authorization": "Bearer t"})
        assert (answer.status, (await answer.json())["code"]) == (403, "link_revoked")
    after = await office.dump()
    assert left == [-1]
    assert (after["decks"], after["deck_pages"]) == (before["decks"], before["deck_pages"])


async def test_what_the_office_deletes_nobody_is_handed_from_memory(office: Office, kono: Town) -> None:
    """And what others show at that moment stays there."""
    browser = office.browser(kono.cookies[StaffRole.FACILITATOR])
    made = await browser.office("POST", path(kono), raw=pdfs.pdf(1))
    page, another = (kono.ids["session"], made.json["id"], 1), ("another", made.json["id"], 1)

    async def asked(said: str) -> list[str]:
        async def load() -> str:
            return said

        return [await office.bringing.texts.get(each, load) for each in (page, another)]

    assert await asked("before") == ["before", "before"]
    await browser.office("DELETE", f"{path(kono)}/{made.json['id']}")
    assert await asked("after") == ["after", "before"]
