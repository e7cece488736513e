"""What an endpoint is, and how one is called: who asks, may they, is what they sent right, and every failure in words.

A path that begins with /{o} belongs to an organisation: whoever is no member of it gets 404, as if it did not exist.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema

from moderation.office import Action, may
from server.office.base import models
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong, not_found
from server.office.sessions.links import Addresses
from server.office.staff import accounts
from server.office.staff.accounts import SignedIn

COOKIE = "engawa_staff"
MARK = "engawa_known"
"""A signed mark of a browser that has signed in before: it is never slowed down because of others."""
MAX_BODY = 512 * 1024
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=BaseModel)
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Need = Literal["nothing", "account"] | Action


@dataclass(frozen=True, slots=True)
class Deps:
    """What the office's endpoints need of the server."""

    database: Database
    safe: Safe
    now: Callable[[], int]
    addresses: Callable[[web.Request], Addresses]
    visitor: Callable[[web.Request], str]
    """The address somebody asks from, for the log of sign-ins and for rates."""
    fonts: Any
    """Folder of the fonts for notices."""
    sign: Callable[[str], str]
    unsign: Callable[[str], str | None]
    changed: Callable[[], None] = lambda: None
    """Called after sessions may have been planned, so that rooms that are due open at once."""
    mail: bool = True
    """Whether mail can be sent: an address that nothing will ever be sent to is not kept."""
    secure: Callable[[web.Request], bool] = lambda request: request.scheme == "https"


@dataclass(slots=True)
class Call:
    """One request, after everything about it was checked."""

    request: web.Request
    deps: Deps
    who: SignedIn | None
    now: int
    body: Any = None
    query: Any = None
    cookies: list[tuple[str, str, int]] = field(default_factory=list)
    """(name, value, seconds) to set; no seconds deletes."""

    @property
    def account(self) -> str:
        if self.who is None:
            raise OfficeRefused(OfficeCode.NOT_SIGNED_IN)
        return self.who.account

    @property
    def organisation(self) -> str:
        return self.request.match_info["o"]

    @property
    def addresses(self) -> Addresses:
        return self.deps.addresses(self.request)

    def param(self, name: str) -> str:
        return self.request.match_info[name]


