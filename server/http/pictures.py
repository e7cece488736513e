"""Avatars over HTTP: decided by their address alone, so they are cached for ever."""

from __future__ import annotations

import asyncio

from aiohttp import web

from rooms.refusals import Code
from server.http.errors import error_response
from server.identity.avatars import draw


async def avatar(request: web.Request) -> web.Response:
    """GET /api/avatars/{style}/{seed}.svg"""
    # In a thread, since the first picture of a style reads the whole style.
    svg = await asyncio.to_thread(draw, request.match_info["style"], request.match_info["seed"])
    if svg is None:
        return error_response(Code.AVATAR_UNKNOWN, 404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return web.Response(text=svg, content_type="image/svg+xml", headers=headers)
