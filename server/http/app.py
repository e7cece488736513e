"""The aiohttp application: routes, the headers every answer carries, and errors in words.

No traceback ever reaches a user: what is wrong with a request is answered with a code, what is wrong with us with an
incident number that stands in the log.
"""

from __future__ import annotations

import asyncio
import html
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from rooms.refusals import Code
from server.http import bringing
from server.http.errors import error_response
from server.http.hosts import NOT_OURS, is_local, own_address
from server.http.ideas import ideas
from server.http.join import Joining
from server.http.pages import add_pages
from server.http.pictures import Pictures
from server.http.remote import Remotes
from server.office.content import Living
from server.pools import Busy

Checks = Callable[[], Awaitable[dict[str, object]]]

MAX_BODY = 512 * 1024
HEALTH, READY = "/api/health", "/api/ready"
STRICT_SECONDS = 31_536_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'{styles}; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; media-src 'self' blob: mediastream:; manifest-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HttpDeps:
    """What the application needs of the rest of the server."""

    joining: Joining
    web_root: str
    page_title: str
    """Stands on every page's tab, also where nothing was found."""
    ready: Checks
    """Named checks; ready if none of them is False."""
    public_url: str | None = None
    """What links begin with. Without it only this machine's own names are answered."""
    styles: Sequence[str] = ()
    """SHA-256, in base64, of each style sheet that stands in a page itself."""
    add_office: Callable[[web.Application], None] = lambda app: None
    """Adds the office's routes, the public pages and the slides."""
    pictures: Pictures = field(default_factory=Pictures)
    content: Living = field(default_factory=Living)
    """What there is ready-made."""
    remotes: Remotes | None = None
    themes: Handler | None = None
    """Answers the desk that asks for what was sent beforehand."""
    decided: Handler | None = None
    """Answers the desk that asks for what the meeting before decided."""


_WORDS = {
    404: "ページが見つかりません。",
    NOT_OURS: "このアドレスでは、まだひらけません。サーバーを用意する人は、ENGAWA_PUBLIC_URL を決めてください。",
}


def _plain(status: int, page_title: str) -> web.Response:
    words = _WORDS.get(status, "うまくひらけませんでした。もう一度おためしください。")
    title = html.escape(page_title)
    text = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>{title}</title><p>{words}</p></html>'
    return web.Response(text=text, status=status, content_type="text/html")


def _errors(page_title: str) -> Middleware:
    """Every failure as a code under /api, and as a sentence elsewhere."""

    @web.middleware
    async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        api = request.path.startswith("/api/")
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            code = {404: Code.NOT_FOUND, 405: Code.NOT_FOUND, 413: Code.TOO_LARGE}.get(error.status, Code.BAD_REQUEST)
            return error_response(code, error.status) if api else _plain(error.status, page_title)
        except Busy as full:
            return error_response(Code.OVERLOADED, 503, full.wait_ms) if api else _plain(503, page_title)
        except web.RequestPayloadError:  # not compressed as its header says, or not as long
            return error_response(Code.BAD_REQUEST, 400) if api else _plain(400, page_title)
        except Exception as error:
            if isinstance(error, ConnectionError) and request.transport is None:
                return web.Response(status=400)  # whoever asked is gone: nobody is told, and nothing went wrong here
            log.exception("request_failed", incident=secrets.token_hex(4))
            return error_response(Code.INTERNAL, 500) if api else _plain(500, page_title)

    return errors


def _headers(deps: HttpDeps) -> dict[str, str]:
    """What every answer carries. Style sheets that stand in a page are known by their hashes; the attributes in which the
    plan and the calendar say where something stands are allowed."""
    styles = "".join(f" 'sha256-{digest}'" for digest in deps.styles)
    policy = {"Content-Security-Policy": HEADERS["Content-Security-Policy"].format(styles=styles)}
    strict = {"Strict-Transport-Security": f"max-age={STRICT_SECONDS}"}
    # Not with the throw-away certificate: a browser would refuse to come back to a machine that was only tried out.
    return {**HEADERS, **policy, **(strict if (deps.public_url or "").startswith("https:") else {})}


def _hosts(page_title: str) -> Middleware:
    """Nobody is answered by a name that is not ours: it would stand in links that others follow (`server.http.hosts`)."""

    @web.middleware
    async def hosts(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in (HEALTH, READY) or is_local(request.host, own_address(request)):
            return await handler(request)
        if request.path.startswith("/api/"):
            return error_response(Code.BAD_REQUEST, NOT_OURS)
        return _plain(NOT_OURS, page_title)

    return hosts


BODY_SECONDS = 20.0
"""For a whole body of at most half a megabyte to arrive."""


def _seconds(request: web.Request) -> float:
    resource = request.match_info.route.resource
    return bringing.SECONDS if resource is not None and resource.canonical in bringing.PATHS else BODY_SECONDS


@web.middleware
async def _impatient(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A body that does not come ends its connection, whoever is reading it: nothing is held open for half a request."""

    def give_up() -> None:
        if not request.content.is_eof() and request.transport is not None:
            request.transport.abort()

    if not request.body_exists:
        return await handler(request)
    timer = asyncio.get_running_loop().call_later(_seconds(request), give_up)
    try:
        return await handler(request)
    finally:
        timer.cancel()


def build_app(deps: HttpDeps) -> web.Application:
    """The application, without the socket (which attaches itself)."""
    middlewares = [_impatient, _errors(deps.page_title)]
    if deps.public_url is None:
        middlewares.insert(0, _hosts(deps.page_title))
    app = web.Application(middlewares=middlewares, client_max_size=MAX_BODY)
    headers = _headers(deps)

    async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)

    app.on_response_prepare.append(add_headers)

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(_: web.Request) -> web.Response:
        checks = await deps.ready()
        good = all(value is not False for value in checks.values())
        return web.json_response({"ok": good, **checks}, status=200 if good else 503)

    app.router.add_get(HEALTH, health)
    app.router.add_get(READY, ready)
    app.router.add_post("/api/join", deps.joining.handle)
    app.router.add_get("/api/ideas", ideas(deps.content))
    if deps.remotes is not None:
        deps.remotes.add(app)
    if deps.themes is not None:
        app.router.add_get("/api/themes", deps.themes)
    if deps.decided is not None:
        app.router.add_get("/api/decided", deps.decided)
    app.router.add_get("/api/avatars/{style}/{seed}.svg", deps.pictures.avatar)
    deps.add_office(app)
    add_pages(app, deps.web_root, deps.page_title)
    return app
