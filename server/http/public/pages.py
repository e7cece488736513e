"""What all public pages have in common: their templates, their languages, their headers, and the page that says sorry.

Handlers ask the office (`server.office.papers.public`) in one transaction each, and turn its values into words.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from server.http.public.words import LANGUAGES, WORDS
from server.kept import Kept
from server.office.base import models
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.refusals import OfficeRefused
from server.office.papers.public import Where
from server.office.papers.words import Language
from server.office.sessions.links import Addresses
from server.pools import Pools

HEADERS = {"X-Robots-Tag": "index, follow", "Cache-Control": "no-cache"}
FEEDS_BYTES, FEEDS_MS = 32_000_000, 5 * 60_000
"""Of calendar feeds that are kept, all together, and for how long."""
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class PublicDeps:
    """What the public pages need of the server."""

    database: Database
    safe: Safe
    now: Callable[[], int]
    """Milliseconds since 1970."""
    addresses: Callable[[web.Request], Addresses]
    visitor: Callable[[web.Request], str]
    """The address that somebody asks from, for rates."""
    page_title: str
    mail: bool
    """Whether mail can be sent: an address that nothing will ever be sent to is not asked for."""
    pools: Pools = field(default_factory=Pools)
    feeds: Kept[bytes] = field(default_factory=lambda: Kept(FEEDS_BYTES))


_TEMPLATES = PackageLoader("server.http.public")


def style_of_pages() -> str:
    """SHA-256 in base64 of the style sheet that stands in every public page, for the policy that allows it."""
    source, _, _ = _TEMPLATES.get_source(Environment(), "base.html")  # noqa: S701  (nothing is rendered)
    sheet = source.partition("<style>")[2].partition("</style>")[0]
    return b64encode(sha256(sheet.encode()).digest()).decode()


class Pages:
    """Makes pages of templates."""

    def __init__(self, page_title: str) -> None:
        self._page_title = page_title
        self._templates = Environment(loader=_TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True)

    def page(
        self, template: str, language: Language, /, *, status: int = 200, private: bool = False, **values: Any
    ) -> web.Response:
        """A page. A template that asks for a value that is not given raises; a private page is kept by no cache."""
        given: dict[str, Any] = {
            "language": language,
            "languages": LANGUAGES,
            "w": WORDS[language],
            "page_title": self._page_title,
            "organisation": "",
            "contact": models.Contact(),
            **values,
        }
        text = self._templates.get_template(template).render(**given)
        return web.Response(text=text, status=status, content_type="text/html", headers=PRIVATE if private else HEADERS)

    def sorry(self, refused: OfficeRefused, language: Language, back: str = "/") -> web.Response:
        """A refusal as a page, with a way back."""
        shown = self.page(
            "sorry.html",
            language,
            status=refused.status,
            private=True,
            message=refused.message,
            back=back,
            languages=None,
        )
        if refused.wait_ms is not None:
            shown.headers["Retry-After"] = str(-(-refused.wait_ms // 1000))
        return shown


def where(request: web.Request) -> Where:
    """What the address of a request names."""
    info = request.match_info
    return Where(info["slug"], info.get("programme"), info.get("session"))


def back(request: web.Request) -> str:
    """The programme's page."""
    info = request.match_info
    return f"/p/{quote(info['slug'])}/{quote(info['programme'])}"


async def form_of(request: web.Request) -> Mapping[str, object]:
    """What a form sent. Raises HTTPBadRequest if it cannot be read."""
    try:
        return await request.post()
    except (ValueError, LookupError, RuntimeError, web.RequestPayloadError):
        # aiohttp tells of an unknown charset by the second, of an unknown coding of a part by the third.
        raise web.HTTPBadRequest from None
