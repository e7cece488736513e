"""The page of codes, /y: what is behind a reservation's code or a member's pass, and taking a reservation back.

Wrong codes are counted for each address, so that nobody tries them through. A code that was right leads to a page of its
own, /y/{tag}, which can be loaded anew and returned to for an hour: the code is sealed in a cookie that only this page gets,
since no address may hold it. The seal says until when, and the cookie goes when the browser is closed, which may stand in a
library. For a browser that keeps no cookies this server remembers it a minute, for the network that it asked from: whoever
only looks gets no cookie, so it is not known beforehand who would keep one. The address of the page alone shows nothing.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from server.http.public.pages import PRIVATE, Pages, PublicDeps, form_of, span_of
from server.http.public.refused import said, slowed
from server.http.public.words import WORDS, language_of
from server.http.tries import Guesses, Marks
from server.office.base import models
from server.office.base.models import ReservationState as State
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.papers import public, reserved
from server.office.papers.feeds import written
from server.office.papers.notice.fonts import FontsMissing
from server.office.papers.words import Language, span_words
from server.office.seats.codes import read_reservation_code, spaced
from server.pools import DAYS

SEEN = "engawa_code"
"""The sealed code, for the one page that shows what is behind it."""
SEEN_MS = 3_600_000
JUST_MS, MOST_JUST = 60_000, 1000
"""How long, and how many, codes are remembered for browsers that keep nothing."""
_MADE, _TYPED = "made", "typed"


class Codes:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages
        self._guesses = Guesses(deps.now)
        self._marks = Marks()
        self._just: dict[bytes, tuple[int, str]] = {}
        """By tag and network: until when, and what the cookie would hold."""

    async def code_form(self, request: web.Request) -> web.Response:
        """GET /y"""
        language = language_of(request.query.get("lang"))
        return self._form(language)

    def _form(self, language: Language, status: int = 200, code: str = "", error: str = "") -> web.Response:
        return self._pages.page(
            "code.html", language, status=status, private=True, made=None, tag="", shown=None, code=code, error=error
        )

    async def seen(self, request: web.Request) -> web.Response:
        """GET /y/{tag}: what is behind a code that this browser gave or got within the hour."""
        language = language_of(request.query.get("lang"))
        how, code = self._remembered(request)
        if not code:
            return self.again(language)
        return self._seen(request, language, how, code, await self._shown(request, code))

    def _seen(
        self, request: web.Request, language: Language, how: str, code: str, shown: models.ReservationShown
    ) -> web.Response:
        return self._page(language, code, shown, made=code if how == _MADE else None, tag=request.match_info["tag"])

    def _nothing_to_keep(
        self, request: web.Request, language: Language, how: str, code: str, shown: models.ReservationShown
    ) -> web.Response:
        """The page, which says why; as 404, so that no browser saves it as the file that was asked for."""
        answer = self._seen(request, language, how, code, shown)
        answer.set_status(404)
        return answer

    def remembered(self, request: web.Request) -> str:
        """The code of this page, for a browser that may see it; else empty."""
        return self._remembered(request)[1]

    def again(self, language: Language) -> web.Response:
        """For whoever may not see a page of theirs any more: the form, which says so."""
        return self._form(language, error=WORDS[language]["code_again"])

    def _remembered(self, request: web.Request) -> tuple[str, str]:
        """How somebody came by the code of this page, and the code; empty for whoever may not see it."""
        tag = request.match_info["tag"]
        now = self._deps.now()
        until, just = self._just.get(self._marks.of(tag, self._deps.visitor(request)), (0, ""))
        kept = self._unsealed(request.cookies.get(SEEN, "")[:400]) or (just if until > now else "")
        ends, how, code = kept.split(" ", 2) if kept.count(" ") == 2 else ("0", "", "")
        return ("", "") if int(ends) <= now or self.tag(code) != tag else (how, code)

    async def _shown(self, request: web.Request, code: str) -> models.ReservationShown:
        deps = self._deps
        return await deps.database.public.write(
            public.show_code, code, deps.addresses(request), deps.now(), cancel=False
        )

    async def day(self, request: web.Request) -> web.Response:
        """GET /y/{tag}/day.ics: the session's day for somebody's calendar, without code or name: calendars are shared."""
        language, deps = language_of(request.query.get("lang")), self._deps
        how, code = self._remembered(request)
        if not code:
            return self._form(language, 404, error=WORDS[language]["code_again"])
        shown = await self._shown(request, code)
        if not _coming(shown):
            return self._nothing_to_keep(request, language, how, code, shown)
        asked = (code, deps.addresses(request), deps.page_title, deps.now())
        said = await deps.database.public.write(reserved.day_of, *asked)
        body = await deps.pools.workshop.run(DAYS, written, said, asker=f"public {deps.visitor(request)}")
        headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="engawa.ics"'}
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    async def picture(self, request: web.Request) -> web.Response:
        """GET /y/{tag}/number.png: for whoever has just got the number, to keep."""
        language, deps = language_of(request.query.get("lang")), self._deps
        how, code = self._remembered(request)
        if how != _MADE:
            return self._form(language, 404, error=WORDS[language]["code_again"])
        shown = await self._shown(request, code)
        if not _coming(shown):
            return self._nothing_to_keep(request, language, how, code, shown)
        kept = _keepsake(shown, code, language)
        try:
            body = await deps.pools.workshop.run(
                DAYS, reserved.picture, kept, deps.fonts, asker=f"public {deps.visitor(request)}"
            )
        except FontsMissing as error:
            raise not_found() from error
        headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="engawa.png"'}
        return web.Response(body=body, content_type="image/png", headers=headers)

    def see(self, request: web.Request, language: Language, code: str, *, made: bool = False) -> web.Response:
        """To the page of a code that is right; `made` shows the code itself, for whoever has just got it."""
        tag = self.tag(code)
        path = f"/y/{tag}"
        answer = web.Response(status=303, headers={**PRIVATE, "Location": f"{path}?lang={quote(language)}"})
        now = self._deps.now()
        kept = f"{now + SEEN_MS} {_MADE if made else _TYPED} {code}"
        self._just[self._marks.of(tag, self._deps.visitor(request))] = now + JUST_MS, kept
        if len(self._just) > MOST_JUST:
            del self._just[next(iter(self._just))]
        sealed = self._deps.safe.seal(kept).decode().rstrip("=")
        answer.set_cookie(SEEN, sealed, path=path, httponly=True, samesite="Lax", secure=self._deps.secure(request))
        return answer

    async def show_code(self, request: web.Request) -> web.Response:
        """POST /y"""
        return await self._with_code(request, cancel=False)

    async def cancel_code(self, request: web.Request) -> web.Response:
        """POST /y/cancel"""
        return await self._with_code(request, cancel=True)

    async def _with_code(self, request: web.Request, *, cancel: bool) -> web.Response:
        form = await form_of(request)
        typed, language = str(form.get("code", "")), language_of(str(form.get("lang", "")))
        code = read_reservation_code(typed)
        if code is None:  # no guess: it is nobody's
            return self._form(language, 404, typed, WORDS[language]["code_form"])
        who = self._deps.visitor(request)
        if (wait := self._guesses.spend(who)) is not None:
            return self._pages.sorry(slowed(wait), language, "/y")
        addresses = self._deps.addresses(request)
        try:
            await self._deps.database.public.write(public.show_code, code, addresses, self._deps.now(), cancel=cancel)
        except OfficeRefused as refused:
            if refused.code is not OfficeCode.CODE_UNKNOWN:
                self._guesses.right(who)
                return self._form(language, refused.status, typed, said(refused, language))
            return self._form(language, refused.status, typed, WORDS[language]["code_unknown"])
        self._guesses.right(who)
        self._guesses.came(who)
        return self.see(request, language, code)

    def _unsealed(self, cookie: str) -> str:
        """What a cookie of ours holds; empty for any other."""
        if not cookie.isascii():
            return ""
        return self._deps.safe.open(cookie.encode() + b"=" * (-len(cookie) % 4)) or ""

    def tag(self, code: str) -> str:
        """A code's name for addresses, from which nobody gets the code."""
        return self._deps.once(f"tag {read_reservation_code(code) or code}").hex()[:16]

    def _page(
        self, language: Language, code: str, shown: models.ReservationShown, *, tag: str, made: str | None
    ) -> web.Response:
        """What a code shows; with `made`, the code itself."""
        return self._pages.page(
            "code.html",
            language,
            private=True,
            organisation=shown.organisation,
            contact=shown.contact,
            made=made,
            tag=tag,
            shown=_reservation(shown, language),
            code=code,
            error="",
            languages=None,
        )


