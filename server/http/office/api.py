"""How an endpoint is called: who asks, may they, is what they sent right, and every failure in words."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import structlog
from aiohttp import web
from pydantic import BaseModel, ValidationError

from moderation.office import Action, may
from server.http.office.endpoint import COOKIE, UNSAFE, Call, Deps, Endpoint, json_response
from server.http.office.problems import problem_response
from server.http.origin import own_origin
from server.office.base import once
from server.office.base.refusals import OfficeCode, OfficeRefused, busy, not_found
from server.office.base.wrong import wrong_fields
from server.office.staff import signing_in
from server.office.staff.signing_in import SignedIn
from server.pools import Busy

MAX_BODY = 512 * 1024
STRANGERS_BODY = 16 * 1024
"""Where nobody asks who one is, nothing larger is read out: it takes part of a second of everybody's."""

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=BaseModel)
_CHANGES = frozenset(Action) - {Action.READ}
"""What calendar feeds say may be different afterwards."""


def _same_page(request: web.Request) -> None:
    """Changes are asked for by our own pages only: the cookie is SameSite, and a form elsewhere cannot set the header."""
    if request.method not in UNSAFE:
        return
    if "X-Engawa" not in request.headers or not own_origin(request):
        raise OfficeRefused(OfficeCode.FOREIGN_PAGE)


async def _read_body(request: web.Request, model: type[M], most: int = MAX_BODY) -> M:
    if request.content_length is not None and request.content_length > most:
        raise OfficeRefused(OfficeCode.TOO_LARGE)
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise OfficeRefused(OfficeCode.TOO_LARGE) from None
    except (web.RequestPayloadError, ConnectionError):  # not compressed as its header says, or broken off
        raise OfficeRefused(OfficeCode.BAD_REQUEST) from None
    if len(raw) > most:  # it came compressed, or without its length
        raise OfficeRefused(OfficeCode.TOO_LARGE)
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise OfficeRefused(OfficeCode.INVALID, *wrong_fields(error)) from None


def _read_query(request: web.Request, model: type[M]) -> M:
    try:
        return model.model_validate(dict(request.query))
    except ValidationError as error:
        raise OfficeRefused(OfficeCode.INVALID, *wrong_fields(error)) from None


def _seen_version(request: web.Request) -> str:
    """The version that If-Match names, as an entity tag or plainly. Raises OfficeRefused(version_needed)."""
    named = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not named:
        raise OfficeRefused(OfficeCode.VERSION_NEEDED)
    return named


KEY = 100
"""Characters of a key at most."""
TRIES, WAIT = 50, 0.1
"""How often, and how long in between, the answer is looked for of what is being done just now."""


class Api:
    """Makes aiohttp handlers of endpoints."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    def route(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler of an endpoint. Whatever it raises becomes a `Problem`; our own faults have a number for the log."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await self._answer(endpoint, request)
            except OfficeRefused as refused:
                return problem_response(refused)
            except Busy as full:
                return problem_response(busy(full.wait_ms))
            except (web.HTTPException, asyncio.CancelledError):
                raise
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("office_failed", incident=incident)
                failed = OfficeRefused(OfficeCode.INTERNAL)
                failed.message += f"(番号 {incident})"
                return problem_response(failed)

        return handle

    async def _answer(self, endpoint: Endpoint, request: web.Request) -> web.StreamResponse:
        _same_page(request)
        if any("\x00" in value for value in request.match_info.values()):
            raise not_found()
        deps, now = self._deps, self._deps.now()
        who = await self._who(request, now)
        self._check(endpoint, request, who)
        call = Call(request, deps, who, now, allow=partial(self._check, endpoint, request))
        if endpoint.query is not None:
            call.query = _read_query(request, endpoint.query)
        if endpoint.body is not None:
            most = STRANGERS_BODY if endpoint.need == "nothing" else MAX_BODY
            call.body = await _read_body(request, endpoint.body, most)
        if endpoint.seen is not None:
            call.seen = endpoint.seen, _seen_version(request)
        made = await self._once(endpoint, call)
        if endpoint.plans:
            deps.changed()
        if endpoint.method in UNSAFE:
            deps.taken()
        if deps.feeds is not None and endpoint.method in UNSAFE and endpoint.need in _CHANGES:
            deps.feeds.forget()
        response = made if isinstance(made, web.StreamResponse) else json_response(made.model_dump_json())
        for cookie, value, seconds in call.cookies:
            name = deps.cookie(request, cookie)
            if seconds:
                response.set_cookie(
                    name,
                    value,
                    max_age=seconds,
                    httponly=True,
                    samesite="Strict",
                    secure=deps.secure(request),
                    path="/",
                )
            else:
                response.del_cookie(name, path="/", secure=deps.secure(request))
        return response

    async def _once(self, endpoint: Endpoint, call: Call) -> BaseModel | web.StreamResponse:
        """What the handler gives; for a request that came before with the same key, what it gave then."""
        key = call.request.headers.get("Idempotency-Key", "")
        if endpoint.method != "POST" or endpoint.streams or call.who is None or not key:
            return await endpoint.handler(call)
        if len(key) > KEY or not key.isascii():
            raise OfficeRefused(OfficeCode.BAD_REQUEST)
        database, safe = self._deps.database, self._deps.safe
        name = once.name_of(call.who.account, call.request.path_qs, key, await call.request.read())
        for _ in range(TRIES):
            done, answer = await database.read(once.answer_to, name)
            if (said := safe.open(answer)) is not None:
                return json_response(said)
            if not done:
                call.once = name
                try:
                    made = await endpoint.handler(call)
                except once.Again:
                    continue
                claimed = call.once is None  # a preview, say, writes nothing: there is nothing to remember
                if claimed and isinstance(made, BaseModel) and not call.cookies:
                    await database.write(once.keep_answer, name, safe.seal(made.model_dump_json()))
                return made
            await asyncio.sleep(WAIT)
        raise OfficeRefused(OfficeCode.ASKED_ALREADY)

    async def _who(self, request: web.Request, now: int) -> SignedIn | None:
        secret = request.cookies.get(self._deps.cookie(request, COOKIE))
        if not secret or len(secret) > 200 or not secret.isascii():
            return None
        who = await self._deps.database.read(signing_in.who, secret, now)
        if who is not None and who.stale:
            await self._deps.database.write(signing_in.seen, who.session, now)
        return who

    @staticmethod
    def _check(endpoint: Endpoint, request: web.Request, who: SignedIn | None) -> None:
        if endpoint.need == "nothing":
            return
        if who is None:
            raise OfficeRefused(OfficeCode.NOT_SIGNED_IN)
        if isinstance(endpoint.need, Action):
            organisation = request.match_info.get("o", "")
            role = who.roles.get(organisation)
            if role is None:
                raise not_found()
            if organisation in who.needs_totp:
                raise OfficeRefused(OfficeCode.TOTP_REQUIRED)
            if not may(role, endpoint.need):
                raise OfficeRefused(OfficeCode.NOT_ALLOWED)
