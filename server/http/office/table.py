"""Every endpoint of the office in one list: routes, permissions and the OpenAPI document follow it."""

from __future__ import annotations

from aiohttp import web

from server.http.office import known, notes, plans, sessions, slides, staff
from server.http.office.api import Api
from server.http.office.endpoint import Deps, Endpoint
from server.http.office.openapi import openapi

PREFIX = "/api/office"


def endpoints() -> list[Endpoint]:
    """More specific paths first, so that /kinds is not taken for an organisation."""
    nouns = (staff, known, plans, sessions, slides, notes)
    every = [endpoint for noun in nouns for endpoint in noun.endpoints()]
    return sorted(every, key=lambda endpoint: endpoint.path.count("{"))


def add_office(app: web.Application, deps: Deps) -> None:
    """Add the office's routes and its OpenAPI document to an application."""
    api, table = Api(deps), endpoints()
    for endpoint in table:
        app.router.add_route(endpoint.method, PREFIX + endpoint.path, api.route(endpoint))
    document = openapi(table)

    async def describe(_: web.Request) -> web.Response:
        return web.json_response(document)

    app.router.add_get("/api/openapi.json", describe)
