"""Backups that are restored, also from one database to the other; and releases whose data this one takes over."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Row, Table, create_engine, insert, select, text

from rooms.base import Mode, Role
from rooms.notes import Note
from server.office import backup
from server.office.backup import BackupRefused, back_up, restore
from server.office.base import models, once
from server.office.base.common import Safe
from server.office.base.database import Database, database_url, known_revisions, migrate, open_engine, revisions
from server.office.base.tables import metadata, organisations, programmes, sessions, sign_ins, staff
from server.office.content import defaults
from server.office.live import LiveOffice
from server.office.papers import public
from server.office.seats import reservations
from server.office.sessions.planned import session_of
from server.office.staff.oneself import feed_owner
from server.office.staff.organisations import organisation_settings
from server.sessions import make_session
from tests.office.conftest import NOW, Town, monthly
from tests.office.test_former import rename, rename_programme


def _all(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    return connection.execute(select(table)).all()


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (
                    tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                    for row in connection.execute(select(table))
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
        }


async def filled(town: Town) -> None:
    await town.series(monthly())
    first = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    session = await town.database.read(lambda c: str(c.execute(first).scalar_one()))
    await town.database.write(lambda c: c.execute(text("UPDATE programmes SET version = 3")))
    await town.database.write(rename, town.organisation, "machi")
    await town.database.write(rename_programme, town.organisation, town.programme, "furatto")
    patch = json.dumps({"entry": {"kind": "reservation"}})
    await town.database.write(lambda c: c.execute(text("UPDATE sessions SET body = :body"), {"body": patch}))
    asked = models.NewReservation(mail="hito@example.jp")
    await town.database.write(reservations.reserve, town.organisation, session, asked, town.safe, NOW)
    row = {
        "at": NOW,
        "staff": None,
        "mail": "だれか\u2028\u2029\x85@example.jp",
        "address": "203.0.113.5",
        "outcome": "wrong_password",
    }
    await town.database.write(lambda c: c.execute(insert(sign_ins), row))


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
async def test_what_was_backed_up_is_restored(
    town: Town, to: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await filled(town)
    target = tmp_path / "copies" / "engawa.zip"
    numbers = back_up(town.database, tmp_path, target, NOW)
    assert numbers["sessions"] > 10
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    other = tmp_path / "other"
    url = database_url(other, request.getfixturevalue("other_postgres_url") if to == "postgresql" else None)
    other.mkdir()
    assert restore(target, other, url) == numbers
    engine = open_engine(url)
    assert dump(engine) == dump(town.database.engine)
    with engine.connect() as connection, pytest.raises(public.Moved) as moved:
        public.feed(connection, public.Where("engawa", "flat"), "", NOW)
    assert moved.value.to == public.Where("machi", "furatto"), "a flyer leads there from the new machine, too"
    assert (other / "office.key").read_bytes() == (tmp_path / "office.key").read_bytes()
    with engine.begin() as connection:
        sealed = connection.execute(text("SELECT mail FROM reservations")).scalar_one()
        assert Safe.of(other).open(sealed) == "hito@example.jp"
        connection.execute(insert(sign_ins), {"at": NOW, "mail": "x", "address": "y", "outcome": "z"})
    engine.dispose()
    with pytest.raises(BackupRefused, match="空ではありません"):
        restore(target, other, url)


async def test_a_damaged_or_foreign_file_changes_nothing(town: Town, tmp_path: Path) -> None:
    await filled(town)
    target = tmp_path / "engawa.zip"
    back_up(town.database, tmp_path, target, NOW)
    noise = tmp_path / "noise.zip"
    noise.write_bytes(b"PK not a zip")
    other = tmp_path / "other"
    other.mkdir()
    for source in (noise, tmp_path / "missing.zip", _tampered(target, tmp_path / "tampered.zip")):
        with pytest.raises(BackupRefused):
            restore(source, other, database_url(other, None))
    assert not (other / "office.key").exists()


def _tampered(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body + b"\n" if name == "tables/sessions.jsonl" else body)
    return target


async def test_keys_of_another_server_are_not_overwritten(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "engawa.zip"
    Safe.of(tmp_path)
    back_up(town.database, tmp_path, target, NOW)
    other = tmp_path / "other"
    Safe.of(other)
    before = (other / "office.key").read_bytes()
    with pytest.raises(BackupRefused, match="別の鍵"):
        restore(target, other, database_url(other, None))
    assert (other / "office.key").read_bytes() == before


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_the_first_releases_data_is_taken_over(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A database as the first release left it, with sessions and links in it."""
    url = database_url(tmp_path, request.getfixturevalue("postgres_url") if dialect == "postgresql" else None)
    engine = open_engine(url)
    migrate(engine, "0001")
    old = MetaData()
    old.reflect(engine)
    probe = Database(tmp_path / "probe")
    settings = await make_session(LiveOffice(probe, lambda: NOW, Safe.of(tmp_path)), "まえの会", 2_000_000, 2)
    await probe.close()
    with engine.begin() as connection:
        connection.execute(
            insert(old.tables["sessions"]),
            {"id": settings.session, "settings": settings.model_dump_json(), "early_at": settings.early_at},
        )
        link = {"id": "abc", "session": settings.session, "role": "participant", "code": "ACDEFH"}
        connection.execute(insert(old.tables["links"]), link)
    engine.dispose()
    database = Database(tmp_path, url if dialect == "postgresql" else None)
    office = LiveOffice(database, lambda: NOW, Safe.of(tmp_path))
    assert [record.settings for record in await office.due_sessions(10**13)] == [settings]
    found = await office.find_code("ACDEFH")
    assert found is not None
    assert (found.session, found.role) == (settings.session, Role.PARTICIPANT)
    assert (record := await office.freeze(settings.session)) is not None
    assert record.settings == settings
    await office.end_session(settings.session)
    assert revisions(database.engine)[0] == revisions(database.engine)[1]
    await database.close()