def _coming(shown: models.ReservationShown) -> bool:
    """Whether there is a day to keep, and a number that will be needed."""
    off = shown.session_status != "planned" or shown.over
    return not off and shown.state not in (State.CANCELLED, State.DECLINED)


def _where(shown: models.ReservationShown, language: Language) -> str:
    """Where somebody is that day, as they chose: 家から(オンライン); 会場で みどり館 縁側市1-2-3."""
    hall = (shown.venue or "", shown.address) if shown.way is models.Way.HALL else ()
    return " ".join(part for part in (WORDS[language][str(shown.way)], *hall) if part)


def _keepsake(shown: models.ReservationShown, code: str, language: Language) -> reserved.Keepsake:
    words, telephone = WORDS[language], shown.contact.telephone
    return reserved.Keepsake(
        organisation=shown.organisation,
        title=shown.title,
        when=span_words(shown.start, shown.end, language, year=True),
        place=_where(shown, language),
        label=words["number_of"],
        code=spaced(read_reservation_code(code) or code),
        telephone=f"{words['telephone']} {telephone}" if telephone else "",
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
        "span": span_of(shown.start, shown.end),
        "state": state,
        "where": _where(shown, language),
        "place": shown.place_in_line,
        "url": shown.url,
        "words": hint,
        "cancelled": shown.session_status == "cancelled",
        "coming": _coming(shown),
        "takes_themes": shown.takes_themes and _coming(shown),
        "can_cancel": shown.state in (State.BOOKED, State.WAITING, State.APPLIED)
        and shown.session_status == "planned"
        and not shown.over
        and bool(shown.cancellable),
    }
