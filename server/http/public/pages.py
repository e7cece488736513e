"""Public pages of organisations and programmes, reserving without a name, the code page, and calendar feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError
from sqlalchemy import Connection, Row, select

from rooms.base import Role
from server.http.office.api import wrong_fields
from server.http.public.words import LANGUAGES, WORDS, language_of
from server.http.tries import Allowance
from server.office.base import models
from server.office.base.common import Safe, at
from server.office.base.database import Database
from server.office.base.models import ReservationState as State
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import links, organisations
from server.office.papers import feeds
from server.office.papers.invitations import (
    Language,
    ensure_links,
    entry_words,
    leave_words,
    place_words,
    said_in,
    span_words,
    when_words,
)
from server.office.plan.kinds import NOTICE
from server.office.plan.programmes import body_of, public_programmes
from server.office.rules.entry import EntryKind
from server.office.seats import reservations
from server.office.sessions.calendar import Planned, session_of, upcoming
from server.office.sessions.links import Addresses
from server.office.staff import accounts
from server.office.staff.accounts import organisation_settings

DATES = 12
MOST_LOOKED_AT = 400
"""Sessions among which listed ones are looked for."""
MAKING = 30
"""Reservations that one address may make in ten minutes; a library's computers share one."""

log = structlog.get_logger(__name__)
_HEADERS = {"X-Robots-Tag": "index, follow", "Cache-Control": "no-cache"}
_PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class PublicDeps:
    database: Database
    safe: Safe
    now: Callable[[], int]
    addresses: Callable[[web.Request], Addresses]
    visitor: Callable[[web.Request], str]
    page_title: str
    mail: bool
    """Whether mail can be sent: an address that nothing will ever be sent to is not asked for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An organisation's page, and a programme's if one is named."""

    organisation: Row[Any]
    settings: models.OrganisationSettings
    programme: Row[Any] | None = None


def _find(connection: Connection, slug: str, programme: str | None) -> _Place:
    row = connection.execute(select(organisations).where(organisations.c.slug == slug)).first()
    if row is None:
        raise not_found()
    settings = models.OrganisationSettings.model_validate_json(row.settings)
    if not settings.listed:
        raise not_found()
    if programme is None:
        return _Place(row, settings)
    mine = public_programmes(connection, row.id)
    found = next((each for each, slug in mine if slug == programme), None)
    if found is None or not body_of(found).listed:
        raise not_found()
    return _Place(row, settings, found)


