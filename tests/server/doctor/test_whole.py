"""`engawa doctor` as a whole: everything is looked at and shown, and no check that breaks hides another."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.doctor import Finding, examine, render
from server.doctor.finding import look
from tests.server.doctor.site import made_config, one
from tests.server.test_cli import engawa


async def test_a_check_that_hangs_or_breaks_is_a_finding() -> None:
    async def hangs() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def breaks() -> list[Finding]:
        raise RuntimeError("password in here")

    assert (await one(look("a", hangs, 0.05))).state == "warn"
    broken = await one(look("b", breaks))
    assert broken.state == "warn"
    assert "password" not in broken.words


async def test_everything_is_looked_at_and_shown(tmp_path: Path) -> None:
    async def database() -> Finding:
        return Finding("データベース", "bad", "ひらけません。", "見てください。")

    def unreachable() -> Awaitable[Finding]:
        raise RuntimeError

    findings = await examine(made_config(tmp_path), database)
    assert {finding.name for finding in findings} >= {
        "公開アドレス",
        "声のポート",
        "鍵のファイル",
        "データベース",
        "メール",
        "画面",
    }
    assert all(finding.todo for finding in findings if finding.state == "bad")
    shown = render(findings)
    assert "× データベース: ひらけません。\n    → 見てください。" in shown
    broken: Callable[[], Awaitable[Finding]] = unreachable
    assert any(
        row.name == "データベース" and row.state == "warn" for row in await examine(made_config(tmp_path), broken)
    )


def test_the_command_tells_and_answers_with_its_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    bad = engawa(data, "doctor", "--json", ENGAWA_WEB_DIR=str(tmp_path / "nothing"))
    assert bad.returncode == 1
    told = {row["name"]: row for row in json.loads(bad.stdout)}
    assert told["画面"]["state"] == "bad"
    web_root = tmp_path / "web"
    (web_root / "assets").mkdir(parents=True)
    (web_root / "assets" / "a.js").write_text("")
    (web_root / "index.html").write_text("")
    good = engawa(data, "doctor", ENGAWA_WEB_DIR=str(web_root))
    assert good.returncode == 0, good.stdout
    assert "○ データベース" in good.stdout
    assert "× なおす 0" in good.stdout
    assert [path.name for path in data.iterdir()] == []
    wrong = engawa(data, "doctor", ENGAWA_PORT="secret-words")
    assert wrong.returncode == 1
    assert "ENGAWA_PORT" in wrong.stderr
    assert "secret-words" not in wrong.stderr


def test_the_servers_own_files_pass(tmp_path: Path) -> None:
    """What the server makes is as closed as the doctor asks."""
    made = engawa(tmp_path, "session", "new", "--json")
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE((tmp_path / "server.key").stat().st_mode) == 0o600
