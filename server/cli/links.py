"""Where this server's addresses begin, and a session's links as they are printed."""

from __future__ import annotations

import typer

from rooms.base import Role
from server.config import Config
from server.sessions import SessionLinks

_LABELS = {Role.PARTICIPANT: "参加者", Role.FACILITATOR: "進行役", Role.SCREEN: "会場の画面"}


def base_of(config: Config, port: int | None = None) -> str:
    return config.public_url or f"http://localhost:{port or config.port}"


def print_links(made: SessionLinks) -> None:
    for role, label in _LABELS.items():
        if role in made.urls:
            typer.echo(f"  {label}\t{made.urls[role]}")
    if made.code:
        typer.echo(f"  入室コード\t{made.code[:3]}-{made.code[3:]}")
