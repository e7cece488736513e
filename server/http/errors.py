"""The body of every HTTP error under /api: a code, and when to try again."""

from __future__ import annotations

from aiohttp import web

from rooms.refusals import Code
from server.wire import ApiError


def error_response(code: Code, status: int, retry_after: int | None = None) -> web.Response:
    """The body of every error under /api."""
    body = ApiError(code=code, retry_after=retry_after).model_dump_json()
    headers = {} if retry_after is None else {"Retry-After": str(-(-retry_after // 1000))}
    return web.Response(text=body, status=status, content_type="application/json", headers=headers)
