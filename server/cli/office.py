"""`engawa staff`, `engawa address`, `engawa backup` and `engawa restore`."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

import typer

from moderation import typed
from server.cli import settings
from server.cli.failing import failed
from server.cli.links import base_of
from server.clock import now_ms
from server.identity.links import Signer
from server.office.backup import BackupRefused, back_up, restore
from server.office.base import former
from server.office.base.database import Database, database_url, revealed
from server.office.base.refusals import OfficeRefused
from server.office.staff import accounts, knowing, oneself, setting_up


def setup_link() -> None:
    """A new one-time link for the first administrator, while there is none. Earlier ones stop working."""
    config = settings.read()

    async def make() -> str | None:
        database = Database(config.data_dir, revealed(config.office_url))
        secret = await database.write(setting_up.first_invitation, now_ms())
        await database.close()
        return secret

    secret = asyncio.run(make())
    if secret is None:
        raise failed("もう職員がいます。招待は管理者の画面からできます。")
    typer.echo(f"{base_of(config)}/o#setup={secret}")


def set_password(mail: str) -> None:
    """Set a new password for somebody who is locked out; asks for it. Their other sessions end, TOTP is taken away."""
    config = settings.read()
    password = typer.prompt("新しいパスワード", hide_input=True, confirmation_prompt=True)

    async def work() -> None:
        database = Database(config.data_dir, revealed(config.office_url))
        try:
            row = await database.read(accounts.find_account, mail)
            if row is None:
                raise failed("そのメールアドレスの職員はいません。")
            hashed = accounts.hash_password(password, row.mail, row.name)
            await database.write(oneself.let_in_again, row.id, hashed)
        finally:
            await database.close()

    try:
        asyncio.run(work())
    except OfficeRefused as refused:
        raise failed(refused.message) from None
    typer.echo("変えました。")


def unlock_link(mail: str) -> None:
    """A link for somebody whom strangers keep out by wrong tries: it makes a browser known, once, within an hour."""
    config = settings.read()

    async def find() -> str:
        database = Database(config.data_dir, revealed(config.office_url))
        try:
            row = await database.read(accounts.find_account, mail)
        finally:
            await database.close()
        if row is None:
            raise failed("そのメールアドレスの職員はいません。")
        return str(row.id)

    secret = knowing.known_secret(Signer(config.data_dir).mark, asyncio.run(find()), now_ms(), secrets.token_hex(4))
    typer.echo(knowing.known_url(base_of(config), secret))


def release_address(slug: str) -> None:
    """Give a former slug of an organisation free."""
    config = settings.read()

    async def release() -> bool:
        database = Database(config.data_dir, revealed(config.office_url))
        try:
            return await database.write(former.release, typed.slug(slug))
        finally:
            await database.close()

    if not asyncio.run(release()):
        raise failed("前に使われていた団体のアドレスではありません。")
    typer.echo("空けました。このアドレスは、どの団体でも使えます。")


def write_backup(target: Path) -> None:
    """Write the office's data and keys into one file. A server may run meanwhile; live sessions' words are not in it."""
    config = settings.read()
    database = Database(config.data_dir, revealed(config.office_url))
    try:
        numbers = back_up(database, config.data_dir, target, now_ms())
    except OSError as error:
        raise failed(f"書き出せません: {error.strerror}") from error
    finally:
        asyncio.run(database.close())
    typer.echo(f"控えをとりました: {target}({sum(numbers.values())} 行)。鍵も入っています。人に渡さないでください。")


def read_backup(source: Path) -> None:
    """Put a backup into an empty data folder or database."""
    config = settings.read()
    config.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        numbers = restore(source, config.data_dir, database_url(config.data_dir, revealed(config.office_url)))
    except BackupRefused as refused:
        raise failed(str(refused)) from None
    typer.echo(f"もどしました({sum(numbers.values())} 行)。engawa doctor で確かめてください。")
