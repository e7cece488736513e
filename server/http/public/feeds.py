"""Calendar feeds: of an organisation, of a programme, of one of the staff by a secret address; and one session's day.

Calendars ask again and again, all of a town's at the same hour, so a feed is made once and kept as bytes: one at a time for
each address, in the workshop, forgotten when staff change something and after five minutes in any case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from aiohttp import ETag, web

from server.http.public.pages import PRIVATE, Pages, PublicDeps, where
from server.office.base.refusals import OfficeRefused, not_found
from server.office.papers import feeds, public
from server.pools import DAYS, FEEDS


class Feeds:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def feed(self, request: web.Request) -> web.Response:
        """GET /calendar/{slug}.ics and /calendar/{slug}/{programme}.ics"""
        wanted, base = where(request), self._deps.addresses(request).base
        try:
            body = await self._kept(("public", wanted, base), public.feed, wanted, base, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, "ja")
        return _calendar(request, body, {"Cache-Control": "max-age=900"})

    async def staff_feed(self, request: web.Request) -> web.Response:
        """GET /calendar/staff/{secret}/{slug}.ics"""
        secret, slug = request.match_info["secret"], request.match_info["slug"]
        base = self._deps.addresses(request).base
        try:
            who = await self._deps.database.public.read(public.staff_of_feed, secret, slug)
            body = await self._kept(("staff", who, base), public.staff_feed, *who, base, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, "ja")
        return _calendar(request, body, PRIVATE)

    async def day(self, request: web.Request) -> web.Response:
        """GET /calendar/session/{mark}/day.ics: one session's day, for whoever was given its mark with a link."""
        deps = self._deps
        session = deps.read_day(request.match_info["mark"])
        if session is None:
            raise not_found()
        base = deps.addresses(request).base
        said = await deps.database.public.read(feeds.one_day, session, deps.page_title, base, deps.now())
        body = await deps.pools.workshop.run(DAYS, feeds.written, said, asker=f"public {deps.visitor(request)}")
        return _calendar(request, body, PRIVATE)

    async def _kept(self, name: tuple[object, ...], say: Callable[..., feeds.Feed], *about: object) -> bytes:
        deps = self._deps

        async def make() -> bytes:
            said = await deps.database.aside.read(say, *about)
            return await deps.pools.workshop.run(FEEDS, feeds.written, said)

        return await deps.feeds.get(name, make)


def _calendar(request: web.Request, body: bytes, headers: dict[str, str]) -> web.Response:
    """A file, or 304 for whoever has these very bytes: the same days are the same bytes, whenever they are asked for."""
    mark = ETag(hashlib.sha256(body).hexdigest()[:32])
    if any(each.value == mark.value for each in request.if_none_match or ()):
        answer = web.Response(status=304, headers=headers)
    else:
        answer = web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)
    answer.etag = mark
    return answer
