"""`engawa serve` and `engawa demo`."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import typer

from server.cli import settings
from server.cli.demo import RealOffice, clerk, make_demo
from server.cli.failing import failed
from server.cli.links import base_of, print_links
from server.clock import now_ms
from server.config import Config, lan_address
from server.identity.links import Signer
from server.main import Ports, serve
from server.office.base.common import Safe
from server.office.base.database import Database, revealed
from server.office.live import LiveOffice
from server.office.staff import setting_up
from server.sessions import session_links


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, which writes and waits for less; there is none for Windows."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


def _leave_alone_what_stays() -> None:
    """Modules and their models never go away: the collector need not walk over them with every few messages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _run(work: Coroutine[Any, Any, None], config: Config) -> None:
    _leave_alone_what_stays()
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(work)
    except OSError as error:
        raise failed(
            f"ポートを使えません({config.port}、{config.https_port}、UDP {config.voice_port} のどれか): {error.strerror}. "
            "ほかのサーバーが動いていませんか。ENGAWA_PORT などで変えられます。"
        ) from error


def serve_all() -> None:
    """Serve until stopped."""
    config = settings.read()

    async def show(_: Ports) -> None:
        database = Database(config.data_dir, revealed(config.office_url))
        secret = await database.write(setting_up.first_invitation, now_ms())
        await database.close()
        if secret is not None:
            typer.echo("はじめの設定をするリンク(一度だけ使えます。ほかの人に見せないでください):")
            typer.echo(f"  {base_of(config)}/o#setup={secret}")

    _run(serve(config, show), config)


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
            print_links(await session_links(office, signer, record.settings, base))
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


def serve_demo() -> None:
    """Serve the demo until stopped."""
    config = settings.read()
    try:
        _run(_demo(config), config)
    except RealOffice as error:
        raise failed(str(error)) from None
