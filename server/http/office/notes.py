"""Endpoints about staff notes: for administrators, and for those of their own organisation alone."""

from __future__ import annotations

from pydantic import BaseModel

from moderation.office import Action
from server.http.office.endpoint import Call, Endpoint
from server.office.base import models
from server.office.notes import reading


async def list_notes(call: Call) -> BaseModel:
    return await call.deps.database.read(reading.list_notes, call.deps.safe, call.organisation)


async def mark_read(call: Call) -> BaseModel:
    await call.write(reading.mark_read, call.organisation, call.param("note"), call.now)
    return models.Done()


async def delete_note(call: Call) -> BaseModel:
    await call.write(reading.delete_note, call.organisation, call.param("note"))
    return models.Done()


def endpoints() -> list[Endpoint]:
    admin, m = Action.ADMINISTER, models
    return [
        Endpoint("GET", "/{o}/notes", "Worries that nobody in the room may read", admin, list_notes, m.StaffNotes),
        Endpoint("POST", "/{o}/notes/{note}/read", "Say that a note was read", admin, mark_read, m.Done),
        Endpoint("DELETE", "/{o}/notes/{note}", "Delete a note for ever", admin, delete_note, m.Done),
    ]
