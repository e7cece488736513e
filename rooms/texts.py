"""Which fields of a command are words that people will read, and of which sort: a mark beside each field.

Whoever must look at all words before a room does (moderation) finds them by their mark, in a command and in whatever lies
inside it, so that a new command is looked at because it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from rooms.refusals import Refusal

M = TypeVar("M", bound=BaseModel)

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


def rewritten(model: M, fit: Callable[[str, Text], str | Refusal]) -> M | Refusal:
    """The model with each of its texts, at any depth, in the form that `fit` gives; or the first refusal of `fit`."""
    changed: dict[str, object] = {}
    marks = texts_of(type(model))
    for name in type(model).model_fields:
        value = getattr(model, name)
        mark = marks.get(name)
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
