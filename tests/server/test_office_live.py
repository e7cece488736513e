"""The office and the rooms together, in a real server: from the first administrator to the counts of an ended session."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from rooms.base import Mode
from tests.bots.client import Bot, Refusal
from tests.bots.server import ServerProcess
from tests.office.postgres import postgres
from tests.patience import PATIENCE

TOKYO = ZoneInfo("Asia/Tokyo")
PASSWORD = "ながい ことばの れつ"


@dataclass
class Clerk:
    """Somebody at the office's API, with a cookie."""

    http: aiohttp.ClientSession
    base: str
    organisation: str = ""

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.base}/api/office{path.replace('{o}', self.organisation)}"
        async with self.http.request(method, url, json=body, headers={"X-Engawa": "1", "If-Match": "*"}) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer


async def set_up(server: ServerProcess, http: aiohttp.ClientSession) -> Clerk:
    said = (await server.run("staff", "setup-link")).strip()
    secret = said.split("#setup=")[1]
    clerk = Clerk(http, server.base)
    body = {
        "secret": secret,
        "organisation": "縁側市",
        "name": "しょくいん",
        "mail": "a@example.jp",
        "password": PASSWORD,
    }
    me = await clerk.ask("POST", "/set-up", body)
    clerk.organisation = me["organisations"][0]["id"]
    return clerk


def now_rule(minutes: int = 60, **more: Any) -> dict[str, Any]:
    """A schedule with one date that is open now."""
    start = datetime.now(TOKYO) - timedelta(minutes=1)
    end = start + timedelta(minutes=minutes)
    rule = {"dates": [start.date().isoformat()], "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", **more}
    return {"starts_on": start.date().isoformat(), "rules": [rule]}


@pytest.fixture(params=["sqlite", "postgresql"])
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A real server, with its office in a file or on a PostgreSQL of its own."""
    with ExitStack() as stack:
        more = {}
        if request.param == "postgresql":
            more["ENGAWA_OFFICE_URL"] = stack.enter_context(postgres()) + "/postgres"
        made = ServerProcess(tmp_path / "data", more=more)
        await made.start()
        yield made
        await made.stop()


async def test_a_session_that_was_planned_opens_by_itself_is_counted_and_forgets(server: ServerProcess) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        series = await clerk.ask("POST", "/{o}/start", {"kind": "ibasho", "title": "ふらっと", "schedule": now_rule()})
        day = series["series"]["schedule"]["starts_on"]
        listed = await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}")
        session = listed["sessions"][0]
        assert session["state"] == "open"
        shown = await clerk.ask("GET", f"/{{o}}/sessions/{session['id']}/links")
        links = {link["role"]: link for link in shown["links"]}
        people = []
        ways: list[dict[str, Any]] = [{}, {"wish": "listener"}, {"hall": "hall", "first_time": True}]
        for number, fields in enumerate(ways):
            bot = Bot(http, server.base)
            joined = await bot.join(secret=links["participant"]["url"].split("#")[1])
            assert joined["ask_first_time"]
            await bot.connect()
            assert (await bot.enter(f"ひと{number}", **fields))["ok"]
            people.append(bot)
        assert (await people[0].say("こんにちは"))["ok"]
        await server.kill()
        await server.start()
        staff = Bot(http, server.base)
        await staff.join(secret=links["facilitator"]["url"].split("#")[1])
        await staff.connect()
        assert (await staff.enter("しんこう"))["ok"]
        ended = await staff.ask({"type": "set_doors", "doors": "ended"})
        assert ended["ok"], ended
        counts: Any = None
        async with asyncio.timeout(PATIENCE):
            while not counts or counts["tally"]["total"] != 3:
                counts = await clerk.ask("GET", f"/{{o}}/sessions/{session['id']}/counts")
                await asyncio.sleep(0.05)
        tally = counts["tally"]
        assert (tally["online"], tally["hall"], tally["listeners"], tally["wrote"], tally["first_time"]) == (
            2,
            1,
            1,
            1,
            1,
        )
        async with asyncio.timeout(PATIENCE):  # counts are there first; that it is over, once its words are gone
            while listed["sessions"][0]["state"] != "ended":
                listed = await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}")
                await asyncio.sleep(0.05)
        raw = b"".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file())
        for word in ("ひと0", "こんにちは"):
            assert word.encode() not in raw


async def test_a_reservation_leads_into_the_room_and_is_kept(server: ServerProcess) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        entry = {"kind": "reservation"}
        series = await clerk.ask(
            "POST", "/{o}/start", {"kind": "ibasho", "title": "個別", "schedule": now_rule(), "entry": entry}
        )
        day = series["series"]["schedule"]["starts_on"]
        session = (await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}"))["sessions"][0]["id"]
        programme = (await clerk.ask("GET", "/{o}/programmes"))["programmes"][0]["public_url"]
        async with http.get(f"{programme}/{session}/enter") as response:
            assert response.status == 404, "there is no open door where one reserves"
        async with http.post(f"{programme}/{session}", data={"way": "online", "mail": "", "lang": "ja"}) as response:
            text = await response.text()
            assert response.status == 200
            assert response.headers["Cache-Control"] == "no-store"
        code = re.search(r"([A-Z0-9]{3}(?:-[A-Z0-9]{3}){3})", text)
        door = re.search(r'href="[^"]*/r#([^"]+)"', text)
        assert code is not None
        assert door is not None
        bot = Bot(http, server.base)
        await bot.join(secret=door[1])
        await bot.connect()
        assert (await bot.enter("よやく"))["ok"]
        rows = (await clerk.ask("GET", f"/{{o}}/sessions/{session}/reservations"))["reservations"]
        assert [(row["state"], row["came"]) for row in rows] == [("booked", True)]
        async with http.post(f"{server.base}/y/cancel", data={"code": code[1], "lang": "ja"}) as response:
            assert "取り消しました" in await response.text()
        with pytest.raises(Refusal, match="link_revoked"):
            await Bot(http, server.base).join(secret=door[1])


async def test_a_room_that_is_looked_at_long_before_follows_what_the_office_moves(server: ServerProcess) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        day = (datetime.now(TOKYO) + timedelta(days=10)).date()
        rule = {"dates": [day.isoformat()], "start": "10:00", "end": "12:00"}
        schedule = {"starts_on": day.isoformat(), "rules": [rule]}
        series = await clerk.ask("POST", "/{o}/start", {"kind": "ibasho", "title": "ふらっと", "schedule": schedule})
        listed = await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}")
        session = listed["sessions"][0]["id"]
        shown = await clerk.ask("GET", f"/{{o}}/sessions/{session}/links")
        secret = next(link["url"] for link in shown["links"] if link["role"] == "screen").split("#")[1]
        screen = Bot(http, server.base)
        await screen.join(secret=secret)
        await screen.connect()
        to = (day + timedelta(days=7)).isoformat()
        change = {"kind": "move", "date": day.isoformat(), "to": {"date": to}}
        await clerk.ask("POST", f"/{{o}}/series/{series['id']}/changes", {"change": change, "version": 1})
        await screen.until(lambda: screen.bye is not None)
        again = Bot(http, server.base)
        joined = await again.join(secret=secret)
        async with asyncio.timeout(PATIENCE):
            while again.view is None:  # as a page does: whoever comes while a room is made anew tries again
                with contextlib.suppress(Refusal):
                    await again.connect()
        opens = datetime.fromtimestamp(joined["open_at"] / 1000, TOKYO)
        assert opens.date().isoformat() == to
        assert again.view is not None
        assert again.view.times.open_at == joined["open_at"]
        listed = await clerk.ask("GET", f"/{{o}}/sessions?first={to}&last={to}")
        assert listed["sessions"][0]["state"] == "planned"


async def test_the_mode_that_a_clerk_gave_a_step_lays_the_room_out(server: ServerProcess) -> None:
    """A salon: a talk, groups, booths. Who sat at a table is led to the circle, and a kill forgets nothing."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        series = await clerk.ask("POST", "/{o}/start", {"kind": "salon", "title": "サロン", "schedule": now_rule()})
        day = series["series"]["schedule"]["starts_on"]
        listed = await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}")
        shown = await clerk.ask("GET", f"/{{o}}/sessions/{listed['sessions'][0]['id']}/links")
        secrets = {link["role"]: link["url"].split("#")[1] for link in shown["links"]}
        staff, guest = Bot(http, server.base), Bot(http, server.base)
        for bot, role, name in ((staff, "facilitator", "はるか"), (guest, "participant", "さくら")):
            await bot.join(secret=secrets[role])
            await bot.connect()
            assert (await bot.enter(name))["ok"]
        assert (await staff.ask({"type": "set_step", "step": 1}))["ok"]
        assert (await guest.ask({"type": "take_place", "place": "table-1"}))["ok"]
        assert (await staff.ask({"type": "set_step", "step": 2}))["ok"]

        def laid_out() -> bool:
            view = guest.view
            return view is not None and view.plan.mode is Mode.BOOTHS and view.people[view.me].place == "circle"

        await guest.until(laid_out)
        await server.kill()
        await server.start()
        again = Bot(http, server.base)
        await again.join(secret=secrets["facilitator"])
        await again.connect()
        assert again.view is not None
        assert sum(place.private for place in again.view.plan.places) == 4
        for bot in (staff, guest, again):
            await bot.close()


