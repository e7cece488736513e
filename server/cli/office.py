"""The office's commands: preview of schedules, staff, backup and restore."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from server.clock import now_ms
from server.config import Config
from server.http.office.problems import wrong_fields
from server.office.backup import BackupRefused, back_up, restore
from server.office.base.common import today
from server.office.base.database import Database, database_url, revealed
from server.office.base.refusals import OfficeRefused
from server.office.plan.previews import show_preview
from server.office.rules.schedule import Schedule
from server.office.staff import accounts, oneself, setting_up

schedule = typer.Typer(help="Schedules.", no_args_is_help=True)
staff = typer.Typer(help="Staff accounts.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    app.add_typer(schedule, name="schedule")
    app.add_typer(staff, name="staff")
    app.command("backup")(backup)
    app.command("restore")(restore_command)


def _fail(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def _problems(fields: Any) -> typer.Exit:
    errors = [{"at": each.at, "code": each.code, "message": each.message} for each in fields]
    typer.echo(json.dumps({"errors": errors}, ensure_ascii=False, indent=2))
    return typer.Exit(1)


@schedule.command("preview")
def schedule_preview(
    file: Annotated[str, typer.Argument(help="JSON のファイル。- は標準入力")] = "-",
    first: Annotated[str | None, typer.Option("--from", help="この日から 例 2026-04-01")] = None,
    last: Annotated[str | None, typer.Option("--to", help="この日まで(なければ次の12回)")] = None,
) -> None:
    """Read a schedule as JSON (docs/schedule.md) and print its reading and its dates as JSON. Exit code 1 if it is wrong."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _fail(f"ファイルを読めません: {file}") from error
    try:
        asked = Schedule.model_validate_json(text)
    except ValidationError as error:
        raise _problems(wrong_fields(error)) from None
    try:
        begin = None if first is None else date.fromisoformat(first)
        end = None if last is None else date.fromisoformat(last)
    except ValueError as error:
        raise _fail("日付は 2026-04-01 の形です。") from error
    try:
        made = show_preview(asked, begin, end, today(asked.timezone, now_ms()))
    except OfficeRefused as refused:
        raise _problems(refused.fields) from None
    typer.echo(made.model_dump_json(indent=2))
    if made.problems:
        raise typer.Exit(1)


@staff.command("setup-link")
def setup_link() -> None:
    """A new one-time link for the first administrator, while there is none. Earlier ones stop working."""
    config = Config()

    async def make() -> str | None:
        database = Database(config.data_dir, revealed(config.office_url))
        secret = await database.write(setting_up.first_invitation, now_ms())
        await database.close()
        return secret

    secret = asyncio.run(make())
    if secret is None:
        raise _fail("もう職員がいます。招待は管理者の画面からできます。")
    typer.echo(f"{config.public_url or f'http://localhost:{config.port}'}/o#setup={secret}")


@staff.command("password")
def staff_password(mail: Annotated[str, typer.Argument(help="職員のメールアドレス")]) -> None:
    """Set a new password for somebody who is locked out; asks for it. Their other sessions end, TOTP is taken away."""
    config = Config()
    password = typer.prompt("新しいパスワード", hide_input=True, confirmation_prompt=True)

    async def work() -> None:
        database = Database(config.data_dir, revealed(config.office_url))
        try:
            row = await database.read(accounts.find_account, mail)
            if row is None:
                raise _fail("そのメールアドレスの職員はいません。")
            hashed = accounts.hash_password(password, row.mail, row.name)
            await database.write(oneself.let_in_again, row.id, hashed)
        finally:
            await database.close()

    try:
        asyncio.run(work())
    except OfficeRefused as refused:
        raise _fail(refused.message) from None
    typer.echo("変えました。")


def backup(target: Annotated[Path, typer.Argument(help="書き出すファイル 例 engawa-2026-12-01.zip")]) -> None:
    """Write the office's data and keys into one file. A server may run meanwhile; live sessions' words are not in it."""
    config = Config()
    database = Database(config.data_dir, revealed(config.office_url))
    try:
        numbers = back_up(database, config.data_dir, target, now_ms())
    except OSError as error:
        raise _fail(f"書き出せません: {error.strerror}") from error
    finally:
        asyncio.run(database.close())
    typer.echo(f"控えをとりました: {target}({sum(numbers.values())} 行)。鍵も入っています。人に渡さないでください。")


def restore_command(source: Annotated[Path, typer.Argument(help="控えのファイル")]) -> None:
    """Put a backup into an empty data folder or database."""
    config = Config()
    config.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        numbers = restore(source, config.data_dir, database_url(config.data_dir, revealed(config.office_url)))
    except BackupRefused as refused:
        raise _fail(str(refused)) from None
    typer.echo(f"もどしました({sum(numbers.values())} 行)。engawa doctor で確かめてください。")
