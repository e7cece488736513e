"""What a users' meeting decided, over HTTP: staff say what became of it, and the public page tells what they ticked."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from moderation.office import StaffRole
from rooms.base import Role
from rooms.refusals import Refusal
from server.http.desks import decided_before
from server.http.public.words import WORDS
from server.office.live import LiveOffice
from server.ports import Visitor
from tests.office.api.client import Office, Town
from tests.office.api.visiting import read


async def test_the_programmes_page_tells_what_staff_ticked_and_nothing_else(either_office: tuple[Office, Town]) -> None:
    office, town = either_office
    browser = office.browser(town.cookies[StaffRole.FACILITATOR])
    page = f"/p/{town.slug}/flat"
    path = f"/{town.ids['o']}/sessions/{town.ids['session']}/decided"
    assert "甲野の本だな" not in (await office.browser().ask("GET", page)).text
    body = {"became": "done", "word": "できあがりました", "told": True}
    assert (await browser.office("PUT", f"{path}/{town.ids['line']}", body)).status == 200
    for lang in WORDS:
        said = read(await office.browser().ask("GET", f"{page}?lang={lang}")).said
        assert "甲野の本だな" in said
        assert WORDS[lang]["told"] in said
        assert "甲野の意見" not in said


async def test_the_desk_reads_what_became_of_the_meeting_before_and_nobody_else_does(
    office: Office, kono: Town
) -> None:
    async def identify(token: str, request: web.Request) -> Visitor | Refusal:
        role, _, remote = token.partition("+")
        return Visitor(person="p", session=kono.ids["session"], role=Role(role), device="d", remote=remote)

    desk = LiveOffice(office.database, office.clock, office.safe)
    app = web.Application()
    app.router.add_get("/api/decided", decided_before(desk, identify))
    line = {"text": "甲野の本だな", "became": "", "word": ""}
    async with TestClient(TestServer(app)) as client:
        for who, answer in {
            "facilitator": (200, {"lines": [line]}),
            "participant": (403, "not_allowed"),
            "screen": (403, "not_allowed"),
            "facilitator+remote": (403, "not_by_remote"),
        }.items():
            async with client.get("/api/decided", headers={"Authorization": f"Bearer {who}"}) as response:
                said = await response.json()
                assert (response.status, said.get("code", said)) == answer, who
