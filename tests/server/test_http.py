"""HTTP at a real server: bad input has a code, previews use nothing up, codes cannot be guessed."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from structlog.testing import capture_logs

from server.clock import now_ms
from server.http.app import HttpDeps, build_app
from server.http.join import JoinDeps, Joining, visitor_of
from server.http.pages import add_pages
from server.http.tries import GUESSES, KNOWN_TIMES
from server.identity.links import Signer
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.live import LiveOffice
from tests.bots.client import Bot, Refusal
from tests.bots.server import ServerProcess

DEVICE = "device-device-device"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: what is counted is counted by the address, of which each test has its own."""
    return shared_server


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    here = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
    async with aiohttp.ClientSession(headers={"X-Forwarded-For": here}) as session:
        yield session


async def join(http: aiohttp.ClientSession, server: ServerProcess, body: Any) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(f"{server.base}/api/join", data=data, headers=JSON) as response:
        return response.status, await response.json()


async def test_every_bad_body_has_a_code(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    bodies: list[Any] = [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        {},
        {"device": DEVICE},
        {"device": DEVICE, "secret": "x", "code": "y"},
        {"device": "short", "code": "ACDEF3"},
        {"device": DEVICE, "code": 5},
        {"device": DEVICE, "code": "ACDEF3", "more": 1},
    ]
    for body in bodies:
        assert await join(http, server, body) == (400, {"code": "bad_request", "retry_after": None, "contact": None}), (
            body
        )
    status, answer = await join(http, server, b"x" * 20_000)
    assert (status, answer["code"]) == (413, "too_large")


async def test_unknown_addresses_and_methods(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{server.base}/api/nothing") as response:
        assert (response.status, (await response.json())["code"]) == (404, "not_found")
    async with http.get(f"{server.base}/api/join") as response:
        assert response.status in (404, 405)
    async with http.delete(f"{server.base}/r") as response:
        assert response.status == 405
    async with http.get(f"{server.base}/nothing") as response:
        assert "<title>ひととき</title>" in await response.text()
    for path in ("/nothing", "/assets/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/\x00"):
        async with http.get(server.base + path) as response:
            assert response.status in (400, 404), path
            assert "Traceback" not in await response.text()


async def test_links_that_no_longer_hold(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links, other = await server.new_session(), await server.new_session()
    assert (await join(http, server, {"device": DEVICE, "secret": links.secret()}))[0] == 200
    office = LiveOffice(Database(server.data), now_ms, Safe.of(server.data))
    participant = next(link for link in await office.links(links.session) if link.role == "participant")
    bot = Bot(http, server.base)
    await bot.join(secret=links.secret())
    await office.revoke_link(participant.id)
    assert (await join(http, server, {"device": DEVICE, "secret": links.secret()}))[1]["code"] == "link_revoked"
    assert (await join(http, server, {"device": DEVICE, "code": links.code}))[1]["code"] == "link_revoked"
    with pytest.raises(Refusal) as refused:
        await bot.connect()
    assert refused.value.code == "link_revoked"
    expired = await office.add_link(other.session, participant.role, expires_at=5)
    from server.identity.links import Signer

    secret = Signer(server.data).secret(expired)
    assert (await join(http, server, {"device": DEVICE, "secret": secret}))[1]["code"] == "link_expired"
    await office.close()


async def test_a_token_says_who_one_is_within_its_session(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    one, two = await server.new_session(), await server.new_session()
    _, first = await join(http, server, {"device": DEVICE, "secret": one.secret()})
    _, again = await join(http, server, {"device": DEVICE, "secret": one.secret(), "token": first["token"]})
    _, other = await join(http, server, {"device": DEVICE, "secret": two.secret(), "token": first["token"]})
    _, elsewhere = await join(
        http, server, {"device": "another-device-1234", "secret": one.secret(), "token": first["token"]}
    )
    assert again["person"] == first["person"]
    assert other["person"] != first["person"]
    assert elsewhere["person"] == first["person"], "a token goes before what a browser says of itself"


async def test_codes_cannot_be_guessed(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    codes = []
    for number in range(25):
        _, answer = await join(
            http, server, {"device": DEVICE, "code": f"AAAA{'3479'[number % 4]}{'3479'[number // 7]}"}
        )
        codes.append(answer["code"])
    assert codes[0] == "code_unknown"
    assert codes[-1] == "too_many_tries"
    status, answer = await join(http, server, {"device": DEVICE, "code": links.code})
    assert (status, answer["code"]) == (429, "too_many_tries")
    assert 0 < answer["retry_after"] <= 600_000


async def test_wrong_codes_keep_nobody_out_who_was_invited(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    _, known = await join(http, server, {"device": "another-device-1234", "secret": links.secret()})
    guessing = [join(http, server, {"device": DEVICE, "code": "AAAAAA"}) for _ in range(GUESSES * KNOWN_TIMES + 5)]
    answers = [answer["code"] for _, answer in await asyncio.gather(*guessing)]
    assert answers.count("code_unknown") == GUESSES * KNOWN_TIMES, "somebody came from here, so there is more patience"
    assert answers.count("too_many_tries") == 5, "also where all are tried at once"
    assert (await join(http, server, {"device": DEVICE, "code": links.code}))[0] == 429
    for role in ("participant", "facilitator", "screen"):
        assert (await join(http, server, {"device": DEVICE, "secret": links.secret(role)}))[0] == 200
    again = {"device": "another-device-1234", "secret": links.secret(), "token": known["token"]}
    assert (await join(http, server, again))[1]["person"] == known["person"]


async def test_pages_of_others_cannot_try_codes_through_a_visitor(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    body = json.dumps({"device": DEVICE, "code": "AAAAAA"})
    foreign: list[tuple[dict[str, str], int]] = [
        ({**JSON, "Origin": "http://evil.example"}, 403),
        ({**JSON, "Origin": "null"}, 403),
        ({**JSON, "Sec-Fetch-Site": "cross-site"}, 403),
        ({**JSON, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ]
    for headers, status in foreign * 5:
        async with http.post(f"{server.base}/api/join", data=body, headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (status, "bad_request"), headers
    assert (await join(http, server, {"device": DEVICE, "code": links.code}))[0] == 200, "none of them was counted"


async def test_previews_neither_enter_nor_use_anything_up(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    for agent in ("facebookexternalhit/1.1;line-poker/1.0", "Twitterbot/1.0", "Slackbot-LinkExpanding 1.0"):
        for _ in range(30):
            async with http.get(links.urls["participant"].split("#")[0], headers={"User-Agent": agent}) as response:
                text = await response.text()
                assert response.status == 200
                assert "ふらっと" not in text
                assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    async with http.get(f"{server.base}/api/ready") as response:
        assert (await response.json())["connected"] == 0
    assert (await join(http, server, {"device": DEVICE, "code": links.code}))[0] == 200


async def test_only_staff_and_screens_are_shown_the_way_in(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    for role, shown in (("participant", False), ("facilitator", True), ("screen", True)):
        _, answer = await join(http, server, {"device": DEVICE, "secret": links.secret(role)})
        assert (answer["join_url"] is not None) == shown
        assert (answer["join_qr"] or "").startswith("<svg") == shown


async def test_avatars(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{server.base}/api/avatars/critters/haru.svg") as response:
        assert response.content_type == "image/svg+xml"
        assert "immutable" in response.headers["Cache-Control"]
        assert (await response.text()).startswith("<svg")
    for path in ("faces/haru.svg", "critters/%3Cscript%3E.svg", f"critters/{'x' * 40}.svg"):
        async with http.get(f"{server.base}/api/avatars/{path}") as response:
            assert (response.status, (await response.json())["code"]) == (404, "avatar_unknown")


async def test_every_answer_carries_the_headers_that_protect(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    for path in ("/r", "/api/health", "/api/nothing"):
        async with http.get(server.base + path) as response:
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_pages_come_in_the_smallest_form_that_a_browser_takes(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    script = b"export const words = 'engawa';" * 60
    (tmp_path / "index.html").write_text("<title></title>")
    (tmp_path / "assets/a.js").write_bytes(script)
    (tmp_path / "assets/a.js.br").write_bytes(b"stands for brotli")
    app = web.Application()
    add_pages(app, str(tmp_path), "ひととき")
    async with TestClient(TestServer(app), auto_decompress=False) as client:
        for accepted, encoding in (("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)):
            response = await client.get("/assets/a.js", headers={"Accept-Encoding": accepted})
            assert response.headers.get("Content-Encoding") == encoding
            begins = {"br": b"stands for brotli", "gzip": b"\x1f\x8b"}.get(encoding or "", script)
            assert (await response.read()).startswith(begins)
        assert (await client.get("/assets/a.js.br")).status == 404
        assert "<title>ひととき</title>" in await (await client.get("/r")).text()


async def test_every_page_has_the_title_of_the_settings_also_where_nothing_is(tmp_path: Path) -> None:
    async def ready() -> dict[str, object]:
        return {}

    database = Database(tmp_path)
    joining = Joining(
        JoinDeps(
            LiveOffice(database, lambda: 0, Safe.of(tmp_path)),
            Signer(tmp_path),
            lambda: 0,
            lambda _: "",
            "あ <b>",
            visitor_of(trusted_proxy=False),
        )
    )
    app = build_app(HttpDeps(joining, str(tmp_path), "あ <b>", ready))
    async with TestClient(TestServer(app)) as client:
        for path, status in (("/nothing/here", 404), ("/r", 200)):
            response = await client.get(path)
            assert response.status == status
            assert "<title>あ &lt;b&gt;</title>" in await response.text()
    await database.close()


async def test_a_proxy_that_is_not_trusted_is_said_once_however_many_join(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    server = ServerProcess(tmp_path / "data", more={"ENGAWA_TRUSTED_PROXY": "false"})
    await server.start()
    try:
        for number in range(5):
            headers = {**JSON, "X-Forwarded-For": f"192.0.2.{number}"}
            async with http.post(f"{server.base}/api/join", data=b"{}", headers=headers) as response:
                assert response.status == 400
    finally:
        await server.stop()
    assert (tmp_path / "server.log").read_text(encoding="utf-8").count("proxy_not_trusted") == 1


def test_a_proxy_that_is_not_trusted_is_said_once() -> None:
    visitor = visitor_of(trusted_proxy=False)
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "192.0.2.7"})
    with capture_logs() as lines:
        assert visitor(request) == visitor(request) != "192.0.2.7"
    assert [line["event"] for line in lines] == ["proxy_not_trusted"]
