"""The run sheet of a programme: what stands in it reaches the room, its notes reach the staff alone, and what is too long or
unknown is said at its box."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest

from moderation.office import StaffRole
from rooms.base import Mode
from rooms.sheet import MAX_WORDS, Speak, Step
from server.office.base import models
from server.office.content import defaults
from server.office.sessions.planned import session_of
from tests.office.api.client import Office, Town
from tests.office.api.samples import samples
from tests.office.api.visiting import Read, code_in, form_path, patch, read, reserve

NOTES = "まずお茶をすすめてから"
STEPS: list[dict[str, Any]] = [
    {"title": "お話", "minutes": 20, "mode": "lecture", "speak": "listen", "text": "聞くだけです", "notes": NOTES},
    {"title": "文字の時間", "minutes": 30, "speak": "text", "notes": f"{NOTES}、文字で"},
    {"title": "おわり"},
]


def said(body: bytes, kind: str) -> str:
    """Whatever somebody could read in an answer: of a page also without its marks, of a paper its text."""
    if kind.startswith("application/pdf"):
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(body)))
    if kind.startswith("image/png"):
        return ""
    text = body.decode()
    return text + Read(text).said if kind.startswith("text/html") else text.replace("\r\n ", "")


async def test_a_step_reaches_the_room_as_it_was_written(office: Office, kono: Town) -> None:
    await patch(office, kono, "programme", {"steps": STEPS})
    planned = await office.database.read(session_of, kono.ids["o"], kono.ids["session"])
    assert planned.settings(defaults()).steps == (
        Step(
            title="お話",
            minutes=20,
            mode=Mode.LECTURE,
            speak=Speak.LISTEN,
            text="聞くだけです",
            notes=NOTES,
            key="step-0",
        ),
        Step(title="文字の時間", minutes=30, speak=Speak.TEXT, notes=f"{NOTES}、文字で", key="step-1"),
        Step(title="おわり", key="step-2"),
    )


async def test_staff_read_each_step_as_it_is_held_also_where_it_goes_on(office: Office, kono: Town) -> None:
    await patch(office, kono, "programme", {"mode": "circle", "steps": [STEPS[2], *STEPS[:2]]})
    runner = office.browser(kono.cookies[StaffRole.FACILITATOR])
    answer = await runner.office("GET", f"/{kono.ids['o']}/sessions/{kono.ids['session']}")
    told = [(each["mode"], each["speak"], each["notes"]) for each in answer.json["steps"]]
    assert told == [("circle", "voice", ""), ("lecture", "listen", NOTES), ("lecture", "text", f"{NOTES}、文字で")]


def test_a_programme_stored_before_reads_as_it_did() -> None:
    stored = '{"kind": "ibasho", "name": "ふらっと", "steps": [{"title": "お話", "minutes": 5, "mode": "lecture"}]}'
    [step] = models.ProgrammeBody.model_validate_json(stored).steps
    assert (step.title, step.minutes, step.mode, step.speak, step.text, step.notes) == (
        "お話",
        5,
        "lecture",
        "",
        "",
        "",
    )


async def test_notes_are_on_no_public_page_feed_or_paper(office: Office, kono: Town) -> None:
    """Every public address there is, asked as those who use it would, and what is handed out or pasted."""
    await patch(office, kono, "programme", {"steps": STEPS})
    visitor, admin = office.browser(), office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    reserved = await reserve(visitor, kono)
    code = code_in(read(reserved))
    found = re.search(r"/y/([^/?\"]+)/day\.ics", reserved.text)
    assert found is not None
    own = f"/{kono.ids['o']}/sessions/{kono.ids['session']}"
    feeds = (await admin.office("POST", f"/{kono.ids['o']}/feeds/renew")).json
    staff = re.search(r"/calendar/staff/([^/]+)/", str(feeds))
    mark = office.signer.day(kono.ids["session"])
    assert staff is not None
    parts = {
        "slug": kono.slug, "programme": "flat", "session": kono.ids["session"], "kind": "ibasho", "tag": found[1],
        "secret": staff[1], "mark": mark,
    }  # fmt: skip
    routes = office.server.app.router.resources()
    paths = {each.canonical for each in routes if not each.canonical.startswith("/api/")}
    assert {"/p/{slug}", "/calendar/{slug}.ics", "/y/{tag}"} <= paths
    paths -= {"/", "/f", "/o", "/r", "/s", "/{name}"}  # files of the client, the same for everybody
    walked = 0
    for path in sorted(path.format(**parts) for path in paths):
        for language in ("ja", "ja-simple", "en"):
            answer = await visitor.ask("GET", path, query={"lang": language}, follow=False)
            if answer.status == 405:  # only ever posted to: below
                continue
            assert answer.status < 400, (path, answer.status)
            assert NOTES not in said(answer.body, answer.headers.get("Content-Type", "")), path
            walked += answer.status == 200
    assert walked >= 30
    way = (await visitor.ask("GET", f"{form_path(kono)}/enter")).headers["Location"].partition("#")[2]
    answers = [
        reserved,
        await visitor.ask("POST", "/y", form={"code": code}),
        await visitor.ask("POST", "/api/join", {"secret": way, "device": "device-of-a-test-0001"}),
        *[
            await admin.office("GET", f"{own}/notice.pdf", query={"language": each})
            for each in ("ja", "ja-simple", "en")
        ],
        *[await admin.office("GET", f"{own}/texts", query={"language": each}) for each in ("ja", "ja-simple", "en")],
        await visitor.ask("POST", "/y/cancel", form={"code": code}),
    ]
    for answer in answers:
        assert answer.status == 200, answer.text
        assert NOTES not in said(answer.body, answer.headers["Content-Type"])
    assert NOTES in (await admin.office("GET", own)).text, "so the walk would have found them"


@pytest.mark.parametrize(
    ("at", "step", "code"),
    [
        ("steps.1.speak", {"speak": "shout"}, "speak_unknown"),
        ("steps.1.text", {"text": "あ" * 401}, "string_too_long"),
        ("steps.1.notes", {"notes": "あ" * 401}, "string_too_long"),
        ("steps.1.notes", {"notes": "👨‍👩‍👧‍👦‍👨‍👩" * 400}, "string_too_long"),
        ("steps.1.title", {"title": ""}, "string_too_short"),
        ("steps.1.minutes", {"minutes": 601}, "less_than_equal"),
    ],
)
async def test_what_is_wrong_is_said_at_its_box(
    office: Office, kono: Town, at: str, step: dict[str, Any], code: str
) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    body = samples(kono)["PUT /{o}/programmes/{programme}"]
    path = f"/{kono.ids['o']}/programmes/{kono.ids['programme']}"
    answer = await admin.office("PUT", path, {**body, "steps": [STEPS[0], {"title": "お茶", **step}]})
    assert answer.status == 422
    assert [(each["at"], each["code"]) for each in answer.json["fields"]] == [(at, code)]


async def test_what_the_office_takes_the_room_takes(office: Office, kono: Town) -> None:
    """400 characters are 400 as people count them, up to what a room holds."""
    heavy = "👩🏽‍❤️‍💋‍👩🏽" * 400
    assert len(heavy) == MAX_WORDS
    await patch(office, kono, "programme", {"steps": [{"title": "🍵" * 60, "text": heavy, "notes": heavy}]})
    planned = await office.database.read(session_of, kono.ids["o"], kono.ids["session"])
    assert [(each.text, each.notes) for each in planned.settings(defaults()).steps] == [(heavy, heavy)]
