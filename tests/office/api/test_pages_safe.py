"""Public pages hold what towns write, and run none of it; three languages; forms of any bytes."""

from __future__ import annotations

import re

import pytest

from moderation.office import StaffRole
from server.http.public.words import LANGUAGES, WORDS
from server.office.papers.words import Language
from tests.office.api.client import Office, Town
from tests.office.api.visiting import form_path, pages_of, patch, read, reserve

EVIL = "<script>alert(1)</script>"
QUOTED = "\"'><img src=x onerror=alert(1)>"
HARMLESS = {
    "html", "head", "meta", "title", "link", "style", "body", "header", "nav", "span", "a", "main", "h1", "h2", "p", "ul",
    "li", "b", "br", "div", "footer", "form", "input", "fieldset", "legend", "label", "button",
    "svg", "rect", "circle", "g", "path", "details", "summary", "time", "script",
    "section", "ol", "ruby", "rt", "rp", "wbr",
}  # fmt: skip
"""Tags of our own templates."""


async def _write_evil(office: Office, town: Town, evil: str) -> None:
    """Into every text of a town that a public page may show."""
    localised = {"ja": evil, "ja_simple": evil, "en": evil}
    contact = {"telephone": "03-0000-0000", "hours": evil, "mail": "soudan@example.jp", "note": evil}
    await patch(office, town, "settings", {"name": evil, "contact": contact, "about": localised})
    programme = {"name": evil, "summary": localised, "how": localised, "conditions": [evil]}
    await patch(office, town, "programme", programme)
    rule = {
        "rule": "FREQ=MONTHLY;BYDAY=3SU",
        "start": "14:00",
        "end": "16:00",
        "places": [{"form": "hybrid", "venue": evil}],
        "rooms": [{"name": evil}],
    }
    told = {"kind": "cancel", "date": "2026-07-19", "note": evil}
    schedule = {"starts_on": "2026-04-01", "rules": [rule], "changes": [told]}
    await patch(office, town, "series", {"title": evil, "note": evil, "schedule": schedule})
    await patch(office, town, "session", {"note": evil})


@pytest.mark.parametrize("evil", [EVIL, QUOTED, "{{ 7 * 7 }}{% raw %}", "&lt;b&gt;", "javascript:alert(1)"])
async def test_what_a_town_writes_is_text(office: Office, kono: Town, evil: str) -> None:
    await _write_evil(office, kono, evil)
    visitor = office.browser()
    answers = [await visitor.ask("GET", f"{path}?lang={each}") for path in pages_of(kono) for each in LANGUAGES]
    answers += [await reserve(visitor, kono), await reserve(visitor, kono, mail=evil)]
    answers += [await visitor.ask("POST", "/y", form={"code": code}) for code in (kono.code, evil)]
    said = ""
    for answer in answers:
        if answer.headers["Content-Type"].startswith("text/calendar"):
            continue
        page = read(answer)
        said += page.said
        assert {tag for tag, _ in page.tags} <= HARMLESS
        scripts = [attributes.get("src") for tag, attributes in page.tags if tag == "script"]
        assert scripts in (["/hours.js"], ["/copy.js", "/hours.js"]), "our own, each once"
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on")], tag
            for name in ("href", "src", "action"):
                assert re.match(
                    r"/|#(family|ask)$|\?lang=|http://127\.0\.0\.1|tel:\d+$|mailto:soudan@example.jp$|$",
                    attributes.get(name, ""),
                ), attributes
    assert said.count(evil) > 20, "it is shown, as it was written"


