"""`engawa doctor`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

import typer
from pydantic import ValidationError

from server.cli.failing import failed
from server.config import Config
from server.doctor import examine, records, render


def look(as_json: bool) -> None:
    """Print what the doctor found."""
    try:
        config = Config()
    except ValidationError as error:  # its own text would show values, and some are secret
        wrong = "、".join(f"ENGAWA_{str(row['loc'][0]).upper()}" for row in error.errors() if row["loc"])
        raise failed(f"設定がよめません: {wrong}。docs/settings.md を見てください。") from None
    findings = asyncio.run(examine(config, lambda: records.office(config)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo(render(findings))
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)
