"""GET /api/decided: what the meeting before decided and what became of it, to the staff of a session at the desk. A token
says who asks, as at the socket; nothing else is read of the request, and nobody keeps the answer."""

from __future__ import annotations

from aiohttp import web

from rooms.base import STAFF_ROLES
from rooms.refusals import Code, Refusal
from server.http.bearer import Identify, bearer
from server.http.errors import error_response
from server.ports import Office
from server.wire import DecidedBefore, WhatBecameOf


class Decided:
    """Answers GET /api/decided."""

    def __init__(self, office: Office, identify: Identify) -> None:
        """`identify` says for whom a token speaks, or why it does not any more."""
        self._office = office
        self._identify = identify

    async def handle(self, request: web.Request) -> web.Response:
        """`DecidedBefore`; 403 with a code for whoever is none of the staff."""
        visitor = await bearer(request, self._identify)
        if isinstance(visitor, Refusal):
            return error_response(visitor.code, 403, visitor.retry_after)
        if visitor.role not in STAFF_ROLES:
            return error_response(Code.NOT_ALLOWED, 403)
        lines = await self._office.decided_before(visitor.session)
        read = ({"text": text, "became": became, "word": word} for text, became, word in lines)
        shown = DecidedBefore(lines=tuple(map(WhatBecameOf.model_validate, read)))
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=shown.model_dump_json(), content_type="application/json", headers=headers)
