"""Ports as the doctor sees them: free, ours or taken, and what browsers are told of them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from server.doctor import ports
from tests.bots.server import ServerProcess, free_port
from tests.server.doctor.site import LIFETIME, Authority, made_config, one, site


async def test_a_port_is_free_ours_or_taken(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    free = await one(ports.http(config))
    assert free.state == "good"
    assert "動いていません" in free.words
    async with site(port=config.port):
        ours = await one(ports.http(config))
    assert ours.state == "good"
    assert "動いています" in ours.words
    async with site(port=config.port, voice=False):
        ill = await one(ports.http(config))
    assert ill.state == "bad"
    assert "voice" in ill.words
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", config.port))
        taken.listen()
        assert "ほかのプログラム" in (await one(ports.http(config))).words


async def test_the_trial_port_is_for_trials(tmp_path: Path, authority: Authority) -> None:
    assert (await one(ports.trial_https(made_config(tmp_path)))).state == "good"
    trial = made_config(tmp_path, https_port=free_port())
    assert (await one(ports.trial_https(trial))).state == "good"
    async with site(authority.context(LIFETIME), port=trial.https_port):
        assert (await one(ports.trial_https(trial))).state == "good"
    public = made_config(tmp_path, https_port=free_port(), public_url="https://engawa.example.jp")
    assert (await one(ports.trial_https(public))).state == "warn"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", trial.https_port))
        assert (await one(ports.trial_https(trial))).state == "bad"


async def test_the_voice_port_is_free_ours_or_taken(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    free = await one(ports.voice(config))
    assert free.state == "good"
    assert f"UDP {config.voice_port}" in free.todo  # the firewall cannot be seen from here
    async with site(port=config.port):
        assert (await one(ports.voice(config))).state == "warn"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", config.voice_port))
        assert (await one(ports.voice(config))).state == "bad"
        async with site(port=config.port):
            assert (await one(ports.voice(config))).state == "good"


async def test_a_running_server_is_recognised(tmp_path: Path, server: ServerProcess) -> None:
    config = made_config(tmp_path, port=server.port, voice_port=server.voice_port)
    for check in (ports.http, ports.voice):
        finding = await one(check(config))
        assert finding.state == "good"
        assert "Engawa" in finding.words


@pytest.mark.parametrize(
    ("told", "public", "state"),
    [
        (("9.9.9.9", "192.168.1.2"), True, "good"),
        (("192.168.1.2",), True, "warn"),
        (("192.168.1.2",), False, "good"),
        (("voice.example.jp",), True, "bad"),
    ],
)
async def test_browsers_are_told_addresses_that_they_can_reach(
    tmp_path: Path, told: tuple[str, ...], public: bool, state: str
) -> None:
    url = "https://engawa.example.jp" if public else None
    config = made_config(tmp_path, voice_addresses=told, public_url=url)
    assert (await one(ports.voice_addresses(config))).state == state
