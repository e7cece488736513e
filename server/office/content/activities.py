"""An activity of the library: what the desk lays with a tap and a run sheet brings, and what whoever leads it wants to know
before. It begins with any kind of the room's: kinds are found (`rooms.activities.KINDS`), and none is known here by name.

A start is read as the wire reads a command, and its texts in the form that moderation's gate gives them: what was read here
is refused at no desk for what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, PlainValidator, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from moderation import text
from rooms.activities import KINDS
from rooms.activities.kind import Start
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text, rewritten
from server.office.base.models import Body
from server.office.base.models.common import Kind
from server.office.base.wrong import wrong_fields
from server.office.content.three import InThree, Title
from server.office.rules.typed import Between, Written, refusal

SENTENCE = 120
WORDS = 300
MOST_BYTES = 22_000
"""Of a start as JSON: with what a command says besides, it fits into one."""
_STARTS = {kind.name: kind.start for kind in KINDS if not kind.of_session}
Loc = tuple[str | int, ...]


class Way(StrEnum):
    """A way to take part, of which each is enough to the end. Looking on always is."""

    VOICE = "voice"
    TEXT = "text"
    TAPS = "taps"


class Sentence(InThree):
    ja: Annotated[str, Written(SENTENCE)]
    ja_simple: Annotated[str, Written(SENTENCE, empty=True)] = ""
    en: Annotated[str, Written(SENTENCE, empty=True)] = ""


class PeopleOf(Body):
    """For how many it is good."""

    least: Annotated[int, Between(1, 500)] = Field(alias="from")
    most: Annotated[int, Between(1, 500)] = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> PeopleOf:
        if self.least > self.most:
            raise refusal("from_after_to", f"from は to までの数です(今は {self.least} から {self.most})")
        return self


def start_of(value: Any) -> Start:
    """What a file says of how it begins, as the room takes it. Raises ValidationError with the place of each fault."""
    if not isinstance(value, dict):
        raise refusal("model_type", "項目の組です(例: {kind: prompt, text: すきな季節})")
    model = _STARTS.get(str(value.get("kind")))
    if model is None:
        raise _wrong(value, (("kind",), f"選べるものから選んでください({'、'.join(_STARTS)})"))
    raw = json.dumps(value, ensure_ascii=False)
    try:
        start: Start = model.model_validate_json(raw)
    except ValidationError as error:
        told = zip(error.errors(include_url=False, include_input=False), wrong_fields(error), strict=True)
        raise _wrong(value, *((each["loc"], _said(each, wrong.message)) for each, wrong in told)) from None
    fitting = rewritten(start, _fit)
    if isinstance(fitting, Refusal):
        raise _wrong(value, *_unfit(start, value))
    if len(fitting.model_dump_json().encode()) > MOST_BYTES:
        raise refusal("too_long", f"ぜんぶで {MOST_BYTES} バイトまでです(日本語でおよそ{MOST_BYTES // 3}文字)")
    return fitting


class Activity(Body):
    """What a file says of one. All words but its name and `about` are Japanese: staff of the hall read them aloud."""

    id: Kind
    title: Title
    about: Sentence
    """One sentence: how it goes."""
    first: Annotated[str, Written(WORDS, lines=True)]
    """What to say first."""
    people: PeopleOf
    minutes: Annotated[int, Between(1, 180)]
    pressure: Annotated[int, Between(1, 5)]
    """How much courage it takes; 1 takes none."""
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    listening: Annotated[str, Written(WORDS, lines=True)]
    """What somebody does who only listens."""
    paper: Annotated[str, Written(WORDS, lines=True)]
    """How it is done in the hall by who has no device."""
    number: Annotated[int, Between(1, 999)] | None = None
    """Of the list of activities that it was taken from."""
    start: Annotated[Start, PlainValidator(start_of)]

    @field_validator("ways")
    @classmethod
    def _each_once(cls, ways: tuple[Way, ...]) -> tuple[Way, ...]:
        if len(set(ways)) < len(ways):
            raise refusal("twice", "同じものが2つあります")
        return tuple(way for way in Way if way in ways)


def _fit(words: str, mark: Text) -> str | Refusal:
    """As the gate does it for who is staff: they say messages, and name nobody."""
    if mark.sort is not Sort.MESSAGE:
        return Refusal(Code.NOT_ALLOWED)
    fitting = text.message(words, mark.limit, may_be_empty=mark.may_be_empty)
    return Refusal(fitting) if isinstance(fitting, Code) else fitting


def _unfit(start: Start, value: Any) -> Iterator[tuple[Loc, str]]:
    """The places of texts that the gate would refuse, each with why."""
    found: list[tuple[str, str]] = []

    def look(words: str, mark: Text) -> str:
        if isinstance(fitting := _fit(words, mark), Refusal):
            found.append((words, _refused(fitting.code, words, mark)))
        return words

    rewritten(start, look)
    for words, why in found:
        yield next((loc for loc, each in _texts(value) if each == words), ()), why


def _refused(code: Code, words: str, mark: Text) -> str:
    if code is Code.TEXT_EMPTY:
        return "入れてください"
    if code is not Code.TEXT_TOO_LONG:
        return "この言葉は使えません"
    if text.weight(words) <= mark.limit:
        return f"{text.MAX_LINES}行までです"
    return f"{mark.limit}文字までです(今は {text.weight(words)}文字)"


def _texts(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, (*loc, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, (*loc, number))


def _said(error: Any, words: str) -> str:
    """A kind's own rule says itself what is wrong."""
    return f"確かめてください({error['ctx']['error']})" if error["type"] == "value_error" else words


def _wrong(value: Any, *faults: tuple[Loc, str]) -> ValidationError:
    """Raised by a validator, each fault stands at its place below the field."""
    told = [
        InitErrorDetails(type=PydanticCustomError("start", "{words}", {"words": words}), loc=loc, input=value)
        for loc, words in faults
    ]
    return ValidationError.from_exception_data("start", told)
