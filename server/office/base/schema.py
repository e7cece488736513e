"""Every model of the office's API as one JSON Schema document, for the client's types."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.office.base import models


def api_models() -> list[type[BaseModel]]:
    """The models that `server.office.base.models` names, by name."""
    bases = (models.Body, models.Answer)
    found = [each for _, each in inspect.getmembers(models, inspect.isclass) if issubclass(each, bases)]
    return [each for each in found if each not in bases]


def schema() -> dict[str, Any]:
    """`$defs` of all of them; `sent` names those that a client sends, whose defaults may be left out."""
    every = api_models()
    _, document = models_json_schema([(model, "validation") for model in every])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Engawa office",
        "sent": sorted(model.__name__ for model in every if issubclass(model, models.Body)),
        "$defs": dict(sorted(document["$defs"].items())),
    }
