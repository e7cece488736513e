"""A right is checked while it is used: whoever loses their link, pass, reservation, duty or share is put out, however it was
taken, and nobody else is."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any

import aiohttp
import pytest

from tests.bots.client import Bot, Refusal
from tests.bots.people import voice_of
from tests.bots.server import ServerProcess
from tests.server.test_office_live import Clerk, now_rule, set_up

TakenBack = Callable[[], Awaitable[object]]


def _secret(url: str) -> str:
    return url.split("#", 1)[1]


class Town:
    """A session that is open now, with every way in that an office gives out, and how each is taken back."""

    def __init__(self, server: ServerProcess, http: aiohttp.ClientSession, clerk: Clerk) -> None:
        self.server, self.http, self.clerk = server, http, clerk
        self.at = ""
        self.session = ""
        self.secrets: dict[str, str] = {}
        self.taken: dict[str, TakenBack] = {}

    def add(self, way: str, secret: str, taken: TakenBack) -> None:
        self.secrets[way], self.taken[way] = secret, taken

    async def open(self) -> None:
        asked = {"kind": "ibasho", "title": "ふらっと", "schedule": now_rule(), "entry": {"kind": "either"}}
        series = await self.clerk.ask("POST", "/{o}/start", asked)
        day = series["series"]["schedule"]["starts_on"]
        listed = await self.clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}")
        self.session = listed["sessions"][0]["id"]
        self.at = f"/{{o}}/sessions/{self.session}"
        await self._links(self.clerk)
        await self._rota()
        await self._reservations()
        await self._passes(series["id"])
        await self._share(series["id"])

    def ask(self, method: str, path: str, body: Any = None) -> TakenBack:
        return lambda: self.clerk.ask(method, path, body)

    async def _links(self, clerk: Clerk) -> None:
        shown = (await clerk.ask("GET", f"{self.at}/links"))["links"]
        links = {link["role"]: link for link in shown}
        renew = f"{self.at}/links/{links['facilitator']['id']}/renew"
        self.add("renewed", _secret(links["facilitator"]["url"]), self.ask("POST", renew))
        screen = links["screen"]["id"]
        self.add("revoked", _secret(links["screen"]["url"]), lambda: self.server.run("link", "revoke", screen))
        self.secrets["others"] = _secret(links["participant"]["url"])

    async def _rota(self) -> None:
        crew = [(await self.clerk.ask("POST", "/{o}/crew", {"name": f"係{n}"}))["id"] for n in range(4)]
        duties = [{"crew": one, "task": "assist"} for one in crew]
        shown = (await self.clerk.ask("PATCH", self.at, {"duties": duties}))["duties"]
        urls = {duty["crew"]: _secret(duty["url"]) for duty in shown}
        fewer = {"duties": duties[1:]}
        other = {"duties": [{"crew": crew[1], "task": "facilitate"}, *duties[2:]]}
        self.add("off the rota", urls[crew[0]], self.ask("PATCH", self.at, fewer))
        self.add("another task", urls[crew[1]], self.ask("PATCH", self.at, other))
        self.add("crew archived", urls[crew[2]], self.ask("DELETE", f"/{{o}}/crew/{crew[2]}"))

    async def _way_in(self, code: str) -> str:
        async with self.http.post(f"{self.server.base}/y", data={"code": code, "lang": "ja"}) as response:
            door = re.search(r'href="[^"]*/r#([^"]+)"', await response.text())
        assert door is not None
        return door[1]

    async def _reservations(self) -> None:
        at = f"{self.at}/reservations"
        codes = [(await self.clerk.ask("POST", at, {"way": "online"}))["code"] for _ in range(2)]
        row = (await self.clerk.ask("GET", at))["reservations"][0]["id"]
        self.add("taken back", await self._way_in(codes[0]), self.ask("PUT", f"{at}/{row}", {"state": "cancelled"}))

        async def cancel() -> None:
            form = {"code": codes[1], "lang": "ja"}
            async with self.http.post(f"{self.server.base}/y/cancel", data=form) as response:
                assert response.status == 200

        self.add("cancelled", await self._way_in(codes[1]), cancel)

    async def _passes(self, series: str) -> None:
        at = f"/{{o}}/series/{series}/passes"
        code = (await self.clerk.ask("POST", at, {"number": 1}))["codes"][0]
        one = (await self.clerk.ask("GET", at))["passes"][0]["id"]
        self.add("pass revoked", await self._way_in(code), self.ask("DELETE", f"{at}/{one}"))

    async def _share(self, series: str) -> None:
        made = await self.clerk.ask("POST", f"/{{o}}/series/{series}/share")
        partner = Clerk(self.http, self.server.base)
        made_too = await partner.ask("POST", "/organisations", {"name": "となり町", "slug": "tonari"})
        partner.organisation = made_too["id"]
        await partner.ask("POST", "/{o}/shares", {"secret": made["secret"]})
        links = {link["role"]: link for link in (await partner.ask("GET", f"{self.at}/links"))["links"]}
        self.add(
            "share ended", _secret(links["facilitator"]["url"]), self.ask("DELETE", f"/{{o}}/series/{series}/share")
        )


async def _in(town: Town, way: str, number: int) -> Bot:
    bot = Bot(town.http, town.server.base)
    await bot.join(secret=town.secrets[way])
    await bot.connect()
    if bot.joined["role"] != "screen":
        answer = await bot.enter(f"ひと{number}い")
        assert answer["ok"], (way, answer)
    return bot


async def test_whoever_loses_their_way_in_is_put_out_and_nobody_else(server: ServerProcess) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        town = Town(server, http, await set_up(server, http))
        await town.open()
        others = await _in(town, "others", 99)
        bots = {way: await _in(town, way, number) for number, way in enumerate(town.taken)}
        voice = voice_of(bots["off the rota"])
        await voice.connect()
        # The last way is the share: it moves seats to its owner, and so comes last.
        for way, taken in town.taken.items():
            bot = bots.pop(way)
            await taken()
            await bot.until(lambda bot=bot: bot.bye is not None)  # type: ignore[misc]
            assert bot.bye == {"code": "link_revoked", "for_good": False}, way
            with pytest.raises((ConnectionError, TimeoutError, RuntimeError)):
                await bot.say("まだいます")
            with pytest.raises(Refusal, match="link_revoked"):
                await bot.connect()
            with pytest.raises(Refusal, match="link_revoked"):
                await bot.join(secret=town.secrets[way])
            await others.until(lambda bot=bot: others.view is not None and bot.person not in others.view.people)  # type: ignore[misc]
            out = {name: each.bye for name, each in {"others": others, **bots}.items() if each.bye is not None}
            assert out == {}, way
        assert (await others.say("わたしはいます"))["ok"]
        await voice.close()
        await others.close()


async def test_a_database_that_does_not_answer_puts_nobody_out(server: ServerProcess) -> None:
    links = await server.new_session()
    async with aiohttp.ClientSession() as http:
        bot = Bot(http, server.base)
        await bot.join(secret=links.secret("facilitator"))
        await bot.connect()
        assert (await bot.enter("しんこう"))["ok"]
        office = server.data / "office.db"
        with closing(sqlite3.connect(office, isolation_level=None)) as database:
            database.execute("ALTER TABLE links RENAME TO elsewhere")
            async with asyncio.timeout(30):
                while "rights_unknown" not in (server.data.parent / "server.log").read_text():
                    await asyncio.sleep(0.05)
            assert (await bot.say("まだいます"))["ok"]
            assert bot.bye is None
            database.execute("ALTER TABLE elsewhere RENAME TO links")
            database.execute("UPDATE links SET revoked_at = 1")
        await bot.until(lambda: bot.bye is not None)
