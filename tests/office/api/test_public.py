"""Public pages: what everybody may see and nothing else, codes, and three languages."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from moderation.office import StaffRole
from server.http.public.steps import STEPS
from server.http.public.words import WORDS
from server.office.base.tables import sessions
from server.office.content import defaults
from server.office.papers.words import Language
from server.office.rules.entry import EntryKind
from tests.office.api.client import DAY, Office, Town
from tests.office.api.towns import series_body
from tests.office.api.visiting import JUNE, Read, form_path, pages_of, patch, read, reserve


async def test_pages_tell_when_where_and_how_and_nothing_of_the_staff(office: Office, kono: Town) -> None:
    await patch(office, kono, "session", {"duties": [{"crew": kono.ids["crew"], "task": "facilitate"}]})
    visitor = office.browser()
    private = [*kono.secrets, *(f"{kono.name} {role}" for role in StaffRole), "しんこう", "覚え書き", "@kono"]
    private += [kono.ids[name] for name in ("o", "crew", "series", "link", "reservation", "pass", "staff", "venue")]
    for path in pages_of(kono):
        answer = await visitor.ask("GET", path)
        assert answer.status == 200
        assert not answer.cookies, "whoever looks leaves no trace"
        for text in (answer.text, Read(answer.text).said):  # phrases are parted by marks
            assert not [each for each in private if each in text], path
            assert "乙川" not in text
    page = read(await visitor.ask("GET", f"/p/{kono.slug}/flat"))
    for word in ("甲野ふらっと", "甲野の居場所です", "6月21日", "甲野会館", "甲野の人", "甲野市役所", "03-0000-0000"):
        assert word in page.said


async def test_what_the_calendar_leaves_out_is_told_among_the_dates(office: Office, kono: Town) -> None:
    rule = {"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "10:00", "end": "12:00"}
    schedule = {"starts_on": "2026-07-01", "rules": [rule], "holidays": "skip"}
    body = {"programme": kono.ids["programme"], "title": "月曜の会", "schedule": schedule}
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    assert (await admin.office("POST", f"/{kono.ids['o']}/series", {"series": body})).status == 200
    told = {"ja": "7月20日(月) 海の日で休み", "ja-simple": "7月20日(月) 海の日で 休みです",
            "en": "Mon 2026-07-20 Not held (public holiday)"}  # fmt: skip
    for path in (f"/p/{kono.slug}", f"/p/{kono.slug}/flat"):
        for language, words in told.items():
            page = read(await office.browser().ask("GET", f"{path}?lang={language}"))
            assert words in page.said
            before, after = ("7月13日", "7月27日") if language != "en" else ("2026-07-13", "2026-07-27")
            assert page.said.index(before) < page.said.index(words) < page.said.index(after)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
async def test_hours_are_marked_on_every_page_for_whoever_reads_them_elsewhere(
    office: Office, kono: Town, zone: str
) -> None:
    """What web_client/public/hours.js reads; and what the door of the room is told of the place."""
    if zone != "Asia/Tokyo":
        schedule = series_body(kono.name, "", "")["schedule"]
        await patch(office, kono, "series", {"schedule": {**schedule, "timezone": zone}})
    visitor = office.browser()
    answers = [await visitor.ask("GET", path) for path in (f"/p/{kono.slug}", f"/p/{kono.slug}/flat", form_path(kono))]
    answers.append(await visitor.ask("POST", "/y", form={"code": kono.code}))
    for answer in answers:
        page = read(answer)
        marked = page.all("time")
        assert marked
        assert {each["data-zone"] for each in marked} == {zone}
        start, end = (datetime.fromisoformat(marked[0][name]) for name in ("datetime", "data-end"))
        assert start < end
        assert start.utcoffset() == start.astimezone(ZoneInfo(zone)).utcoffset()
        assert ("America/New_York" in page.said) == (zone == "America/New_York")
        scripts = page.all("script")
        assert [each["src"] for each in scripts] == ["/hours.js"]
        assert "{hours}" in scripts[0]["data-yours"]
    way = (await visitor.ask("GET", f"{form_path(kono)}/enter")).headers["Location"]
    body = {"secret": way.partition("#")[2], "device": "device-of-a-test-0001"}
    assert (await visitor.ask("POST", "/api/join", body)).json["zone"] == zone
    read_in = (await visitor.ask("GET", f"{form_path(kono)}/enter?lang=ja-simple")).headers["Location"]
    assert read_in == way.replace("#", "?lang=ja-simple#"), "whoever read in a language goes on in it"


async def test_the_contact_is_one_touch_away(office: Office, kono: Town) -> None:
    """On every page that belongs to an organisation, on its notices, and for those who come by its links."""
    contact = {
        "telephone": "０３－０００１－０００２",
        "hours": "平日 9時〜17時",
        "mail": "soudan@example.jp",
        "note": "2階",
    }
    await patch(office, kono, "settings", {"contact": contact})
    visitor = office.browser()
    answers = [await visitor.ask("GET", path) for path in (f"/p/{kono.slug}", f"/p/{kono.slug}/flat", form_path(kono))]
    answers.append(await visitor.ask("POST", "/y", form={"code": kono.code}))
    for answer in answers:
        page = read(answer)
        assert {"tel:0300010002", "mailto:soudan@example.jp"} <= {each["href"] for each in page.all("a")}
        assert all(word in page.said for word in ("03-0001-0002", "平日 9時〜17時", "2階"))
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    texts = (await admin.office("GET", f"/{kono.ids['o']}/sessions/{kono.ids['session']}/texts")).json
    assert "電話 03-0001-0002(平日 9時〜17時)\nメール soudan@example.jp\n2階" in texts["mail"]
    way = (await visitor.ask("GET", f"{form_path(kono)}/enter")).headers["Location"]
    body = {"secret": way.partition("#")[2], "device": "device-of-a-test-0001"}
    joined = (await visitor.ask("POST", "/api/join", body)).json
    told = {**contact, "telephone": "03-0001-0002", "dial": "0300010002", "place": "", "address": ""}
    assert joined["contact"] == told
    assert joined["notes_kept"] is True
    await patch(office, kono, "settings", {"contact": {"telephone": "＃7119"}})
    page = read(await visitor.ask("GET", f"/p/{kono.slug}"))
    dialled = (await visitor.ask("POST", "/api/join", body)).json["contact"]["dial"]
    assert dialled == "%237119"
    assert f"tel:{dialled}" in {each["href"] for each in page.all("a")}, "the room dials what the page does"
    await patch(office, kono, "settings", {"contact": {}})
    assert (await visitor.ask("POST", "/api/join", body)).json["contact"] is None


async def test_the_button_leads_to_the_participants_door_only(office: Office, kono: Town) -> None:
    visitor = office.browser()
    page = read(await visitor.ask("GET", f"/p/{kono.slug}/flat"))
    doors = [each["href"] for each in page.all("a") if "/enter" in each["href"]]
    assert f"{form_path(kono)}/enter?lang=ja" in doors
    answers = [await visitor.ask("GET", door) for door in doors]
    assert {answer.status for answer in answers} == {303}
    ways = [answer.headers["Location"] for answer in answers]
    assert all(re.fullmatch(r"http://127\.0\.0\.1:\d+/r\?lang=ja#\S+", way) for way in ways)
    body = {"secret": ways[0].partition("#")[2], "device": "device-of-a-test-0001"}
    assert (await visitor.ask("POST", "/api/join", body)).json["role"] == "participant"


async def test_who_must_reserve_finds_no_door(office: Office, kono: Town) -> None:
    for kind in (EntryKind.RESERVATION, EntryKind.APPLICATION, EntryKind.MEMBERS):
        await patch(office, kono, "session", {"entry": {"kind": kind}})
        visitor = office.browser()
        page = read(await visitor.ask("GET", f"/p/{kono.slug}/flat"))
        assert f"{form_path(kono)}/enter?lang=ja" not in [each["href"] for each in page.all("a")]
        assert (await visitor.ask("GET", f"{form_path(kono)}/enter")).status == 404


async def test_what_is_open_now_leads_with_its_way_in(office: Office, kono: Town) -> None:
    visitor, heading = office.browser(), WORDS["ja"]["open_now"]
    for path in (f"/p/{kono.slug}", f"/p/{kono.slug}/flat"):
        office.clock.now = JUNE - DAY
        before = read(await visitor.ask("GET", path))
        assert heading not in before.said
        assert WORDS["ja"]["next_is"] in before.said
        assert "明日" in before.said
        office.clock.now = JUNE + 60_000
        during = read(await visitor.ask("GET", path))
        assert during.said.index(heading) < during.said.index(WORDS["ja"]["next_dates"])
        doors = [each["href"] for each in during.all("a") if each["href"].endswith("enter?lang=ja")]
        assert doors[0] == f"{form_path(kono)}/enter?lang=ja"
    cancelled = update(sessions).where(sessions.c.id == kono.ids["session"]).values(status="cancelled")
    await office.database.write(lambda connection: connection.execute(cancelled))
    assert heading not in read(await visitor.ask("GET", f"/p/{kono.slug}/flat")).said, "nobody comes for nothing"


@pytest.mark.parametrize("language", WORDS)
async def test_the_first_time_is_told_step_by_step(office: Office, kono: Town, language: Language) -> None:
    await patch(office, kono, "settings", {"contact": {"telephone": "03-0001-0002"}})
    home = read(await office.browser().ask("GET", f"/p/{kono.slug}?lang={language}"))
    ways = [each["href"] for each in home.all("a")]
    assert ways[0] == "tel:0300010002", "the telephone is first in reach"
    assert f"/first/{kono.slug}?lang={language}" in ways
    page = read(await office.browser().ask("GET", f"/first/{kono.slug}?lang={language}"))
    told = [page.said.index(words) for step in STEPS[language] for words in step]
    assert told == sorted(told)
    assert len(page.all("svg")) >= len(STEPS[language])
    await patch(office, kono, "settings", {"listed": False})
    assert (await office.browser().ask("GET", f"/first/{kono.slug}")).status == 404


def pages_of_programme(town: Town) -> list[str]:
    return [f"/p/{town.slug}/flat", form_path(town), f"/calendar/{town.slug}/flat.ics"]


HIDDEN = [
    ("settings", {"listed": False}, pages_of),
    ("programme", {"listed": False}, pages_of_programme),
    ("series", {"listed": False}, lambda town: [form_path(town)]),
]


@pytest.mark.parametrize(("what", "change", "gone"), HIDDEN, ids=[each[0] for each in HIDDEN])
async def test_what_is_not_listed_is_not_there(office: Office, kono: Town, what: str, change: Any, gone: Any) -> None:
    """Its pages answer as if it did not exist, and no other page names it."""
    await patch(office, kono, what, change)
    visitor = office.browser()
    nothing = await visitor.ask("GET", "/p/nobody")
    for path in [each for each in gone(kono) if each != "/y"]:
        for suffix in ("", "/enter") if path == form_path(kono) else ("",):
            answer = await visitor.ask("GET", path + suffix)
            assert answer.status == 404
            assert Read(answer.text).said == Read(nothing.text).said
    posted = await visitor.ask("POST", form_path(kono), form={"way": "online"})
    assert posted.status == 404
    for path in pages_of(kono):
        text = (await visitor.ask("GET", path)).text
        assert "甲野の日曜" not in text
        assert "甲野の日曜" not in Read(text).said


async def test_addresses_that_lead_nowhere(office: Office, kono: Town, otsu: Town) -> None:
    visitor = office.browser()
    foreign = f"/p/{otsu.slug}/flat/{kono.ids['session']}"
    for path in ("/p/x", "/p/kono/x", "/p/kono/flat/x", foreign, f"{foreign}/enter", "/p/kono/flat/x/enter",
                 "/calendar/x.ics", "/calendar/kono/x.ics", "/calendar/staff/x/kono.ics"):  # fmt: skip
        answer = await visitor.ask("GET", path)
        assert answer.status == 404, path
        assert "甲野" not in Read(answer.text).said
    assert (await visitor.ask("POST", foreign, form={"way": "online"})).status == 404


async def test_a_staff_feed_is_for_its_own_organisation(office: Office, kono: Town, otsu: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    feeds = f"/{kono.ids['o']}/feeds"
    assert (await admin.office("GET", feeds)).json["staff_url"] is None, "it was shown when it was made"
    url = (await admin.office("POST", f"{feeds}/renew")).json["staff_url"]
    stored = {row["feed"] for row in (await office.dump())["staff"] if row["feed"]}
    assert not [feed for feed in stored if feed in url], "what is stored opens nothing"
    path = "/" + url.split("/", 3)[3]
    assert "甲野の日曜" in (await office.browser().ask("GET", path)).text
    assert (await office.browser().ask("GET", path.replace("kono.ics", "otsu.ics"))).status == 404
    await admin.office("POST", f"/{kono.ids['o']}/feeds/renew")
    assert (await office.browser().ask("GET", path)).status == 404


# -- the code page -------------------------------------------------------------------------------------------------


async def test_a_code_shows_and_takes_back_its_reservation(office: Office, kono: Town) -> None:
    visitor = office.browser()
    assert set(read(await visitor.ask("GET", "/y")).fields()) == {"lang", "code"}
    shown = read(await visitor.ask("POST", "/y", form={"code": kono.code}))
    fields = shown.fields()
    gone = read(await visitor.ask("POST", shown.all("form")[0]["action"], form=fields))
    assert WORDS["ja"]["is_cancelled"] in gone.said
    assert not [each for each in gone.all("a") if "/r#" in each["href"]]
    again = read(await visitor.ask("POST", "/y/cancel", form=fields))
    assert WORDS["ja"]["is_cancelled"] in again.said, "twice is fine"


@pytest.mark.parametrize("code", ["", "x", "AAA-AAA-AAA-AAA", "<script>x</script>", "９" * 12, "\x00" * 12, "x" * 5000])
async def test_a_code_that_is_none_is_kept_in_its_field(office: Office, code: str) -> None:
    for path in ("/y", "/y/cancel"):
        answer = await office.browser().ask("POST", path, form={"code": code})
        page = read(answer)
        assert answer.status == 404
        assert "alert" in [each.get("role") for each in page.all("p")]
        if "\x00" not in code:
            assert page.fields()["code"] == code


async def test_guessing_codes_is_slowed(office: Office, kono: Town) -> None:
    guesser = office.browser(address="198.51.100.7")
    statuses = [(await guesser.ask("POST", "/y", form={"code": "AAA-AAA-AAA-AAA"})).status for _ in range(22)]
    assert statuses == [404] * 20 + [429] * 2
    assert (await guesser.ask("POST", "/y", form={"code": kono.code})).status == 429, "also when it is right at last"
    assert (await office.browser().ask("POST", "/y", form={"code": kono.code})).status == 200
    office.clock.passes(10 * 60_000)
    assert (await guesser.ask("POST", "/y", form={"code": kono.code})).status == 200


async def test_a_members_pass_opens_the_next_session_when_it_is_near(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{kono.ids['o']}/series/{kono.ids['series']}/passes"
    code = (await admin.office("POST", path, {"number": 1})).json["codes"][0]
    early = read(await office.browser().ask("POST", "/y", form={"code": code}))
    assert not [each for each in early.all("a") if "/r#" in each["href"]]
    revoked = (await admin.office("GET", path)).json["passes"][-1]["id"]
    office.clock.now = JUNE - DAY // 2
    near = read(await office.browser().ask("POST", "/y", form={"code": code}))
    way = next(each["href"] for each in near.all("a") if "/r#" in each["href"])
    body = {"secret": way.partition("#")[2], "device": "device-of-a-test-0001"}
    assert (await office.browser().ask("POST", "/api/join", body)).status == 200
    fresh = await office.signed_in(kono.staff[StaffRole.ADMINISTRATOR])
    assert (await fresh.office("DELETE", f"{path}/{revoked}")).status == 200
    assert (await office.browser().ask("POST", "/y", form={"code": code})).status == 404
    assert (await office.browser().ask("POST", "/api/join", body)).status == 403


async def test_the_day_after_nothing_is_reserved(office: Office, kono: Town) -> None:
    office.clock.now = JUNE + DAY
    answer = await reserve(office.browser(), kono)
    assert (answer.status, "終わりました" in read(answer).said) == (409, True)
    query = select(sessions.c.starts_at).where(sessions.c.id == kono.ids["session"])
    assert await office.database.read(lambda connection: connection.execute(query).scalar_one()) == JUNE


@pytest.mark.parametrize("kind", [each.kind for each in defaults().kinds.kinds])
async def test_a_programmes_drawing_is_a_picture_of_its_own(office: Office, kind: str) -> None:
    """For the office's preview of a public card: whole without a page around it, and nothing in it of what was asked."""
    answer = await office.browser().ask("GET", f"/drawn/{kind}.svg")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    tree = ElementTree.fromstring(answer.text)
    assert {each.tag.rpartition("}")[2] for each in tree.iter()} <= {"svg", "style", "path", "g"}
    assert len(list(tree.iter())) > 10


@pytest.mark.parametrize(
    "kind", ["kazoku", "%3Cscript%3E", "nothing-like-it", "colours", "ibasho%2F..", "IBASHO", "%00"]
)
async def test_what_is_no_drawing_is_not_found(office: Office, kind: str) -> None:
    answer = await office.browser().ask("GET", f"/drawn/{kind}.svg")
    assert answer.status == 404
    if kind != "%00":  # what no database can look for has no page anywhere
        assert WORDS["ja"]["back"] in read(answer).said
