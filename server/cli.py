"""The command line: `engawa serve`, `engawa demo`, `engawa session new | list | end`, `engawa link revoke`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from rooms.base import Role
from rooms.state import Settings
from server.config import Config, lan_address
from server.links import Signer
from server.main import Addresses, now_ms, serve
from server.sessions import SessionLinks, make_session, session_links
from server.storage.office import SqliteOffice

app = typer.Typer(help="縁側: a server for hybrid 居場所 sessions.", no_args_is_help=True, add_completion=False)
sessions = typer.Typer(help="Sessions.", no_args_is_help=True)
links = typer.Typer(help="Links.", no_args_is_help=True)
app.add_typer(sessions, name="session")
app.add_typer(links, name="link")

DEMO_TITLE = "ふらっと(おためし)"
DEMO_HOURS = 12
TOKYO = ZoneInfo("Asia/Tokyo")
_LABELS = {Role.PARTICIPANT: "参加者", Role.FACILITATOR: "進行役", Role.SCREEN: "会場の画面"}


def _fail(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def _run(work: Coroutine[Any, Any, None], config: Config) -> None:
    try:
        asyncio.run(work)
    except OSError as error:
        raise _fail(
            f"ポートを使えません({config.port}、{config.https_port}、UDP {config.voice_port} のどれか): {error.strerror}. "
            "ほかのサーバーが動いていませんか。ENGAWA_PORT などで変えられます。"
        ) from error


@app.command("serve")
def serve_command() -> None:
    """Serve every planned session until stopped."""
    config = Config()
    _run(serve(config), config)


def _base(config: Config, port: int | None = None) -> str:
    return config.public_url or f"http://localhost:{port or config.port}"


def _print_links(made: SessionLinks) -> None:
    for role, label in _LABELS.items():
        if role in made.urls:
            typer.echo(f"  {label}\t{made.urls[role]}")
    if made.code:
        typer.echo(f"  入室コード\t{made.code[:3]}-{made.code[3:]}")


async def _demo_session(office: SqliteOffice) -> Settings:
    """The demo that is open, or a new one: links stay the same over restarts."""
    for record in await office.open_sessions():
        if record.settings.title == DEMO_TITLE and record.settings.closing_at > now_ms() + 600_000:
            return record.settings
    return await make_session(office, DEMO_TITLE, now_ms(), DEMO_HOURS)


async def _demo(config: Config) -> None:
    office = SqliteOffice(config.data_dir)
    settings = await _demo_session(office)
    signer = Signer(config.data_dir)

    async def show(addresses: Addresses) -> None:
        typer.echo("\n縁側(えんがわ)がひらきました。つぎのリンクをブラウザでひらいてください。")
        for base in _demo_bases(config, addresses):
            typer.echo(f"\n{base}")
            _print_links(await session_links(office, signer, settings, base))
        typer.echo("\nとめるには Ctrl+C を押してください。\n")

    try:
        await serve(config, show)
    finally:
        await office.close()


def _demo_bases(config: Config, addresses: Addresses) -> list[str]:
    if config.public_url:
        return [config.public_url]
    bases = [f"http://localhost:{addresses.http_port}"]
    lan = lan_address()
    if addresses.https_port and lan:
        bases.append(f"https://{lan}:{addresses.https_port}")
    return bases


@app.command()
def demo() -> None:
    """Serve a session to look at, and print its links."""
    config = Config()
    _run(_demo(config), config)


@sessions.command("new")
def session_new(
    title: Annotated[str, typer.Option(help="会の名前")] = "ふらっと",
    opens: Annotated[str | None, typer.Option(help="扉がひらく日時(日本時間) 例 2026-12-05T14:00、なければ今")] = None,
    hours: Annotated[float, typer.Option(min=0.25, max=72, help="何時間")] = 2.0,
    capacity: Annotated[int, typer.Option(min=1, max=1000, help="定員")] = 120,
    base: Annotated[str | None, typer.Option(help="リンクのはじまり")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON で出す")] = False,
) -> None:
    """Plan a session and print its links. A running server picks it up when somebody joins."""
    config = Config()
    try:
        open_at = now_ms() if opens is None else _moment(opens)
    except ValueError as error:
        raise _fail("日時がよめません。例: --opens 2026-12-05T14:00") from error

    async def make() -> SessionLinks:
        office = SqliteOffice(config.data_dir)
        settings = await make_session(office, title, open_at, hours, capacity=capacity)
        made = await session_links(office, Signer(config.data_dir), settings, base or _base(config))
        await office.close()
        return made

    made = asyncio.run(make())
    if as_json:
        urls = {str(role): url for role, url in made.urls.items()}
        typer.echo(json.dumps({"session": made.session, "title": made.title, "code": made.code, "urls": urls}))
        return
    typer.echo(f"{made.title}({made.session})")
    _print_links(made)


def _moment(text: str) -> int:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=TOKYO)
    return round(moment.timestamp() * 1000)


@sessions.command("list")
def session_list() -> None:
    """Sessions that have not ended."""

    async def show() -> None:
        office = SqliteOffice(Config().data_dir)
        for record in await office.open_sessions():
            opens = datetime.fromtimestamp(record.settings.open_at / 1000, TOKYO)
            typer.echo(f"{record.settings.session}\t{opens:%Y-%m-%d %H:%M}\t{record.settings.title}")
        await office.close()

    asyncio.run(show())


@sessions.command("links")
def session_show_links(session: str) -> None:
    """The links of a session, with their ids (for `engawa link revoke`)."""
    config = Config()

    async def show() -> None:
        office = SqliteOffice(config.data_dir)
        record = await office.session(session)
        if record is None:
            raise _fail("その会はありません。")
        signer = Signer(config.data_dir)
        for link in await office.links(session):
            state = "取り消し済み" if link.revoked else "有効"
            url = (await session_links(office, signer, record.settings, _base(config))).urls.get(link.role, "")
            typer.echo(f"{link.id}\t{link.role}\t{state}\t{'' if link.revoked else url}")
        await office.close()

    asyncio.run(show())


@links.command("revoke")
def link_revoke(link: str) -> None:
    """Make a link useless, at once for those who come new or reconnect."""

    async def revoke() -> bool:
        office = SqliteOffice(Config().data_dir)
        done = await office.revoke_link(link)
        await office.close()
        return done

    if not asyncio.run(revoke()):
        raise _fail("そのリンクはありません。")
    typer.echo("取り消しました。")


if __name__ == "__main__":
    app()
