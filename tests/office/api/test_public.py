"""Public pages: what everybody may see and nothing else, forms that lose nothing, codes, and three languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import select, update

from moderation.office import StaffRole
from server.http.public.words import WORDS
from server.office.base.tables import sessions
from server.office.live import LiveOffice
from server.office.rules.entry import EntryKind
from tests.office.api.client import DAY, Answer, Browser, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.towns import programme_body, series_body

JUNE = 1_782_018_000_000  # 2026-06-21 14:00, the beginning of the towns' next session


class _Read(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.said += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for each, attributes in self.tags if each == tag]

    def fields(self) -> dict[str, str]:
        """What the form would send as it stands."""
        chosen = {each["name"]: each["value"] for each in self.all("input") if "checked" in each}
        typed = {each["name"]: each.get("value", "") for each in self.all("input") if each.get("type") != "radio"}
        return {**typed, **chosen}


def read(answer: Answer) -> _Read:
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not [each for each in answer.cookies if not each.startswith("engawa_guest=")]
    return _Read(answer.text)


def form_path(town: Town) -> str:
    return f"/p/{town.slug}/flat/{town.ids['session']}"


def pages_of(town: Town) -> list[str]:
    feeds = [f"/calendar/{town.slug}.ics", f"/calendar/{town.slug}/flat.ics"]
    return [f"/p/{town.slug}", f"/p/{town.slug}/flat", form_path(town), "/y", *feeds]


async def patch(office: Office, town: Town, path: str, change: dict[str, Any]) -> None:
    """Change a part of what GET gives for the town's own programme, series or settings."""
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    if path == "settings":
        body = (await admin.office("GET", f"/{town.ids['o']}/settings")).json
        answer = await admin.office("PUT", f"/{town.ids['o']}/settings", {**body, **change})
    elif path == "programme":
        body = programme_body(town.name).model_dump(mode="json")
        answer = await admin.office("PUT", f"/{town.ids['o']}/programmes/{town.ids['programme']}", {**body, **change})
    elif path == "series":
        whole = f"/{town.ids['o']}/series/{town.ids['series']}"
        version = (await admin.office("GET", whole)).json["version"]
        series = {**series_body(town.name, town.ids["programme"], town.ids["crew"]), **change}
        answer = await admin.office("PUT", whole, {"series": series, "version": version})
    else:
        answer = await admin.office("PATCH", f"/{town.ids['o']}/sessions/{town.ids['session']}", change)
    assert answer.status == 200, answer.text


# -- what is seen --------------------------------------------------------------------------------------------------


async def test_pages_tell_when_where_and_how_and_nothing_of_the_staff(office: Office, kono: Town) -> None:
    await patch(office, kono, "session", {"duties": [{"crew": kono.ids["crew"], "task": "facilitate"}]})
    visitor = office.browser()
    private = [*kono.secrets, *(f"{kono.name} {role}" for role in StaffRole), "しんこう", "覚え書き", "@kono"]
    private += [kono.ids[name] for name in ("o", "crew", "series", "link", "reservation", "pass", "staff", "venue")]
    for path in pages_of(kono):
        answer = await visitor.ask("GET", path)
        assert answer.status == 200
        assert not answer.cookies, "whoever looks leaves no trace"
        assert not [each for each in private if each in answer.text], path
        assert "乙川" not in answer.text
    page = read(await visitor.ask("GET", f"/p/{kono.slug}/flat"))
    for word in ("甲野ふらっと", "甲野の居場所です", "6月21日", "甲野会館", "甲野の人", "甲野市役所", "03-0000-0000"):
        assert word in page.said


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
    assert joined["contact"] == {**contact, "telephone": "03-0001-0002"}
    assert joined["notes_kept"] is True
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
    assert all(re.fullmatch(r"http://127\.0\.0\.1:\d+/r#\S+", way) for way in ways)
    body = {"secret": ways[0].partition("#")[2], "device": "device-of-a-test-0001"}
    assert (await visitor.ask("POST", "/api/join", body)).json["role"] == "participant"


async def test_who_must_reserve_finds_no_door(office: Office, kono: Town) -> None:
    for kind in (EntryKind.RESERVATION, EntryKind.APPLICATION, EntryKind.MEMBERS):
        await patch(office, kono, "session", {"entry": {"kind": kind}})
        visitor = office.browser()
        page = read(await visitor.ask("GET", f"/p/{kono.slug}/flat"))
        assert f"{form_path(kono)}/enter?lang=ja" not in [each["href"] for each in page.all("a")]
        assert (await visitor.ask("GET", f"{form_path(kono)}/enter")).status == 404


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
            assert _Read(answer.text).said == _Read(nothing.text).said
    posted = await visitor.ask("POST", form_path(kono), form={"way": "online"})
    assert posted.status == 404
    for path in pages_of(kono):
        assert "甲野の日曜" not in (await visitor.ask("GET", path)).text


