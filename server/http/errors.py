"""HTTP errors under /api, outside the office (whose problems say more: `server.http.office`)."""

from __future__ import annotations

from aiohttp import web

from rooms.refusals import Code
from server.wire import ApiError, Contact


def error_response(
    code: Code, status: int, retry_after: int | None = None, contact: Contact | None = None
) -> web.Response:
    """A refusal as JSON (`server.wire.ApiError`). `retry_after` is in milliseconds; the header rounds up to seconds."""
    body = ApiError(code=code, retry_after=retry_after, contact=contact).model_dump_json()
    headers = {} if retry_after is None else {"Retry-After": str(-(-retry_after // 1000))}
    return web.Response(text=body, status=status, content_type="application/json", headers=headers)
