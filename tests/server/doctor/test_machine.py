"""The machine as the doctor sees it: folders, keys, the disk, the clock, what is built, open files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.doctor import machine
from tests.server.doctor.site import one


async def test_the_data_folder_is_writable_and_closed(tmp_path: Path) -> None:
    assert (await one(machine.folder(tmp_path / "not" / "yet"))).state == "good"
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    assert (await one(machine.folder(data))).state == "good"
    assert list(data.iterdir()) == []
    data.chmod(0o755)
    assert (await one(machine.folder(data))).state == "warn"
    file = tmp_path / "file"
    file.write_text("no folder")
    assert (await one(machine.folder(file))).state == "bad"


async def test_a_folder_that_cannot_be_written_is_bad(tmp_path: Path) -> None:
    """The administrator may write everywhere, except where the system itself does not allow it."""
    data = Path("/proc/self") if os.geteuid() == 0 else tmp_path / "data"
    if os.geteuid() != 0:
        data.mkdir(mode=0o500)
    assert (await one(machine.folder(data))).state == "bad"
    assert (await one(machine.folder(data / "below"))).state == "bad"


async def test_keys_are_for_the_server_alone(tmp_path: Path) -> None:
    assert (await one(machine.keys(tmp_path))).state == "good"
    (tmp_path / "keys").mkdir()
    for name in ("server.key", "keys/room"):
        (tmp_path / name).write_bytes(b"0")
        (tmp_path / name).chmod(0o600)
    assert (await one(machine.keys(tmp_path))).state == "good"
    (tmp_path / "keys" / "room").chmod(0o640)
    loose = await one(machine.keys(tmp_path))
    assert loose.state == "bad"
    assert "keys/room" in loose.words


@pytest.mark.parametrize(("left", "state"), [(5 * 1024**3, "good"), (600 * 1024**2, "warn"), (1024**2, "bad")])
async def test_a_disk_that_fills_is_told_in_time(tmp_path: Path, left: int, state: str) -> None:
    assert (await one(machine.disk(tmp_path / "not yet", lambda _: left))).state == state
    assert (await machine.disk(tmp_path))[0].words


@pytest.mark.parametrize(("told", "state"), [("yes", "good"), ("no", "warn"), ("", "warn")])
async def test_the_systems_word_on_its_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, state: str
) -> None:
    command = tmp_path / "timedatectl"
    command.write_text(f"#!/bin/sh\necho {told}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (await one(machine.synchronised())).state == state
    command.unlink()
    assert (await one(machine.synchronised())).state == "warn"


async def test_pages_and_fonts_are_built(tmp_path: Path) -> None:
    assert (await one(machine.web_client(tmp_path))).state == "bad"
    assert (await one(machine.fonts(tmp_path))).state == "warn"
    for folder in ("assets", "fonts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "assets" / "a.js").write_text("")
    assert (await one(machine.web_client(tmp_path))).state == "good"
    (tmp_path / "fonts" / "a.ttf").write_bytes(b"OTTO is not for PDFs")
    assert (await one(machine.fonts(tmp_path))).state == "warn"
    (tmp_path / "fonts" / "b.ttf").write_bytes(b"\x00\x01\x00\x00rest")
    assert (await one(machine.fonts(tmp_path))).state == "good"


@pytest.mark.parametrize(("limit", "state"), [(16_384, "good"), (-1, "good"), (512, "warn"), (64, "bad")])
async def test_the_limit_of_open_files(limit: int, state: str) -> None:
    assert (await one(machine.open_files(limit))).state == state
