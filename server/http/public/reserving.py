"""Reserving without a name: the form, and what it sends.

Each form carries a one-time mark, and the code of a reservation is made from it: a form that comes twice (pressed twice,
loaded anew, sent again after an answer was lost) reserves once and shows the same code. What was sent is answered by a
redirect, so that Back and loading anew ask for a page and send nothing. Who goes back and chooses otherwise, or comes again
with the browser that has reserved, is told so and led to that reservation; a second seat is one that was asked for as such.
"""

from __future__ import annotations

import re
import secrets

from aiohttp import web
from pydantic import ValidationError

from moderation import typed
from server.http.public.codes import Codes
from server.http.public.pages import Pages, PublicDeps, back, form_of, session_head, where
from server.http.public.rush import Rush
from server.http.public.words import WORDS, language_of
from server.office.base import models
from server.office.base.models import OrganisationSettings
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.wrong import wrong_fields
from server.office.papers import public
from server.office.papers.words import Language
from server.office.rules.entry import EntryKind
from server.office.seats.codes import code_of
from server.office.sessions import themes

MARK = 80
"""Characters of a form's mark that count."""
GUEST = "engawa_guest"
"""A signed random id of a browser that has reserved something; gone when the browser is closed."""

MADE = "engawa_made"
"""For a session's own form alone: the tag of what this browser has reserved there, which by itself shows nothing."""


