"""Whatever the staff write, in whatever box, every page, feed, paper, table, mail and answer is whole: 200, and well-formed.

The second half puts texts into the database that no version of now would take, as an older one may have.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import icalendar
import pypdfium2
import vobject
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from moderation import text as texts
from moderation.office import StaffRole
from rooms.base import Role
from server.http.office.table import endpoints
from server.http.public.words import LANGUAGES
from server.office.base.tables import metadata
from server.office.live import LiveOffice
from server.office.papers.mails import MailServer
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import query_of
from tests.office.api.test_bad_input import path_of
from tests.office.api.visiting import pages_of, reserve
from tests.office.conftest import Post

MARK = "しるし"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
NASTY = (
    "]]><script>alert(1)</script><!--", "=cmd|' /C calc'!A1", "@SUM(1+1)*cmd", "+1;-1,\"'", "^caret^n", "\ufeffbom",
    "a\r\nBEGIN:VEVENT\r\nUID:x", "\u202eあべこべ\u202c", "\u200fשלום עולם\u200e", "e" + "\u0301" * 30, "\u0301\u0301あ",
    f"{FAMILY}🇯🇵👍🏽", FAMILY * 59, "長" * 60, "x" * 60, "\ufdfa" * 20, "一\u2028二\u2029三\x85四", "\t左\t右",
    "\ufffe\uffff\U0001fffe見える", "{{ 7*7 }}{% raw %}", "%s%n\\0\\r\\n\\N", "\u3164か\u200b", "葛\U000e0100", "\ue000外字",
    "か゛は゜", "\x00\x1b[2J", "&amp;&#x202e;", "//example.jp/\"><b>", "नमस्ते ไทย 한글 ⴰⵎⴰⵣⵉⵖ 𓀀 𠮷",
)  # fmt: skip
ALPHABET = (
    "あ漢aZ09 　\n\r\t,;:\\\"'=+-@]>&<{}%^|/か゛ﷺ👩🏽👧🇯"
    "\u0301\u200b\u200d\u200e\u202e\u2028\u3164\ufe0f\ufffe\ue000\x00\x1f\x85"
)
WORDS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=40) | st.sampled_from(NASTY) | st.text(max_size=30)


def short(written: str, limit: int, *, lines: bool = False) -> str:
    """As much of it as the box takes, and something to see."""
    while texts.count(texts.lines(written) if lines else texts.line(written)) > limit - 1 or len(written) > limit * 14:
        written = written[: len(written) - len(written) // 8 - 1]
    return written if texts.line(written) else written + "字"


def bodies(town: Town, words: Iterator[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Requests that write into every box: method, path in the organisation, body."""

    def name() -> str:
        return short(next(words), 60)

    def brief() -> str:
        return short(next(words), 200)

    def long() -> str:
        return short(next(words), 2000, lines=True)

    def three() -> dict[str, str]:
        return {"ja": long(), "ja_simple": long(), "en": long()}

    rule = {
        "rule": "FREQ=MONTHLY;BYDAY=3SU", "start": "14:00", "end": "16:00",
        "places": [{"form": "hybrid", "venue": name()}],
        "blocks": [{"name": name(), "start": "14:00", "mode": short(next(words), 24)}],
    }  # fmt: skip
    schedule = {
        "starts_on": "2026-04-01", "rules": [rule],
        "changes": [
            {"kind": "cancel", "date": "2026-07-19", "note": brief()},
            {"kind": "add", "date": "2026-06-25", "start": "10:00", "note": brief(),
             "rooms": [{"name": f"一{name()}"[:50]}, {"name": f"二{name()}"[:50]}]},
        ],
    }  # fmt: skip
    ids = town.ids
    settings_ = {
        "name": name(), "slug": town.slug, "about": three(),
        "contact": {"hours": brief(), "note": long(), "telephone": "03-0000-0000"},
    }  # fmt: skip
    programme = {
        "kind": "ibasho", "name": name(), "slug": "flat", "summary": three(), "how": three(),
        "conditions": [brief(), brief()], "entry": {"kind": "either"},
        "steps": [{"title": name(), "minutes": 10, "text": brief(), "notes": brief()}, {"title": name(), "minutes": 5}],
    }  # fmt: skip
    series = {
        "programme": ids["programme"], "title": name(), "note": long(), "schedule": schedule,
        "crew": [{"crew": ids["crew"], "task": "facilitate"}],
    }  # fmt: skip
    venue = {"name": name(), "address": brief(), "access": long(), "rooms": [name()]}
    return [
        ("PUT", "/settings", settings_),
        ("PUT", f"/programmes/{ids['programme']}", programme),
        ("PUT", f"/venues/{ids['venue']}", venue),
        ("PUT", f"/crew/{ids['crew']}", {"name": name()}),
        ("PUT", f"/series/{ids['series']}", {"series": series}),
        ("PATCH", f"/sessions/{ids['session']}", {"note": brief()}),
    ]


async def write_everywhere(office: Office, town: Town, words: Iterator[str]) -> None:
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    for method, path, body in bodies(town, words):
        if "series" in body:
            body["version"] = (await admin.office("GET", f"/{town.ids['o']}{path}")).json["version"]
        answer = await admin.office(method, f"/{town.ids['o']}{path}", body)
        assert answer.status == 200, (path, answer.text, body)