class PublicPages:
    """Handlers. Everything they need of the database is read in one transaction each."""

    def __init__(self, deps: PublicDeps) -> None:
        self._deps = deps
        self._guesses = Allowance(deps.now)
        self._making = Allowance(deps.now, limit=MAKING)
        self._templates = Environment(
            loader=PackageLoader("server.http.public"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def _page(
        self, template: str, language: Language, /, *, status: int = 200, private: bool = False, **values: Any
    ) -> web.Response:
        given: dict[str, Any] = {
            "language": language,
            "languages": LANGUAGES,
            "w": WORDS[language],
            "page_title": self._deps.page_title,
            "organisation": "",
            "contact": "",
            **values,
        }
        text = self._templates.get_template(template).render(**given)
        headers = _PRIVATE if private else _HEADERS
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)

    def _sorry(self, refused: OfficeRefused, language: Language, back: str = "/") -> web.Response:
        return self._page(
            "sorry.html",
            language,
            status=refused.status,
            private=True,
            message=refused.message,
            back=back,
            languages=None,
        )

    # -- what there is ---------------------------------------------------------------------------------------------

    async def organisation(self, request: web.Request) -> web.Response:
        language = language_of(request.query.get("lang"))
        slug = request.match_info["slug"]
        base = f"/p/{slug}"

        def read(connection: Connection) -> dict[str, Any]:
            place = _find(connection, slug, None)
            shown_here = public_programmes(connection, place.organisation.id)
            listed = [row for row, _ in shown_here if body_of(row).listed]
            slugs = {row.id: slug for row, slug in shown_here if body_of(row).listed}
            found = upcoming(connection, place.organisation.id, self._deps.now(), limit=MOST_LOOKED_AT, cancelled=True)
            shown = [each for each in found if each.listed and each.row.programme in slugs][:DATES]
            return {
                "organisation": place.settings.name,
                "contact": place.settings.contact,
                "about": said_in(place.settings.about, language),
                "dates": [_date(each, language, f"{base}/{slugs[each.row.programme]}", True) for each in shown],
                "programmes": [
                    {
                        "href": f"{base}/{slugs[row.id]}?lang={language}",
                        "name": body_of(row).name,
                        "summary": said_in(body_of(row).summary, language),
                    }
                    for row in listed
                ],
                "feed": f"/calendar/{slug}.ics",
            }

        try:
            values = await self._deps.database.read(read)
        except OfficeRefused as refused:
            return self._sorry(refused, language)
        return self._page("organisation.html", language, **values)

    async def programme(self, request: web.Request) -> web.Response:
        language = language_of(request.query.get("lang"))
        slug, name = request.match_info["slug"], request.match_info["programme"]

        def read(connection: Connection) -> dict[str, Any]:
            place = _find(connection, slug, name)
            assert place.programme is not None
            body = body_of(place.programme)
            found = upcoming(
                connection,
                place.organisation.id,
                self._deps.now(),
                limit=MOST_LOOKED_AT,
                programme=place.programme.id,
                cancelled=True,
            )
            shown = [each for each in found if each.listed][:DATES]
            entry = shown[0].entry if shown else body.entry
            return {
                "organisation": place.settings.name,
                "contact": place.settings.contact,
                "name": body.name,
                "summary": said_in(body.summary, language),
                "how": [line for line in said_in(body.how, language).splitlines() if line.strip()],
                "conditions": body.conditions,
                "entry": entry_words(entry, language),
                "dates": [_date(each, language, f"/p/{slug}/{name}", each.row.title != body.name) for each in shown],
                "room": body.mode != NOTICE,
                "leave": leave_words(language),
                "organisation_href": f"/p/{slug}?lang={language}",
                "feed": f"/calendar/{slug}/{name}.ics",
                "code_page": entry.kind is not EntryKind.FREE,
            }

        try:
            values = await self._deps.database.read(read)
        except OfficeRefused as refused:
            return self._sorry(refused, language)
        return self._page("programme.html", language, **values)

    def _session(self, connection: Connection, request: web.Request) -> tuple[_Place, Planned]:
        info = request.match_info
        place = _find(connection, info["slug"], info["programme"])
        planned = session_of(connection, place.organisation.id, info["session"])
        if place.programme is None or planned.row.programme != place.programme.id or not planned.listed:
            raise not_found()
        return place, planned

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """To the door: the organisation's own participants' link of a session that anybody may come to."""
        language = language_of(request.query.get("lang"))

        def find(connection: Connection) -> str:
            place, planned = self._session(connection, request)
            if not planned.entry.link_is_public or planned.programme.mode == NOTICE:
                raise not_found()
            if planned.row.ended_at is not None:
                raise OfficeRefused(OfficeCode.ALREADY_OVER)
            if planned.row.status == "cancelled":
                raise OfficeRefused(OfficeCode.RESERVATIONS_CLOSED, message="この会は中止になりました。")
            own = place.organisation.id
            ensure_links(connection, own, planned.row.id)
            link = connection.execute(
                select(links.c.id).where(
                    links.c.session == planned.row.id,
                    links.c.organisation == own,
                    links.c.role == str(Role.PARTICIPANT),
                    links.c.duty.is_(None),
                    links.c.reservation.is_(None),
                    links.c.revoked_at.is_(None),
                )
            ).scalar_one()
            return self._deps.addresses(request).of(Role.PARTICIPANT, str(link))

        try:
            url = await self._deps.database.write(find)
        except OfficeRefused as refused:
            return self._sorry(refused, language, _back(request))
        raise web.HTTPSeeOther(url, headers=_PRIVATE)

    # -- reserving -------------------------------------------------------------------------------------------------

    async def reserve_form(self, request: web.Request) -> web.Response:
        return await self._form(request, language_of(request.query.get("lang")))

    async def _form(
        self, request: web.Request, language: Language, *, error: str = "", mail_error: str = "", mail: str = "",
        way: str = "",
    ) -> web.Response:  # fmt: skip
        try:
            place, planned = await self._deps.database.read(lambda connection: self._session(connection, request))
            if not planned.entry.takes_reservations:
                raise OfficeRefused(OfficeCode.NO_RESERVATIONS)
        except OfficeRefused as refused:
            return self._sorry(refused, language, _back(request))
        ways = _ways(planned)
        applying = planned.entry.kind is EntryKind.APPLICATION
        words = WORDS[language]
        return self._page(
            "reserve.html",
            language,
            status=422 if error or mail_error else 200,
            private=True,
            organisation=place.settings.name,
            contact=place.settings.contact,
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
            back=_back(request),
        )

    async def reserve(self, request: web.Request) -> web.Response:
        form = await _form_of(request)
        fields = {name: str(form.get(name, "")) for name in ("lang", "way", "mail")}
        language = language_of(fields["lang"])
        who = self._deps.visitor(request)
        if (wait := self._making.wait(who)) is not None:
            return self._sorry(OfficeRefused(OfficeCode.TOO_MANY_TRIES, wait_ms=wait), language, _back(request))
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

        def work(connection: Connection) -> tuple[models.ReservationMade, models.ReservationShown]:
            place, planned = self._session(connection, request)
            if str(asked.way) not in _ways(planned):
                raise OfficeRefused(OfficeCode.INVALID)
            made = reservations.reserve(
                connection, place.organisation.id, planned.row.id, asked, self._deps.safe, self._deps.now()
            )
            addresses = self._deps.addresses(request)
            return made, reservations.show_reservation(connection, made.code, addresses, self._deps.now())

        self._making.spend(who)
        try:
            made, shown = await self._deps.database.write(work)
        except OfficeRefused as refused:
            return self._sorry(refused, language, _back(request))
        return self._code_page(language, made.code, shown, made=made.code)

    def _code_page(
        self, language: Language, code: str, shown: models.ReservationShown, made: str | None = None
    ) -> web.Response:
        return self._page(
            "code.html",
            language,
            private=True,
            organisation=shown.organisation,
            made=made,
            shown=_reservation(shown, language),
            code=code,
            error="",
            languages=None,
        )

    async def code_form(self, request: web.Request) -> web.Response:
        language = language_of(request.query.get("lang"))
        return self._page("code.html", language, private=True, made=None, shown=None, code="", error="")

    async def _typed(self, request: web.Request) -> tuple[str, Language]:
        form = await _form_of(request)
        return str(form.get("code", ""))[:80], language_of(str(form.get("lang", "")))

    async def show_code(self, request: web.Request) -> web.Response:
        code, language = await self._typed(request)
        return await self._with_code(request, code, language, cancel=False)

    async def cancel_code(self, request: web.Request) -> web.Response:
        code, language = await self._typed(request)
        return await self._with_code(request, code, language, cancel=True)

    async def _with_code(self, request: web.Request, code: str, language: Language, *, cancel: bool) -> web.Response:
        who = self._deps.visitor(request)
        if (wait := self._guesses.wait(who)) is not None:
            return self._sorry(OfficeRefused(OfficeCode.TOO_MANY_TRIES, wait_ms=wait), language, "/y")
        addresses, now = self._deps.addresses(request), self._deps.now()

        def work(connection: Connection) -> models.ReservationShown:
            if cancel:
                reservations.cancel_by_code(connection, code, now)
            try:
                return reservations.show_reservation(connection, code, addresses, now)
            except OfficeRefused as refused:
                if refused.code is not OfficeCode.CODE_UNKNOWN:
                    raise
                return _member(connection, code, addresses, now)

        try:
            shown = await self._deps.database.write(work)
        except OfficeRefused as refused:
            if refused.code is OfficeCode.CODE_UNKNOWN:
                self._guesses.spend(who)
            return self._page(
                "code.html", language, status=refused.status, private=True, made=None, shown=None, code=code,
                error=refused.message,
            )  # fmt: skip
        return self._code_page(language, code, shown)

    # -- feeds -----------------------------------------------------------------------------------------------------

    async def feed(self, request: web.Request) -> web.Response:
        slug, programme = request.match_info["slug"], request.match_info.get("programme")
        base = self._deps.addresses(request).base

        def read(connection: Connection) -> bytes:
            place = _find(connection, slug, programme)
            wanted = None if place.programme is None else place.programme.id
            return feeds.public_feed(connection, place.organisation.id, wanted, base, self._deps.now())

        try:
            body = await self._deps.database.read(read)
        except OfficeRefused as refused:
            return self._sorry(refused, "ja")
        return web.Response(
            body=body, content_type="text/calendar", charset="utf-8", headers={"Cache-Control": "max-age=900"}
        )

    async def staff_feed(self, request: web.Request) -> web.Response:
        secret, slug = request.match_info["secret"], request.match_info["slug"]
        base = self._deps.addresses(request).base

        def read(connection: Connection) -> bytes:
            owner = accounts.feed_owner(connection, secret)
            row = connection.execute(select(organisations.c.id).where(organisations.c.slug == slug)).first()
            if owner is None or row is None:
                raise not_found()
            body = feeds.staff_feed(connection, owner.id, row.id, base, self._deps.now())
            if body is None:
                raise not_found()
            return body

        try:
            body = await self._deps.database.read(read)
        except OfficeRefused as refused:
            return self._sorry(refused, "ja")
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=_PRIVATE)


