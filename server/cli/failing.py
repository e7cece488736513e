"""How a command of ours ends badly: a sentence on standard error, and exit code 1."""

from __future__ import annotations

import typer


def failed(sentence: str) -> typer.Exit:
    """Says why; what it returns is to be raised."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)
