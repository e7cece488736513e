"""A theme that was sent before a session lies on its board, as nobody's own, once staff brought it in; in a real server."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from rooms.activities.themes import Themes
from tests.bots.client import Bot
from tests.bots.server import ServerProcess
from tests.server.test_office_live import TOKYO, set_up


async def test_what_was_sent_is_brought_in_by_staff_and_lies_there_for_all(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data")
    await server.start()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        clerk = await set_up(server, http)
        start = datetime.now(TOKYO) + timedelta(minutes=20)
        day = start.date().isoformat()
        rule = {"dates": [day], "start": f"{start:%H:%M}", "end": f"{start + timedelta(minutes=30):%H:%M}"}
        schedule = {"starts_on": day, "rules": [rule]}
        await clerk.ask("POST", "/{o}/start", {"kind": "women", "title": "女子会", "schedule": schedule})
        session = (await clerk.ask("GET", f"/{{o}}/sessions?first={day}&last={day}"))["sessions"][0]["id"]
        programme = (await clerk.ask("GET", "/{o}/programmes"))["programmes"][0]["public_url"]
        for theme in ("ねこ", "朝ごはん", "ないしょ"):
            async with http.post(f"{programme}/{session}/theme", data={"theme": theme}) as response:
                assert (response.status, "届きました" in await response.text()) == (200, True)
        for each in (await clerk.ask("GET", f"/{{o}}/sessions/{session}/themes"))["themes"]:
            if each["text"] == "ないしょ":
                await clerk.ask("PUT", f"/{{o}}/sessions/{session}/themes/{each['id']}", {"left_out": True})
        shown = await clerk.ask("GET", f"/{{o}}/sessions/{session}/links")
        secrets = {link["role"]: link["url"].split("#")[1] for link in shown["links"]}
        staff, guest = Bot(http, server.base), Bot(http, server.base)
        tokens = {}
        for bot, role, name in ((staff, "facilitator", "はるか"), (guest, "participant", "さくら")):
            tokens[role] = (await bot.join(secret=secrets[role]))["token"]
            await bot.connect()
            if bot is guest:
                assert (await staff.ask({"type": "set_doors", "doors": "open"}))["ok"]
            assert (await bot.enter(name))["ok"]
        headers = {"Authorization": f"Bearer {tokens['participant']}"}
        async with http.get(f"{server.base}/api/themes", headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (403, "not_allowed")
        headers = {"Authorization": f"Bearer {tokens['facilitator']}"}
        async with http.get(f"{server.base}/api/themes", headers=headers) as response:
            sent = (await response.json())["themes"]
        assert {each["text"] for each in sent} == {"ねこ", "朝ごはん"}
        assert (await staff.ask({"type": "start_activity", "activity": {"kind": "themes"}}))["ok"]
        act = {"do": "bring_in", "themes": sent}
        assert (await staff.ask({"type": "play", "move": {"kind": "themes", "act": act}, "place": None}))["ok"]

        def lie_there() -> bool:
            boards = [None if bot.view is None else bot.view.activities.get("") for bot in (staff, guest)]
            texts = [{slip.text for slip in each.slips.values()} for each in boards if isinstance(each, Themes)]
            return texts == [{"ねこ", "朝ごはん"}] * 2

        for bot in (staff, guest):
            await bot.until(lie_there)
            assert bot.view is not None
            board = bot.view.activities[""]
            assert isinstance(board, Themes)
            assert board.own == {}
            await bot.close()
    await server.stop()
