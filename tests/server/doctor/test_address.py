"""The public address as the doctor sees it: certificates, pages and sockets, the clock, a proxy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from server.doctor import address
from tests.bots.server import free_port
from tests.server.doctor.site import LIFETIME, Authority, at, made_config, one, site


@pytest.mark.parametrize(
    ("url", "state"),
    [
        (None, "warn"),
        ("https://engawa.example.jp", "good"),
        ("http://localhost:8080", "good"),
        ("http://engawa.example.jp", "bad"),
        ("engawa.example.jp", "bad"),
        ("https://engawa.example.jp/ibasho", "bad"),
    ],
)
async def test_the_public_address_must_be_one_that_gives_a_microphone(
    tmp_path: Path, url: str | None, state: str
) -> None:
    finding = await one(address.setting(made_config(tmp_path, public_url=url)))
    assert finding.state == state
    assert bool(finding.todo) == (state != "good")


async def test_a_name_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    gone = await one(address.name(made_config(tmp_path, public_url="https://nothing.invalid")))
    assert gone.state == "bad"
    near = await one(address.name(made_config(tmp_path, public_url="https://localhost")))
    assert near.state == "warn"
    assert "127.0.0.1" in near.words
    assert (await one(address.name(made_config(tmp_path, public_url="https://9.9.9.9")))).state == "good"


@pytest.mark.parametrize(("days", "state"), [(LIFETIME, "good"), (9, "warn"), (2, "bad")])
async def test_a_certificate_is_read_by_its_days(tmp_path: Path, authority: Authority, days: int, state: str) -> None:
    async with site(authority.context(days)) as port:
        finding = await one(address.certificate(at(tmp_path, port)))
    assert finding.state == state
    assert f"{days} 日" in finding.words


async def test_a_certificate_that_browsers_refuse_is_bad(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site(authority.context(-1)) as port:
        assert "期限" in (await one(address.certificate(at(tmp_path, port)))).words
    async with site(authority.context(LIFETIME, "other.example.jp")) as port:
        assert "ほかの名前" in (await one(address.certificate(at(tmp_path, port)))).words
    monkeypatch.delenv("SSL_CERT_FILE")
    async with site(authority.context(LIFETIME)) as port:
        stranger = await one(address.certificate(at(tmp_path, port)))
    assert stranger.state == "bad"
    assert "認証局" in stranger.words
    assert (await one(address.certificate(at(tmp_path, free_port())))).state == "bad"


async def test_pages_and_sockets_must_get_through(tmp_path: Path, authority: Authority) -> None:
    context = authority.context(LIFETIME)
    async with site(context) as port:
        assert (await one(address.way_in(at(tmp_path, port)))).state == "good"
    async with site(context, socket_passes=False) as port:
        assert "WebSocket" in (await one(address.way_in(at(tmp_path, port)))).words
    async with site(context, health="a page of somebody else") as port:
        assert "Engawa の答えではありません" in (await one(address.way_in(at(tmp_path, port)))).words
    assert (await one(address.way_in(at(tmp_path, free_port())))).state == "bad"


@pytest.mark.parametrize(("seconds", "state"), [(0, "good"), (12, "warn"), (-90, "bad")])
async def test_the_clock_is_compared_with_the_own_address(
    tmp_path: Path, authority: Authority, seconds: int, state: str
) -> None:
    async with site(authority.context(LIFETIME), ahead=timedelta(seconds=seconds)) as port:
        assert (await one(address.clock(at(tmp_path, port)))).state == state


async def test_nothing_is_contacted_where_nothing_is_configured(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    for check in (address.name, address.certificate, address.way_in, address.clock, address.proxy):
        assert await check(config) == []
    assert await address.clock(at(tmp_path, free_port())) == []


@pytest.mark.parametrize(
    ("trusted", "host", "state"),
    [(True, "127.0.0.1", "good"), (True, "0.0.0.0", "warn"), (False, "127.0.0.1", "warn")],
)
async def test_a_proxy_must_be_known_and_not_walked_around(
    tmp_path: Path, trusted: bool, host: str, state: str
) -> None:
    config = made_config(tmp_path, public_url="https://engawa.example.jp", trusted_proxy=trusted, host=host)
    assert (await one(address.proxy(config))).state == state
