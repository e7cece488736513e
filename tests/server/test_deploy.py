"""The files in deploy/: no visitor's address is written down, the service is shut in, and the settings they name exist."""

from __future__ import annotations

import asyncio
import configparser
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from server.config import Config
from server.http.app import MAX_BODY
from server.http.bringing import MAX_PDF, PATHS
from tests.bots.server import ROOT, free_port
from tests.patience import PATIENCE

DEPLOY = ROOT / "deploy"
CADDYFILE = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
SITE = "engawa.example.jp {"

SHUT = {
    "NoNewPrivileges": "true",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "ProtectKernelTunables": "true",
    "ProtectControlGroups": "true",
    "RestrictNamespaces": "true",
    "RestrictSUIDSGID": "true",
    "SystemCallFilter": "@system-service",
    "UMask": "0077",
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "User": "engawa",
}


def program(name: str) -> str:
    """The path of a program that these files are written for; tests need it."""
    found = shutil.which(name)
    assert found, f"{name} is missing: make system-packages"
    return found


def unit(name: str) -> configparser.ConfigParser:
    made = configparser.ConfigParser(strict=False, interpolation=None)
    made.optionxform = str  # type: ignore[assignment, method-assign]  # names of directives keep their capitals
    made.read(DEPLOY / name, encoding="utf-8")
    return made


def directives(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def test_the_site_has_no_access_log() -> None:
    options, _, site = CADDYFILE.partition(SITE)
    assert [line for line in directives(site) if line.startswith("log")] == []
    assert "log default {" in directives(options)
    for field in ("request", "resp_headers", "remote_ip", "client_ip", "remote_addr"):
        assert f"{field} delete" in directives(options)


def test_what_a_client_claims_is_not_handed_on_and_the_server_is_local() -> None:
    lines = directives(CADDYFILE)
    assert "reverse_proxy 127.0.0.1:8080 {" in lines
    # Caddy replaces X-Forwarded-For unless it is told whom to believe.
    assert "trusted_proxies" not in CADDYFILE
    assert "header_up" not in CADDYFILE


def test_caddy_understands_its_file(tmp_path: Path) -> None:
    told = subprocess.run(
        [program("caddy"), "adapt", "--config", str(DEPLOY / "Caddyfile")],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(told.stdout)
    assert all("logs" not in server for server in made["apps"]["http"]["servers"].values())
    fields = made["logging"]["logs"]["default"]["encoder"]["fields"]
    assert fields["request"] == {"filter": "delete"}
    slides, others = sorted(bounds(made), reverse=True)
    assert slides > MAX_PDF > 10 * others
    assert others > MAX_BODY


def bounds(found: Any) -> list[int]:
    """How large a body may be, by each rule of a proxy's settings; the larger one is for slides alone."""
    if isinstance(found, list):
        return [each for one in found for each in bounds(one)]
    if not isinstance(found, dict):
        return []
    own = [each["max_size"] for each in found.get("handle", []) if each.get("handler") == "request_body"]
    if own and own[0] > MAX_PDF:
        ((rule,),) = [found["match"]]
        assert rule["method"] == ["POST"]
        assert set(rule["path"]) == {re.sub(r"\{\w+\}", "*", path) for path in PATHS}
    return own + [each for one in found.values() for each in bounds(one)]


@pytest.mark.parametrize(("filtered", "silent"), [(True, True), (False, False)])
async def test_an_error_leaves_no_trace_of_who_asked(tmp_path: Path, filtered: bool, silent: bool) -> None:
    """A request that fails, at a real Caddy; without the filter the search finds what it looks for."""
    port = free_port()
    text = CADDYFILE.replace(SITE, f"http://localhost:{port} {{").replace(":8080", f":{free_port()}")
    text = text.replace("log default {", "admin off\n\tlog default {", 1)
    if not filtered:
        text = re.sub(r"\n\t\t\t\t\w+ delete", "", text).replace("fields {", "fields {\n\t\t\t\tnothing delete")
    file = tmp_path / "Caddyfile"
    file.write_text(text, encoding="utf-8")
    log = tmp_path / "log"
    home = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [program("caddy"), "run", "--config", str(file), "--adapter", "caddyfile"]
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*command, env=home, stdout=out, stderr=out)
    try:
        agent = {"User-Agent": "a-telling-agent"}
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession(headers=agent) as http:
            status = 0
            while not status:
                try:
                    async with http.get(f"http://localhost:{port}/api/a-telling-path") as response:
                        status = response.status
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
        assert status == 502
    finally:
        process.terminate()
        await process.wait()
    written = log.read_text(encoding="utf-8")
    assert '"status":502' in written
    assert ("telling" not in written and "remote" not in written) is silent


@pytest.mark.parametrize("name", ["engawa.service", "engawa-backup.service"])
def test_the_services_are_shut_in(name: str) -> None:
    service = unit(name)["Service"]
    assert {key: service.get(key) for key in SHUT} == SHUT
    assert service["EnvironmentFile"] == "/etc/engawa/engawa.env"


def test_the_server_writes_to_its_own_folder_only() -> None:
    service = unit("engawa.service")["Service"]
    assert service["StateDirectory"] == "engawa"
    assert service["StateDirectoryMode"] == "0700"
    assert "ReadWritePaths" not in service
    assert int(service["LimitNOFILE"]) >= 4096
    assert "ENGAWA_DATA_DIR=/var/lib/engawa" in directives((DEPLOY / "engawa.env").read_text(encoding="utf-8"))


def test_backups_hold_the_office_and_end() -> None:
    text = (DEPLOY / "engawa-backup.service").read_text(encoding="utf-8")
    starts = [line for line in directives(text) if line.startswith("ExecStart=")]
    assert '/srv/engawa/.venv/bin/engawa backup "/var/backups/engawa/engawa-$$(date +%%F).zip"' in starts[0]
    assert "-mtime +14 -delete" in starts[1]
    assert "OnCalendar" in unit("engawa-backup.timer")["Timer"]


def test_every_setting_that_is_named_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())
    named = {name.lower() for name in re.findall(r"\bENGAWA_([A-Z_]+)", text)}
    assert named >= {"public_url", "trusted_proxy", "voice_addresses"}
    assert named - set(Config.model_fields) == set()


def test_the_example_is_read_and_listens_behind_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in directives((DEPLOY / "engawa.env").read_text(encoding="utf-8")):
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    config = Config()
    assert (config.host, config.https_port, config.trusted_proxy) == ("127.0.0.1", 0, True)
    assert f"127.0.0.1:{config.port}" in CADDYFILE
    assert config.public_url == f"https://{SITE.partition(' ')[0]}"


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    names = ("engawa.service", "engawa-backup.service", "engawa-backup.timer")
    for name in names:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        # The program is not at its place here, and systemd looks for it.
        (tmp_path / name).write_text(text.replace("/srv/engawa/.venv/bin/engawa", "/bin/true"), encoding="utf-8")
    paths = [str(tmp_path / name) for name in names]
    told = subprocess.run([program("systemd-analyze"), "verify", *paths], capture_output=True, text=True, check=False)
    about_ours = [line for line in told.stderr.splitlines() if "engawa" in line]
    assert about_ours == []


def test_the_document_and_the_files_say_the_same() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for path in DEPLOY.iterdir():
        assert path.name in text, path.name
    assert "udp dport 40000" in text
    assert Config.model_fields["voice_port"].default == 40_000
