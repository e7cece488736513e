"""Endpoints about slides: brought to a session before its day, by those who may run it."""

from __future__ import annotations

from pydantic import BaseModel

from moderation.office import Action
from rooms.refusals import Code
from server.http.office.endpoint import Call, Endpoint
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.decks import keeping
from server.office.sessions.planned import session_of
from server.ports import SlidesRefused

_SAID = {Code.SESSION_ENDED: OfficeCode.ALREADY_OVER, Code.SHUTTING_DOWN: OfficeCode.BUSY}
"""Where the office has another word; else they are called alike."""
_BRING = "Bring slides: a PDF as the body, its name as ?name="


async def list_decks(call: Call) -> BaseModel:
    return await call.deps.database.read(keeping.shown, call.deps.safe, call.organisation, call.param("session"))


async def bring_deck(call: Call) -> BaseModel:
    session = call.param("session")
    await call.deps.database.read(session_of, call.organisation, session)
    try:
        return await call.deps.bringing.take(call.request, session, call.request.query.get("name", ""), call.write)
    except SlidesRefused as refused:
        raise OfficeRefused(_SAID.get(refused.code) or OfficeCode(refused.code)) from None


async def delete_deck(call: Call) -> BaseModel:
    session, deck = call.param("session"), call.param("deck")
    left = await call.write(keeping.delete_deck, call.deps.safe, call.organisation, session, deck)
    call.deps.bringing.forget(session, deck)
    return left


def endpoints() -> list[Endpoint]:
    run, m = Action.RUN, models
    slides = "/{o}/sessions/{session}/slides"
    return [
        Endpoint("GET", slides, "Slides that a session has", run, list_decks, m.Decks),
        Endpoint("POST", slides, _BRING, run, bring_deck, m.DeckShown, streams=True),
        Endpoint("DELETE", slides + "/{deck}", "Delete slides", run, delete_deck, m.Decks),
    ]
