"""Every field of every body and query that the API takes: where it is, and what it is made of."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from server.http.office.table import endpoints


@dataclass(frozen=True)
class Leaf:
    """One thing that somebody types or chooses: its innermost type, and everything that is said of it on the way there."""

    model: type[BaseModel]
    field: str
    kind: Any
    said: tuple[Any, ...]

    @property
    def name(self) -> str:
        return f"{self.model.__name__}.{self.field}"


def models_in(annotation: Any, seen: set[type[BaseModel]]) -> None:
    """Add the models that an annotation holds, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in seen:
            seen.add(annotation)
            for field in annotation.model_fields.values():
                models_in(field.annotation, seen)
                models_in(Annotated[Any, *field.metadata, None], seen)
        return
    for part in typing.get_args(annotation):
        models_in(part, seen)


def leaves_of(annotation: Any, said: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The types inside an annotation that hold no others, each with its metadata, the innermost last."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        inner, *more = typing.get_args(annotation)
        yield from leaves_of(inner, (*said, *more))
    elif origin in (typing.Union, types.UnionType, tuple, list):
        for part in typing.get_args(annotation):
            if part not in (type(None), ...):
                yield from leaves_of(part, said if origin in (typing.Union, types.UnionType) else ())
    elif not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        yield annotation, said


def taken_models() -> list[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    for endpoint in endpoints():
        for model in (endpoint.body, endpoint.query):
            if model is not None:
                models_in(model, found)
    return sorted(found, key=lambda model: model.__name__)


def leaves_in(model: type[BaseModel]) -> Iterator[Leaf]:
    for name, field in model.model_fields.items():
        for kind, said in leaves_of(field.annotation, tuple(field.metadata)):
            yield Leaf(model, name, kind, said)


def all_leaves() -> list[Leaf]:
    return [leaf for model in taken_models() for leaf in leaves_in(model)]


def chosen(leaf: Leaf) -> bool:
    """Whether it is one of a few, or yes and no: nobody types it."""
    return (
        typing.get_origin(leaf.kind) is Literal
        or leaf.kind is bool
        or (isinstance(leaf.kind, type) and issubclass(leaf.kind, str) and leaf.kind is not str)
    )