async def _without_place(http: aiohttp.ClientSession, server: ServerProcess, secret: str, place: str) -> Bot:
    """Come by a link until the room has followed the office: whoever comes sooner is sent off with all others."""
    while True:
        bot = Bot(http, server.base)
        with contextlib.suppress(Refusal, ConnectionError):
            await bot.join(secret=secret)
            await bot.connect()
            if bot.view is not None and bot.view.plan.place(place) is None:
                return bot
        await bot.close()


async def test_a_room_that_somebody_is_in_follows_what_a_clerk_changes_before_it_opens(server: ServerProcess) -> None:
    """Days before, the facilitator sits at a table that the clerk then takes away. Also other sessions must still open."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        start = datetime.now(TOKYO) + timedelta(days=10)
        rule = {"dates": [start.date().isoformat()], "start": "10:00", "end": "11:00"}
        schedule = {"starts_on": start.date().isoformat(), "rules": [rule]}
        await clerk.ask("POST", "/{o}/start", {"kind": "ibasho", "title": "ふらっと", "schedule": schedule})
        day = start.date().isoformat()
        session = (await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}"))["sessions"][0]
        shown = await clerk.ask("GET", f"/{{o}}/sessions/{session['id']}/links")
        secret = next(link["url"] for link in shown["links"] if link["role"] == "facilitator").split("#")[1]
        staff = Bot(http, server.base)
        await staff.join(secret=secret)
        await staff.connect()
        assert (await staff.enter("しんこう"))["ok"]
        assert (await staff.ask({"type": "take_place", "place": "table-3"}))["ok"]
        for change in ({"tables": 1}, {"mode": "booths"}):
            programme = (await clerk.ask("GET", "/{o}/programmes"))["programmes"][0]
            body = {**programme["programme"], **change}
            await clerk.ask("PUT", f"/{{o}}/programmes/{programme['id']}", body)
            async with asyncio.timeout(PATIENCE):
                again = await _without_place(http, server, secret, "table-3")
            assert again.view is not None
            assert [shown.place for shown in again.view.people.values()] == ["circle"]
            await again.close()
        await staff.close()
