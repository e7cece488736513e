"""The command line, as a clerk or operator meets it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from server.cli.sessions import _moment
from server.office.base.database import database_url, migrate, open_engine
from server.office.base.refusals import OfficeRefused
from server.office.staff.organisations import change_settings, new_organisation, organisation_settings
from tests.bots.forking import run
from tests.bots.server import ROOT, ServerProcess
from tests.patience import PATIENCE


def engawa(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, forked from a process that has imported what commands import."""
    return run(words, ROOT, {**ServerProcess(data).environment, **environment}, PATIENCE)


def engawa_anew(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same from nothing, as a shell does it."""
    settings = {**ServerProcess(data).environment, **environment}
    command = [sys.executable, "-m", "server.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_a_session_is_made_listed_and_its_link_revoked(tmp_path: Path) -> None:
    made = engawa(tmp_path, "session", "new", "--title", "ふらっと", "--opens", "2026-12-05T14:00", "--hours", "2")
    assert made.returncode == 0
    for label in ("参加者", "進行役", "会場の画面", "入室コード"):
        assert label in made.stdout
    listed = engawa(tmp_path, "session", "list").stdout
    assert "2026-12-05 14:00\tふらっと" in listed
    session = listed.split("\t", 1)[0]
    shown = engawa(tmp_path, "session", "links", session).stdout.splitlines()
    link = next(row.split("\t")[0] for row in shown if "participant" in row)
    assert engawa(tmp_path, "link", "revoke", link).returncode == 0
    assert "取り消し済み" in engawa(tmp_path, "session", "links", session).stdout


def test_what_it_writes_only_its_own_user_may_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = os.umask(0o022)
    try:
        assert engawa_anew(data, "session", "new").returncode == 0
        assert engawa_anew(data, "backup", str(tmp_path / "backup.zip")).returncode == 0
    finally:
        os.umask(before)
    written = [data, *data.rglob("*"), tmp_path / "backup.zip"]
    assert len(written) > 3
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []


def test_an_address_of_before_is_given_free(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path, None))
    migrate(engine)
    with engine.begin() as connection:
        town, other = (new_organisation(connection, name, name, 1) for name in ("kita-shi", "minami-shi"))
        settings = organisation_settings(connection, town)
        change_settings(connection, town, settings.model_copy(update={"slug": "kita"}))
    wanted = settings.model_copy(update={"slug": "kita-shi"})
    with pytest.raises(OfficeRefused), engine.begin() as connection:
        change_settings(connection, other, wanted)
    for slug in ("kita", "nobody"):
        refused = engawa(tmp_path, "address", "release", slug)
        assert (refused.returncode, "団体のアドレスではありません" in refused.stderr) == (1, True), (
            "it is nobody's of before"
        )
    assert engawa(tmp_path, "address", "release", "Kita-Shi").returncode == 0
    with engine.begin() as connection:
        assert change_settings(connection, other, wanted).slug == "kita-shi"
    engine.dispose()


def test_json_is_for_machines(tmp_path: Path) -> None:
    made = json.loads(engawa_anew(tmp_path, "session", "new", "--json", "--base", "https://engawa.example.jp").stdout)
    assert made["urls"]["participant"].startswith("https://engawa.example.jp/r#")


def test_mistakes_are_told_in_a_sentence(tmp_path: Path) -> None:
    for words in (
        ("session", "new", "--opens", "あした"),
        ("link", "revoke", "nothing"),
        ("session", "links", "nothing"),
    ):
        wrong = engawa(tmp_path, *words)
        assert wrong.returncode == 1, words
        assert wrong.stderr.strip()
        assert "Traceback" not in wrong.stderr


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wrong = engawa_anew(tmp_path, "serve", ENGAWA_PORT=str(taken.getsockname()[1]))
    assert wrong.returncode == 1
    assert "ポートを使えません" in wrong.stderr
    assert "Traceback" not in wrong.stderr


async def test_a_server_starts_from_nothing_and_ends_as_it_is_told(tmp_path: Path) -> None:
    """(Those of other tests are forked from a process that has imported everything.)"""
    server = ServerProcess(tmp_path / "data")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.cli", "serve"),
        cwd=ROOT,
        env=server.environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
            while not await server.answers(http):
                assert process.returncode is None
                await asyncio.sleep(0.03)
    finally:
        process.terminate()
    assert await process.wait() == 0


HEAVY = {"aiohttp", "sqlalchemy", "av", "numpy", "reportlab", "dicebear"}


def imported_by(data: Path, *words: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        f"sys.argv = ['engawa', *{list(words)!r}]\n"
        "from server.cli import app\n"
        "app()\n"
    )
    settings = ServerProcess(data).environment
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=settings, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_help_and_previews_import_only_what_they_need(tmp_path: Path) -> None:
    schedule = tmp_path / "schedule.json"
    schedule.write_text(
        json.dumps({"starts_on": "2026-01-01", "rules": [{"dates": ["2026-05-03"], "start": "10:00"}]}), "utf-8"
    )
    assert "typer" in imported_by(tmp_path, "--help")
    for words in (("--help",), ("--version",), ("schedule", "--help"), ("schedule", "preview", str(schedule))):
        assert not HEAVY & imported_by(tmp_path, *words), words
    assert "sqlalchemy" in imported_by(tmp_path, "session", "list"), "the check can fail"


def test_a_preview_reads_patterns_and_plugins_only_where_its_texts_need_them(tmp_path: Path) -> None:
    schedule = tmp_path / "schedule.json"
    rule = {"rule": "FREQ=MONTHLY;BYDAY=1SA,3SA", "start": "13:30", "end": "15:30"}
    plain = {"starts_on": "2026-04-01", "closed": ["12-29/01-03"], "rules": [rule]}
    schedule.write_text(json.dumps(plain), "utf-8")
    assert not {"regex", "jaconv", "json"} & imported_by(tmp_path, "schedule", "preview", str(schedule))
    schedule.write_text(json.dumps({**plain, "starts_on": "令和8年4月1日"}), "utf-8")
    assert "regex" in imported_by(tmp_path, "schedule", "preview", str(schedule)), "the check can fail"


def test_models_of_schedules_are_made_ready_by_their_use() -> None:
    code = (
        "from pydantic import BaseModel\n"
        "from server.office.rules.schedule import Place, Schedule, shown\n"
        "def every(model): return [model, *(each for sub in model.__subclasses__() for each in every(sub))]\n"
        "ours = lambda model: model.__module__.startswith('server.')\n"
        "ready = lambda: [m.__name__ for m in every(BaseModel) if ours(m) and m.__pydantic_complete__]\n"
        "before = ready(); Place(); print(before, ready())"
    )
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).strip() == "[] ['Place']"


def test_the_version_is_told(tmp_path: Path) -> None:
    assert engawa_anew(tmp_path, "--version").stdout.startswith("engawa 0.")


def test_a_preview_is_the_same_by_both_ways(tmp_path: Path) -> None:
    """Asked plainly it does without the library of the other commands: nobody must see that."""
    schedule = tmp_path / "schedule.json"
    schedule.write_text(
        json.dumps({"starts_on": "2026-01-01", "rules": [{"dates": ["2026-05-03"], "start": "10:00"}]}), "utf-8"
    )
    asked = ("schedule", "preview", str(schedule), "--from", "2026-05-01", "--to", "2026-05-31")
    plain = engawa_anew(tmp_path, *asked)
    assert json.loads(plain.stdout)["dates"][0]["holiday"] == "憲法記念日"
    code = f"import sys; sys.argv = ['engawa', *{list(asked)!r}]; from server.cli.commands import app; app()"
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout == plain.stdout
    for wrong in ((*asked, "more"), ("schedule", "preview", "--frm", "x"), ("schedule", "preview", "--help")):
        assert "Usage" in engawa_anew(tmp_path, *wrong).stdout + engawa_anew(tmp_path, *wrong).stderr


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-05T14:00",
        "2026/12/5 14:00",
        "２０２６－１２－０５　１４：００",
        "2026年12月5日 午後2時",
        "2026年12月5日(土)14時",
        "20261205 1400",
        "2026-12-05T05:00Z",
    ],
)
def test_when_the_doors_open_is_read_as_it_is_typed(written: str) -> None:
    assert _moment(written) == 1_796_446_800_000


@pytest.mark.parametrize(
    "words",
    [("serve",), ("demo",), ("doctor",), ("session", "list"), ("staff", "setup-link"), ("backup", "to.zip")],
    ids=" ".join,
)
def test_a_setting_that_cannot_be_is_said_in_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    wrong = {"ENGAWA_SMTP_URL": "http://u:geheim@h", "ENGAWA_MAIL_FROM": "縁側市", "ENGAWA_TRUSTED_PROXY": "geheim"}
    said = engawa(tmp_path, *words, **wrong)
    assert said.returncode == 1
    for name in wrong:
        assert name in said.stderr
    assert "smtp+starttls://" in said.stderr, "what would be right"
    assert "Traceback" not in said.stderr
    assert "geheim" not in said.stderr