class Reserving:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages, codes: Codes) -> None:
        self._deps = deps
        self._pages = pages
        self._codes = codes
        self._rush = Rush(deps.now)

    async def reserve_form(self, request: web.Request) -> web.Response:
        """GET /p/{slug}/{programme}/{session}"""
        return await self._form(request, language_of(request.query.get("lang")))

    async def _form(
        self, request: web.Request, language: Language, *, error: str = "", mail_error: str = "", mail: str = "",
        way: str = "", mark: str = "", another: bool = False, held: bool = False, tag: str = "",
    ) -> web.Response:  # fmt: skip
        """`held`: something that was sent stands back, since this visitor has reserved already."""
        guest = self._deps.read_guest(request.cookies.get(GUEST, "")[:200])
        try:
            read = self._deps.database.public.read
            settings, planned, holds = await read(public.reservable_by, where(request), guest)
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        ways = public.ways(planned)
        applying = planned.entry.kind is EntryKind.APPLICATION
        words = WORDS[language]
        tag = tag or _tag_in(request.cookies.get(MADE, ""))
        return self._pages.page(
            "reserve.html",
            language,
            status=422 if error or mail_error else 409 if held else 200,
            held=held or holds,
            held_at=f"/y/{tag}" if tag else "/y",
            another=another,
            private=True,
            **session_head(settings, planned, language),
            ways=ways,
            chosen=way if way in ways else ways[0],
            mark=mark or secrets.token_urlsafe(18),
            mail=mail,
            error=error,
            mail_error=mail_error,
            ask_mail=self._deps.mail,
            waiting_list=planned.entry.waiting_list and not applying,
            button=words["apply"] if applying else words["reserve"],
            action=request.path,
            back=back(request),
            theme=f"{request.path}/theme" if themes.takes(planned, self._deps.now()) else "",
        )

    async def reserve(self, request: web.Request) -> web.Response:
        """POST /p/{slug}/{programme}/{session}: to the page that shows the code."""
        form = await form_of(request)
        fields = {name: str(form.get(name, "")) for name in ("lang", "way", "mail", "mark", "another")}
        language = language_of(fields["lang"])
        mail = fields["mail"].strip() if self._deps.mail else ""
        words = WORDS[language]
        place, mark, another = where(request), fields["mark"][:MARK], fields["another"] == "yes"
        try:
            asked = models.NewReservation.model_validate(
                {"way": fields["way"], "mail": mail if typed.mail(mail) else None, "language": language}
            )
        except ValidationError as error:
            wrong = {each.at: each.code for each in wrong_fields(error)}
            return await self._form(
                request, language, error=words["way_unknown"] if "way" in wrong else "",
                mail_error=_about_mail(words, wrong.get("mail")), mail=mail,
                way=fields["way"], mark=mark, another=another,
            )  # fmt: skip
        code = self._code(place, mark)
        guest = self._deps.read_guest(request.cookies.get(GUEST, "")[:200])
        try:
            before = await self._deps.database.public.read(
                public.before, place, asked, None if another else guest, code, self._deps.safe
            )
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        if before in (public.Before.BY_FORM, public.Before.BY_BROWSER):
            tag = self._codes.tag(code) if before is public.Before.BY_FORM else ""
            return await self._form(request, language, mail=mail, way=str(asked.way), held=True, tag=tag)
        return await self._seat(
            request, language, asked, self._code(place, "") if before is public.Before.TAKEN_BACK else code
        )

    def _code(self, place: public.Where, mark: str) -> str:
        """The code that this form makes, however often it comes and by whichever address. One without a mark is a new one
        each time."""
        return code_of(self._deps.once("\0".join([place.session or "", mark or secrets.token_urlsafe(18)])))

    async def _seat(
        self, request: web.Request, language: Language, asked: models.NewReservation, code: str
    ) -> web.Response:
        deps, place, who = self._deps, where(request), self._deps.visitor(request)
        known = deps.read_guest(request.cookies.get(GUEST, "")[:200])
        guest = known or secrets.token_urlsafe(12)
        settings, session = None, None
        try:
            settings, seats = await deps.database.public.read(public.free_seats, place, asked.way, code)
            if not seats.unbounded:
                if (wait := self._rush.come(seats.session, who, seats.free)) is not None:
                    raise OfficeRefused(OfficeCode.MANY_RESERVE, wait_ms=wait)
                session = seats.session
            shown_code, _ = await deps.database.public.write(
                public.reserve, place, asked, guest, code, deps.safe, deps.addresses(request), deps.now()
            )
            session = None
        except OfficeRefused as refused:
            return self._refused(request, refused, language, settings)
        finally:
            if session is not None:  # nothing was reserved
                self._rush.go(session, who)
        made = self._codes.see(request, language, shown_code, made=True)
        made.set_cookie(
            MADE, self._codes.tag(shown_code), path=request.path, httponly=True, samesite="Lax",
            secure=deps.secure(request),
        )  # fmt: skip
        if known is None:
            made.set_cookie(
                GUEST, deps.guest(guest), path="/p/", httponly=True, samesite="Lax", secure=deps.secure(request)
            )
        return made

    def _refused(
        self, request: web.Request, refused: OfficeRefused, language: Language, settings: OrganisationSettings | None
    ) -> web.Response:
        """A bound is said kindly: when to come back, and whom to call."""
        words = WORDS[language]
        call = words["or_call"] if settings is not None and settings.contact.said else ""
        if refused.code is OfficeCode.MANY_RESERVE:
            minutes = -(-(refused.wait_ms or 0) // 60_000)
            said, heading = words["many_reserve"].format(minutes=minutes), words["many_heading"]
        elif refused.code is OfficeCode.RESERVED_ENOUGH:
            said, heading = words["reserved_enough"], words["enough_heading"]
        else:
            return self._pages.sorry(refused, language, back(request), settings=settings)
        return self._pages.sorry(
            refused,
            language,
            back(request),
            words=said + call,
            heading=heading,
            settings=settings,
            take_back=refused.code is OfficeCode.RESERVED_ENOUGH,
        )


def _tag_in(cookie: str) -> str:
    """The tag in a cookie of ours; empty for anything else."""
    return cookie if re.fullmatch("[0-9a-f]{16}", cookie) else ""


def _about_mail(words: dict[str, str], code: str | None) -> str:
    """What is wrong with a mail address, in the page's language; what has no words of its own is no mail address."""
    return "" if code is None else words.get(code, words["mail_unreadable"])
