"""What there is: the page of an organisation, that of a programme, and the door of a session that is open to all."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from server.http.public.pages import PRIVATE, Pages, PublicDeps, back, span_of, where
from server.http.public.words import WORDS, language_of
from server.office.base.refusals import OfficeRefused
from server.office.papers import public
from server.office.papers.words import (
    Language,
    entry_words,
    leave_words,
    moments,
    place_words,
    rest_words,
    said_in,
    when_words,
)
from server.office.plan.kinds import NOTICE
from server.office.rules.entry import EntryKind
from server.office.sessions.planned import Planned
from server.office.sessions.rests import Rest


class Programmes:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def organisation(self, request: web.Request) -> web.Response:
        """GET /p/{slug}"""
        language, place = language_of(request.query.get("lang")), where(request)
        try:
            found = await self._deps.database.public.read(public.organisation_page, place, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language)
        base = f"/p/{place.organisation}"
        return self._pages.page(
            "organisation.html",
            language,
            organisation=found.settings.name,
            contact=found.settings.contact,
            about=said_in(found.settings.about, language),
            dates=_in_order(
                [_date(each, language, f"{base}/{name}", True) for name, each in found.dates],
                [_rest(each, language, True) for each in found.rests],
            ),
            programmes=[
                {
                    "href": f"{base}/{name}?lang={language}",
                    "name": body.name,
                    "summary": said_in(body.summary, language),
                }
                for name, body in found.programmes
            ],
            feed=f"/calendar/{place.organisation}.ics",
        )

    async def programme(self, request: web.Request) -> web.Response:
        """GET /p/{slug}/{programme}"""
        language, place = language_of(request.query.get("lang")), where(request)
        try:
            found = await self._deps.database.public.read(public.programme_page, place, self._deps.now())
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language)
        body = found.programme
        entry = found.dates[0].entry if found.dates else body.entry
        home = f"/p/{place.organisation}"
        base = f"{home}/{place.programme}"
        return self._pages.page(
            "programme.html",
            language,
            organisation=found.settings.name,
            contact=found.settings.contact,
            name=body.name,
            summary=said_in(body.summary, language),
            how=[line for line in said_in(body.how, language).splitlines() if line.strip()],
            conditions=body.conditions,
            entry=entry_words(entry, language),
            dates=_in_order(
                [_date(each, language, base, each.row.title != body.name) for each in found.dates],
                [_rest(each, language, each.title != body.name) for each in found.rests],
            ),
            room=body.mode != NOTICE,
            leave=leave_words(language),
            organisation_href=f"{home}?lang={language}",
            feed=f"/calendar/{place.organisation}/{place.programme}.ics",
            code_page=entry.kind is not EntryKind.FREE,
        )

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """GET /p/{slug}/{programme}/{session}/enter: to the door of a session that anybody may come to."""
        language = language_of(request.query.get("lang"))
        try:
            url = await self._deps.database.public.write(public.way_in, where(request), self._deps.addresses(request))
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        raise web.HTTPSeeOther(url, headers=PRIVATE)


def _in_order(dates: list[dict[str, Any]], left: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted([*dates, *left], key=lambda each: str(each["day"]))


def _rest(rest: Rest, language: Language, titled: bool) -> dict[str, Any]:
    return {
        "day": rest.left.date.isoformat(),
        "when": rest_words(rest.left.date, rest.last, rest.left.why, language),
        "title": rest.title if titled else "",
        "rest": True,
    }


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
        "day": row.day,
        "rest": False,
        "when": when_words(row, planned.zone, language),
        "span": span_of(*moments(row, planned.zone)),
        "place": place_words(planned, language),
        "title": row.title if titled else "",
        "cancelled": row.status == "cancelled",
        "note": planned.note,
        "buttons": [] if row.status == "cancelled" else buttons,
    }
