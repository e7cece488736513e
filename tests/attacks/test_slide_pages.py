"""Pages of slides with a token that was good before: nobody who does not see the page where they are now gets it, and
nobody learns which there are."""

from __future__ import annotations

import aiohttp
import pytest

from tests import pdfs
from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import Links, ServerProcess

ABSURD = ("0", "151", "9" * 40, "1%00", "-1", "1e3", "%EF%BC%91%EF%BC%91", "1%2F..%2F1")


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: each test has a session of its own."""
    return shared_server


class Asking:
    def __init__(self, http: aiohttp.ClientSession, server: ServerProcess, deck: str) -> None:
        self._http, self._base, self._deck = http, f"{server.base}/api/slides", deck

    async def __call__(
        self, bot: Bot, page: str = "1", deck: str = "", method: str = "GET", **headers: str
    ) -> tuple[int, bytes]:
        """Status and body; nobody on the way keeps it."""
        given = {"Authorization": f"Bearer {bot.token}", **headers}
        async with self._http.request(method, f"{self._base}/{deck or self._deck}/{page}", headers=given) as response:
            if response.status == 200:
                assert response.headers["Cache-Control"] == "no-store"
            assert "ETag" not in response.headers
            return response.status, await response.read()


async def _shown(http: aiohttp.ClientSession, server: ServerProcess, links: Links) -> tuple[Bot, Asking]:
    """Who leads, and the first page in the middle."""
    f = await person(http, server, links, "しんこう", role="facilitator")
    headers = {"Authorization": f"Bearer {f.token}"}
    async with http.post(f"{server.base}/api/slides?name=a.pdf", data=pdfs.pdf(2), headers=headers) as response:
        deck = (await response.json())["id"]
    start = {"kind": "slides", "deck": deck, "title": "a", "pages": 2}
    assert (await f.ask({"type": "start_activity", "activity": start, "place": None}))["ok"]
    return f, Asking(http, server, deck)


async def test_a_token_gives_no_page_where_its_person_does_not_see_it_any_more(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f, ask = await _shown(http, server, links)
    a, b = [await person(http, server, links, name) for name in ("さくら", "もみじ")]
    never = Bot(http, server.base)
    await never.join(secret=links.secret())
    gone = (404, (await ask(a, deck="x" * 20))[1])
    assert (await ask(a))[0] == (await ask(b))[0] == 200
    assert await ask(never) == gone, "a way in is no place"
    assert (await f.ask({"type": "move_person", "person": a.person, "place": "veranda"}))["ok"]
    assert await ask(a) == gone
    assert (await f.ask({"type": "move_person", "person": a.person, "place": "circle"}))["ok"]
    assert (await ask(a))[0] == 200
    await a.ask({"type": "leave"})
    assert await ask(a) == gone
    assert (await f.ask({"type": "send_away", "person": b.person}))["ok"]
    assert await ask(b) == gone
    await f.ask({"type": "end_activity", "place": None})
    c = await person(http, server, links, "つばき")
    assert await ask(c) == gone
    assert (await ask(f))[0] == 200, "who leads prepares"
    await f.ask({"type": "leave"})
    assert await ask(f) == gone
    for bot in (f, a, b, c):
        await bot.close()


async def test_nobody_learns_which_pages_there_are(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    """What is there and not shown, what is not there, and what nobody would ask for are answered alike."""
    links = await server.new_session()
    f, ask = await _shown(http, server, links)
    a = await person(http, server, links, "さくら")
    hidden = await ask(a, "2")
    assert hidden[0] == 404
    assert await ask(a, "1", deck="x" * 20) == hidden
    for page in ABSURD:
        assert (await ask(a, page))[0] in (404, 405), page
    whole = await ask(a)
    assert await ask(a, Range="bytes=0-9") == whole
    assert await ask(a, **{"If-None-Match": "*"}) == whole
    assert (await ask(a, "2", method="HEAD")) == (404, b"")
    assert (await f.ask({"type": "set_doors", "doors": "ended"}))["ok"]
    assert (await ask(a))[0] in (403, 409)
    assert (await ask(f))[0] in (403, 409)
    for bot in (f, a):
        await bot.close()