async def test_addresses_that_lead_nowhere(office: Office, kono: Town, otsu: Town) -> None:
    visitor = office.browser()
    foreign = f"/p/{otsu.slug}/flat/{kono.ids['session']}"
    for path in ("/p/x", "/p/kono/x", "/p/kono/flat/x", foreign, f"{foreign}/enter", "/p/kono/flat/x/enter",
                 "/calendar/x.ics", "/calendar/kono/x.ics", "/calendar/staff/x/kono.ics"):  # fmt: skip
        answer = await visitor.ask("GET", path)
        assert answer.status == 404, path
        assert "甲野" not in answer.text
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


# -- reserving -----------------------------------------------------------------------------------------------------


async def reserve(browser: Browser, town: Town, **fields: str) -> Answer:
    return await browser.ask("POST", form_path(town), form={"lang": "ja", "way": "online", "mail": "", **fields})


def code_in(page: _Read) -> str:
    found = re.search(r"([0-9A-Z]{3}-){3}[0-9A-Z]{3}", page.said)
    assert found
    return found[0]


async def test_reserving_asks_for_no_name_and_gives_a_code(office: Office, kono: Town) -> None:
    visitor = office.browser()
    form = read(await visitor.ask("GET", form_path(kono)))
    assert set(form.fields()) == {"lang", "way", "mail"}
    made = await visitor.ask("POST", form_path(kono), form=form.fields())
    page = read(made)
    assert (made.status, made.headers["Cache-Control"]) == (200, "no-store")
    assert WORDS["ja"]["booked"] in page.said
    shown = read(await office.browser().ask("POST", "/y", form={"code": code_in(page).lower().replace("-", " ")}))
    assert "甲野の日曜" in shown.said
    assert [each for each in shown.all("a") if each["href"].startswith("http") and "/r#" in each["href"]]


@pytest.mark.parametrize("mail", ["まちがい", "a@", "a b@example.jp", '"><script>x</script>', "x" * 400, "a@b\x00c"])
async def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(
    office: Office, kono: Town, mail: str
) -> None:
    before = (await office.dump())["reservations"]
    answer = await reserve(office.browser(), kono, mail=mail, way="hall")
    page = read(answer)
    assert answer.status == 422
    assert page.fields() == {"lang": "ja", "way": "hall", "mail": mail.replace("\x00", "\ufffd")} or "\x00" in mail
    field = next(each for each in page.all("input") if each["name"] == "mail")
    assert field["aria-invalid"] == "true"
    beside = re.search(rf'id="{field["aria-describedby"]}">([^<]+)', answer.text)
    assert beside
    assert not beside[1].startswith(WORDS["ja"]["mail_words"]), "the error comes first"
    assert (await office.dump())["reservations"] == before


@pytest.mark.parametrize("way", ["", "balcony", "<b>", "\x00"])
async def test_a_way_that_is_none_is_asked_for_again(office: Office, kono: Town, way: str) -> None:
    answer = await reserve(office.browser(), kono, way=way, mail="a@example.jp")
    page = read(answer)
    assert answer.status == 422
    assert "alert" in [each.get("role") for each in page.all("p")]
    assert page.fields()["mail"] == "a@example.jp"


async def test_no_mail_is_asked_for_where_none_can_be_sent(running: Running, kono: Town) -> None:
    async with running(mail=False) as office:
        form = read(await office.browser().ask("GET", form_path(kono)))
        assert set(form.fields()) == {"lang", "way"}
        assert (await reserve(office.browser(), kono, mail="a@example.jp")).status == 200
        newest = max((await office.dump())["reservations"], key=lambda row: row["number"])
        assert newest["mail"] is None


async def test_full_is_said_calmly_and_the_line_moves_up(office: Office, kono: Town) -> None:
    await patch(office, kono, "session", {"capacities": {"online": 2}})
    first = code_in(read(await reserve(office.browser(), kono)))
    waiting = read(await reserve(office.browser(), kono))
    assert WORDS["ja"]["waiting"] in waiting.said
    assert f"1 {WORDS['ja']['place_in_line']}" in waiting.said
    await office.browser().ask("POST", "/y/cancel", form={"code": first})
    moved = read(await office.browser().ask("POST", "/y", form={"code": code_in(waiting)}))
    assert WORDS["ja"]["booked"] in moved.said
    await patch(office, kono, "session", {"entry": {"kind": "reservation", "waiting_list": False}})
    full = await reserve(office.browser(), kono)
    assert full.status == 409
    assert "満席" in read(full).said


