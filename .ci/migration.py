"""Writes a new migration: whatever the tables have and the newest migration has not. Usage: make migration name=tea_cups

Alembic compares `server/office/base/tables.py` with a database that the migrations so far have made. What it writes is a
draft: read it, say in its first line what it is for, and try it on old data (tests/office/test_backup.py holds both
sides together, on SQLite and PostgreSQL).
"""

from __future__ import annotations

import re
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from server.office.base.database import MIGRATIONS, open_engine


def write(name: str, folder: Path | str = MIGRATIONS) -> Path:
    """The new file, numbered after the newest in the folder. Raises ValueError for a name that makes no file name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,40}", name):
        raise ValueError(f"{name!r}: small letters, digits and _ only, such as tea_cups")
    config = Config(cmd_opts=Namespace(quiet=True))
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    newest = ScriptDirectory.from_config(config).get_current_head()
    number = 1 if newest is None else int(newest) + 1
    with tempfile.TemporaryDirectory() as data:
        engine = open_engine(f"sqlite+pysqlite:///{data}/office.db")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            with connection.begin():
                command.upgrade(config, "head")
            made = command.revision(config, message=name, rev_id=f"{number:04}", autogenerate=True)
        engine.dispose()
    assert made is not None
    assert not isinstance(made, list)
    path = Path(made.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return path


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{write(' '.join(sys.argv[1:]))}\n")
    except ValueError as error:
        sys.exit(f"make migration name=tea_cups ({error})")
