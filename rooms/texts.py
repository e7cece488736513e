"""Which fields of a command are words that people will read, and of which sort: a mark beside each field.

Whoever must look at all words before a room does (moderation) finds them by their mark, in a command and in whatever lies
inside it, so that a new command is looked at because it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from rooms.refusals import Refusal

M = TypeVar("M", bound=BaseModel)

_PLAIN = frozenset({str, int, float, bool, NoneType})

MAX_TEXT = 500
"""Characters of a message, as people count them; longer is refused with a code, nothing is cut off."""


class Sort(StrEnum):
    NICKNAME = "nickname"
    """What somebody is called: one line, nobody's disguise."""
    MESSAGE = "message"
    """What somebody says, may have several lines: messages, concerns, prompts."""
    AVATAR = "avatar"
    """The name of a style of pictures."""


@dataclass(frozen=True, slots=True)
class Text:
    """Marks a field: `Annotated[str, Text(Sort.MESSAGE, 500)]`. Longer text is refused, nothing is cut off."""

    sort: Sort
    limit: int
    """Characters as people count them."""
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Marks a free field that no person is ever shown."""

    reader: str
    """What reads it."""


@cache
def texts_of(model: type[BaseModel]) -> dict[str, Text]:
    """The fields of a model that are text, with their marks."""
    return {
        name: mark for name, field in model.model_fields.items() for mark in field.metadata if isinstance(mark, Text)
    }


@cache
def _looked_at(model: type[BaseModel]) -> tuple[tuple[str, Text | None], ...]:
    """The fields of a model in which there may be text, with the marks of those that are text themselves."""
    marks = texts_of(model)
    fields = model.model_fields.items()
    return tuple((name, marks.get(name)) for name, field in fields if name in marks or not _plain(field.annotation))


def _plain(annotation: Any) -> bool:
    """Whether no value of this type can hold marked text: only what is known to be so is passed over unlooked at."""
    if get_origin(annotation) is Literal:
        return True
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    inner = get_args(annotation)
    if inner:
        return all(each is Ellipsis or _plain(each) for each in inner)
    return annotation in _PLAIN or (isinstance(annotation, type) and issubclass(annotation, Enum))


def rewritten(model: M, fit: Callable[[str, Text], str | Refusal]) -> M | Refusal:
    """The model with each of its texts, at any depth, in the form that `fit` gives; or the first refusal of `fit`."""
    changed: dict[str, object] = {}
    for name, mark in _looked_at(type(model)):
        value = getattr(model, name)
        new = fit(value, mark) if mark is not None and isinstance(value, str) else _inside(value, fit)
        if isinstance(new, Refusal):
            return new
        if new is not value:
            changed[name] = new
    return model.model_copy(update=changed) if changed else model


def _inside(value: object, fit: Callable[[str, Text], str | Refusal]) -> object:
    """A value with the texts of whatever models it holds rewritten: the same object where it holds none."""
    if isinstance(value, BaseModel):
        return rewritten(value, fit)
    if not isinstance(value, tuple):
        return value
    items = [_inside(item, fit) for item in value]
    refused = next((item for item in items if isinstance(item, Refusal)), None)
    if refused is not None:
        return refused
    return value if all(new is old for new, old in zip(items, value, strict=True)) else tuple(items)
