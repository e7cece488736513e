"""Names by which a server may be asked for, whether a browser speaks HTTPS, and the headers that follow from it."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from server.http.hosts import is_local, is_secure
from server.http.public.pages import Pages, style_of_pages
from server.office.base.refusals import OfficeCode, OfficeRefused
from tests.bots.server import ServerProcess


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "192.168.1.20:8443", "10.0.0.3", "[fd00::1]",
     "engawa.local", "pc.home.arpa", socket.gethostname(), "169.254.3.4"],
)  # fmt: skip
def test_names_of_this_machine_and_its_network(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "8.8.8.8", "[2001:4860::8888]", "[::1",
     "local", "evil.example:8080", "127.0.0.1@evil.example"],
)  # fmt: skip
def test_any_other_name_is_a_strangers(host: str) -> None:
    assert not is_local(host)


def test_the_address_that_was_reached_is_ours() -> None:
    assert is_local("8.8.4.4:8080", "8.8.4.4")
    assert not is_local("8.8.8.8:8080", "8.8.4.4")


def test_https_is_believed_of_a_proxy_only_where_there_is_one() -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-Proto": "https"})
    assert not is_secure(request, public_url=None, trusted_proxy=False)
    assert is_secure(request, public_url=None, trusted_proxy=True)
    assert is_secure(make_mocked_request("GET", "/"), public_url="https://engawa.example.jp", trusted_proxy=False)
    spoofed = make_mocked_request("GET", "/", headers={"X-Forwarded-Proto": "https, http"})
    assert not is_secure(spoofed, public_url=None, trusted_proxy=True), "the last one is the proxy's own"


async def test_a_strangers_name_is_answered_nowhere(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    for path in ("/", "/r", "/o", "/p/town", "/p/town/feed.ics", "/socket.io/?EIO=4&transport=websocket"):
        async with http.get(f"{server.base}{path}", headers={"Host": "evil.example"}) as response:
            assert response.status == 421, path
            assert "evil" not in await response.text()
    async with http.post(f"{server.base}/api/join", json={}, headers={"Host": "evil.example"}) as response:
        assert (response.status, (await response.json())["code"]) == (421, "bad_request")
    async with http.get(f"{server.base}/api/health", headers={"Host": "evil.example"}) as response:
        assert response.status == 200, "health checks come by whatever name"


async def test_with_a_public_address_links_begin_with_it(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    made = ServerProcess(tmp_path / "data", more={"ENGAWA_PUBLIC_URL": "https://engawa.example.jp"})
    await made.start()
    try:
        links = await made.new_session()
        body = {"secret": links.secret("facilitator"), "device": "device-device-device"}
        url = f"{made.base}/api/join"
        headers = {"Host": "evil.example", "Origin": "https://evil.example"}
        async with http.post(url, json=body, headers={"Host": headers["Host"]}) as response:
            assert (await response.json())["join_url"].startswith("https://engawa.example.jp/r#")
            assert response.headers["Strict-Transport-Security"].startswith("max-age=")
    finally:
        await made.stop()


async def test_the_style_sheet_of_public_pages_is_known_by_its_hash() -> None:
    async def page(_: web.Request) -> web.Response:
        return Pages("縁側").sorry(OfficeRefused(OfficeCode.NOT_FOUND), "ja")

    app = web.Application()
    app.router.add_get("/", page)
    async with TestClient(TestServer(app)) as client:
        text = await (await client.get("/")).text()
    sheets = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert [base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets] == [
        style_of_pages()
    ]
