"""What there is: the page of an organisation, that of a programme, and the door of a session that is open to all."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiohttp import web

from server.http.public.pages import PRIVATE, Pages, PublicDeps, back, drawn, picture, span_of, where
from server.http.public.steps import STEPS
from server.http.public.words import WORDS, language_of
from server.office.base.common import at
from server.office.base.models import OrganisationSettings, ProgrammeBody
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeRefused, not_found
from server.office.papers import public
from server.office.papers.drawings import scenes
from server.office.papers.drawings.hours import Light, light_at
from server.office.papers.words import (
    Language,
    entry_words,
    leave_words,
    moments,
    place_words,
    rest_words,
    said_in,
    soon_words,
    when_words,
)
from server.office.rules.entry import EntryKind
from server.office.sessions import themes
from server.office.sessions.planned import Planned
from server.office.sessions.rests import Rest

FAMILY = "家族"
"""What a condition says of programmes that relatives may come to."""


_DRAWN = {
    "Cache-Control": "public, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


class Programmes:
    """Handlers."""

    def __init__(self, deps: PublicDeps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    def _hour(self, settings: OrganisationSettings) -> Light:
        """The light of the pictures."""
        return light_at(at(self._deps.now(), settings.timezone))

    def _address(self, request: web.Request) -> str:
        """The page's own, for those who hold it on paper."""
        return f"{self._deps.addresses(request).base}{request.rel_url.raw_path}"

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
            hour=self._hour(found.settings),
            address=self._address(request),
            contact=found.settings.contact,
            about=said_in(found.settings.about, language),
            open=[_date(each, language, f"{base}/{name}", True) for name, each in found.open],
            dates=_in_order(
                [_date(each, language, f"{base}/{name}", True) for name, each in found.dates],
                [_rest(each, language, True) for each in found.rests],
            ),
            next=_next([each for _, each in found.dates], found.today, language),
            programmes=[_card(name, body, found, base, language) for name, body in found.programmes],
            families=[
                {"href": f"{base}/{name}?lang={language}", "name": body.name}
                for name, body in found.programmes
                if any(FAMILY in each for each in body.conditions)
            ],
            first=f"/first/{place.organisation}?lang={language}",
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
        # The next one alone: to ask it of each would be a page full of buttons.
        asked = next((each for each in found.dates if themes.takes(each, self._deps.now())), None)
        return self._pages.page(
            "programme.html",
            language,
            organisation=found.settings.name,
            hour=self._hour(found.settings),
            address=self._address(request),
            contact=found.settings.contact,
            name=body.name,
            drawing=drawn(scenes.of_kind(body.kind)),
            summary=said_in(body.summary, language),
            open=[_date(each, language, base, each.row.title != body.name) for each in found.open],
            next=_next(found.dates, found.today, language),
            first=f"/first/{place.organisation}?lang={language}",
            how=[line for line in said_in(body.how, language).splitlines() if line.strip()],
            conditions=body.conditions,
            entry=entry_words(entry, language),
            dates=_in_order(
                [_date(each, language, base, each.row.title != body.name, each is asked) for each in found.dates],
                [_rest(each, language, each.title != body.name) for each in found.rests],
            ),
            told=[
                {"text": each.text, "became": WORDS[language][each.became], "word": each.word} for each in found.told
            ],
            room=body.mode != NOTICE,
            leave=leave_words(language),
            organisation_href=f"{home}?lang={language}",
            feed=f"/calendar/{place.organisation}/{place.programme}.ics",
            code_page=entry.kind is not EntryKind.FREE,
        )

    async def drawing(self, request: web.Request) -> web.Response:
        """GET /drawn/{kind}.svg: the drawing on the card of a programme of this kind, for the office's preview of it.
        Nothing is drawn for any other name."""
        kind = request.match_info["kind"]
        if scenes.drawn_for(kind) is None and (await self._deps.content.fresh()).kind(kind) is None:
            raise not_found()
        scene = scenes.of_kind(kind)
        return web.Response(text=picture(scene, 160, 100), content_type="image/svg+xml", headers=_DRAWN)

    async def first(self, request: web.Request) -> web.Response:
        """GET /first/{slug}: what happens when somebody comes for the first time, in pictures."""
        language, place = language_of(request.query.get("lang")), where(request)
        settings = await self._deps.database.public.read(public.first_page, place)
        return self._pages.page(
            "first.html",
            language,
            organisation=settings.name,
            hour=self._hour(settings),
            address=self._address(request),
            contact=settings.contact,
            steps=[
                {"drawing": drawn(scene), "title": title, "words": words}
                for scene, (title, words) in zip(scenes.FIRST_TIME, STEPS[language], strict=True)
            ],
            home=f"/p/{place.organisation}?lang={language}",
        )

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """GET /p/{slug}/{programme}/{session}/enter: to the door of a session that anybody may come to."""
        language = language_of(request.query.get("lang"))
        try:
            url = await self._deps.database.public.write(public.way_in, where(request), self._deps.addresses(request))
        except OfficeRefused as refused:
            return self._pages.sorry(refused, language, back(request))
        # Whoever read in a language goes on in it; the page's own script has it from the address.
        there = url.replace("#", f"?lang={language}#", 1) if "lang" in request.query else url
        raise web.HTTPSeeOther(there, headers=PRIVATE)


def _in_order(dates: list[dict[str, Any]], left: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted([*dates, *left], key=lambda each: str(each["day"]))


def _next(dates: list[Planned], today: date, language: Language) -> dict[str, Any] | None:
    """The next date that is held, and how far off it is."""
    one = next((each for each in dates if each.row.status != "cancelled"), None)
    if one is None:
        return None
    soon = soon_words(date.fromisoformat(one.row.day), today, language)
    return {"when": when_words(one.row, one.zone, language), "soon": soon, "place": place_words(one, language),
            "title": one.row.title, "span": span_of(*moments(one.row, one.zone))}  # fmt: skip


def _card(
    name: str, body: ProgrammeBody, found: public.OrganisationPage, base: str, language: Language
) -> dict[str, Any]:
    """A programme: what it is, for whom, and its next date."""
    return {
        "href": f"{base}/{name}?lang={language}",
        "name": body.name,
        "drawing": drawn(scenes.of_kind(body.kind)),
        "summary": said_in(body.summary, language),
        "next": _next([each for slug, each in found.dates if slug == name], found.today, language),
    }


def _rest(rest: Rest, language: Language, titled: bool) -> dict[str, Any]:
    return {
        "day": rest.left.date.isoformat(),
        "when": rest_words(rest.left.date, rest.last, rest.left.why, language),
        "title": rest.title if titled else "",
        "rest": True,
        "href": "",
    }


def _date(planned: Planned, language: Language, base: str, titled: bool, theme: bool = False) -> dict[str, Any]:
    """`theme`: with where a theme can be sent for it."""
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
        if theme:
            buttons.append({"href": f"{address}/theme?lang={language}", "label": words["theme_send"], "plain": True})
    return {
        "day": row.day,
        "rest": False,
        "href": f"{base}?lang={language}",
        "when": when_words(row, planned.zone, language),
        "span": span_of(*moments(row, planned.zone)),
        "place": place_words(planned, language),
        "title": row.title if titled else "",
        "cancelled": row.status == "cancelled",
        "note": planned.note,
        "buttons": [] if row.status == "cancelled" else buttons,
    }