def _in_0002(engine: Engine, mode: str, step: str) -> None:
    """A database of the revision before, with a programme of that mode and step and a session in the second room of two."""
    migrate(engine, "0002")
    old = MetaData()
    old.reflect(engine)
    steps = [
        {"title": "お話", "minutes": 10, "mode": step},
        {"title": "相談", "minutes": 5, "mode": "booths"},
        {"title": "?"},
    ]
    body = {"kind": "ibasho", "name": "ふらっと", "mode": mode, "steps": steps}
    settings = models.OrganisationSettings(name="町", slug="machi").model_dump_json()
    with engine.begin() as connection:
        connection.execute(
            insert(old.tables["organisations"]),
            {"id": "o", "slug": "machi", "settings": settings, "created_at": NOW},
        )
        connection.execute(
            insert(old.tables["programmes"]),
            {"id": "p", "organisation": "o", "slug": "f", "body": json.dumps(body), "version": 1},
        )
        times = {"early_at": NOW, "starts_at": NOW, "ends_at": NOW + 1, "until_at": NOW + 1}
        shared = {"organisation": "o", "programme": "p", "day": "2026-05-28", "rule": "r", "original": "2026-05-28"}
        connection.execute(insert(old.tables["sessions"]), [
            {"id": f"s{number}", "place": number, "title": f"部屋{number}", **shared, **times} for number in (0, 1)
        ])  # fmt: skip


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("mode", "step"), [("karaoke", "dance"), ("notice", "notice"), ("", "lecture"), ("circle", "")]
)
async def test_modes_that_no_room_knows_are_put_right(
    dialect: str, mode: str, step: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """And the number of a linked room keeps what it was under its former name, place."""
    url = database_url(tmp_path, request.getfixturevalue("postgres_url") if dialect == "postgresql" else None)
    engine = open_engine(url)
    _in_0002(engine, mode, step)
    migrate(engine)
    with engine.connect() as connection:
        body = models.ProgrammeBody.model_validate_json(connection.execute(select(programmes.c.body)).scalar_one())
        records = [session_of(connection, "o", each) for each in ("s0", "s1")]
    engine.dispose()
    assert body.mode == (mode if mode in ("notice", "circle") else "ibasho")
    assert [each.mode for each in body.steps] == [step if step == "lecture" else "", "booths", ""]
    assert [each.row.room_number for each in records] == [0, 1]
    assert [each.settings(defaults()).steps[1].mode for each in records] == [Mode.BOOTHS, Mode.BOOTHS]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_backup_of_the_revision_before_is_restored(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    first.mkdir()
    other.mkdir()
    engine = open_engine(database_url(first, None))
    _in_0002(engine, "karaoke", "dance")
    target = tmp_path / "engawa.zip"
    _back_up_as_it_is(engine, target)
    url = database_url(other, request.getfixturevalue("postgres_url") if dialect == "postgresql" else None)
    restore(target, other, url)
    restored = open_engine(url)
    migrate(engine)
    assert dump(restored) == dump(engine)
    assert [row[0] for row in dump(restored)["sessions"]] == ["s0", "s1"]
    assert revisions(restored)[0] == revisions(restored)[1]
    restored.dispose()
    engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_database_that_is_empty_takes_a_backup_of_any_revision(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Also one that a command of this release has made, with tables of another revision than the backup's rows."""
    first, other = tmp_path / "first", tmp_path / "other"
    first.mkdir()
    other.mkdir()
    engine = open_engine(database_url(first, None))
    _in_0002(engine, "karaoke", "dance")
    target = tmp_path / "engawa.zip"
    _back_up_as_it_is(engine, target)
    migrate(engine)
    url = database_url(other, request.getfixturevalue("postgres_url") if dialect == "postgresql" else None)
    restored = open_engine(url)
    migrate(restored)
    restore(target, other, url)
    assert dump(restored) == dump(engine)
    assert revisions(restored)[0] == revisions(restored)[1]
    restored.dispose()
    engine.dispose()


@pytest.mark.parametrize("made", [False, True], ids=["an empty place", "an empty database"])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("format", 2, ["(2)", f"({backup.FORMAT})"]), ("revision", "9999", ["9999", known_revisions()[0]])],
)
async def test_a_backup_of_a_later_release_is_refused_with_both_versions(
    town: Town, tmp_path: Path, made: bool, name: str, value: object, said: list[str]
) -> None:
    target, later, other = tmp_path / "engawa.zip", tmp_path / "later.zip", tmp_path / "other"
    back_up(town.database, tmp_path, target, NOW)
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(later, "w") as new:
        for each in old.namelist():
            body = old.read(each)
            new.writestr(each, json.dumps({**json.loads(body), name: value}) if each == "backup.json" else body)
    other.mkdir()
    url = database_url(other, None)
    if made:
        migrate(engine := open_engine(url))
        engine.dispose()
    with pytest.raises(BackupRefused) as refused:
        restore(later, other, url)
    assert [word for word in [*said, "新しくしてください"] if word not in str(refused.value)] == []
    assert not (other / "office.key").exists()
    assert restore(target, other, url)["organisations"] == 1, "the place is as it was"


def _back_up_as_it_is(engine: Engine, target: Path) -> None:
    """As the release of that revision wrote it: `back_up` takes a database that was migrated to this one's."""
    old = MetaData()
    old.reflect(engine)
    revision, _ = revisions(engine)
    files: dict[str, bytes] = {}
    with engine.connect() as connection:
        for table in old.sorted_tables:
            if table.name != "alembic_version":
                rows = [json.dumps(dict(row._mapping)) for row in connection.execute(select(table))]
                files[f"tables/{table.name}.jsonl"] = "".join(row + "\n" for row in rows).encode()
    made = {
        "format": backup.FORMAT,
        "revision": revision,
        "rows": {},
        "sha256": {name: hashlib.sha256(body).hexdigest() for name, body in files.items()},
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
        archive.writestr("backup.json", json.dumps(made))


def test_the_migrations_make_what_the_tables_say(tmp_path: Path, postgres_url: str) -> None:
    for url in (database_url(tmp_path, None), database_url(tmp_path, postgres_url)):
        engine = open_engine(url)
        migrate(engine)
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        engine.dispose()


def test_a_difference_between_migrations_and_tables_is_found(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE crew (id VARCHAR(40) PRIMARY KEY)"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) != []
    engine.dispose()


def test_every_table_is_in_a_backup() -> None:
    names = {table.name for table in metadata.sorted_tables}
    assert names >= {"organisations", "staff", "sessions", "links", "reservations", "counts", "series_versions"}
    assert backup.KEYS == ("server.key", "office.key")


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_a_contact_written_freely_stays_as_its_note(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """In a database, and in a backup that was made before contacts had parts."""
    url = database_url(tmp_path, request.getfixturevalue("postgres_url") if dialect == "postgresql" else None)
    engine = open_engine(url)
    migrate(engine, "0004")
    settings = json.loads(models.OrganisationSettings(name="町", slug="machi").model_dump_json())
    del settings["notes_days"]
    words = "くらしの相談室\n平日 9時〜17時 電話 042-000-0000"
    with engine.begin() as connection:
        for slug, contact in (("machi", words), ("none", "")):
            text_of = json.dumps({**settings, "slug": slug, "contact": contact})
            row = {"id": slug, "slug": slug, "settings": text_of, "created_at": NOW}
            connection.execute(insert(organisations).values(**row))
        row = {
            "id": "s",
            "mail": "a@example.jp",
            "name": "あ",
            "password": "x",
            "feed": "secret-of-a-feed",
            "created_at": NOW,
        }
        connection.execute(insert(staff).values(**row))
    migrate(engine)
    engine.dispose()
    database = Database(tmp_path, url if dialect == "postgresql" else None)
    owner = await database.read(feed_owner, "secret-of-a-feed")
    assert owner is not None, "addresses of feeds that were given go on working"
    assert (owner.id, "secret" in owner.feed) == ("s", False)
    found = await database.read(organisation_settings, "machi")
    assert found.contact == models.Contact(note=words)
    assert found.notes_days == 30
    assert not (await database.read(organisation_settings, "none")).contact.said
    await database.close()


async def test_what_is_kept_for_days_only_is_in_no_backup(town: Town, tmp_path: Path) -> None:
    """Staff notes, and answers that are kept for whoever asks again: a copy would outlive their end, beside their key."""
    office = LiveOffice(town.database, lambda: NOW, town.safe)
    await office.keep_notes("s", [Note("c1", town.organisation, NOW, "かえで", "すぎ", "ことば")])
    await town.database.write(once.claim, "n1", NOW)
    await town.database.write(once.keep_answer, "n1", town.safe.seal("invitation=secret"))
    target = tmp_path / "engawa.zip"
    assert not {"staff_notes", "sent_themes", "asked"} & back_up(town.database, tmp_path, target, NOW).keys()
    with zipfile.ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if "note" in name or "asked" in name]
