"""What all public pages have in common: their templates, their languages, their headers, and the page that says sorry.

Handlers ask the office (`server.office.papers.public`) in one transaction each, and turn its values into words.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from moderation import typed
from server.http.origin import foreign
from server.http.public.refused import said
from server.http.public.said import said as said_in_page
from server.http.public.words import LANGUAGES, WORDS
from server.kept import Kept
from server.office.base import models
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.content import Living
from server.office.papers.drawings import colours, scenes
from server.office.papers.drawings.shapes import Drawing, svg_paths
from server.office.papers.public import Where
from server.office.papers.words import Language, moments, place_words, when_words
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned
from server.pools import Pools

# Not no-referrer: with it a browser calls the origin of our own forms "null", and old ones say nothing else.
_OWN = {"Referrer-Policy": "same-origin"}
HEADERS = {"X-Robots-Tag": "index, follow", "Cache-Control": "no-cache", **_OWN}
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store", **_OWN}
FEEDS_BYTES, FEEDS_MS = 32_000_000, 5 * 60_000
"""Of calendar feeds that are kept, all together, and for how long."""


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
    guest: Callable[[str], str]
    """Signs the random id of a browser."""
    read_guest: Callable[[str], str | None]
    """The id; None for what this server has not signed."""
    once: Callable[[str], bytes]
    """Bytes that belong to a form's one-time mark."""
    read_day: Callable[[str], str | None]
    """The session whose day a mark is for; None for what this server has not signed."""
    secure: Callable[[web.Request], bool]
    """Whether cookies go over HTTPS only."""
    fonts: Path
    """Folder of the fonts, for pictures of numbers."""
    pools: Pools = field(default_factory=Pools)
    feeds: Kept[bytes] = field(default_factory=lambda: Kept(FEEDS_BYTES))
    content: Living = field(default_factory=Living)
    """What there is ready-made."""


_TEMPLATES = PackageLoader("server.http.public")


_SHEET = colours.sheet() + _TEMPLATES.get_source(Environment(), "pages.css")[0].strip()  # noqa: S701  (nothing is rendered)


def style_of_pages() -> str:
    """SHA-256 in base64 of the style sheet that stands in every public page, for the policy that allows it."""
    return b64encode(sha256(_SHEET.encode()).digest()).decode()


@pass_context
def _said(context: Context, text: object) -> Markup:
    """`| said`: a text in the language of its page."""
    return text if isinstance(text, Markup) else said_in_page(str(text), context["language"])


@cache
def drawn(scene: Callable[[], Drawing]) -> Markup:
    """A scene as the inside of an SVG."""
    return Markup(svg_paths(scene()))  # noqa: S704  (numbers and roles of ours)


@cache
def picture(scene: Callable[[], Drawing], wide: int, high: int) -> str:
    """A scene as an SVG file, in the colours of the pages, which follow light and dark."""
    around = f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" viewBox="0 0 {wide} {high}">'
    return f"{around}<style>{escape(_SHEET)}</style>{drawn(scene)}</svg>"


class Pages:
    """Makes pages of templates."""

    def __init__(self, page_title: str) -> None:
        self._page_title = page_title
        self._templates = Environment(loader=_TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.filters["said"] = _said
        self._templates.globals |= {"sheet": Markup(_SHEET), "house": drawn(scenes.house)}  # noqa: S704  (a file of ours)

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
            "hour": "",
            "address": "",
            **values,
        }
        text = self._templates.get_template(template).render(**given)
        answer = web.Response(
            text=text, status=status, content_type="text/html", headers=PRIVATE if private else HEADERS
        )
        if not private:  # nothing in it is secret, so that nothing can be told from its length
            answer.enable_compression()
        return answer

    def sorry(
        self,
        refused: OfficeRefused,
        language: Language,
        back: str = "/",
        *,
        words: str | None = None,
        heading: str | None = None,
        settings: models.OrganisationSettings | None = None,
        take_back: bool = False,
    ) -> web.Response:
        """A refusal as a page, with a way back: in words of its own, with `settings`, whom to call instead, and with
        `take_back`, where a reservation is taken back."""
        shown = self.page(
            "sorry.html",
            language,
            status=refused.status,
            private=True,
            heading=heading or WORDS[language]["sorry"],
            message=words or said(refused, language),
            back=back,
            take_back=take_back,
            languages=None,
            organisation="" if settings is None else settings.name,
            contact=models.Contact() if settings is None else settings.contact,
        )
        if refused.wait_ms is not None:
            shown.headers["Retry-After"] = str(-(-refused.wait_ms // 1000))
        return shown


def session_head(settings: models.OrganisationSettings, planned: Planned, language: Language) -> dict[str, Any]:
    """What stands at the head of a form for one session: whose it is, what, when and where."""
    return {
        "organisation": settings.name,
        "contact": settings.contact,
        "title": planned.row.title,
        "when": when_words(planned.row, planned.zone, language),
        "span": span_of(*moments(planned.row, planned.zone)),
        "place": place_words(planned, language),
    }


def span_of(start: datetime, end: datetime | None) -> dict[str, str]:
    """What `hours.html` marks hours with, of moments in the zone that they are read in: ISO texts, and the zone's name."""
    return {
        "start": start.isoformat(),
        "end": "" if end is None else end.isoformat(),
        "zone": str(start.tzinfo),
    }


def where(request: web.Request) -> Where:
    """What the address of a request names, however it was copied from paper."""
    info = request.match_info
    programme = info.get("programme")
    return Where(typed.slug(info["slug"]), None if programme is None else typed.slug(programme), info.get("session"))


def todays(request: web.Request, to: Where) -> web.HTTPPermanentRedirect:
    """From an address of before to the same place at today's, with whatever was asked for there. No browser keeps it: the
    slug may be somebody's again."""
    info, query = request.match_info, request.rel_url.raw_query_string
    names = {**info, "slug": to.organisation, **({} if to.programme is None else {"programme": to.programme})}
    assert info.route.resource is not None
    target = str(info.route.resource.url_for(**names))
    headers = PRIVATE if "secret" in info else {**HEADERS, "Cache-Control": "no-store"}
    return web.HTTPPermanentRedirect(f"{target}?{query}" if query else target, headers=headers)


def back(request: web.Request) -> str:
    """The programme's page."""
    info = request.match_info
    return f"/p/{quote(info['slug'])}/{quote(info['programme'])}"


FIELDS = 20
"""Fields of a form at most; ours have three."""
MOST_BYTES = 16 * 1024


async def form_of(request: web.Request) -> Mapping[str, str]:
    """The words that a form of ours sent: as browsers send a form without files, and in no other way, so that no parser of
    parts, files and charsets stands in a public door.

    Raises OfficeRefused: foreign_page before anything is read, bad_request for what is no such form, too_large.
    """
    if foreign(request):
        raise OfficeRefused(OfficeCode.FOREIGN_PAGE)
    plain = request.content_type in ("application/x-www-form-urlencoded", "application/octet-stream")
    if not plain or (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise OfficeRefused(OfficeCode.BAD_REQUEST)
    try:
        sent = await request.read()
        if len(sent) > MOST_BYTES:
            raise OfficeRefused(OfficeCode.TOO_LARGE)
        pairs = parse_qsl(sent.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except web.HTTPRequestEntityTooLarge:
        raise OfficeRefused(OfficeCode.TOO_LARGE) from None
    except (ValueError, web.RequestPayloadError):  # no text, too many fields; not compressed as its header says
        raise OfficeRefused(OfficeCode.BAD_REQUEST) from None
    return dict(pairs)