async def test_a_cancelled_session_takes_nobody(office: Office, kono: Town) -> None:
    change = update(sessions).where(sessions.c.id == kono.ids["session"]).values(status="cancelled")
    await office.database.write(lambda connection: connection.execute(change))
    for answer in (
        await reserve(office.browser(), kono),
        await office.browser().ask("GET", f"{form_path(kono)}/enter"),
    ):
        assert answer.status == 409
        assert "中止" in read(answer).said
    shown = read(await office.browser().ask("POST", "/y", form={"code": kono.code}))
    assert WORDS["ja"]["cancelled"] in shown.said
    assert not shown.all("button"), "there is nothing to take back"


async def open_reservations(office: Office, town: Town) -> int:
    rows = (await office.dump())["reservations"]
    return sum(row["state"] in ("booked", "waiting") and row["session"] == town.ids["session"] for row in rows)


async def test_one_browser_holds_three_of_a_session(office: Office, kono: Town, otsu: Town) -> None:
    await patch(office, kono, "settings", {"contact": {"telephone": "03-1111-2222", "hours": "平日"}})
    browser, before = office.browser(), await open_reservations(office, kono)
    made = [await reserve(browser, kono, way="hall") for _ in range(3)]
    assert [answer.status for answer in made] == [200] * 3
    refused = await reserve(browser, kono)
    page = read(refused)
    assert refused.status == 409
    assert WORDS["ja"]["reserved_enough"] in page.said
    assert "tel:0311112222" in [each["href"] for each in page.all("a")], "whom to call instead"
    assert await open_reservations(office, kono) == before + 3
    assert (await reserve(browser, otsu)).status == 200, "another session is fine"
    assert (await reserve(office.browser(), kono)).status == 200, "and so is another browser at that address"
    await browser.ask("POST", "/y/cancel", form={"code": code_in(read(made[0]))})
    assert (await reserve(browser, kono)).status == 200, "one that is taken back makes room"
    assert (await reserve(browser, kono)).status == 409


async def test_a_browsers_mark_is_ours_and_tells_nothing(office: Office, kono: Town, otsu: Town) -> None:
    browser = office.browser()
    cookie = (await reserve(browser, kono)).headers["Set-Cookie"]
    assert cookie.startswith("engawa_guest=")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/p/"))
    assert "Max-Age" not in cookie, "it goes when the browser is closed"
    await reserve(browser, otsu)
    marks = [row["browser"] for row in (await office.dump())["reservations"] if row["browser"] is not None]
    assert len(set(marks)) == 2, "two sessions cannot be told to be of one browser"
    assert not [mark for mark in marks if mark in cookie]
    for forged in ("x", office.signer.mark("x"), "é", "x" * 9000, ""):
        stranger = office.browser()
        stranger.http.cookie_jar.update_cookies({"engawa_guest": forged}, stranger.base)
        assert (await reserve(stranger, kono, way="hall")).status in (200, 400)


async def test_nothing_of_a_browser_is_left_when_the_session_is_over(office: Office, kono: Town) -> None:
    browser = office.browser()
    taken = code_in(read(await reserve(browser, kono)))
    await reserve(browser, kono)
    await browser.ask("POST", "/y/cancel", form={"code": taken})
    marks = {row["state"]: row["browser"] for row in (await office.dump())["reservations"] if row["number"] > 1}
    assert marks["cancelled"] is None
    assert marks["booked"] is not None
    await LiveOffice(office.database, office.clock, office.safe).end_session(kono.ids["session"])
    assert {row["browser"] for row in (await office.dump())["reservations"]} == {None}


async def test_many_reservations_from_one_address_are_slowed(office: Office, kono: Town, otsu: Town) -> None:
    """Browsers that take no cookie are each a new one: the soft bound holds, and says when to come back."""
    statuses = [(await reserve(office.browser(), kono, way="hall")).status for _ in range(32)]
    assert statuses == [200] * 30 + [429] * 2
    refused = await reserve(office.browser(), kono)
    assert refused.headers["Retry-After"] == "20"
    assert WORDS["ja"]["many_reserve"].format(minutes=1) in read(refused).said
    assert (await reserve(office.browser(address="192.0.2.2"), kono)).status == 200
    assert (await reserve(office.browser(), otsu)).status == 200, "another session is fine"
    office.clock.passes(20_000)
    assert (await reserve(office.browser(), kono)).status == 200, "nobody waits for long"
    assert (await reserve(office.browser(), kono)).status == 429
    office.clock.passes(10 * 60_000)
    assert [(await reserve(office.browser(), kono)).status for _ in range(31)] == [200] * 30 + [429]


async def test_a_hall_of_people_behind_one_address_gets_its_seats(office: Office, kono: Town) -> None:
    await patch(office, kono, "session", {"capacities": {"online": 100}})
    assert {(await reserve(office.browser(), kono)).status for _ in range(45)} == {200}


