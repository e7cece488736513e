"""The page of codes, /y: what is behind a reservation's code or a member's pass, and taking a reservation back.

Wrong codes are counted for each address, so that nobody tries them through.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from server.http.public.pages import Pages, PublicDeps, form_of
from server.http.public.words import WORDS, language_of
from server.http.tries import Guesses
from server.office.base import models
from server.office.base.models import ReservationState as State
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.papers import public
from server.office.papers.words import Language, span_words


class Codes:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages
        self._guesses = Guesses(deps.now)

    async def code_form(self, request: web.Request) -> web.Response:
        """GET /y"""
        language = language_of(request.query.get("lang"))
        return self._pages.page("code.html", language, private=True, made=None, shown=None, code="", error="")

    async def show_code(self, request: web.Request) -> web.Response:
        """POST /y"""
        return await self._with_code(request, cancel=False)

    async def cancel_code(self, request: web.Request) -> web.Response:
        """POST /y/cancel"""
        return await self._with_code(request, cancel=True)

    async def _with_code(self, request: web.Request, *, cancel: bool) -> web.Response:
        form = await form_of(request)
        code, language = str(form.get("code", ""))[:80], language_of(str(form.get("lang", "")))
        who = self._deps.visitor(request)
        if (wait := self._guesses.spend(who)) is not None:
            return self._pages.sorry(OfficeRefused(OfficeCode.TOO_MANY_TRIES, wait_ms=wait), language, "/y")
        addresses = self._deps.addresses(request)
        try:
            shown = await self._deps.database.public.write(
                public.show_code, code, addresses, self._deps.now(), cancel=cancel
            )
        except OfficeRefused as refused:
            if refused.code is not OfficeCode.CODE_UNKNOWN:
                self._guesses.right(who)
            return self._pages.page(
                "code.html", language, status=refused.status, private=True, made=None, shown=None, code=code,
                error=refused.message,
            )  # fmt: skip
        self._guesses.right(who)
        self._guesses.came(who)
        return code_page(self._pages, language, code, shown)


def code_page(
    pages: Pages, language: Language, code: str, shown: models.ReservationShown, made: str | None = None
) -> web.Response:
    """What a code shows; with `made`, the code itself, which nobody sees again."""
    return pages.page(
        "code.html",
        language,
        private=True,
        organisation=shown.organisation,
        contact=shown.contact,
        made=made,
        shown=_reservation(shown, language),
        code=code,
        error="",
        languages=None,
    )


def _reservation(shown: models.ReservationShown, language: Language) -> dict[str, Any]:
    words = WORDS[language]
    state = {
        State.BOOKED: words["booked"],
        State.WAITING: words["waiting"],
        State.APPLIED: words["applied"],
        State.CANCELLED: words["is_cancelled"],
        State.DECLINED: words["declined"],
    }[shown.state]

    hint = ""
    if shown.state is State.BOOKED:
        hint = words["come_to_hall"] if shown.way is models.Way.HALL else words["not_yet"]
    return {
        "title": shown.title,
        "when": span_words(shown.start, shown.end, language),
        "state": state,
        "place": shown.place_in_line,
        "url": shown.url,
        "words": hint,
        "cancelled": shown.session_status == "cancelled",
        "can_cancel": shown.state in (State.BOOKED, State.WAITING, State.APPLIED)
        and shown.session_status == "planned"
        and bool(shown.cancellable),
    }
