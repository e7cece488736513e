"""Every word that people will read is marked as text, so that the gate cannot overlook it; what is free is accounted for."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from rooms import commands as c
from rooms.base import PersonId, Wire
from rooms.refusals import Code, Refusal
from rooms.texts import Opaque, Sort, Text, rewritten, texts_of

COMMANDS: tuple[type[BaseModel], ...] = typing.get_args(typing.get_args(c.ClientCommand)[0])


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field holds, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in typing.get_args(annotation):
        yield from models_in(part)


def is_free(schema: Any) -> bool:
    """Whether a JSON schema lets a string be anything."""
    if isinstance(schema, list):
        return any(map(is_free, schema))
    if not isinstance(schema, dict):
        return False
    if schema.get("type") == "string":
        return not schema.keys() & {"pattern", "enum", "const"}
    return any(is_free(schema.get(key)) for key in ("anyOf", "oneOf", "allOf", "items", "prefixItems"))


def unmarked(model: type[BaseModel]) -> list[str]:
    """Fields of a command, or of what lies in it, that hold any words and do not say which."""
    found = []
    for each in dict.fromkeys(models_in(model)):
        schema = each.model_json_schema()
        for name, field in each.model_fields.items():
            marked = any(isinstance(mark, Text | Opaque) for mark in field.metadata)
            if is_free(schema["properties"][name]) and not marked:
                found.append(f"{each.__name__}.{name}")
    return found


def test_every_free_word_of_a_command_is_text_or_shown_to_nobody() -> None:
    assert [name for command in COMMANDS for name in unmarked(command)] == []


def test_what_is_text_today() -> None:
    marked = {(each.__name__, name) for command in COMMANDS for each in models_in(command) for name in texts_of(each)}
    assert marked >= {
        ("Enter", "nickname"),
        ("AvatarChoice", "style"),
        ("Say", "text"),
        ("RaiseConcern", "text"),
        ("StartPrompt", "text"),
    }


class Line(Wire):
    words: Annotated[str, Field(max_length=20), Text(Sort.MESSAGE, 5)]
    by: PersonId | None = None


class Poem(Wire):
    """A command that nobody has thought of yet."""

    type: Literal["poem"] = "poem"
    lines: tuple[Line, ...]
    first: Line


def test_a_field_that_does_not_say_what_it_is_is_found() -> None:
    class Verse(Wire):
        rhyme: str = ""

    class Forgotten(Poem):
        title: Annotated[str, Field(max_length=9)] | None = None
        verses: tuple[Verse, ...] = ()

    assert unmarked(Poem) == []
    assert unmarked(Forgotten) == ["Forgotten.title", "Verse.rhyme"]


def test_texts_are_rewritten_at_any_depth() -> None:
    poem = Poem(lines=(Line(words="a"), Line(words="b")), first=Line(words="c"))
    louder = rewritten(poem, lambda words, mark: words.upper())
    assert louder == Poem(lines=(Line(words="A"), Line(words="B")), first=Line(words="C"))
    assert rewritten(poem, lambda words, mark: words) is poem


def test_the_first_refusal_is_the_answer() -> None:
    def fit(words: str, mark: Text) -> str | Refusal:
        return Refusal(Code.TEXT_EMPTY) if words == "b" else words

    assert rewritten(Poem(lines=(Line(words="b"),), first=Line(words="c")), fit) == Refusal(Code.TEXT_EMPTY)
