"""Every public address in one list. None of them needs a script or an account: those that
they have only add (web_client/public: hours.js says beside hours what a reader elsewhere has on their own clock, copy.js
copies a number)."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from server.http.public.codes import Codes
from server.http.public.feeds import Feeds
from server.http.public.pages import Pages, PublicDeps, todays
from server.http.public.programmes import Programmes
from server.http.public.reserving import Reserving
from server.http.public.theming import Theming
from server.http.public.words import language_of
from server.office.base.refusals import OfficeRefused, busy
from server.office.papers.public import Moved
from server.pools import Busy


def add_public_pages(app: web.Application, deps: PublicDeps) -> None:
    """Add the public pages' routes."""
    pages = Pages(deps.page_title)
    codes, feeds = Codes(deps, pages), Feeds(deps, pages)
    programmes, reserving = Programmes(deps, pages), Reserving(deps, pages, codes)
    theming = Theming(deps, pages, codes)
    get, post = app.router.add_get, app.router.add_post
    get("/p/{slug}", _calm(pages, programmes.organisation))
    get("/first/{slug}", _calm(pages, programmes.first))
    get("/p/{slug}/{programme}", _calm(pages, programmes.programme))
    get("/p/{slug}/{programme}/{session}", _calm(pages, reserving.reserve_form))
    post("/p/{slug}/{programme}/{session}", _calm(pages, reserving.reserve))
    get("/p/{slug}/{programme}/{session}/enter", _calm(pages, programmes.enter))
    get("/p/{slug}/{programme}/{session}/theme", _calm(pages, theming.form))
    post("/p/{slug}/{programme}/{session}/theme", _calm(pages, theming.send))
    get("/drawn/{kind}.svg", _calm(pages, programmes.drawing))
    get("/y", _calm(pages, codes.code_form))
    get("/y/{tag}", _calm(pages, codes.seen))
    get("/y/{tag}/day.ics", _calm(pages, codes.day))
    get("/y/{tag}/number.png", _calm(pages, codes.picture))
    get("/y/{tag}/theme", _calm(pages, theming.form_of_code))
    post("/y/{tag}/theme", _calm(pages, theming.send_of_code))
    post("/y", _calm(pages, codes.show_code))
    post("/y/cancel", _calm(pages, codes.cancel_code))
    get("/calendar/staff/{secret}/{slug}.ics", _calm(pages, feeds.staff_feed))
    get("/calendar/session/{mark}/day.ics", _calm(pages, feeds.day))
    get("/calendar/{slug}.ics", _calm(pages, feeds.feed))
    get("/calendar/{slug}/{programme}.ics", _calm(pages, feeds.feed))


def _calm(pages: Pages, handler: Handler) -> Handler:
    """What no database can look for is not found, an address of before leads to today's, what is no text is a bad request,
    and a form that is refused, or a pool that is full, says so on a page."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if any("\x00" in value for value in request.match_info.values()):
            raise web.HTTPNotFound
        try:
            return await handler(request)
        except Moved as moved:
            raise todays(request, moved.to) from None
        except OfficeRefused as refused:
            return pages.sorry(refused, language_of(request.query.get("lang")))
        except UnicodeDecodeError:
            raise web.HTTPBadRequest from None
        except Busy as full:
            return pages.sorry(busy(full.wait_ms), language_of(request.query.get("lang")), request.path)

    return handle
