"""`engawa session` and `engawa link`."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer
from pydantic import TypeAdapter, ValidationError

from moderation import typed
from server.cli import settings
from server.cli.failing import failed
from server.cli.links import base_of, print_links
from server.clock import now_ms
from server.config import Config
from server.identity.links import Signer
from server.office.base.common import Safe
from server.office.base.database import Database, revealed
from server.office.base.models import Name
from server.office.base.wrong import wrong_fields
from server.office.live import LiveOffice
from server.sessions import SessionLinks, make_session, session_links

LIST_MS = 366 * 86_400_000
"""How far ahead `engawa session list` looks."""
_title: TypeAdapter[str] = TypeAdapter(Name)
TOKYO = ZoneInfo("Asia/Tokyo")


def _office(config: Config) -> LiveOffice:
    return LiveOffice(Database(config.data_dir, revealed(config.office_url)), now_ms, Safe.of(config.data_dir))


def make(title: str, opens: str | None, hours: float, capacity: int, base: str | None, as_json: bool) -> None:
    """Plan a session and print its links."""
    config = settings.read()
    try:
        title = _title.validate_python(title)
    except ValidationError as error:
        raise failed(f"題は{wrong_fields(error)[0].message}。") from None
    try:
        open_at = now_ms() if opens is None else _moment(opens)
    except ValueError as error:
        raise failed("日時がよめません。例: --opens 2026-12-05T14:00") from error

    async def planned() -> SessionLinks:
        office = _office(config)
        settings = await make_session(office, title, open_at, hours, capacity=capacity)
        made = await session_links(office, Signer(config.data_dir), settings, base or base_of(config))
        await office.close()
        return made

    made = asyncio.run(planned())
    if as_json:
        urls = {str(role): url for role, url in made.urls.items()}
        typer.echo(json.dumps({"session": made.session, "title": made.title, "code": made.code, "urls": urls}))
        return
    typer.echo(f"{made.title}({made.session})")
    print_links(made)


_DAY_AND_HOUR = re.compile(r"(.+?)[ T]([^ ]+)|(.+日(?:\([^)]*\))?)(.+)")


def _moment(text: str) -> int:
    """As `--opens` takes it: 2026-12-05T14:00, 2026/12/5 14:00, 2026年12月5日 午後2時. Raises ValueError."""
    moment = _read(typed.plain(text))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=TOKYO)
    return round(moment.timestamp() * 1000)


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if (parts := _DAY_AND_HOUR.fullmatch(text)) is None:
            raise
    day, clock = typed.day(parts[1] or parts[3]), typed.clock(parts[2] or parts[4])
    if day is None or clock is None:
        raise ValueError(text)
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO) + timedelta(minutes=clock.minutes)


def show_all() -> None:
    """Print the sessions that have not ended."""

    async def show() -> None:
        office = _office(settings.read())
        for record in await office.due_sessions(now_ms() + LIST_MS):
            opens = datetime.fromtimestamp(record.settings.open_at / 1000, TOKYO)
            typer.echo(f"{record.settings.session}\t{opens:%Y-%m-%d %H:%M}\t{record.settings.title}")
        await office.close()

    asyncio.run(show())


def show_links(session: str) -> None:
    """Print a session's links and their ids."""
    config = settings.read()

    async def show() -> None:
        office = _office(config)
        record = await office.session(session)
        if record is None:
            raise failed("その会はありません。")
        signer = Signer(config.data_dir)
        for link in await office.links(session):
            state = "取り消し済み" if link.revoked else "有効"
            url = (await session_links(office, signer, record.settings, base_of(config))).urls.get(link.role, "")
            typer.echo(f"{link.id}\t{link.role}\t{state}\t{'' if link.revoked else url}")
        await office.close()

    asyncio.run(show())


def revoke(link: str) -> None:
    """Make a link useless."""

    async def revoked() -> bool:
        office = _office(settings.read())
        done = await office.revoke_link(link)
        await office.close()
        return done

    if not asyncio.run(revoked()):
        raise failed("そのリンクはありません。")
    typer.echo("取り消しました。")