async def test_what_is_refused_anyway_is_not_counted(office: Office, kono: Town) -> None:
    await patch(
        office, kono, "session", {"capacities": {"online": 1}, "entry": {"kind": "reservation", "waiting_list": False}}
    )
    assert {(await reserve(office.browser(), kono)).status for _ in range(40)} == {409}, "full"
    assert (await reserve(office.browser(), kono, way="hall")).status == 200


async def test_staff_lift_the_bounds_of_one_session(office: Office, kono: Town) -> None:
    staff = office.browser(kono.cookies[StaffRole.FACILITATOR])
    path = f"/{kono.ids['o']}/sessions/{kono.ids['session']}/reservations"
    browser = office.browser()
    assert [(await reserve(browser, kono)).status for _ in range(4)] == [200] * 3 + [409]
    assert (await staff.office("PUT", f"{path}/bounds", {"unbounded": True})).json["unbounded"] is True
    assert {(await reserve(browser, kono)).status for _ in range(40)} == {200}
    assert (await staff.office("PUT", f"{path}/bounds", {"unbounded": False})).json["unbounded"] is False
    assert (await reserve(browser, kono)).status == 409


async def test_staff_take_several_back_at_once(office: Office, kono: Town, otsu: Town) -> None:
    """As one each: their links end, and the line moves up once."""
    await patch(office, kono, "session", {"capacities": {"online": 3, "hall": 1}})
    codes = [code_in(read(await reserve(office.browser(), kono, mail="a@example.jp"))) for _ in range(5)]
    way = next(each["href"] for each in read(await office.browser().ask("POST", "/y", form={"code": codes[0]})).all("a")
               if "/r#" in each["href"])  # fmt: skip
    staff = office.browser(kono.cookies[StaffRole.FACILITATOR])
    path = f"/{kono.ids['o']}/sessions/{kono.ids['session']}/reservations"
    rows = {row["number"]: row for row in (await staff.office("GET", path)).json["reservations"]}
    assert [rows[number]["state"] for number in range(1, 7)] == ["booked"] * 3 + ["waiting"] * 3
    before = await office.dump()
    for foreign in (otsu.ids["reservation"], "nothing"):
        wanted = [rows[1]["id"], foreign]
        assert (await staff.office("POST", f"{path}/take-back", {"reservations": wanted})).status == 404
    assert (await office.dump())["reservations"] == before["reservations"], "all or nothing"
    wanted = [rows[number]["id"] for number in (2, 3, 5)]
    for _ in range(2):
        answer = await staff.office("POST", f"{path}/take-back", {"reservations": wanted})
        states = {row["number"]: row["state"] for row in answer.json["reservations"]}
        assert states == {1: "booked", 2: "cancelled", 3: "cancelled", 4: "booked", 5: "cancelled", 6: "booked"}
    stored = {
        row["number"]: row for row in (await office.dump())["reservations"] if row["session"] == kono.ids["session"]
    }
    assert {stored[number]["mail"] for number in (2, 3, 5)} == {None}
    assert {stored[number]["told"] for number in (4, 6)} == {""}, "they are told by mail that they have a seat"
    body = {"secret": way.partition("#")[2], "device": "device-of-a-test-0001"}
    assert (await office.browser().ask("POST", "/api/join", body)).status == 403
    reader = office.browser(kono.cookies[StaffRole.READER])
    assert (await reader.office("POST", f"{path}/take-back", {"reservations": wanted})).status == 403


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://other.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": "http://[broken"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_elsewhere_reserves_nothing_and_counts_for_nothing(
    office: Office, kono: Town, headers: dict[str, str]
) -> None:
    before = await office.dump()
    visitor = office.browser()
    for path in (form_path(kono), "/y", "/y/cancel"):
        form = {"way": "hall", "code": kono.code}
        answers = [await visitor.ask("POST", path, form=form, headers=headers) for _ in range(31)]
        assert {answer.status for answer in answers} == {403}
        assert WORDS["ja"]["sorry"] in read(answers[-1]).said
    assert await office.dump() == before
    assert (await reserve(visitor, kono)).status == 200
    assert (await visitor.ask("POST", "/y", form={"code": kono.code})).status == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Sec-Fetch-Site": "none"}], ids=str
)
async def test_old_and_shy_browsers_reserve(office: Office, kono: Town, headers: dict[str, str]) -> None:
    answer = await office.browser().ask("POST", form_path(kono), form={"way": "hall"}, headers=headers)
    assert answer.status == 200
    assert answer.headers["Referrer-Policy"] == "same-origin", "so that old ones say their origin"


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
            assert page.fields()["code"] == code[:80]


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
