"""Who asks, where a page asks over HTTP for what belongs to its room: by the room's token, as at the socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from rooms.refusals import Code, Refusal
from server.ports import Visitor

Identify = Callable[[str, web.Request], Awaitable[Visitor | Refusal]]
"""For whom a token speaks, or why it does not any more."""
_BEARER = "Bearer "
LONGEST = 600
"""Characters of a token, as at the socket (`server.wire.Hello`)."""


async def bearer(request: web.Request, identify: Identify) -> Visitor | Refusal:
    """Of `Authorization: Bearer`, and never a 手元リモコン: what it may do, it does in the room, and one that was put out
    has its token still. Refusals: `token_invalid`, `not_by_remote` and what `identify` says."""
    given = request.headers.get("Authorization", "")
    if not given.startswith(_BEARER) or len(given) > len(_BEARER) + LONGEST:
        return Refusal(Code.TOKEN_INVALID)
    visitor = await identify(given.removeprefix(_BEARER).strip(), request)
    if isinstance(visitor, Visitor) and visitor.remote:
        return Refusal(Code.NOT_BY_REMOTE)
    return visitor
