"""Texts that are made to take long, at the doors where nobody asks who one is: nobody else waits for them."""

from __future__ import annotations

import json

import aiohttp
import pytest

from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.moderation.heavy import MANY

DOORS = {
    "/api/office/invitations/look": ("secret",),
    "/api/office/sign-in": ("mail", "password", "totp"),
    "/api/office/set-up": ("secret", "organisation", "name", "mail"),
    "/api/join": ("code", "secret", "device"),
    "/y": ("code",),
}
MOST = 500_000
"""Bytes of a request that are read at all."""
ENOUGH = 20.0
"""Seconds of the server's processor for all of them; one that takes the square of its length takes a minute."""


@pytest.mark.parametrize("kind", ["marks of two kinds", "flags"])
async def test_one_request_keeps_nobody_waiting(server: ServerProcess, http: aiohttp.ClientSession, kind: str) -> None:
    good = await person(http, server, await server.new_session(), "さくら")
    before = server.cpu()
    for path, fields in DOORS.items():
        for field in fields:
            text = MANY[kind].encode()[: MOST - 100].decode(errors="ignore")
            if path == "/y":
                body, form = f"{field}={text}".encode()[:16_000], "application/x-www-form-urlencoded"
            else:
                body, form = json.dumps({field: text}, ensure_ascii=False).encode(), "application/json"
            headers = {"Content-Type": form, "X-Engawa": "1"}
            async with http.post(server.base + path, data=body, headers=headers) as answer:
                assert 400 <= answer.status < 500, (path, field, await answer.text())
    assert server.cpu() - before < ENOUGH
    for text in (MANY[kind][:1500], MANY[kind][:400]):
        await good.ask({"type": "say", "id": "a" * 22, "text": text, "scope": "room", "to_hall": False})
    assert (await good.say("こんにちは"))["ok"]
