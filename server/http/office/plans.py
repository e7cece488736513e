"""Endpoints about what is planned: programmes, venues, crew, series, sharing, and the preview of schedules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import Connection

from moderation.office import Action, may
from server.http.office.endpoint import Call, Endpoint, json_response, seen
from server.office import verbs
from server.office.base import models
from server.office.base.common import today
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.plan import crew, previews, programmes, series, sharing, venues, weighing
from server.office.rules.schedule import Change, Schedule
from server.office.seats import passes
from server.office.sessions import clashes
from server.pools import PLANS, PREVIEWS, TookTooLong

DONE = models.Done()
_TOO_COSTLY = "この予定は大きすぎて、日を出せません。変更や規則を減らしてください"


async def show_kinds(call: Call) -> BaseModel:
    """Administrators are told what is wrong with their town's own files: nobody else can mend them."""
    ready = await call.deps.content.fresh()
    if call.who is None or not any(may(role, Action.ADMINISTER) for role in call.who.roles.values()):
        return ready.kinds
    return ready.kinds.model_copy(update={"faults": tuple(str(fault) for fault in ready.faults)})


async def _preview(call: Call) -> str:
    """Unfolded in the workshop: the worst that may be asked for is seconds of computing. Two at once for an account: the
    one that is looked at, and the next, since it is asked for while somebody types."""
    asked: models.PreviewAsked = call.body
    day = today(asked.schedule.timezone, call.now)
    try:
        return await call.deps.pools.workshop.run(
            PREVIEWS, previews.preview_json, asked.schedule, asked.first, asked.last, day, asker=call.account
        )
    except TookTooLong:
        raise OfficeRefused(OfficeCode.SPAN_TOO_LONG, Wrong("schedule", "too_costly", _TOO_COSTLY)) from None


async def _weigh(call: Call, at: str, schedule: Schedule, work: Callable[..., None], *more: Change) -> None:
    """Before a schedule is stored: refused where it takes too long to unfold, at the field `at`."""
    today_there: date = today(schedule.timezone, call.now)
    try:
        await call.deps.pools.workshop.run(PLANS, work, schedule, *more, today_there, asker=call.account)
    except TookTooLong:
        raise OfficeRefused(OfficeCode.INVALID, Wrong(at, "too_costly", _TOO_COSTLY), message=_TOO_COSTLY) from None


async def _weigh_whole(call: Call, at: str, schedule: Schedule) -> None:
    if not weighing.is_light(schedule):
        await _weigh(call, at, schedule, weighing.weigh)


async def _weigh_change(call: Call) -> None:
    asked: models.ChangeAsked = call.body
    before = await call.deps.database.read(series.schedule_of, call.organisation, call.param("series"))
    if not weighing.is_light(weighing.with_change(before, asked.change)):
        await _weigh(call, "change", before, weighing.weigh_change, asked.change)


async def preview(call: Call) -> web.StreamResponse:
    return json_response(await _preview(call))


async def preview_here(call: Call) -> web.StreamResponse:
    asked: models.PreviewAsked = call.body
    unfolded = await _preview(call)

    def work(connection: Connection) -> str:
        shown = models.PreviewShown.model_validate_json(unfolded)
        found = clashes.clashes_of_plan(connection, call.organisation, asked, shown, call.deps.content.now)
        return found.model_dump_json()

    return json_response(await call.deps.database.aside.read(work))


async def list_programmes(call: Call) -> BaseModel:
    return await call.deps.database.read(programmes.list_programmes, call.organisation, call.addresses.base)


async def add_programme(call: Call) -> BaseModel:
    ready = await call.deps.content.fresh()
    return await call.write(verbs.add_programme, call.asker, call.body, call.addresses.base, ready)


async def change_programme(call: Call) -> BaseModel:
    programme = call.param("programme")
    base, content = call.addresses.base, await call.deps.content.fresh()
    return await call.write(verbs.change_programme, call.asker, programme, call.body, base, content)


async def archive_programme(call: Call) -> BaseModel:
    await call.write(programmes.archive_programme, call.organisation, call.param("programme"), call.now)
    return DONE


async def list_venues(call: Call) -> BaseModel:
    return await call.deps.database.read(venues.list_venues, call.organisation)


async def add_venue(call: Call) -> BaseModel:
    return await call.write(venues.add_venue, call.asker, call.body)


async def change_venue(call: Call) -> BaseModel:
    return await call.write(venues.change_venue, call.asker, call.param("venue"), call.body)


async def archive_venue(call: Call) -> BaseModel:
    await call.write(venues.archive_venue, call.organisation, call.param("venue"), call.now)
    return DONE


async def list_crew(call: Call) -> BaseModel:
    return await call.deps.database.read(crew.list_crew, call.organisation)


async def add_crew(call: Call) -> BaseModel:
    return await call.write(crew.add_crew, call.organisation, call.body)


async def change_crew(call: Call) -> BaseModel:
    return await call.write(crew.change_crew, call.organisation, call.param("crew"), call.body)


async def archive_crew(call: Call) -> BaseModel:
    await call.write(crew.archive_crew, call.organisation, call.param("crew"), call.now)
    return DONE


async def start(call: Call) -> BaseModel:
    await _weigh_whole(call, "schedule", call.body.schedule)
    ready = await call.deps.content.fresh()
    return await call.write(series.start, call.asker, call.body, call.addresses.base, ready)


async def list_series(call: Call) -> BaseModel:
    return await call.deps.database.read(series.list_series, call.organisation)


async def make_series(call: Call) -> BaseModel:
    await _weigh_whole(call, "series.schedule", call.body.series.schedule)
    return await call.write(series.make_series, call.asker, call.body.series)


async def get_series(call: Call) -> BaseModel:
    return await call.deps.database.read(series.get_series, call.organisation, call.param("series"))


