"""Themes that are sent before a session: from its page and from a reservation's, without a name; read and left out by staff,
handed to the desk, and gone with the session."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from moderation.office import StaffRole
from rooms.base import Role
from rooms.plan import THEME
from rooms.refusals import Code, Refusal
from server.http.desks import sent_themes
from server.http.public.refused import said
from server.http.public.theming import OF_ONE_NETWORK
from server.http.public.words import WORDS
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.keeper import Keeper
from server.office.live import LiveOffice
from server.office.papers.words import Language
from server.office.sessions import themes
from server.office.sessions.planned import session_of
from server.ports import Visitor
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.visiting import JUNE, form_path, patch, read, reserve

THERE = "甲野の川"
"""What has come already."""


def at(town: Town) -> str:
    return f"{form_path(town)}/theme"


async def send(browser: Browser, town: Town, theme: str, lang: Language = "ja") -> Answer:
    return await browser.ask("POST", at(town), form={"lang": lang, "theme": theme})


async def kept(office: Office, town: Town) -> set[str]:
    shown = await office.database.read(themes.show, office.safe, town.ids["o"], town.ids["session"], office.clock.now)
    return {each.text or "" for each in shown.themes}


def refusal_in(answer: Answer, code: OfficeCode, lang: Language = "ja") -> bool:
    return said(OfficeRefused(code), lang) in read(answer).said


async def test_a_theme_is_sent_without_a_name_and_nothing_is_kept_of_who(either_office: tuple[Office, Town]) -> None:
    office, town = either_office
    visitor = office.browser(address="203.0.113.5")
    form = read(await visitor.ask("GET", at(town)))
    assert form.fields() == {"lang": "ja", "theme": ""}
    for _ in range(2):  # pressed twice, it is one
        sent = await send(visitor, town, " 雨の日の\nすごしかた ")
        assert sent.status == 200
        assert WORDS["ja"]["theme_sent"] in read(sent).said
        assert not sent.cookies
    assert await kept(office, town) == {THERE, "雨の日の すごしかた"}
    row = next(each for each in (await office.dump())["sent_themes"] if each["id"] != town.ids["theme"])
    assert set(row) == {"id", "session", "day", "left_out", "sealed"}
    assert "雨".encode() not in bytes(row["sealed"])


@pytest.mark.parametrize(
    ("theme", "code"), [("  \u200b ", OfficeCode.THEME_EMPTY), ("あ" * (THEME + 1), OfficeCode.THEME_TOO_LONG)]
)
@pytest.mark.parametrize("lang", WORDS)
async def test_what_cannot_be_taken_stands_in_its_box(
    office: Office, kono: Town, theme: str, code: OfficeCode, lang: Language
) -> None:
    refused = await send(office.browser(), kono, theme, lang)
    assert refused.status == 422
    assert refusal_in(refused, code, lang)
    assert read(refused).fields() == {"lang": lang, "theme": theme}
    assert await kept(office, kono) == {THERE}


async def test_no_other_page_can_send(office: Office, kono: Town) -> None:
    headers = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    sent = await office.browser().ask("POST", at(kono), form={"theme": "ねこ"}, headers=headers)
    assert sent.status == 403
    assert await kept(office, kono) == {THERE}


async def test_one_place_sends_some_a_day_and_a_session_takes_as_many_as_a_board(office: Office, kono: Town) -> None:
    visitor = office.browser()
    for n in range(OF_ONE_NETWORK):
        # One that is there already counts as any other, so that what is left tells nobody that it was.
        assert (await send(visitor, kono, f"テーマ{n}" if n else THERE)).status == 200
    enough = await send(office.browser(), kono, "もうひとつ")
    assert (enough.status, read(enough).fields()["theme"]) == (429, "もうひとつ")
    assert refusal_in(enough, OfficeCode.THEMES_ENOUGH)
    assert (await send(office.browser(address="203.0.113.9"), kono, "もうひとつ")).status == 200
    planned = await office.database.read(session_of, kono.ids["o"], kono.ids["session"])
    for n in range(themes.MOST - OF_ONE_NETWORK - 1):
        await office.database.write(themes.send, office.safe, planned, f"たくさん{n}", office.clock.now)
    full = await send(office.browser(address="203.0.113.9"), kono, "おおすぎる")
    assert (full.status, read(full).fields()["theme"]) == (409, "おおすぎる")
    assert refusal_in(full, OfficeCode.THEMES_FULL)
    assert (await send(office.browser(address="203.0.113.9"), kono, THERE)).status == 409, "full for all alike"
    assert len(await kept(office, kono)) == themes.MOST


async def test_it_is_asked_for_until_the_session_begins_and_only_where_the_programme_does(
    office: Office, kono: Town
) -> None:
    visitor = office.browser()
    programme = f"/p/{kono.slug}/flat"
    for page in (programme, form_path(kono)):
        assert f"{at(kono)}?lang=ja" in {each["href"] for each in read(await visitor.ask("GET", page)).all("a")}
    await patch(office, kono, "programme", {"ask_themes": False})
    assert (await send(visitor, kono, "きかれていない")).status == 404
    assert at(kono) not in (await visitor.ask("GET", programme)).text
    await patch(office, kono, "programme", {"ask_themes": True})
    office.clock.now = JUNE
    for answer in (await visitor.ask("GET", at(kono)), await send(visitor, kono, "おそい")):
        assert answer.status == 409
        assert refusal_in(answer, OfficeCode.THEMES_CLOSED)
    assert at(kono) not in (await visitor.ask("GET", programme)).text
    assert await kept(office, kono) == {THERE}


async def test_a_reservations_page_sends_for_its_session_also_where_nothing_is_listed(
    office: Office, kono: Town
) -> None:
    visitor = office.browser()
    made = await reserve(visitor, kono, follow=False)
    page = made.headers["Location"].split("?")[0]
    await patch(office, kono, "programme", {"listed": False})
    links = [each["href"] for each in read(await visitor.ask("GET", page)).all("a")]
    assert f"{page}/theme?lang=ja" in links
    sent = await visitor.ask("POST", f"{page}/theme", form={"lang": "ja", "theme": "ねこ"})
    assert WORDS["ja"]["theme_sent"] in read(sent).said
    assert await kept(office, kono) == {THERE, "ねこ"}
    office.clock.passes(60_000)
    stranger = office.browser(address="203.0.113.9")
    for answer in (
        await stranger.ask("GET", f"{page}/theme"),
        await stranger.ask("POST", f"{page}/theme", form={"theme": "いぬ"}),
    ):
        assert WORDS["ja"]["code_again"] in read(answer).said
    assert await kept(office, kono) == {THERE, "ねこ"}


async def test_staff_leave_one_out_and_take_that_back(either_office: tuple[Office, Town]) -> None:
    office, town = either_office
    desk = LiveOffice(office.database, office.clock, office.safe)
    session, theme = town.ids["session"], town.ids["theme"]
    assert await desk.sent_themes(session) == {theme: THERE}
    browser = office.browser(town.cookies[StaffRole.FACILITATOR])
    path = f"/{town.ids['o']}/sessions/{session}/themes"
    for left_out, handed in ((True, {}), (False, {theme: THERE})):
        answer = await browser.office("PUT", f"{path}/{theme}", {"left_out": left_out})
        assert [each["left_out"] for each in answer.json["themes"]] == [left_out]
        assert answer.json["taken"]
        assert await desk.sent_themes(session) == handed
    gone = await browser.office("PUT", f"{path}/nothing", {"left_out": True})
    assert (gone.status, gone.code) == (404, "not_found")


@pytest.mark.parametrize("how", ["the room ends", "it is over without a room"])
async def test_they_are_gone_with_the_session(either_office: tuple[Office, Town], how: str) -> None:
    office, town = either_office
    desk = LiveOffice(office.database, office.clock, office.safe)
    if how == "the room ends":
        await desk.end_session(town.ids["session"])
    else:
        keeper = Keeper(office.database, None, office.clock)
        await keeper.round()
        assert await kept(office, town) == {THERE}
        office.clock.now = JUNE + 12 * 3_600_000
        await keeper.round()
    assert town.ids["theme"] not in {each["id"] for each in (await office.dump())["sent_themes"]}


async def test_the_desk_reads_them_by_its_token_and_nobody_else_does(office: Office, kono: Town) -> None:
    roles: Sequence[Role] = [Role.FACILITATOR, Role.ASSISTANT, Role.PARTICIPANT, Role.SCREEN]

    async def identify(token: str, request: web.Request) -> Visitor | Refusal:
        role, _, remote = token.partition("+")
        if role not in roles:
            return Refusal(Code.TOKEN_INVALID)
        return Visitor(person="p", session=kono.ids["session"], role=Role(role), device="d", remote=remote)

    app = web.Application()
    app.router.add_get("/api/themes", sent_themes(LiveOffice(office.database, office.clock, office.safe), identify))
    async with TestClient(TestServer(app)) as client:

        async def ask(**headers: str) -> tuple[int, dict[str, object]]:
            async with client.get("/api/themes", headers=headers) as response:
                return response.status, await response.json()

        for who in (*roles, "facilitator+remote"):
            status, answer = await ask(Authorization=f"Bearer {who}")
            if who in (Role.FACILITATOR, Role.ASSISTANT):
                assert (status, answer) == (200, {"themes": [{"id": kono.ids["theme"], "text": THERE}]})
            else:
                assert (status, answer["code"]) == (403, "not_by_remote" if "remote" in who else "not_allowed")
        for headers in ({}, {"Authorization": "Bearer ?"}, {"Authorization": "Bearer " + "x" * 1000}):
            status, answer = await ask(**headers)
            assert (status, answer["code"]) == (403, "token_invalid")
