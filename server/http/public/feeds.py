"""Calendar feeds: of an organisation, of a programme, and of one of the staff by a secret address."""

from __future__ import annotations

from aiohttp import web

from server.http.public.pages import PRIVATE, Pages, PublicDeps, where
from server.office.base.refusals import OfficeRefused
from server.office.papers import public


class Feeds:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def feed(self, request: web.Request) -> web.Response:
        """GET /calendar/{slug}.ics and /calendar/{slug}/{programme}.ics"""
        base = self._deps.addresses(request).base
        try:
            body = await self._deps.database.read(public.feed, where(request), base, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, "ja")
        return _calendar(body, {"Cache-Control": "max-age=900"})

    async def staff_feed(self, request: web.Request) -> web.Response:
        """GET /calendar/staff/{secret}/{slug}.ics"""
        secret, slug = request.match_info["secret"], request.match_info["slug"]
        base = self._deps.addresses(request).base
        try:
            body = await self._deps.database.read(public.staff_feed, secret, slug, base, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, "ja")
        return _calendar(body, PRIVATE)


def _calendar(body: bytes, headers: dict[str, str]) -> web.Response:
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)
