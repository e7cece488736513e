"""What anybody can send to the public forms: rubbish, other people's pages, and reservations by the dozen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from server.cli.demo import clerk, make_demo
from server.clock import now_ms
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.papers.public import Where, organisation_page
from tests.bots.server import ServerProcess

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = "multipart/form-data; boundary=x"
RUBBISH: list[tuple[dict[str, str], bytes]] = [
    ({"Content-Type": PARTS}, b"nonsense"),
    ({"Content-Type": PARTS}, b"--x\r\nno header\r\n\r\nvalue\r\n--x--\r\n"),
    ({"Content-Type": PARTS}, b"--x\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--x--\r\n"),
    ({"Content-Type": PARTS}, b"--x\r\nContent-Disposition: form-data; name=code\r\n\r\ncut off"),
    ({"Content-Type": PARTS}, b"--x\r\n" + b"A" * 9000 + b": b\r\n\r\nv\r\n--x--\r\n"),
    (
        {"Content-Type": PARTS},
        b"--x\r\nContent-Disposition: form-data; name=code\r\nContent-Transfer-Encoding: y\r\n\r\nv\r\n--x--",
    ),
    ({"Content-Type": PARTS}, b"--x\r\nContent-Disposition: form-data; name=code; filename=a\r\n\r\nv\r\n--x--\r\n"),
    ({"Content-Type": PARTS}, b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n--y--\r\n--x--\r\n"),
    ({"Content-Type": "multipart/form-data"}, b"--x\r\n"),
    ({"Content-Type": "multipart/form-data; boundary=" + "b" * 200}, b"--x\r\n"),
    ({"Content-Type": "multipart/mixed; boundary=x"}, b"--x--"),
    ({"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}, b"code=1"),
    ({"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"}, b"code=1"),
    ({"Content-Type": 'application/x-www-form-urlencoded; charset="\\x00"'}, b"code=1"),
    (FORM, b"\xff\xfe=\x80"),
    (FORM, b"code=%ff%fe"),
    (FORM, b"&".join(b"f%d=1" % number for number in range(5000))),
    (FORM, b"code=" + b"A" * 400_000),
    (FORM, b"A" * 900_000),
    ({**FORM, "Content-Encoding": "gzip"}, b"not gzip"),
    ({**FORM, "Content-Encoding": "deflate"}, b"\x00" * 9),
    ({"Content-Type": "application/json"}, b"{"),
    ({"Content-Type": "text/plain"}, b"code=1"),
    ({"Content-Type": ";;;"}, b"code=1"),
]


FOREIGN = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[tuple[ServerProcess, list[str]]]:
    """A server with the demonstration's town, and the addresses of its forms: two sessions, and the page of codes."""
    data = tmp_path / "data"
    database = Database(data)
    await database.write(make_demo, clerk(data), Safe.of(data), now_ms())
    page = await database.read(organisation_page, Where("engawa-shi"), now_ms())
    await database.close()
    sessions = [
        f"/p/engawa-shi/{slug}/{planned.row.id}"
        for slug, planned in page.dates
        if planned.entry.takes_reservations and planned.row.status == "planned"
    ]
    made = ServerProcess(data)
    await made.start()
    yield made, [*sessions[:2], "/y", "/y/cancel"]
    await made.stop()


async def send(http: aiohttp.ClientSession, address: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    async with http.post(address, data=body, headers={**headers, "Connection": "close"}) as response:
        return response.status, await response.text()


async def test_rubbish_is_refused_with_a_page_at_every_public_door(
    doors: tuple[ServerProcess, list[str]], http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    server, addresses = doors
    for headers, body in RUBBISH:
        for address in addresses[1:]:
            try:
                status, text = await send(http, server.base + address, headers, body)
            except aiohttp.ClientConnectionError:
                assert len(body) > 100_000, "who sends on after the answer is hung up on; nobody else"
                continue
            assert status in (400, 404, 413, 422), (address, headers, body[:60], status)
            assert text.startswith("<!doctype html>"), (address, headers, body[:60], status, text[:200])
            assert "Traceback" not in text
    log = (tmp_path / "server.log").read_text()
    assert not [word for word in ("request_failed", "Traceback", "Error handling") if word in log]


def form(way: str = "") -> bytes:
    """One more seat each time, also where the browser has reserved already."""
    return f"lang=ja&way={way}&another=yes&code=AAAAAAAAAAAA".encode()


async def ways_of(http: aiohttp.ClientSession, address: str) -> str:
    async with http.get(address) as response:
        found = re.search(r'name="way" value="(\w+)"', await response.text())
    assert found is not None
    return found[1]


async def test_a_foreign_page_makes_no_visitor_reserve(
    doors: tuple[ServerProcess, list[str]], http: aiohttp.ClientSession
) -> None:
    """Not even as tries: after a hundred of them the visitor's own reservation is taken."""
    server, addresses = doors
    way = await ways_of(http, server.base + addresses[0])
    for headers in FOREIGN:
        told = await asyncio.gather(
            *(
                send(http, server.base + address, {**FORM, **headers}, form(way))
                for address in addresses
                for _ in range(12)
            )
        )
        assert {status for status, _ in told} == {403}
        assert not [text for _, text in told if not text.startswith("<!doctype html>")]
    assert (await send(http, server.base + addresses[0], FORM, form(way)))[0] == 200
    assert (await send(http, server.base + "/y", FORM, form()))[0] == 404, "no try at a code was counted"


async def test_one_visitor_does_not_take_all_seats(doors: tuple[ServerProcess, list[str]]) -> None:
    """With a browser's mark three of a session; without, all at once, thirty: then it is said when to come back."""
    server, (first, second, *_) = doors
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        way = await ways_of(browser, server.base + first)
        assert [(await send(browser, server.base + first, FORM, form(way)))[0] for _ in range(5)] == [200] * 3 + [
            409
        ] * 2
    # As many at once as do not fill the pool of public pages: beyond that it is 503 for all.
    few = aiohttp.TCPConnector(limit=4)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), connector=few) as http:
        way = await ways_of(http, server.base + second)
        tries = 90
        told = await asyncio.gather(*(send(http, server.base + second, FORM, form(way)) for _ in range(tries)))
        taken = sum(status == 200 for status, _ in told)
        assert {status for status, _ in told} == {200, 429}
        assert taken < tries // 2, "what comes back while they run is a handful"
        assert taken >= 30
        for address in (first, "/y"):
            async with http.get(server.base + address) as response:
                assert response.status == 200, "looking is free"
