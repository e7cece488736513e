"""The settings of a command, or a sentence that says which of them cannot be and why; never what one holds."""

from __future__ import annotations

from pydantic import ValidationError

from server.cli.failing import failed
from server.config import Config


def read() -> Config:
    """Raises typer.Exit with a sentence on standard error."""
    try:
        return Config()
    except ValidationError as error:
        rows = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = "、".join(
            f"ENGAWA_{str(row['loc'][0]).upper()} ({row['msg'].removeprefix('Value error, ')})"
            for row in rows
            if row["loc"]
        )
    raise failed(f"設定がよめません: {wrong}。docs/settings.md を見てください。")
