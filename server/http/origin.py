"""Whether a request comes from a page of ours, as far as a browser says so."""

from __future__ import annotations

from aiohttp import web

from server.origins import is_ours


def own_origin(request: web.Request) -> bool:
    """Whether the Origin is ours. Requests without one (old browsers, programs) count as ours."""
    origin = request.headers.get("Origin")
    return origin is None or is_ours(origin, request.host, request.headers.get("X-Forwarded-Host"))


def foreign(request: web.Request) -> bool:
    """Whether a form was sent by somebody else's page. Sec-Fetch-Site decides where a browser says it, Origin elsewhere;
    a page that hides its origin ("null") is foreign."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return not own_origin(request) and not (site is not None and request.headers.get("Origin") == "null")