async def test_a_calendar_feed_takes_lines_for_text(office: Office, kono: Town) -> None:
    """What is written cannot begin a property of its own."""
    await patch(office, kono, "session", {"note": "ここ\nATTENDEE:mailto:x@example.jp\nEND:VEVENT"})
    for path in (f"/calendar/{kono.slug}.ics", f"/calendar/{kono.slug}/flat.ics"):
        text = (await office.browser().ask("GET", path)).text
        lines = text.replace("\r\n ", "").split("\r\n")
        assert not [line for line in lines if line.startswith("ATTENDEE")]
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
        assert [line for line in lines if "ATTENDEE:mailto" in line], "it is there, as text"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_speak_the_language_that_is_asked_for(office: Office, kono: Town, language: Language) -> None:
    visitor, words = office.browser(), WORDS[language]
    expected = {
        f"/p/{kono.slug}": words["programmes"],
        f"/p/{kono.slug}/flat": words["entry"],
        form_path(kono): words["way"],
        "/y": words["code_page"],
    }
    for path, word in expected.items():
        page = read(await visitor.ask("GET", f"{path}?lang={language}"))
        assert page.all("html")[0]["lang"] == ("en" if language == "en" else "ja")
        assert word in page.said
        switch = {each["href"] for each in page.all("a") if each["href"].startswith("?lang=")}
        assert switch == {f"?lang={each}" for each in LANGUAGES if each != language}
        inside = [each["href"] for each in page.all("a") if each["href"].startswith(("/p/", "/y"))]
        assert all(href.endswith((f"lang={language}", f"/p/{kono.slug}/flat")) for href in inside), inside
        hidden = [each["value"] for each in page.all("input") if each["name"] == "lang"]
        assert set(hidden) <= {language}
    made = read(await reserve(visitor, kono, lang=language))
    assert words["booked"] in made.said
    summary = {"ja": "甲野の居場所です", "ja-simple": "甲野の 場所です", "en": "A place in 甲野"}[language]
    assert summary in read(await visitor.ask("GET", f"/p/{kono.slug}/flat?lang={language}")).said


@pytest.mark.parametrize("asked", ["", "xx", "EN", "ja-simple%00", "%FF", "%3Cscript%3E", "en&lang=ja"])
async def test_any_other_language_is_japanese_or_one_of_ours(office: Office, kono: Town, asked: str) -> None:
    for path in (f"/p/{kono.slug}", form_path(kono), "/y", "/p/nobody"):
        answer = await office.browser().ask("GET", f"{path}?lang={asked}")
        assert answer.status in (200, 404)
        assert read(answer).all("html")[0]["lang"] == ("en" if asked.lower().startswith("en") else "ja")


def _multipart(*parts: bytes) -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


FORMS: dict[str, tuple[str, bytes]] = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "bytes": ("application/x-www-form-urlencoded", b"way=\xff\xfe&mail=\xed\xa0\x80"),
    "escaped bytes": ("application/x-www-form-urlencoded", b"way=%FF%FE&mail=%ED%A0%80&code=%ED%A0%80"),
    "unknown charset": ("application/x-www-form-urlencoded; charset=nonsense", b"way=online"),
    "utf-16": ("application/x-www-form-urlencoded; charset=utf-16", b"way=online"),
    "idna": ("application/x-www-form-urlencoded; charset=idna", b"way=" + b"x" * 100),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(20_000))),
    "json": ("application/json", b'{"way": "online"}'),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "wrong boundary": ("multipart/form-data; boundary=y", _multipart(b"")),
    "cut off": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="way"\r\n\r\nonl'),
    "a file": (
        "multipart/form-data; boundary=x",
        _multipart(b'Content-Disposition: form-data; name="mail"; filename="x"\r\nContent-Type: image/png\r\n\r\n\x89PNG'),
    ),
    "unknown coding": (
        "multipart/form-data; boundary=x",
        _multipart(b'Content-Disposition: form-data; name="way"\r\nContent-Transfer-Encoding: nonsense\r\n\r\nonline'),
    ),
    "unknown charset of a part": (
        "multipart/form-data; boundary=x",
        _multipart(b'Content-Disposition: form-data; name="way"\r\nContent-Type: text/plain; charset=x\r\n\r\nonline'),
    ),
    "no name": ("multipart/form-data; boundary=x", _multipart(b"X: y\r\n\r\nonline")),
    "too much": ("application/x-www-form-urlencoded", b"mail=" + b"x" * 1_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_of_any_bytes_is_answered_by_a_page(office: Office, kono: Town, name: str) -> None:
    kind, raw = FORMS[name]
    for path in (form_path(kono), "/y", "/y/cancel"):
        answer = await office.browser().ask("POST", path, raw=raw, headers={"Content-Type": kind})
        assert answer.status < 500, path
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "<p" in answer.text


async def test_no_form_of_another_page_can_use_a_signed_in_browser(office: Office, kono: Town) -> None:
    """Public forms know nobody: what a signed-in clerk's browser sends there is what any other sends."""
    clerk = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    form = {"way": "online"}
    foreign = {"Origin": "https://evil.example"}
    assert (await clerk.ask("POST", form_path(kono), form=form, headers=foreign)).status == 403
    assert (await clerk.ask("POST", form_path(kono), form=form)).status == 200
    newest = max((await office.dump())["reservations"], key=lambda row: row["number"])
    assert newest["organisation"] == kono.ids["o"]
    assert set(newest) & {"staff", "account", "name"} == set()
