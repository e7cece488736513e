"""The whole API asked by Schemathesis: cases drawn from the OpenAPI document, right ones and wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from moderation.office import StaffRole
from server.http.office.endpoint import COOKIE, Endpoint
from server.http.office.table import PREFIX, endpoints
from tests.office.api.client import FONTS, OURS, Office, Town, document
from tests.patience import PATIENCE

OPERATIONS = [each for each in endpoints() if each.answer != "application/pdf" or FONTS.is_dir()]
"""Before the first make build there are no fonts, and the notices say so with a 503."""
# Documents of others may be slow or strange; ours is neither, and what is drawn twice costs nothing.
_CHECKS = list(HealthCheck)


def operation_of(endpoint: Endpoint) -> Any:
    """The endpoint as Schemathesis reads it in the document."""
    schema = schemathesis.openapi.from_dict(document())
    return schema[(PREFIX + endpoint.path).replace("{o}", "{organisation}")][endpoint.method]


def strategy_of(endpoint: Endpoint) -> st.SearchStrategy[Any]:
    operation = operation_of(endpoint)
    right: st.SearchStrategy[Any] = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if endpoint.body is None and endpoint.query is None:
        return right
    return st.one_of(right, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))


def _exercise(office: Office, town: Town, endpoint: Endpoint, cookie: str, options: dict[str, Any]) -> int:
    base = str(office.server.make_url("/")).rstrip("/")
    statuses: list[int] = []
    own = {"organisation" if name == "o" else name: each for name, each in town.ids.items()}

    with requests.Session() as session:
        session.cookies.set(COOKIE, cookie)

        @settings(**options, deadline=None, database=None, suppress_health_check=_CHECKS)
        @given(case=strategy_of(endpoint), known=st.sampled_from([True, True, True, False]))
        def ask(case: Any, known: bool) -> None:
            if known and case.path_parameters:
                # Drawn ids name nothing: most cases are about what there is.
                case.path_parameters = {name: own.get(name, each) for name, each in case.path_parameters.items()}
            case.cookies = {}
            response = case.call(base_url=base, session=session, headers=OURS, timeout=PATIENCE)
            statuses.append(response.status_code)
            case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])

        ask()
    return len(statuses)


async def exercise(office: Office, town: Town, of: Sequence[Endpoint] = tuple(OPERATIONS), **options: Any) -> int:
    """Ask every endpoint as an administrator. Returns how many requests were answered."""
    account = town.staff[StaffRole.ADMINISTRATOR]
    asked = 0
    for endpoint in of:
        signed_in = await office.signed_in(account)  # the one before may have signed out
        cookie = signed_in.has(COOKIE) or ""
        await signed_in.http.close()
        asked += await asyncio.to_thread(_exercise, office, town, endpoint, cookie, options)
    return asked
