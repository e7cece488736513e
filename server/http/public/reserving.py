"""Reserving without a name: the form, and what it sends."""

from __future__ import annotations

from aiohttp import web
from pydantic import ValidationError

from server.http.public.codes import code_page
from server.http.public.pages import Pages, PublicDeps, back, form_of, where
from server.http.public.words import WORDS, language_of
from server.http.tries import Allowance
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.wrong import wrong_fields
from server.office.papers import public
from server.office.papers.words import Language, place_words, when_words
from server.office.rules.entry import EntryKind

MAKING = 30
"""Reservations that one address may make in ten minutes; a library's computers share one."""


class Reserving:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages
        self._making = Allowance(deps.now, limit=MAKING)

    async def reserve_form(self, request: web.Request) -> web.Response:
        """GET /p/{slug}/{programme}/{session}"""
        return await self._form(request, language_of(request.query.get("lang")))

    async def _form(
        self, request: web.Request, language: Language, *, error: str = "", mail_error: str = "", mail: str = "",
        way: str = "",
    ) -> web.Response:  # fmt: skip
        try:
            settings, planned = await self._deps.database.public.read(public.reservable, where(request))
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        ways = public.ways(planned)
        applying = planned.entry.kind is EntryKind.APPLICATION
        words = WORDS[language]
        return self._pages.page(
            "reserve.html",
            language,
            status=422 if error or mail_error else 200,
            private=True,
            organisation=settings.name,
            contact=settings.contact,
            title=planned.row.title,
            when=when_words(planned.row, planned.zone, language),
            place=place_words(planned, language),
            ways=ways,
            chosen=way if way in ways else ways[0],
            mail=mail,
            error=error,
            mail_error=mail_error,
            ask_mail=self._deps.mail,
            waiting_list=planned.entry.waiting_list and not applying,
            button=words["apply"] if applying else words["reserve"],
            action=request.path,
            back=back(request),
        )

    async def reserve(self, request: web.Request) -> web.Response:
        """POST /p/{slug}/{programme}/{session}: the new code, shown once."""
        form = await form_of(request)
        fields = {name: str(form.get(name, "")) for name in ("lang", "way", "mail")}
        language = language_of(fields["lang"])
        who = self._deps.visitor(request)
        if (wait := self._making.wait(who)) is not None:
            return self._pages.sorry(OfficeRefused(OfficeCode.TOO_MANY_TRIES, wait_ms=wait), language, back(request))
        mail = fields["mail"].strip() if self._deps.mail else ""
        try:
            asked = models.NewReservation.model_validate(
                {"way": fields["way"], "mail": mail or None, "language": language}
            )
        except ValidationError as error:
            wrong = {each.at: each.message for each in wrong_fields(error)}
            return await self._form(
                request, language, error=wrong.get("way", ""), mail_error=wrong.get("mail", ""), mail=mail,
                way=fields["way"],
            )  # fmt: skip
        self._making.spend(who)
        deps = self._deps
        try:
            code, shown = await deps.database.public.write(
                public.reserve, where(request), asked, deps.safe, deps.addresses(request), deps.now()
            )
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        return code_page(self._pages, language, code, shown, made=code)
