"""`engawa doctor`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

import typer

from server.cli import settings
from server.doctor import examine, records, render


def look(as_json: bool) -> None:
    """Print what the doctor found."""
    config = settings.read()
    findings = asyncio.run(examine(config, lambda: records.office(config)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo(render(findings))
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)