async def _form_of(request: web.Request) -> Mapping[str, object]:
    """What a form sent; a bad request if it cannot be read."""
    try:
        return await request.post()
    except (ValueError, LookupError, RuntimeError, web.RequestPayloadError):
        # aiohttp tells of an unknown charset by the second, of an unknown coding of a part by the third.
        raise web.HTTPBadRequest from None


def _back(request: web.Request) -> str:
    info = request.match_info
    return f"/p/{quote(info['slug'])}/{quote(info['programme'])}"


def _ways(planned: Planned) -> list[str]:
    form = planned.row.form
    if form == "venue":
        return ["hall"]
    return ["online", "listener"] if form == "online" else ["online", "hall", "listener"]


def _date(planned: Planned, language: Language, base: str, titled: bool) -> dict[str, Any]:
    row, entry, words = planned.row, planned.entry, WORDS[language]
    address = f"{base}/{row.id}"
    buttons = []
    if planned.programme.mode != NOTICE:
        if entry.link_is_public and row.form != "venue":
            buttons.append({"href": f"{address}/enter?lang={language}", "label": words["enter"], "plain": False})
        if entry.takes_reservations:
            label = words["apply"] if entry.kind is EntryKind.APPLICATION else words["reserve"]
            buttons.append({"href": f"{address}?lang={language}", "label": label, "plain": bool(buttons)})
        if entry.kind is EntryKind.MEMBERS:
            buttons.append({"href": f"/y?lang={language}", "label": words["members"], "plain": True})
    return {
        "when": when_words(row, planned.zone, language),
        "place": place_words(planned, language),
        "title": row.title if titled else "",
        "cancelled": row.status == "cancelled",
        "note": planned.note,
        "buttons": [] if row.status == "cancelled" else buttons,
    }


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


