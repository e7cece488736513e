"""The command line: `engawa serve | demo | doctor`, `engawa session new | list | end`, `engawa link revoke`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from pydantic import ValidationError

from rooms.base import Role
from server.cli.demo import RealOffice, clerk, make_demo
from server.cli.office import add_commands
from server.clock import now_ms
from server.config import Config, lan_address
from server.doctor import examine, records, render
from server.identity.links import Signer
from server.main import Ports, serve
from server.office.base.common import Safe
from server.office.base.database import Database, revealed
from server.office.live import LiveOffice
from server.office.staff import setting_up
from server.sessions import SessionLinks, make_session, session_links

app = typer.Typer(help="縁側: a server for hybrid 居場所 sessions.", no_args_is_help=True, add_completion=False)
sessions = typer.Typer(help="Sessions.", no_args_is_help=True)
links = typer.Typer(help="Links.", no_args_is_help=True)
app.add_typer(sessions, name="session")
app.add_typer(links, name="link")
add_commands(app)

LIST_MS = 366 * 86_400_000
"""How far ahead `engawa session list` looks."""
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
    """Serve every planned session until stopped. At the first start, print the link for the first administrator."""
    config = Config()

    async def show(_: Ports) -> None:
        database = Database(config.data_dir, revealed(config.office_url))
        secret = await database.write(setting_up.first_invitation, now_ms())
        await database.close()
        if secret is not None:
            typer.echo("はじめの設定をするリンク(一度だけ使えます。ほかの人に見せないでください):")
            typer.echo(f"  {_base(config)}/o#setup={secret}")

    _run(serve(config, show), config)


def _office(config: Config) -> LiveOffice:
    return LiveOffice(Database(config.data_dir, revealed(config.office_url)), now_ms, Safe.of(config.data_dir))


def _base(config: Config, port: int | None = None) -> str:
    return config.public_url or f"http://localhost:{port or config.port}"


def _print_links(made: SessionLinks) -> None:
    for role, label in _LABELS.items():
        if role in made.urls:
            typer.echo(f"  {label}\t{made.urls[role]}")
    if made.code:
        typer.echo(f"  入室コード\t{made.code[:3]}-{made.code[3:]}")


async def _demo(config: Config) -> None:
    database = Database(config.data_dir, revealed(config.office_url))
    office, signer = LiveOffice(database, now_ms, Safe.of(config.data_dir)), Signer(config.data_dir)
    made = await database.write(make_demo, clerk(config.data_dir), Safe.of(config.data_dir), now_ms())
    record = await office.session(made.session)
    assert record is not None

    async def show(ports: Ports) -> None:
        typer.echo("\n縁側(えんがわ)がひらきました。つぎのリンクをブラウザでひらいてください。")
        for base in _demo_bases(config, ports):
            typer.echo(f"\n{base}")
            _print_links(await session_links(office, signer, record.settings, base))
            typer.echo(f"  職員\t{base}/o#demo={made.mail}:{made.password}")
            typer.echo(f"  公開ページ\t{base}/p/engawa-shi")
        typer.echo("\nとめるには Ctrl+C を押してください。\n")

    try:
        await serve(config, show)
    finally:
        await database.close()


def _demo_bases(config: Config, ports: Ports) -> list[str]:
    if config.public_url:
        return [config.public_url]
    bases = [f"http://localhost:{ports.http_port}"]
    lan = lan_address()
    if ports.https_port and lan:
        bases.append(f"https://{lan}:{ports.https_port}")
    return bases


@app.command()
def demo() -> None:
    """Serve a session and an office to look at, and print their links."""
    config = Config()
    try:
        _run(_demo(config), config)
    except RealOffice as error:
        raise _fail(str(error)) from None


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON で出す")] = False) -> None:
    """Look at the settings and this machine; say what is well and what to do. Exit code 1 if something must be mended."""
    try:
        config = Config()
    except ValidationError as error:  # its own text would show values, and some are secret
        wrong = "、".join(f"ENGAWA_{str(row['loc'][0]).upper()}" for row in error.errors() if row["loc"])
        raise _fail(f"設定がよめません: {wrong}。docs/settings.md を見てください。") from None
    findings = asyncio.run(examine(config, lambda: records.office(config)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo(render(findings))
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)


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
        office = _office(config)
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
        office = _office(Config())
        for record in await office.due_sessions(now_ms() + LIST_MS):
            opens = datetime.fromtimestamp(record.settings.open_at / 1000, TOKYO)
            typer.echo(f"{record.settings.session}\t{opens:%Y-%m-%d %H:%M}\t{record.settings.title}")
        await office.close()

    asyncio.run(show())


@sessions.command("links")
def session_show_links(session: str) -> None:
    """The links of a session, with their ids (for `engawa link revoke`)."""
    config = Config()

    async def show() -> None:
        office = _office(config)
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
        office = _office(Config())
        done = await office.revoke_link(link)
        await office.close()
        return done

    if not asyncio.run(revoke()):
        raise _fail("そのリンクはありません。")
    typer.echo("取り消しました。")
