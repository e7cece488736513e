"""Backup and restore of the office: one file for SQLite and PostgreSQL alike, so that a town can move between them.

A zip of one JSON-lines file per table, the keys, and a list of what should be in it with checksums. The words of live
sessions are never in it, nor is what is kept for days only. It is as secret as the data folder: whoever has it can make
links.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, MetaData, Table, func, insert, select, text

from server.office.base.database import Database, known_revisions, migrate, open_engine, revisions
from server.office.base.tables import metadata

FORMAT = 1
KEYS = ("server.key", "office.key")
LEFT_OUT = frozenset({"staff_notes", "look_backs", "minutes", "decks", "deck_pages", "sent_themes", "asked"})
"""Tables that are in no backup: copies are kept for years, notes for days, slides and themes until their session is over and
answers for a day, and a copy has their key."""
_CHUNK = 500


class BackupRefused(Exception):
    """A backup that cannot be made or restored; the message is a Japanese sentence. Nothing has been changed."""


def _value(value: Any) -> Any:
    return {"base64": base64.b64encode(bytes(value)).decode()} if isinstance(value, bytes | memoryview) else value


def _rows(connection: Connection, table: Table) -> bytes:
    lines = []
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
        lines.append(json.dumps({name: _value(value) for name, value in row._mapping.items()}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode()


def back_up(database: Database, data_dir: Path, target: Path, now: int) -> dict[str, int]:
    """Write everything into `target`, readable by its owner only; a server may run meanwhile. Returns rows by table."""
    numbers: dict[str, int] = {}
    sums: dict[str, str] = {}
    has, _ = revisions(database.engine)
    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        with database.engine.connect().execution_options(write=False) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            for table in metadata.sorted_tables:
                if table.name in LEFT_OUT:
                    continue
                body = _rows(connection, table)
                numbers[table.name] = body.count(b"\n")
                _add(archive, sums, f"tables/{table.name}.jsonl", body)
        for name in KEYS:
            path = data_dir / name
            if path.is_file():
                _add(archive, sums, f"keys/{name}", path.read_bytes())
        made = {
            "format": FORMAT,
            "revision": has,
            "made_at": datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="seconds"),
            "rows": numbers,
            "sha256": sums,
        }
        archive.writestr("backup.json", json.dumps(made, indent=1))
    part.replace(target)
    return numbers


def _add(archive: zipfile.ZipFile, sums: dict[str, str], name: str, body: bytes) -> None:
    sums[name] = hashlib.sha256(body).hexdigest()
    archive.writestr(name, body)


def _open(source: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The list and the files of a backup, all of them whole."""
    try:
        with zipfile.ZipFile(source) as archive:
            made: dict[str, Any] = json.loads(archive.read("backup.json"))
            if made.get("format") != FORMAT:
                raise BackupRefused(
                    f"この控えの形({made.get('format')})は、この版({FORMAT})では読めません。Engawa を新しくしてください。"
                )
            files = {name: archive.read(name) for name in made["sha256"]}
    except FileNotFoundError:
        raise BackupRefused("控えのファイルがありません。") from None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise BackupRefused("控えのファイルがこわれているか、控えではありません。") from None
    for name, body in files.items():
        if hashlib.sha256(body).hexdigest() != made["sha256"][name]:
            raise BackupRefused(f"控えのファイルがこわれています({name})。")
    return made, files


def restore(source: Path, data_dir: Path, url: str) -> dict[str, int]:
    """Put a backup into an empty database, at the schema it was made with, then bring it to this release's."""
    made, files = _open(source)
    revision, known = str(made.get("revision")), known_revisions()
    if revision not in known:
        raise BackupRefused(
            f"控えは、この版より新しい Engawa で作られています(控えは {revision}、この版は {known[0]} まで)。"
            "Engawa を新しくしてください。"
        )
    engine = open_engine(url)
    try:
        has, _ = revisions(engine)
        if has is not None and not _is_empty(engine.connect()):
            raise BackupRefused("データベースが空ではありません。新しいデータの置き場所を指定してください。")
        for name in KEYS:
            path, body = data_dir / name, files.get(f"keys/{name}")
            if body is not None and path.is_file() and path.read_bytes() != body:
                raise BackupRefused(f"データの置き場所に別の鍵({name})があります。空の場所に戻してください。")
        if has not in (None, revision):  # rows of one schema are not those of another
            _drop_empty_tables(engine)
        migrate(engine, revision)
        with engine.begin() as connection:
            _fill(connection, files)
        migrate(engine)
        _put_keys(data_dir, files)
    finally:
        engine.dispose()
    numbers: dict[str, int] = made["rows"]
    return numbers


def _is_empty(connection: Connection) -> bool:
    with connection:
        found = MetaData()
        found.reflect(connection)
        tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
        return all(connection.execute(select(func.count()).select_from(table)).scalar_one() == 0 for table in tables)


def _drop_empty_tables(engine: Engine) -> None:
    """Ours, as far as they are there; a database may hold other things, too."""
    found = MetaData()
    found.reflect(engine, only=lambda name, _: name in metadata.tables or name == "alembic_version")
    found.drop_all(engine)


def _fill(connection: Connection, files: dict[str, bytes]) -> None:
    schema = MetaData()
    schema.reflect(connection)
    for table in schema.sorted_tables:
        body = files.get(f"tables/{table.name}.jsonl")
        if not body:
            continue
        # Only \n ends a line here: texts may hold the other separators that splitlines() knows.
        rows = [_typed(table, json.loads(line)) for line in body.split(b"\n") if line]
        for start in range(0, len(rows), _CHUNK):
            connection.execute(insert(table), rows[start : start + _CHUNK])
        _go_on_counting(connection, table)


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Bytes back from base64; 0 and 1 of SQLite as what PostgreSQL calls true and false."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        column = table.columns[name]
        if isinstance(value, dict):
            value = base64.b64decode(value["base64"])
        elif value is not None and column.type.python_type is bool and not isinstance(column.type, LargeBinary):
            value = bool(value)
        made[name] = value
    return made


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL's own numbering goes on after the highest restored number."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        if column.autoincrement is True or str(column.server_default or "").find("nextval") >= 0 or column.identity:
            highest = connection.execute(select(func.max(column))).scalar()
            sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
            if highest is not None and sequence is not None:
                connection.execute(select(func.setval(sequence, highest)))


def _put_keys(data_dir: Path, files: dict[str, bytes]) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    for name in KEYS:
        body, path = files.get(f"keys/{name}"), data_dir / name
        if body is not None and not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(body)