def _member(connection: Connection, code: str, addresses: Addresses, now: int) -> models.ReservationShown:
    """A member's pass typed on the code page: the next session of its series, as if it were reserved."""
    planned, url = reservations.member_link(connection, code, addresses, now)
    row = planned.row
    return models.ReservationShown(
        state=State.BOOKED,
        way=models.Way.ONLINE,
        place_in_line=None,
        title=row.title,
        start=at(row.starts_at, planned.zone),
        end=None if row.ends_at is None else at(row.ends_at, planned.zone),
        organisation=organisation_settings(connection, row.organisation).name,
        venue=row.venue,
        session_status=row.status,
        url=url,
        cancellable=False,
    )


def add_public_pages(app: web.Application, deps: PublicDeps) -> None:
    """Add the public pages' routes."""
    pages = PublicPages(deps)

    def calm(
        handler: Callable[[web.Request], Any],
    ) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if any("\x00" in value for value in request.match_info.values()):
                raise web.HTTPNotFound
            try:
                made: web.StreamResponse = await handler(request)
            except UnicodeDecodeError:
                raise web.HTTPBadRequest from None
            return made

        return handle

    app.router.add_get("/p/{slug}", calm(pages.organisation))
    app.router.add_get("/p/{slug}/{programme}", calm(pages.programme))
    app.router.add_get("/p/{slug}/{programme}/{session}", calm(pages.reserve_form))
    app.router.add_post("/p/{slug}/{programme}/{session}", calm(pages.reserve))
    app.router.add_get("/p/{slug}/{programme}/{session}/enter", calm(pages.enter))
    app.router.add_get("/y", calm(pages.code_form))
    app.router.add_post("/y", calm(pages.show_code))
    app.router.add_post("/y/cancel", calm(pages.cancel_code))
    app.router.add_get("/calendar/staff/{secret}/{slug}.ics", calm(pages.staff_feed))
    app.router.add_get("/calendar/{slug}.ics", calm(pages.feed))
    app.router.add_get("/calendar/{slug}/{programme}.ics", calm(pages.feed))
