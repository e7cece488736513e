"""Reserving on public pages: forms that lose nothing, bounds that keep nobody out, and what staff can do about them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from moderation.office import StaffRole
from server.http.public.words import WORDS
from server.http.tries import GUESSES
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import sessions
from server.office.live import LiveOffice
from tests.office.api.client import Office, Town
from tests.office.api.conftest import Running
from tests.office.api.visiting import Read, code_in, form_path, open_reservations, patch, read, reserve


async def test_reserving_asks_for_no_name_and_gives_a_code(office: Office, kono: Town) -> None:
    visitor = office.browser()
    form = read(await visitor.ask("GET", form_path(kono)))
    assert set(form.fields()) == {"lang", "way", "mail", "mark"}
    sent = await visitor.ask("POST", form_path(kono), form=form.fields(), follow=False)
    assert (sent.status, sent.body) == (303, b"")
    made = await visitor.ask("GET", sent.headers["Location"])
    page = read(made)
    assert (made.status, made.headers["Cache-Control"]) == (200, "no-store")
    assert WORDS["ja"]["booked"] in page.said
    shown = read(await office.browser().ask("POST", "/y", form={"code": code_in(page).lower().replace("-", " ")}))
    assert "甲野の日曜" in shown.said
    assert [each for each in shown.all("a") if each["href"].startswith("http") and "/r#" in each["href"]]


async def test_what_is_shown_once_can_be_returned_to_within_the_visit(office: Office, kono: Town) -> None:
    visitor = office.browser()
    fields = read(await visitor.ask("GET", form_path(kono))).fields()
    sent = await visitor.ask("POST", form_path(kono), form=fields, follow=False)
    there = sent.headers["Location"]
    code = code_in(read(await visitor.ask("GET", there)))
    assert code.replace("-", "") not in there.upper()
    cookie = next(each for each in sent.cookies if each.startswith("engawa_code="))
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", f"Path={there.split('?')[0]}"))
    assert not any(word in cookie.lower() for word in ("max-age", "expires")), "it goes with the browser"
    assert code not in cookie
    await visitor.ask("GET", f"/p/{kono.slug}")
    assert code_in(read(await visitor.ask("GET", there))) == code
    shy = await office.browser().ask("GET", there)
    assert code_in(read(shy)) == code, "a browser that keeps no cookies has a minute"
    office.clock.passes(60_000)
    assert code_in(read(await visitor.ask("GET", there))) == code
    stranger = read(await office.browser().ask("GET", there))
    assert WORDS["ja"]["code_again"] in stranger.said, "nobody else's browser, and not this one's tomorrow"
    assert "code" in stranger.fields()


async def test_a_code_that_was_typed_is_not_shown_again(office: Office, kono: Town) -> None:
    """Whoever has just got it is shown it; whoever typed it has it, and may sit in a library."""
    shown = await office.browser().ask("POST", "/y", form={"code": kono.code})
    assert "甲野の日曜" in read(shown).said
    assert kono.code.replace("-", "") not in read(shown).said.replace("-", "")


async def test_the_seal_of_one_code_opens_no_other_page(office: Office, kono: Town) -> None:
    visitor = office.browser()
    sent = await reserve(visitor, kono, follow=False)
    mine = sent.headers["Location"].split("?")[0]
    seal = next(each for each in sent.cookies if each.startswith("engawa_code=")).split(";")[0]
    office.clock.passes(60_000)  # what the server remembers by itself is over
    assert code_in(read(await office.browser().ask("GET", mine, headers={"Cookie": seal})))
    other = await office.browser().ask("GET", "/y/0123456789abcdef", headers={"Cookie": seal})
    assert WORDS["ja"]["code_again"] in read(other).said


async def test_the_address_of_the_page_shows_nothing_by_itself(office: Office, kono: Town) -> None:
    """Whoever reads it over a shoulder, in a log or a history, or is sent it, sits elsewhere."""
    there = (await reserve(office.browser(), kono, follow=False)).headers["Location"]
    other = await office.browser(address="198.51.100.9").ask("GET", there)
    assert WORDS["ja"]["code_again"] in read(other).said


async def test_a_seal_holds_for_an_hour_whoever_kept_it(office: Office, kono: Town) -> None:
    sent = await reserve(office.browser(), kono, follow=False)
    seal = next(each for each in sent.cookies if each.startswith("engawa_code=")).split(";")[0]
    for passes, shown in ((3_599_999, True), (1, False)):
        office.clock.passes(passes)
        page = read(await office.browser().ask("GET", sent.headers["Location"], headers={"Cookie": seal}))
        assert (WORDS["ja"]["code_again"] not in page.said) is shown


async def test_for_browsers_that_keep_nothing_some_codes_are_remembered(
    office: Office, kono: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.http.public.codes.MOST_JUST", 2)
    pages = [(await reserve(office.browser(), kono, way="hall", follow=False)).headers["Location"] for _ in range(3)]
    found = [WORDS["ja"]["code_again"] in read(await office.browser().ask("GET", each)).said for each in pages]
    assert found == [True, False, False], "the oldest is forgotten"


async def test_a_right_code_with_nothing_behind_it_is_no_wrong_try(office: Office, kono: Town) -> None:
    """A member whose series has no date yet."""
    members = kono.secrets[-5:-3]
    await office.database.write(lambda c: c.execute(update(sessions).values(status="cancelled")))
    for _ in range(GUESSES + 2):
        answer = await office.browser().ask("POST", "/y", form={"code": members[0]})
        assert answer.status == OfficeRefused(OfficeCode.NO_DATES).status
    assert (await office.browser().ask("POST", "/y", form={"code": kono.code})).status == 200


@pytest.mark.parametrize("cookie", ["", "x", '"', "x" * 5000, "gAAAAA", "made AAA-AAA-AAA-AAA"])
async def test_a_page_of_a_code_opens_by_our_own_seal_alone(office: Office, cookie: str) -> None:
    headers = {"Cookie": f"engawa_code={cookie}"}
    answer = await office.browser().ask("GET", "/y/0123456789abcdef", headers=headers)
    assert answer.status == 200
    assert WORDS["ja"]["code_again"] in read(answer).said


async def test_taking_back_asks_once(office: Office, kono: Town) -> None:
    shown = await office.browser().ask("POST", "/y", form={"code": kono.code})
    question = shown.text.partition("<details")[2].partition("</details>")[0]
    assert WORDS["ja"]["take_back_ask"] in Read(question).said
    assert 'action="/y/cancel"' in question
    assert shown.text.count("/y/cancel") == 1, "and there is no way round it"


@pytest.mark.parametrize("mail", ["まちがい", "a@", "a b@example.jp", '"><script>x</script>', "x" * 400, "a@b\x00c"])
async def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(
    office: Office, kono: Town, mail: str
) -> None:
    before = (await office.dump())["reservations"]
    answer = await reserve(office.browser(), kono, mail=mail, way="hall")
    page = read(answer)
    assert answer.status == 422
    typed = {name: value for name, value in page.fields().items() if name != "mark"}
    assert typed == {"lang": "ja", "way": "hall", "mail": mail.replace("\x00", "\ufffd")} or "\x00" in mail
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
        assert set(form.fields()) == {"lang", "way", "mark"}
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
    assert "/y?lang=ja" in [each["href"] for each in page.all("a")], "where one can be taken back"
    for language in ("ja-simple", "en"):
        said = read(await reserve(browser, kono, lang=language))
        assert f"/y?lang={language}" in [each["href"] for each in said.all("a")]
        assert WORDS[language]["code_page"] in said.said
    assert await open_reservations(office, kono) == before + 3
    assert (await reserve(browser, otsu)).status == 200, "another session is fine"
    assert (await reserve(office.browser(), kono)).status == 200, "and so is another browser at that address"
    await browser.ask("POST", "/y/cancel", form={"code": code_in(read(made[0]))})
    assert (await reserve(browser, kono)).status == 200, "one that is taken back makes room"
    assert (await reserve(browser, kono)).status == 409


async def test_a_browsers_mark_is_ours_and_tells_nothing(office: Office, kono: Town, otsu: Town) -> None:
    browser = office.browser()
    cookies = (await reserve(browser, kono, follow=False)).cookies
    cookie = next(each for each in cookies if each.startswith("engawa_guest="))
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
