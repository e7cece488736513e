"""The OpenAPI document is a valid one, and the server does what it says: no example breaks it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from jsonschema_rs import Draft202012Validator, ValidationError, meta

from server.http.office.endpoint import Endpoint
from server.http.office.table import endpoints
from server.office.base.models import Problem
from tests.office.api.client import Office, Town, document
from tests.office.api.conftest import Running
from tests.office.api.fuzzing import OPERATIONS, exercise
from tests.office.api.samples import key, samples

EXAMPLES = 15
"""Of each endpoint; a longer run is in tests/soak."""


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, operation) for path, each in document()["paths"].items() for operation in each.values()]


def references(value: Any) -> set[str]:
    """Every $ref inside."""
    if isinstance(value, list):
        return {found for each in value for found in references(each)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return own | {found for each in value.values() for found in references(each)}


def test_the_document_is_valid() -> None:
    schemathesis.openapi.from_dict(document()).validate()
    for schema in document()["components"]["schemas"].values():
        meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_an_invalid_document_would_be_noticed() -> None:
    broken = {**document(), "paths": {"/x": {"get": {"parameters": [{"name": "x"}], "responses": {}}}}}
    with pytest.raises(Exception, match="parameters"):
        schemathesis.openapi.from_dict(broken).validate()


def test_every_reference_leads_somewhere() -> None:
    names = {f"#/components/schemas/{name}" for name in document()["components"]["schemas"]}
    used = references(document())
    assert used <= names
    assert "#/components/schemas/Problem" in used


def test_operations_have_names_of_their_own_and_their_parameters() -> None:
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(set(ids)) == len(ids)
    for path, operation in operations():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", operation["operationId"])
        in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))
        assert operation["summary"]
        assert "default" in operation["responses"]


@pytest.mark.parametrize("endpoint", [each for each in endpoints() if each.body is not None], ids=key)
def test_what_is_right_is_right_by_the_document(kono: Town, endpoint: Endpoint) -> None:
    assert endpoint.body is not None
    whole = {"$ref": f"#/components/schemas/{endpoint.body.__name__}", "components": document()["components"]}
    Draft202012Validator(whole).validate(samples(kono)[key(endpoint)])
    with pytest.raises(ValidationError):
        Draft202012Validator(whole).validate({**samples(kono)[key(endpoint)], "nmae": 1})


async def test_a_refusal_is_a_problem_by_the_document(office: Office) -> None:
    answer = await office.browser().office("GET", "/me")
    assert Problem.model_validate(answer.json).code == "not_signed_in"


@pytest.mark.parametrize("endpoint", OPERATIONS, ids=key)
async def test_no_example_breaks_the_server(running: Running, kono: Town, endpoint: Endpoint) -> None:
    async with running() as office:
        assert await exercise(office, kono, [endpoint], max_examples=EXAMPLES, derandomize=True)
