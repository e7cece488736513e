"""Every field of the API, of whatever model, with texts that are made to take long: each is refused or taken, and soon."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pydantic import BaseModel, ValidationError

import server.office.base.models
import server.office.rules.schedule.model
from tests.moderation.heavy import MANY

ENOUGH = 60.0
"""Seconds of the processor for all fields; one field alone would take as long."""


def models(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    """All that are asked for or stored by the office, and by nobody else."""
    for each in of.__subclasses__():
        if each.__module__.startswith(
            (server.office.base.models.__name__, server.office.rules.schedule.model.__name__)
        ):
            yield each
        yield from models(each)


@pytest.mark.parametrize("kind", MANY)
def test_every_field_is_read_soon(kind: str) -> None:
    made, began, asked = MANY[kind], time.process_time(), 0
    for model in set(models()):
        for name in model.model_fields:
            for value in (made, [made], {"ja": made}):
                asked += 1
                with suppress(ValidationError):
                    model.model_validate({name: value})
    assert asked > 500, "the fields are found"
    assert time.process_time() - began < ENOUGH