def whole(answer: Answer) -> None:
    """200, and what its type says it is; without what breaks lines, and without what turns them around."""
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert answer.status == 200, (answer.status, answer.text[:500])
    if kind == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.body)
        assert len(pages) >= 1
        assert "".join(page.get_textpage().get_text_range() for page in pages).strip()
        return
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", answer.text), kind
    if kind == "text/calendar":
        calendar = icalendar.Calendar.from_ical(answer.body)
        assert calendar.errors == []
        assert all(event.errors == [] and event["SUMMARY"] for event in calendar.walk("VEVENT"))
        assert len({event["UID"] for event in calendar.walk("VEVENT")}) == len(calendar.walk("VEVENT")) > 0
        assert len(vobject.readOne(answer.text).vevent_list) == len(calendar.walk("VEVENT"))
    elif kind == "text/csv":
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-[^0-9]", cell)]
    elif kind == "application/json":
        json.loads(answer.body)
    else:
        assert kind == "text/html"
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text


GETS = [each for each in endpoints() if (each.method == "GET" and each.of_organisation) or each.path == "/me"]


async def ask_everything(office: Office, town: Town) -> None:
    admin, visitor = office.browser(town.cookies[StaffRole.ADMINISTRATOR]), office.browser()
    for endpoint in GETS:
        whole(await admin.office("GET", path_of(endpoint, town), query=query_of(endpoint)))
    for path, language in itertools.product(pages_of(town), LANGUAGES):
        whole(await visitor.ask("GET", f"{path}?lang={language}"))
    for session in (town.ids["session"], town.ids["past"]):
        whole(await admin.office("GET", f"/{town.ids['o']}/sessions/{session}"))
    for role in (Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN):
        await look_into_the_room(office, town, visitor, role)


async def look_into_the_room(office: Office, town: Town, visitor: Browser, role: Role) -> None:
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    links = (await admin.office("GET", f"/{town.ids['o']}/sessions/{town.ids['session']}/links")).json["links"]
    url = next((each["url"] for each in links if each["role"] == role), None)
    if url is not None:
        asked = {"device": "d" * 20, "secret": url.partition("#")[2]}
        joined = await visitor.ask("POST", "/api/join", body=asked)
        assert joined.status == 200, joined.text
        assert joined.json["title"]
    record = await LiveOffice(office.database, office.clock, office.safe).session(town.ids["session"])
    assert record is not None
    assert record.settings.title


async def mails_go_out(office: Office, town: Town, post: Post) -> None:
    await reserve(office.browser(), town, mail="guest@example.jp")
    before = len(post.mails)
    assert await office.postman.round() > 0
    for mail in post.mails[before:]:
        assert mail["Subject"]
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", mail.get_content())


FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@example(list(NASTY))
@example([f"{each} {MARK}" for each in reversed(NASTY)])
@given(st.lists(WORDS, min_size=3, max_size=30))
async def test_whatever_is_written_every_output_is_whole(
    running: Running, kono: Town, post: tuple[Post, MailServer], words: list[str]
) -> None:
    async with running(mail_server=post[1]) as office:
        await write_everywhere(office, kono, itertools.cycle(words))
        await ask_everything(office, kono)
        await mails_go_out(office, kono, post[0])


def replaced(value: Any, words: Iterator[str]) -> Any:
    """With the mark, wherever it is, replaced by the next words."""
    if isinstance(value, dict):
        return {key: replaced(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, words) for each in value]
    return next(words) if isinstance(value, str) and MARK in value else value


def spoil(connection: Connection, words: Iterator[str]) -> int:
    """Put words in for the mark in every text of the database; how many columns of rows."""
    spoilt = 0
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table)).mappings().all():
            for column in table.columns:
                value = row[column.name]
                if isinstance(value, str) and MARK in value:
                    whole_ = value.startswith("{")
                    new = json.dumps(replaced(json.loads(value), words), ensure_ascii=False) if whole_ else next(words)
                    where = [key == row[key.name] for key in keys]
                    connection.execute(update(table).where(*where).values({column.name: new}))
                    spoilt += 1
    return spoilt


OLD = st.text(st.sampled_from(re.sub(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]", "", ALPHABET)), max_size=90)
"""What an older version took: no control characters, but all else, and of other lengths."""


@FEW
@example(["\u200b", "\u3164", "", " ", "\u202e", "\n"])
@example(["長" * 90, "\u202e" + "か\u3099" * 60, "e" + "\u0301" * 200, "a\nb\tc\u2028d", FAMILY * 60])
@example([re.sub(r"[\x00-\x1f]", " ", each) for each in NASTY])
@given(st.lists(OLD, min_size=3, max_size=30))
async def test_what_an_older_version_stored_is_read_and_shown(
    running: Running, kono: Town, post: tuple[Post, MailServer], words: list[str]
) -> None:
    async with running(mail_server=post[1]) as office:
        await write_everywhere(office, kono, itertools.repeat(MARK))
        spoilt = await office.database.write(spoil, itertools.cycle(words))
        assert spoilt > 15
        await ask_everything(office, kono)
        await mails_go_out(office, kono, post[0])
        admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
        shown = (await admin.office("GET", f"/{kono.ids['o']}/series/{kono.ids['series']}")).json
        change = {"kind": "skip", "date": "2026-08-16"}
        path = f"/{kono.ids['o']}/series/{kono.ids['series']}/changes"
        changed = await admin.office("POST", path, {"change": change, "version": shown["version"]})
        assert changed.status == 200, changed.text
