"""`engawa content check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from server.office.content import check


def check_files(files: Sequence[Path]) -> None:
    """Print what is wrong. Raises typer.Exit(1) where anything is."""
    faults = check(files)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
