"""手元リモコン over HTTP: a desk offers, a telephone claims, the desk answers, and the telephone gets a token of its own.

Nothing of the room is told here, and to a telephone nothing at all but a number before はい at the desk
(`server.live.offers`). The token speaks for the same person as the desk's and for the same link, so that it ends with that;
it is marked as a remote's, and the room lets it in only as long as it keeps it among its person's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog
from aiohttp import web
from pydantic import ValidationError

from rooms.base import STAFF_ROLES, Wire
from rooms.refusals import Code, Refusal
from server.http.errors import error_response
from server.http.join import MAX_BODY, Joining, answered, check_link
from server.http.origin import foreign
from server.identity.ids import new_id
from server.identity.links import LinkRefused, Signer, Token
from server.live.offers import Offer, Offers
from server.ports import LinkRecord, Office, Room
from server.wire import (
    RemoteAnswered,
    RemoteByDesk,
    RemoteClaim,
    RemoteClaimed,
    RemoteOffer,
    RemoteToken,
    RemoteWait,
)

PAGE = "/m"
M = TypeVar("M", bound=Wire)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RemoteDeps:
    """What remotes need of the server."""

    joining: Joining
    office: Office
    signer: Signer
    now: Callable[[], int]
    """Milliseconds since 1970."""
    base_url: Callable[[web.Request], str]
    find: Callable[[str], Awaitable[Room | Refusal]]
    """The way to the room of a session."""


class Refused(Exception):
    """Said to whoever asked, with a code."""

    def __init__(self, code: Code, status: int = 403, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.retry_after = retry_after


class Remotes:
    """Answers POST under /api/remote."""

    def __init__(self, deps: RemoteDeps) -> None:
        self._deps = deps
        self._offers = Offers(deps.now)

    def add(self, app: web.Application) -> None:
        """Add the routes. Each takes and answers a model of `server.wire`."""
        for name, handle in {
            "": self._offer,
            "/look": self._look,
            "/withdraw": self._withdraw,
            "/answer": self._answer,
            "/claim": self._claim,
            "/wait": self._wait,
        }.items():
            app.router.add_post(f"/api/remote{name}", _told(handle))

    # -- the desk --------------------------------------------------------------------------------------------------

    async def _offer(self, request: web.Request) -> Wire:
        token, _ = await self._desk((await _read(request, RemoteByDesk)).token)
        if not _or_refused(await self._deps.find(token.session)).has(token.person):
            raise Refused(Code.NOT_ENTERED)
        offer = self._offers.make(token.session, token.person)
        url = f"{self._deps.base_url(request).rstrip('/')}{PAGE}#{offer.word}"
        return RemoteOffer(url=url, qr=await self._deps.joining.qr(url), until=offer.until)

    async def _look(self, request: web.Request) -> Wire:
        token, _ = await self._desk((await _read(request, RemoteByDesk)).token)
        offer = _or_refused(self._offers.of_desk(token.session, token.person))
        return RemoteOffer(url="", qr=None, until=offer.until, number=offer.number)

    async def _withdraw(self, request: web.Request) -> Wire:
        token, _ = await self._desk((await _read(request, RemoteByDesk)).token)
        self._offers.withdraw(token.session, token.person)
        return RemoteToken(token=None)

    async def _answer(self, request: web.Request) -> Wire:
        asked = await _read(request, RemoteAnswered)
        token, _ = await self._desk(asked.token)
        room = _or_refused(await self._deps.find(token.session))
        offer = _or_refused(self._offers.answer(token.session, token.person, asked.number, yes=asked.yes))
        if asked.yes:
            remote = new_id()
            refusal = await room.add_remote(token.person, remote)
            if refusal is not None:
                offer.answered = False
                raise Refused(refusal.code, 403, refusal.retry_after)
            offer.token = self._deps.signer.token(replace(token, device=offer.device, remote=remote))
            log.info("remote_added", room=token.session, actor=token.person)
        return RemoteToken(token=None)

    async def _desk(self, text: str) -> tuple[Token, LinkRecord]:
        """Who stands at a desk, by its token, and the link by which that was given out, if both still stand. Whoever can
        stand at none is told so before anything is looked up. Raises Refused."""
        try:
            token = self._deps.signer.read_token(text)
            if token.role not in STAFF_ROLES or token.remote:
                raise Refused(Code.NOT_ALLOWED)
            link = await self._deps.office.link(token.link)
            if link is None or link.session != token.session:
                raise Refused(Code.TOKEN_INVALID)
            check_link(link, self._deps.now())
        except LinkRefused as refused:
            raise Refused(refused.code) from refused
        return token, link

    # -- the telephone ---------------------------------------------------------------------------------------------

    async def _claim(self, request: web.Request) -> Wire:
        asked = await _read(request, RemoteClaim)
        offer = _or_refused(self._offers.claim(asked.offer, asked.device))
        return RemoteClaimed(claim=offer.claim, number=offer.number)

    async def _wait(self, request: web.Request) -> Wire:
        asked = await _read(request, RemoteWait)
        return RemoteToken(token=_or_refused(self._offers.claimed(asked.claim)).token)


A = TypeVar("A", Offer, Room)


def _or_refused(found: A | Refusal) -> A:
    if isinstance(found, Refusal):
        raise Refused(found.code, 403, found.retry_after)
    return found


async def _read(request: web.Request, model: type[M]) -> M:
    """The body of a request of a page of ours. Raises Refused."""
    if foreign(request):
        raise Refused(Code.BAD_REQUEST, 403)
    if request.content_type != "application/json":
        raise Refused(Code.BAD_REQUEST, 415)
    body = await request.read()
    if len(body) > MAX_BODY:
        raise Refused(Code.TOO_LARGE, 413)
    try:
        return model.model_validate_json(body)
    except ValidationError:
        raise Refused(Code.BAD_REQUEST, 400) from None


def _told(handle: Callable[[web.Request], Awaitable[Wire]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return answered(await handle(request))
        except Refused as refused:
            return error_response(refused.code, refused.status, refused.retry_after)

    return handler
