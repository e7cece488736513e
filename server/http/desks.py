"""What a desk asks of the office beside its room: themes that were sent beforehand, and what the meeting before decided. A
token says who asks, as at the socket; nothing else is read of the request, and nobody keeps the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel

from rooms.activities.themes import SentTheme
from rooms.base import STAFF_ROLES
from rooms.refusals import Code, Refusal
from server.http.bearer import Identify, bearer
from server.http.errors import error_response
from server.ports import Office
from server.wire import DecidedBefore, SentThemes, WhatBecameOf


def _for_staff(identify: Identify, read: Callable[[str], Awaitable[BaseModel]]) -> Handler:
    """Answers with what is read for the session of whoever asks; 403 with a code for whoever is none of its staff, and for a
    remote: it is the desk that shows and lays out. `identify` says for whom a token speaks, or why it does not any more."""

    async def handle(request: web.Request) -> web.Response:
        visitor = await bearer(request, identify)
        if isinstance(visitor, Refusal):
            return error_response(visitor.code, 403, visitor.retry_after)
        if visitor.role not in STAFF_ROLES:
            return error_response(Code.NOT_ALLOWED, 403)
        shown = await read(visitor.session)
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=shown.model_dump_json(), content_type="application/json", headers=headers)

    return handle


def sent_themes(office: Office, identify: Identify) -> Handler:
    """GET /api/themes: `SentThemes`."""

    async def read(session: str) -> SentThemes:
        sent = await office.sent_themes(session)
        return SentThemes(themes=tuple(SentTheme(id=theme, text=text) for theme, text in sent.items()))

    return _for_staff(identify, read)


def decided_before(office: Office, identify: Identify) -> Handler:
    """GET /api/decided: `DecidedBefore`."""

    async def read(session: str) -> DecidedBefore:
        lines = await office.decided_before(session)
        told = ({"text": text, "became": became, "word": word} for text, became, word in lines)
        return DecidedBefore(lines=tuple(map(WhatBecameOf.model_validate, told)))

    return _for_staff(identify, read)
