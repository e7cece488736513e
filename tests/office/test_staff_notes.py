"""Staff notes: how long they are kept, and what a mail says of them. Who may read them is in tests/office/api."""

from __future__ import annotations

from sqlalchemy import insert, select

from moderation.office import StaffRole
from rooms.notes import Note
from server.office.base.common import DAY_MS, new_id
from server.office.base.database import Database
from server.office.base.tables import memberships, staff, staff_notes
from server.office.keeper import Keeper
from server.office.live import LiveOffice
from server.office.papers.mails import MailServer, Postman
from server.office.staff.organisations import change_settings, new_organisation, organisation_settings
from tests.office.conftest import NOW, Clock, Post, Town

SECRET = ("かえで", "すぎ", "ことばがきつい")


async def kept(database: Database) -> set[str]:
    return set(await database.read(lambda c: c.execute(select(staff_notes.c.note)).scalars().all()))


async def raise_worry(town: Town, note: str, at: int = NOW, organisation: str | None = None) -> None:
    office = LiveOffice(town.database, lambda: NOW, town.safe)
    by, about, text = SECRET
    await office.keep_notes("s", [Note(note, organisation or town.organisation, at, by, about, text)])


async def test_a_note_is_kept_for_the_days_its_organisation_has_set(town: Town) -> None:
    database, clock = town.database, Clock()
    other = await database.write(new_organisation, "ほかの町", "hoka", NOW)
    settings = await database.read(organisation_settings, other)
    await database.write(change_settings, other, settings.model_copy(update={"notes_days": 7}))
    await raise_worry(town, "old")
    await raise_worry(town, "young", NOW + DAY_MS)
    await raise_worry(town, "short", NOW, other)
    keeper = Keeper(database, None, clock)
    for days, left in ((6, {"old", "young", "short"}), (7, {"old", "young"}), (30, {"young"}), (31, set())):
        clock.now = NOW + days * DAY_MS
        await keeper.round()
        assert await kept(database) == left, days


async def add_administrator(town: Town, mail: str, role: StaffRole = StaffRole.ADMINISTRATOR) -> None:
    account = new_id()
    row = {"id": account, "mail": mail, "name": "管理", "password": "x", "operator": False, "created_at": NOW}
    member = {"staff": account, "organisation": town.organisation, "role": str(role)}
    await town.database.write(lambda c: (c.execute(insert(staff), row), c.execute(insert(memberships), member)))


async def test_a_mail_says_that_there_is_something_to_read_and_no_more(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://example.jp", clock)
    await raise_worry(town, "c1")
    await postman.round()
    before = len(box.mails)
    for address in ("kanri@example.jp", "kanri2@example.jp"):
        await add_administrator(town, address)
    await add_administrator(town, "yotei@example.jp", StaffRole.SCHEDULER)
    await raise_worry(town, "c2")
    await raise_worry(town, "c3")
    await postman.round()
    clock.now += DAY_MS // 24 + 1
    await postman.round()
    mails = box.mails[before:]
    assert sorted(mail["To"] for mail in mails if "kanri" in mail["To"]) == ["kanri2@example.jp", "kanri@example.jp"]
    assert not [mail for mail in mails if "yotei" in mail["To"]]
    for mail in mails:
        said = mail["Subject"] + mail.get_content()
        assert "https://example.jp/o#/notes" in said
        assert not any(word in said for word in (*SECRET, "日曜", "心配", "s "))
    await postman.round()
    assert len(box.mails) == before + len(mails), "told once"


async def test_a_mail_server_that_is_away_is_tried_again(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    box, server = post
    await add_administrator(town, "kanri@example.jp")
    postman = Postman(town.database, town.safe, server, "https://example.jp", clock)
    await raise_worry(town, "c1")
    box.refuse = "451 later"
    await postman.round()
    box.refuse = None
    await postman.round()
    assert "kanri@example.jp" in [mail["To"] for mail in box.mails]


async def test_many_notes_make_one_mail_an_hour(town: Town, post: tuple[Post, MailServer], clock: Clock) -> None:
    box, server = post
    await add_administrator(town, "kanri@example.jp")
    postman = Postman(town.database, town.safe, server, "https://example.jp", clock)
    for minute in range(60):
        await raise_worry(town, f"c{minute}")
        await postman.round()
        clock.now += 60_000
    assert [mail["To"] for mail in box.mails].count("kanri@example.jp") == 1
    clock.now += 60_000
    await postman.round()
    assert [mail["To"] for mail in box.mails].count("kanri@example.jp") == 2, "the others are told of, later"
