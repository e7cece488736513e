"""The OpenAPI 3.1 document, made of the table of endpoints and of pydantic's JSON Schema of their models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from moderation.office import Action
from server.http.office.endpoint import COOKIE, UNSAFE, Endpoint
from server.office.base import models


def openapi(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the office."""
    used: set[type[BaseModel]] = {models.Problem}
    for endpoint in endpoints:
        used |= {each for each in (endpoint.body, endpoint.answer) if isinstance(each, type)}
    ordered = sorted(used, key=lambda each: each.__name__)
    _, document = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        path = f"/api/office{endpoint.path}".replace("{o}", "{organisation}")
        operation = paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
        if any(each.path == endpoint.path.removeprefix("/{o}") != endpoint.path for each in endpoints):
            operation["operationId"] += "_of_organisation"  # the same is there without one
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Engawa office",
            "version": "1",
            "description": "Scheduling, invitations and counts. Unsafe methods need the header X-Engawa: 1.",
        },
        "paths": paths,
        "components": {
            "schemas": json.loads(json.dumps(document.get("$defs", {}))),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    answer = (
        {"application/json": {"schema": _reference(endpoint.answer)}}
        if isinstance(endpoint.answer, type)
        else {endpoint.answer: {"schema": {"type": "string", "format": "binary"}}}
    )
    problem = {"application/json": {"schema": _reference(models.Problem)}}
    operation: dict[str, Any] = {
        "summary": endpoint.says,
        "operationId": _operation_id(endpoint),
        "parameters": _parameters(endpoint),
        "responses": {
            "200": {"description": "Done", "content": answer},
            "default": {"description": "Refused, with a stable code and a sentence", "content": problem},
        },
    }
    if endpoint.need != "nothing":
        operation["security"] = [{"session": []}]
    if isinstance(endpoint.need, Action):
        operation["x-permission"] = str(endpoint.need)
    if endpoint.body is not None:
        body = {"application/json": {"schema": _reference(endpoint.body)}}
        operation["requestBody"] = {"required": True, "content": body}
    return operation


def _reference(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Of the path, of the query, and the header that only our own pages send."""
    named = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    parameters = [
        {
            "name": "organisation" if name == "o" else name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        }
        for name in named
    ]
    if endpoint.query is not None:
        schema = endpoint.query.model_json_schema()
        required, defs = schema.get("required", []), schema.get("$defs", {})
        for name, field_schema in schema["properties"].items():
            reference = field_schema.get("$ref", "")
            plain = defs.get(reference.rsplit("/", 1)[-1], field_schema) if reference else field_schema
            parameters.append({"name": name, "in": "query", "required": name in required, "schema": plain})
    if endpoint.method in UNSAFE:
        parameters.append(
            {"name": "X-Engawa", "in": "header", "required": True, "schema": {"type": "string", "const": "1"}}
        )
    return parameters


def _operation_id(endpoint: Endpoint) -> str:
    words = [part.strip("{}").replace(".", "_") for part in endpoint.path.split("/") if part and part != "{o}"]
    return "_".join([endpoint.method.lower(), *words]).replace("-", "_")
