"""話したいテーマを送る: one line, without a name, before a session; from its public page and from that of a reservation.

Nothing is kept of who sent it. How many come from one network is counted in memory alone, by keyed hashes. What was refused
stands in its box again; what was sent is answered by a redirect, so that loading anew sends nothing, and the same theme
twice is one.
"""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from rooms.plan import THEME
from server.http.public.codes import Codes
from server.http.public.pages import PRIVATE, Pages, PublicDeps, back, form_of, session_head, where
from server.http.public.refused import said
from server.http.public.words import language_of
from server.http.tries import Allowance
from server.office.base.models import OrganisationSettings
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.papers import sending
from server.office.papers.words import Language
from server.office.sessions import themes
from server.office.sessions.planned import Planned

OF_ONE_NETWORK = 6
"""Themes for one session within a day. A telephone company may be one address for many, so that it is more than one person
would send; whoever is told so can propose theirs in the session."""
DAY_MS = 86_400_000
_AGAIN = frozenset(
    {OfficeCode.THEME_EMPTY, OfficeCode.THEME_TOO_LONG, OfficeCode.THEMES_ENOUGH, OfficeCode.THEMES_FULL}
)
"""Said above the box, in which the text still stands; anything else is a page of its own."""


class Theming:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages, codes: Codes) -> None:
        self._deps = deps
        self._pages = pages
        self._codes = codes
        self._allowance = Allowance(deps.now, OF_ONE_NETWORK, DAY_MS)

    async def form(self, request: web.Request) -> web.Response:
        """GET /p/{slug}/{programme}/{session}/theme"""
        return await self._form(request, where(request), back(request), language_of(request.query.get("lang")))

    async def send(self, request: web.Request) -> web.Response:
        """POST /p/{slug}/{programme}/{session}/theme"""
        return await self._send(request, where(request), back(request))

    async def form_of_code(self, request: web.Request) -> web.Response:
        """GET /y/{tag}/theme"""
        language = language_of(request.query.get("lang"))
        asked, home = self._by_code(request)
        return await self._form(request, asked, home, language) if asked else self._codes.again(language)

    async def send_of_code(self, request: web.Request) -> web.Response:
        """POST /y/{tag}/theme"""
        asked, home = self._by_code(request)
        if asked is None:
            form = await form_of(request)
            return self._codes.again(language_of(form.get("lang")))
        return await self._send(request, asked, home)

    def _by_code(self, request: web.Request) -> tuple[sending.ByCode | None, str]:
        """What this browser has a seat of, and that page; None where it has not shown the code within the hour."""
        code = self._codes.remembered(request)
        return (
            sending.ByCode(code, self._deps.addresses(request)) if code else None,
            f"/y/{request.match_info['tag']}",
        )

    async def _session(self, asked: sending.Asked) -> tuple[OrganisationSettings, Planned]:
        public = self._deps.database.public
        # Only a member's code may make something: their link.
        run = public.write if isinstance(asked, sending.ByCode) else public.read
        return await run(sending.session_asked, asked, self._deps.now())

    async def _form(
        self, request: web.Request, asked: sending.Asked, home: str, language: Language, *,
        theme: str = "", refused: OfficeRefused | None = None,
    ) -> web.Response:  # fmt: skip
        try:
            settings, planned = await self._session(asked)
        except OfficeRefused as closed:
            return self._pages.sorry(closed, language, home)
        return self._pages.page(
            "theme.html",
            language,
            status=200 if refused is None else refused.status,
            private=True,
            **session_head(settings, planned, language),
            theme=theme,
            limit=THEME,
            error="" if refused is None else said(refused, language),
            sent=refused is None and "sent" in request.query,
            action=request.path,
            back=f"{home}?lang={language}",
            **({} if refused is None else {"languages": None}),  # another language would be an empty box
        )

    async def _send(self, request: web.Request, asked: sending.Asked, home: str) -> web.Response:
        form = await form_of(request)
        language, typed = language_of(form.get("lang")), form.get("theme", "")
        try:
            await self._keep(request, asked, typed)
        except OfficeRefused as refused:
            if refused.code not in _AGAIN:
                return self._pages.sorry(refused, language, home)
            return await self._form(request, asked, home, language, theme=typed, refused=refused)
        there = f"{request.path}?lang={quote(language)}&sent=yes"
        return web.Response(status=303, headers={**PRIVATE, "Location": there})

    async def _keep(self, request: web.Request, asked: sending.Asked, typed: str) -> None:
        deps = self._deps
        theme = themes.read(typed)
        _, planned = await self._session(asked)
        who = f"{planned.row.id} {deps.visitor(request)}"
        if (wait := self._allowance.wait(who)) is not None:
            raise OfficeRefused(OfficeCode.THEMES_ENOUGH, wait_ms=wait)
        self._allowance.spend(who)  # before it is known whether it will be kept: many at once are no way around
        try:
            # One that was there already counts, too: what is left of the allowance tells nobody that it was.
            await deps.database.public.write(sending.send, asked, theme, deps.safe, deps.now())
        except BaseException:
            self._allowance.give_back(who)
            raise
