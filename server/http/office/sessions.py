"""Endpoints about sessions: the calendar, links, notices and texts, the rota, reservations, counts and feeds."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import Connection

from moderation.office import Action, may
from server.http.office.endpoint import Call, Endpoint, seen
from server.office import verbs
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.counts import counting
from server.office.notes import decided, looking_back
from server.office.papers import texts, ways_in
from server.office.papers.notice.fonts import FontsMissing
from server.office.papers.notice.page import printed
from server.office.papers.notice.words import Notice
from server.office.seats import reservations
from server.office.sessions import calendar, themes
from server.office.sessions.links import Addresses
from server.pools import PAPERS, TookTooLong

DONE = models.Done()
_PDF = "application/pdf"
_CSV = "text/csv"


def _may(call: Call, action: Action) -> bool:
    return call.who is not None and may(call.who.roles[call.organisation], action)


async def list_sessions(call: Call) -> BaseModel:
    span: models.Span = call.query
    return await call.deps.database.read(calendar.list_sessions, call.organisation, span.first, span.last, call.now)


def _for_rota(call: Call) -> Addresses | None:
    """Personal links are for those who may run a session; whoever only reads gets none."""
    return call.addresses if _may(call, Action.RUN) else None


async def show_session(call: Call) -> BaseModel:
    addresses = _for_rota(call)
    run = call.deps.database.read if addresses is None else call.write
    return await run(verbs.show_session, call.asker, call.param("session"), addresses, await call.deps.content.fresh())


def _seen_session(connection: Connection, call: Call) -> str | None:
    return calendar.show_session(
        connection, call.organisation, call.param("session"), call.now, call.deps.content.now
    ).version


def _seen_counts(connection: Connection, call: Call) -> str | None:
    return counting.show_counts(connection, call.organisation, call.param("session")).version


async def patch_session(call: Call) -> BaseModel:
    ready = await call.deps.content.fresh()
    return await call.write(verbs.patch_session, call.asker, call.param("session"), call.body, _for_rota(call), ready)


async def show_links(call: Call) -> BaseModel:
    return await call.write(ways_in.show_links, call.organisation, call.param("session"), call.addresses)


async def renew_link(call: Call) -> BaseModel:
    return await call.write(
        ways_in.renew_link,
        call.organisation,
        call.param("session"),
        call.param("link"),
        call.addresses,
        call.now,
    )


async def show_texts(call: Call) -> BaseModel:
    options: models.NoticeOptions = call.query
    return await call.write(
        texts.invitation_texts,
        call.organisation,
        call.param("session"),
        call.addresses,
        options.language,
    )


MOST_NAMED = 12
"""Characters that no font has, in the header X-Engawa-Lacking of a notice (percent-encoded UTF-8, parted by blanks; … where
there are more). Few, for a proxy takes only so long a header."""


async def _pdf(call: Call, notice: Notice) -> web.Response:
    try:
        body, lacking = await call.deps.pools.workshop.run(PAPERS, printed, notice, call.deps.fonts, asker=call.account)
    except FontsMissing as error:
        raise OfficeRefused(OfficeCode.FONTS_MISSING) from error
    except TookTooLong:
        raise OfficeRefused(OfficeCode.SPAN_TOO_LONG) from None
    headers = {"Content-Disposition": 'inline; filename="oshirase.pdf"', "Cache-Control": "no-store"}
    if lacking:
        more = ["…"] if len(lacking) > MOST_NAMED else []
        headers["X-Engawa-Lacking"] = quote(" ".join([*lacking[:MOST_NAMED], *more]))
    return web.Response(body=body, content_type=_PDF, headers=headers)


async def session_notice(call: Call) -> web.StreamResponse:
    options: models.NoticeOptions = call.query
    notice = await call.deps.database.aside.write(
        texts.session_notice,
        call.organisation,
        call.param("session"),
        call.addresses,
        options.language,
    )
    return await _pdf(call, notice)


async def series_notice(call: Call) -> web.StreamResponse:
    options: models.NoticeOptions = call.query
    notice = await call.deps.database.aside.write(
        texts.series_notice,
        call.organisation,
        call.param("series"),
        call.addresses,
        options.language,
        call.now,
    )
    return await _pdf(call, notice)


async def list_reservations(call: Call) -> BaseModel:
    shown = await call.deps.database.read(reservations.list_reservations, call.organisation, call.param("session"))
    return shown.model_copy(update={"mail": call.deps.mail})


async def reserve(call: Call) -> BaseModel:
    asked: models.NewReservation = call.body
    if not call.deps.mail:
        asked = asked.model_copy(update={"mail": None})
    return await call.write(
        reservations.reserve,
        call.organisation,
        call.param("session"),
        asked,
        call.deps.safe,
        call.now,
        by_staff=True,
    )


async def change_reservation(call: Call) -> BaseModel:
    shown = await call.write(
        reservations.change_reservation,
        call.organisation,
        call.param("session"),
        call.param("reservation"),
        call.body,
        call.now,
    )
    return shown.model_copy(update={"mail": call.deps.mail})


async def take_back(call: Call) -> BaseModel:
    shown = await call.write(
        reservations.take_back, call.organisation, call.param("session"), call.body.reservations, call.now
    )
    return shown.model_copy(update={"mail": call.deps.mail})


async def set_bounds(call: Call) -> BaseModel:
    shown = await call.write(reservations.set_bounds, call.organisation, call.param("session"), call.body.unbounded)
    return shown.model_copy(update={"mail": call.deps.mail})


async def show_counts(call: Call) -> BaseModel:
    return await call.deps.database.read(counting.show_counts, call.organisation, call.param("session"))


async def add_counts(call: Call) -> BaseModel:
    return await call.write(counting.add_counts, call.organisation, call.param("session"), call.body, call.now)


async def show_look_back(call: Call) -> BaseModel:
    return await call.deps.database.read(
        looking_back.show, call.deps.safe, call.organisation, call.param("session"), call.now
    )


async def write_look_back(call: Call) -> BaseModel:
    return await call.write(
        looking_back.write, call.deps.safe, call.organisation, call.param("session"), call.body, call.now
    )


def _seen_look_back(connection: Connection, call: Call) -> str | None:
    return looking_back.show(connection, call.deps.safe, call.organisation, call.param("session"), call.now).version


async def show_decided(call: Call) -> BaseModel:
    return await call.deps.database.read(
        decided.show, call.deps.safe, call.organisation, call.param("session"), call.now
    )


async def set_became(call: Call) -> BaseModel:
    of = (call.deps.safe, call.organisation, call.param("session"), call.param("line"))
    return await call.write(decided.set_became, *of, call.body, call.now)


def _seen_decided(connection: Connection, call: Call) -> str | None:
    of = (call.organisation, call.param("session"), call.param("line"))
    return decided.version(connection, call.deps.safe, *of, call.now)


async def counts_table(call: Call) -> BaseModel:
    return await call.deps.database.aside.read(counting.counts_table, call.organisation, call.query, call.now)


async def counts_csv(call: Call) -> web.StreamResponse:
    def work(connection: Connection) -> tuple[models.CountsTable, bytes]:
        made = counting.counts_table(connection, call.organisation, call.query, call.now)
        return made, counting.counts_csv(made)

    table, body = await call.deps.database.aside.read(work)
    name = f"counts-{table.by}-{table.first}-{table.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return web.Response(body=body, content_type=_CSV, charset="utf-8", headers=headers)


async def show_feeds(call: Call) -> BaseModel:
    return await call.write(verbs.show_feeds, call.asker, call.account, call.addresses.base, renew=False)


async def renew_feeds(call: Call) -> BaseModel:
    return await call.write(verbs.show_feeds, call.asker, call.account, call.addresses.base, renew=True)


async def show_themes(call: Call) -> BaseModel:
    return await call.deps.database.read(
        themes.show, call.deps.safe, call.organisation, call.param("session"), call.now
    )


async def leave_theme_out(call: Call) -> BaseModel:
    of = (call.deps.safe, call.organisation, call.param("session"), call.param("theme"))
    return await call.write(themes.leave_out, *of, call.body, call.now)


def endpoints() -> list[Endpoint]:
    m, read, plan, run = models, Action.READ, Action.PLAN, Action.RUN
    session = "/{o}/sessions/{session}"
    return [
        Endpoint("GET", "/{o}/sessions", "Sessions between two days", read, list_sessions, m.SessionList,
                 query=m.Span),
        Endpoint("GET", session, "One session", read, show_session, m.SessionDetail),
        Endpoint("PATCH", session, "What is different for one session", plan, patch_session, m.SessionDetail,
                 m.SessionPatch, plans=True, seen=_seen_session),
        Endpoint("GET", f"{session}/links", "Links, codes and QR codes", run, show_links, m.LinksShown),
        Endpoint("POST", session + "/links/{link}/renew", "A new link in place of one that went astray", plan,
                 renew_link, m.LinksShown),
        Endpoint("GET", f"{session}/texts", "Texts for LINE, SNS and mail", run, show_texts, m.InvitationTexts,
                 query=m.NoticeOptions),
        Endpoint("GET", f"{session}/notice.pdf", "The printed notice of a session", run, session_notice, _PDF,
                 query=m.NoticeOptions),
        Endpoint("GET", "/{o}/series/{series}/notice.pdf", "The printed notice of a series", run, series_notice, _PDF,
                 query=m.NoticeOptions),
        Endpoint("GET", f"{session}/reservations", "Reservations, without names", run, list_reservations,
                 m.Reservations),
        Endpoint("POST", f"{session}/reservations", "Reserve on somebody's behalf", run, reserve, m.ReservationMade,
                 m.NewReservation),
        Endpoint("PUT", session + "/reservations/{reservation}", "Say yes or no, or take a reservation back", run,
                 change_reservation, m.Reservations, m.ChangeReservation,
                 seen=seen(reservations.version, "session", "reservation")),
        Endpoint("POST", f"{session}/reservations/take-back", "Take several reservations back at once", run, take_back,
                 m.Reservations, m.TakeBack),
        Endpoint("PUT", f"{session}/reservations/bounds", "Let many reserve from one browser or address", run, set_bounds,
                 m.Reservations, m.Bounds),
        Endpoint("GET", f"{session}/counts", "How many came", read, show_counts, m.SessionCounts),
        Endpoint("PUT", f"{session}/counts", "People in the hall without a device", run, add_counts, m.SessionCounts,
                 m.CountsBody, seen=_seen_counts),
        Endpoint("GET", f"{session}/look-back", "What staff wrote down after a session and after the one before", read,
                 show_look_back, m.LookBackShown),
        Endpoint("PUT", f"{session}/look-back", "Write it down, or delete it by leaving all of it empty", run,
                 write_look_back, m.LookBackShown, m.LookBackBody, seen=_seen_look_back),
        Endpoint("GET", f"{session}/decided", "What its meeting decided, and the one before, with what became of it", read,
                 show_decided, m.DecidedShown),
        Endpoint("PUT", session + "/decided/{line}", "Say what became of a line, and whether the public page tells it", run,
                 set_became, m.DecidedShown, m.BecameBody, seen=_seen_decided),
        Endpoint("GET", f"{session}/themes", "Themes that were sent beforehand, without names", read, show_themes,
                 m.SentThemes),
        Endpoint("PUT", session + "/themes/{theme}", "Leave one out, or take that back", run, leave_theme_out,
                 m.SentThemes, m.LeaveThemeOut, seen=seen(themes.version, "session", "theme")),
        Endpoint("GET", "/{o}/counts", "Counts by month, fiscal year, programme or session", read, counts_table,
                 m.CountsTable, query=m.CountsAsked),
        Endpoint("GET", "/{o}/counts.csv", "The same as CSV for Excel", read, counts_csv, _CSV, query=m.CountsAsked),
        Endpoint("GET", "/{o}/feeds", "Addresses of calendar feeds", read, show_feeds, m.Feeds),
        Endpoint("POST", "/{o}/feeds/renew", "A new address for one's own feed", read, renew_feeds, m.Feeds),
    ]  # fmt: skip