Handler = Callable[[Call], Awaitable[BaseModel | web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: Method
    path: str
    """After /api/office."""
    says: str
    """One line for the OpenAPI document."""
    need: Need
    handler: Handler
    answer: type[BaseModel] | str
    """A model, or a content type."""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    refusals: Sequence[OfficeCode] = ()

    @property
    def of_organisation(self) -> bool:
        return self.path.startswith("/{o}")


_WORDS = {
    "missing": "入れてください",
    "string_too_short": "入れてください",
    "string_too_long": "長すぎます",
    "too_long": "多すぎます",
    "too_short": "ひとつは入れてください",
    "string_pattern_mismatch": "この形では使えません",
    "extra_forbidden": "知らない項目です",
    "int_parsing": "数を入れてください",
    "int_type": "数を入れてください",
    "int_from_float": "数を入れてください",
    "greater_than_equal": "小さすぎます",
    "less_than_equal": "大きすぎます",
    "enum": "選べるものから選んでください",
    "literal_error": "選べるものから選んでください",
    "date_from_datetime_parsing": "日付は 2026-04-01 の形です",
    "date_parsing": "日付は 2026-04-01 の形です",
    "date_type": "日付は 2026-04-01 の形です",
    "date_from_datetime_inexact": "日付は 2026-04-01 の形です",
    "bool_parsing": "はい か いいえ です",
    "bool_type": "はい か いいえ です",
    "string_type": "文字を入れてください",
    "json_invalid": "送られたものを読めませんでした",
}


def wrong_fields(error: ValidationError) -> tuple[Wrong, ...]:
    """What did not validate, as fields with a sentence each. The tags of unions are no part of a path."""
    fields = []
    for each in error.errors(include_url=False, include_input=False, include_context=True):
        kind = each["type"]
        context = each.get("ctx", {})
        words = str(context["words"]) if "words" in context else _WORDS.get(kind, "確かめてください")
        if kind == "string_too_short" and context.get("min_length", 1) > 1:
            words = f"{context['min_length']}文字より短くはできません"
        tags = {"skip", "cancel", "restore", "move", "add", "replace"}
        parts = [str(part) for part in each["loc"] if part not in tags]
        fields.append(Wrong(".".join(parts), kind, words))
    return tuple(fields)


def problem_response(refused: OfficeRefused) -> web.Response:
    body = models.Problem(
        code=str(refused.code),
        message=refused.message,
        fields=tuple(models.FieldError(at=each.at, code=each.code, message=each.message) for each in refused.fields),
    )
    headers = {"Cache-Control": "no-store"}
    if refused.wait_ms is not None:
        headers["Retry-After"] = str(-(-refused.wait_ms // 1000))
    return web.Response(
        text=body.model_dump_json(), status=refused.status, content_type="application/json", headers=headers
    )


def _host_of(origin: str) -> str:
    """Empty for an origin that is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _same_page(request: web.Request) -> None:
    """Changes are asked for by our own pages only: the cookie is SameSite, and a form elsewhere cannot set the header."""
    if request.method not in _UNSAFE:
        return
    origin = request.headers.get("Origin")
    hosts = {request.host, request.headers.get("X-Forwarded-Host")} - {None, ""}
    if "X-Engawa" not in request.headers or (origin is not None and _host_of(origin) not in hosts):
        raise OfficeRefused(OfficeCode.FOREIGN_PAGE)


async def _read_body(request: web.Request, model: type[M]) -> M:
    if request.content_length is not None and request.content_length > MAX_BODY:
        raise OfficeRefused(OfficeCode.TOO_LARGE)
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise OfficeRefused(OfficeCode.TOO_LARGE) from None
    except web.RequestPayloadError:  # not compressed as its header says
        raise OfficeRefused(OfficeCode.BAD_REQUEST) from None
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise OfficeRefused(OfficeCode.INVALID, *wrong_fields(error)) from None


def _read_query(request: web.Request, model: type[M]) -> M:
    try:
        return model.model_validate(dict(request.query))
    except ValidationError as error:
        raise OfficeRefused(OfficeCode.INVALID, *wrong_fields(error)) from None


class Api:
    """Makes aiohttp handlers of endpoints."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    def route(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await self._answer(endpoint, request)
            except OfficeRefused as refused:
                return problem_response(refused)
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
        call = Call(request, deps, who, now)
        if endpoint.query is not None:
            call.query = _read_query(request, endpoint.query)
        if endpoint.body is not None:
            call.body = await _read_body(request, endpoint.body)
        made = await endpoint.handler(call)
        response = made if isinstance(made, web.StreamResponse) else _json(made)
        for name, value, seconds in call.cookies:
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
                response.del_cookie(name, path="/")
        return response

    async def _who(self, request: web.Request, now: int) -> SignedIn | None:
        secret = request.cookies.get(COOKIE)
        if not secret or len(secret) > 200 or not secret.isascii():
            return None
        who = await self._deps.database.read(accounts.who, secret, now)
        if who is not None and who.stale:
            await self._deps.database.write(accounts.seen, who.session, now)
        return who

    @staticmethod
    def _check(endpoint: Endpoint, request: web.Request, who: SignedIn | None) -> None:
        if endpoint.need == "nothing":
            return
        if who is None:
            raise OfficeRefused(OfficeCode.NOT_SIGNED_IN)
        if isinstance(endpoint.need, Action):
            role = who.roles.get(request.match_info.get("o", ""))
            if role is None:
                raise not_found()
            if not may(role, endpoint.need):
                raise OfficeRefused(OfficeCode.NOT_ALLOWED)


def _json(made: BaseModel) -> web.Response:
    return web.Response(
        text=made.model_dump_json(), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


# -- OpenAPI -------------------------------------------------------------------------------------------------------


def openapi(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the office."""
    used: set[type[BaseModel]] = {models.Problem}
    for endpoint in endpoints:
        used |= {each for each in (endpoint.body, endpoint.answer) if isinstance(each, type)}
    ordered = sorted(used, key=lambda each: each.__name__)
    _, document = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        path = f"/api/office{endpoint.path}".replace("{o}", "{organisation}")
        operation = paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
        if any(each.path == endpoint.path.removeprefix("/{o}") != endpoint.path for each in endpoints):
            operation["operationId"] += "_of_organisation"  # the same is there without one
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Engawa office",
            "version": "1",
            "description": "Scheduling, invitations and counts. Unsafe methods need the header X-Engawa: 1.",
        },
        "paths": paths,
        "components": {
            "schemas": json.loads(json.dumps(document.get("$defs", {}))),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    named = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    parameters = [
        {
            "name": "organisation" if name == "o" else name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        }
        for name in named
    ]
    if endpoint.query is not None:
        schema = endpoint.query.model_json_schema()
        required = schema.get("required", [])
        defs = schema.get("$defs", {})
        for name, field_schema in schema["properties"].items():
            reference = field_schema.get("$ref", "")
            plain = defs.get(reference.rsplit("/", 1)[-1], field_schema) if reference else field_schema
            parameters.append({"name": name, "in": "query", "required": name in required, "schema": plain})
    if endpoint.method in _UNSAFE:
        parameters.append(
            {"name": "X-Engawa", "in": "header", "required": True, "schema": {"type": "string", "const": "1"}}
        )
    answer = (
        {"application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.answer.__name__}"}}}
        if isinstance(endpoint.answer, type)
        else {endpoint.answer: {"schema": {"type": "string", "format": "binary"}}}
    )
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation: dict[str, Any] = {
        "summary": endpoint.says,
        "operationId": _operation_id(endpoint),
        "parameters": parameters,
        "responses": {
            "200": {"description": "Done", "content": answer},
            "default": {"description": "Refused, with a stable code and a sentence", "content": problem},
        },
    }
    if endpoint.need != "nothing":
        operation["security"] = [{"session": []}]
    if isinstance(endpoint.need, Action):
        operation["x-permission"] = str(endpoint.need)
    if endpoint.body is not None:
        reference = {"$ref": f"#/components/schemas/{endpoint.body.__name__}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
    return operation


def _operation_id(endpoint: Endpoint) -> str:
    words = [part.strip("{}").replace(".", "_") for part in endpoint.path.split("/") if part and part != "{o}"]
    return "_".join([endpoint.method.lower(), *words]).replace("-", "_")