async def replace_series(call: Call) -> BaseModel:
    await _weigh_whole(call, "series.schedule", call.body.series.schedule)
    return await call.write(verbs.replace_series, call.asker, call.param("series"), call.body)


async def archive_series(call: Call) -> BaseModel:
    await call.write(series.archive_series, call.asker, call.param("series"))
    return DONE


async def change_series(call: Call) -> BaseModel:
    await _weigh_change(call)
    return await call.write(series.change_series, call.asker, call.param("series"), call.body)


async def undo(call: Call) -> BaseModel:
    return await call.write(verbs.undo, call.asker, call.param("series"), call.body.version)


async def share(call: Call) -> BaseModel:
    secret = await call.write(sharing.share, call.organisation, call.param("series"), call.now)
    return models.ShareMade(secret=secret)


async def accept_share(call: Call) -> BaseModel:
    series = await call.write(sharing.accept, call.organisation, call.body.secret, call.now)
    return models.ShareAccepted(series=series)


async def end_share(call: Call) -> BaseModel:
    await call.write(sharing.end, call.organisation, call.param("series"), call.now)
    return DONE


async def list_passes(call: Call) -> BaseModel:
    return await call.deps.database.read(passes.list_passes, call.organisation, call.param("series"))


async def make_passes(call: Call) -> BaseModel:
    return await call.write(passes.make_passes, call.organisation, call.param("series"), call.body.number, call.now)


async def revoke_pass(call: Call) -> BaseModel:
    await call.write(passes.revoke_pass, call.organisation, call.param("series"), call.param("pass"), call.now)
    return DONE


def endpoints() -> list[Endpoint]:
    m, read, plan, run = models, Action.READ, Action.PLAN, Action.RUN
    programme, series = "/{o}/programmes/{programme}", "/{o}/series/{series}"
    return [
        Endpoint("GET", "/kinds", "Ready-made programmes", "account", show_kinds, m.Kinds),
        Endpoint("POST", "/schedule/preview", "What a schedule says, and its dates", "account", preview,
                 m.PreviewShown, m.PreviewAsked),
        Endpoint("POST", "/{o}/schedule/preview", "The same, with what it would clash with", plan, preview_here,
                 m.PreviewShown, m.PreviewAsked),
        Endpoint("GET", "/{o}/programmes", "Programmes", read, list_programmes, m.Programmes),
        Endpoint("POST", "/{o}/programmes", "Add a programme", plan, add_programme, m.ProgrammeShown, m.ProgrammeBody),
        Endpoint("PUT", programme, "Change a programme", plan, change_programme, m.ProgrammeShown,
                 m.ProgrammeBody, plans=True, seen=seen(programmes.version, "programme")),
        Endpoint("DELETE", programme, "Put a programme away", plan, archive_programme, m.Done, plans=True),
        Endpoint("GET", "/{o}/venues", "Venues", read, list_venues, m.Venues),
        Endpoint("POST", "/{o}/venues", "Add a venue", plan, add_venue, m.VenueShown, m.VenueBody),
        Endpoint("PUT", "/{o}/venues/{venue}", "Change a venue", plan, change_venue, m.VenueShown, m.VenueBody,
                 plans=True, seen=seen(venues.version, "venue")),
        Endpoint("DELETE", "/{o}/venues/{venue}", "Put a venue away", plan, archive_venue, m.Done),
        Endpoint("GET", "/{o}/crew", "Those who can be on the rota", read, list_crew, m.Crew),
        Endpoint("POST", "/{o}/crew", "Add somebody to the crew", plan, add_crew, m.CrewShown, m.CrewBody),
        Endpoint("PUT", "/{o}/crew/{crew}", "Change a name", plan, change_crew, m.CrewShown, m.CrewBody,
                 seen=seen(crew.version, "crew")),
        Endpoint("DELETE", "/{o}/crew/{crew}", "Take somebody off the crew", plan, archive_crew, m.Done),
        Endpoint("POST", "/{o}/start", "A ready-made kind with its first series, in one form", plan, start,
                 m.SeriesShown, m.NewFromKind, plans=True),
        Endpoint("GET", "/{o}/series", "Series", read, list_series, m.SeriesList),
        Endpoint("POST", "/{o}/series", "Add a series", plan, make_series, m.SeriesShown, m.SeriesMade, plans=True),
        Endpoint("GET", series, "One series", read, get_series, m.SeriesShown),
        Endpoint("PUT", series, "Change a series as a whole", plan, replace_series, m.SeriesShown,
                 m.ReplaceSeries, plans=True),
        Endpoint("DELETE", series, "Put a series away", plan, archive_series, m.Done, plans=True),
        Endpoint("POST", f"{series}/changes", "Skip, cancel, restore, move, add or replace dates", plan, change_series,
                 m.SeriesShown, m.ChangeAsked, plans=True),
        Endpoint("POST", f"{series}/undo", "Take the last change back", plan, undo, m.SeriesShown, m.VersionAsked,
                 plans=True),
        Endpoint("POST", f"{series}/share", "Let another organisation hold it together", plan, share, m.ShareMade),
        Endpoint("DELETE", f"{series}/share", "End the sharing, or leave it", plan, end_share, m.Done),
        Endpoint("POST", "/{o}/shares", "Take part in another organisation's series", plan, accept_share,
                 m.ShareAccepted, m.SecretOnly),
        Endpoint("GET", f"{series}/passes", "Members' passes", run, list_passes, m.Passes),
        Endpoint("POST", f"{series}/passes", "Make members' passes", plan, make_passes, m.PassesMade, m.NewPasses),
        Endpoint("DELETE", series + "/passes/{pass}", "Revoke a pass", plan, revoke_pass, m.Done),
    ]  # fmt: skip
