"""Slides over HTTP, by a room's token: those who may begin an activity bring, list and delete decks; whoever sees a page
gets it.

Each request for a page asks the room first, at that moment, whether this person's place sees this page: the address of a
page is no secret, and onlookers, those who wait, those of another session and those who left have none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from moderation.permissions import may
from rooms.activities.slides import MOST
from rooms.commands import StartActivity
from rooms.refusals import Code, Refusal
from server.http.bearer import Identify, bearer
from server.http.bringing import Bringing
from server.http.errors import error_response
from server.office.base import models
from server.office.decks import keeping
from server.ports import Room, SlidePage, SlidesRefused, Visitor

T = TypeVar("T")
_PRIVATE = {"Cache-Control": "no-store"}
_STATUS = {
    Code.TOO_LARGE: 413,
    Code.BAD_REQUEST: 400,
    Code.SESSION_ENDED: 409,
    Code.TOO_MANY_DECKS: 409,
    Code.SLIDES_FULL: 409,
    Code.SLIDES_WAIT: 503,
    Code.DISK_FULL: 507,
    Code.NOT_FOUND: 404,
    Code.OVERLOADED: 503,
    Code.STORAGE_FAILED: 503,
    Code.SHUTTING_DOWN: 503,
}
"""Of a refusal that is not by who asks (403), nor by what was brought (422)."""
_OF_PDF = frozenset({Code.NOT_A_PDF, Code.PDF_LOCKED, Code.PDF_TOO_HARD, Code.TOO_MANY_PAGES})


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class SlideDeps:
    """What the endpoints need of the server."""

    bringing: Bringing
    identify: Identify
    """Whom a token speaks for."""
    find: Callable[[str], Awaitable[Room | Refusal]]
    """The room of a session."""


Handler = Callable[[SlideDeps, web.Request], Awaitable[web.Response]]


async def _visitor(deps: SlideDeps, request: web.Request) -> Visitor:
    visitor = await bearer(request, deps.identify)
    if isinstance(visitor, Refusal):
        raise _Refused(visitor)
    return visitor


async def _leader(deps: SlideDeps, request: web.Request) -> Visitor:
    """Somebody who may begin an activity."""
    visitor = await _visitor(deps, request)
    if not may(visitor.role, StartActivity):
        raise _Refused(Refusal(Code.NOT_ALLOWED))
    return visitor


async def bring(deps: SlideDeps, request: web.Request) -> web.Response:
    """POST /api/slides?name=: a PDF as the body, to a `DeckShown`."""
    visitor = await _leader(deps, request)
    bringing = deps.bringing

    async def write(work: Callable[..., T], *args: Any) -> T:
        """With the right looked at once more: minutes may have gone by since, and it may have been taken away."""
        if (await _leader(deps, request)).session != visitor.session:
            raise _Refused(Refusal(Code.TOKEN_INVALID))
        return await bringing.database.write(work, *args)

    made = await bringing.take(request, visitor.session, request.query.get("name", ""), write)
    return _json(made.model_dump_json())


async def listed(deps: SlideDeps, request: web.Request) -> web.Response:
    """GET /api/slides: the `Decks` of one's session."""
    visitor = await _leader(deps, request)
    bringing = deps.bringing
    there = await bringing.database.read(keeping.listed, bringing.safe, visitor.session)
    return _json(models.Decks(decks=there).model_dump_json())


async def delete(deps: SlideDeps, request: web.Request) -> web.Response:
    """DELETE /api/slides/{deck}: one that is gone already is gone."""
    visitor = await _leader(deps, request)
    deck = request.match_info["deck"]
    await deps.bringing.database.write(keeping.drop, visitor.session, deck)
    deps.bringing.forget(visitor.session, deck)
    return await listed(deps, request)


async def _seen(deps: SlideDeps, request: web.Request) -> tuple[str, str, int]:
    """(session, deck, page) that somebody asks for and may have."""
    visitor = await _visitor(deps, request)
    deck, page = request.match_info["deck"], request.match_info["page"]
    room = await deps.find(visitor.session)
    if isinstance(room, Refusal):
        raise _Refused(room)
    number = int(page) if len(page) <= len(str(MOST)) else 0
    if not room.sees_slide(visitor.person, deck, number):
        raise _Refused(Refusal(Code.NOT_FOUND))  # the same as where there is none
    return visitor.session, deck, number


async def picture(deps: SlideDeps, request: web.Request) -> web.Response:
    """GET /api/slides/{deck}/{page}: a page as WebP."""
    wanted = await _seen(deps, request)

    async def load() -> bytes:
        return (await _page(deps, *wanted)).picture

    body = await deps.bringing.pictures.get(wanted, load)
    return web.Response(body=body, content_type="image/webp", headers=_PRIVATE)


async def text(deps: SlideDeps, request: web.Request) -> web.Response:
    """GET /api/slides/{deck}/{page}/text: what is written on it."""
    wanted = await _seen(deps, request)

    async def load() -> str:
        return (await _page(deps, *wanted)).text

    said = await deps.bringing.texts.get(wanted, load)
    return web.Response(text=said, content_type="text/plain", headers=_PRIVATE)


async def _page(deps: SlideDeps, session: str, deck: str, number: int) -> SlidePage:
    bringing = deps.bringing
    found = await bringing.database.read(keeping.page, bringing.safe, session, deck, number)
    if found is None:
        raise _Refused(Refusal(Code.NOT_FOUND))
    return found


def _json(body: str) -> web.Response:
    return web.Response(text=body, content_type="application/json", headers=_PRIVATE)


def _refused(refusal: Refusal) -> web.Response:
    status = 422 if refusal.code in _OF_PDF else _STATUS.get(refusal.code, 403)
    response = error_response(refusal.code, status, refusal.retry_after)
    response.headers.update(_PRIVATE)
    return response


def add_slides(app: web.Application, deps: SlideDeps) -> None:
    """Add the routes to an application."""

    def calm(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            if any("\x00" in value for value in request.match_info.values()):
                return _refused(Refusal(Code.NOT_FOUND))
            try:
                return await handler(deps, request)
            except _Refused as refused:
                return _refused(refused.refusal)
            except SlidesRefused as refused:
                return _refused(Refusal(refused.code))

        return handle

    app.router.add_get("/api/slides", calm(listed))
    app.router.add_post("/api/slides", calm(bring))
    app.router.add_delete("/api/slides/{deck}", calm(delete))
    app.router.add_get(r"/api/slides/{deck}/{page:\d+}", calm(picture))
    app.router.add_get(r"/api/slides/{deck}/{page:\d+}/text", calm(text))
