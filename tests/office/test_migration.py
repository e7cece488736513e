"""`make migration`: the draft of a migration holds what the tables have gained, and makes it."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from server.office.base.database import MIGRATIONS

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / ".ci" / "migration.py"

# Its own process, so that the tables of other tests gain nothing.
GAIN = """
import runpy, sys
from sqlalchemy import Column, ForeignKey, String, Table, create_engine
from server.office.base.tables import metadata

Table("tea_cups", metadata,
      Column("id", String(40), primary_key=True),
      Column("session", String(40), ForeignKey("sessions.id"), nullable=False, index=True))
metadata.tables["venues"].append_column(Column("colour", String(20)))
folder, database = sys.argv[1:]
write = runpy.run_path(SCRIPT)["write"]
print(write("tea_cups", folder))
from alembic import command
from alembic.config import Config
config = Config()
config.set_main_option("script_location", folder)
with create_engine(database).begin() as connection:
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
"""


def test_a_draft_holds_what_the_tables_have_gained(tmp_path: Path) -> None:
    folder, database = tmp_path / "migrations", f"sqlite:///{tmp_path / 'office.db'}"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = {path.name for path in (folder / "versions").glob("0*.py")}
    told = subprocess.run(
        [sys.executable, "-c", GAIN.replace("SCRIPT", repr(str(SCRIPT))), str(folder), database],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    made = Path(told.stdout.strip())
    assert {path.name for path in (folder / "versions").glob("0*.py")} - before == {made.name}
    assert made.name == f"{len(before) + 1:04}_tea_cups.py"
    engine = create_engine(database)
    assert {column["name"] for column in inspect(engine).get_columns("venues")} >= {"organisation", "colour"}
    assert [index["column_names"] for index in inspect(engine).get_indexes("tea_cups")] == [["session"]]
    engine.dispose()
    text = made.read_text(encoding="utf-8")
    assert "docs/operations.md" in text, "the way back is the backup"
    assert "auto generated" not in text


@pytest.mark.parametrize("name", ["", "Tea cups", "../tea", "0003"])
def test_a_name_that_makes_no_file_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tea_cups"):
        runpy.run_path(str(SCRIPT))["write"](name, tmp_path)
